package mask

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatqc/pipeline/text"
)

// A planted value is written in some way; what it is stands without its disguise.
type planted struct{ bare, written, token string }

// digits draws n digits behind head.
func digits(t *rapid.T, head string, n int) string {
	b := []byte(head)
	for range n {
		b = append(b, byte('0'+rapid.IntRange(0, 9).Draw(t, "digit")))
	}
	return string(b)
}

func drawMobile(t *rapid.T) planted {
	head := "1" + string(rune('0'+rapid.IntRange(3, 9).Draw(t, "head")))
	bare := digits(t, head, 9)
	joint := rapid.SampledFrom([]string{"", " ", "-", "—", "  ", "\u200b", "\u3000"}).Draw(t, "joint")
	return planted{bare, disguise(t, bare[:3]+joint+bare[3:7]+joint+bare[7:]), mobileToken}
}

func drawIdentity(t *rapid.T) planted {
	bare := digits(t, "3", 5) + rapid.SampledFrom([]string{
		"20040229", "19991231", "19700101",
	}).Draw(t, "birthday")
	bare = digits(t, bare, 3)
	for _, check := range "0123456789x" {
		if id := bare + string(check); checked([]byte(id)) {
			bare = id
			break
		}
	}
	written := bare
	if rapid.Bool().Draw(t, "capital") {
		written = strings.ToUpper(bare)
	}
	if rapid.Bool().Draw(t, "groups") {
		written = written[:6] + " " + written[6:14] + " " + written[14:]
	}
	return planted{bare, disguise(t, written), identityToken}
}

func drawCard(t *rapid.T) planted {
	bare := digits(t, "62", rapid.IntRange(13, 16).Draw(t, "length"))
	for check := '0'; check <= '9'; check++ {
		if card := bare + string(check); luhn([]byte(card)) {
			bare = card
			break
		}
	}
	written := bare
	if rapid.Bool().Draw(t, "groups") {
		var fours []string
		for i := 0; i < len(bare); i += 4 {
			fours = append(fours, bare[i:min(i+4, len(bare))])
		}
		written = strings.Join(fours, " ")
	}
	return planted{bare, disguise(t, written), cardToken}
}

func drawMail(t *rapid.T) planted {
	bare := rapid.StringMatching(`[a-z][a-z0-9]{2,11}(_[a-z0-9]{1,4})?@[a-z][a-z0-9]{1,8}\.(com|cn|net)`).
		Draw(t, "mail")
	return planted{bare, disguise(t, bare), mailToken}
}

// disguise writes s in full width, or not.
func disguise(t *rapid.T, s string) string {
	if !rapid.Bool().Draw(t, "full width") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7F {
			return r + 0xFF00 - 0x20
		}
		return r
	}, s)
}

// words are what a sentence around a planted value is made of: none ends with a digit,
// a letter or a joint, which would make another number of it.
var words = []string{"亲", "您好，", "这个是", "麻烦", "改成", "收货", "电话", "联系", "发货", "快递", "帮我", "的", "谢谢",
	"。", "，", "！", "：", "\n", "订单", "地址", "杭州", "深圳市", "小区", "满300减50，", "尺码165的", "微信支付", "呢",
	"～", "😊", "身份证", "银行卡", "号码是", "[微笑]", "[手机号]", "是"}

func sentence(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 8).Draw(t, label), "")
}

// bare folds a text and takes its joints away.
func bare(s string) string {
	var v view
	v.fold(s)
	return strings.NewReplacer(" ", "", "-", "").Replace(string(v.bytes))
}

func TestPlantedDataIsGone(t *testing.T) {
	m := New()
	for _, draw := range []func(*rapid.T) planted{drawMobile, drawIdentity, drawCard, drawMail} {
		rapid.Check(t, func(t *rapid.T) {
			p := draw(t)
			s := sentence(t, "before") + p.written + sentence(t, "after")
			got := m.Text(s)
			if strings.Contains(bare(got), p.bare) {
				t.Fatalf("Text(%q) = %q; want %s gone", s, got, p.bare)
			}
			if digitsOf(got) > 0 && strings.Contains(bare(got), p.bare[len(p.bare)-4:]) &&
				p.token != mailToken {
				t.Fatalf("Text(%q) = %q; want no part of %s left", s, got, p.bare)
			}
			checkMasked(t, m, s)
		})
	}
}

// A text may need a second round where a token ended what hid something else. More than
// a few would mean that the rules do not settle.
func TestRoundsAreFew(t *testing.T) {
	m := New()
	rapid.Check(t, func(t *rapid.T) {
		s := pieces().Draw(t, "text")
		rounds := 0
		for got := s; m.find(got, m.gate.open(got)); rounds++ {
			got = m.replace(got)
		}
		if rounds > 4 {
			t.Fatalf("%q takes %d rounds; want at most 4", s, rounds)
		}
	})
}

func TestTokensCountAsFiguresOfAFingerprint(t *testing.T) {
	for _, token := range tokens {
		if got, want := fingerprint("加["+token+"]吧"), fingerprint("加0吧"); got != want {
			t.Errorf("the fingerprint of [%s] is %x; want %x, that of a figure", token, got, want)
		}
	}
}

func fingerprint(s string) uint64 {
	var t text.Text
	t.Set(s)
	hash, _ := t.Fingerprint()
	return hash
}
