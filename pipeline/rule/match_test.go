package rule_test

import (
	"fmt"
	"strings"
	"testing"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/text"
)

// ruleOf returns a rule with the given conditions whose examples always hold: its
// hits say 命中词 and its misses say nothing of the kind.
func ruleOf(conditions string) string {
	return "title: 试\nseverity: minor\npoints: 1\nwhy: 试\ninstead: 试\n" + conditions
}

func match(t testing.TB, set *rule.Set, transcript string) []chat.Finding {
	t.Helper()
	s := chattest.Session(t, transcript)
	texts := make([]text.Text, len(s.Messages))
	for i := range texts {
		texts[i].Set(s.Messages[i].Text)
	}
	return set.NewMatcher(rule.World{}).Match(nil, s, texts)
}

// TestOperators shows each operator by what fires and what does not. The examples of
// the language are the test: a rule is refused when one of them fails.
func TestOperators(t *testing.T) {
	tests := []struct{ name, rule, found, silent string }{
		{"any", `any: [包邮, 免邮]`, `包邮的|全国免邮哦|免邮`, `邮费十元|要邮费|没有`},
		{"all", `all: [今天, 发货]`, `今天能发货|发货今天|今天给您发货`, `今天|发货了|明天发货`},
		{"any and all", "any: [保证, 肯定]\nall: [质量]", `质量保证|肯定是质量好|保证质量`, `质量|保证|价格保证`},
		{"none", "any: [最好]\nnone: [最好先]", `最好的|这是最好|最好了`, `最好先量|最好先问|好`},
		{"regex behind words", "any: [最低]\nregex: ['最低(价|了)']", `最低价|最低了哦|已经最低了`, `最低温度|最低|低价`},
		{"whole message", "any: [不知道]\nregex: ['^不知道[,。!~ ]*$']", `不知道|不知道。|不知道！～`, `不知道呢|我不知道|好`},
		{"before", "any: [知道]\nunless: {before: [您]}", `不知道|知道了，您看|您看，我知道`, `您知道|您可能知道|看`},
		{"before reaches into the place", "any: [建议]\nunless: {before: [不建议]}", `建议|我建议|不是，建议`, `不建议|我不建议|好`},
		{"at least", `at_least: {count: 2, of: [满减, 返现, 红包]}`,
			`满减加返现|红包返现|满减，红包，返现`, `满减|满减满减|返现哦`},
		{"at least beside any", "any: [券]\nat_least: {count: 2, of: [满减, 返现, 红包]}",
			`券和满减返现|有券，满减，红包|红包返现券`, `券和满减|满减返现|券`},
		{"except", "any: [最好]\nexcept: ['最好(先|不要)', '最好的(办法|方式)']",
			`最好|我们最好|最好先问，但我们最好`, `最好先量|最好的办法是量|最好不要`},
		{"after", "any: [第一]\nunless: {after: [时间, 次]}", `第一|销量第一|第一，没时间`, `第一时间|第一次|好`},
		{"clause", "any: [清楚]\nunless: {clause: [看不清]}", `不清楚|看不清，不清楚|清楚`, `看不清楚|清楚地看不清|好`},
		{"message", "any: [不知道]\nunless: {message: [帮您]}", `不知道|不知道呢|真不知道`, `不知道，帮您问|帮您问，不知道|好`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list := func(key, lines string) string {
				return key + ": [客服: '" + strings.ReplaceAll(lines, "|", "', 客服: '") + "']\n"
			}
			load(t, ruleOf(tt.rule+"\n"+list("hits", tt.found)+list("misses", tt.silent)))
		})
	}
}

