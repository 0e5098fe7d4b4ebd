package copypaste_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/check"
	"chatqc/pipeline/check/copypaste"
)

func pass(s *chat.Session) *check.Pass {
	p := &check.Pass{}
	p.Begin(s)
	return p
}

func inspect(s *chat.Session) (findings []chat.Finding) {
	p := pass(s)
	p.Report = func(f chat.Finding) { findings = append(findings, f) }
	copypaste.Check.Run(p)
	return findings
}

// show writes findings as "message severity points evidence…".
func show(findings []chat.Finding) string {
	var lines []string
	for _, f := range findings {
		line := fmt.Sprintf("m%d %s %g:", f.Message, f.Severity, f.Points)
		for _, e := range f.Evidence {
			line += fmt.Sprintf(" m%d", e.Message)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

func TestRepeats(t *testing.T) {
	tests := []struct{ name, chat, want string }{
		{"the same answer to another question", `
			客户: 能机洗吗
			客服: 这款是羊毛的，建议干洗
			客户: 那手洗呢
			客服: 这款是羊毛的，建议干洗`, "m3 minor 2: m1 m3"},
		{"three times is major, and one finding", `
			客户: 能机洗吗
			客服: 这款是羊毛的，建议干洗
			客户: 那手洗呢
			客服: 这款是羊毛的，建议干洗
			客户: 会缩水不
			客服: 这款是羊毛的，建议干洗`, "m3 major 4: m1 m3 m5"},
		{"other marks, case, width and emoticons are the same answer", `
			客户: 有大码吗
			客服: 亲，XL码周四到货！
			客户: 还有别的颜色没
			客服: 亲 ｘｌ码，周四到货～[微笑]#E-s12`, "m3 minor 2: m1 m3"},
		{"other figures are another answer", `
			客户: 多少钱
			客服: 这件活动价是199元
			客户: 那件呢
			客服: 这件活动价是299元`, ""},
		{"the decimal point counts", `
			客户: 多重
			客服: 净重大约是1.5公斤
			客户: 那件呢
			客服: 净重大约是15.5公斤`, ""},
		{"too short to say anything", `
			客户: 能机洗吗
			客服: 不能机洗的
			客户: 那手洗呢
			客服: 不能机洗的`, ""},
		{"just long enough", `
			客户: 能机洗吗
			客服: 不能用机器洗
			客户: 那手洗呢
			客服: 不能用机器洗`, "m3 minor 2: m1 m3"},
		{"greetings repeat", `
			客服: 您好，很高兴为您服务
			客户: 在吗
			客服: 您好，很高兴为您服务`, ""},
		{"holds repeat", `
			客户: 到哪了
			客服: 请稍等，正在为您查询
			客户: 好了吗
			客服: 请稍等，正在为您查询`, ""},
		{"closings repeat", `
			客服: 感谢您的支持，祝您生活愉快
			客户: 谢谢
			客服: 感谢您的支持，祝您生活愉快`, ""},
		{"acknowledgements repeat", `
			客户: 太慢了
			客服: 非常抱歉，给您带来不便了
			客户: 三天了
			客服: 非常抱歉，给您带来不便了`, ""},
		{"data repeat", `
			客户: 寄哪
			客服: 收件人：[收件人]，电话：[手机号]
			客户: 地址
			客服: 收件人：[收件人]，电话：[手机号]`, ""},
		{"an agent may ask for what is still missing", `
			客户: 查下物流
			客服: 麻烦您提供一下订单号
			客户: 昨天买的那件
			客服: 麻烦您提供一下订单号`, ""},
		{"a machine repeats", `
			客户: 几天到
			自动: 江浙沪次日达，其他地区三天
			客户: 包邮吗
			自动: 江浙沪次日达，其他地区三天`, ""},
		{"the customer repeats", `
			客户: 衣服洗一次就掉色了
			客服: 您拍张照片我看看
			客户: 衣服洗一次就掉色了`, ""},
		{"the customer asked the same again", `
			客户: 几天能到
			客服: 江浙沪次日就能送到
			客户: 几天能到？
			客服: 江浙沪次日就能送到`, ""},
		{"the customer asked much the same again", `
			客户: 什么时候发货
			客服: 今天下午四点前发出
			客户: 嗯，那什么时候发货呢
			客服: 今天下午四点前发出`, ""},
		{"the customer asked to have it again", `
			客户: 退货寄到哪
			客服: 寄到仓库门口的自提柜就行
			客户: 手滑删了，麻烦再发一遍
			客服: 寄到仓库门口的自提柜就行`, ""},
		{"the customer did not see it", `
			客户: 退货寄到哪
			客服: 寄到仓库门口的自提柜就行
			客户: 没看到啊
			客服: 寄到仓库门口的自提柜就行`, ""},
		{"a double click", `
			客户: 能机洗吗
			客服: 这款是羊毛的，建议干洗
			客服: 这款是羊毛的，建议干洗`, ""},
		{"three times in a row is pestering", `
			客户: 我再看看
			客服: 今晚零点恢复原价，抓紧下单
			客服: 今晚零点恢复原价，抓紧下单
			客服: 今晚零点恢复原价，抓紧下单`, "m3 minor 2: m1 m2 m3"},
		{"a system line is not the customer", `
			客户: 能机洗吗
			客服: 这款是羊毛的，建议干洗
			系统: 客户正在输入
			客服: 这款是羊毛的，建议干洗`, ""},
		{"the agent quotes the customer", `
			客户: 裙子腰围偏小了两厘米
			客服: 裙子腰围偏小了两厘米
			客户: 对
			客服: 裙子腰围偏小了两厘米`, ""},
		{"two answers, each again, in the order of their repetition", `
			客户: 能机洗吗
			客服: 这款是羊毛的，建议干洗
			客服: 今天下午四点前发出哦
			客户: 有赠品没
			客服: 今天下午四点前发出哦
			客户: 颜色呢
			客服: 这款是羊毛的，建议干洗`, "m4 minor 2: m2 m4; m6 minor 2: m1 m6"},
		{"thanks are no question", `
			客户: 几天能到
			客服: 江浙沪次日就能送到
			客户: 好的谢谢
			客服: 还有货的，放心拍
			客户: 我在新疆，好的谢谢
			客户: 好的谢谢
			客服: 江浙沪次日就能送到`, "m6 minor 2: m1 m6"},
		{"a good reason once does not excuse the next time", `
			客户: 几天能到
			客服: 江浙沪次日就能送到
			客户: 几天能到
			客服: 江浙沪次日就能送到
			客户: 我在新疆
			客服: 江浙沪次日就能送到`, "m5 minor 2: m1 m3 m5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := show(inspect(chattest.Session(t, tt.chat))); got != tt.want {
				t.Errorf("got %q; want %q", got, tt.want)
			}
		})
	}
}

func TestFindingMarksTheWholeMessages(t *testing.T) {
	s := chattest.Session(t, `
		客户: 能机洗吗
		客服: 这款是羊毛的，建议干洗
		客户: 那手洗呢
		客服: 这款是羊毛的,建议干洗！`)
	f := inspect(s)[0]
	for _, e := range append(f.Evidence, chat.Evidence{Message: f.Message, Span: f.Span}) {
		if got := e.Span.Of(s.Messages[e.Message].Text); got != s.Messages[e.Message].Text {
			t.Errorf("m%d: marked %q; want the whole message", e.Message, got)
		}
	}
	if f.RuleID != copypaste.RuleID || f.RuleVersion != copypaste.Version || f.Dimension != chat.CopyPaste ||
		f.Title == "" || f.Suggestion == "" || !strings.Contains(f.Reason, "发了 2 次") {
		t.Errorf("finding = %+v", f)
	}
}

// Who takes a customer over is not to blame for what a colleague said.
func TestAnotherAgentMaySayTheSame(t *testing.T) {
	s := chattest.Session(t, `
		客户: 能机洗吗
		客服: 这款是羊毛的，建议干洗
		客户: 那手洗呢
		客服: 这款是羊毛的，建议干洗
		客户: 会缩水不
		客服: 这款是羊毛的，建议干洗`)
	s.Messages[3].AgentID = "a2"
	if got := show(inspect(s)); got != "m5 minor 2: m1 m5" {
		t.Errorf("got %q; want one finding of a1 alone", got)
	}
}

// nearby bounds the search: what was asked long before the answer is another talk.
func TestACauseIsSoughtNearby(t *testing.T) {
	for _, tt := range []struct{ between, want int }{{8, 0}, {9, 1}} {
		chatter := strings.Repeat("客户: 嗯\n", tt.between)
		s := chattest.Session(t, "客户: 几天能到\n"+chatter+"客服: 江浙沪次日就能送到\n客户: 几天能到\n客服: 江浙沪次日就能送到")
		if tt.between == 9 {
			s = chattest.Session(t, "客户: 几天能到\n"+chatter+"客户: 哦\n客服: 江浙沪次日就能送到\n客户: 几天能到\n客服: 江浙沪次日就能送到")
		}
		if got := len(inspect(s)); got != tt.want {
			t.Errorf("%d messages between question and answer: %d findings; want %d", tt.between, got, tt.want)
		}
	}
}

// A finding's messages are human ones of one agent with one print, and the message at
// fault is one of the later ones. Inserting lines of machines changes nothing.
func TestFindingsHoldWhatTheyClaim(t *testing.T) {
	lines := []string{"客户: 能机洗吗", "客户: 那手洗呢", "客户: 再发一遍", "客服: 这款是羊毛的，建议干洗", "客服: 这款是羊毛的，建议干洗！",
		"客服: 满199减20，今晚结束", "客服: 满299减20，今晚结束", "客服: 您好，很高兴为您服务", "系统: 会话开始", "自动: 这款是羊毛的，建议干洗"}
	rapid.Check(t, func(t *rapid.T) {
		chosen := rapid.SliceOfN(rapid.SampledFrom(lines), 1, 25).Draw(t, "lines")
		s, err := chattest.Parse(strings.Join(chosen, "\n"))
		if err != nil {
			t.Fatal(err)
		}
		p := pass(s)
		seen := map[uint64]bool{}
		for _, f := range inspect(s) {
			at := slices.IndexFunc(f.Evidence, func(e chat.Evidence) bool { return e.Message == f.Message })
			if at < 1 || len(f.Evidence) < 2 {
				t.Fatalf("m%d is number %d of %v", f.Message, at, f.Evidence)
			}
			for _, e := range f.Evidence {
				if p.Print(e.Message) != p.Print(f.Message) || s.Messages[e.Message].Role != chat.RoleAgent {
					t.Fatalf("m%d is no copy of m%d by an agent", e.Message, f.Message)
				}
			}
			if hash := p.Print(f.Message).Hash; seen[hash] && !strings.Contains(s.Messages[f.Message].Text, "99") {
				t.Fatalf("m%d: one text reported twice", f.Message)
			} else {
				seen[hash] = true
			}
		}
	})
}

func BenchmarkRun(b *testing.B) {
	var transcript strings.Builder
	for i, question := range []string{"能机洗吗，会不会掉色", "那熨烫呢，要多少度", "腰围准不准", "有没有同色围巾"} {
		fmt.Fprintf(&transcript, "客户: %s\n客服: 您好，请稍等，正在为您查询\n"+
			"客服: 第%d件是羊毛的，建议干洗，避免暴晒\n客户: 好的谢谢\n客服: 这款的洗涤标在左侧缝里，可以对照着看\n", question, i)
	}
	s, err := chattest.Parse(transcript.String())
	if err != nil {
		b.Fatal(err)
	}
	p := pass(s)
	findings := 0
	p.Report = func(chat.Finding) { findings++ }
	b.ReportAllocs()
	for b.Loop() {
		copypaste.Check.Run(p)
	}
	if findings == 0 {
		b.Fatal("no finding")
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(s.Messages)), "ns/message")
}
