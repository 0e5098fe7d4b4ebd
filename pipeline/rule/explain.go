package rule

import (
	"fmt"
	"strings"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/segment"
	"chatqc/pipeline/text"
)

// An Explanation says what the rules made of a session: which fired, and for each
// that came near, what stopped it. Rules none of whose words occur are left out.
type Explanation struct {
	Messages []ExplainedMessage `json:"messages"`
}

// An ExplainedMessage is one message with the rules that came into question.
type ExplainedMessage struct {
	Speaker string          `json:"speaker"` // Chinese
	Text    string          `json:"text"`
	Words   []string        `json:"words"` // as the dictionary cuts the text
	Rules   []ExplainedRule `json:"rules"`
}

// An ExplainedRule is one rule that found one of its words in a message.
type ExplainedRule struct {
	RuleID   string `json:"rule_id"`
	Title    string `json:"title"`
	Severity string `json:"severity"`
	Fired    bool   `json:"fired"`
	Matched  string `json:"matched,omitempty"` // the place that matches, as written
	Guard    string `json:"guard,omitempty"`   // the key that stopped the rule
	Word     string `json:"word,omitempty"`    // the word that stopped it
	Reason   string `json:"reason"`            // Chinese
	Law      string `json:"legal_basis,omitempty"`
	Instead  string `json:"suggestion,omitempty"`
}

// Explain matches all rules against a session and keeps the reasons.
func (s *Set) Explain(session *chat.Session, words *segment.Segmenter) *Explanation {
	m := s.NewMatcher(words)
	texts := make([]text.Text, len(session.Messages))
	for i := range texts {
		texts[i].Set(session.Messages[i].Text)
	}
	m.begin(session, texts)
	e := &Explanation{}
	for at := range session.Messages {
		message := ExplainedMessage{
			Speaker: session.Messages[at].Role.Speaker(), Text: session.Messages[at].Text,
			Words: cut(words, texts[at].Folded()), Rules: []ExplainedRule{},
		}
		for _, rule := range m.candidates(at) {
			message.Rules = append(message.Rules, m.explain(rule, at, m.judge(rule, at)))
		}
		e.Messages = append(e.Messages, message)
	}
	return e
}

func cut(words *segment.Segmenter, folded []byte) []string {
	list := []string{}
	for _, token := range words.Segment(nil, folded) {
		list = append(list, string(folded[token.Begin:token.End]))
	}
	return list
}

func (m *Matcher) explain(rule int32, at int, v verdict) ExplainedRule {
	c := &m.program.rules[rule]
	e := ExplainedRule{
		RuleID: c.ID, Title: c.Title, Severity: string(c.Severity), Fired: v.fired,
		Guard: guardNames[v.guard],
	}
	if v.place.end > v.place.begin {
		span := m.texts[at].RawSpan(v.place.begin, v.place.end)
		e.Matched = span.Of(m.session.Messages[at].Text)
	}
	if v.fired {
		e.Reason, e.Law, e.Instead = c.Why, m.cite(rule), c.Instead
		return e
	}
	if v.word >= 0 {
		e.Word = m.program.words[v.word]
	}
	e.Reason = fmt.Sprintf(guardReasons[v.guard], e.Word)
	if v.message != at {
		e.Reason += fmt.Sprintf("（第 %d 条）", v.message+1)
	}
	return e
}

// guardReasons say in Chinese what stopped a rule; %[1]s is the word.
var guardReasons = map[guard]string{
	guardAll:        "缺少必须同时出现的词“%[1]s”",
	guardNone:       "有排除词“%[1]s”",
	guardRegex:      "有关键词，但句式不符%[1]s",
	guardAtLeast:    "要求的几个词没有凑齐%[1]s",
	guardPosition:   "不在要求的位置（开头几条或最后几条）%[1]s",
	guardExcept:     "属于规则写明的例外%[1]s",
	guardThen:       "后面没有出现要求的话%[1]s",
	guardGap:        "与客户上一条消息的间隔不符%[1]s",
	guardNth:        "本会话里还没有到第几次%[1]s",
	guardWholeWords: "只是别的词的一部分%[1]s",
	guardAsked:      "客户上一轮没有问到这件事%[1]s",
	guardBefore:     "同一分句里，前面有“%[1]s”",
	guardAfter:      "同一分句里，后面有“%[1]s”",
	guardClause:     "同一分句里有“%[1]s”",
	guardMessage:    "同一条消息里有“%[1]s”",
	guardTurn:       "同一轮里有“%[1]s”",
	guardNext:       "客户再开口之前，客服接着说了“%[1]s”",
}

// String writes the explanation for people, in Chinese.
func (e *Explanation) String() string {
	var b strings.Builder
	for i := range e.Messages {
		m := &e.Messages[i]
		fmt.Fprintf(&b, "%d %s: %s\n", i+1, m.Speaker, m.Text)
		if len(m.Words) > 0 {
			fmt.Fprintf(&b, "    分词  %s\n", strings.Join(m.Words, " / "))
		}
		for _, r := range m.Rules {
			r.write(&b)
		}
	}
	return b.String()
}

func (r *ExplainedRule) write(b *strings.Builder) {
	if !r.Fired {
		fmt.Fprintf(b, "    未命中 %s（%s）: %s", r.RuleID, r.Title, r.Reason)
		if r.Matched != "" {
			fmt.Fprintf(b, "，否则命中“%s”", r.Matched)
		}
		b.WriteByte('\n')
		return
	}
	fmt.Fprintf(b, "    命中  %s（%s，%s）: “%s”\n", r.RuleID, r.Title, r.Severity, r.Matched)
	fmt.Fprintf(b, "          原因: %s\n", r.Reason)
	if r.Law != "" {
		fmt.Fprintf(b, "          依据: %s（风险提示，不是违法结论）\n", r.Law)
	}
	if r.Instead != "" {
		fmt.Fprintf(b, "          建议: %s\n", r.Instead)
	}
}
