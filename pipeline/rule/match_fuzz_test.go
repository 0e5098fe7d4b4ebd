package rule_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/text"
)

// told returns a session of messages "role text"; the role is one letter: a, c, b or s.
func told(messages []string) (*chat.Session, []text.Text) {
	roles := map[byte]chat.Role{
		'a': chat.RoleAgent, 'c': chat.RoleCustomer, 'b': chat.RoleBot, 's': chat.RoleSystem,
	}
	s, texts := &chat.Session{Date: chattest.Day}, make([]text.Text, len(messages))
	for i, line := range messages {
		s.Messages = append(s.Messages, chat.Message{
			ShopID: "店", SessionID: "s", MessageID: fmt.Sprint(i), Seq: int32(i), Turn: chat.NoTurn,
			Role: roles[line[0]], AgentID: "a1", Kind: chat.KindText, Text: line[1:],
			SentAtMicros: chattest.Day.Time().UnixMicro() + int64(i)*10_000_000,
		})
		texts[i].Set(line[1:])
	}
	return s, texts
}

// quoted writes a text as a scalar of YAML.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

const unlikely = "\nhits: [客服: 触, 客服: 触触, 客服: 触触触]\nmisses: [客服: 好, 客服: 在, 客服: 行]\n"

// patternRules are rules in which one pattern says where, stops the rule, or is what the
// customer asked; the last has no word of its own.
var patternRules = map[string]string{
	"place":   "any: [触]\nregex: [CUE]",
	"stopped": "any: [触]\nnone: ['/CUE/']",
	"asked":   "any: [触]\nasked: ['/CUE/']",
	"begun":   "asked: ['/CUE/']",
}

// FuzzPattern holds the ways that a pattern takes — gates, needs, machines, memory, anchors —
// against package regexp over the folded text.
func FuzzPattern(f *testing.F) {
	for _, seed := range [][2]string{
		{`不.{0,3}道`, "我不太知道"}, {`^触(好|在)?$`, "好"}, {`[^,。]{2,5}保证|最(好|低)`, "我们保证,最低"},
		{`(?i)VX|微信`, "加ＶX"}, {`[[:alpha:]|不]知道`, "b知道"}, {` 元起|  元`, "9 元起"}, {`\b买\b|\Ba`, "a买 ba"},
		{`(ab|ba){1,3}c?$`, "ababbac"}, {`(不|没)(知道|清楚)了?`, "没清楚了不知道"}, {`(?s).\n?触`, "a\n"},
		{`[a-z]{2,}[0-9]+`, "abc123 x9"}, {`(?P<at>最薄)的`, "最薄的"}, {`😀+|[😀-😎]`, "😎😀😀"}, {`\x{200b}`, "\u200b"},
		{`(?:好+吃?)*的`, "好好吃好的"}, {`亲.*?哦.*的`, "亲好哦哦的的"}, {`[\x{200b}\x{200c}]不`, "不"}, {`(?m)^在|在$`, "在\n在"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, expression, body string) {
		if expression == "" || len(expression) > 60 || len(body) > 200 || rewritten.MatchString(expression) {
			return
		}
		lines := []string{"a触" + body, "a" + body + "触", "c触" + body, "a触" + body, "a" + body}
		s, texts := told(lines)
		for name, yaml := range patternRules {
			if name == "place" && strings.Contains(expression, "<at>") {
				continue // of several places the one whose core is first counts
			}
			cue := quoted(expression)
			if name != "place" {
				cue = cue[1 : len(cue)-1]
			}
			set, err := rule.LoadTested(files(map[string]string{
				"evasion/x.yaml": ruleOf(strings.Replace(yaml, "CUE", cue, 1) + unlikely),
			}))
			if err != nil {
				continue // no pattern, or none that may begin a rule
			}
			want := expected(name, regexp.MustCompile(expression), lines, texts)
			m := set.NewMatcher(rule.World{})
			for range 2 {
				var got []string
				for _, found := range m.Match(nil, s, texts) {
					got = append(got, fmt.Sprint("m", found.Message, " at ", found.Span.Begin))
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s of %q in %q: got %v, want %v", name, expression, texts[0].Folded(), got, want)
				}
			}
		}
	})
}

// expected lists the messages in which a rule of patternRules fires, and where its place
// begins: alternatives that begin together may differ in their ends.
func expected(name string, p *regexp.Regexp, lines []string, texts []text.Text) (want []string) {
	asked := false
	for i := range texts {
		folded := texts[i].Folded()
		place := p.FindIndex(folded)
		if lines[i][0] == 'c' {
			asked = place != nil
			continue
		}
		word := strings.Index(string(folded), "触")
		begin, fires := word, word >= 0
		switch name {
		case "place":
			if fires = fires && place != nil; fires {
				begin = place[0]
			}
		case "stopped":
			fires = fires && place == nil
		case "asked":
			fires = fires && asked
		case "begun":
			begin, fires = 0, asked
		}
		if fires {
			end := min(begin+1, len(folded))
			want = append(want, fmt.Sprint("m", i, " at ", texts[i].RawSpan(begin, end).Begin))
		}
	}
	return want
}

// rewritten finds what a file of rules turns into something else: slots, which are filled
// in, and breaks of lines, which YAML folds.
var rewritten = regexp.MustCompile(`\{(\$|[a-z])|[\x00-\x1f\x{85}\x{2028}\x{2029}\x{feff}]`)
