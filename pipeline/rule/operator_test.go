package rule_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/fact"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/text"
)

// Every operator decides between a chat that it lets pass and one that it stops.
func TestEveryOperator(t *testing.T) {
	tests := []struct{ name, yaml, hit, miss string }{
		{"all", "all: [今天, 发货]", "今天就发货", "今天休息"},
		{"none", "any: [不知道]\nnone: [消费]", "不知道", "不知道最低消费"},
		{"none with a pattern", "any: [不知道]\nnone: ['/[0-9]件/']", "不知道几件", "不知道，有3件"},
		{"at_least", "at_least: {count: 2, of: [券, 满减, 返现]}", "券和满减都有", "券在哪里"},
		{"at_least of one word", "at_least: {count: 3, of: [亲], repeated: true}", "亲，亲，亲", "亲，亲"},
		{"at_least over a turn", "at_least: {count: 2, of: [券, 满减], over: turn}",
			"客服: 有券\n客服: 有满减", "客服: 有券\n客户: 好\n客服: 有满减"},
		{"at_least over a session", "at_least: {count: 2, of: [券, 满减], over: session}",
			"客服: 有券\n客户: 好\n客服: 有满减", "客服: 有券\n客户: 满减呢\n客服: 有"},
		{"like", "like: {share: 0.6, of: [这个我们也没有办法呢亲]}", "这个我们也没有办法了亲", "这个办法我们也有呢"},
		{"regex", "any: [发货]\nregex: ['{duration}内发货']", "两天内发货", "两点发货"},
		{"the core of a pattern", "any: [最薄]\nregex: ['店里.{0,6}(?P<at>最薄)']\nunless: {before: [这几款]}",
			"店里的都是最薄", "店里这几款最薄"},
		{"percent", "any: [好评]\nregex: ['好评{percent}']", "好评百分之九十", "好评多"},
		{"range", "any: [天到]\nregex: ['{range}天到']", "3-5天到", "三天到"},
		{"measure", "any: [重]\nregex: ['重{measure}']", "重2.5kg", "重要"},
		{"except", "any: [最好]\nexcept: ['最好(先|别)']", "面料最好了", "最好先量一下"},
		{"disguised", "any: [加微信]\ndisguised: true", "加➕薇❤信", "加油，薇薇"},
		{"within a clause", "all: [最, 布料]\nwithin: clause", "布料最软", "最晚明天，布料要等"},
		{"within a sentence", "all: [最, 布料]\nwithin: sentence", "最软的，就是布料", "最晚明天。布料要等"},
		{"within a turn", "all: [布料]\nany: [最软]\nwithin: turn", "客服: 说到布料\n客服: 是最软的", "客服: 布料\n客户: 嗯\n客服: 最软"},
		{"near", "any: [保证]\nnear: {of: [发货], characters: 3}", "保证今天发货", "保证，但是今天不能发货"},
		{"near before", "any: [保证]\nnear: {of: [发货], characters: 3, order: before}", "发货我保证", "保证发货"},
		{"position", "any: [在的]\nposition: {first: 1}", "在的", "客服: 好\n客服: 在的"},
		{"position from the end", "any: [在的]\nposition: {last: 1}", "在的", "客服: 在的\n客服: 好"},
		{"position in seconds", "any: [在的]\nposition: {first_seconds: 15}", "客户: 在\n客服: 在的", "客户: 在\n客服 +20: 在的"},
		{"position in the last seconds", "any: [在的]\nposition: {last_seconds: 15}", "客服: 在的\n客户: 好", "客服: 在的\n客户 +20: 好"},
		{"asked", "any: [不知道]\nasked: [多重]", "客户: 多重\n客服: 不知道", "客户: 在吗\n客服: 不知道"},
		{"asked alone", "asked: [投诉, '/要(举报|曝光)/']\nunless: {turn: [主管]}",
			"客户: 我要举报你们\n客服: 哦", "客户: 我要投诉\n客服: 哦\n客服: 给您转主管"},
		{"asked with a pattern", "any: [不知道]\nasked: ['/[多几].{0,2}重/']", "客户: 有多重\n客服: 不知道", "客户: 重吗\n客服: 不知道"},
		{"earlier", "any: [订单号]\nearlier: {say: customer, messages: 3, any: ['/[0-9]{6}/']}",
			"客户: 123456\n客服: 订单号发下", "客户: 在\n客服: 订单号发下"},
		{"earlier within seconds", "any: [不知道]\nearlier: {any: [您好], seconds: 15}",
			"客服: 您好\n客服: 不知道", "客服: 您好\n客服 +20: 不知道"},
		{"then", "any: [不知道]\nthen: {say: customer, messages: 2, any: [投诉]}",
			"客服: 不知道\n客户: 投诉", "客服: 不知道\n客户: 好"},
		{"around", "any: [不知道]\naround: {messages: 1, any: [快递]}", "客服: 快递\n客服: 不知道", "客服: 不知道\n客服: 好\n客服: 快递"},
		{"around, after", "any: [不知道]\naround: {messages: 2, any: [快递]}", "客服: 不知道\n客服: 好\n客服: 快递", "客服: 不知道"},
		{"echo", "any: [订单号]\nregex: ['订单号(?:是|发)([0-9]+)']\necho: customer",
			"客户: 123456在哪\n客服: 订单号是123456对吗", "客户: 654321在哪\n客服: 订单号是123456对吗"},
		{"gap", "any: [在的]\ngap: {over: 60}", "客户: 在吗\n客服 +61: 在的", "客户: 在吗\n客服 +60: 在的"},
		{"typing", "any: [亲爱的]\ntyping: {over: 5}", "客户: 在\n客服 +1: 亲爱的顾客您好欢迎光临本店", "客户: 在\n客服 +9: 亲爱的顾客您好欢迎光临本店"},
		{"repeats", "any: [稍等]\nrepeats: {share: 0.8, times: 2}",
			"客服: 请您稍等一下\n客服: 请您稍等一下哦\n客服: 请您稍等一下", "客服: 请您稍等一下\n客服: 好的在看\n客服: 请您稍等一下"},
		{"nth", "any: [稍等]\nnth: 2", "客服: 稍等\n客服: 稍等", "稍等"},
		{"unless.before", "any: [不知道]\nunless: {before: [您]}", "不知道您", "您不知道"},
		{"unless.after", "any: [不知道]\nunless: {after: [您]}", "您不知道", "不知道您"},
		{"unless.clause", "any: [不知道]\nunless: {clause: ['/^您.*吗/']}", "您好，不知道吗", "您也不知道吗"},
		{"unless.message", "any: [不知道]\nunless: {message: ['/问[一下]/']}", "不知道", "不知道，问下"},
		{"unless.turn", "any: [不知道]\nunless: {turn: [稍等]}", "客服: 稍等\n客户: 好\n客服: 不知道", "客服: 稍等\n客服: 不知道"},
		{"unless.earlier", "any: [不知道]\nunless: {earlier: {any: [说过]}}", "不知道", "客服: 说过\n客服: 不知道"},
		{"unless.next", "any: [稍等]\nunless: {next: {seconds: 60, across: true, any: ['/./']}}",
			"客服: 稍等\n客户: 好\n客服 +99: 来了", "客服: 稍等\n客户: 好\n客服: 来了"},
		{"unless.around", "any: [不知道]\nunless: {around: {messages: 2, any: [帮您]}}", "不知道", "客服: 帮您\n客服: 不知道"},
		{"rescue in the next message", "any: [不知道]\nunless: {rescue: {of: [step], messages: 1}}",
			"客服: 不知道\n客户: 哦\n客服: 我去问一下", "客服: 不知道\n客服: 我去问一下"},
		{"rescue across the customer", "any: [不知道]\nunless: {rescue: {of: [step], across: true}}",
			"客服: 不知道", "客服: 不知道\n客户: 哦\n客服: 我去问一下"},
		{"when", "any: [便宜]\nsay: customer\nwhen: campaign && !campaign_mentioned",
			"资料: {campaign: true}\n客户: 便宜点", "资料: {campaign: true, campaign_mentioned: true}\n客户: 便宜点"},
		{"when with a number", "any: [内发货]\nregex: ['{number}天内发货']\nwhen: number > 15", "二十天内发货", "两天内发货"},
		{"when with knowledge", "any: [不知道]\nwhen: knows('保质期')", "资料: {knows: [保质期]}\n客服: 不知道", "不知道"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { operator(t, tt.yaml, tt.hit, tt.miss) })
	}
}

