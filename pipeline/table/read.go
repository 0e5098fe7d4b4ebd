package table

import (
	"fmt"
	"reflect"
	"unsafe"
)

// readRows is how many rows Read hands over at once.
const readRows = 1024

// Read calls fn with the rows of a file, in their order, up to 1,024 at a time; an empty
// file gives no call. The slice is reused, while its strings, pointers and nested
// slices may be kept; each keeps up to 64 KiB of its neighbours in memory. An error of fn
// ends the reading and is returned as it is. A file that is missing, damaged or that
// lacks a column of T is a *DamagedError; columns that T does not know are
// passed over, since newer programs add some.
//
// T is a row struct of this package, or a caller's own with some of its fields: a column
// that it leaves out costs nothing. One that it has costs 5 to 30 ns a row.
func Read[T any](path string, fn func(rows []T) error) error {
	row := reflect.TypeFor[T]()
	leaves, err := leavesOf(row)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	f, err := openAs(path, leaves)
	if err != nil {
		return err
	}
	defer f.file.Close()
	reader := f.rowReader(leaves, row.Size())
	rows := make([]T, min(readRows, f.NumRows()))
	for left := f.NumRows(); left > 0; {
		n, err := reader.next(unsafe.Pointer(unsafe.SliceData(rows)), len(rows))
		if err != nil {
			return damaged(path, fmt.Errorf("%d rows are missing: %w", left, err))
		}
		left -= int64(n)
		if err := fn(rows[:n]); err != nil {
			return err
		}
	}
	return nil
}

// openAs opens a file that holds at least the given columns, undamaged.
func openAs(path string, leaves []leaf) (*parquetFile, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	err = guard(func() error { return f.checkColumns(leaves) })
	if err != nil {
		_ = f.file.Close()
		return nil, damaged(path, err)
	}
	return f, nil
}

// checkColumns finds the columns and reads their pages once, for their checksums: neither
// Parquet library looks at them, and a changed bit would only change a value.
func (f *parquetFile) checkColumns(leaves []leaf) error {
	for i := range leaves {
		if _, err := leaves[i].find(f.MetaData().Schema); err != nil {
			return err
		}
		column := f.MetaData().Schema.ColumnIndexByName(leaves[i].path)
		for g := range f.NumRowGroups() {
			chunk, err := f.RowGroup(g).MetaData().ColumnChunk(column)
			if err != nil {
				return err
			}
			begin, length := extent(chunk)
			if err := checkPages(f.source, begin, begin+length); err != nil {
				return fmt.Errorf("column %s: %w", leaves[i].path, err)
			}
		}
	}
	return nil
}

// A rowReader decodes the columns of a file into rows, a batch at a time.
type rowReader struct {
	file   *parquetFile
	fields []field
	size   uintptr // of a row
	group  int     // the next one
	left   int64   // rows of the current row group that are not decoded yet
}

// rowReader reads the columns of leaves, which the file has, into rows of size bytes.
func (f *parquetFile) rowReader(leaves []leaf, size uintptr) *rowReader {
	r := &rowReader{file: f, size: size}
	for i := range leaves {
		index := f.MetaData().Schema.ColumnIndexByName(leaves[i].path)
		r.fields = append(r.fields, newField(&leaves[i], index, size))
	}
	return r
}

// next decodes up to n rows, and all of them unless the file or a row group ends. first
// points to memory for n rows of the type from which the leaves come. At the file's end
// it returns 0.
func (r *rowReader) next(first unsafe.Pointer, n int) (done int, err error) {
	for r.left == 0 {
		if r.group == r.file.NumRowGroups() {
			return 0, nil
		}
		if err := guard(r.enter); err != nil {
			return 0, err
		}
	}
	n = int(min(int64(n), r.left))
	for done < n && err == nil {
		// All fields of some rows at a time: they stay in the processor's cache.
		some := min(batchRows, n-done)
		rows := unsafe.Add(first, uintptr(done)*r.size)
		err = guard(func() error { return r.fill(rows, some) })
		done += some
	}
	r.left -= int64(done)
	return done, err
}

func (r *rowReader) enter() error {
	group := r.file.RowGroup(r.group)
	for _, f := range r.fields {
		if err := f.enter(group); err != nil {
			return fmt.Errorf("row group %d: %w", r.group, err)
		}
	}
	r.group, r.left = r.group+1, group.NumRows()
	return nil
}

func (r *rowReader) fill(first unsafe.Pointer, n int) error {
	for _, f := range r.fields {
		if err := f.fill(first, n); err != nil {
			return fmt.Errorf("row group %d: %w", r.group-1, err)
		}
	}
	return nil
}
