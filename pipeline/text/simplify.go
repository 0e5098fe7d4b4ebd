package text

import (
	_ "embed"
	"math/bits"
	"unicode/utf8"
)

// traditionalPairs holds pairs of characters, a traditional one and then its simplified
// one, in the order of the former. All of its ASCII is for the reader.
//
//go:embed traditional.txt
var traditionalPairs string

// hanCells is the number of cells of 64 characters that the first two bytes of three
// can name, so that a character is found without decoding it.
const hanCells = 1 << 10

// A hanSet is a set of common Han characters, one bit each.
type hanSet [hanCells]uint64

// cell returns where in a set the character of these first two bytes lies.
func cell(first, second byte) int { return int(first&0x0F)<<6 | int(second&0x3F) }

func (s *hanSet) add(c string) { s[cell(c[0], c[1])] |= 1 << (c[2] & 0x3F) }

func (s *hanSet) has(c []byte) bool {
	return s[cell(c[0], c[1])]>>(c[2]&0x3F)&1 != 0
}

// A simplifier maps traditional characters to simplified ones. The simplified ones lie
// in a row in the order of the traditional ones, so that a count of bits leads to them.
type simplifier struct {
	notable     hanSet // traditional ones and suspects: what folding must look at
	suspects    hanSet
	traditional hanSet
	before      [hanCells]uint16 // how many characters precede the cell
	simplified  []byte           // three bytes each
}

var simple = newSimplifier(traditionalPairs)

// newSimplifier takes some 20 µs, which every start of the program pays.
func newSimplifier(pairs string) *simplifier {
	s := &simplifier{simplified: make([]byte, 0, len(pairs)/2)}
	for i := 0; i+6 <= len(pairs); {
		if pairs[i] < utf8.RuneSelf {
			i++
			continue
		}
		s.traditional.add(pairs[i : i+3])
		s.simplified = append(s.simplified, pairs[i+3:i+6]...)
		i += 6
	}
	count := 0
	for i, c := range s.traditional {
		s.before[i] = uint16(count)
		count += bits.OnesCount64(c)
	}
	for i := 0; i < len(suspects); i += 3 {
		s.suspects.add(suspects[i : i+3])
	}
	for i := range s.notable {
		s.notable[i] = s.traditional[i] | s.suspects[i]
	}
	return s
}

// of returns the simplified form of a traditional character.
func (s *simplifier) of(c []byte) []byte {
	at := cell(c[0], c[1])
	below := s.traditional[at] & (1<<(c[2]&0x3F) - 1)
	n := 3 * (int(s.before[at]) + bits.OnesCount64(below))
	return s.simplified[n : n+3]
}
