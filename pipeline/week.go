package pipeline

import (
	"cmp"
	"errors"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/coach"
	"chatqc/pipeline/table"
)

// weeks are the weeks that a run is going to coach, by their Monday.
type weeks map[chat.Date]*weekSum

// A weekSum is a week with the days whose rows were added to it. What sheets need of the rows
// waits on disk, a run a day, each sorted by agent as its table is.
type weekSum struct {
	*coach.Week
	added map[chat.Date]bool

	sessions *table.Sorter[coach.Session]
	findings *table.Sorter[table.Finding]
	copies   *table.Sorter[table.Copy]

	// Of the day that is being added.
	sessionRun *table.Run[coach.Session]
	findingRun *table.Run[table.Finding]
	copyRun    *table.Run[table.Copy]
}

// maxWeeks is how many weeks a run sums up while it inspects their days. Those of further
// weeks are summed up from the tables, so that memory does not grow with the weeks.
const maxWeeks = 4

// weekInHand returns the week of a day that was just inspected, nil when it is one too many.
func (r *run) weekInHand(d chat.Date) (*weekSum, error) {
	if !r.coaches() || len(r.weeks) == maxWeeks && r.weeks[d.Week()] == nil {
		return nil, nil
	}
	return r.weekOf(d)
}

// weekOf returns the week that a day belongs to.
func (r *run) weekOf(d chat.Date) (*weekSum, error) {
	if week := r.weeks[d.Week()]; week != nil {
		return week, nil
	}
	dir := r.stage.Dir()
	sessions, errSessions := table.NewSorter(dir, table.Order[coach.Session]{
		Compare: func(a, b *coach.Session) int { return cmp.Compare(a.AgentID, b.AgentID) },
	})
	findings, errFindings := table.NewSorter(dir, coach.AgentFindings)
	copies, errCopies := table.NewSorter(dir, table.Order[table.Copy]{
		Compare: func(a, b *table.Copy) int { return cmp.Compare(a.AgentID, b.AgentID) },
	})
	memory := r.cfg.share(sheetParts) / (r.cfg.jobs() + 1) // one is read while others are written
	week := &weekSum{
		Week: coach.NewWeek(d.Week(), dir, memory), added: map[chat.Date]bool{},
		sessions: sessions, findings: findings, copies: copies,
	}
	r.weeks[d.Week()] = week
	return week, errors.Join(errSessions, errFindings, errCopies)
}

// begin begins a day, whose rows are then added in the order of their tables; rows of
// different kinds may be added at once, but for what the caller's lock must guard: the sums.
func (w *weekSum) begin(d chat.Date) {
	if w == nil {
		return
	}
	w.added[d] = true
	w.sessionRun, w.findingRun, w.copyRun = w.sessions.Run(), w.findings.Run(), w.copies.Run()
}

// end ends the day.
func (w *weekSum) end() error {
	if w == nil {
		return nil
	}
	return errors.Join(w.sessionRun.End(), w.findingRun.End(), w.copyRun.End())
}

func (w *weekSum) addSessions(rows []table.Session) {
	if w == nil {
		return
	}
	for i := range rows {
		s := &rows[i]
		w.AddSession(s)
		if s.Valid {
			of := coach.SessionOf(s)
			w.sessionRun.Add(&of)
		}
	}
}

func (w *weekSum) addFindings(rows []table.Finding) {
	if w == nil {
		return
	}
	for i := range rows {
		w.AddFinding(&rows[i])
		w.findingRun.Add(&rows[i])
	}
}

func (w *weekSum) addCopies(rows []table.Copy) {
	if w == nil {
		return
	}
	for i := range rows {
		w.AddCopy(&rows[i])
		if coach.IsContent(&rows[i]) {
			w.copyRun.Add(&rows[i])
		}
	}
}

func (w *weekSum) close() error {
	return errors.Join(w.Close(), w.sessions.Close(), w.findings.Close(), w.copies.Close())
}

// sumDay adds the rows of a day that an earlier run inspected.
func (r *run) sumDay(week *weekSum, d chat.Date) error {
	if week.added[d] {
		return nil
	}
	week.begin(d)
	err := errors.Join(
		sumRows(r.store.DayPath("sessions", d), week.addSessions),
		sumRows(r.store.DayPath("findings", d), week.addFindings),
		sumRows(r.store.DayPath("copies", d), week.addCopies))
	return errors.Join(err, week.end())
}

func sumRows[T any](path string, add func(rows []T)) error {
	return table.Read(path, func(rows []T) error {
		add(rows)
		return nil
	})
}
