package text

import (
	"strings"
	"unicode"
)

// A kind says what a folded character does to the words beside it.
type kind uint8

const (
	stop     kind = iota // ends a clause, or means something: no word goes on beyond it
	letter               // of any script
	digit                // 0 to 9
	mark                 // decorates words, but has a meaning between digits, as in 3-5
	ornament             // decorates whatever it stands by: emoji, hearts, stars
	plus                 // says 加 before a word
)

// asciiKinds holds the kind of each ASCII character.
var asciiKinds = newASCIIKinds()

func newASCIIKinds() (kinds [128]kind) {
	for c := 'a'; c <= 'z'; c++ {
		kinds[c] = letter
	}
	for c := '0'; c <= '9'; c++ {
		kinds[c] = digit
	}
	for _, c := range " .-_*~|/\\^=&`#" {
		kinds[c] = mark
	}
	kinds['+'] = plus
	return kinds
}

// marks are punctuation that Unicode sorts with that of sentences.
const marks = "·•‧・･※†‡′″〜〰⁃"

// fillers are letters that show nothing.
const fillers = "\u115f\u1160\u3164\uffa0"

// kindOf returns the kind of a folded character above ASCII.
func kindOf(r rune) kind {
	switch {
	case r >= 0x3400 && r <= 0x9FFF:
		return letter
	case r == '。', r == '、', r == '…', r >= '‘' && r <= '”', r == unicode.ReplacementChar:
		return stop
	case r == '➕', r == '⊕', r == '✚', r == '﹢':
		return plus
	case strings.ContainsRune(fillers, r), r >= 0x1F000 && r <= 0x1FAFF:
		return ornament
	case r == '°', r >= 0x2100 && r <= 0x214F, r >= 0x3200 && r <= 0x33FF:
		return stop // units
	case strings.ContainsRune(marks, r), unicode.In(r, unicode.Pd, unicode.Pc, unicode.Sm):
		return mark
	case unicode.In(r, unicode.L, unicode.N, unicode.Mc):
		return letter
	case unicode.In(r, unicode.So, unicode.Sk, unicode.Mn, unicode.Me, unicode.Co, unicode.Cf):
		return ornament
	}
	return stop
}

// A joint says what was read last, as far as it decides whether something is a
// disguise: decoration is one only when words stand on both sides.
type joint uint8

const (
	apart       joint = iota // nothing, or a stop
	afterLetter              // a letter
	afterDigit               // a digit
	gap                      // decoration after a letter, ornaments after a digit, or a plus
	figureGap                // marks after a digit, which belong to a figure if one follows

	bridged joint = 1 << 7 // set with another: decoration turned out to join two words
)

// joints holds, for what was read last and the kind of what comes, what was read then.
// The rows and columns are 8 so that an index needs no check.
var joints = [8][8]joint{
	apart:       {apart, afterLetter, afterDigit, apart, apart, gap},
	afterLetter: {apart, afterLetter, afterDigit, gap, gap, gap},
	afterDigit:  {apart, afterLetter, afterDigit, figureGap, gap, gap},
	gap:         {apart, afterLetter | bridged, afterDigit | bridged, gap, gap, gap},
	figureGap:   {apart, afterLetter | bridged, afterDigit, figureGap, figureGap, gap},
}
