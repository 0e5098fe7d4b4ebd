package rule

import "math/bits"

// A machine says whether an expression matches in a text, and where its first match begins:
// the automaton of positions (Glushkov, Russian Mathematical Surveys 16, 1961), of which
// all that are under way stand in one word or a few, a bit each (Navarro and Raffinot,
// Flexible Pattern Matching in Strings, 2002, chapter 5). It has no states to be made first,
// which is what most patterns would spend their time on: they are tried on few texts, and
// most of these leave nothing under way. Package regexp, which says where a match ends,
// follows each way by itself.
//
// It is read-only and safe for concurrent use.
type machine struct {
	width     int // words of a set of positions; 0 for one that never knows
	always    bool
	whenEmpty bool // matches the empty text
	looksBack bool // asks for the beginning of the text
	endOnly   bool // matches end where the text does
	least     int  // symbols of the shortest match
	most      int  // of the longest text that matches, 0 for any

	atStart, first    []uint64 // positions that begin a match: of the text, elsewhere
	accept, acceptEnd []uint64 // positions that end one: anywhere, at the text's end
	shift             []uint64 // positions that the next position may follow
	branch            []uint64 // positions that others may follow
	groups            []uint8  // by position of branch: the number of that set of others
	follow            []uint64 // by group: the set
	starts            []uint64 // symbols with which a match begins, for machines of several words
	classes           symbolMap
	masks             []uint64 // by class: positions that take its characters
}

// maxWidth bounds machines: 1,024 positions. A longer expression is left to package regexp.
const maxWidth = 16

// A positions is a set of positions while a machine runs.
type positions [maxWidth]uint64

func intersect(a, b []uint64) bool {
	for k := range a {
		if a[k]&b[k] != 0 {
			return true
		}
	}
	return false
}

// matches reports whether the expression matches in a text of symbols; ok is false when the
// machine does not know. Linear in the text.
func (m *machine) matches(text []symbol) (found, ok bool) {
	switch {
	case m.width == 0:
		return false, false
	case m.always || len(text) == 0:
		return m.always || m.whenEmpty, true
	case len(text) < m.least || m.most > 0 && len(text) > m.most ||
		m.endOnly && !intersect(m.mask(text[len(text)-1]), m.acceptEnd):
		return false, true
	case m.width == 1:
		return m.run(text, m.atStart[0], m.first[0]), true
	}
	return m.runWide(text, m.atStart, m.first), true
}

// leftmost returns where the leftmost match begins that begins at a symbol of the text or
// after it, −1 when there is none. The machine knows, and does not look back.
func (m *machine) leftmost(text []symbol, from int) int {
	for i := from; i < len(text); i++ {
		if intersect(m.mask(text[i]), m.first) &&
			(m.width == 1 && m.run(text[i:], m.first[0], 0) ||
				m.width > 1 && m.runWide(text[i:], m.first, nil)) {
			return i
		}
	}
	return -1
}

// mask returns the positions that take a symbol.
func (m *machine) mask(s symbol) []uint64 {
	class := int(m.classes.at(s))
	return m.masks[class*m.width : (class+1)*m.width]
}

// run runs a machine of one word over a text: begin are the positions that a match begins
// with at once, later those further on.
func (m *machine) run(text []symbol, begin, later uint64) bool {
	active, accept, shift, branch := uint64(0), m.accept[0], m.shift[0], m.branch[0]
	for _, s := range text {
		next := begin | active&shift<<1
		for left := active & branch; left != 0; left &= left - 1 {
			next |= m.follow[m.groups[bits.TrailingZeros64(left)]]
		}
		active = next & m.masks[m.classes.at(s)]
		if active&accept != 0 {
			return true
		}
		if begin = later; active|later == 0 {
			return false
		}
	}
	return active&m.acceptEnd[0] != 0
}

// runWide is run for a machine of several words; later is nil where no match begins later.
func (m *machine) runWide(text []symbol, begin, later []uint64) bool {
	var active, next positions
	w, alive := m.width, uint64(0)
	for _, s := range text {
		if alive == 0 && m.starts[s>>6]>>(s&63)&1 == 0 {
			begin = later
			continue
		}
		clear(next[:w])
		copy(next[:w], begin)
		if alive != 0 {
			m.spread(next[:w], active[:w])
		}
		mask := m.mask(s)
		alive = 0
		for k := range w {
			active[k] = next[k] & mask[k]
			if active[k]&m.accept[k] != 0 {
				return true
			}
			alive |= active[k]
		}
		if begin = later; alive == 0 && later == nil {
			return false
		}
	}
	for k := range w {
		if active[k]&m.acceptEnd[k] != 0 {
			return true
		}
	}
	return false
}

// spread adds to next what follows the positions under way.
func (m *machine) spread(next, active []uint64) {
	var seen [4]uint64
	carry, w := uint64(0), len(next)
	for k, word := range active {
		shifted := word & m.shift[k]
		next[k] |= shifted<<1 | carry
		carry = shifted >> 63
		for left := word & m.branch[k]; left != 0; left &= left - 1 {
			group := m.groups[k<<6+bits.TrailingZeros64(left)]
			if seen[group>>6]>>(group&63)&1 == 1 {
				continue
			}
			seen[group>>6] |= 1 << (group & 63)
			for i, f := range m.follow[int(group)*w : (int(group)+1)*w] {
				next[i] |= f
			}
		}
	}
}
