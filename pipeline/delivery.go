package pipeline

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"os"

	"golang.org/x/sync/errgroup"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/coach"
	"chatqc/pipeline/table"
)

// writeDelivery writes one self-contained file an agent. The week's tables, each sorted by
// agent, are read side by side, so that only one name's rows are in memory, and those of the
// few whose files are being written.
func (r *run) writeDelivery(ctx context.Context, week *coach.Week, days []chat.Date,
	folder string) error {
	// A week may lose the last agent that it had: then an empty folder takes its place.
	if err := os.MkdirAll(r.stage.Path(folder), 0o755); err != nil {
		return err
	}
	rows := r.openWeek(days)
	defer rows.close()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(r.cfg.jobs())
	err := func() error {
		for ctx.Err() == nil {
			agentID, ok, err := rows.agent()
			if err != nil || !ok {
				return err
			}
			named, err := week.Named(agentID)
			if err != nil {
				return err
			}
			if err := rows.take(agentID, named); err != nil {
				return err
			}
			group.Go(func() error { return r.writeSheets(named, agentID, folder) })
		}
		return ctx.Err()
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

// weekRows are the tables of some days, read side by side.
type weekRows struct {
	sessions []*agentRows[coach.Session]
	findings []*agentRows[table.Finding]
	copies   []*agentRows[table.Copy]
}

func (r *run) openWeek(days []chat.Date) *weekRows {
	w := &weekRows{}
	for _, d := range days {
		w.sessions = append(w.sessions, openAgentRows(r.store.DayPath("sessions", d),
			func(s *coach.Session) string { return s.AgentID }))
		w.findings = append(w.findings, openAgentRows(r.store.DayPath("findings", d),
			func(f *table.Finding) string { return f.AgentID }))
		w.copies = append(w.copies, openAgentRows(r.store.DayPath("copies", d),
			func(c *table.Copy) string { return c.AgentID }))
	}
	return w
}

// agent returns the first agent of whom rows are left; ok is false when none are.
func (w *weekRows) agent() (agentID string, ok bool, err error) {
	var least leastAgent
	for _, rows := range w.sessions {
		least.look(rows.peek())
	}
	for _, rows := range w.findings {
		least.look(rows.peek())
	}
	for _, rows := range w.copies {
		least.look(rows.peek())
	}
	return least.agentID, least.any, least.err
}

type leastAgent struct {
	agentID string
	any     bool
	err     error
}

func (l *leastAgent) look(agentID string, ok bool, err error) {
	l.err = cmp.Or(l.err, err)
	if ok && (!l.any || agentID < l.agentID) {
		l.agentID, l.any = agentID, true
	}
}

// take hands the agent's rows over.
func (w *weekRows) take(agentID string, to *coach.Named) error {
	for _, rows := range w.sessions {
		err := rows.take(agentID, func(s *coach.Session) error {
			to.AddSession(s)
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, rows := range w.findings {
		if err := rows.take(agentID, to.AddFinding); err != nil {
			return err
		}
	}
	for _, rows := range w.copies {
		err := rows.take(agentID, func(c *table.Copy) error {
			to.AddCopy(c)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *weekRows) close() {
	for i := range w.sessions {
		w.sessions[i].stop()
		w.findings[i].stop()
		w.copies[i].stop()
	}
}

// agentRows are the rows of a file that is sorted by agent.
type agentRows[T any] struct {
	agentOf func(*T) string
	rows    []T
	next    func() ([]T, error, bool)
	stop    func()
}

func openAgentRows[T any](path string, agentOf func(*T) string) *agentRows[T] {
	next, stop := iter.Pull2(rowsOfTable[T](path))
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
