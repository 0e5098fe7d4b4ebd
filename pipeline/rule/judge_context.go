package rule

import (
	"bytes"
	"unicode/utf8"
)

// judgeContext looks for the first context of the rule that the place stands in.
func (m *Matcher) judgeContext(c *compiled, at int, p place) verdict {
	for _, i := range c.contexts {
		if s, ok := m.inContext(&m.program.contexts[i], at, p); ok {
			v := stopped(guardContext, s)
			v.note = contexts[i].name
			return v
		}
	}
	return verdict{}
}

// A compiledPart is a contextPart with its cues as sets of numbers.
type compiledPart struct {
	*contextPart
	cues        cues
	other, ends wordSet
}

// A compiledContext is a context that some rule names.
type compiledContext struct {
	quoted bool // quotation marks count
	asking bool // a question mark at the end of the clause counts
	parts  []compiledPart
}

func (n *numberer) context(c *context) compiledContext {
	compiled := compiledContext{quoted: c.name == "quoted", asking: c.name == "question"}
	for i := range c.parts {
		p := &c.parts[i]
		compiled.parts = append(compiled.parts, compiledPart{
			p, n.cues(p.cues), n.set(p.other), n.set(p.ends),
		})
	}
	return compiled
}

// inContext finds the cue that puts the place into the context.
func (m *Matcher) inContext(c *compiledContext, at int, p place) (sighting, bool) {
	if c.quoted {
		if q, ok := quotation(m.folded(at), p); ok {
			return sighting{at, noWord, q, nil}, true
		}
	}
	if end := m.clause(at, p).end; c.asking && end < len(m.folded(at)) && m.folded(at)[end] == '?' {
		return sighting{at, noWord, place{end, end + 1}, nil}, true
	}
	for i := range c.parts {
		part := &c.parts[i]
		reach := m.clause(at, p)
		if part.reach == ScopeSentence {
			reach = m.sentence(at, p)
		}
		s, ok := m.sight(&part.cues, at, func(w place) bool {
			return reach.holds(w) && m.bears(part, at, w, p)
		})
		if ok {
			return s, true
		}
	}
	return sighting{}, false
}

// bears reports whether a cue says something of the place.
func (m *Matcher) bears(part *compiledPart, at int, w, p place) bool {
	between := place{w.end, p.begin}
	switch part.where {
	case sideBefore:
		if w.begin >= p.begin {
			return false
		}
	case sideAhead:
		if w.end > p.begin {
			return false
		}
	case sideAfter:
		if w.begin < p.end {
			return false
		}
		between = place{p.end, w.begin}
	case sideOver:
		if !w.overlaps(p) {
			return false
		}
	}
	if part.runes > 0 && between.begin < between.end &&
		utf8.RuneCount(m.folded(at)[between.begin:between.end]) > part.runes {
		return false
	}
	for _, o := range m.occurrences(at) {
		x := o.place()
		if part.other.has(o.word) && x.holds(w) || part.ends.has(o.word) && between.holds(x) {
			return false
		}
	}
	return true
}

// marks are the quotation marks that open and close.
var marks = [][2]string{{"“", "”"}, {"「", "」"}, {"『", "』"}, {"‘", "’"}, {`"`, `"`}}

// quotation returns the quotation that the place stands in.
func quotation(folded []byte, p place) (place, bool) {
	for _, mark := range marks {
		open := bytes.LastIndex(folded[:p.begin], []byte(mark[0]))
		if open < 0 {
			continue
		}
		inside := folded[open+len(mark[0]):]
		end := bytes.Index(inside, []byte(mark[1]))
		if mark[0] == mark[1] && bytes.Count(folded[:p.begin], []byte(mark[0]))%2 == 0 {
			continue // the last one closed
		}
		if end >= 0 && open+len(mark[0])+end >= p.end {
			return place{open, open + len(mark[0]) + end + len(mark[1])}, true
		}
	}
	return place{}, false
}
