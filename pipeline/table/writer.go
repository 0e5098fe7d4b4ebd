package table

import (
	"errors"
	"fmt"
	"os"
)

// rowGroupRows is the number of rows of a row group: DuckDB's own, whose scans are
// parallel by row group.
const rowGroupRows = 122_880

// A Writer writes the rows of one file of a stage. It is used by one goroutine; many
// Writers may be used at once. It holds one row group in memory, compressed.
type Writer[T any] struct {
	path   string
	file   *os.File
	store  *Store
	pen    *pen
	want   ledger
	failed bool
}

// Create begins the file at a slash-separated path of the stage, such as
// tables/messages/dt=2026-11-16/part-0.parquet, and makes the folders above it. T is
// one of the row structs of this package. A file that is there is overwritten.
func Create[T any](stage *Stage, path string) (*Writer[T], error) {
	own, ok := pensOf[T](stage.store).Get().(*pen)
	if !ok {
		var err error
		if own, err = newPen[T](stage.store); err != nil {
			return nil, fmt.Errorf("create %s: %w", path, err)
		}
	}
	press, err := stage.store.borrowPress()
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", path, err)
	}
	name, err := stage.File(path)
	if err != nil {
		return nil, err
	}
	file, err := stage.store.disk.Create(name)
	if err != nil {
		return nil, err
	}
	own.begin(file, press)
	return &Writer[T]{
		path: name, file: file, store: stage.store, pen: own, want: ledger{leaves: own.leaves},
	}, nil
}

// Write appends rows. The file's bytes depend on the rows alone, not on how they are
// spread over calls; each call costs a microsecond besides its rows. The slice and its
// strings may be reused after the call. After an error every call fails.
func (w *Writer[T]) Write(rows []T) error {
	if w.failed {
		return fmt.Errorf("write %s: got rows after an error", w.path)
	}
	for len(rows) > 0 {
		some := rows[:min(int64(len(rows)), rowGroupRows-w.pen.rows)]
		record(&w.want, some)
		w.pen.write(rowsIn(some))
		if w.pen.rows == rowGroupRows {
			if err := errors.Join(w.pen.endGroup(), w.pen.spill()); err != nil {
				w.failed = true
				return fmt.Errorf("write %s: %w", w.path, err)
			}
		}
		rows = rows[len(some):]
	}
	return nil
}

// Close finishes the file, verifies it and returns the number of rows it holds. A file
// that cannot be finished, or that is not what was written (*VerifyError), is removed,
// and so is one whose Write failed: that error was returned by Write and is not returned
// again. Publishing it is Stage.Commit's part, and so is making it durable.
func (w *Writer[T]) Close() (rows int64, err error) {
	if w.failed {
		return 0, errors.Join(w.file.Close(), os.Remove(w.path))
	}
	if err := w.pen.end(); err != nil {
		w.failed = true
		return 0, errors.Join(err, w.file.Close(), os.Remove(w.path))
	}
	return w.seal()
}

// seal verifies the finished file, closes it and leaves the pen to the next Writer.
func (w *Writer[T]) seal() (rows int64, err error) {
	err = verify(w.path, w.file, &w.want, w.pen.counter)
	err = errors.Join(err, w.file.Close())
	if err != nil {
		return 0, errors.Join(err, os.Remove(w.path))
	}
	w.store.presses.Put(w.pen.leave())
	pensOf[T](w.store).Put(w.pen)
	return w.want.rows(), nil
}