// tagged finds 最好 only where it is not advice to do something.
const tagged = `title: 最好
any: [最好]
unless: {tagged: {after: [v]}}
severity: minor
points: 1
why: 试
instead: 试
hits: [客服: 面料最好, 客服: 这个牌子最好了, 客服: 最好的质量]
misses: [客服: 最好看看, 客服: 您最好测量一下, 客服: 在]
`

func TestPartsOfSpeechNeedTheDictionary(t *testing.T) {
	words, err := dictionary()
	if err != nil {
		t.Fatal(err)
	}
	for _, yaml := range []string{
		tagged,
		strings.NewReplacer("unless: {tagged: {after: [v]}}", "tagged: {after: [v]}", "hits", "misses",
			"misses", "hits", "客服: 在]", "客服: 最好洗洗]").Replace(tagged),
		strings.Replace(tagged, "unless: {tagged: {after: [v]}}",
			"near: {of: [面料, 牌子, 质量], words: 2}", 1),
	} {
		set := load(t, yaml)
		if err := set.Test(set.Rules()[0], words.NewSegmenter()); err != nil {
			t.Error(err)
		}
	}
}

// A condition asks a book of facts, and is silent when the book does not know.
func TestConditionsOverABook(t *testing.T) {
	book, err := fact.Load(fstest.MapFS{
		"campaigns.csv": {Data: []byte("shop,name,from,to,words\n店A,双十一,2026-11-01,2026-11-30,满减|满199减30\n")},
		"roster.csv":    {Data: []byte("agent,joined\n小李,2026-11-01\n")},
		"shops.csv":     {Data: []byte("shop,category\n店A,服饰\n")},
		"orders.csv": {Data: []byte("shop,customer,placed,paid,status\n" +
			"店A,c1,2026-11-16 00:00,2026-11-16 00:01,已付款\n")},
	}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		when string
		want bool
	}{
		{"campaign && !campaign_mentioned", true}, {"tenure_days < 30", true}, {"tenure_days > 30", false},
		{"category == '服饰'", true}, {"category != '服饰'", false}, {"order_state == 'paid'", true},
		{"hour == 9 && weekday == 1", true}, {"agent_messages == 1 && customer_messages == 1", true},
		{"first_response_seconds == 10", true}, {"agent == '小李' && shop == '店A'", true},
		{"seq == 1 && turns == 2 && duration_seconds == 10", true}, {"platform == 'jd'", false},
		{"knows('保质期') || !knows('保质期')", false}, // no knowledge.csv
	}
	for _, tt := range tests {
		set := load(t, strings.Replace(conditional, "WHEN", tt.when, 1))
		s := chattest.Session(t, "客户: 便宜点\n客服: 不行哦")
		s.Date = chat.NewDate(2026, time.November, 16)
		for i := range s.Messages {
			m := &s.Messages[i]
			m.ShopID, m.AgentID, m.CustomerID = "店A", "小李", "c1"
			m.SentAtMicros = s.Date.Time().Add(9*time.Hour).UnixMicro() + int64(i)*10_000_000
		}
		texts := make([]text.Text, len(s.Messages))
		for i := range texts {
			texts[i].Set(s.Messages[i].Text)
		}
		found := set.NewMatcher(rule.World{Facts: book}).Match(nil, s, texts)
		if got := len(found) == 1; got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.when, got, tt.want)
		}
		blind := set.NewMatcher(rule.World{}).Match(nil, s, texts)
		if len(set.Silent(nil)) > 0 && len(blind) > 0 {
			t.Errorf("%s: fires without facts", tt.when)
		}
	}
}

