package pipeline

import (
	"context"
	"errors"
	"slices"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/coach"
	"chatqc/pipeline/table"
)

// coach rolls up every week that a day of the run belongs to, from all its days that
// have been inspected.
func (r *run) coach(ctx context.Context) error {
	inspected, err := r.store.Days("sessions")
	if err != nil {
		return err
	}
	weeks := map[chat.Date][]chat.Date{}
	for _, d := range inspected {
		weeks[d.Week()] = append(weeks[d.Week()], d)
	}
	var mondays []chat.Date
	for d := range r.days {
		if !slices.Contains(mondays, d.Week()) && len(weeks[d.Week()]) > 0 {
			mondays = append(mondays, d.Week())
		}
	}
	for _, d := range inspected {
		if r.damage.weeks[d.WeekName()] && !slices.Contains(mondays, d.Week()) {
			mondays = append(mondays, d.Week())
		}
	}
	slices.Sort(mondays)
	for _, monday := range mondays {
		if err := r.coachWeek(ctx, monday, weeks[monday]); err != nil {
			return err
		}
	}
	return nil
}

// weeks are the weeks that a run is going to coach, by their Monday.
type weeks map[chat.Date]*weekSum

// A weekSum is a week with the days whose rows were added to it.
type weekSum struct {
	*coach.Week
	added map[chat.Date]bool
}

// maxWeeks is how many weeks a run sums up while it inspects their days. Those of further
// weeks are summed up from the tables, so that memory does not grow with the weeks.
const maxWeeks = 4

// weekInHand returns the week of a day that was just inspected, nil when it is one too many.
func (r *run) weekInHand(d chat.Date) *weekSum {
	if !r.coaches() || len(r.weeks) == maxWeeks && r.weeks[d.Week()] == nil {
		return nil
	}
	week := r.weekOf(d)
	week.added[d] = true
	return week
}

// weekOf returns the week that a day belongs to.
func (r *run) weekOf(d chat.Date) *weekSum {
	week := r.weeks[d.Week()]
	if week == nil {
		memory := r.cfg.share(sheetParts) / (r.cfg.jobs() + 1) // one is read while others are written
		week = &weekSum{
			coach.NewWeek(d.Week(), r.stage.Dir(), memory), map[chat.Date]bool{},
		}
		r.weeks[d.Week()] = week
	}
	return week
}

func (w *weekSum) addSessions(rows []table.Session) {
	if w == nil {
		return
	}
	for i := range rows {
		w.AddSession(&rows[i])
	}
}

func (w *weekSum) addFindings(rows []table.Finding) {
	if w == nil {
		return
	}
	for i := range rows {
		w.AddFinding(&rows[i])
	}
}

func (w *weekSum) addCopies(rows []table.Copy) {
	if w == nil {
		return
	}
	for i := range rows {
		w.AddCopy(&rows[i])
	}
}

func (r *run) coachWeek(ctx context.Context, monday chat.Date, days []chat.Date) (err error) {
	week := r.weekOf(monday)
	defer func() {
		err = errors.Join(err, week.Close())
		delete(r.weeks, monday)
	}()
	for _, d := range days {
		if week.added[d] {
			continue
		}
		if err := r.sumDay(week, d); err != nil {
			return err
		}
	}
	r.sheets.done, r.sheets.total = 0, int64(week.Count())
	name := "week=" + monday.WeekName()
	agentsFolder, delivery := "tables/agents/"+name, "coaching/"+name
	if err := r.writeDelivery(ctx, week.Week, days, delivery); err != nil {
		return err
	}
	account := WeekAccount{Week: monday.WeekName()}
	if err := r.writeAgents(week.Week, agentsFolder, &account); err != nil {
		return err
	}
	for _, folder := range []string{agentsFolder, delivery} {
		if _, err := r.commit(folder); err != nil {
			return err
		}
	}
	r.manifest.Weeks = append(r.manifest.Weeks, account)
	r.manifest.Worst, r.manifest.Best = week.Highlights()
	return nil
}

func (r *run) writeAgents(week *coach.Week, folder string, account *WeekAccount) error {
	w, err := table.Create[table.Agent](r.stage, folder+partFile)
	if err != nil {
		return err
	}
	err = week.Agents(func(rows []table.Agent) error {
		account.Agents += len(rows)
		for i := range rows {
			account.Sessions += rows[i].Sessions
		}
		return w.Write(rows)
	})
	_, closing := w.Close()
	return errors.Join(err, closing)
}

// sumDay adds the rows of a day that an earlier run inspected.
func (r *run) sumDay(week *weekSum, d chat.Date) error {
	return errors.Join(
		sumRows(r.store.DayPath("sessions", d), week.addSessions),
		sumRows(r.store.DayPath("findings", d), week.addFindings),
		sumRows(r.store.DayPath("copies", d), week.addCopies))
}

func sumRows[T any](path string, add func(rows []T)) error {
	return table.Read(path, func(rows []T) error {
		add(rows)
		return nil
	})
}
