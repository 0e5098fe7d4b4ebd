package text

import (
	"strings"
	"unicode/utf8"
)

// alphabets are runs of characters that only dress up the letters from a, or the
// digits from the one named. A run may hold the alphabet many times over.
var alphabets = [...]struct{ first, last, from rune }{
	{0x2460, 0x2468, '1'},   // ①
	{0x2474, 0x247C, '1'},   // ⑴
	{0x2488, 0x2490, '1'},   // ⒈
	{0x249C, 0x24E9, 'a'},   // ⒜ Ⓐ ⓐ
	{0x24EA, 0x24EA, '0'},   // ⓪
	{0x24F5, 0x24FD, '1'},   // ⓵
	{0x2776, 0x277E, '1'},   // ❶
	{0x2780, 0x2788, '1'},   // ➀
	{0x278A, 0x2792, '1'},   // ➊
	{0x1D400, 0x1D6A3, 'a'}, // 𝐀 to 𝚣
	{0x1D7CE, 0x1D7FF, '0'}, // 𝟎 to 𝟿
	{0x1F110, 0x1F129, 'a'}, // 🄐
	{0x1F130, 0x1F149, 'a'}, // 🄰
	{0x1F150, 0x1F169, 'a'}, // 🅐
	{0x1F170, 0x1F189, 'a'}, // 🅰
	{0x1F1E6, 0x1F1FF, 'a'}, // the letters that flags are made of
}

// Enclosed Han characters, in the order of Unicode: ㈠ to ㈩ and ㊀ to ㊰.
const (
	bracketed = "一二三四五六七八九十"
	circled   = "一二三四五六七八九十月火水木金土日株有社名特财祝劳秘男女适优印注项休写正上中下左右" +
		"医宗学监企资协夜"
)

// likeness maps characters that are ordinary nowhere in a chat of a Chinese shop to
// what they are mistaken for.
var likeness = map[rune]rune{
	'薇': '微', '溦': '微', '蕞': '最',
	'Ⅴ': 'v', 'ⅴ': 'v', 'ν': 'v', 'ѵ': 'v', 'ᴠ': 'v', 'ᵛ': 'v', 'ʋ': 'v', '∨': 'v', 'ᐯ': 'v',
	'Ⅹ': 'x', 'ⅹ': 'x', 'х': 'x', 'χ': 'x', 'ˣ': 'x', 'ㄨ': 'x', '㐅': 'x',
}

// lookalike returns the plain character that r, which is above ASCII, is a disguise of;
// 0 when it is none.
func lookalike(r rune) rune {
	switch {
	case r >= 0x3220 && r <= 0x3229:
		return nth(bracketed, r-0x3220)
	case r >= 0x3280 && r <= 0x32B0:
		return nth(circled, r-0x3280)
	}
	for _, a := range alphabets {
		if r >= a.first && r <= a.last {
			if a.from == 'a' {
				return 'a' + (r-a.first)%26
			}
			return a.from + (r-a.first)%10
		}
	}
	return likeness[r]
}

// nth returns character n of s, which is all Han.
func nth(s string, n rune) rune {
	r, _ := utf8.DecodeRuneInString(s[3*n:])
	return r
}

// A variant is a way to write a word so that only a person reads it. One that begins
// with a Latin letter is meant only where no other letter or digit stands before.
type variant struct {
	from, to string
	not      string // characters before it that make it another word, as in 安徽信阳
}

// variants are looked for once decoration is gone and look-alikes are plain. Of those
// that end at one place the first counts.
var variants = [...]variant{
	{"徽信", "微信", "安国校"},
	{"威信", "微信", "权"},
	{"葳信", "微信", ""},
	{"加卫星", "加微信", ""},
	{"weixin", "微信", ""},
	{"wei信", "微信", ""},
	{"v信", "微信", ""},
	{"w信", "微信", ""},
	{"绿泡泡", "微信", ""},
	{"伽v", "加v", "瑜"},
	{"伽微", "加微", "瑜"},
	{"伽我", "加我", "瑜"},
	{"嘉v", "加v", ""},
	{"嘉微", "加微", ""},
	{"嘉我", "加我", ""},
	{"扣扣", "qq", "纽卡按暗搭带帽锁环"},
	{"抠抠", "qq", ""},
	{"叩叩", "qq", ""},
	{"企鹅号", "qq号", ""},
	{"丝我", "私我", "螺真蚕粉钢铁蕾拉肉冰银铜灯头"},
	{"si我", "私我", ""},
	{"煮页", "主页", ""},
	{"第壹", "第一", ""},
}

// dearest stands for 最 before any Han character.
const dearest = "zui"

// suspects are Han characters that few messages have; each Han look-alike and each
// variant without Latin at its beginning has one of them.
const suspects = "薇溦蕞徽威葳卫绿伽嘉扣抠叩鹅丝煮壹"

// endings marks the last bytes of the variants.
var endings = newEndings()

func newEndings() (last [256]bool) {
	for _, v := range variants {
		last[v.from[len(v.from)-1]] = true
	}
	return last
}

// plain returns what a folded character above ASCII is mistaken for, itself for most,
// and the kind of that.
func plain(r rune) (rune, kind) {
	p := lookalike(r)
	switch {
	case p == 0:
		return r, kindOf(r)
	case p >= '0' && p <= '9':
		return p, digit
	}
	return p, letter
}

// ventured reports whether a variant that mixes Latin and Han may stand where a Han
// character follows what was written.
func ventured(written []byte, next string) bool {
	s := string(written[max(0, len(written)-len(dearest)):])
	switch next {
	case "信":
		return strings.HasSuffix(s, "v") || strings.HasSuffix(s, "w") || s == "wei" || s == dearest
	case "我":
		return strings.HasSuffix(s, "si") || s == dearest
	}
	return s == dearest
}