const conditional = `title: 试
say: customer
any: [便宜]
when: "(WHEN) || shop == 'example'"
severity: hint
points: 0
why: 试
instead: 试
hits:
  - [资料: {shop: example}, 客户: 便宜点]
  - [资料: {shop: example}, 客户: 便宜吗]
  - [资料: {shop: example}, 客户: 便宜些]
misses: [客服: 便宜, 客服: 好, 客服: 在]
`

func TestConditionsThatAreWrong(t *testing.T) {
	for when, want := range map[string]string{
		"campain":           "did you mean campaign?",
		"hour > 'a'":        "mismatched types",
		"hour":              "expected bool, but got int",
		"hour > ":           "unexpected token",
		"knows(3) || false": "cannot use int",
		"now().Hour() > 8":  "unknown name now",

		strings.Repeat("(", 3000) + "hour > 1" + strings.Repeat(")", 3000): "got 6008 bytes, want at most 4096",
	} {
		yaml := fmt.Sprintf("any: [不知道]\nwhen: %q", when)
		_, err := rule.Load(files(map[string]string{"evasion/x.yaml": change("any: [不知道, 不清楚]", yaml)}))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "x.yaml:3:1: when: ") {
			t.Errorf("%s: got %v, want %s", when, err, want)
		}
	}
}
