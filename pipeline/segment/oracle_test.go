package segment

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/go-ego/gse"

	"chatqc/pipeline/text"
)

// An oracle is gse with the words that the dictionary was compiled from.
type oracle struct {
	gse   *gse.Segmenter
	image *image
	words *Dictionary
}

var loadOracle = sync.OnceValues(func() (*oracle, error) {
	loader, err := loadGSE()
	if err != nil {
		return nil, err
	}
	m, err := compile(loader.Dictionary())
	if err != nil {
		return nil, err
	}
	return &oracle{loader, m, newDictionary(m)}, nil
})

func theOracle(t testing.TB) *oracle {
	t.Helper()
	o, err := loadOracle()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// check compares one text with gse: boundaries, words and parts of speech.
func (o *oracle) check(tokens []Token, source []byte) error {
	segments := o.gse.Segment(source)
	if len(tokens) != len(segments) {
		return fmt.Errorf("%q: got %d tokens %v, want %d", source, len(tokens), tokens, len(segments))
	}
	for i, token := range tokens {
		s := segments[i]
		if int(token.Begin) != s.Start() || int(token.End) != s.End() {
			return fmt.Errorf("%q: token %d: got %d–%d, want %d–%d",
				source, i, token.Begin, token.End, s.Start(), s.End())
		}
		if pos := o.words.PartOfSpeech(token.ID); pos != s.Token().Pos() {
			return fmt.Errorf("%q: token %d: got tag %q, want %q", source, i, pos, s.Token().Pos())
		}
		if word := o.words.Word(token.ID); token.ID >= 0 && word != s.Token().Text() {
			return fmt.Errorf("%q: token %d: got word %q, want %q", source, i, word, s.Token().Text())
		}
	}
	return nil
}

// covered reports why tokens do not cover a text in order; "" when they do.
func covered(tokens []Token, size int) string {
	at := int32(0)
	for i, token := range tokens {
		if token.Begin != at || token.End <= token.Begin {
			return fmt.Sprintf("token %d: got %d–%d, want a beginning of %d",
				i, token.Begin, token.End, at)
		}
		at = token.End
	}
	if int(at) != size {
		return fmt.Sprintf("got an end of %d, want %d", at, size)
	}
	return ""
}

// Parts of sentences as agents and customers write them.
var (
	openings = []string{
		"亲，", "您好，", "在的亲亲~", "嗯嗯 ", "请问", "那个", "哦哦，", "稍等一下，", "好的呢，", "",
		"老板", "不好意思哈，", "麻烦您", "早上好！", "hi, ", "【通知】", "👋", "刚才",
	}
	subjects = []string{
		"这款T恤", "我的订单", "iPhone15promax", "这个优惠券", "仓库那边", "顺丰快递", "您拍下的宝贝",
		"42码的鞋子", "那件加绒卫衣", "运费险", "赠品", "电子发票", "尾款", "直播间的链接", "充电宝",
		"2.5m的数据线", "XL号", "客服主管", "退货地址", "这批现货",
	}
	predicates = []string{
		"什么时候发货", "不知道在哪里", "还没收到呢", "可以退换吗", "不支持七天无理由", "怎么用不了",
		"今天17:30前发出", "满300减50", "有色差，想退款", "明天就到货了", "保修3年的", "不清楚尺码",
		"已经给您登记了", "质量好的话再来复购", "掉色太严重", "送到菜鸟驿站了", "比¥199.00还便宜",
		"要补差价12.5元", "被拒收了", "我帮您核实", "只有货到付款", "第一时间处理", "没法改地址",
	}
	endings = []string{
		"哦", "呢", "吗？", "！！", "。", "哈~", "，谢谢", " 😊😊", "…", "啊亲", "~", "", "，单号JD0012345678",
		"，好评返现5元", "，加微信abc_123", "　", "(づ￣3￣)づ", "，https://example.com/a?b=1",
	}
)

// sentences makes n sentences from a seed, folded.
func sentences(n int) [][]byte {
	random := rand.New(rand.NewPCG(7, 11))
	pick := func(from []string) string { return from[random.IntN(len(from))] }
	all := make([][]byte, n)
	for i := range all {
		var b strings.Builder
		b.WriteString(pick(openings))
		for range 1 + random.IntN(2) {
			b.WriteString(pick(subjects) + pick(predicates) + pick(endings))
		}
		all[i] = []byte(text.Fold(b.String()))
	}
	return all
}
