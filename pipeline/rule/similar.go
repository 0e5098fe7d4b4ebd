package rule

import (
	"bytes"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"

	"chatqc/pipeline/text"
)

// A likeness is one confirmed sentence.
type likeness struct{ grams []uint64 }

// grams appends the pairs of adjacent letters, digits and Han characters of a folded
// text to dst, sorted, each once.
func grams(dst []uint64, folded []byte) []uint64 {
	start, last := len(dst), rune(0)
	for i := 0; i < len(folded); {
		r, size := utf8.DecodeRune(folded[i:])
		i += size
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			last = 0
			continue
		}
		if last != 0 {
			dst = append(dst, uint64(last)<<32|uint64(r))
		}
		last = r
	}
	slices.Sort(dst[start:])
	return dst[:start+len(slices.Compact(dst[start:]))]
}

// jaccard is the share of pairs that two sorted lists have in common, 0–1.
func jaccard(a, b []uint64) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			common++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	if union := len(a) + len(b) - common; union > 0 {
		return float64(common) / float64(union)
	}
	return 0
}

// similar reports whether the message is like one of the confirmed sentences.
func (m *Matcher) similar(c *compiled, at int) bool {
	m.grams = grams(m.grams[:0], m.folded(at))
	for i := range c.likes {
		if jaccard(m.grams, c.likes[i].grams) >= c.Like.Share {
			return true
		}
	}
	return false
}

// gramWords returns pairs of characters of a sentence of which every text that is like it
// holds one: so many pairs must be common that one of any len−needed+1 is. The rest of the
// sentence need not be looked for (prefix filtering, Chaudhuri, Ganti and Kaushik, ICDE
// 2006). The rarest characters would be best; the last pairs are rarer than 您好 and 这个.
func gramWords(sentence string, share float64) (words []string) {
	last := rune(0)
	for _, r := range text.Fold(sentence) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			last = 0
			continue
		}
		if pair := string([]rune{last, r}); last != 0 && !slices.Contains(words, pair) {
			words = append(words, pair)
		}
		last = r
	}
	needed := int(math.Ceil(share * float64(len(words))))
	return words[min(max(needed-1, 0), len(words)):]
}

// maxRepeatsBack is how many earlier messages of the speaker a repetition is looked for in.
const maxRepeatsBack = 50

// repeated reports whether the speaker said nearly the same often enough before.
func (m *Matcher) repeated(r *Repeats, at int) bool {
	m.grams = grams(m.grams[:0], m.folded(at))
	own, times, left := len(m.grams), 0, maxRepeatsBack
	for i := at - 1; i >= 0 && left > 0 && times < r.Times; i-- {
		if m.session.Messages[i].Role != m.session.Messages[at].Role {
			continue
		}
		left--
		m.grams = grams(m.grams[:own], m.folded(i))
		if jaccard(m.grams[:own], m.grams[own:]) >= r.Share {
			times++
		}
	}
	return times >= r.Times
}

// maxEchoBack is how many messages back an echo is looked for.
const maxEchoBack = 100

// echoes reports whether the other side said before what the first group of the pattern
// holds at the place; without a group, the whole place.
func (m *Matcher) echoes(c *compiled, at int, p place) bool {
	p = m.group(c, at, p)
	said := m.folded(at)[p.begin:p.end]
	for i := at - 1; i >= max(at-maxEchoBack, 0) && len(said) > 0; i-- {
		if m.session.Messages[i].Role != c.Echo {
			continue
		}
		if begin := bytes.Index(m.folded(i), said); begin >= 0 {
			m.proof = append(m.proof, sighting{i, noWord, place{begin, begin + len(said)}, nil})
			return true
		}
	}
	return false
}

// group returns the first group of the rule's pattern at a place that it matched; the
// place itself where it has none.
func (m *Matcher) group(c *compiled, at int, p place) place {
	text := m.folded(at)[p.begin:p.end]
	for _, expression := range c.groups {
		if g := expression.get().FindSubmatchIndex(text); len(g) >= 4 && g[2] >= 0 {
			return place{p.begin + g[2], p.begin + g[3]}
		}
	}
	return p
}
