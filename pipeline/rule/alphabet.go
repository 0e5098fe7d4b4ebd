package rule

import (
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// A symbol stands for characters that no expression of a program tells apart.
type symbol uint16

// An alphabet maps characters to symbols, for all expressions of a program at once, so that
// a message is translated once for all of them. It is read-only.
type alphabet struct {
	low   [1 << 16]symbol
	high  []rune   // where symbols above begin
	above []symbol // those
	count int
	first []rune // of each symbol: one of its characters
}

// newAlphabet makes the alphabet of cuts: characters at which what some expression takes
// begins or ends.
func newAlphabet(cuts map[rune]bool) *alphabet {
	begins := []rune{0}
	for r := range cuts {
		if r > 0 {
			begins = append(begins, r)
		}
	}
	slices.Sort(begins)
	a := &alphabet{count: len(begins), first: begins}
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

// addCuts adds the cuts of an expression.
func addCuts(cuts map[rune]bool, re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			cuts[r], cuts[r+1] = true, true
			for f := unicode.SimpleFold(r); re.Flags&syntax.FoldCase != 0 && f != r; {
				cuts[f], cuts[f+1] = true, true
				f = unicode.SimpleFold(f)
			}
		}
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			cuts[re.Rune[i]], cuts[re.Rune[i+1]+1] = true, true
		}
	case syntax.OpAnyCharNotNL:
		cuts['\n'], cuts['\n'+1] = true, true
	}
	for _, sub := range re.Sub {
		addCuts(cuts, sub)
	}
}

// translate appends the symbols of a folded text to dst.
func (a *alphabet) translate(dst []symbol, folded []byte) []symbol {
	for i := 0; i < len(folded); {
		r, size := rune(folded[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(folded[i:])
		}
		i += size
		dst = append(dst, a.of(r))
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
