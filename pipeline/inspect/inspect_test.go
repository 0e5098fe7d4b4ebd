package inspect_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/inspect"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/segment"
)

var words = sync.OnceValues(func() (*segment.Dictionary, error) { return segment.Load("") })

const dontKnow = `title: 答"不知道"且没有跟进
any: [不知道, 不清楚]
unless:
  next: {messages: 2, any: [帮您问]}
severity: major
points: 5
why: 客户的问题没有得到回答
instead: 我马上帮您问清楚
hits: [客服: 不知道, 客服: 不清楚哦, 客服: 这个不知道呢]
misses: [客服: 好的, 客服: 有的, 客服: 可以]
`

func inspector(t testing.TB) *inspect.Inspector {
	t.Helper()
	set, err := rule.Load(fstest.MapFS{
		"law.yaml":               {Data: []byte("{}")},
		"evasion/pack.yaml":      {Data: []byte("title: 推诿\ndimension: evasive\nversion: 1.2.0\nowner: 质检\n")},
		"evasion/dont-know.yaml": {Data: []byte(dontKnow)},
	})
	if err != nil {
		t.Fatal(err)
	}
	dictionary, err := words()
	if err != nil {
		t.Fatal(err)
	}
	return inspect.NewInspector(set, rule.World{Words: dictionary.NewSegmenter()}, "test")
}

// show writes what a QA lead sees of a result: one line a session, one a finding.
func show(r *inspect.Result) string {
	var b strings.Builder
	for _, s := range r.Sessions {
		first := "-"
		if s.FirstResponseSeconds != nil {
			first = fmt.Sprint(*s.FirstResponseSeconds)
		}
		fmt.Fprintf(&b, "session valid=%v %s customer=%d agent=%d turns=%d first=%s unanswered=%v\n",
			s.Valid, s.InvalidReason, s.CustomerMessages, s.AgentMessages, s.Turns, first, s.Unanswered)
	}
	for _, f := range r.Findings {
		text := f.MessageText[:f.BeginByte] + "【" + f.MatchedText + "】" + f.MessageText[f.EndByte:]
		fmt.Fprintf(&b, "%s %s %s %g %s evidence=%d\n",
			f.Dimension, f.RuleID, f.Severity, f.Points, text, len(f.Evidence))
	}
	return b.String()
}

func TestInspect(t *testing.T) {
	tests := []struct{ name, chat, want string }{
		{"an evasive answer", `
			10:00:00 客户: 能机洗吗
			10:00:20 客服: 这个不知道哦
			10:01:00 客户: 好吧`, `
			session valid=true  customer=2 agent=1 turns=3 first=20 unanswered=false
			evasive evasion/dont-know major 5 这个【不知道】哦 evidence=1`},
		{"followed up before the customer speaks again", `
			10:00:00 客户: 能机洗吗
			10:00:20 客服: 这个不清楚
			10:00:30 客服: 我帮您问一下仓库`, `
			session valid=true  customer=1 agent=2 turns=2 first=20 unanswered=false`},
		{"the same content twice", `
			10:00:00 客户: 能机洗吗
			10:00:20 客服: 这款是羊毛的，建议干洗，不要机洗
			10:00:40 客户: 那手洗呢
			10:01:00 客服: 这款是羊毛的，建议干洗，不要机洗`, `
			session valid=true  customer=2 agent=2 turns=4 first=20 unanswered=false
			copy_paste copypaste/repeat minor 2 【这款是羊毛的，建议干洗，不要机洗】 evidence=2`},
		{"nobody answered", `
			10:00:00 客户: 在吗，这款有货吗`, `
			session valid=true  customer=1 agent=0 turns=1 first=- unanswered=true`},
		{"no customer", `
			10:00:00 客服: 亲，您的订单不知道还需要吗`, `
			session valid=false no_customer customer=0 agent=1 turns=1 first=- unanswered=false
			evasive evasion/dont-know major 5 亲，您的订单【不知道】还需要吗 evidence=1`},
	}
	in := inspector(t)
	window := inspect.Freeze(inspect.NewPartial())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got inspect.Result
			in.Inspect(&got, chattest.Session(t, tt.chat), window)
			var want strings.Builder
			for line := range strings.Lines(strings.TrimSpace(tt.want)) {
				want.WriteString(strings.TrimSpace(line) + "\n")
			}
			if show(&got) != want.String() {
				t.Errorf("got\n%swant\n%s", show(&got), want.String())
			}
		})
	}
}

func TestCopiesAreOfTemplatesOfTheWindow(t *testing.T) {
	const macro = `客户: 尺码准吗
		客服: 我们家尺码都是标准的，按平时穿的拍就可以`
	observer := inspect.NewObserver()
	for range inspect.TemplateSessions {
		observer.Observe(chattest.Session(t, macro))
	}
	in := inspector(t)
	var got inspect.Result
	in.Inspect(&got, chattest.Session(t, macro), inspect.Freeze(observer.Take()))
	if len(got.Copies) != 1 || got.Copies[0].MessageID != "m1" || got.Copies[0].Similarity != 1 {
		t.Errorf("got copies %v; want one of m1", got.Copies)
	}
	if got.Copies[0].MatchedText != "我们家尺码都是标准的，按平时穿的拍就可以" {
		t.Errorf("got the template's text %q", got.Copies[0].MatchedText)
	}
	if len(got.Findings) != 0 {
		t.Errorf("a template alone is no finding, got %s", show(&got))
	}
}

// A finding's identifier depends on content alone: decisions of reviewers survive
// re-runs and other rules.
func TestFindingIDIsOfContent(t *testing.T) {
	in, window := inspector(t), inspect.Freeze(inspect.NewPartial())
	ids := map[string]bool{}
	for _, say := range []string{"这个不知道哦", "这个不知道哦", "那我不清楚哦"} {
		var got inspect.Result
		in.Inspect(&got, chattest.Session(t, "客户: 能机洗吗\n客服: "+say), window)
		if len(got.Findings) != 1 {
			t.Fatalf("%q: got %d findings, want 1", say, len(got.Findings))
		}
		ids[got.Findings[0].FindingID] = true
	}
	if len(ids) != 2 {
		t.Errorf("got %d identifiers for two different findings, one of them twice", len(ids))
	}
}

func BenchmarkInspect(b *testing.B) {
	s, err := chattest.Parse(`
		客户: 你好，这款羽绒服有黑色的吗
		客服: 您好亲，有的哦，黑色现货，今天下单今天就能发出
		客户: 我165，110斤穿什么码
		客服: 建议您拍M码，宽松一点可以选L，这款是标准尺码的
		客户: 会不会掉毛
		客服: 不会的，我们用的是90白鸭绒，面料是防钻绒的，您可以放心穿
		客户: 好，拍了
		客服: 收到，已经给您备注优先发货，收到不合适七天内可以退换，有运费险`)
	if err != nil {
		b.Fatal(err)
	}
	in, window := inspector(b), inspect.Freeze(inspect.NewPartial())
	var result inspect.Result
	b.ReportAllocs()
	for b.Loop() {
		result = inspect.Result{Sessions: result.Sessions[:0]}
		in.Inspect(&result, s, window)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(s.Messages)), "ns/message")
}
