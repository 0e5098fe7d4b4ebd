package pipeline

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/ingest/export"
)

// A Plan says what a run would do.
type Plan struct {
	Files []FileAccount `json:"files"`
	Days  []PlannedDay  `json:"days"`
	Weeks []string      `json:"weeks"`
}

// A PlannedDay is one day whose partitions a run would write.
type PlannedDay struct {
	Date   string `json:"date"`
	Rows   int64  `json:"rows"` // sent on that day; their sessions may have begun the day before
	Exists bool   `json:"exists"`
}

// DryRun reads all inputs and returns what a run would do. It writes nothing and
// takes no lock.
func DryRun(ctx context.Context, cfg Config) (*Plan, error) {
	files, err := export.Find(cfg.Inputs)
	if err != nil {
		return nil, err
	}
	options, err := cfg.exportOptions()
	if err != nil {
		return nil, err
	}
	days := &dayCount{rows: map[chat.Date]int64{}}
	reports, err := export.Read(ctx, files, options, func() export.Sink {
		return &dayCounter{shared: days, zone: newDayOf(cfg.Zone)}
	})
	if err != nil {
		return nil, err
	}
	plan := &Plan{}
	for i := range reports {
		plan.Files = append(plan.Files, fileAccount(&reports[i]))
	}
	for _, d := range slices.Sorted(maps.Keys(days.rows)) {
		if cfg.Dates != nil && (d < cfg.Dates.From-chat.Date(cfg.Lookback) || d > cfg.Dates.To) {
			continue
		}
		_, err := os.Stat(filepath.Join(cfg.Out, partition("messages", d)))
		plan.Days = append(plan.Days, PlannedDay{d.String(), days.rows[d], err == nil})
		if week := d.WeekName(); !slices.Contains(plan.Weeks, week) {
			plan.Weeks = append(plan.Weeks, week)
		}
	}
	return plan, nil
}

func (c *Config) exportOptions() (export.Options, error) {
	options := export.Options{Zone: c.Zone, Jobs: c.jobs()}
	if c.MappingFile == "" {
		return options, nil
	}
	mapping, err := export.LoadMapping(c.MappingFile)
	options.Mapping = mapping
	return options, err
}

func fileAccount(report *export.Report) FileAccount {
	return FileAccount{
		Path: report.Path, Format: report.Format, Charset: report.Charset,
		ContentHash: report.ContentHash, Bytes: report.ByteCount, Note: report.Note,
		Rows:         Rows{Read: report.Rows, Quarantined: report.Rejected},
		UnusualLines: report.Unusual,
	}
}

// dayCount counts rows by day for all workers.
type dayCount struct {
	mu   sync.Mutex
	rows map[chat.Date]int64
}

// A dayCounter is one worker's sink of a dry run.
type dayCounter struct {
	shared *dayCount
	zone   *dayOf
}

// Accept counts the rows.
func (c *dayCounter) Accept(rows []export.Row) error {
	c.shared.mu.Lock()
	defer c.shared.mu.Unlock()
	for i := range rows {
		c.shared.rows[c.zone.date(rows[i].SentAtMicros)]++
	}
	return nil
}

// Reject does nothing: the report counts bad rows.
func (c *dayCounter) Reject([]export.Reject) error { return nil }
