package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/zeebo/xxh3"
)

// parquetRows is how many rows of a Parquet file are decoded at once.
const parquetRows = 4096

// A parquetCutter reads the columns that are used, a batch of rows at a time.
type parquetCutter struct {
	file    *fileState
	names   names
	mapping *Mapping
	send    func(context.Context, batch) error
}

// hashFile returns the hash and size of a file that is not read from front to end.
func hashFile(f *os.File) (*hashReader, error) {
	h := &hashReader{in: f, hash: xxh3.New()}
	if _, err := io.Copy(io.Discard, h); err != nil {
		return nil, err
	}
	_, err := f.Seek(0, io.SeekStart)
	return h, err
}

// cut reads the file. Damaged files make the decoder panic in places; that is their
// fault, not the job's.
func (c *parquetCutter) cut(ctx context.Context, f *os.File) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = c.broken(fmt.Errorf("%v", cause))
		}
	}()
	properties := parquet.NewReaderProperties(memory.DefaultAllocator)
	properties.BufferedStreamEnabled = true // else a whole column of a row group is held
	raw, err := file.NewParquetReader(f, file.WithReadProps(properties))
	if err != nil {
		return c.broken(err)
	}
	arrowReader, err := pqarrow.NewFileReader(raw,
		pqarrow.ArrowReadProperties{BatchSize: parquetRows}, memory.DefaultAllocator)
	if err != nil {
		return c.broken(err)
	}
	head, leaves, err := c.header(raw)
	if err != nil {
		return err
	}
	records, err := arrowReader.GetRecordReader(ctx, leaves, nil)
	if err != nil {
		return c.broken(err)
	}
	defer records.Release()
	if fault := checkTypes(head, records.Schema()); fault != nil {
		fault.Path = c.file.path
		return fault
	}
	return c.batches(ctx, records, head)
}

func (c *parquetCutter) broken(err error) error {
	return unreadable(c.file.path, "Parquet file", err)
}

func (c *parquetCutter) batches(ctx context.Context, records pqarrow.RecordReader,
	head *header) error {
	for number := int64(1); records.Next(); {
		rec := records.RecordBatch()
		rec.Retain()
		next := &parquetBatch{file: c.file, header: head, first: number, rec: rec}
		number += rec.NumRows()
		if err := c.send(ctx, next); err != nil {
			return err
		}
	}
	if err := records.Err(); err != nil && !errors.Is(err, io.EOF) {
		return errors.Join(ctx.Err(), c.broken(err))
	}
	return nil
}

// header finds the columns that are used and their places among the leaves; the header
// returned has those only, in the order of the file.
func (c *parquetCutter) header(raw *file.Reader) (*header, []int, error) {
	schema := raw.MetaData().Schema
	var fields []string
	var leaves []int
	for i := range schema.NumColumns() {
		if path := schema.Column(i).ColumnPath(); len(path) == 1 {
			fields = append(fields, path[0])
			leaves = append(leaves, i)
		}
	}
	all, fault := c.names.newHeader(fields, c.mapping)
	if fault != nil {
		fault.Path, fault.Line, fault.Column = c.file.path, 0, 0
		fault.Hint = mappingAdvice
		return nil, nil, fault
	}
	used := &header{has: all.has}
	c.file.note = all.note()
	var places []int
	for i, col := range all.columns {
		if col.field != fieldNone {
			used.columns = append(used.columns, col)
			places = append(places, leaves[i])
		}
	}
	return used, places, nil
}

func checkTypes(head *header, schema *arrow.Schema) *FileError {
	for i, col := range head.columns {
		f := schema.Field(i)
		if cellReader(f.Type) == nil {
			return &FileError{
				Problem: fmt.Sprintf("got the type %s in the column %q, want text, a whole number "+
					"or, for sent_at, a timestamp", f.Type, clip(f.Name)),
				Hint: "write the column as text; identifiers lose digits as floating-point numbers",
			}
		}
		if f.Type.ID() == arrow.TIMESTAMP && col.field != fieldSentAt {
			return &FileError{
				Problem: fmt.Sprintf("got a timestamp in the column %q, want text", clip(f.Name)),
				Hint:    mappingAdvice,
			}
		}
	}
	return nil
}

// A parquetBatch is some rows of a Parquet file.
type parquetBatch struct {
	file   *fileState
	header *header
	first  int64 // number of the first row
	rec    arrow.RecordBatch
}

func (b *parquetBatch) run(w *worker) error {
	defer b.rec.Release()
	w.begin(b.file)
	w.rec.column = b.header.has
	readers := make([]func(*worker, int) cell, len(b.header.columns))
	for i := range readers {
		array := b.rec.Column(i)
		readers[i] = cellReader(array.DataType())(array)
	}
	for row := range int(b.rec.NumRows()) {
		w.convert.mayBreak, w.convert.mayNUL = true, true
		w.rec.reset()
		for i, col := range b.header.columns {
			if !b.rec.Column(i).IsNull(row) {
				w.rec.cells[col.field] = readers[i](w, row)
			}
		}
		raw := w.rec.cells[fieldText].text
		if len(raw) > 2*excerptBytes {
			raw = raw[:2*excerptBytes]
		}
		if err := w.emit(b.first+int64(row), -1, []byte(raw)); err != nil {
			return err
		}
	}
	return w.end()
}
