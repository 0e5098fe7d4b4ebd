package pipeline

import (
	"context"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/coach"
	"chatqc/pipeline/inspect"
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

// of returns the week that a day belongs to.
func (w weeks) of(d chat.Date) *weekSum {
	week := w[d.Week()]
	if week == nil {
		week = &weekSum{coach.NewWeek(d.Week()), map[chat.Date]bool{}}
		w[d.Week()] = week
	}
	return week
}

// addResult adds the rows that were just written for a day, which saves reading them.
func (w *weekSum) addResult(d chat.Date, result *inspect.Result) {
	w.added[d] = true
	for i := range result.Sessions {
		w.AddSession(result.Sessions[i])
	}
	for i := range result.Findings {
		w.AddFinding(result.Findings[i])
	}
	for i := range result.Copies {
		w.AddCopy(result.Copies[i])
	}
}

func (r *run) coachWeek(ctx context.Context, monday chat.Date, days []chat.Date) error {
	sum := r.weeks.of(monday)
	week := sum.Week
	for _, d := range days {
		if sum.added[d] {
			continue
		}
		if err := r.addDay(week, d); err != nil {
			return err
		}
	}
	agents := week.Agents()
	name := "week=" + monday.WeekName()
	agentsFolder, delivery := "tables/agents/"+name, "coaching/"+name
	if err := writeTable(r.stage, agentsFolder+partFile, agents); err != nil {
		return err
	}
	if err := r.writeDelivery(ctx, week, agents, delivery); err != nil {
		return err
	}
	for _, folder := range []string{agentsFolder, delivery} {
		if _, err := r.commit(folder); err != nil {
			return err
		}
	}
	r.accountWeek(monday, agents)
	r.manifest.Worst, r.manifest.Best = week.Highlights()
	return nil
}

func (r *run) accountWeek(monday chat.Date, agents []table.Agent) {
	account := WeekAccount{Week: monday.WeekName(), Agents: len(agents)}
	for i := range agents {
		account.Sessions += int64(agents[i].Sessions)
	}
	r.manifest.Weeks = append(r.manifest.Weeks, account)
}

func (r *run) addDay(week *coach.Week, d chat.Date) error {
	err := table.Read(r.store.DayPath("sessions", d), func(rows []table.Session) error {
		for i := range rows {
			week.AddSession(rows[i])
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = table.Read(r.store.DayPath("findings", d), func(rows []table.Finding) error {
		for i := range rows {
			week.AddFinding(rows[i])
		}
		return nil
	})
	if err != nil {
		return err
	}
	return table.Read(r.store.DayPath("copies", d), func(rows []table.Copy) error {
		for i := range rows {
			week.AddCopy(rows[i])
		}
		return nil
	})
}

// writeDelivery writes one self-contained file an agent.
func (r *run) writeDelivery(ctx context.Context, week *coach.Week, agents []table.Agent,
	folder string) error {
	shops := map[string]int{}
	for i := range agents {
		shops[agents[i].AgentID]++
	}
	var done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(r.cfg.jobs())
	for i := range agents {
		a := &agents[i]
		name := a.AgentID
		if shops[name] > 1 { // one name in several shops is several people
			name = a.ShopID + ":" + name
		}
		path := folder + "/agents/" + table.FileName(name) + ".parquet"
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			err := writeTable(r.stage, path, week.Coaching(a.ShopID, a.AgentID))
			r.progress(Coach, "agents", done.Add(1), int64(len(agents)))
			return err
		})
	}
	return group.Wait()
}
