package rule

// cues are what a list names: words, and patterns.
type cues struct {
	words    wordSet
	parts    []wordPart // of words, without those that are empty
	patterns []pattern
}

func (c *cues) empty() bool { return len(c.words)+len(c.patterns) == 0 }

// cues compiles a list of words and of patterns written /…/.
func (n *numberer) cues(list []string) (c cues) {
	for _, cue := range list {
		if expression, ok := patternOf(cue); ok {
			c.patterns = append(c.patterns, n.patterns(expression)...)
			continue
		}
		c.words.add(n.number(cue))
	}
	for i, bits := range c.words {
		if bits != 0 {
			c.parts = append(c.parts, wordPart{int32(i), bits})
		}
	}
	return c
}

// A wordPart is 64 words of a set, of which at least one is in it.
type wordPart struct {
	index int32
	bits  uint64
}

// holdsWord reports whether one of the words stands in a message, at less cost than looking
// at what stands there one by one.
func (m *Matcher) holdsWord(c *cues, at int) bool {
	if len(c.parts) == 0 {
		return false
	}
	m.try(at)
	for _, part := range c.parts {
		if m.standing[part.index]&part.bits != 0 {
			return true
		}
	}
	return false
}

// A sighting is a cue that stands somewhere: word is −1 when it is a pattern's match.
type sighting struct {
	message int
	word    int32
	place
	open *cues // of which one stands in the message, at a place that was not looked for
}

// stands reports whether a cue stands in a message. The place of a pattern's match is left
// open until somebody asks for it: see settle.
func (m *Matcher) stands(c *cues, at int) (sighting, bool) {
	if m.brief {
		return m.sight(c, at, anywhere)
	}
	if m.holdsWord(c, at) {
		for _, o := range m.occurrences(at) {
			if c.words.has(o.word) {
				return sighting{at, o.word, o.place(), nil}, true
			}
		}
	}
	for i := range c.patterns {
		if p := &c.patterns[i]; m.passes(p, at) && m.matched(p, at) {
			return sighting{at, noWord, place{}, c}, true
		}
	}
	return sighting{}, false
}

// settle finds the place that a sighting left open.
func (m *Matcher) settle(s sighting) sighting {
	if s.open != nil {
		s, _ = m.sight(s.open, s.message, anywhere)
	}
	return s
}

// anywhere takes every place.
func anywhere(place) bool { return true }

// sight finds the first cue in a message whose place is accepted, words before patterns.
func (m *Matcher) sight(c *cues, at int, accept func(place) bool) (sighting, bool) {
	if m.holdsWord(c, at) {
		for _, o := range m.occurrences(at) {
			if c.words.has(o.word) && accept(o.place()) {
				return sighting{at, o.word, o.place(), nil}, true
			}
		}
	}
	if len(c.patterns) == 0 {
		return sighting{}, false
	}
	m.matches = m.patternPlaces(m.matches[:0], c.patterns, at)
	for _, p := range m.matches {
		if accept(p) {
			return sighting{at, noWord, p, nil}, true
		}
	}
	return sighting{}, false
}

// noWord is the word of a sighting that is a pattern's.
const noWord = -1
