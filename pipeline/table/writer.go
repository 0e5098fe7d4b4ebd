package table

import (
	"errors"
	"fmt"
	"os"
	"reflect"

	"github.com/parquet-go/parquet-go"
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
	path    string
	file    *os.File
	out     *parquet.GenericWriter[T]
	leaves  []leaf
	tallies []tally
	pending []T // fewer than writeRows rows
	rows    int64
	failed  bool
}

// Create begins the file at a slash-separated path of the stage, such as
// tables/messages/dt=2026-11-16/part-0.parquet, and makes the folders above it. T is
// one of the row structs of this package. A file that is there is overwritten.
func Create[T any](stage *Stage, path string) (*Writer[T], error) {
	leaves, err := leavesOf(reflect.TypeFor[T]())
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", path, err)
	}
	name, err := stage.File(path)
	if err != nil {
		return nil, err
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &Writer[T]{
		path: name, file: file, out: parquet.NewGenericWriter[T](file, stage.store.profile()...),
		leaves: leaves, tallies: make([]tally, len(leaves)), pending: make([]T, 0, writeRows),
	}, nil
}

// freeText are the columns whose least and greatest values help nobody find a row, but
// may be as long as a message: four copies of 1 MiB in a page's header are more than
// arrow-go reads.
var freeText = []string{
	"text", "message_text", "matched_text", "context_before", "context_after",
}

// profile is what DuckDB, pandas, Polars and Spark all read. Without the default
// encoding, strings without a tag would be DELTA_LENGTH_BYTE_ARRAY, which Spark's
// vectorised reader does not take. Bounds stand in the index of pages, once.
func (s *Store) profile() []parquet.WriterOption {
	options := []parquet.WriterOption{
		parquet.CreatedBy("chatqc", s.Program.Version, s.Program.Build),
		parquet.DataPageVersion(1),
		parquet.Compression(s.codec),
		parquet.MaxRowsPerRowGroup(rowGroupRows),
		parquet.DefaultEncodingFor(parquet.ByteArray, &parquet.Plain),
		parquet.DataPageStatistics(false),
	}
	for _, column := range freeText {
		options = append(options, parquet.SkipPageBounds(column))
	}
	return options
}

// Write appends rows. The file's bytes depend on the rows alone, not on how they are
// spread over calls. The slice may be reused after the call; its strings must stay as
// they are until Close. After an error every call fails.
func (w *Writer[T]) Write(rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	if held := len(w.pending); held > 0 {
		n := min(writeRows-held, len(rows))
		w.pending = append(w.pending, rows[:n]...)
		rows = rows[n:]
		if len(w.pending) == writeRows {
			if err := w.flush(w.pending); err != nil {
				return err
			}
			w.pending = w.pending[:0]
		}
	}
	whole := len(rows) - len(rows)%writeRows
	if err := w.flush(rows[:whole]); err != nil {
		return err
	}
	w.pending = append(w.pending, rows[whole:]...)
	return nil
}

func (w *Writer[T]) flush(rows []T) error {
	if w.failed {
		return fmt.Errorf("write %s: got rows after an error", w.path)
	}
	if len(rows) == 0 {
		return nil
	}
	tallyRows(w.leaves, w.tallies, rows)
	n, err := w.out.Write(rows)
	w.rows += int64(n)
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
		return 0, errors.Join(err, w.file.Close(), os.Remove(w.path))
	}
	return w.seal()
}

// finish writes what is left of the rows, and the footer.
func (w *Writer[T]) finish() error {
	if err := w.flush(w.pending); err != nil {
		return err
	}
	return w.out.Close()
}

// seal closes the finished file and verifies it.
func (w *Writer[T]) seal() (rows int64, err error) {
	err = w.file.Close()
	if err == nil {
		err = verify(w.path, w.leaves, w.tallies, w.rows)
	}
	if err != nil {
		return 0, errors.Join(err, os.Remove(w.path))
	}
	return w.rows, nil
}
