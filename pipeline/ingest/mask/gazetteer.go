package mask

import "strings"

// provinces are the short names of the provinces, and the cities that stand without
// 市 most often.
var provinces = [...]string{
	"北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江",
	"安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州",
	"云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门",
}

// cities are capitals and large cities, which people write without 市.
var cities = [...]string{
	"深圳", "广州", "东莞", "佛山", "杭州", "宁波", "温州", "南京", "苏州", "无锡", "成都", "武汉",
	"西安", "郑州", "长沙", "青岛", "济南", "大连", "沈阳", "哈尔滨", "长春", "石家庄", "太原", "合肥",
	"福州", "厦门", "泉州", "南昌", "南宁", "昆明", "贵阳", "兰州", "海口", "珠海", "中山", "惠州",
}

// province returns the length of the province or city named at i, with the word for its
// kind, or 0. 上海 is one, 上海路 is not.
func (m *Masker) province(i int) int {
	v := &m.view
	r, _ := v.rune(i)
	if !m.class.is(r, provinceClass) {
		return 0
	}
	n := v.hasAny(i, provinces[:])
	if n == 0 {
		n = v.hasAny(i, cities[:])
	}
	if n == 0 {
		return 0
	}
	end := i + n
	end += v.hasAny(end, []string{"壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"})
	if v.hasAny(end, []string{"路", "街", "大道", "东路", "西路", "南路", "北路", "大厦"}) > 0 {
		return 0
	}
	return end - i
}

// A boundary is a character that ends a name, unless a character before or behind it
// makes another word of it.
type boundary struct {
	word          string
	kind          mark
	least         int    // characters of the name before it
	notAfter, not string // characters that must not stand before it, behind it
}

// boundaries are in order: of two that begin alike the longer comes first.
var boundaries = [...]boundary{
	{"省", provinceLevel, 2, "节全外本跨各", "事钱心的时力点下去略"},
	{"自治州", cityLevel, 2, "", ""}, {"自治县", countyLevel, 2, "", ""},
	{"市场", landmark, 1, "", ""},
	{"市", cityLevel, 2, "上超城门股都全本我同到在夜菜各", "场面民价值售"},
	{"区", countyLevel, 2, "小地社片园景校厂专战误分城郊灾疫个售特禁", "别分域间块"},
	{"县", countyLevel, 1, "各本全", "级"},
	{"街道", townLevel, 1, "", ""}, {"镇", townLevel, 1, "冰乡城小", "痛静定"},
	{"乡", townLevel, 1, "老家下城故", "下村亲"},
	{"大道", road, 1, "", ""}, {"胡同", road, 1, "", ""},
	{"路", road, 1, "一走网线套思电公铁马顺问迷同的在上半条", "上由过线径费途程况灯"},
	{"街", road, 1, "逛上", "上头"}, {"巷", road, 1, "", ""},
	{"弄", landmark, 1, "别我你您能么没不给要会来再法搞", "的了好错坏完丢不清脏破明"},
	{"村", estate, 1, "农乡全", ""}, {"屯", estate, 1, "囤", "货"},
	{"庄", estate, 1, "", "重"}, {"小区", estate, 0, "", ""},
	{"社区", estate, 0, "", ""}, {"大厦", estate, 1, "", ""},
	{"大楼", estate, 1, "", ""}, {"广场", landmark, 1, "", ""},
	{"公寓", estate, 0, "", ""}, {"花园", estate, 0, "", ""},
	{"家园", estate, 0, "", ""}, {"苑", estate, 1, "", ""},
	{"园区", estate, 0, "", ""}, {"工业园", estate, 0, "", ""},
	{"科技园", estate, 0, "", ""}, {"产业园", estate, 0, "", ""},
	{"软件园", estate, 0, "", ""},
	{"宿舍", estate, 0, "", ""}, {"学校", landmark, 1, "", ""},
	{"大学", landmark, 1, "", ""}, {"中学", landmark, 1, "", ""},
	{"小学", landmark, 1, "", ""}, {"学院", landmark, 1, "", ""},
	{"医院", landmark, 1, "", ""}, {"厂", landmark, 1, "工药大", "家商"},
	{"道", landmark, 1, "知味通渠报频跑难说管轨水几隧街行", "的理歉具谢"},
}

// mark returns what the word at i says about the name of that many characters before it,
// and its length.
func (m *Masker) mark(i, name int) (mark, int) {
	v := &m.view
	r, _ := v.rune(i)
	if !m.class.is(r, boundaryClass) {
		return noMark, 0
	}
	for b := range boundaries {
		w := &boundaries[b]
		if !v.has(i, w.word) {
			continue
		}
		end := i + len(w.word)
		prior, _ := v.before(i)
		next := rune(0)
		if end < len(v.bytes) {
			next, _ = v.rune(end)
		}
		if name < w.least || strings.ContainsRune(w.notAfter, prior) ||
			strings.ContainsRune(w.not, next) {
			continue
		}
		if w.word == "道" && !isDigit(v.at(end)) {
			continue
		}
		return w.kind, len(w.word)
	}
	return noMark, 0
}

// stops are characters that no name of a region or a road begins with.
const stops = "是在到的我你您寄送发址给为往从住了和就这那去来要说不有吗吧呢亲货请帮改换填"

// nameOf returns where the name begins that ends at end: at most four characters before
// it, not before name, and behind the last of stops.
func (m *Masker) nameOf(name, end int) int {
	v := &m.view
	begin := end
	for range nameLimit {
		if begin <= name {
			break
		}
		r, n := v.before(begin)
		if m.class.is(r, stopClass) || !isHan(r) {
			break
		}
		begin -= n
	}
	return begin
}

// nameLimit is how many characters of a name are looked at.
const nameLimit = 4

// count returns the number of characters from begin to end, at most nameLimit.
func (v *view) count(begin, end int) int {
	n := 0
	for begin < end && n < nameLimit {
		_, size := v.rune(begin)
		begin += size
		n++
	}
	return n
}
