package rule

import (
	"fmt"
	"strings"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/segment"
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
	m := s.newBriefMatcher(World{Words: words})
	texts := textsOf(session)
	m.begin(session, texts)
	e := &Explanation{}
	for at := range session.Messages {
		message := ExplainedMessage{
			Speaker: session.Messages[at].Role.Speaker(), Text: session.Messages[at].Text,
			Words: cut(words, texts[at].Folded()), Rules: []ExplainedRule{},
		}
		m.judgeAll(at, func(rule int32, v verdict) {
			message.Rules = append(message.Rules, m.explain(rule, at, v))
		})
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
		Guard: guards[v.guard].key, Matched: m.written(at, v.place),
	}
	if v.fired {
		e.Reason, e.Law, e.Instead = c.Why, m.cite(rule), c.Instead
		return e
	}
	if v.note != "" {
		e.Guard += "." + v.note
	}
	e.Word = m.stopWord(v)
	e.Reason = strings.ReplaceAll(guards[v.guard].reason, "%s", e.Word)
	if v.stop.message != at {
		e.Reason += fmt.Sprintf("（第 %d 条）", v.stop.message+1)
	}
	return e
}

// stopWord is what stopped a rule: a word of its lists, or what a pattern matched.
func (m *Matcher) stopWord(v verdict) string {
	if v.stop.word >= 0 {
		return m.program.words[v.stop.word]
	}
	return m.written(v.stop.message, v.stop.place)
}

// written returns a place as it stands in the message, "" for an empty one.
func (m *Matcher) written(at int, p place) string {
	if p.begin >= p.end {
		return ""
	}
	return m.rawSpan(at, p).Of(m.session.Messages[at].Text)
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
