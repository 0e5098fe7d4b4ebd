package table

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"os"
	"reflect"
	"slices"
	"sync"
	"unsafe"
)

// An Order says how rows are sorted: by what Group says, and then by Compare, which is total
// over rows of different content. Group may be nil; where it is a word that many rows share,
// such as their agent, sorting takes a fraction of the time.
type Order[T any] struct {
	Group   func(*T) string
	Compare func(a, b *T) int // by Group first
}

// A Sorter sorts more rows than memory is to hold: the caller hands over rows before there
// are too many, and in the end merges what is on disk with those that are left. Which rows
// went to disk makes no difference to the result.
type Sorter[T any] struct {
	dir   string
	order Order[T]
	wire  *wire

	mu    sync.Mutex
	file  *os.File // nil until something is spilled
	size  int64
	runs  []extentOf
	frame []byte
	batch []T
}

// extentOf is one sorted run in a Sorter's file.
type extentOf struct{ at, size int64 }

// NewSorter returns a Sorter whose temporary file, if it needs one, lies in dir. T is a row
// struct of this package.
func NewSorter[T any](dir string, order Order[T]) (*Sorter[T], error) {
	w, err := wireOf(reflect.TypeFor[T]())
	return &Sorter[T]{dir: dir, order: order, wire: w}, err
}

// Weigh estimates the memory of rows, in bytes: the structs and the strings that they do not
// share with others. A few nanoseconds a row.
func (s *Sorter[T]) Weigh(rows []T) (bytes int) {
	for i := range rows {
		bytes += s.wire.weight(unsafe.Pointer(&rows[i]))
	}
	return bytes
}

// Spilled reports whether any rows are on disk.
func (s *Sorter[T]) Spilled() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.runs) > 0
}

// Spill writes rows to disk, after which the caller may reuse their memory. It may be called
// concurrently.
func (s *Sorter[T]) Spill(rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	order := s.order.sort(rows)
	return s.SpillSorted(func(yield func(*T) bool) {
		for _, i := range order {
			if !yield(&rows[i]) {
				return
			}
		}
	})
}

// SpillSorted is Spill for rows that are in order already.
func (s *Sorter[T]) SpillSorted(rows iter.Seq[*T]) error {
	run := s.Run()
	for row := range rows {
		if run.Add(row); run.err != nil {
			break
		}
	}
	return run.End()
}

// A Run is some rows on their way to disk, in order. The Sorter can do nothing else until its
// End.
type Run[T any] struct {
	sorter *Sorter[T]
	out    frameWriter
	err    error // the first one
}

// Run begins a run.
func (s *Sorter[T]) Run() *Run[T] {
	s.mu.Lock()
	r := &Run[T]{sorter: s}
	if s.file == nil {
		s.file, r.err = os.CreateTemp(s.dir, "sort-*")
	}
	r.out = frameWriter{file: s.file, at: s.size, buffer: s.frame[:0]}
	return r
}

// Add writes a row, which must not come before the one added last. Errors are those of End.
func (r *Run[T]) Add(row *T) {
	if r.err != nil {
		return
	}
	r.out.begin()
	r.out.buffer = r.sorter.wire.append(r.out.buffer, unsafe.Pointer(row))
	r.err = r.out.end()
}

// End ends the run, whose rows Merge is going to give. It returns the first error of writing.
func (r *Run[T]) End() error {
	s := r.sorter
	defer s.mu.Unlock()
	if r.err == nil {
		r.err = r.out.flush()
	}
	s.frame = r.out.buffer[:0]
	if r.err == nil && r.out.at > s.size {
		s.runs = append(s.runs, extentOf{s.size, r.out.at - s.size})
		s.size = r.out.at
	}
	return r.err
}

// mergeRows is how many rows Merge hands over at once.
const mergeRows = 1024

// Merge calls fn with all rows that were spilled and those of held, in order, up to 1,024 at
// a time. The slice is reused, while the strings of the rows may be kept. memory bounds the
// buffers through which the runs are read, in bytes, though each has at least 4 KiB. The
// Sorter is empty then, and can be used again.
func (s *Sorter[T]) Merge(memory int, held [][]T, fn func(rows []T) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var heap sourceHeap[T]
	heap.compare = s.order.Compare
	room := min(max(memory/max(len(s.runs), 1), leastRoom), mostRoom)
	for _, run := range s.runs {
		from := &source[T]{wire: s.wire, frames: &frameReader{file: s.file, left: run, room: room}}
		if err := heap.add(from); err != nil {
			return err
		}
	}
	for _, rows := range held {
		if err := heap.add(&source[T]{rows: rows, order: s.order.sort(rows)}); err != nil {
			return err
		}
	}
	heap.init()
	if s.batch == nil {
		s.batch = make([]T, 0, mergeRows)
	}
	defer func() { clear(s.batch[:cap(s.batch)]) }() // it would keep the rows' strings
	for batch := s.batch; ; {
		for len(heap.sources) > 0 && len(batch) < mergeRows {
			batch = append(batch, *heap.sources[0].head)
			if err := heap.next(); err != nil {
				return err
			}
		}
		if len(batch) == 0 {
			break
		}
		if err := fn(batch); err != nil {
			return err
		}
		batch = batch[:0]
	}
	s.runs, s.size = s.runs[:0], 0
	return nil
}