// TestOperatorsOverMessages shows the operators that look beyond a message.
func TestOperatorsOverMessages(t *testing.T) {
	tests := []struct{ name, rule, chat, want string }{
		{"turn", "any: [不知道]\nunless: {turn: [稍等]}",
			"客户: 问\n客服: 稍等\n系统: 提示\n客服: 不知道\n客户: 问\n客服: 不知道\n客户: 问\n客服: 稍等", "m5 不知道"},
		{"next ends when the customer speaks", "any: [不知道]\nunless: {next: {messages: 2, any: [问到]}}",
			"客户: 问\n客服: 不知道\n客户: 问\n客服: 问到了", "m1 不知道"},
		{"next counts the agent's messages", "any: [不知道]\nunless: {next: {messages: 2, any: [问到]}}",
			"客服: 不知道\n自动: 提示\n系统: 提示\n客服: 在问\n客服: 问到了\n客服: 不知道\n客服: 一\n客服: 二\n客服: 问到了",
			"m5 不知道"},
		{"asked", "any: [看详情]\nasked: [多重, 多少]",
			"客户: 这个多重\n客服: 看详情\n客户: 好\n客服: 看详情", "m1 看详情 asked m0 多重"},
		{"asked in any bubble of the turn", "any: [看详情]\nasked: [多少]",
			"客户: 多少\n系统: 提示\n客户: 请问\n客服: 您好\n客服: 看详情", "m4 看详情 asked m0 多少"},
		{"position, the first ones of the speaker", "any: [您好]\nposition: {first: 2}",
			"客服: 在\n客户: 您好\n客服: 您好\n系统: 提示\n客服: 您好", "m2 您好"},
		{"position, the last ones", "any: [您好]\nposition: {last: 1}",
			"客服: 您好\n客户: 好\n客服: 您好\n客户: 好", "m2 您好"},
		{"then, by the customer", "any: [不知道]\nthen: {say: customer, messages: 2, any: [投诉]}",
			"客服: 不知道\n客户: 好\n客服: 嗯\n客户: 投诉\n客服: 不知道\n客户: 好\n客户: 好\n客户: 投诉",
			"m0 不知道 then m3 投诉"},
		{"then, within seconds", "any: [稍等]\nthen: {messages: 5, seconds: 60, across: true, any: [查到]}",
			"10:00:00 客服: 稍等\n10:00:30 客户: 好\n10:01:00 客服: 查到了\n10:02:00 客服: 稍等\n10:03:01 客服: 查到了",
			"m0 稍等 then m2 查到"},
		{"next across the customer", "any: [不知道]\nunless: {next: {messages: 2, across: true, any: [问到]}}",
			"客服: 不知道\n客户: 问\n客服: 问到了\n客服: 不知道", "m3 不知道"},
		{"gap", "any: [在]\ngap: {over: 60}",
			"10:00:00 客服: 在\n10:00:10 客户: 在吗\n10:01:10 客服: 在\n10:01:11 客服: 在", "m3 在"},
		{"gap under", "any: [在]\ngap: {under: 2}",
			"10:00:00 客户: 在吗\n10:00:01 客服: 在\n10:00:02 客服: 在", "m1 在"},
		{"nth", "any: [不知道]\nnth: 2", "客服: 不知道\n客服: 好\n客服: 不知道\n客服: 不知道", "m2 不知道; m3 不知道"},
		{"say", "say: customer\nany: [差评]", "客服: 差评\n客户: 给差评", "m1 差评"},
		{"one finding a message, the first place", "any: [不知道, 不清楚]",
			"客服: 不清楚，也不知道\n客服: 不知道", "m0 不清楚; m1 不知道"},
		{"the longest of places that begin together", "any: [最低, 最低价]", "客服: 最低价", "m0 最低价"},
		{"the next place when the first is stopped", "any: [不知道]\nunless: {before: [您]}",
			"客服: 您不知道，我也不知道", "m0 不知道"},
		{"folded, with the span as it was written", "any: [vx]", "客服: 加Ｖ\u200bＸ吧", "m0 Ｖ\u200bＸ"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := load(t, examplesFor(tt.rule))
			var got []string
			s := chattest.Session(t, tt.chat)
			for _, f := range match(t, set, tt.chat) {
				line := fmt.Sprintf("m%d %s", f.Message, f.Span.Of(s.Messages[f.Message].Text))
				for _, e := range f.Evidence {
					if kind := map[bool]string{true: "asked", false: "then"}[e.Message < f.Message]; e.Message != f.Message {
						line += fmt.Sprintf(" %s m%d %s", kind, e.Message, e.Span.Of(s.Messages[e.Message].Text))
					}
				}
				got = append(got, line)
			}
			if joined := strings.Join(got, "; "); joined != tt.want {
				t.Errorf("got  %s\nwant %s", joined, tt.want)
			}
		})
	}
}

