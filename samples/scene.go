package samples

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// goods is what a shop sells: names with the material of each, the variants that
// customers weigh, sizes from small to large, and the least price in yuan.
type goods struct {
	names, materials, colours, sizes []string
	price                            int
}

var catalogue = [...]goods{
	{
		[]string{"羊毛开衫", "圆领毛衣", "粗针毛衣", "半高领打底衫", "羊绒套头衫"},
		[]string{"80%羊毛20%锦纶", "62%羊毛38%锦纶", "55%羊毛45%腈纶", "70%棉30%羊毛", "35%羊绒65%羊毛"},
		[]string{"燕麦色", "雾蓝", "炭灰", "奶白", "酒红", "驼色"},
		[]string{"S码", "M码", "L码", "XL码"}, 139,
	},
	{
		[]string{"红枣片", "柠檬片", "山楂干", "桂圆干", "苹果脆片"},
		[]string{"红枣", "柠檬、冰糖", "山楂", "桂圆", "苹果、食用盐"},
		[]string{"原味", "蜂蜜味", "微甜款", "袋泡款"},
		[]string{"250克装", "500克装", "800克装"}, 29,
	},
	{
		[]string{"便携烧水杯", "折叠热水壶", "迷你养生壶", "保温热水壶"},
		[]string{"316不锈钢", "食品级硅胶和304不锈钢", "高硼硅玻璃", "304不锈钢"},
		[]string{"米白", "墨绿", "雾灰", "浅粉"},
		[]string{"0.6升", "0.8升", "1.2升"}, 89,
	},
}

var (
	cities   = []string{"成都", "西安", "长沙", "沈阳", "昆明", "合肥", "福州", "兰州", "南宁", "太原"}
	depots   = []string{"嘉兴", "佛山", "廊坊", "孝感"}
	couriers = []string{"顺丰", "圆通", "中通", "韵达", "极兔", "邮政"}
	origins  = []string{"新疆若羌", "四川安岳", "山东青州", "广西博白", "陕西洛川"} // of the fruit
	surnames = []string{"林", "周", "沈", "陆", "苏", "顾", "叶", "方"}
	givens   = []string{"小禾", "知夏", "一鸣", "青", "云帆", "若水", "安", "晚晴"}
	towns    = []string{
		"浙江省青屿市望溪区", "四川省云澜市临溪区", "湖北省白鹭市新汀区", "江苏省松间市杉河区",
	}
	streets  = []string{"云杉路", "望湖路", "桂香街", "春晓路"}
	weekdays = []string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}
)

// A scene holds what is true throughout one session: the words that stand for the
// names in braces.
type scene map[string]string

// newScene draws the facts of a session that begins at a moment with an agent.
func newScene(r *rand.Rand, a *agent, at time.Time) scene {
	g := &catalogue[a.store]
	item := r.IntN(len(g.names))
	s := scene{
		"店": stores[a.store].id, "客服": a.id, "简": g.names[item], "料": g.materials[item],
		"城": pick(r, cities), "仓": pick(r, depots), "产地": origins[item],
	}
	s["色"], s["色二"] = two(r, g.colours)
	s["快递"], s["快递二"] = two(r, couriers)
	small := r.IntN(len(g.sizes) - 1)
	s["码"], s["码二"] = g.sizes[small], g.sizes[small+1]
	s["净"], _, _ = strings.Cut(s["码"], "克")
	s.prices(r, g.price)
	s.times(r, at)
	s.amounts(r)
	s.particulars(r)
	return s
}

// prices draws a price and what coupons and rebates make of it, so that sums add up.
func (s scene) prices(r *rand.Rand, least int) {
	price := least + 10*r.IntN(14)
	coupon := max(5, price/50*5)
	pieces := 2 + r.IntN(2)
	threshold := pieces * price / 50 * 50
	s["价"], s["券"], s["券后"] = figure(price), figure(coupon), figure(price-coupon)
	s["件"], s["满"], s["减"] = figure(pieces), figure(threshold), figure(threshold/10)
	s["到手"] = figure(pieces*price - threshold/10)
}

// times draws days and hours that lie ahead.
func (s scene) times(r *rand.Rand, at time.Time) {
	s["日"] = weekdays[at.AddDate(0, 0, 2+r.IntN(3)).Weekday()]
	s["时"] = figure(min(max(at.Hour()+2, 17), 24))
	morning := 9 + r.IntN(3)
	s["时二"], s["时三"] = figure(morning), figure(morning+3)
	s["天"] = figure(2 + r.IntN(2))
	s["天二"], s["天三"] = figure(3+r.IntN(4)), pick(r, []string{"7", "15", "30"})
	s["月"], s["末"] = figure(int(at.Month())), "22"
	s["产月"], s["号"] = figure(9+r.IntN(2)), figure(3+r.IntN(24))
	s["期"] = pick(r, []string{"12个月", "10个月", "8个月"})
	s["期二"] = pick(r, []string{"1年", "2年", "3年"})
	s["近"] = pick(r, []string{"7", "15", "30"})
}

// amounts draws sizes, weights and counts.
func (s scene) amounts(r *rand.Rand) {
	for _, a := range []struct {
		name        string
		least, step int
		steps       int
	}{
		{"厘", 2, 1, 6}, {"厘三", 14, 1, 8}, {"厘五", 48, 1, 12}, {"厘六", 58, 1, 12},
		{"高", 155, 1, 24}, {"重", 92, 1, 50}, {"余", 3, 1, 12}, {"单", 41, 1, 90},
		{"度", 20, 1, 10}, {"度二", 30, 1, 8}, {"泡", 80, 5, 4}, {"泡二", 45, 5, 4},
		{"糖", 6, 1, 9}, {"瓦", 600, 100, 7}, {"克", 220, 10, 12},
	} {
		s[a.name] = figure(a.least + a.step*r.IntN(a.steps))
	}
}

// particulars invents a person. See the package comment for why none can be real.
func (s scene) particulars(r *rand.Rand) {
	s["姓名"] = pick(r, surnames) + pick(r, givens)
	s["电话"] = "1540000" + pad(r.IntN(10000), 4)
	s["地址"] = pick(r, towns) + pick(r, streets) + figure(1+r.IntN(200)) + "号" +
		figure(1+r.IntN(20)) + "栋" + figure(1+r.IntN(4)) + "单元" + figure(101+r.IntN(600)) + "室"
	s["邮箱"] = "kehu" + pad(r.IntN(10000), 4) + "@example.com"
	s["订单"] = "29" + pad(r.IntN(1e8), 8) + pad(r.IntN(1e9), 9)
	s["单号"] = "YT00" + pad(r.IntN(1e6), 6) + pad(r.IntN(1e5), 5)
}

// fill puts the facts into a sentence.
func (s scene) fill(sentence string) string {
	if !strings.Contains(sentence, "{") {
		return sentence
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(sentence, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString(s[name])
		sentence = after
	}
}

func figure(n int) string { return strconv.Itoa(n) }

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// two draws two different entries.
func two(r *rand.Rand, list []string) (first, second string) {
	i := r.IntN(len(list))
	j := (i + 1 + r.IntN(len(list)-1)) % len(list)
	return list[i], list[j]
}
