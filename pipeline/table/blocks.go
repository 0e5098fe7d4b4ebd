package table

import (
	"math/bits"
	"sync"
)

// leastBlock is the size of the smallest blocks: arrow-go takes one of it for each column
// chunk that it opens.
const leastBlock = 16 << 10

// Blocks lend memory to arrow-go. It asks for the same few sizes for every column chunk;
// made anew each time, they would cost a small file more than the decoding does. Blocks
// may be used concurrently, since arrow-go gives some back from finalisers.
type blocks struct{ free sync.Pool } // of *[]byte

// Allocate returns size bytes of any content.
func (b *blocks) Allocate(size int) []byte {
	if free, ok := b.free.Get().(*[]byte); ok && cap(*free) >= size {
		return (*free)[:size]
	}
	return make([]byte, size, 1<<bits.Len(uint(max(size, leastBlock)-1)))
}

// Reallocate returns size bytes that begin with those of old, which it takes.
func (b *blocks) Reallocate(size int, old []byte) []byte {
	if cap(old) >= size {
		return old[:size]
	}
	grown := b.Allocate(size)
	copy(grown, old)
	b.Free(old)
	return grown
}

// Free takes back what Allocate returned.
func (b *blocks) Free(old []byte) {
	if cap(old) >= leastBlock {
		b.free.Put(&old)
	}
}
