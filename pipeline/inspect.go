package pipeline

import (
	"context"
	"errors"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/inspect"
	"chatqc/pipeline/table"
)

// inspect observes all days of the run, then inspects each against its own trailing
// window, so that one run over a month equals thirty nightly ones.
func (r *run) inspect(ctx context.Context) error {
	if err := r.observe(ctx); err != nil {
		return err
	}
	var done int64
	window := slidingWindow{
		store: r.store, known: &r.partials, days: map[chat.Date]*inspect.Partial{},
	}
	for _, d := range r.sortedDays() {
		frozen, err := window.moveTo(d)
		if err != nil {
			return err
		}
		if err := r.inspectDay(ctx, d, frozen); err != nil {
			return err
		}
		done += r.manifest.day(d.String()).Messages
		r.progress(Inspect, "messages", done, r.manifest.Totals.Accepted)
	}
	return nil
}

// inspects reports whether the run has the stage.
func (r *run) inspects() bool { return slices.Contains(r.manifest.Stages, string(Inspect)) }

// observe counts the texts of every day of the run and commits them as repeats. When
// those of a day changed, the later days that were inspected against the old ones are
// stale: they are named, or, with Refresh, inspected again.
func (r *run) observe(ctx context.Context) error {
	days := r.sortedDays()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(r.cfg.jobs())
	for _, d := range days {
		if !r.observed[d] {
			group.Go(func() error { return r.observeDay(ctx, d) })
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	stale, err := r.promiseStale(days)
	if err != nil {
		return err
	}
	for _, d := range days {
		if _, err := r.commit(partition("repeats", d)); err != nil {
			return err
		}
	}
	r.staleDays(stale)
	return nil
}

func (r *run) observeDay(ctx context.Context, d chat.Date) error {
	observer := inspect.NewObserver()
	err := table.ReadSessions(r.store.DayPath("messages", d), func(s *chat.Session) error {
		observer.Observe(s)
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return writeTable(r.stage, partition("repeats", d)+partFile, observer.Partial.Rows(d))
}

// staleDays inspects days again, or names them.
func (r *run) staleDays(stale []chat.Date) {
	if len(stale) == 0 {
		return
	}
	if r.cfg.Refresh {
		for _, d := range stale {
			r.days[d] = false
		}
		return
	}
	for _, d := range stale {
		r.manifest.StaleDays = append(r.manifest.StaleDays, d.String())
	}
	r.warn("late data touch the windows of days inspected before: %s", joinDates(stale))
}

// partials are what a run observed in the days that it wrote, of as many as a window
// holds; the repeats of others are read back.
type partials struct {
	mu   sync.Mutex
	days map[chat.Date]*inspect.Partial
}

func (p *partials) keep(d chat.Date, partial *inspect.Partial) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.days == nil {
		p.days = map[chat.Date]*inspect.Partial{}
	}
	if len(p.days) < inspect.WindowDays {
		p.days[d] = partial
	}
}

// take hands the partial of a day over, nil when it was not kept.
func (p *partials) take(d chat.Date) *inspect.Partial {
	p.mu.Lock()
	defer p.mu.Unlock()
	partial := p.days[d]
	delete(p.days, d)
	return partial
}

// A slidingWindow is the merge of the repeats of the days D−27 … D.
type slidingWindow struct {
	store  *table.Store
	known  *partials
	days   map[chat.Date]*inspect.Partial
	merged *inspect.Partial
}

// moveTo returns the window that ends on d. Days must be asked for in order.
func (w *slidingWindow) moveTo(d chat.Date) (inspect.Frozen, error) {
	if w.merged == nil {
		w.merged = inspect.NewPartial()
	}
	existing, err := w.store.Days("repeats")
	if err != nil {
		return inspect.Frozen{}, err
	}
	for old, partial := range w.days {
		if old <= d-inspect.WindowDays {
			inspect.Remove(w.merged, partial)
			delete(w.days, old)
		}
	}
	for _, e := range existing {
		if e > d || e <= d-inspect.WindowDays || w.days[e] != nil {
			continue
		}
		partial := w.known.take(e)
		if partial == nil {
			partial, err = readRepeats(w.store.DayPath("repeats", e))
		}
		if err != nil {
			return inspect.Frozen{}, err
		}
		w.days[e] = partial
		inspect.Combine(w.merged, partial)
	}
	return inspect.Freeze(w.merged), nil
}

func readRepeats(path string) (*inspect.Partial, error) {
	partial := inspect.NewPartial()
	err := table.Read(path, func(rows []table.Repeat) error {
		for i := range rows {
			if err := partial.AddRow(&rows[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return partial, err
}

// inspectDay inspects one day with all workers and commits its tables.
func (r *run) inspectDay(ctx context.Context, d chat.Date, window inspect.Frozen) error {
	result, messages, err := r.inspectSessions(ctx, d, window)
	if err != nil {
		return err
	}
	result.Sort()
	write := []func() error{
		func() error {
			return writeTable(r.stage, partition("sessions", d)+partFile, result.Sessions)
		},
		func() error {
			return writeTable(r.stage, partition("findings", d)+partFile, result.Findings)
		},
		func() error {
			return writeTable(r.stage, partition("copies", d)+partFile, result.Copies)
		},
	}
	var group errgroup.Group
	group.SetLimit(r.cfg.jobs())
	for _, w := range write {
		group.Go(w)
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for _, name := range []string{"sessions", "findings", "copies"} {
		if _, err := r.commit(partition(name, d)); err != nil {
			return err
		}
	}
	r.accountDay(d, result, messages)
	if slices.Contains(r.manifest.Stages, string(Coach)) {
		r.weeks.of(d).addResult(d, result)
	}
	return nil
}

func (r *run) accountDay(d chat.Date, result *inspect.Result, messages int64) {
	day := r.manifest.day(d.String())
	day.Messages, day.Changed = messages, r.days[d]
	day.Sessions, day.Copies = int64(len(result.Sessions)), int64(len(result.Copies))
	day.Findings = int64(len(result.Findings))
	for i := range result.Sessions {
		if result.Sessions[i].Valid {
			day.Valid++
		}
	}
	for i := range result.Findings {
		r.manifest.Findings[result.Findings[i].Dimension]++
		r.manifest.Severities[result.Findings[i].Severity]++
	}
}

// A worker inspects sessions for as long as the run lasts. What it holds of one day is
// gone when the next begins.
type worker struct {
	*inspect.Inspector
	result inspect.Result
}

// workers returns the run's workers, made when they are first needed.
func (r *run) workers() []*worker {
	for len(r.inspectors) < r.cfg.jobs() {
		r.inspectors = append(r.inspectors, &worker{Inspector: inspect.NewInspector(
			r.cfg.Rules, r.cfg.World(), r.cfg.fingerprint())})
	}
	return r.inspectors
}

// inspectSessions reads the day and spreads its sessions over the workers. The rows
// come back in any order: Result.Sort makes them the same for any number of workers.
func (r *run) inspectSessions(ctx context.Context, d chat.Date, window inspect.Frozen) (
	*inspect.Result, int64, error) {
	group, ctx := errgroup.WithContext(ctx)
	jobs := r.cfg.jobs()
	full, empty := make(chan *batch, jobs), make(chan *batch, 2*jobs+1)
	for range cap(empty) {
		empty <- newBatch()
	}
	var messages int64
	group.Go(func() error {
		defer close(full)
		var err error
		messages, err = r.readBatches(ctx, d, full, empty)
		return err
	})
	for _, w := range r.workers() {
		group.Go(func() error {
			w.result.Clear()
			for b := range full {
				for i := range b.sessions {
					w.Inspect(&w.result, &b.sessions[i], window)
				}
				b.reset()
				empty <- b // there is room for all of them
			}
			return ctx.Err()
		})
	}
	err := group.Wait()
	r.result.Clear()
	for _, w := range r.workers() {
		r.result.Append(&w.result)
	}
	return &r.result, messages, err
}

// readBatches fills empty batches with the sessions of a day and sends them on.
func (r *run) readBatches(ctx context.Context, d chat.Date, full chan<- *batch,
	empty <-chan *batch) (messages int64, err error) {
	current := <-empty
	next := func() error {
		select {
		case full <- current:
			current = <-empty
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	err = r.readDay(d, func(s *chat.Session) error {
		messages += int64(len(s.Messages))
		if current.add(s) {
			return nil
		}
		if err := next(); err != nil {
			return err
		}
		current.add(s)
		return nil
	})
	if err == nil && len(current.sessions) > 0 {
		err = next()
	}
	return messages, err
}

// readDay gives the sessions of one day: from the merge when this run has written the
// day, for then the table holds just these and its file was verified, else from the
// table.
func (r *run) readDay(d chat.Date, fn func(*chat.Session) error) error {
	if r.observed[d] {
		return r.merged.Day(d, fn)
	}
	return table.ReadSessions(r.store.DayPath("messages", d), fn)
}

func writeTable[T any](stage *table.Stage, path string, rows []T) error {
	w, err := table.Create[T](stage, path)
	if err != nil {
		return err
	}
	err = w.Write(rows)
	_, closing := w.Close()
	return errors.Join(err, closing)
}
