package text_test

import (
	_ "embed"
	"strings"
	"testing"
	"unicode/utf8"

	"chatqc/pipeline/text"
)

//go:embed traditional.txt
var traditionalPairs string

func TestTraditionalCharactersFold(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"親，這個顏色沒貨了", "亲,这个颜色没货了"},
		{"請您加我的微信聯繫", "请您加我的微信联系"},
		{"質量最好，價格最低", "质量最好,价格最低"},
		{"發貨後聯系", "发货后联系"},
		{"乾坤 著作 明瞭 於是 昇腾", "乾坤 著作 明瞭 於是 昇腾"},
		{"普通的简体字不变", "普通的简体字不变"},
		{"䴉鳥", "䴉鸟"},
	}
	for _, tt := range tests {
		t.Run(tt.raw, func(t *testing.T) {
			if got := text.Fold(tt.raw); got != tt.want {
				t.Errorf("Fold(%q) = %q; want %q", tt.raw, got, tt.want)
			}
		})
	}
}

func TestRawSpanOfTraditionalCharacters(t *testing.T) {
	var decoded text.Text
	decoded.Set("親，這個\u200b顏色沒貨")
	folded := string(decoded.Folded())
	begin := strings.Index(folded, "颜色")
	got := decoded.RawSpan(begin, begin+len("颜色")).Of(decoded.Raw())
	if want := "顏色"; got != want {
		t.Errorf("RawSpan of %q in %q is %q; want %q", "颜色", folded, got, want)
	}
}

// Every pair of the table holds, in order, and leads from a character that simplified
// text does not use to one that stays.
func TestPairsOfTraditionalCharacters(t *testing.T) {
	const staying = "乾著瞭於昇甦氾瀋徵藉夥覆麽剋祇彷薹"
	last, count := "", 0
	for line := range strings.Lines(traditionalPairs) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, pair := range strings.Fields(line) {
			if utf8.RuneCountInString(pair) != 2 || len(pair) != 6 {
				t.Fatalf("%q is not a pair of characters of three bytes", pair)
			}
			from, to := pair[:3], pair[3:]
			if from < "\u4e00" || from > "\u9fff" || to < "\u4e00" || to > "\u9fff" {
				t.Errorf("%q has a character that is not a common one", pair)
			}
			if from <= last {
				t.Errorf("%q comes after %q", from, last)
			}
			if got := text.Fold(from); got != to {
				t.Errorf("Fold(%q) = %q; want %q", from, got, to)
			}
			if got := text.Fold(to); got != to {
				t.Errorf("Fold(%q) = %q; want it unchanged", to, got)
			}
			if strings.Contains(staying, from) {
				t.Errorf("%q is used in simplified text", from)
			}
			last = from
			count++
		}
	}
	if count < 2000 {
		t.Errorf("got %d pairs, want the table", count)
	}
}

func BenchmarkFold(b *testing.B) {
	for _, bb := range []struct{ name, raw string }{
		{"simplified", "亲，这款是纯棉的，尺码正常，您平时穿M码就可以的哦，今天下单今天发货～"},
		{"traditional", "親，這款是純棉的，尺碼正常，您平時穿M碼就可以的哦，今天下單今天發貨～"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			var decoded text.Text
			b.SetBytes(int64(len(bb.raw)))
			b.ReportAllocs()
			for b.Loop() {
				decoded.Set(bb.raw)
				decoded.Folded()
			}
		})
	}
}
