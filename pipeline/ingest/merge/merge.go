package merge

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"chatqc/pipeline/chat"
)

// Counts accounts for the rows of one file: their sum is the number of rows that were
// added with its index.
type Counts struct {
	Accepted   int64 // in the sessions, whether or not the tables held them before
	Duplicates int64 // equal to a row that was accepted or counted as a conflict
	Conflicts  int64 // lost against another content of the same message
	Outside    int64 // of sessions on days that may not be written
}

func (c *Counts) add(o Counts) {
	c.Accepted += o.Accepted
	c.Duplicates += o.Duplicates
	c.Conflicts += o.Conflicts
	c.Outside += o.Outside
}

// A Day says how much of the result lies on one day.
type Day struct {
	Date               chat.Date
	Messages, Sessions int64
}

// Merged is the result of a merge. Its methods may be called concurrently, until the
// spill is closed.
type Merged struct {
	files []Counts
	days  []Day
	runs  map[chat.Date][]extent
	blob  *blob

	memory int // for the buffers of one Day
}

// Files returns the accounts of all files up to the last that gave a row, by Row.File.
// Held rows are counted nowhere. The caller must not change it.
func (m *Merged) Files() []Counts { return m.files }

// Days returns the days that have sessions, sorted. The caller must not change it.
func (m *Merged) Days() []Day { return m.days }

// Merge turns what all writers added into sessions, Config.Jobs partitions at once. It
// can be called once, after every writer is closed. It returns the context's error, the
// first error of Config.OnConflict, or that of the disk; there is then no result.
func (s *Spill) Merge(ctx context.Context) (*Merged, error) {
	if err := s.seal(); err != nil {
		return nil, err
	}
	group, inner := errgroup.WithContext(ctx)
	workers := make([]*worker, min(s.cfg.Jobs, s.cfg.Partitions))
	var next atomic.Int64
	for i := range workers {
		w := newWorker(s)
		workers[i] = w
		group.Go(func() error {
			for {
				p := int(next.Add(1)) - 1
				if p >= len(s.chunks) {
					return nil
				}
				if err := w.partition(inner, s.rows, s.chunks[p], 0); err != nil {
					return fmt.Errorf("partition %d: %w", p, err)
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return s.collect(workers), nil
}

// collect adds up what the workers did.
func (s *Spill) collect(workers []*worker) *Merged {
	m := &Merged{
		files: make([]Counts, s.files), runs: map[chat.Date][]extent{}, blob: s.runs,
		memory: s.cfg.Memory / dayParts,
	}
	days := map[chat.Date]Day{}
	for _, w := range workers {
		for i, c := range w.files {
			m.files[i].add(c)
		}
		for _, r := range w.runs {
			d := days[r.day]
			days[r.day] = Day{r.day, d.Messages + r.messages, d.Sessions + r.sessions}
			m.runs[r.day] = append(m.runs[r.day], r.extent)
		}
	}
	for _, d := range slices.Sorted(maps.Keys(days)) {
		m.days = append(m.days, days[d])
	}
	return m
}
