package table

import "strings"

// arenaBytes is the size of the blocks in which strings are kept.
const arenaBytes = 64 << 10

// An arena makes strings out of bytes, many in one block of memory. It never touches a
// block again that it has filled, so its strings are good for as long as they are held.
type arena struct{ block strings.Builder }

func (a *arena) add(b []byte) string {
	if a.block.Cap()-a.block.Len() < len(b) {
		a.block = strings.Builder{}
		a.block.Grow(max(arenaBytes, len(b)))
	}
	begin := a.block.Len()
	a.block.Write(b)
	return a.block.String()[begin:]
}
