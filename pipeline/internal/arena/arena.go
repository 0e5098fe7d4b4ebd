// Package arena makes many short strings in one block of memory.
package arena

import (
	"cmp"
	"strings"
)

const defaultBlock = 32 << 10

// An Arena keeps copies of strings. It never touches a block again that it has filled, so the
// copies are good for as long as they are held; each holds on to its block. The zero value is
// empty. It is not for concurrent use.
type Arena struct {
	Block int // bytes of a block, 0 is 32 KiB; what is longer has one of its own
	kept  strings.Builder
}

// Bytes returns a copy of b as a string. It allocates when a block is full.
func (a *Arena) Bytes(b []byte) string {
	begin := a.room(len(b))
	a.kept.Write(b)
	return a.kept.String()[begin:]
}

// String is Bytes for a string.
func (a *Arena) String(s string) string {
	begin := a.room(len(s))
	a.kept.WriteString(s)
	return a.kept.String()[begin:]
}

// room makes room for n bytes and returns where they begin.
func (a *Arena) room(n int) (begin int) {
	if a.kept.Cap()-a.kept.Len() < n {
		a.kept = strings.Builder{}
		a.kept.Grow(max(cmp.Or(a.Block, defaultBlock), n))
	}
	return a.kept.Len()
}
