package inspect

import "chatqc/pipeline/internal/arena"

// A slab keeps copies of strings, and numbers that rows point to, many in one block of memory.
type slab struct {
	arena.Arena
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
