package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/text"
)

func TestUndisguised(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"a heart within", "薇❤信聊", "微信聊"},
		{"a space within", "加我微 信 哦", "加我微信哦"},
		{"joiners and selectors", "微\u200b❤\ufe0f信", "微信"},
		{"look-alike Han", "徽信,威信,薇信,葳信", "微信,微信,微信,微信"},
		{"in other words they are ordinary", "安徽信阳 权威信息 瑜伽我都练 螺丝我补", "安徽信阳权威信息瑜伽我都练螺丝我补"},
		{"traditional", "衛生紙，絲我領券", "卫生纸,私我领券"},
		{"a mixed word", "wei信 weixin v信 W信", "微信微信微信微信"},
		{"within another word it is none", "5V信号 tv信号 lv信封", "5v信号tv信号lv信封"},
		{"letters apart", "w-e-i x i n", "微信"},
		{"dressed letters", "ⓥx 🅥🅧 𝐯𝐱 Ⅴ信 ㄨ", "vxvxvx微信x"},
		{"dressed digits", "①②③ 𝟙𝟛𝟠 ❶", "123 138 1"},
		{"dressed Han", "㊀号 ㊙", "一号秘"},
		{"adding", "➕v，加➕微，＋薇，伽薇，嘉V", "加v,加微,加微,加微,加v"},
		{"a satellite only when added", "加卫❤星 卫星图", "加微信卫星图"},
		{"a plus that adds nothing", "50+，1+1，+86", "50+,1+1,+86"},
		{"after decoration", "❤+v", "❤加v"},
		{"other platforms", "扣❤扣 企鹅号 抠抠", "qqqq号qq"},
		{"buttons", "纽扣扣好", "纽扣扣好"},
		{"the best", "最 好，zui好，zui 大，蕞低，第壹", "最好,最好,最大,最低,第一"},
		{"to me", "si我 私·我，看煮页", "私我私我,看主页"},
		{"clauses stay apart", "真棒，好的。微！信？", "真棒,好的。微!信?"},
		{"so do lines", "微\n信", "微 信"},
		{"and quotes", "“微”信 [微笑]", "“微”信 [微笑]"},
		{"figures keep their marks", "3.5折 10-12号 20*30 1 2 12:30", "3.5折10-12号20*30 1 2 12:30"},
		{"figures lose ornaments", "1❤3❤8", "138"},
		{"decoration outside", "~~好的❤，亲～", "~~好的❤,亲~"},
		{"units", "25°C ㎡ ℃好", "25°c ㎡ ℃好"},
		{"a lost character", "微\xff信", "微\ufffd信"},
		{"struck through", "v\u0336x\u0336", "vx\u0336"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var decoded text.Text
			decoded.Set(tt.raw)
			if got := string(decoded.Undisguised()); got != tt.want {
				t.Errorf("Undisguised of %q = %q; want %q", tt.raw, got, tt.want)
			}
		})
	}
}

func TestUndisguisedSpan(t *testing.T) {
	tests := []struct{ raw, plain, want string }{
		{"您➕薇 ❤ 信吧", "微信", "薇 ❤ 信"},
		{"您➕薇 ❤ 信吧", "加微", "➕薇"},
		{"加ＷＥＩ信", "微信", "ＷＥＩ信"},
		{"加ＷＥＩ信", "信", "信"},
		{"加卫·星吧", "微信", "卫·星"},
		{"扣❤\ufe0f扣", "q", "扣❤\ufe0f扣"},
		{"𝐙𝐔𝐈好", "最", "𝐙𝐔𝐈"},
		{"絲 我", "私我", "絲 我"},
		{"不用伪装", "伪装", "伪装"},
	}
	for _, tt := range tests {
		t.Run(tt.raw+" "+tt.plain, func(t *testing.T) {
			var decoded text.Text
			decoded.Set(tt.raw)
			begin := strings.Index(string(decoded.Undisguised()), tt.plain)
			if begin < 0 {
				t.Fatalf("%q is not in %q", tt.plain, decoded.Undisguised())
			}
			if got := decoded.UndisguisedSpan(begin, begin+len(tt.plain)).Of(tt.raw); got != tt.want {
				t.Errorf("UndisguisedSpan of %q is %q; want %q", tt.plain, got, tt.want)
			}
		})
	}
}

func TestOrdinaryMessagesAreNotDisguised(t *testing.T) {
	for _, raw := range []string{
		"亲，这款是纯棉的，尺码正常哦～", "满199减20，7.5折，3-5天到", "您好，在的！有什么可以帮您？",
		"wifi密码在机身底部", "iphone15有货", "好的❤", "颜色：黑、白；尺码：XL。", "第一行\n第二行",
		"运费50+，自理", "这個顏色沒有了",
	} {
		var decoded text.Text
		decoded.Set(raw)
		if decoded.Disguised() {
			t.Errorf("%q is disguised as %q; want it ordinary", raw, decoded.Undisguised())
		}
	}
}

