package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"chatqc/pipeline/text"
)

func TestFold(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"lower case and full width", "ＩPhone１５，有货！", "iphone15,有货!"},
		{"white space", " \t您好　\r\n 在吗 ", "您好 在吗"},
		{"joiners and selectors", "加\u200b微\ufeff信❤\ufe0f", "加微信❤"},
		{"a code of an emoticon", "好的#E-s12亲#E-b[数字x]", "好的 亲"},
		{"not a code", "#E-尺码 #e #E-s", "#e-尺码 #e #e-s"},
		{"an invalid byte", "好\xff的", "好\ufffd的"},
		{"a cut character", "好\xe4\xbd", "好\ufffd\ufffd"},
		{"marks that stay", "真的。。。、【赠】", "真的。。。、【赠】"},
		{"other scripts", "ÄÖ Привет", "äö привет"},
		{"nothing", " \u3000", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := text.Fold(tt.raw); got != tt.want {
				t.Errorf("Fold(%q) = %q; want %q", tt.raw, got, tt.want)
			}
			var decoded text.Text
			decoded.Set(tt.raw)
			if string(decoded.Folded()) != tt.want {
				t.Errorf("Decode(%q) folds to %q; want %q", tt.raw, decoded.Folded(), tt.want)
			}
		})
	}
}

func TestRawSpanLeadsBack(t *testing.T) {
	tests := []struct{ name, raw, folded, want string }{
		{"the same bytes", "这个不知道哦", "不知道", "不知道"},
		{"full width", "ＴＯＰ１的品质", "top1", "ＴＯＰ１"},
		{"a joiner within", "加微\u200b信吧", "微信", "微\u200b信"},
		{"spaces within", "a  \t b", "a b", "a  \t b"},
		{"after an emoticon", "好#E-s12#E-s13不清楚", "不清楚", "不清楚"},
		{"an invalid byte", "\xff最好", "\ufffd", "\xff"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var decoded text.Text
			decoded.Set(tt.raw)
			begin := strings.Index(string(decoded.Folded()), tt.folded)
			if begin < 0 {
				t.Fatalf("%q is not in %q", tt.folded, decoded.Folded())
			}
			if got := decoded.RawSpan(begin, begin+len(tt.folded)).Of(tt.raw); got != tt.want {
				t.Errorf("RawSpan of %q is %q; want %q", tt.folded, got, tt.want)
			}
		})
	}
}

func TestClause(t *testing.T) {
	tests := []struct{ raw, at, want string }{
		{"亲，这个不知道哦。您看详情", "不知道", "这个不知道哦"},
		{"亲，这个不知道哦。您看详情", "亲", "亲"},
		{"只要1,299.5元！真的", "299", "只要1,299.5元"},
		{"这款 不清楚 呢", "不清楚", "不清楚"},
		{"apple watch 有货", "watch", "apple watch"},
		{"好的……不知道~", "不知道", "不知道"},
		{"没了", "了", "没了"},
	}
	for _, tt := range tests {
		t.Run(tt.raw, func(t *testing.T) {
			var decoded text.Text
			decoded.Set(tt.raw)
			begin, end := text.Clause(decoded.Folded(), strings.Index(string(decoded.Folded()), tt.at))
			if got := string(decoded.Folded()[begin:end]); got != tt.want {
				t.Errorf("clause of %q is %q; want %q", tt.at, got, tt.want)
			}
		})
	}
}

func TestFingerprint(t *testing.T) {
	tests := []struct {
		name, a, b string
		same       bool
		runes      int // of a
	}{
		{"punctuation and spaces", "您好，在的！", "您好 在的~", true, 4},
		{"figures", "满199减20", "满 299 减 5.50", true, 4},
		{"a figure and a mask token", "电话12345", "电话[手机号]", true, 3},
		{"emoticons", "好的[微笑]", "好的#E-s12", true, 2},
		{"other words", "明天发货", "今天发货", false, 4},
		{"letters count", "XL码", "l码", false, 3},
		{"a bracket that is no emoticon", "[第一百货商店]", "第一百货商店", true, 6},
		{"nothing but marks", "……！", "😊", true, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			hash, runes := print(tt.a)
			other, _ := print(tt.b)
			if (hash == other) != tt.same || runes != tt.runes {
				t.Errorf("same = %v, %d runes; want %v, %d", hash == other, runes, tt.same, tt.runes)
			}
		})
	}
}

func print(raw string) (hash uint64, runes int) {
	var decoded text.Text
	decoded.Set(raw)
	return decoded.Fingerprint()
}

// The alphabet of the properties: something of every kind that folding knows.
var pieces = []string{"不", "知道", "Ａ", "１", "B", "9", " ", "\t", "\u3000", "\u200b", "#E-s1", "#",
	"E-", "，", ".", "。", "\xff", "\xe4", "😊", "ß", "[", "]", "\x00", "İ", "ǅ", "顏", "髮", "著"}

func TestFoldingIsIdempotentAndTraced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkFold(t, strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "pieces"), ""))
	})
}

func FuzzDecode(f *testing.F) {
	f.Add(strings.Join(pieces, ""))
	f.Fuzz(func(t *testing.T, raw string) { checkFold(t, raw) })
}

func checkFold(t interface{ Fatalf(string, ...any) }, raw string) {
	folded := text.Fold(raw)
	if !utf8.ValidString(folded) {
		t.Fatalf("Fold(%q) = %q is not UTF-8", raw, folded)
	}
	// What is left of a code once its spaces are gone may form a new one.
	if again := text.Fold(folded); again != folded && !strings.Contains(folded, "#") {
		t.Fatalf("Fold(%q) = %q, folded again %q", raw, folded, again)
	}
	var decoded text.Text
	decoded.Set(raw)
	if string(decoded.Folded()) != folded {
		t.Fatalf("Decode folds to %q, Fold to %q", decoded.Folded(), folded)
	}
	last := 0
	for begin := range folded {
		_, size := utf8.DecodeRuneInString(folded[begin:])
		span := decoded.RawSpan(begin, begin+size)
		if span.Begin < last || span.Empty() || span.End > len(raw) {
			t.Fatalf("RawSpan(%d, %d) of %q is %v after %d", begin, begin+size, raw, span, last)
		}
		if got := text.Fold(span.Of(raw)); got != folded[begin:begin+size] && folded[begin] != ' ' {
			t.Fatalf("the origin of %q folds to %q", folded[begin:begin+size], got)
		}
		last = span.End
		if from, to := text.Clause(decoded.Folded(), begin); from > begin || to < from {
			t.Fatalf("Clause(%d) of %q is [%d, %d)", begin, folded, from, to)
		}
	}
	decoded.Fingerprint()
}

func BenchmarkFingerprint(b *testing.B) {
	var decoded text.Text
	decoded.Set("亲，这款是纯棉的，尺码正常，您平时穿M码就可以的哦，今天下单今天发货～")
	b.SetBytes(int64(len(decoded.Folded())))
	b.ReportAllocs()
	for b.Loop() {
		decoded.Fingerprint()
	}
}
