package table

import (
	"fmt"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// countRows is how many values are decoded at once: they stay in the processor's cache.
const countRows = 1024

// A counter tallies column chunks with reused buffers.
type counter struct {
	blocks     blocks
	defs, reps []int16
	bytes      []parquet.ByteArray
	int32s     []int32
	int64s     []int64
	doubles    []float64
	bools      []bool
}

func newCounter() *counter {
	return &counter{
		defs: make([]int16, countRows), reps: make([]int16, countRows),
		bytes: make([]parquet.ByteArray, countRows), int32s: make([]int32, countRows),
		int64s: make([]int64, countRows), doubles: make([]float64, countRows),
		bools: make([]bool, countRows),
	}
}

// differs compares the values of the first rows of a column with what was given to the
// writer.
func (c *counter) differs(
	group *file.RowGroupReader, i int, of *groupLedger,
) (reason string, err error) {
	want := of.columns[i].sample
	got, more, err := c.tally(group, i, want.values+want.nulls)
	if err != nil {
		return "", err
	}
	if got != want || more != (of.rows > sampleRows) {
		reason = fmt.Sprintf("got %d values, %d nulls, sum %016x, want %d, %d, %016x",
			got.values, got.nulls, got.sum, want.values, want.nulls, want.sum)
	}
	return reason, nil
}

// tally tallies the first levels, which are values or nulls, of a column chunk. more says
// whether the chunk has further ones.
func (c *counter) tally(
	group *file.RowGroupReader, column int, levels int64,
) (t tally, more bool, err error) {
	reader, err := group.Column(column)
	if err != nil {
		return t, false, err
	}
	defer reader.Close()
	for levels > 0 && reader.HasNext() {
		got, values, err := c.batch(reader, min(levels, countRows), &t)
		if err != nil {
			return t, false, err
		}
		if got == 0 {
			break
		}
		t.nulls += got - int64(values)
		levels -= got
	}
	more = reader.HasNext()
	return t, more, reader.Err()
}

// batch adds up to size levels of one page: byte slices are valid until the next page is
// read.
func (c *counter) batch(
	reader file.ColumnChunkReader, size int64, t *tally,
) (levels int64, n int, err error) {
	switch r := reader.(type) {
	case *file.ByteArrayColumnChunkReader:
		levels, n, err = r.ReadBatchInPage(size, c.bytes, c.defs, c.reps)
		for _, v := range c.bytes[:n] {
			t.addBytes(v)
		}
	case *file.Int32ColumnChunkReader:
		levels, n, err = r.ReadBatchInPage(size, c.int32s, c.defs, c.reps)
		for _, v := range c.int32s[:n] {
			t.addInt(int64(v))
		}
	case *file.Int64ColumnChunkReader:
		levels, n, err = r.ReadBatchInPage(size, c.int64s, c.defs, c.reps)
		for _, v := range c.int64s[:n] {
			t.addInt(v)
		}
	case *file.Float64ColumnChunkReader:
		levels, n, err = r.ReadBatchInPage(size, c.doubles, c.defs, c.reps)
		for _, v := range c.doubles[:n] {
			t.addFloat(v)
		}
	case *file.BooleanColumnChunkReader:
		levels, n, err = r.ReadBatchInPage(size, c.bools, c.defs, c.reps)
		for _, v := range c.bools[:n] {
			t.addBool(v)
		}
	default:
		err = fmt.Errorf("got values of type %v", reader.Type())
	}
	return levels, n, err
}
