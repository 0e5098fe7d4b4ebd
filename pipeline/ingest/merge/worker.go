package merge

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unsafe"
)

// A worker merges one partition after the other, with the same buffers.
type worker struct {
	spill    *Spill
	calendar calendar
	files    []Counts
	nobody   Counts // what is counted for held rows
	runs     []run
	share    int // of the memory: what is loaded at once

	arena   []byte // what is loaded
	index   []entry
	buckets []int
	spare   []entry // of group
	decoded []row   // rows with one hash

	// The conversation at hand: all its rows, and the indices of those that are kept.
	rows  []row
	order []int32
	piecesOf

	identities     []identity
	names, scratch []byte

	out      []byte // encoded sessions of the partition
	sessions []placed
}

func newWorker(s *Spill) *worker {
	w := &worker{
		spill: s, calendar: calendar{zone: s.cfg.Zone}, files: make([]Counts, s.files),
		share: s.cfg.share(),
	}
	largest := 0 // of what is going to be loaded: the buffers need not grow
	for _, chunks := range s.chunks {
		largest = max(largest, min(sizeOf(chunks), w.share))
	}
	w.arena, w.out = make([]byte, 0, largest), make([]byte, 0, largest)
	return w
}

// count returns the account of the file that gave the row.
func (w *worker) count(r *row) *Counts {
	if r.held || r.file < 0 {
		return &w.nobody
	}
	return &w.files[r.file]
}

// merge merges the rows of some conversations, all that there are of each, and writes
// their runs.
func (w *worker) merge(ctx context.Context, from *blob, chunks []block) error {
	w.out, w.sessions = w.out[:0], w.sessions[:0]
	if err := w.load(from, chunks); err != nil {
		return err
	}
	all := w.index
	for begin, n := 0, 0; begin < len(all); n++ {
		if n%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		end := begin + 1
		for end < len(all) && all[end].hash == all[begin].hash {
			end++
		}
		if err := w.decode(all[begin:end]); err != nil {
			return err
		}
		if err := w.converse(); err != nil {
			return err
		}
		begin = end
	}
	if err := w.writeRuns(); err != nil {
		return err
	}
	w.shrink()
	return nil
}

// shrink gives up the buffers that one huge conversation made larger than the worker's
// share.
func (w *worker) shrink() {
	if cap(w.arena) > 2*w.share {
		w.arena = nil
	}
	if cap(w.out) > 2*w.share {
		w.out = nil
	}
	if cap(w.decoded)*int(unsafe.Sizeof(row{})) > w.share {
		w.decoded, w.rows = nil, nil
	}
	if cap(w.scratch) > w.share {
		w.scratch = nil
	}
}

// converse merges the decoded rows: one conversation, or more when hashes collide.
func (w *worker) converse() error {
	all := w.decoded
	for i := 1; i < len(all); i++ {
		if compareKeys(&all[i], &all[0]) != 0 {
			slices.SortFunc(all, func(a, b row) int { return compareKeys(&a, &b) })
			break
		}
	}
	for begin := 0; begin < len(all); {
		end := begin + 1
		for end < len(all) && compareKeys(&all[end], &all[begin]) == 0 {
			end++
		}
		w.rows = all[begin:end]
		w.identify()
		if err := w.dedupe(); err != nil {
			return err
		}
		w.sort()
		if err := w.cut(); err != nil {
			return err
		}
		begin = end
	}
	return nil
}

// compareKeys orders rows by conversation.
func compareKeys(a, b *row) int {
	if a.shop != b.shop || a.session != b.session {
		return cmp.Or(strings.Compare(a.shop, b.shop), strings.Compare(a.session, b.session))
	}
	if a.session != "" {
		return 0
	}
	return strings.Compare(a.customer, b.customer)
}

// conflict tells of a row that lost. The strings are copied, for they alias the
// partition.
func (w *worker) conflict(r *row) error {
	s := w.spill
	if s.cfg.OnConflict == nil {
		return nil
	}
	lost := Row{
		MessageID: strings.Clone(r.id), SessionID: strings.Clone(r.session),
		Text: strings.Clone(r.text), AgentID: strings.Clone(r.agent),
		CustomerID: strings.Clone(r.customer), ShopID: strings.Clone(r.shop),
		Platform: strings.Clone(r.platform), Kind: strings.Clone(r.kind), Turn: r.turn,
		Role: r.role, SentAtMicros: r.sentAt, File: r.file, Number: r.number,
		Offset: r.offset, Held: r.held, Fixed: r.fixed,
	}
	s.conflicts.Lock()
	defer s.conflicts.Unlock()
	return s.cfg.OnConflict(lost)
}
