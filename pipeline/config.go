package pipeline

import (
	"log/slog"
	"time"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/fact"
	"chatqc/pipeline/internal/disk"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/segment"
)

// A Window is a range of days, both ends included.
type Window struct{ From, To chat.Date }

// Contains reports whether the day lies in the window.
func (w Window) Contains(d chat.Date) bool { return w.From <= d && d <= w.To }

// A Config is all that a run depends on. Out, Rules, Words, Zone and Now are
// required; the zero value of the rest is usable.
type Config struct {
	Inputs      []string // files, folders and globs of exports; unused without Ingest
	MappingFile string   // YAML that maps columns to fields, "" for none
	Out         string   // output folder
	Dates       *Window  // days on which sessions may begin; nil takes every day
	Lookback    int      // days before Dates.From that late rows may still change
	Zone        *time.Location
	IdleGap     time.Duration // cuts conversations without identifiers; 0 is 30 minutes
	Jobs        int           // workers; 0 or less is 1
	Memory      int64         // bytes that the stages may hold; 0 is 256 MiB

	// MaxBadRate is the share of rows, 0–1, that may be set aside before the run stops;
	// MinBadRows are allowed in any case.
	MaxBadRate float64
	MinBadRows int64

	Rules   *rule.Set
	Facts   *fact.Book // what the shops know beside their chats; nil for nothing
	Words   *segment.Dictionary
	Version string // of the program

	Repair   bool // look for damaged table files first, and make them anew
	Refresh  bool // also inspect the later days whose window a changed day touches
	Log      *slog.Logger
	Progress func(Progress) // may be nil; called from one goroutine at a time
	Now      func() time.Time

	disk disk.Layer // of the output folder; tests put one in
}

// A Progress says how far a stage is. Total is 0 when it is not known.
type Progress struct {
	Stage       string // ingest, inspect or coach
	Done, Total int64
	Unit        string // bytes, messages or agents
}

// Values of Config.Memory, in bytes. Below the least, results are right still, but what cannot
// be divided takes more.
const (
	DefaultMemory = 256 << 20
	LeastMemory   = 64 << 20
)

func (c *Config) jobs() int { return max(c.Jobs, 1) }

// share returns one part in so many of the memory that the stages may hold, in bytes. What a
// stage sorts or keeps beyond its shares goes to disk: design 0013.
func (c *Config) share(parts int) int {
	memory := c.Memory
	if memory <= 0 {
		memory = DefaultMemory
	}
	return max(int(memory)/parts, 1)
}

func (c *Config) log() *slog.Logger {
	if c.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return c.Log
}

// fingerprint names the version of the program and the content of rules and facts.
func (c *Config) fingerprint() string {
	name := c.Version + "+" + c.Rules.Fingerprint()
	if facts := c.Facts.Fingerprint(); facts != "" {
		name += "+" + facts
	}
	return name
}

// World returns what rules may look at, with a segmenter of its own: one a worker.
func (c *Config) World() rule.World {
	return rule.World{
		Words: c.Words.NewSegmenter(), Facts: c.Facts, Zone: c.Zone, Workers: c.jobs(),
	}
}
