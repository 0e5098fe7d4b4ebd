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
	window := r.newWindow()
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
	observer, err := r.newDayObserver(d)
	if err != nil {
		return err
	}
	err = table.ReadSessions(r.store.DayPath("messages", d), func(s *chat.Session) error {
		return errors.Join(ctx.Err(), observer.observe(s))
	})
	return errors.Join(err, observer.finish(err == nil))
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

// inspectDay inspects one day with all workers and commits its tables.
func (r *run) inspectDay(ctx context.Context, d chat.Date, window inspect.Frozen) error {
	messages, err := r.inspectSessions(ctx, d, window)
	if err != nil {
		return err
	}
	day := r.manifest.day(d.String())
	day.Messages, day.Changed = messages, r.days[d]
	if err := r.writeResults(d, day); err != nil {
		return err
	}
	for _, name := range []string{"sessions", "findings", "copies"} {
		if _, err := r.commit(partition(name, d)); err != nil {
			return err
		}
	}
	return nil
}

// writeResults writes the day's rows, which the workers hold and have spilled, and counts
// them in passing.
func (r *run) writeResults(d chat.Date, day *DayAccount) error {
	var results [3]func() error
	var mu sync.Mutex // of all counts
	week, err := r.weekInHand(d)
	if err != nil {
		return err
	}
	week.begin(d)
	results[0] = func() error {
		return writeSorted(r, partition("sessions", d), r.rows.sessions, func(rows []table.Session) {
			mu.Lock()
			defer mu.Unlock()
			day.addSessions(rows)
			week.addSessions(rows)
		})
	}
	results[1] = func() error {
		return writeSorted(r, partition("findings", d), r.rows.findings, func(rows []table.Finding) {
			mu.Lock()
			defer mu.Unlock()
			day.Findings += int64(len(rows))
			r.manifest.addFindings(rows)
			week.addFindings(rows)
		})
	}
	results[2] = func() error {
		return writeSorted(r, partition("copies", d), r.rows.copies, func(rows []table.Copy) {
			mu.Lock()
			defer mu.Unlock()
			day.Copies += int64(len(rows))
			week.addCopies(rows)
		})
	}
	var group errgroup.Group
	group.SetLimit(r.cfg.jobs())
	for _, write := range results {
		group.Go(write)
	}
	return errors.Join(group.Wait(), week.end())
}

// coaches reports whether the run has the stage.
func (r *run) coaches() bool { return slices.Contains(r.manifest.Stages, string(Coach)) }

// A worker inspects sessions for as long as the run lasts. What it holds of one day is
// gone when the next begins.
type worker struct {
	*inspect.Inspector
	result inspect.Result
	held   int // bytes of result, about
}

// workers returns the run's workers, made when they are first needed.
func (r *run) workers() []*worker {
	for len(r.inspectors) < r.cfg.jobs() {
		r.inspectors = append(r.inspectors, &worker{Inspector: inspect.NewInspector(
			r.cfg.Rules, r.cfg.World(), r.cfg.fingerprint())})
	}
	return r.inspectors
}

// inspectSessions reads the day and spreads its sessions over the workers, which hold the
// rows or spill them, in any order: sorting makes them the same for any number of workers.
func (r *run) inspectSessions(ctx context.Context, d chat.Date, window inspect.Frozen) (
	int64, error) {
	if r.rows == nil {
		var err error
		if r.rows, err = newDayRows(r.stage.Dir()); err != nil {
			return 0, err
		}
	}
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
	share := r.cfg.share(rowParts) / jobs
	for _, w := range r.workers() {
		group.Go(func() error {
			w.clear()
			for b := range full {
				if err := r.inspectBatch(w, b, window, share); err != nil {
					return err
				}
				b.reset()
				empty <- b // there is room for all of them
			}
			return ctx.Err()
		})
	}
	return messages, group.Wait()
}

func (w *worker) clear() {
	w.result.Clear()
	w.held = 0
}

// inspectBatch inspects sessions and, when the worker has more rows than its share of the
// memory, spills them.
func (r *run) inspectBatch(w *worker, b *batch, window inspect.Frozen, share int) error {
	for i := range b.sessions {
		sessions, findings, copies := len(w.result.Sessions), len(w.result.Findings),
			len(w.result.Copies)
		w.Inspect(&w.result, &b.sessions[i], window)
		w.held += r.rows.sessions.Weigh(w.result.Sessions[sessions:]) +
			r.rows.findings.Weigh(w.result.Findings[findings:]) +
			r.rows.copies.Weigh(w.result.Copies[copies:])
		if w.held < share {
			continue
		}
		if err := r.rows.spill(&w.result); err != nil {
			return err
		}
		w.clear()
	}
	return nil
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
