package pipeline

import (
	"cmp"
	"context"
	"errors"
	"iter"

	"golang.org/x/sync/errgroup"

	"chatqc/pipeline/coach"
	"chatqc/pipeline/table"
)

// writeDelivery writes one self-contained file an agent. The week's rows, sorted by agent, are
// read side by side, so that only one name's rows are in memory, and those of the
// few whose files are being written.
func (r *run) writeDelivery(ctx context.Context, week *weekSum, folder string) error {
	// A week may lose the last agent that it had: then an empty folder takes its place.
	if _, err := r.stage.File(folder + "/agents"); err != nil {
		return err
	}
	rows := openWeek(week, r.cfg.share(readParts))
	defer rows.close()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(r.cfg.jobs())
	err := func() error {
		for _, agentID := range week.Names() {
			named, err := week.Named(agentID)
			if err == nil {
				err = rows.take(agentID, named)
			}
			if err := cmp.Or(err, ctx.Err()); err != nil {
				return err
			}
			group.Go(func() error { return r.writeSheets(named, agentID, folder) })
		}
		return nil
	}()
	return firstError(group.Wait(), err)
}

// writeSheets writes the files of the agents with one name.
func (r *run) writeSheets(named *coach.Named, agentID, folder string) error {
	var open *table.Writer[table.Coaching]
	var of string // the shop of the open file
	finish := func() error {
		if open == nil {
			return nil
		}
		_, err := open.Close()
		open = nil
		return err
	}
	err := named.Sheets(func(shopID string, rows []table.Coaching) error {
		if open == nil || of != shopID {
			name := agentID
			if len(named.Shops()) > 1 { // one name in several shops is several people
				name = shopID + ":" + name
			}
			path := folder + "/agents/" + table.FileName(name) + ".parquet"
			err := finish()
			if err == nil {
				open, err = table.Create[table.Coaching](r.stage, path)
			}
			if err != nil {
				return err
			}
			of = shopID
			r.coached()
		}
		return open.Write(rows)
	})
	return errors.Join(err, finish())
}

// coached reports one more file.
func (r *run) coached() {
	r.sheets.Lock()
	defer r.sheets.Unlock()
	r.sheets.done++
	r.progress(Coach, "agents", r.sheets.done, r.sheets.total)
}

// weekRows are a week's rows, sorted by agent, read side by side.
type weekRows struct {
	sessions *agentRows[coach.Session]
	findings *agentRows[table.Finding]
	copies   *agentRows[table.Copy]
}

func openWeek(w *weekSum, memory int) *weekRows {
	return &weekRows{
		openAgentRows(w.sessions, memory, func(s *coach.Session) string { return s.AgentID }),
		openAgentRows(w.findings, memory, func(f *table.Finding) string { return f.AgentID }),
		openAgentRows(w.copies, memory, func(c *table.Copy) string { return c.AgentID }),
	}
}

// take hands the agent's rows over.
func (w *weekRows) take(agentID string, to *coach.Named) error {
	err := w.sessions.take(agentID, func(s *coach.Session) error {
		to.AddSession(s)
		return nil
	})
	if err == nil {
		err = w.findings.take(agentID, to.AddFinding)
	}
	if err != nil {
		return err
	}
	return w.copies.take(agentID, func(c *table.Copy) error {
		to.AddCopy(c)
		return nil
	})
}

func (w *weekRows) close() {
	w.sessions.stop()
	w.findings.stop()
	w.copies.stop()
}

// agentRows are rows that are sorted by agent.
type agentRows[T any] struct {
	agentOf func(*T) string
	rows    []T
	next    func() ([]T, error, bool)
	stop    func()
}

func openAgentRows[T any](from *table.Sorter[T], memory int,
	agentOf func(*T) string) *agentRows[T] {
	next, stop := iter.Pull2(func(yield func([]T, error) bool) {
		err := from.Merge(memory, nil, func(rows []T) error {
			if !yield(rows, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	})
	return &agentRows[T]{agentOf: agentOf, next: next, stop: stop}
}

// peek returns the agent of the next row; ok is false at the end.
func (a *agentRows[T]) peek() (agentID string, ok bool, err error) {
	for len(a.rows) == 0 {
		if a.rows, err, ok = a.next(); err != nil || !ok {
			return "", false, err
		}
	}
	return a.agentOf(&a.rows[0]), true, nil
}

// take gives the rows of the agent, if they are the next ones.
func (a *agentRows[T]) take(agentID string, fn func(*T) error) error {
	for {
		next, ok, err := a.peek()
		if err != nil || !ok || next != agentID {
			return err
		}
		if err := fn(&a.rows[0]); err != nil {
			return err
		}
		a.rows = a.rows[1:]
	}
}
