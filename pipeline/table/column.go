package table

import (
	"fmt"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"

	"chatqc/pipeline/internal/arena"
)

// batchRows is how many values are decoded at once: they and the rows that they go into
// stay in the processor's cache.
const batchRows = 512

// A chunk is one of arrow-go's typed readers of a column chunk.
type chunk[V any] interface {
	ReadBatchInPage(size int64, values []V, defs, reps []int16) (int64, int, error)
	Close() error
}

// A decoder gives the values of a column, batch by batch.
type decoder[V any] interface {
	// enter begins the column's chunk in a row group.
	enter(group *file.RowGroupReader) error
	// batch decodes up to n levels of one page, at least one. It gives the values that
	// are not null and, for a column that has such, the levels. All are good until the
	// next call.
	batch(n int) (values []V, at levels, err error)
}

// Levels say where values are null and where lists begin. They are empty for a column
// that can have neither.
type levels struct{ defs, reps []int16 }

// A column decodes values as arrow-go gives them: byte arrays lie in the page and die
// with it.
type column[V any] struct {
	leaf   *leaf
	index  int // in the file
	chunk  chunk[V]
	values []V
	at     levels
}

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
	if c.values != nil {
		return nil
	}
	c.values = make([]V, batchRows)
	if c.leaf.maxDef > 0 {
		c.at.defs = make([]int16, batchRows)
	}
	if c.leaf.maxRep > 0 {
		c.at.reps = make([]int16, batchRows)
	}
	return nil
}

func (c *column[V]) batch(n int) (values []V, at levels, err error) {
	n = min(n, batchRows)
	count, read, err := c.chunk.ReadBatchInPage(int64(n), c.values, c.at.defs, c.at.reps)
	if err == nil && count == 0 {
		err = fmt.Errorf("column %s ends before its row group", c.leaf.path)
	}
	if err != nil {
		return nil, levels{}, err
	}
	if c.at.defs != nil {
		at.defs = c.at.defs[:count]
	}
	if c.at.reps != nil {
		at.reps = c.at.reps[:count]
	}
	return c.values[:read], at, nil
}

// A stringColumn is a column of strings, copied out of their pages. A value that the
// page's dictionary holds once is copied once for each run of equal values, and seldom
// more than once when the column has few of them.
type stringColumn struct {
	column[parquet.ByteArray]
	strings []string // of the batch
	arena   arena.Arena
	recent  [64]string // values of a dictionary, by recentSlot
}

func (c *stringColumn) batch(n int) (values []string, at levels, err error) {
	raw, at, err := c.column.batch(n)
	if err != nil {
		return nil, at, err
	}
	if c.strings == nil {
		c.strings = make([]string, batchRows)
	}
	for i := range raw {
		if i > 0 && sameBytes(raw[i], raw[i-1]) {
			c.strings[i] = c.strings[i-1]
			continue
		}
		c.strings[i] = c.text(raw[i])
	}
	return c.strings[:len(raw)], at, nil
}

// text returns a copy of v. Of a value of a dictionary it is the same one as the last
// time, if that is not long ago.
func (c *stringColumn) text(v []byte) string {
	if !c.leaf.dict {
		return c.arena.Bytes(v)
	}
	s := &c.recent[recentSlot(v)]
	if *s != string(v) {
		*s = c.arena.Bytes(v)
	}
	return *s
}

// sameBytes reports whether two values are one and the same place in memory, as equal
// values of a dictionary are.
func sameBytes(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
