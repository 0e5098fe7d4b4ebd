package segment

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatqc/pipeline/text"
)

func TestSentencesAreCutAsGSECutsThem(t *testing.T) {
	o := theOracle(t)
	s := o.words.NewSegmenter()
	var tokens []Token
	for _, sentence := range sentences(3000) {
		tokens = s.Segment(tokens[:0], sentence)
		if err := o.check(tokens, sentence); err != nil {
			t.Error(err)
		}
	}
}

// hostile are inputs that no folded message should be, and some that are only odd.
var hostile = []string{
	"", " ", "a", "的", "\x00", "不\x00知道", "\xff", "\xe4\xb8", "\xe4\xb8好", "\xf0\x9f\x98", "好\xed\xa0\x80的",
	"\xc0\xaf", "\xe0\x80\x80", "\xf4\x90\x80\x80", "�", "😊", "👨‍👩‍👧亲", "𠮷野家", "𫘨𫘧", "１２３", "ＡＢＣ好的",
	"iPhone15ProMax256G", "ABC", "T恤", "t恤衫", "at恤", "4S店", "24s店", "618", "1618", "app下载", "APP",
	"1.5m", "2026-11-16", "12:30", "¥199.00", "Ünïcödé", "éa中", "中é", "İstanbul", "ßß", "привет亲", "ελλ",
	"½半", "²", "١٢٣", "ªº", "が好き", "한국어", "#E-s12", "https://a.b/c?d=1&e=%20", "\u200b好\u200b的",
	"\r\n\t", "e\u0301好", "AA制", "卡拉OK厅", "a的b的c", "好好好好好好好好", "不不知道道",
	"a\xe4", "\xe4a", "中\xe4\xb8a", "ǅ", "߿", "ࠀ", "\U0010FFFF", "，。！？", "的\xf0\x9f的",
}

func TestHostileTextsAreCutAsGSECutsThem(t *testing.T) {
	o := theOracle(t)
	s := o.words.NewSegmenter()
	texts := slices.Clone(hostile)
	for _, a := range hostile {
		texts = append(texts, a+"不知道"+a, "好"+a+a+"7天", a+"x"+a)
	}
	texts = append(texts, strings.Repeat("亲，不知道哦abc1 ", 20_000), strings.Repeat("a", 100_000),
		strings.Repeat("哈", 50_000), strings.Repeat("\xff", 10_000))
	for _, source := range texts {
		tokens := s.Segment(nil, []byte(source))
		if why := covered(tokens, len(source)); why != "" {
			t.Errorf("%.60q: %s", source, why)
		}
		if err := o.check(tokens, []byte(source)); err != nil {
			t.Errorf("%.200s", err)
		}
	}
}

func TestAnyTextIsCoveredAndCutAsGSECutsIt(t *testing.T) { rapid.Check(t, checkWords(t)) }

// FuzzWords is the same for any choice of words, nonsense and bytes.
func FuzzWords(f *testing.F) {
	f.Add([]byte(strings.Repeat("\x01\x00\x00\x00\x00\x00\x00\x00\x07\x33", 200)))
	f.Add([]byte(strings.Repeat("\x03\xff\x10", 900)))
	f.Fuzz(rapid.MakeFuzz(checkWords(f)))
}

func checkWords(t testing.TB) func(*rapid.T) {
	o := theOracle(t)
	s := o.words.NewSegmenter()
	size := int32(o.words.Len())
	piece := rapid.OneOf(
		rapid.Custom(func(r *rapid.T) string {
			return o.words.Word(rapid.Int32Range(0, size-1).Draw(r, "id"))
		}),
		rapid.SampledFrom(hostile),
		rapid.StringMatching(`[a-zA-Z0-9.:\-]{1,6}`),
		rapid.StringMatching(`[\x{4E00}-\x{4FFF}]{1,4}`),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 1, 5), func(b []byte) string { return string(b) }),
	)
	return func(r *rapid.T) {
		source := []byte(strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(r, "pieces"), ""))
		kept := Token{1, 2, 3}
		tokens := s.Segment([]Token{kept}, source)
		if tokens[0] != kept {
			r.Errorf("got a changed first token %v, want %v", tokens[0], kept)
		}
		if why := covered(tokens[1:], len(source)); why != "" {
			r.Errorf("%q: %s", source, why)
		}
		if err := o.check(tokens[1:], source); err != nil {
			r.Error(err)
		}
	}
}

