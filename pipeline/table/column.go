package table

import (
	"fmt"
	"strings"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// batchRows is how many rows are decoded at once: thirteen columns of them stay in the
// processor's cache.
const batchRows = 1024

// A chunk is one of arrow-go's typed readers of a column chunk.
type chunk[V any] interface {
	ReadBatchInPage(size int64, values []V, defs, reps []int16) (int64, int, error)
	Close() error
}

// A column decodes a column without nulls, batch by batch.
type column[V any] struct {
	index  int // in the file
	chunk  chunk[V]
	values []V // of the batch
}

// enter begins the column's chunk in a row group.
func (c *column[V]) enter(group *file.RowGroupReader) error {
	if c.chunk != nil {
		if err := c.chunk.Close(); err != nil {
			return err
		}
	}
	reader, err := group.Column(c.index)
	if err != nil {
		return err
	}
	typed, ok := reader.(chunk[V])
	if !ok {
		return fmt.Errorf("column %s: got values of type %v",
			reader.Descriptor().Path(), reader.Type())
	}
	c.chunk = typed
	if c.values == nil {
		c.values = make([]V, batchRows)
	}
	return nil
}

// next decodes n values, from as many pages as they lie in.
func (c *column[V]) next(n int) error {
	for got := 0; got < n; {
		more, err := c.page(c.values[got:n])
		if err != nil {
			return err
		}
		got += more
	}
	return nil
}

// page decodes values from the current page alone, at least one.
func (c *column[V]) page(into []V) (int, error) {
	_, n, err := c.chunk.ReadBatchInPage(int64(len(into)), into, nil, nil)
	if err == nil && n == 0 {
		err = fmt.Errorf("column %d ends before its row group", c.index)
	}
	return n, err
}

// A stringColumn is a column of strings. Those of arrow-go lie in the page and die with
// it, so they are copied; a value that the page's dictionary holds once is copied once
// for each run of equal values.
type stringColumn struct {
	column[parquet.ByteArray]
	strings []string // of the batch
	arena   arena
}

func (c *stringColumn) next(n int) error {
	if c.strings == nil {
		c.strings = make([]string, batchRows)
	}
	for got := 0; got < n; {
		more, err := c.page(c.values[got:n])
		if err != nil {
			return err
		}
		for i, v := range c.values[got : got+more] {
			if i > 0 && sameBytes(v, c.values[got+i-1]) {
				c.strings[got+i] = c.strings[got+i-1]
				continue
			}
			c.strings[got+i] = c.arena.add(v)
		}
		got += more
	}
	return nil
}

// sameBytes reports whether two values are one and the same place in memory, as equal
// values of a dictionary are.
func sameBytes(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

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
