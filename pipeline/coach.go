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

func (r *run) coachWeek(ctx context.Context, monday chat.Date, days []chat.Date) (err error) {
	week, err := r.weekOf(monday)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, week.close())
		delete(r.weeks, monday)
	}()
	for _, d := range days {
		if err := r.sumDay(week, d); err != nil {
			return err
		}
	}
	r.sheets.done, r.sheets.total = 0, int64(week.Count())
	name := "week=" + monday.WeekName()
	agentsFolder, delivery := "tables/agents/"+name, "coaching/"+name
	if err := r.writeDelivery(ctx, week, delivery); err != nil {
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
