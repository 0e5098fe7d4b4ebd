package rule

import (
	"math/bits"
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// A symbol stands for characters that no expression and no word of a program tells apart.
type symbol uint16

// An alphabet maps characters to symbols, for all expressions of a program at once, so that
// a message is translated once for all of them. It is read-only.
type alphabet struct {
	low   [1 << 16]symbol
	high  []rune   // where symbols above begin
	above []symbol // those
	count int
}

// newAlphabet makes the alphabet of cuts: characters at which what some expression takes
// begins or ends.
func newAlphabet(cuts runeSet) *alphabet {
	cuts.add(0)
	begins := cuts.sorted()
	a := &alphabet{count: len(begins)}
	for i, begin := range begins {
		end := rune(utf8.MaxRune + 1)
		if i+1 < len(begins) {
			end = begins[i+1]
		}
		for r := begin; r < min(end, rune(len(a.low))); r++ {
			a.low[r] = symbol(i)
		}
		if end > rune(len(a.low)) {
			a.high, a.above = append(a.high, begin), append(a.above, symbol(i))
		}
	}
	return a
}

// A runeSet is a set of characters, and of what follows the last one.
type runeSet []uint64

func newRuneSet() runeSet { return make(runeSet, (utf8.MaxRune+1)/64+1) }

func (s runeSet) add(r rune) { s[r>>6] |= 1 << (r & 63) }

// addOne adds the cuts around one character.
func (s runeSet) addOne(r rune) {
	s.add(r)
	s.add(r + 1)
}

// sorted returns the members in their order.
func (s runeSet) sorted() (all []rune) {
	for page, word := range s {
		for ; word != 0; word &= word - 1 {
			all = append(all, rune(page<<6+bits.TrailingZeros64(word)))
		}
	}
	return all
}

// eachCut calls fn with the cuts of an expression, some more than once.
func eachCut(re *syntax.Regexp, fn func(rune)) {
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			fn(r)
			fn(r + 1)
			for f := unicode.SimpleFold(r); re.Flags&syntax.FoldCase != 0 && f != r; {
				fn(f)
				fn(f + 1)
				f = unicode.SimpleFold(f)
			}
		}
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			fn(re.Rune[i])
			fn(re.Rune[i+1] + 1)
		}
	case syntax.OpAnyCharNotNL:
		fn('\n')
		fn('\n' + 1)
	}
	for _, sub := range re.Sub {
		eachCut(sub, fn)
	}
}

// translate appends the symbols of a folded text to dst.
func (a *alphabet) translate(dst []symbol, folded []byte) []symbol {
	for i := 0; i < len(folded); {
		b := folded[i]
		if b < utf8.RuneSelf {
			dst = append(dst, a.low[b])
			i++
			continue
		}
		if b&0xF0 == 0xE0 && i+2 < len(folded) {
			dst = append(dst, a.low[uint16(b)<<12|uint16(folded[i+1]&0x3F)<<6|uint16(folded[i+2]&0x3F)])
			i += 3
			continue
		}
		r, size := utf8.DecodeRune(folded[i:])
		dst = append(dst, a.of(r))
		i += size
	}
	return dst
}

// symbols translates the needs of a pattern.
func (a *alphabet) symbols(needs []need) (lists [][]symbol) {
	for _, n := range needs {
		list := make([]symbol, len(n))
		for i, r := range n {
			list[i] = a.of(r)
		}
		lists = append(lists, list)
	}
	return lists
}

func (a *alphabet) of(r rune) symbol {
	if int(r) < len(a.low) {
		return a.low[r]
	}
	i, found := slices.BinarySearch(a.high, r)
	if !found {
		i--
	}
	return a.above[i]
}

// span returns the symbols from low to below high of the i-th of the intervals that some
// of the alphabet's cuts make.
func (a *alphabet) span(cuts []rune, i int) (low, high int) {
	high = a.count
	if i > 0 {
		low = int(a.of(cuts[i-1]))
	}
	if i < len(cuts) && cuts[i] <= unicode.MaxRune {
		high = int(a.of(cuts[i]))
	}
	return low, high
}

// A symbolMap gives some symbols a number, and 0 to all others, in less room than a number
// for each.
type symbolMap struct {
	members []uint64
	ranks   []uint16 // members in the words before
	values  []uint16
}

func newSymbolMap(count int) symbolMap {
	words := count/64 + 1
	return symbolMap{members: make([]uint64, words), ranks: make([]uint16, words)}
}

// add gives a symbol its number. Symbols are added in their order, and sealed at the end.
func (m *symbolMap) add(s symbol, value uint16) {
	m.members[s>>6] |= 1 << (s & 63)
	m.values = append(m.values, value)
}

// seal counts the members.
func (m *symbolMap) seal() {
	rank := 0
	for i, word := range m.members {
		m.ranks[i] = uint16(rank)
		rank += bits.OnesCount64(word)
	}
}

func (m *symbolMap) at(s symbol) uint16 {
	word, bit := m.members[s>>6], uint64(1)<<(s&63)
	if word&bit == 0 {
		return 0
	}
	return m.values[int(m.ranks[s>>6])+bits.OnesCount64(word&(bit-1))]
}
