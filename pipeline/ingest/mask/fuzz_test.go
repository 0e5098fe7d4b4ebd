package mask

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// calm leaves of a text what can neither belong to a number nor hide one: no digit or
// letter in any disguise, and no joint or mark of an address of mail or the web.
func calm(s string) string {
	var v view
	return strings.Map(func(r rune) rune {
		v.fold("我" + string(r) + "我")
		for _, c := range v.bytes {
			if isAlnum(c) || strings.IndexByte(".-_@/*+():", c) >= 0 {
				return -1
			}
		}
		return r
	}, s)
}

// FuzzPlanted puts a generated phone, card or address of mail, written in some way, between
// two texts: it is gone whatever they say.
func FuzzPlanted(f *testing.F) {
	for i, around := range [][2]string{
		{"我的手机", "谢谢"}, {"订单号：", "，"}, {"收货人：张三，", "，浙江省杭州市西湖区文三路"}, {"微信", "加我"},
		{"[", "]"}, {"\xff", "\u200b"}, {"顏\ufe0f", "\u3000"}, {"支付宝", "\n单号"}, {"身份证", "银行卡"}, {"[手机号]", "[手机号]"},
	} {
		f.Add(around[0], around[1], []byte(strings.Repeat("\x07\x01\x00\x30", 20*i)))
	}
	m := New()
	f.Fuzz(func(t *testing.T, before, after string, choice []byte) {
		before, after = calm(before), calm(after)
		rapid.MakeFuzz(func(t *rapid.T) {
			draw := rapid.SampledFrom([]func(*rapid.T) planted{drawMobile, drawMobile, drawIdentity, drawCard, drawMail})
			p := draw.Draw(t, "kind")(t)
			s := before + p.written + after
			got := m.Text(s)
			if strings.Contains(bare(got), p.bare) {
				t.Fatalf("Text(%q) = %q; want %s gone", s, got, p.bare)
			}
			checkMasked(t, m, s)
		})(t, choice)
	})
}
