package pipeline

import (
	"errors"
	"iter"
	"sync"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/inspect"
	"chatqc/pipeline/table"
)

// A dayObserver observes a day and writes its repeats. What goes beyond its share of the
// memory it spills.
type dayObserver struct {
	*inspect.Observer
	run    *run
	day    chat.Date
	limit  int
	sorter *table.Sorter[table.Repeat]
}

func (r *run) newDayObserver(d chat.Date) (*dayObserver, error) {
	sorter, err := table.NewSorter(r.stage.Dir(), inspect.RepeatOrder)
	return &dayObserver{
		inspect.NewObserver(), r, d, r.cfg.share(observeParts) / r.cfg.jobs(), sorter,
	}, err
}

func (o *dayObserver) observe(s *chat.Session) error {
	o.Observe(s)
	if o.Bytes() < o.limit {
		return nil
	}
	return o.spill(o.Take())
}

func (o *dayObserver) spill(p *inspect.Partial) error {
	return o.sorter.SpillSorted(func(yield func(*table.Repeat) bool) {
		for rows := range p.Rows(o.day) {
			for i := range rows {
				if !yield(&rows[i]) {
					return
				}
			}
		}
	})
}

// finish stages the day's repeats, unless the day could not be read.
func (o *dayObserver) finish(complete bool) (err error) {
	defer func() { err = errors.Join(err, o.sorter.Close()) }()
	if !complete {
		return nil
	}
	w, err := table.Create[table.Repeat](o.run.stage, partition("repeats", o.day)+partFile)
	if err != nil {
		return err
	}
	partial := o.Take()
	if o.sorter.Spilled() {
		err = errors.Join(o.spill(partial), o.merge(w))
	} else {
		for rows := range partial.Rows(o.day) {
			if err = w.Write(rows); err != nil {
				break
			}
		}
		o.run.partials.keep(o.day, partial)
	}
	_, closing := w.Close()
	return errors.Join(err, closing)
}

// merge adds up what was spilled of each text.
func (o *dayObserver) merge(w *table.Writer[table.Repeat]) error {
	var sums []table.Repeat // the last one is still to grow
	err := o.sorter.Merge(o.limit, nil, func(rows []table.Repeat) error {
		for i := range rows {
			last := len(sums) - 1
			if last >= 0 && inspect.RepeatOrder.Compare(&sums[last], &rows[i]) == 0 {
				sums[last].Messages += rows[i].Messages
				sums[last].Sessions += rows[i].Sessions
				continue
			}
			sums = append(sums, rows[i])
		}
		last := len(sums) - 1
		if err := w.Write(sums[:last]); err != nil {
			return err
		}
		sums = append(sums[:0], sums[last])
		return nil
	})
	return errors.Join(err, w.Write(sums))
}

// partials are what a run observed in the days that it wrote, as far as their share of the
// memory goes; the repeats of the others are read back.
type partials struct {
	limit int

	mu    sync.Mutex
	bytes int
	days  map[chat.Date]*inspect.Partial
}

func (p *partials) keep(d chat.Date, partial *inspect.Partial) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.days == nil {
		p.days = map[chat.Date]*inspect.Partial{}
	}
	if size := partial.Bytes(); p.bytes+size <= p.limit {
		p.bytes += size
		p.days[d] = partial
	}
}

// take hands the partial of a day over, nil when it was not kept.
func (p *partials) take(d chat.Date) *inspect.Partial {
	p.mu.Lock()
	defer p.mu.Unlock()
	partial := p.days[d]
	if partial != nil {
		p.bytes -= partial.Bytes()
		delete(p.days, d)
	}
	return partial
}

// A slidingWindow is the merge of the repeats of the days D−27 … D.
type slidingWindow struct {
	store *table.Store
	known *partials
	sum   inspect.Window
	days  map[chat.Date]bool // in the sum
	stops []func()           // end the reading of tables
}

func (r *run) newWindow() *slidingWindow {
	return &slidingWindow{
		store: r.store, known: &r.partials, days: map[chat.Date]bool{},
		sum: inspect.Window{Limit: r.cfg.share(windowParts)},
	}
}

// moveTo returns the window that ends on d. Days must be asked for in order.
func (w *slidingWindow) moveTo(d chat.Date) (frozen inspect.Frozen, err error) {
	existing, err := w.store.Days("repeats")
	if err != nil {
		return frozen, err
	}
	var add, remove []inspect.Source
	defer func() {
		for _, stop := range w.stops {
			stop()
		}
		w.stops = nil
	}()
	for old := range w.days {
		if w.sum.Kept() && old > d-inspect.WindowDays {
			continue
		}
		if w.sum.Kept() {
			remove = append(remove, w.source(old))
		}
		delete(w.days, old)
	}
	for _, e := range existing {
		if e <= d && e > d-inspect.WindowDays && !w.days[e] {
			add = append(add, w.source(e))
			w.days[e] = true
		}
	}
	return w.sum.Move(add, remove)
}

// source gives the texts of a day, from memory when they are at hand.
func (w *slidingWindow) source(d chat.Date) inspect.Source {
	if partial := w.known.take(d); partial != nil {
		return partial.Source()
	}
	next, stop := iter.Pull2(rowsOfTable[inspect.RepeatCount](w.store.DayPath("repeats", d)))
	w.stops = append(w.stops, stop)
	return inspect.RowSource(func() ([]inspect.RepeatCount, error) {
		rows, err, _ := next()
		return rows, err
	})
}

var errEnough = errors.New("enough was read")

// rowsOfTable gives the rows of a file as table.Read does.
func rowsOfTable[T any](path string) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		err := table.Read(path, func(rows []T) error {
			if !yield(rows, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	}
}