// Close removes the temporary file. A second call does nothing.
func (s *Sorter[T]) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.file == nil {
		return nil
	}
	file := s.file
	s.file, s.runs, s.size = nil, nil, 0
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// sort returns the rows' numbers in order: the rows are large, and would be moved many times
// over. Rows mostly come sorted but for their group, so each group is looked at before it is
// sorted.
func (o *Order[T]) sort(rows []T) []int32 {
	order, ends := o.grouped(rows)
	compare := func(i, j int32) int { return o.Compare(&rows[i], &rows[j]) }
	begin := 0
	for _, end := range ends {
		if group := order[begin:end]; !slices.IsSortedFunc(group, compare) {
			slices.SortFunc(group, compare)
		}
		begin = end
	}
	return order
}

// grouped returns the rows' numbers by group, in the order of the groups, and where each
// group ends.
func (o *Order[T]) grouped(rows []T) (order []int32, ends []int) {
	order = make([]int32, len(rows))
	if o.Group == nil {
		for i := range order {
			order[i] = int32(i)
		}
		return order, []int{len(order)}
	}
	type group struct {
		name    string
		number  int32 // in the order of appearance
		members int
	}
	var groups []group
	numbers, known := make([]int32, len(rows)), map[string]int32{}
	for i := range rows {
		name := o.Group(&rows[i])
		if i > 0 && name == groups[numbers[i-1]].name {
			numbers[i] = numbers[i-1]
		} else if number, ok := known[name]; ok {
			numbers[i] = number
		} else {
			numbers[i] = int32(len(groups))
			known[name] = numbers[i]
			groups = append(groups, group{name: name, number: numbers[i]})
		}
		groups[numbers[i]].members++
	}
	slices.SortFunc(groups, func(a, b group) int { return cmp.Compare(a.name, b.name) })
	places, end := make([]int, len(groups)), 0
	for _, g := range groups {
		places[g.number] = end
		end += g.members
		ends = append(ends, end)
	}
	for i, number := range numbers {
		order[places[number]] = int32(i)
		places[number]++
	}
	return order, ends
}

// A source gives sorted rows, from memory or from a run.
type source[T any] struct {
	head *T // nil at the end

	rows  []T
	order []int32

	wire   *wire
	frames *frameReader
	reader wireReader
	row    T
}

func (s *source[T]) next() error {
	if s.frames == nil {
		if s.head = nil; len(s.order) > 0 {
			s.head, s.order = &s.rows[s.order[0]], s.order[1:]
		}
		return nil
	}
	frame, err := s.frames.next()
	if err != nil || frame == "" {
		s.head = nil
		return err
	}
	in := &s.reader
	in.s, in.bad = frame, false
	s.wire.read(in, unsafe.Pointer(&s.row))
	if in.bad || in.s != "" {
		return fmt.Errorf("%s: %w", s.frames.file.Name(), errDamagedRun)
	}
	s.head = &s.row
	return nil
}

// A sourceHeap has the source with the least row at its top.
type sourceHeap[T any] struct {
	compare func(a, b *T) int
	sources []*source[T]
}

// add takes a source in, unless it has no rows.
func (h *sourceHeap[T]) add(s *source[T]) error {
	err := s.next()
	if err == nil && s.head != nil {
		h.sources = append(h.sources, s)
	}
	return err
}

func (h *sourceHeap[T]) init() {
	for i := len(h.sources)/2 - 1; i >= 0; i-- {
		h.down(i)
	}
}

// next moves the top on to its next row.
func (h *sourceHeap[T]) next() error {
	if err := h.sources[0].next(); err != nil {
		return err
	}
	if h.sources[0].head == nil {
		last := len(h.sources) - 1
		h.sources[0], h.sources = h.sources[last], h.sources[:last]
	}
	h.down(0)
	return nil
}

func (h *sourceHeap[T]) down(i int) {
	for {
		least := 2*i + 1
		if least >= len(h.sources) {
			return
		}
		right := least + 1
		if right < len(h.sources) && h.compare(h.sources[right].head, h.sources[least].head) < 0 {
			least = right
		}
		if h.compare(h.sources[i].head, h.sources[least].head) <= 0 {
			return
		}
		h.sources[i], h.sources[least] = h.sources[least], h.sources[i]
		i = least
	}
}
