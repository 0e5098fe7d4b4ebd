package metric

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
)

// none stands for a nil measurement.
const none = -1.0

func (r ResponseTimes) times() (first, mean float64) {
	if r.AnsweredRounds == 0 {
		return none, none
	}
	return r.FirstSeconds, r.MeanSeconds
}

func TestResponse(t *testing.T) {
	type want struct {
		first, mean      float64
		rounds, answered int
		unanswered       bool
	}
	tests := []struct {
		name, chat string
		want       want
	}{
		{"an auto-reply does not stop the clock", `
			10:00:00 客户: 在吗
			10:00:01 自动: 您好，稍后为您服务
			10:00:42 客服: 在的亲`, want{42, 42, 1, 1, false}},
		{"only the robot answers", `
			10:00:00 客户: 在吗
			10:00:01 自动: 您好`, want{none, none, 1, 0, true}},
		{"several bubbles are one round, counted from the first", `
			10:00:00 客户: 这款
			10:00:05 客户: 能机洗吗
			10:00:20 客服: 可以机洗的
			10:00:30 客服: 套个网袋`, want{20, 20, 1, 1, false}},
		{"the mean is over answered rounds", `
			10:00:00 客户: 能机洗吗
			10:00:10 客服: 可以
			10:01:00 客户: 那掉色吗
			10:01:30 客服: 不掉色
			10:02:00 客户: 发什么快递`, want{10, 20, 3, 2, true}},
		{"thanks open no round", `
			10:00:00 客户: 能机洗吗
			10:00:10 客服: 可以
			10:05:00 客户: 好的，谢谢亲 #E-s12`, want{10, 10, 1, 1, false}},
		{"a question after thanks counts from the question", `
			10:00:00 客户: 能机洗吗
			10:00:10 客服: 可以
			10:05:00 客户: 好的
			10:06:00 客户: 那几天到
			10:06:30 客服: 预计周四`, want{10, 20, 2, 2, false}},
		{"what the agent sends unasked answers nothing", `
			10:00:00 客服: 您的包裹已发出
			10:00:30 客户: 几天到
			10:00:45 客服: 预计周四`, want{15, 15, 1, 1, false}},
		{"system lines are passed over", `
			10:00:00 客户: 几天到
			10:00:05 系统: 会话已转接
			10:00:45 客服: 预计周四`, want{45, 45, 1, 1, false}},
		{"a lone question mark presses for an answer", `
			10:00:00 客户: 几天到
			10:00:45 客服: 稍等
			10:03:00 客户: ？？`, want{45, 45, 2, 1, true}},
		{"nobody asks", `客服: 您好`, want{none, none, 0, 0, false}},
		{"a clock that runs backwards waits no time", `
			10:00:30 客户: 几天到
			10:00:10 客服: 预计周四`, want{0, 0, 1, 1, false}},
		{"the round before a closing line stays open", `
			10:00:00 客户: 几天到
			10:01:00 客户: 好的
			10:01:30 客服: 预计周四`, want{90, 90, 1, 1, false}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Response(chattest.Session(t, tt.chat))
			first, mean := r.times()
			got := want{first, mean, r.Rounds, r.AnsweredRounds, r.Unanswered}
			if got != tt.want {
				t.Errorf("Response = %+v, want %+v", got, tt.want)
			}
		})
	}
}

// Rounds alternate, so at most the last is unanswered; and what machines and the
// system write changes nothing.
func TestResponseLooksAtPeopleAlone(t *testing.T) {
	lines := []string{"客户: 几天到", "客户: 好的", "客服: 预计周四", "自动: 您好", "系统: 会话已转接"}
	rapid.Check(t, func(t *rapid.T) {
		chosen := rapid.SliceOfN(rapid.SampledFrom(lines), 1, 30).Draw(t, "lines")
		s, err := chattest.Parse(strings.Join(chosen, "\n"))
		if err != nil {
			t.Fatal(err)
		}
		r := Response(s)
		open := 0
		if r.Unanswered {
			open = 1
		}
		if r.Rounds-r.AnsweredRounds != open || r.AnsweredRounds == 0 && r.FirstSeconds+r.MeanSeconds != 0 {
			t.Fatalf("Response = %+v", r)
		}
		people := *s
		people.Messages = slices.DeleteFunc(slices.Clone(s.Messages), func(m chat.Message) bool {
			return m.Role == chat.RoleBot || m.Role == chat.RoleSystem
		})
		if got := Response(&people); got != r {
			t.Fatalf("without machines %+v; want %+v", got, r)
		}
	})
}

func TestResponseToPicture(t *testing.T) {
	s := chattest.Session(t, "10:00:00 客户: [图片]\n10:00:09 客服: 收到，帮您登记")
	s.Messages[0].Kind, s.Messages[0].Text = chat.KindImage, ""
	if got := Response(s).FirstSeconds; got != 9 {
		t.Errorf("first response to a picture = %v, want 9", got)
	}
}