// examplesFor completes a rule with examples that fire, whatever it wants to be asked.
func examplesFor(conditions string) string {
	say := map[bool]string{false: "客服", true: "客户"}[strings.Contains(conditions, "say: customer")]
	_, rest, _ := strings.Cut(conditions, "any: [")
	word, _, _ := strings.Cut(rest, "]")
	word, _, _ = strings.Cut(word, ",")
	hit := fmt.Sprintf("[客户: 多重多少, %s: %s]", say, word)
	switch {
	case strings.Contains(conditions, "gap: {over"):
		hit = fmt.Sprintf("[客户: 问, 客服 +90: %s]", word)
	case strings.Contains(conditions, "gap: {under"):
		hit = fmt.Sprintf("[客户: 问, 客服 +1: %s]", word)
	case strings.Contains(conditions, "nth"):
		hit = fmt.Sprintf("[客服: %s, 客服: %s]", word, word)
	case strings.Contains(conditions, "then: {say: customer"):
		hit = fmt.Sprintf("[客服: %s, 客户: 投诉]", word)
	case strings.Contains(conditions, "then"):
		hit = fmt.Sprintf("[客服: %s, 客服: 查到]", word)
	}
	return ruleOf(conditions + "\nhits: [" + hit + ", " + hit + ", " + hit + "]\n" +
		"misses: [客服: 好, 客服: 在, 客服: 行]\n")
}

func TestLawIsOfTheDay(t *testing.T) {
	set := load(t, good)
	s := chattest.Session(t, "客服: 不知道")
	texts := make([]text.Text, 1)
	texts[0].Set(s.Messages[0].Text)
	m := set.NewMatcher(rule.World{})
	for day, want := range map[string]string{
		"2018-01-01": "", "2025-09-01": "旧法第八条", "2025-10-14": "旧法第八条",
		"2025-10-15": "新法第九条", "2026-11-16": "新法第九条",
	} {
		s.Date, _ = chat.ParseDate(day)
		findings := m.Match(nil, s, texts)
		if len(findings) != 1 || findings[0].LegalBasis != want {
			t.Errorf("on %s: got %+v, want legal basis %q", day, findings, want)
		}
	}
}

func TestExplainSaysWhatStoppedARule(t *testing.T) {
	set := load(t, good)
	dictionary, err := dictionary()
	if err != nil {
		t.Fatal(err)
	}
	e := set.Explain(chattest.Session(t, "客户: 能洗吗\n客服: 这个不知道哦\n客服: 帮您问下\n客服: 您不清楚的话看这里"),
		dictionary.NewSegmenter())
	text := e.String()
	for _, want := range []string{
		"未命中 evasion/x（答不知道）: 接着说了“帮您问”（第 3 条），否则命中“不知道”",
		"未命中 evasion/x（答不知道）: 同一分句里，前面有“您”，否则命中“不清楚”",
		"分词", "不知道 /",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("got\n%s\nwant %s", text, want)
		}
	}
	e = set.Explain(chattest.Session(t, "客服: 这个不知道哦"), dictionary.NewSegmenter())
	if r := e.Messages[0].Rules[0]; !r.Fired || r.Matched != "不知道" || r.Law != "新法第九条" || r.Instead == "" {
		t.Errorf("got %+v, want the rule to fire with its law and the better sentence", r)
	}
}

func TestDocumentNamesEveryCondition(t *testing.T) {
	doc := load(t, good).Rules()[0].Document()
	for _, want := range []string{
		"evasion/x", "答不知道", "敷衍推诿", "严重", "任一词: 不知道 | 不清楚", "除非同一分句前面有: 您 | 你",
		"除非接着说了: 帮您问（客服，2 条之内）", "AUC9", "客户: 能洗吗 / 客服: 这个不知道呢",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("got\n%s\nwant %q", doc, want)
		}
	}
}

// A message of a million repeated words costs what it holds, not its square.
func TestHugeMessageIsBounded(t *testing.T) {
	set := load(t, good)
	huge := strings.Repeat("您不知道", 90_000)
	if got := match(t, set, "客服: "+huge); len(got) != 0 {
		t.Errorf("got %d findings, want none", len(got))
	}
	if got := match(t, set, "客服: "+strings.Repeat("不知道", 100_000)); len(got) != 1 {
		t.Errorf("got %d findings, want one", len(got))
	}
}
