package rule

import (
	"errors"
	"fmt"
	"time"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/segment"
	"chatqc/pipeline/text"
)

// Test runs the examples of one rule of the set with the words of the dictionary and
// returns a joined error of *Fault, nil when all are as they should be.
func (s *Set) Test(r *Rule, words *segment.Segmenter) error {
	matcher := s.newBriefMatcher(World{Words: words})
	for i := range s.rules {
		if s.rules[i] == r {
			return errors.Join(matcher.runExamples(int32(i))...)
		}
	}
	return fmt.Errorf("got rule %s, want one of the set", r.ID)
}

// exampleDay is the day of every example.
var exampleDay = chat.NewDate(2026, time.November, 16)

// runExamples returns a fault for each example of the rule that does not do what it
// should, with the reason.
func (m *Matcher) runExamples(rule int32) (faults []error) {
	r := m.program.rules[rule].Rule
	for i := range r.Hits {
		e := &r.Hits[i]
		if v := m.judgeExample(rule, e); !v.fired {
			faults = append(faults, r.source.exampleFault(e, fmt.Sprintf(
				"hits[%d] is not matched: %q: %s", i, e, m.why(rule, v))))
		}
	}
	for i := range r.Misses {
		e := &r.Misses[i]
		if v := m.judgeExample(rule, e); v.fired {
			faults = append(faults, r.source.exampleFault(e, fmt.Sprintf(
				"misses[%d] is matched: %q", i, e)))
		}
	}
	return faults
}

// judgeExample returns the verdict that fired, or else that of the last message that
// came into question.
func (m *Matcher) judgeExample(rule int32, e *Example) verdict {
	session := e.session(m.program.rules[rule].Life.exampleScene())
	texts := textsOf(session)
	m.begin(session, texts)
	m.given = e.Facts
	var last verdict
	for at := range session.Messages {
		m.judgeAll(at, func(candidate int32, v verdict) {
			if candidate == rule && !last.fired {
				last = v
			}
		})
		if last.fired {
			return last
		}
	}
	return last
}

// why says in English what stopped a rule.
func (m *Matcher) why(rule int32, v verdict) string {
	switch v.guard {
	case noGuard:
		return "no message of " + m.program.rules[rule].Say.Speaker() + " holds a word of the rule"
	case guardAll:
		return fmt.Sprintf("all wants %q", m.stopWord(v))
	case guardRegex:
		return "no regex matches"
	case guardAsked:
		return "the customer did not ask with a word of asked"
	}
	by := "stopped by " + guards[v.guard].key
	if v.note != "" {
		by += " " + v.note
	}
	if word := m.stopWord(v); word != "" {
		by += fmt.Sprintf(" %q", word)
	}
	return by
}

// textsOf returns the texts of a session's messages.
func textsOf(session *chat.Session) []text.Text {
	texts := make([]text.Text, len(session.Messages))
	for i := range texts {
		texts[i].Set(session.Messages[i].Text)
	}
	return texts
}