// One Text serves many messages, and what it knew of the last must not last.
func TestUndisguisedAfterSet(t *testing.T) {
	var decoded text.Text
	for _, tt := range []struct{ raw, want string }{
		{"加薇\n信", "加微 信"}, {"普通", "普通"}, {"微 信", "微信"}, {"好 的\n呢", "好的 呢"},
	} {
		decoded.Set(tt.raw)
		for range 2 {
			if got := string(decoded.Undisguised()); got != tt.want {
				t.Errorf("Undisguised of %q = %q; want %q", tt.raw, got, tt.want)
			}
		}
	}
}

// The alphabet of disguises: what variants are made of, and all that may stand between.
var disguises = []string{"加", "卫", "星", "微", "薇", "徽", "信", "威", "安", "伽", "嘉", "我", "v", "V", "w",
	"e", "wei", "xin", "x", "zui", "好", "最", "扣", "企鹅", "号", "丝", "絲", "si", "煮", "页", "第", "壹",
	"绿", "泡泡", "➕", "+", "ⓥ", "Ⅴ", "𝐱", "①", "㊀", "1", "3", ".", "-", " ", "　", "\n", "❤", "\ufe0f",
	"\u200b", "😊", "🇻", "\u0336", "\u3164", "·", "~", "，", "。", "“", "[", "℃", "\xff", "\xe4", "㐅", "½"}

func TestUndisguisingIsSoundAndTraced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom(append(disguises, pieces...))).Draw(t, "parts")
		checkUndisguised(t, strings.Join(parts, ""))
	})
}

func FuzzUndisguised(f *testing.F) {
	f.Add(strings.Join(disguises, ""))
	f.Add("您➕薇 ❤ 信吧，zui 好")
	f.Fuzz(func(t *testing.T, raw string) { checkUndisguised(t, raw) })
}

func checkUndisguised(t interface{ Fatalf(string, ...any) }, raw string) {
	var decoded text.Text
	decoded.Set(raw)
	folded, disguised := string(decoded.Folded()), decoded.Disguised()
	plain := string(decoded.Undisguised())
	if !disguised && plain != folded {
		t.Fatalf("%q is not disguised, but %q is undisguised %q", raw, folded, plain)
	}
	if !utf8.ValidString(plain) {
		t.Fatalf("%q is undisguised %q, which is not UTF-8", raw, plain)
	}
	// A line break is a space once undisguised, and a code of an emoticon may form anew.
	var again text.Text
	again.Set(plain)
	if got := string(again.Undisguised()); got != plain && !strings.ContainsAny(raw, "\r\n#") {
		t.Fatalf("%q is undisguised %q, and again %q", raw, plain, got)
	}
	var last chat.Span
	for at, r := range plain {
		span := decoded.UndisguisedSpan(at, at+utf8.RuneLen(r))
		if span.Empty() || span.Begin < last.Begin || span.End < last.End || span.End > len(raw) {
			t.Fatalf("%q in %q of %q is at %v after %v", r, plain, raw, span, last)
		}
		if !whole(raw, span.Begin) || !whole(raw, span.End) {
			t.Fatalf("%q in %q of %q is at %v, within a character", r, plain, raw, span)
		}
		last = span
	}
	if span := decoded.UndisguisedSpan(len(plain), len(plain)); span.Begin != len(raw) || !span.Empty() {
		t.Fatalf("the end of %q is at %v", raw, span)
	}
}

// whole reports whether a character of raw begins or raw ends at a place. Where bytes
// are no UTF-8 each is a character.
func whole(raw string, at int) bool {
	for i := 0; i < len(raw); {
		if i == at {
			return true
		}
		_, size := utf8.DecodeRuneInString(raw[i:])
		i += size
	}
	return at == len(raw)
}

func BenchmarkUndisguised(b *testing.B) {
	for _, bb := range []struct{ name, raw string }{
		{"ordinary", "亲，这款是纯棉的，尺码正常，您平时穿M码就可以的哦，今天下单今天发货～"},
		{"disguised", "亲，加➕薇❤信 ⓥx领券哦，我们家质量zui 好，今天下单今天发货～"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			var decoded text.Text
			b.SetBytes(int64(len(bb.raw)))
			b.ReportAllocs()
			for b.Loop() {
				decoded.Set(bb.raw)
				decoded.Undisguised()
			}
		})
	}
}