func TestIsClosing(t *testing.T) {
	for _, text := range []string{
		"好的", "好的谢谢", "谢谢亲", "嗯嗯", "嗯嗯好的", "OK", "ＯＫ", "知道了", "收到，谢谢您！", "没事了",
		"不用了谢谢", "拜拜~", "那好吧", "", "  ", "……", "[微笑]", "[玫瑰][玫瑰]", "#E-s01#E-s02", "/:^_^",
		"👌🙏", "#E-b[数字]", "好的，麻烦你了", "先这样", "那，就，这，样", "O K", "byebyebye", "Ｔhanks",
		"88886", "没有了没了没问题", "不需[玫瑰]要了", "Okk", "好好好好好好好好好好好好好好好好好好好好好好好好",
	} {
		if !IsClosing(text) {
			t.Errorf("IsClosing(%q) = false, want true", text)
		}
	}
	for _, text := range []string{
		"好了吗", "可以吗", "可以？", "?", "没有", "好的那什么时候发货", "谢谢，还有个问题", "不是",
		"[手机号]", "[图片]", "12345", "行不行", "那就", "不需要", "谢谢thank", "嗯x", "没关", "88868", "好的？好的",
		"嗯嗯嗯嗯嗯嗯嗯嗯？", "好看", "不用了退款吧", "嗯，麻烦查一下单号",
		"好好好好好好好好好好好好好好好好好好好好好好好好好",
	} {
		if IsClosing(text) {
			t.Errorf("IsClosing(%q) = true, want false", text)
		}
	}
}

func TestIsClosingTakesAnyBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOf(rapid.Byte()).Draw(t, "text"))
		if IsClosing(text) && hasContent(text) && len(text) > 500 {
			t.Fatalf("IsClosing = true for %d bytes of content", len(text))
		}
		if IsClosing(text + "？") {
			t.Fatalf("IsClosing = true with a question mark")
		}
	})
}

func TestTransfersAndMainAgent(t *testing.T) {
	tests := []struct {
		name      string
		agents    []string // of human messages, in order
		transfers int
		main      string
	}{
		{"one agent", []string{"a", "a"}, 0, "a"},
		{"handed over", []string{"a", "b", "b"}, 1, "b"},
		{"handed over and back", []string{"a", "b", "a"}, 2, "a"},
		{"equals go to the first", []string{"b", "a"}, 1, "b"},
		{"a missing name is no agent", []string{"a", "", "a"}, 0, "a"},
		{"nobody is named", []string{"", ""}, 0, ""},
		{"a long way round", []string{"a", "b", "c", "b", "c", "c"}, 4, "c"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := chattest.Session(t, "客户: 在吗")
			s.Messages[0].AgentID = ""
			for i, agent := range tt.agents {
				s.Messages = append(s.Messages, chat.Message{
					Seq: int32(i + 1), Role: chat.RoleAgent, AgentID: agent, Text: "在的",
				})
			}
			if got := Transfers(s); got != tt.transfers {
				t.Errorf("Transfers = %d, want %d", got, tt.transfers)
			}
			if got := MainAgent(s); got != tt.main {
				t.Errorf("MainAgent = %q, want %q", got, tt.main)
			}
		})
	}
}

func TestMainAgentOfUnansweredSession(t *testing.T) {
	s := chattest.Session(t, "客户: 在吗\n自动: 您好")
	s.Messages[1].AgentID = "robot"
	if got := MainAgent(s); got != "a1" {
		t.Errorf("MainAgent = %q, want the agent in charge, a1", got)
	}
}

func TestValid(t *testing.T) {
	tests := []struct{ name, chat, reason string }{
		{"a consultation", "客户: 能机洗吗\n客服: 可以", ""},
		{"unanswered by anyone", "客户: 能机洗吗", ""},
		{"a machine settles it", "客户: 几天到\n自动: 一般三天送达", BotOnly},
		{"a machine settles it and is thanked", "客户: 几天到\n自动: 三天\n客户: 好的", BotOnly},
		{"a machine puts the customer off", "客户: 在吗\n自动: 您好，稍后为您服务", ""},
		{"a machine leaves the last question open", "客户: 几天到\n自动: 三天\n客户: 能退吗", ""},
		{"the customer asks for a person", "客户: 转人工\n自动: 请问您想咨询什么", ""},
		{"a person answers after the machine", "客户: 几天到\n自动: 三天\n客服: 补充：偏远地区五天", ""},
		{"only the shop writes", "客服: 店庆满 199 减 30", NoCustomer},
		{"emoticons only", "客户: [微笑]\n客服: 您好\n客户: 。。", NoContent},
		{"a question mark only", "客户: ？\n客服: 您好", NoContent},
		{"masked data are content", "客户: [手机号]\n客服: 收到", ""},
		{"system lines only", "系统: 会话开始", Empty},
		{"the machine alone greets", "自动: 欢迎光临", NoCustomer},
		{"a machine puts off at last", "客户: 几天到\n自动: 三天\n客户: 能退吗\n自动: 客服繁忙，请稍候", ""},
		{"a machine settles it after a hold", "客户: 几天到\n自动: 稍等\n自动: 三天送达", BotOnly},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ok, reason := Valid(chattest.Session(t, tt.chat))
			if reason != tt.reason || ok != (reason == "") {
				t.Errorf("Valid = %v, %q; want reason %q", ok, reason, tt.reason)
			}
		})
	}
}

func BenchmarkSessionMetrics(b *testing.B) {
	transcript := ""
	for i := range 4 {
		transcript += fmt.Sprintf("客户: 你好，第%d件这款能机洗吗，会不会掉色\n自动: 您好，稍后为您服务\n"+
			"客服: 可以机洗，建议套网袋 30 度以下轻柔洗\n客户: 好的谢谢\n客服: 不客气，祝您生活愉快\n", i)
	}
	s, err := chattest.Parse(transcript)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		Response(s)
		Valid(s)
		Transfers(s)
		MainAgent(s)
	}
	perMessage := float64(b.Elapsed().Nanoseconds()) / float64(b.N*len(s.Messages))
	b.ReportMetric(perMessage, "ns/message")
}
