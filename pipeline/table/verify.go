package table

import (
	"fmt"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// A VerifyError says that a file is not what was written: a fault of the disk or of a
// library. The file was removed, and nothing was published.
type VerifyError struct {
	Path   string
	Reason string // got …, want …
	Err    error  // what the reading library said, or nil
}

// Error names the file and the difference.
func (e *VerifyError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("verify %s: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("verify %s: %s", e.Path, e.Reason)
}

// Unwrap returns the error of the library that read the file, or nil.
func (e *VerifyError) Unwrap() error { return e.Err }

// verify re-opens a file by the other Parquet library and compares its columns, rows,
// nulls and values with what was given to the writer.
//
// Every column of every row group is decoded. Counts alone would come from the footer,
// where they are the writer's own claim; a writer that lost values of a dictionary column
// still wrote the right counts there. Decoding costs about a sixth of writing the file:
// without assembling rows, and with the file in the page cache, it is little more than
// the decompression.
func verify(path string, leaves []leaf, want []tally, rows int64) error {
	f, err := open(path)
	if err != nil {
		return &VerifyError{Path: path, Err: err}
	}
	defer f.file.Close()
	reason := ""
	err = guard(func() error {
		var err error
		reason, err = f.differs(leaves, want, rows)
		return err
	})
	if err != nil || reason != "" {
		return &VerifyError{Path: path, Reason: reason, Err: err}
	}
	return nil
}

// differs returns the first difference, or "".
func (f *parquetFile) differs(leaves []leaf, want []tally, rows int64) (string, error) {
	schema := f.MetaData().Schema
	if f.NumRows() != rows || schema.NumColumns() != len(leaves) {
		return fmt.Sprintf("got %d rows of %d columns, want %d of %d",
			f.NumRows(), schema.NumColumns(), rows, len(leaves)), nil
	}
	count := newCounter()
	for i := range leaves {
		column := schema.Column(i)
		if column.Path() != leaves[i].path {
			return fmt.Sprintf("got column %s, want %s", column.Path(), leaves[i].path), nil
		}
		if err := leaves[i].compare(column); err != nil {
			return err.Error(), nil
		}
		var got tally
		for g := range f.NumRowGroups() {
			if err := count.chunk(f.RowGroup(g), i, &got); err != nil {
				return "", fmt.Errorf("column %s: %w", leaves[i].path, err)
			}
		}
		if got != want[i] {
			return fmt.Sprintf("column %s: got %d values, %d nulls, sum %016x, want %d, %d, %016x",
				leaves[i].path, got.values, got.nulls, got.sum,
				want[i].values, want[i].nulls, want[i].sum), nil
		}
	}
	return "", nil
}

// countRows is how many values are decoded at once: they stay in the processor's cache.
const countRows = 1024

// A counter tallies column chunks with reused buffers.
type counter struct {
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

// chunk adds one column chunk to a tally.
func (c *counter) chunk(group *file.RowGroupReader, column int, t *tally) error {
	reader, err := group.Column(column)
	if err != nil {
		return err
	}
	defer reader.Close()
	for reader.HasNext() {
		levels, values, err := c.batch(reader, t)
		if err != nil {
			return err
		}
		if levels == 0 {
			break
		}
		t.nulls += levels - int64(values)
	}
	return reader.Err()
}

// batch adds values of one page: byte slices are valid until the next page is read.
func (c *counter) batch(reader file.ColumnChunkReader, t *tally) (levels int64, n int, err error) {
	switch r := reader.(type) {
	case *file.ByteArrayColumnChunkReader:
		levels, n, err = r.ReadBatchInPage(countRows, c.bytes, c.defs, c.reps)
		for _, v := range c.bytes[:n] {
			t.addBytes(v)
		}
	case *file.Int32ColumnChunkReader:
		levels, n, err = r.ReadBatchInPage(countRows, c.int32s, c.defs, c.reps)
		for _, v := range c.int32s[:n] {
			t.addInt(int64(v))
		}
	case *file.Int64ColumnChunkReader:
		levels, n, err = r.ReadBatchInPage(countRows, c.int64s, c.defs, c.reps)
		for _, v := range c.int64s[:n] {
			t.addInt(v)
		}
	case *file.Float64ColumnChunkReader:
		levels, n, err = r.ReadBatchInPage(countRows, c.doubles, c.defs, c.reps)
		for _, v := range c.doubles[:n] {
			t.addFloat(v)
		}
	case *file.BooleanColumnChunkReader:
		levels, n, err = r.ReadBatchInPage(countRows, c.bools, c.defs, c.reps)
		for _, v := range c.bools[:n] {
			t.addBool(v)
		}
	default:
		err = fmt.Errorf("got values of type %v", reader.Type())
	}
	return levels, n, err
}
