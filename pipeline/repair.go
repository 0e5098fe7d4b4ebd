package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/ingest/merge"
	"chatqc/pipeline/table"
)

// A RepairError says that what a damaged table file came from is not at hand. Nothing was
// committed.
type RepairError struct {
	Path   string // of the damaged file or partition
	Reason string
	Hint   string // what to do about it
}

// Error names the file and what is missing.
func (e *RepairError) Error() string { return e.Path + ": got a damaged file: " + e.Reason }

// damage is what was found wrong with the published files, by partition: empty without
// Config.Repair.
type damage struct {
	mu         sync.Mutex
	partitions map[string]error
	messages   map[chat.Date]bool // these come from exports alone
	days       map[chat.Date]bool // with other tables damaged: they come from messages
	weeks      map[string]bool    // by name: they come from the tables of days
}

// checks read the files of a table whole.
var checks = map[string]func(path string) error{
	"messages": check[table.Message], "repeats": check[table.Repeat],
	"sessions": check[table.Session], "findings": check[table.Finding],
	"copies": check[table.Copy], "agents": check[table.Agent],
}

func check[T any](path string) error {
	return table.Read(path, func([]T) error { return nil })
}

// findDamage reads every published file. It costs what reading them costs.
func (r *run) findDamage(ctx context.Context) error {
	found := &r.damage
	found.partitions = map[string]error{}
	found.messages, found.days = map[chat.Date]bool{}, map[chat.Date]bool{}
	found.weeks = map[string]bool{}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(r.cfg.jobs())
	for _, name := range slices.Sorted(maps.Keys(checks)) {
		partitions, err := r.store.Partitions(name)
		if err != nil {
			return err
		}
		for _, p := range partitions {
			path := "tables/" + name + "/" + p
			group.Go(func() error {
				err := checks[name](r.store.Path(path + partFile))
				return errors.Join(ctx.Err(), found.note(path, err))
			})
		}
	}
	deliveries, err := filepath.Glob(r.store.Path("coaching/week=*"))
	for _, folder := range deliveries {
		group.Go(func() error {
			files, err := fileNames(folder)
			for _, name := range files {
				err = errors.Join(err, check[table.Coaching](filepath.Join(folder, name)))
			}
			return errors.Join(ctx.Err(), found.note("coaching/"+filepath.Base(folder), err))
		})
	}
	return errors.Join(err, group.Wait())
}

// note files a partition under what it can be made from. It returns errors that are no
// damage.
func (f *damage) note(partition string, err error) error {
	var damaged *table.DamagedError
	if !errors.As(err, &damaged) {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.partitions[partition] = damaged
	name := partition[strings.LastIndex(partition, "=")+1:]
	d, err := chat.ParseDate(name)
	switch {
	case err != nil:
		f.weeks[name] = true
	case strings.HasPrefix(partition, "tables/messages/"):
		f.messages[d] = true
	default:
		f.days[d] = true
	}
	return nil
}

// repair finds what is damaged and refuses what the run's stages cannot make anew.
func (r *run) repair(ctx context.Context, stages []Stage) error {
	if err := r.findDamage(ctx); err != nil {
		return err
	}
	for d := range r.damage.messages {
		if !slices.Contains(stages, Ingest) || !r.inWindow(d) {
			return &RepairError{r.store.DayPath("messages", d), "messages come from exports alone",
				"run chatqc run --repair with every export that has messages of " + d.String() +
					", and --date none or such that it includes that day"}
		}
	}
	for d := range r.damage.days {
		_, err := os.Stat(r.store.DayPath("messages", d))
		if err != nil && !r.damage.messages[d] {
			return r.refuse(d, "there are no messages of that day to make it from",
				"run chatqc run --repair with every export that has messages of "+d.String())
		}
		if slices.Contains(stages, Coach) && !slices.Contains(stages, Inspect) {
			return r.refuse(d, "it is made by inspecting messages", "run chatqc inspect --repair")
		}
	}
	return nil
}

// refuse returns the error of a day of which a table is damaged.
func (r *run) refuse(d chat.Date, reason, hint string) error {
	for _, partition := range slices.Sorted(maps.Keys(r.damage.partitions)) {
		if strings.HasSuffix(partition, "/dt="+d.String()) {
			return &RepairError{r.store.Path(partition + partFile), reason, hint}
		}
	}
	return nil
}

// repairDays adds the days of which tables are to be made anew to those of the run.
func (r *run) repairDays() {
	for d := range r.damage.days {
		if _, known := r.days[d]; !known {
			r.days[d] = false
		}
	}
}

// repaired notes that a damaged partition was made anew.
func (r *run) repaired(partition string) {
	if r.damage.partitions[partition] != nil {
		delete(r.damage.partitions, partition)
		r.manifest.Repaired = append(r.manifest.Repaired, partition)
	}
}

// warnOfDamage names what the stages of the run could not make anew.
func (r *run) warnOfDamage() {
	for _, partition := range slices.Sorted(maps.Keys(r.damage.partitions)) {
		r.warn("%v; run chatqc inspect --repair, then chatqc coach --repair",
			r.damage.partitions[partition])
	}
}

// checkRebuilt refuses to replace damaged messages by fewer than there were, as far as
// the runs before account for them.
func (r *run) checkRebuilt(merged *merge.Merged) error {
	for d := range r.damage.messages {
		var got int64
		for _, day := range merged.Days() {
			if day.Date == d {
				got = day.Messages
			}
		}
		if want := max(1, r.accountedFor(d)); got < want {
			return &RepairError{r.store.DayPath("messages", d),
				fmt.Sprintf("got %d messages of that day in the exports, want the %d that it had",
					got, want),
				"give every export that has messages of " + d.String() +
					"; or remove the folder of the file, to go on without what is missing"}
		}
	}
	return nil
}

// accountedFor returns the largest number of messages of a day in any run's journal.
func (r *run) accountedFor(d chat.Date) (most int64) {
	journals, _ := filepath.Glob(r.store.Path("runs/*.json")) // the pattern is valid
	for _, path := range journals {
		var m Manifest
		data, err := os.ReadFile(path)
		if err != nil || json.Unmarshal(data, &m) != nil {
			continue // what is not known cannot be asked for
		}
		for _, day := range m.Days {
			if day.Date == d.String() {
				most = max(most, day.Messages)
			}
		}
	}
	return most
}
