package export

import (
	"bytes"
	"io"
	"sync"
)

// Limits of cutting. Tests make them small.
type limits struct {
	block  int // bytes of a usual block
	record int // bytes of the longest line or quoted record, without its newline
}

func defaultLimits() limits { return limits{block: 1 << 20, record: 8 << 20} }

// A window is the part of a text file that is not cut into blocks yet. It grows from
// a block to one record of the longest length, with its newline, and shrinks again: what
// fills it and does not end is too long, wherever blocks were cut before.
type window struct {
	in     io.Reader
	limits limits
	pool   *sync.Pool // of *[]byte with limits.block capacity
	data   []byte
	offset int64 // of data in the decoded stream
	eof    bool
}

func newWindow(in io.Reader, l limits, pool *sync.Pool) *window {
	return &window{in: in, limits: l, pool: pool, data: borrow(pool)}
}

func newPool(l limits) *sync.Pool {
	return &sync.Pool{New: func() any {
		b := make([]byte, 0, l.block)
		return &b
	}}
}

func borrow(pool *sync.Pool) []byte {
	b, ok := pool.Get().(*[]byte)
	if !ok {
		return nil
	}
	return (*b)[:0]
}

func (w *window) recycle(b []byte) {
	if cap(b) == w.limits.block {
		b = b[:0]
		w.pool.Put(&b)
	}
}

// fill reads until the window is full or the file ends, and grows a full window. It
// reports whether that added anything.
func (w *window) fill() (grown bool, err error) {
	if w.eof {
		return false, nil
	}
	if len(w.data) == cap(w.data) {
		size := min(2*cap(w.data), w.limits.record+1)
		if size <= cap(w.data) {
			return false, nil
		}
		old := w.data
		w.data = append(make([]byte, 0, size), old...)
		w.recycle(old)
	}
	for len(w.data) < cap(w.data) {
		n, err := w.in.Read(w.data[len(w.data):cap(w.data)])
		w.data = w.data[:len(w.data)+n]
		grown = grown || n > 0
		if err == io.EOF {
			w.eof = true
			return grown, nil
		}
		if err != nil {
			return grown, err
		}
	}
	return grown, nil
}

// take hands the first n bytes over to the caller, who recycles them and does not append
// to them.
func (w *window) take(n int) []byte {
	block := w.data[:n]
	rest := w.data[n:]
	w.data = borrow(w.pool)
	if len(rest) > cap(w.data) {
		w.data = make([]byte, 0, len(rest))
	}
	w.data = append(w.data, rest...)
	w.offset += int64(n)
	return block
}

// drop forgets the first n bytes.
func (w *window) drop(n int) {
	w.data = w.data[:copy(w.data, w.data[n:])]
	w.offset += int64(n)
}

// skipLine drops everything up to the next newline and it, or to the end of the file,
// and returns how the line begins. It holds no more than the window does.
func (w *window) skipLine() (head string, err error) {
	head = excerpt(string(w.data[:min(len(w.data), 2*excerptBytes)]), excerptBytes)
	for {
		if i := bytes.IndexByte(w.data, '\n'); i >= 0 {
			w.drop(i + 1)
			return head, nil
		}
		w.drop(len(w.data))
		grown, err := w.fill()
		if err != nil || !grown {
			return head, err
		}
	}
}
