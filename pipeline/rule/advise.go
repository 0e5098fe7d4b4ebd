package rule

import (
	"fmt"
	"slices"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/text"
)

// Advise says what the authors of valid rules should look at, as Faults with their places,
// in the order of the rules: a rule all of whose hits another one finds as well, a pattern
// that no hit needs to be there, and a pattern without required words, which runs wherever
// a word of the rule stands. The time is that of running all hits.
func (s *Set) Advise() []error {
	m := s.newBriefMatcher(World{})
	for i, r := range s.rules {
		r.source.faults = nil
		if r.Life.Status == Retired || r.needsWords() {
			continue
		}
		s.advisePatterns(m, int32(i))
		if by := s.shadow(m, int32(i)); by != "" {
			r.source.fault(r.source.find("hits:"),
				"note: every hit is found by %s too: is this rule needed?", by)
		}
	}
	var advice []error
	for _, r := range s.rules {
		advice = append(advice, r.source.faults...)
		r.source.faults = nil
	}
	return advice
}

// shadow names another rule of the dimension that fires wherever the rule does in its hits,
// "" when there is none.
func (s *Set) shadow(m *Matcher, rule int32) string {
	own := s.rules[rule]
	var others []string
	for i := range own.Hits {
		found := m.matchExample(own, &own.Hits[i])
		var here []string
		for j := range found {
			f := &found[j]
			if f.RuleID != own.ID || f.Dimension != own.Dimension {
				continue
			}
			for k := range found {
				o := &found[k]
				if o.RuleID != own.ID && o.Dimension == own.Dimension && o.Severity == own.Severity &&
					o.Message == f.Message && o.Span.Overlaps(f.Span) {
					here = append(here, o.RuleID)
				}
			}
		}
		if i == 0 {
			others = here
		}
		others = slices.DeleteFunc(others, func(id string) bool { return !slices.Contains(here, id) })
	}
	if len(others) == 0 {
		return ""
	}
	return slices.Min(others)
}

// matchExample returns what all rules find in an example of one of them.
func (m *Matcher) matchExample(r *Rule, e *Example) []chat.Finding {
	session := e.session(r.Life.exampleScene())
	texts := textsOf(session)
	m.given = e.Facts
	return m.Match(nil, session, texts)
}

// advisePatterns looks at the patterns of a rule one by one.
func (s *Set) advisePatterns(m *Matcher, rule int32) {
	r := s.rules[rule]
	for i, expression := range r.patterns {
		at := r.source.find(r.Regex[i])
		for _, a := range analyseExpression(expression) {
			if len(a.gates) == 0 {
				r.source.fault(at, "note: regex %q has no required words of two characters: "+
					"it runs wherever a word of the rule stands", fmt.Sprintf("%.40s", a.expression))
				break
			}
		}
		if !slices.ContainsFunc(r.Hits, func(e Example) bool { return m.finds(&e, expression) }) {
			r.source.fault(at, "note: no hit has what regex %q looks for: add one", r.Regex[i])
		}
	}
}

// finds reports whether the pattern matches in a message of an example, as rules read it.
func (m *Matcher) finds(e *Example, expression string) bool {
	compiled := (&lazy{expression: expression}).get()
	for _, message := range e.Messages {
		var t text.Text
		t.Set(message.Text)
		if compiled.Match(t.Folded()) || compiled.Match(t.Undisguised()) {
			return true
		}
	}
	return false
}
