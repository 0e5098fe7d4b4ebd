package pipeline

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/zeebo/xxh3"

	"chatqc/pipeline/rule"
	"chatqc/pipeline/table"
)

// A Manifest accounts for one run: every row of every file, every partition written.
// It is stored as runs/<run>.json; it carries times, so it lies outside the tables.
// Fields are only ever added.
type Manifest struct {
	Run             string         `json:"run"`     // fingerprint of inputs, rules, version and dates
	Outcome         string         `json:"outcome"` // committed, too_many_bad_rows
	Stages          []string       `json:"stages"`
	Version         string         `json:"version"`
	Rules           string         `json:"rules"`           // fingerprint of the rules
	Facts           string         `json:"facts,omitempty"` // fingerprint of the facts
	StartedAt       string         `json:"started_at"`
	DurationSeconds float64        `json:"duration_seconds"`
	Totals          Rows           `json:"rows"`
	Files           []FileAccount  `json:"files"`
	Days            []DayAccount   `json:"days"`
	Weeks           []WeekAccount  `json:"weeks"`
	Partitions      Partitions     `json:"partitions"`
	Repaired        []string       `json:"repaired,omitempty"` // damaged partitions, made anew
	Findings        map[string]int `json:"findings_by_dimension"`
	Severities      map[string]int `json:"findings_by_severity"`
	Quarantine      string         `json:"quarantine,omitempty"` // path below the output folder
	StaleDays       []string       `json:"stale_days,omitempty"` // inspected against an older window
	Warnings        []string       `json:"warnings,omitempty"`

	// SilentRules cannot fire for want of facts.
	SilentRules []rule.SilentRule `json:"silent_rules,omitempty"`

	// The sentences of the last week that most deserve a look: for the summary on the
	// screen, not for the journal. Nil when there is none.
	Worst *table.Finding `json:"-"`
	Best  *table.Finding `json:"-"`
}

// Rows accounts for rows: Read = Accepted + Duplicates + Quarantined + Outside.
type Rows struct {
	Read        int64 `json:"read"`
	Accepted    int64 `json:"accepted"`    // stand in the tables after the run, new or held before
	Duplicates  int64 `json:"duplicates"`  // equal to an accepted row
	Quarantined int64 `json:"quarantined"` // bad rows, and the losers of conflicts
	Conflicts   int64 `json:"conflicts"`   // of the quarantined: same identifier, other content
	Outside     int64 `json:"outside"`     // of sessions that began outside the dates asked for
}

func (r *Rows) add(o Rows) {
	r.Read += o.Read
	r.Accepted += o.Accepted
	r.Duplicates += o.Duplicates
	r.Quarantined += o.Quarantined
	r.Conflicts += o.Conflicts
	r.Outside += o.Outside
}

func (r Rows) balanced() bool {
	return r.Read == r.Accepted+r.Duplicates+r.Quarantined+r.Outside
}

// A FileAccount accounts for one input file.
type FileAccount struct {
	Path        string `json:"path"`
	Format      string `json:"format"`
	Charset     string `json:"charset"`
	ContentHash string `json:"content_hash"`
	Bytes       int64  `json:"bytes"`
	Rows
	Note string `json:"note,omitempty"`

	// UnusualLines are JSON lines that only the full parser reads, which takes ten times as
	// long as the scanner does.
	UnusualLines int64 `json:"unusual_lines,omitempty"`
}

// A DayAccount accounts for one day's partitions.
type DayAccount struct {
	Date     string `json:"date"`
	Messages int64  `json:"messages"`
	Sessions int64  `json:"sessions"`
	Valid    int64  `json:"valid_sessions"`
	Findings int64  `json:"findings"`
	Copies   int64  `json:"copies"`
	Changed  bool   `json:"messages_changed"`
}

// A WeekAccount accounts for one week's partitions.
type WeekAccount struct {
	Week     string `json:"week"`
	Agents   int    `json:"agents"`
	Sessions int64  `json:"sessions"`
}

// Partitions counts the partitions that came out of a run.
type Partitions struct {
	Written int `json:"written"` // new, or in the place of others
	Kept    int `json:"kept"`    // came out as they were published; their files were left alone
}

// identify gives the run its name from what determines its result, so that a re-run
// of the same job replaces its journal instead of adding one.
func (m *Manifest) identify(cfg *Config) {
	var parts []string
	for _, f := range m.Files {
		parts = append(parts, f.ContentHash)
	}
	slices.Sort(parts)
	parts = append(parts, strings.Join(m.Stages, "+"), cfg.fingerprint())
	if cfg.Dates != nil {
		parts = append(parts, cfg.Dates.From.String(), cfg.Dates.To.String())
	}
	m.Run = fmt.Sprintf("r-%016x", xxh3.HashString(strings.Join(parts, "\n")))
}

func (m *Manifest) encode(cfg *Config, started time.Time) ([]byte, error) {
	m.StartedAt = started.UTC().Format(time.RFC3339)
	// A clock may be set back meanwhile.
	m.DurationSeconds = max(0, cfg.Now().Sub(started).Round(time.Millisecond).Seconds())
	data, err := json.MarshalIndent(m, "", "  ")
	return append(data, '\n'), err
}

// day returns the account of a date, adding it when it is new.
func (m *Manifest) day(date string) *DayAccount {
	i, found := slices.BinarySearchFunc(m.Days, date, func(d DayAccount, date string) int {
		return strings.Compare(d.Date, date)
	})
	if !found {
		m.Days = slices.Insert(m.Days, i, DayAccount{Date: date})
	}
	return &m.Days[i]
}
