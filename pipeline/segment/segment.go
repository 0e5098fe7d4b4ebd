package segment

import (
	"math"
	"slices"
	"unicode/utf8"
)

// A Token is one word of a text, or a run that is not in the dictionary: one
// character, or a run of letters and digits.
type Token struct {
	Begin, End int32 // bytes of the folded text, half-open
	ID         int32 // of the word in the dictionary; −1 for a run that is not in it
}

// Bits of what decode writes for a character.
const (
	codeMask     = 1<<16 - 1
	unitEnd      = 1 << 16 // a token may end behind this character
	alphanumeric = 1 << 17
)

// unknownDistance is the distance of what is not in the dictionary, in bits. gse's
// figure: more than the rarest word has.
const unknownDistance = 32

// A step is the best way to the end of a character: the last token of it.
type step struct {
	distance float32 // in bits from the beginning; 0 when there is no way yet
	begin    int32   // character at which the last token begins
	id       int32
}

// A Segmenter cuts texts into words. It holds buffers, about 20 bytes for each byte of
// the longest text so far, and is not for concurrent use: take one a goroutine.
type Segmenter struct {
	dictionary *Dictionary
	chars      []uint32 // code and flags of each character
	ends       []int32  // ends[i+1] is the byte behind character i
	steps      []step   // steps[i+1] leads to the end of character i
}

// NewSegmenter returns a Segmenter over d. It is cheap.
func (d *Dictionary) NewSegmenter() *Segmenter { return &Segmenter{dictionary: d} }

// PartOfSpeech is Dictionary.PartOfSpeech for the tokens of s.
func (s *Segmenter) PartOfSpeech(id int32) string { return s.dictionary.PartOfSpeech(id) }

// Segment appends to dst the tokens of a text and returns it. The tokens cover the text
// in order without a gap. The text should be folded (text.Fold); any bytes do, each
// byte that is not UTF-8 becomes a token, and there must be less than 2 GiB of them.
// The cost is linear, about 30 ns a character; it allocates only for a text longer
// than any before, or when dst is too small.
func (s *Segmenter) Segment(dst []Token, folded []byte) []Token {
	if len(folded) == 0 {
		return dst
	}
	if s.dictionary.reference != nil {
		return s.segmentByGSE(dst, s.dictionary.reference, folded)
	}
	s.reserve(len(folded))
	n := s.decode(folded)
	s.walk(n)
	return s.trace(dst, n)
}

func (s *Segmenter) reserve(n int) {
	if n < len(s.chars) {
		return
	}
	n += n / 4
	s.chars, s.ends, s.steps = make([]uint32, n), make([]int32, n+1), make([]step, n+1)
}

// decode writes chars and ends, and returns the number of characters. A run of letters
// and digits is one unit, as if it were one character.
func (s *Segmenter) decode(text []byte) (n int) {
	d := s.dictionary
	codes := (*[codeCount]uint16)(d.image.codes)
	chars := s.chars[:len(text)]
	ends := s.ends[1:][:len(text)]
	for i := 0; i < len(text); n++ {
		if r := threeBytes(text[i:]); r != 0 {
			i += 3
			chars[n], ends[n] = uint32(codes[r])|unitEnd, int32(i)
			continue
		}
		char, size := d.decodeOther(text[i:])
		for char&alphanumeric != 0 && i+size < len(text) {
			next, nextSize := d.decodeOther(text[i+size:])
			if next&alphanumeric == 0 {
				break
			}
			i += size
			chars[n], ends[n] = char, int32(i)
			char, size = next, nextSize
			n++
		}
		i += size
		chars[n], ends[n] = char|unitEnd, int32(i)
	}
	return n
}

// threeBytes returns the character of three bytes at the beginning of text, 0 when there
// is another or when it begins with a byte that needs closer looking (E0 and ED).
func threeBytes(text []byte) rune {
	if len(text) < 3 || text[0] <= 0xE0 || text[0] > 0xEF || text[0] == 0xED {
		return 0
	}
	second, third := text[1]^0x80, text[2]^0x80
	if second >= 0x40 || third >= 0x40 {
		return 0
	}
	return rune(text[0]&0x0F)<<12 | rune(second)<<6 | rune(third)
}

// decodeOther returns the first character of text, with its code and whether it is
// alphanumeric, and its size in bytes.
func (d *Dictionary) decodeOther(text []byte) (char uint32, size int) {
	if b := text[0]; b < utf8.RuneSelf {
		return d.low[b], 1
	}
	r, size := utf8.DecodeRune(text)
	if r < lowCount {
		return d.low[r], size
	}
	return d.code(r), size
}

// walk finds the shortest way to the end of each unit. At the beginning of each it
// follows the double array as far as the text allows.
func (s *Segmenter) walk(n int) {
	heads, nodes := s.dictionary.heads, s.dictionary.image.nodes
	chars, steps := s.chars[:n], s.steps[:n+1]
	for i := range steps {
		steps[i].distance = math.MaxFloat32
	}
	steps[0].distance = 0
	for begin := 0; begin < n; {
		char, way := chars[begin], steps[begin].distance
		if char&unitEnd == 0 {
			begin = s.walkRun(begin, n)
			continue
		}
		at := int32(char & codeMask)
		head := &heads[at]
		at, base := at+nodes[0].base, head.base
		steps[begin+1].take(way+head.distance, begin, head.id)
		for i := begin + 1; i < n && base != 0; {
			char := chars[i]
			next := base + int32(char&codeMask)
			found := &nodes[next]
			if found.check != at {
				break
			}
			i++
			if found.id >= 0 && char&unitEnd != 0 {
				steps[i].take(way+found.distance, begin, found.id)
			}
			at, base = next, found.base
		}
		begin++
	}
}

// walkRun is walk at the beginning of a run of letters and digits, which is a unit of
// several characters. It returns the end of the run.
func (s *Segmenter) walkRun(begin, n int) (unit int) {
	nodes, way := s.dictionary.image.nodes, s.steps[begin].distance
	for unit = begin + 1; s.chars[unit-1]&unitEnd == 0; {
		unit++
	}
	known := false
	at := int32(0)
	for i := begin; i < n && nodes[at].base != 0; {
		char := s.chars[i]
		next := nodes[at].base + int32(char&codeMask)
		found := &nodes[next]
		if found.check != at {
			break
		}
		i++
		if found.id >= 0 && char&unitEnd != 0 {
			s.steps[i].take(way+found.distance, begin, found.id)
			known = known || i == unit
		}
		at = next
	}
	if !known {
		s.steps[unit].take(way+unknownDistance, begin, -1)
	}
	return unit
}

// take keeps the shorter of two ways and the first of two that are equal, as gse does:
// the one whose last token is longer.
func (s *step) take(distance float32, begin int, id int32) {
	if distance < s.distance {
		*s = step{distance, int32(begin), id}
	}
}

// trace follows the steps back from the end and appends their tokens in order.
func (s *Segmenter) trace(dst []Token, n int) []Token {
	count := 0
	for end := n; end > 0; end = int(s.steps[end].begin) {
		count++
	}
	begin := len(dst)
	dst = slices.Grow(dst, count)[:begin+count]
	tokens := dst[begin:]
	for end := n; end > 0; {
		last := s.steps[end]
		count--
		tokens[count] = Token{s.ends[last.begin], s.ends[end], last.id}
		end = int(last.begin)
	}
	return dst
}
