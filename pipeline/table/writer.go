package table

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

// rowGroupRows is the number of rows of a row group: DuckDB's own, whose scans are
// parallel by row group.
const rowGroupRows = 122_880

// writeRows is the number of rows that parquet-go takes before it looks whether a page
// is full. Rows are handed over in multiples of it, or the pages, and with them the
// bytes of the file, would depend on how a caller cuts its rows into calls of Write.
const writeRows = 64

// A Writer writes the rows of one file of a stage. It is used by one goroutine; many
// Writers may be used at once. It holds one row group in memory, compressed.
type Writer[T any] struct {
	path   string
	file   *os.File
	pens   *sync.Pool
	pen    *pen[T]
	want   ledger
	failed bool
}

// Create begins the file at a slash-separated path of the stage, such as
// tables/messages/dt=2026-11-16/part-0.parquet, and makes the folders above it. T is
// one of the row structs of this package. A file that is there is overwritten.
func Create[T any](stage *Stage, path string) (*Writer[T], error) {
	pens := pensOf[T](stage.store)
	own, ok := pens.Get().(*pen[T])
	if !ok {
		var err error
		if own, err = newPen[T](stage.store); err != nil {
			return nil, fmt.Errorf("create %s: %w", path, err)
		}
	}
	name, err := stage.File(path)
	if err != nil {
		return nil, err
	}
	file, err := stage.store.disk.Create(name)
	if err != nil {
		return nil, err
	}
	own.out.Reset(file)
	return &Writer[T]{
		path: name, file: file, pens: pens, pen: own, want: ledger{leaves: own.leaves},
	}, nil
}

// Write appends rows. The file's bytes depend on the rows alone, not on how they are
// spread over calls. The slice may be reused after the call; its strings must stay as
// they are until Close. After an error every call fails.
func (w *Writer[T]) Write(rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	if held := len(w.pen.pending); held > 0 {
		n := min(writeRows-held, len(rows))
		w.pen.pending = append(w.pen.pending, rows[:n]...)
		rows = rows[n:]
		if len(w.pen.pending) == writeRows {
			if err := w.flush(w.pen.pending); err != nil {
				return err
			}
			w.pen.pending = w.pen.pending[:0]
		}
	}
	whole := len(rows) - len(rows)%writeRows
	if err := w.flush(rows[:whole]); err != nil {
		return err
	}
	w.pen.pending = append(w.pen.pending, rows[whole:]...)
	return nil
}

func (w *Writer[T]) flush(rows []T) error {
	if w.failed {
		return fmt.Errorf("write %s: got rows after an error", w.path)
	}
	if len(rows) == 0 {
		return nil
	}
	record(&w.want, rows)
	_, err := w.pen.out.Write(rows)
	w.failed = err != nil
	return err
}

// Close finishes the file, verifies it and returns the number of rows it holds. A file
// that cannot be finished, or that is not what was written (*VerifyError), is removed,
// and so is one whose Write failed: that error was returned by Write and is not returned
// again. Publishing it is Stage.Commit's part, and so is making it durable.
func (w *Writer[T]) Close() (rows int64, err error) {
	if w.failed {
		return 0, errors.Join(w.file.Close(), os.Remove(w.path))
	}
	if err := w.finish(); err != nil {
		w.failed = true
		return 0, errors.Join(err, w.file.Close(), os.Remove(w.path))
	}
	return w.seal()
}

// finish writes what is left of the rows, and the footer.
func (w *Writer[T]) finish() error {
	if err := w.flush(w.pen.pending); err != nil {
		return err
	}
	return w.pen.out.Close()
}

// seal verifies the finished file, closes it and leaves the pen to the next Writer.
func (w *Writer[T]) seal() (rows int64, err error) {
	err = verify(w.path, w.file, &w.want, w.pen.counter)
	err = errors.Join(err, w.file.Close())
	if err != nil {
		return 0, errors.Join(err, os.Remove(w.path))
	}
	w.pen.clean()
	w.pens.Put(w.pen)
	return w.want.rows(), nil
}
