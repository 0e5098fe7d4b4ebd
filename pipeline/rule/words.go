package rule

import "strings"

// needsWords reports whether the rule asks for words of the dictionary: then its examples
// can only be run with one.
func (r *Rule) needsWords() bool {
	return r.WholeWords || r.Near.Words > 0 || !r.Tagged.empty() || !r.Unless.Tagged.empty()
}

// cut cuts a message into the words of the dictionary: m.tokens.
func (m *Matcher) cut(at int) { m.tokens = m.world.Words.Segment(m.tokens[:0], m.folded(at)) }

// wholeWords reports whether the place begins and ends between words of the
// dictionary.
func (m *Matcher) wholeWords(at int, p place) bool {
	if m.world.Words == nil {
		return true
	}
	m.cut(at)
	begins, ends := false, false
	for i := range m.tokens {
		begins = begins || int(m.tokens[i].Begin) == p.begin
		ends = ends || int(m.tokens[i].End) == p.end
	}
	return begins && ends
}

// tagged reports whether the words at the place have the parts of speech that are wanted.
func (m *Matcher) tagged(t *Tagged, at int, p place) bool {
	if m.world.Words == nil {
		return true
	}
	m.cut(at)
	before, first, after := "", "", ""
	for i := range m.tokens {
		token := &m.tokens[i]
		switch {
		case int(token.End) <= p.begin:
			before = m.world.Words.PartOfSpeech(token.ID)
		case int(token.Begin) < p.end && first == "":
			first = m.world.Words.PartOfSpeech(token.ID)
		case int(token.Begin) >= p.end && after == "":
			after = m.world.Words.PartOfSpeech(token.ID)
		}
	}
	return oneOfTags(before, t.Before) && oneOfTags(first, t.Place) && oneOfTags(after, t.After)
}

// oneOfTags reports whether a tag is one of those wanted, or nothing is.
func oneOfTags(tag string, wanted []string) bool {
	for _, w := range wanted {
		if tag != "" && strings.HasPrefix(tag, w) {
			return true
		}
	}
	return len(wanted) == 0
}
