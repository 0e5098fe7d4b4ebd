package fact

import "chatqc/pipeline/chat"

// The columns of roster.csv.
const (
	memberAgent = iota
	memberShop
	memberJoined
	memberTeam
	memberLeft
)

var rosterColumns = []column{
	memberAgent:  {"agent", "客服", "agent_id 客服ID 客服账号 客服昵称 客服名称", true},
	memberShop:   {"shop", "店铺", "shop_id 店铺ID 店铺名称", false}, // empty: in all shops
	memberJoined: {"joined", "入职", "入职日期 入职时间", true},
	memberTeam:   {"team", "组", "小组 组别", false},
	memberLeft:   {"left", "离职", "离职日期 离职时间", false},
}

// A stint is how long an agent works for a shop.
type stint struct{ joined, left chat.Date } // both inclusive

// stays is the left of who has not left.
const stays = chat.Date(1<<31 - 1)

// TenureDays returns for how many days an agent has been with a shop on a day: 0 on the
// day of joining. It is not ok for who is not on the roster of the shop, for days before
// joining and for days after leaving. A row for the shop counts before one for all shops.
func (b *Book) TenureDays(shop, agent string, day chat.Date) (days int, ok bool) {
	if b == nil {
		return 0, false
	}
	s, ok := b.roster[person{shop, agent}]
	if !ok {
		s, ok = b.roster[person{"", agent}]
	}
	if !ok || day < s.joined || day > s.left {
		return 0, false
	}
	return int(day - s.joined), true
}

func (b *Book) addMember(r *row) {
	who := person{r.keep(memberShop), r.identifier(memberAgent)}
	joined, _ := r.moment(memberJoined)
	s := stint{joined: chat.DateOf(joined.first, r.zone), left: stays}
	if left, ok := r.moment(memberLeft); ok {
		s.left = chat.DateOf(left.first, r.zone)
	}
	if !r.faulty && s.left < s.joined {
		r.fault(memberLeft, hintCell, "got the day of leaving "+r.quote(r.text(memberLeft))+
			" before that of joining "+r.quote(r.text(memberJoined))+", want it after")
	}
	if who.name != "" {
		r.once(memberAgent, who)
	}
	if !r.faulty {
		b.roster[who] = s
	}
}
