package fact

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"chatqc/pipeline/text"
)

// The columns of orders.csv.
const (
	orderID = iota
	orderShop
	orderCustomer
	orderPlaced
	orderPaid
	orderStatus
)

const customerNames = "customer_id buyer 客户 客户ID 买家ID 买家昵称 买家会员名"

var orderColumns = []column{
	orderID:       {"order", "订单号", "order_id 订单ID 订单编号", false},
	orderShop:     {"shop", "店铺", "shop_id 店铺ID 店铺名称", true},
	orderCustomer: {"customer", "买家", customerNames, true},
	orderPlaced:   {"placed", "下单时间", "拍下时间 创建时间 订单创建时间", true},
	orderPaid:     {"paid", "付款时间", "支付时间 订单付款时间", false},
	orderStatus:   {"status", "状态", "订单状态", true},
}

// The states of an order.
const (
	Unpaid    = "unpaid"    // 待付款
	Paid      = "paid"      // 已付款
	Shipped   = "shipped"   // 已发货
	Received  = "received"  // 已签收
	Cancelled = "cancelled" // 已取消
	Refunded  = "refunded"  // 退款
)

// states are the words of the column, folded.
var states = map[string]string{
	Unpaid: Unpaid, Paid: Paid, Shipped: Shipped, Received: Received, Cancelled: Cancelled,
	Refunded: Refunded, "待付款": Unpaid, "已付款": Paid, "已发货": Shipped, "已签收": Received,
	"已取消": Cancelled, "退款": Refunded, "已退款": Refunded, "canceled": Cancelled,
}

const wantState = "one of 待付款, 已付款, 已发货, 已签收, 已取消, 退款"

// An order is what is kept of one: moments in microseconds since 1970 UTC.
type order struct {
	placed, paid int64 // paid is placed where the file does not say
	state        string
}

// OrderState returns the state of the latest order that a customer had placed in a shop
// at a moment (microseconds since 1970 UTC): one of the constants, and "" where there is
// none. Before its time of payment an order is Unpaid. When it was shipped, received,
// cancelled or refunded is not in the file, so those hold from the payment on, as does
// Paid; without a time of payment, from the order on. The customer is as in the chats.
// O(log n) in the orders of the customer; it does not allocate.
func (b *Book) OrderState(shop, customer string, micros int64) string {
	if b == nil {
		return ""
	}
	orders := b.orders[person{shop, customer}]
	n := sort.Search(len(orders), func(i int) bool { return orders[i].placed > micros })
	switch {
	case n == 0:
		return ""
	case micros < orders[n-1].paid:
		return Unpaid
	}
	return orders[n-1].state
}

// sortOrders leaves nothing to the order of the rows.
func sortOrders(orders []order) {
	slices.SortFunc(orders, func(a, b order) int {
		return cmp.Or(cmp.Compare(a.placed, b.placed), cmp.Compare(a.paid, b.paid),
			strings.Compare(a.state, b.state))
	})
}

func (b *Book) addOrder(r *row) {
	placed, hasPlaced := r.moment(orderPlaced)
	paid, hasPaid := r.moment(orderPaid)
	state := r.state()
	if hasPlaced && hasPaid && paid.last < placed.first {
		r.fault(orderPaid, hintCell, "got the payment "+r.quote(r.text(orderPaid))+
			" before the order "+r.quote(r.text(orderPlaced))+", want it after")
	}
	if hasPaid && state == Unpaid {
		r.fault(orderStatus, hintCell, "got "+r.quote(r.text(orderStatus))+
			" and a time of payment, want one of them")
	}
	if r.faulty {
		return
	}
	o := order{placed: placed.first, paid: placed.first, state: state}
	if hasPaid {
		o.paid = paid.first
	}
	// A customer's first order makes the key, so that the others do not copy it.
	who := person{r.text(orderShop), r.masker.Identifier(r.text(orderCustomer))}
	if _, known := b.orders[who]; !known {
		who = person{strings.Clone(who.shop), strings.Clone(who.name)}
	}
	b.orders[who] = append(b.orders[who], o)
}

// state reads the status; "" for none and for a wrong word, which is a fault.
func (r *row) state() string {
	cell := r.text(orderStatus)
	word := text.Fold(cell)
	state, ok := states[word]
	if !ok && word != "" {
		var known []string
		for w := range states {
			known = append(known, w)
		}
		slices.Sort(known)
		r.fault(orderStatus, hintCell, "got the status "+r.quote(cell)+orWant(word, known, wantState))
	}
	return state
}
