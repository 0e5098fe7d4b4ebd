package table

import (
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/parquet-go/parquet-go"
)

// readRows is how many rows Read hands over at once.
const readRows = 1024

// Read calls fn with the rows of a file, in their order, up to 1,024 at a time; an empty
// file gives no call. The slice is reused, while its strings, pointers and nested
// slices may be kept. An error of fn ends the reading and is returned as it is. A file
// that is missing, damaged or that lacks a column of T is an error that names the path;
// columns that T does not know are passed over, since newer programs add some.
//
// Rows are assembled one by one, at about a microsecond a row: for messages,
// ReadSessions is several times as fast.
func Read[T any](path string, fn func(rows []T) error) error {
	f, err := openAs(path, reflect.TypeFor[T]())
	if err != nil {
		return err
	}
	defer f.file.Close()
	reader, err := rowReader[T](f)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	rows := make([]T, min(readRows, f.NumRows()))
	for left := f.NumRows(); left > 0; {
		n := 0
		err := guard(func() (err error) {
			// The library fills the pointers and slices that it finds in a row, and
			// those of the last batch belong to fn.
			clear(rows)
			n, err = reader.Read(rows)
			return err
		})
		left -= int64(n)
		if errors.Is(err, io.EOF) && left == 0 {
			err = nil // the library may say so with the last rows
		} else if err == nil && n == 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return fmt.Errorf("read %s: %d rows are missing: %w", path, left, err)
		}
		if err := fn(rows[:n]); err != nil {
			return err
		}
	}
	return nil
}

func rowReader[T any](f *parquetFile) (reader *parquet.GenericReader[T], err error) {
	err = guard(func() error {
		opened, err := parquet.OpenFile(f.file, f.size,
			parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
		if err == nil {
			reader = parquet.NewGenericReader[T](opened)
		}
		return err
	})
	return reader, err
}

// openAs opens a file that holds at least the columns of a row struct.
func openAs(path string, row reflect.Type) (*parquetFile, error) {
	leaves, err := leavesOf(row)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	for i := range leaves {
		if _, err := leaves[i].find(f.MetaData().Schema); err != nil {
			_ = f.file.Close()
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
	}
	return f, nil
}
