package inspect

import (
	"strings"
	"unsafe"
)

// slabBytes is the size of the blocks in which rows' strings are kept.
const slabBytes = 32 << 10

// A slab keeps copies of short strings, and numbers that rows point to, many in one block of
// memory. It never touches what it has written, so the copies are good for as long as they are
// held; each holds on to its block.
type slab struct {
	block   []byte
	numbers []float64
}

// number returns where a copy of a number stands.
func (s *slab) number(n float64) *float64 {
	if len(s.numbers) == 0 {
		s.numbers = make([]float64, 256)
	}
	place := &s.numbers[0]
	*place, s.numbers = n, s.numbers[1:]
	return place
}

func (s *slab) clone(text string) string {
	if len(text) == 0 || len(text) > slabBytes/8 {
		return strings.Clone(text)
	}
	if cap(s.block)-len(s.block) < len(text) {
		s.block = make([]byte, 0, slabBytes)
	}
	begin := len(s.block)
	s.block = append(s.block, text...)
	return unsafe.String(unsafe.SliceData(s.block[begin:]), len(text))
}

func (s *slab) cloneBytes(text []byte) string {
	return s.clone(unsafe.String(unsafe.SliceData(text), len(text)))
}
