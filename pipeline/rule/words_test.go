package rule_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/segment"
	"chatqc/pipeline/text"
)

var dictionary = sync.OnceValues(func() (*segment.Dictionary, error) {
	return segment.Load(filepath.Join(os.TempDir(), "chatqc-test-words"))
})

// wholeWords finds 道具 as a word, not where 道 and 具体 meet.
const wholeWords = `title: 整词
any: [道具]
whole_words: true
severity: minor
points: 1
why: 试
instead: 试
hits: [客服: 这个道具, 客服: 道具, 客服: 送道具吗]
misses: [客服: 这条道具体怎么走, 客服: 好, 客服: 在]
`

func TestWholeWordsNeedTheDictionary(t *testing.T) {
	words, err := dictionary()
	if err != nil {
		t.Fatal(err)
	}
	set := load(t, wholeWords)
	if err := set.Test(set.Rules()[0], words.NewSegmenter()); err != nil {
		t.Error(err)
	}
	wrong := load(t, strings.Replace(wholeWords, "客服: 好,", "客服: 好的道具,", 1))
	err = wrong.Test(wrong.Rules()[0], words.NewSegmenter())
	if err == nil || !strings.Contains(err.Error(), "misses[1] is matched") {
		t.Errorf("got %v, want the miss that is matched", err)
	}
	if err := set.Test(&rule.Rule{ID: "other/y"}, nil); err == nil {
		t.Error("Test took a rule of another set")
	}
}

func BenchmarkMatch(b *testing.B) {
	set, err := rule.Load(os.DirFS(filepath.Join("..", "..", "rules")))
	if err != nil {
		b.Fatal(err)
	}
	s := chattest.Session(b, `
		客户: 你好，这款羽绒服有黑色的吗
		客服: 您好亲，有的哦，黑色现货，今天下单今天就能发出
		客户: 我165，110斤穿什么码
		客服: 建议您拍M码，宽松一点可以选L，这款是标准尺码的
		客户: 会不会掉毛
		客服: 不会的，我们用的是90白鸭绒，面料是防钻绒的，您可以放心穿
		客户: 好，拍了
		客服: 收到，已经给您备注优先发货，收到不合适七天内可以退换，有运费险`)
	texts := make([]text.Text, len(s.Messages))
	for i := range texts {
		texts[i].Set(s.Messages[i].Text)
	}
	m := set.NewMatcher(rule.World{})
	findings := m.Match(nil, s, texts)
	b.ReportAllocs()
	for b.Loop() {
		findings = m.Match(findings[:0], s, texts)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(s.Messages)), "ns/message")
}
