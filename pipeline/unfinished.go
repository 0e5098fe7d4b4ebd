package pipeline

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/inspect"
	"chatqc/pipeline/table"
)

// unfinishedName is the store's path of what a run has still to do. It lies there from
// before the first change that calls for it until the run has ended well.
const unfinishedName = "unfinished.json"

// unfinished are days that were not asked for and that a run must inspect because it
// changes something that they depend on. A run that comes after a killed one finds those
// changes made and could not tell, so the killed one has written it down.
type unfinished struct {
	Days  []string `json:"days"`  // whose messages change
	Stale []string `json:"stale"` // in whose windows repeats change
}

// readUnfinished returns what a run that was killed has left to do.
func (r *run) readUnfinished() error {
	data, err := os.ReadFile(r.store.Path(unfinishedName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, &r.unfinished); err != nil {
		err := &table.DamagedError{Path: r.store.Path(unfinishedName), Err: err}
		if !r.cfg.Repair {
			return err
		}
		r.warn("%v; inspect the days around the last run once more", err)
		return r.store.RemoveFile(unfinishedName)
	}
	return nil
}

// promise adds days to a list of what is to be done and makes that durable.
func (r *run) promise(list *[]string, days []chat.Date) error {
	known := len(*list)
	for _, d := range days {
		if name := d.String(); !slices.Contains(*list, name) {
			*list = append(*list, name)
		}
	}
	if len(*list) == known {
		return nil
	}
	slices.Sort(*list)
	data, err := json.Marshal(r.unfinished)
	if err != nil {
		return err
	}
	return r.store.WriteFile(unfinishedName, append(data, '\n'))
}

// promiseDays promises to inspect the days that were not asked for and whose messages,
// which are staged, differ from those that are published.
func (r *run) promiseDays(asked map[chat.Date]bool) error {
	if !r.inspects() {
		return nil
	}
	var change []chat.Date
	for _, d := range slices.Sorted(maps.Keys(asked)) {
		if asked[d] {
			continue
		}
		changes, err := r.changes(partition("messages", d))
		if err != nil {
			return err
		}
		if changes {
			change = append(change, d)
		}
	}
	return r.promise(&r.unfinished.Days, change)
}

// promiseStale promises to look after the days that were inspected through windows in
// which the repeats of some days of the run, which are staged, differ from those that are
// published. It returns these days.
func (r *run) promiseStale(days []chat.Date) ([]chat.Date, error) {
	inspected, err := r.store.Days("sessions")
	if err != nil {
		return nil, err
	}
	for _, c := range days {
		name := partition("repeats", c)
		if r.damage.partitions[name] != nil {
			continue // made anew from the same messages, they say the same
		}
		changes, err := r.changes(name)
		if err != nil {
			return nil, err
		}
		if !changes {
			continue
		}
		var touched []chat.Date
		for _, d := range inspected {
			if _, running := r.days[d]; !running && c < d && d < c+inspect.WindowDays {
				touched = append(touched, d)
			}
		}
		if err := r.promise(&r.unfinished.Stale, touched); err != nil {
			return nil, err
		}
	}
	var stale []chat.Date
	for _, d := range inspected {
		if _, running := r.days[d]; !running && slices.Contains(r.unfinished.Stale, d.String()) {
			stale = append(stale, d)
		}
	}
	return stale, nil
}

// changes reports whether a staged partition differs from the published one.
func (r *run) changes(partition string) (bool, error) {
	same, err := sameFolder(r.stage.Path(partition), r.store.Path(partition))
	return !same, err
}

// takeUp adds the days that were promised to those of the run.
func (r *run) takeUp() error {
	if !r.inspects() {
		return nil
	}
	existing, err := r.store.Days("messages")
	for _, d := range existing {
		if _, known := r.days[d]; !known && slices.Contains(r.unfinished.Days, d.String()) {
			r.days[d] = true
		}
	}
	return err
}

// keepPromises notes that the stages of the run have ended well.
func (r *run) keepPromises() error {
	if !r.inspects() || len(r.unfinished.Days)+len(r.unfinished.Stale) == 0 {
		return nil
	}
	r.unfinished.Stale = nil
	if slices.Contains(r.manifest.Stages, string(Coach)) || len(r.unfinished.Days) == 0 {
		return r.store.RemoveFile(unfinishedName)
	}
	data, err := json.Marshal(r.unfinished) // their weeks are not coached yet
	if err != nil {
		return err
	}
	return r.store.WriteFile(unfinishedName, append(data, '\n'))
}
