package table

import (
	"bytes"
	"fmt"
	"os"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/metadata"
)

// A parquetFile is a file opened by arrow-go, whose footer was found to be possible.
type parquetFile struct {
	*file.Reader
	file   *os.File
	source parquet.ReaderAtSeeker // the file, or all its bytes
}

// wholeBytes is the size up to which a file is read at once: a read for each column would
// cost more than its bytes.
const wholeBytes = 64 << 10

// streamBytes is how much of a column is read at once from a larger file.
const streamBytes = 64 << 10

// open opens a Parquet file and checks what a reader would otherwise trust: that every
// column chunk lies inside the file. Errors are those of damaged.
func open(path string) (*parquetFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, damaged(path, err)
	}
	opened, err := openFile(f, new(blocks))
	if err != nil {
		_ = f.Close()
		return nil, damaged(path, err)
	}
	return opened, nil
}

// openFile is open for a file that is open already, and stays so.
func openFile(f *os.File, lender *blocks) (*parquetFile, error) {
	opened := &parquetFile{file: f, source: f}
	properties := parquet.NewReaderProperties(lender)
	properties.BufferedStreamEnabled, properties.BufferSize = true, streamBytes
	err := guard(func() error {
		info, err := f.Stat()
		if err != nil {
			return err
		}
		if size := info.Size(); info.Mode().IsRegular() && size <= wholeBytes {
			data := make([]byte, size)
			if _, err := f.ReadAt(data, 0); err != nil {
				return err
			}
			opened.source, properties.BufferedStreamEnabled = bytes.NewReader(data), false
		}
		opened.Reader, err = file.NewParquetReader(opened.source, file.WithReadProps(properties))
		if err != nil {
			return err
		}
		return checkChunks(opened.MetaData(), info.Size())
	})
	if err != nil {
		return nil, err
	}
	return opened, nil
}

// guard turns a panic of a Parquet library into an error. Both libraries index into what
// a file says about itself, so a damaged file makes them panic now and then; that one
// file must not take the run down. Callers' functions are called outside of it.
func guard(call func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("file is damaged: %v", fault)
		}
	}()
	return call()
}

// checkChunks refuses a footer that leads out of the file: readers allocate what it asks
// for, and running out of memory cannot be recovered from.
func checkChunks(meta *metadata.FileMetaData, size int64) error {
	var rows int64
	for i := range meta.RowGroups {
		group := meta.RowGroup(i)
		if group.NumColumns() != meta.Schema.NumColumns() {
			return fmt.Errorf("row group %d: got %d columns, want %d",
				i, group.NumColumns(), meta.Schema.NumColumns())
		}
		for c := range group.NumColumns() {
			chunk, err := group.ColumnChunk(c)
			if err != nil {
				return err
			}
			begin, length := extent(chunk)
			if begin < 0 || length < 0 || begin > size-length {
				return fmt.Errorf("row group %d, column %d: got bytes %d+%d, want them below %d",
					i, c, begin, length, size)
			}
		}
		if group.NumRows() < 0 {
			return fmt.Errorf("row group %d: got %d rows", i, group.NumRows())
		}
		rows += group.NumRows()
	}
	if rows != meta.NumRows {
		return fmt.Errorf("got %d rows in row groups, want %d", rows, meta.NumRows)
	}
	return nil
}
