package export

import (
	"os"
	"sync/atomic"
	"unsafe"
)

// A fileState is one file while it is read. Workers count into it.
type fileState struct {
	index  int32
	path   string
	before os.FileInfo // when reading began; nil until then
	note   string      // set by the goroutine that reads the file

	rows, rejected, unusual atomic.Int64
}

// A batch is a piece of one file for any worker.
type batch interface {
	run(w *worker) error
}

// flushRows is how many rows go to the sink at once: few enough to stay in the cache.
const flushRows = 512

// A worker parses and converts batches. It belongs to one goroutine.
type worker struct {
	sink    Sink
	convert converter
	names   names
	json    jsonReader
	fields  []string // of a CSV record

	rec     record
	rows    []Row
	rejects []Reject
	arena   []byte // strings that are not in the block as they are
	file    *fileState
	read    int64 // rows of the batch
	bad     int64
	unusual int64 // JSON lines that were not for the scanner
}

func newWorker(opt *Options, known names, w *words, sink Sink) *worker {
	zone := opt.Zone
	if opt.Mapping.zone != nil {
		zone = opt.Mapping.zone
	}
	return &worker{
		sink: sink, names: known, json: newJSONReader(),
		convert: converter{
			clock: newClock(zone, opt.Mapping.layout), words: w.fork(),
			constants: &opt.Mapping.constants,
		},
		rows: make([]Row, 0, flushRows),
	}
}

// begin prepares for a batch of the file.
func (w *worker) begin(file *fileState) {
	w.file, w.read, w.bad, w.unusual = file, 0, 0, 0
	w.rec.column = [fieldCount]bool{}
}

// end gives what is left to the sink and counts.
func (w *worker) end() error {
	err := w.flush()
	w.file.rows.Add(w.read)
	w.file.rejected.Add(w.bad)
	w.file.unusual.Add(w.unusual)
	return err
}

// flush empties the buffers. Strings of the rows are not valid after it.
func (w *worker) flush() error {
	if len(w.rows) > 0 {
		if err := w.sink.Accept(w.rows); err != nil {
			return err
		}
		w.rows = w.rows[:0]
	}
	w.arena = w.arena[:0]
	if len(w.rejects) > 0 {
		err := w.sink.Reject(w.rejects)
		w.rejects = w.rejects[:0]
		return err
	}
	return nil
}

// emit converts w.rec, whose raw form is raw, into a row or a reject.
func (w *worker) emit(number, offset int64, raw []byte) error {
	if len(w.rows) == flushRows || len(w.rejects) == flushRows {
		if err := w.flush(); err != nil {
			return err
		}
	}
	w.read++
	n := len(w.rows)
	w.rows = w.rows[:n+1]
	row := &w.rows[n]
	if f := w.convert.convert(&w.rec, row); f != nil {
		w.rows = w.rows[:n]
		w.reject(number, offset, f, alias(raw))
		return nil
	}
	row.File, row.Number, row.Offset = w.file.index, number, offset
	return nil
}

// fault sets a row aside that has no fields.
func (w *worker) fault(number, offset int64, f *fault, raw []byte) error {
	w.read++
	if len(w.rejects) == flushRows {
		if err := w.flush(); err != nil {
			return err
		}
	}
	w.reject(number, offset, f, alias(raw))
	return nil
}

func (w *worker) reject(number, offset int64, f *fault, raw string) {
	w.bad++
	if f.raw != "" {
		raw = f.raw
	}
	name := ""
	if f.column != fieldNone {
		name = f.column.String()
	}
	w.rejects = append(w.rejects, Reject{
		File: w.file.index, Number: number, Offset: offset, Column: name,
		Code: f.code, Message: f.message, Text: excerpt(raw, excerptBytes),
	})
}

// alias returns the bytes as a string without copying. Nothing may write to them while
// the string is in use.
func alias(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// A lost batch is one row of which only the beginning was kept.
type lost struct {
	file   *fileState
	number int64
	offset int64
	fault  *fault
	head   string
}

func (l *lost) run(w *worker) error {
	w.begin(l.file)
	if err := w.fault(l.number, l.offset, l.fault, []byte(l.head)); err != nil {
		return err
	}
	return w.end()
}