func TestShopTalkIsCutIntoItsWords(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"not knowing is one word", "这个我不知道哦亲", "这个 我 不知道 哦 亲"},
		{"so is not being clear", "你们不清楚谁清楚", "你们 不清楚 谁 清楚"},
		{"money for praise", "加我微信给您返现", "加 我 微信 给 您 返现"},
		{"numbers stand alone", "全场满300减50，还可以叠加优惠券", "全场 满 300 减 50 , 还 可以 叠加 优惠券"},
		{"in stock, not still there", "现在还有货吗", "现在 还 有货 吗"},
		{"none in stock", "没有货了", "没有 货 了"},
		{"at once", "拍下第一时间给您发货", "拍下 第一时间 给 您 发货"},
		{"a yes is not part of a condition", "质量好的话我再回购", "质量 好 的话 我 再 回购"},
		{"a yes is not part of best", "这是最好的面料", "这 是 最好 的 面料"},
		{"a yes is not part of better", "我们是更好的选择", "我们 是 更好 的 选择"},
		{"being there is not part of now", "现在的问题", "现在 的 问题"},
		{"an invoice is made out, not developed", "能开发票吗", "能 开发票 吗"},
		{"seven days in Han", "支持七天无理由退货，有运费险", "支持 七天无理由 退货 , 有 运费险"},
		{"seven days in digits", "7天无理由退换", "7天无理由 退换"},
		{"seventeen days are another run", "17天无理由", "17 天 无理由"},
		{"carriers", "默认发顺丰还是中通", "默认 发 顺丰 还是 中通"},
		{"platforms", "在抖音直播间下单的", "在 抖音 直播间 下单 的"},
		{"next-day delivery", "京东自营次日达", "京东 自营 次日达"},
		{"one fake, ten back", "假一赔十，官方正品", "假一赔十 , 官方 正品"},
		{"not received", "还没收到货呢", "还 没收到货 呢"},
		{"cash on delivery", "只有货到付款", "只有 货到付款"},
		{"run of letters and digits", "618买的iPhone15promax", "618 买 的 iphone15promax"},
		{"letter and Han", "T恤掉色起球", "t恤 掉色 起球"},
		{"hold the line", "好的，请您稍等一下", "好的 , 请 您 稍等一下"},
		{"best seller", "这款是爆款，复购率很高", "这款 是 爆款 , 复购率 很 高"},
		{"to fill an order", "凑单才能包邮", "凑单 才能 包邮"},
	}
	s := theOracle(t).words.NewSegmenter()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			folded := []byte(text.Fold(tt.source))
			var words []string
			for _, token := range s.Segment(nil, folded) {
				words = append(words, string(folded[token.Begin:token.End]))
			}
			if got := strings.Join(words, " "); got != tt.want {
				t.Errorf("got %q; want %q", got, tt.want)
			}
		})
	}
}

func TestSegmentDoesNotAllocate(t *testing.T) {
	s := theOracle(t).words.NewSegmenter()
	texts := sentences(100)
	var tokens []Token
	cut := func() {
		for _, source := range texts {
			tokens = s.Segment(tokens[:0], source)
		}
	}
	cut()
	if got := testing.AllocsPerRun(10, cut); got != 0 {
		t.Errorf("got %v allocations, want 0", got)
	}
}

func FuzzSegment(f *testing.F) {
	for _, source := range hostile {
		f.Add([]byte(source))
	}
	for _, source := range sentences(20) {
		f.Add(source)
	}
	o := theOracle(f)
	f.Fuzz(func(t *testing.T, source []byte) {
		tokens := o.words.NewSegmenter().Segment(nil, source)
		if why := covered(tokens, len(source)); why != "" {
			t.Errorf("%q: %s", source, why)
		}
		if err := o.check(tokens, source); err != nil {
			t.Error(err)
		}
	})
}

// Whoever asks gse itself gets the same tokens, identifiers and all.
func TestGSEItselfCutsAlike(t *testing.T) {
	o := theOracle(t)
	slow, err := o.words.WithGSE()
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs := o.words.NewSegmenter(), slow.NewSegmenter()
	for _, source := range sentences(500) {
		got, want := theirs.Segment(nil, source), ours.Segment(nil, source)
		if !slices.Equal(got, want) {
			t.Fatalf("%s: got %v, want %v", source, got, want)
		}
	}
}

// Texts of an export are cut as gse cuts them: the field "text" of each line of the file,
// gzipped JSON lines, that CHATQC_TEXTS names.
//
//	CHATQC_TEXTS=export.jsonl.gz go test ./pipeline/segment -run TestTextsOfAnExport -v
func TestTextsOfAnExport(t *testing.T) {
	path := os.Getenv("CHATQC_TEXTS")
	if path == "" {
		t.Skip("CHATQC_TEXTS names no export")
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	o := theOracle(t)
	s := o.words.NewSegmenter()
	var tokens []Token
	messages, differ := 0, 0
	for in := json.NewDecoder(unzipped); in.More(); messages++ {
		var row struct{ Text string }
		if err := in.Decode(&row); err != nil {
			t.Fatal(err)
		}
		folded := []byte(text.Fold(row.Text))
		tokens = s.Segment(tokens[:0], folded)
		if err := o.check(tokens, folded); err != nil {
			differ++
			t.Log(err)
		}
	}
	t.Logf("%d messages, %d differ", messages, differ)
	if messages == 0 || differ > 0 {
		t.Errorf("got %d differences in %d messages, want none in some", differ, messages)
	}
}
