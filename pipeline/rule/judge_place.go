package rule

import (
	"unicode/utf8"

	"chatqc/pipeline/text"
)

// judgePlaces takes the first place that no guard stops; when all are stopped, the
// verdict names what stopped the first.
func (m *Matcher) judgePlaces(c *compiled, at int) verdict {
	first := lacking(guardRegex, at)
	places := m.findPlaces(c, at)
	m.spared = m.spared[:0]
	if len(places) > 0 {
		m.spared = m.patternPlaces(m.spared, c.except, at)
	}
	for i, p := range places {
		v := m.judgePlace(c, at, p).at(p)
		if v.guard == noGuard {
			return verdict{fired: true, place: p}
		}
		if i == 0 {
			first = v
		}
	}
	return first
}

// judgePlace looks around one place: in its clause, and at the words of the dictionary.
func (m *Matcher) judgePlace(c *compiled, at int, p place) verdict {
	for _, s := range m.spared {
		if s.overlaps(p) {
			return stopped(guardExcept, sighting{at, noWord, s, nil})
		}
	}
	switch {
	case c.WholeWords && !m.wholeWords(at, p):
		return stopped(guardWholeWords, sighting{at, noWord, p, nil})
	case c.Within != ScopeMessage && !m.together(c, at, p):
		return lacking(guardWithin, at)
	case !c.near.empty() && !m.nearby(c, at, p):
		return lacking(guardNear, at)
	case !c.Tagged.empty() && !m.tagged(&c.Tagged, at, p):
		return lacking(guardTagged, at)
	case c.Echo != 0 && !m.alone && !m.echoes(c, at, p):
		return lacking(guardEcho, at)
	}
	clause := m.clause(at, p)
	for _, stop := range []struct {
		guard guard
		cues  *cues
		where func(place) bool
	}{
		{guardClause, &c.clause, func(w place) bool { return true }},
		{guardBefore, &c.before, func(w place) bool { return w.begin < p.begin }},
		{guardAfter, &c.after, func(w place) bool { return w.end > p.end }},
	} {
		if stop.cues.empty() {
			continue
		}
		s, ok := m.sight(stop.cues, at, func(w place) bool { return clause.holds(w) && stop.where(w) })
		if ok {
			return stopped(stop.guard, s)
		}
	}
	if v := m.judgeContext(c, at, p); v.guard != noGuard {
		return v
	}
	if t := &c.Unless.Tagged; !t.empty() && m.world.Words != nil && m.tagged(t, at, p) {
		return stopped(guardUnlessTagged, sighting{at, noWord, p, nil})
	}
	return verdict{}
}

func (p place) overlaps(q place) bool { return p.begin < q.end && q.begin < p.end }

func (p place) holds(q place) bool { return p.begin <= q.begin && q.end <= p.end }

// clause returns the range from the beginning of the place's first clause to the end of
// its last.
func (m *Matcher) clause(at int, p place) place { return m.spread(text.Clause, at, p) }

func (m *Matcher) sentence(at int, p place) place { return m.spread(text.Sentence, at, p) }

func (m *Matcher) spread(part func([]byte, int) (int, int), at int, p place) place {
	folded := m.folded(at)
	begin, _ := part(folded, p.begin)
	_, end := part(folded, max(p.end-1, p.begin))
	return place{begin, end}
}

// together reports whether every word that the rule wants stands in the scope of the
// place.
func (m *Matcher) together(c *compiled, at int, p place) bool {
	if c.Within == ScopeTurn {
		return true // the words were looked for in the turn
	}
	scope := m.clause(at, p)
	if c.Within == ScopeSentence {
		scope = m.sentence(at, p)
	}
	inside := func(words wordSet, count int) bool {
		var seen wordSet
		for _, o := range m.occurrences(at) {
			if words.has(o.word) && !seen.has(o.word) && scope.holds(o.place()) {
				seen.add(o.word)
				count--
			}
		}
		return count <= 0
	}
	return (c.all == nil || inside(c.all, len(c.allWords))) &&
		(c.any == nil || inside(c.any, 1)) &&
		(c.AtLeast.Count == 0 || inside(c.atLeast, c.AtLeast.Count))
}

// nearby reports whether a cue that the rule wants stands near the place, in its
// sentence.
func (m *Matcher) nearby(c *compiled, at int, p place) bool {
	sentence, n := m.sentence(at, p), &c.Near
	s, ok := m.sight(&c.near, at, func(w place) bool {
		if w.overlaps(p) || !sentence.holds(w) {
			return false
		}
		between := place{w.end, p.begin}
		if w.begin >= p.end {
			between = place{p.end, w.begin}
		}
		if n.Order != "" && (n.Order == OrderBefore) != (w.begin < p.begin) {
			return false
		}
		return m.distance(n, at, between)
	})
	if ok {
		m.proof = append(m.proof, s)
	}
	return ok
}

// distance reports whether what lies between a cue and the place is short enough.
func (m *Matcher) distance(n *Near, at int, between place) bool {
	if n.Characters > 0 {
		return utf8.RuneCount(m.folded(at)[between.begin:between.end]) <= n.Characters
	}
	if m.world.Words == nil {
		return true
	}
	words := 0
	m.cut(at)
	for i := range m.tokens {
		if int(m.tokens[i].Begin) >= between.begin && int(m.tokens[i].End) <= between.end {
			words++
		}
	}
	return words <= n.Words
}
