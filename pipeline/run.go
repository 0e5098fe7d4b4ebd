package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/ingest/merge"
	"chatqc/pipeline/table"
)

// A Stage is one of the three steps of the job.
type Stage string

// The stages, in their order.
const (
	Ingest  Stage = "ingest"
	Inspect Stage = "inspect"
	Coach   Stage = "coach"
)

// A run is one run of some stages over one output folder, which it has locked.
type run struct {
	cfg      *Config
	store    *table.Store
	stage    *table.Stage
	manifest *Manifest
	bad      quarantine
	damage   damage

	unfinished unfinished // promises of this run, and of one that was killed

	days     map[chat.Date]bool // to inspect; true when the messages changed
	observed map[chat.Date]bool // days whose repeats are staged already
	partials partials           // of some of these days
	weeks    weeks

	inspectors []*worker
	rows       *dayRows      // of the day at hand
	merged     *merge.Merged // what ingest wrote, until the run ends
	spill      *merge.Spill

	sheets struct { // of the week at hand
		sync.Mutex
		done, total int64
	}
}

// Run runs the given stages over cfg.Out and returns the account of what was done,
// which is also stored as runs/<run>.json. It holds the folder's lock; a second run
// gets a *table.LockedError. Whatever goes wrong, each partition committed before
// stays whole. An error of the inputs is an *export.NoInputError or holds
// *export.FileError values; too many bad rows give a *TooManyBadRowsError, with the
// account.
func Run(ctx context.Context, cfg Config, stages ...Stage) (m *Manifest, err error) {
	started := cfg.Now()
	store, err := table.OpenOn(cfg.disk, cfg.Out)
	if err != nil {
		return nil, err
	}
	// The build is left unknown: two builds of one version write the same bytes.
	store.Program = table.Program{Version: cfg.Version, Build: "unknown"}
	release, err := store.Lock(started)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, release()) }()
	stage, err := store.NewStage()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, stage.Discard()) }()

	r := &run{
		cfg: &cfg, store: store, stage: stage, days: map[chat.Date]bool{},
		observed: map[chat.Date]bool{}, weeks: weeks{},
		partials: partials{limit: cfg.share(partialParts)},
		manifest: &Manifest{
			Outcome: "committed", Version: cfg.Version, Rules: cfg.Rules.Fingerprint(),
			Facts: cfg.Facts.Fingerprint(), SilentRules: cfg.Rules.Silent(cfg.Facts),
			Findings: map[string]int{}, Severities: map[string]int{},
		},
	}
	for _, s := range stages {
		r.manifest.Stages = append(r.manifest.Stages, string(s))
	}
	defer func() { err = errors.Join(err, r.closeSpill(), r.rows.close()) }()
	if err := r.stages(ctx, stages); err != nil {
		var tooMany *TooManyBadRowsError
		if !errors.As(err, &tooMany) {
			return nil, err
		}
		r.manifest.Outcome = "too_many_bad_rows"
		return r.manifest, errors.Join(err, r.journal(started))
	}
	r.warnOfDamage()
	return r.manifest, errors.Join(r.journal(started), r.keepPromises())
}

func (r *run) closeSpill() error {
	if r.spill == nil {
		return nil
	}
	return r.spill.Close()
}

func (r *run) stages(ctx context.Context, stages []Stage) error {
	if err := r.readUnfinished(); err != nil {
		return err
	}
	if r.cfg.Repair {
		if err := r.repair(ctx, stages); err != nil {
			return err
		}
	}
	if slices.Contains(stages, Ingest) {
		if err := r.ingest(ctx); err != nil {
			return err
		}
	} else if err := r.existingDays(); err != nil {
		return err
	}
	r.repairDays()
	if err := r.takeUp(); err != nil {
		return err
	}
	if slices.Contains(stages, Inspect) {
		if err := r.inspect(ctx); err != nil {
			return err
		}
	}
	if slices.Contains(stages, Coach) {
		if err := r.rest(); err != nil {
			return err
		}
		return r.coach(ctx)
	}
	return nil
}

// rest lets go of what inspection held.
func (r *run) rest() error {
	err := errors.Join(r.rows.close(), r.closeSpill())
	r.rows, r.inspectors, r.merged, r.spill, r.partials.days = nil, nil, nil, nil, nil
	return err
}

// existingDays takes the days that have messages, for a run without ingest.
func (r *run) existingDays() error {
	days, err := r.store.Days("messages")
	if err != nil {
		return err
	}
	for _, d := range days {
		if r.cfg.Dates == nil || r.cfg.Dates.Contains(d) {
			r.days[d] = false
		}
	}
	if len(r.days) == 0 {
		return &NoMessagesError{r.cfg.dates()}
	}
	return nil
}

func (c *Config) dates() string {
	if c.Dates == nil {
		return "any day"
	}
	if c.Dates.From == c.Dates.To {
		return c.Dates.From.String()
	}
	return c.Dates.From.String() + ".." + c.Dates.To.String()
}

func (r *run) sortedDays() []chat.Date {
	return slices.Sorted(maps.Keys(r.days))
}

// journal stores the account of the run.
func (r *run) journal(started time.Time) error {
	if r.manifest.Run == "" {
		r.manifest.identify(r.cfg)
	}
	data, err := r.manifest.encode(r.cfg, started)
	if err != nil {
		return err
	}
	return r.store.WriteFile("runs/"+r.manifest.Run+".json", data)
}

func (r *run) warn(format string, args ...any) {
	warning := fmt.Sprintf(format, args...)
	r.manifest.Warnings = append(r.manifest.Warnings, warning)
	r.cfg.log().Warn(warning)
}

func (r *run) progress(stage Stage, unit string, done, total int64) {
	if r.cfg.Progress != nil {
		r.cfg.Progress(Progress{Stage: string(stage), Done: done, Total: total, Unit: unit})
	}
}

func partition(tableName string, d chat.Date) string {
	return "tables/" + tableName + "/dt=" + d.String()
}

const partFile = "/part-0.parquet"

func joinDates(days []chat.Date) string {
	var names []string
	for _, d := range days {
		names = append(names, d.String())
	}
	return strings.Join(names, ", ")
}
