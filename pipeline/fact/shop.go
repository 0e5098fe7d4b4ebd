package fact

// The columns of shops.csv.
const (
	shopID = iota
	shopCategory
	shopName
)

var shopColumns = []column{
	shopID:       {"shop", "店铺", "shop_id 店铺ID", true},
	shopCategory: {"category", "类目", "主营类目", true},
	shopName:     {"name", "店名", "shop_name 店铺名称", false},
}

// Category returns what a shop sells, as shops.csv writes it, and "" for a shop that is
// not there.
func (b *Book) Category(shop string) string {
	if b == nil {
		return ""
	}
	return b.categories[shop]
}

func (b *Book) addShop(r *row) {
	shop := r.keep(shopID)
	if shop != "" {
		r.once(shopID, person{shop: shop})
	}
	if !r.faulty {
		b.categories[shop] = r.keep(shopCategory)
	}
}
