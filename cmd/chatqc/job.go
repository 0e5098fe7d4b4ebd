package main

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a fresh machine may have no zone files

	"chatqc/pipeline"
	"chatqc/pipeline/fact"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/segment"
	"chatqc/rules"
)

// jobFlags are the flags that every stage of the job takes.
type jobFlags struct {
	Out       string `short:"o" default:"chatqc-out" help:"Output folder." placeholder:"DIR"`
	Date      string `help:"Days on which sessions begin: 2026-11-16, 20261116, yesterday, 2026-W47 or a..b. Default: every day of the input." placeholder:"DATE"`
	Zone      string `default:"Asia/Shanghai" help:"Time zone of days, and of times without one."`
	Jobs      int    `short:"j" default:"0" help:"Workers; 0 takes all cores. The result is the same for any number."`
	Memory    string `default:"256MiB" help:"Memory that the stages may hold, at least 64MiB; what is more goes to disk. The result is the same for any size."`
	Rules     string `help:"Folder of rule packs instead of the shipped ones." placeholder:"DIR"`
	Facts     string `help:"Folder of campaigns.csv, roster.csv, shops.csv, knowledge.csv, orders.csv for rules with conditions." placeholder:"DIR"`
	JSON      bool   `name:"json" help:"Print the run's account as JSON."`
	Quiet     bool   `short:"q" help:"Print nothing on success."`
	LogFormat string `enum:"text,json" default:"text" help:"Form of log lines on stderr: text or json."`
	FailOn    string `enum:"none,fatal,major,minor" default:"none" help:"Exit with 4 when there are findings this severe: fatal, major or minor."`
	Segmenter string `enum:"compiled,gse" default:"compiled" help:"What cuts texts into words: the compiled dictionary, or gse itself, which cuts alike and takes eight times as long."`
	Repair    bool   `help:"First read every table file, and make damaged ones anew from what they came from."`
	Refresh   bool   `help:"Also inspect the later days whose window late data touch."`
}

// ingestFlags are the flags of reading exports.
type ingestFlags struct {
	Exports []string      `arg:"" name:"export" help:"Files, folders or globs: .jsonl, .csv, .parquet, plain or .gz or .zst."`
	Mapping string        `help:"YAML file that maps columns, roles and times of unusual exports." placeholder:"FILE"`
	Idle    time.Duration `default:"30m" help:"Silence that ends a session without an identifier."`
	Look    int           `name:"lookback" default:"1" help:"Days before --date that late rows may still change."`
	MaxBad  string        `default:"1%" help:"Bad rows that are allowed, a share (1%) of all rows, at least 100, or a count."`
	Strict  bool          `help:"Exit with 3 when any row was set aside."`
	IfEmpty string        `enum:"ok,skip,fail" default:"ok" help:"When no message is left: ok (0), skip (99) or fail (66)."`
	DryRun  bool          `short:"n" help:"Read everything, say what would be done, write nothing."`
}

func (f *jobFlags) asJSON() bool { return f.JSON }

func (f *jobFlags) streams(s streams) streams {
	s.quiet = f.Quiet
	options := &slog.HandlerOptions{Level: slog.LevelInfo}
	if f.LogFormat == "json" {
		s.logger = slog.New(slog.NewJSONHandler(s.err, options))
	} else {
		s.logger = slog.New(&plainLog{w: s.err})
	}
	return s
}

// config turns the flags into the configuration of a run. The folder of rules is
// loaded and checked here; the dictionary of words too.
func (f *jobFlags) config(s streams) (pipeline.Config, error) {
	zone, err := time.LoadLocation(f.Zone)
	if err != nil {
		return pipeline.Config{}, usage("zones are named like Asia/Shanghai",
			"--zone: got %q, want a time zone", f.Zone)
	}
	config := pipeline.Config{
		Out: f.Out, Zone: zone, Jobs: f.Jobs, Version: programVersion, Refresh: f.Refresh,
		Repair: f.Repair,
		Log:    s.logger, Now: time.Now,
	}
	if config.Jobs <= 0 {
		config.Jobs = runtime.NumCPU()
	}
	useCores(config.Jobs)
	if config.Memory, err = parseMemory(f.Memory); err != nil {
		return config, err
	}
	if f.Date != "" {
		window, err := parseDates(f.Date, time.Now(), zone)
		if err != nil {
			return config, usage("", "--date: %w", err)
		}
		config.Dates = &window
	}
	if config.Rules, err = runRules(f.Rules); err != nil {
		return config, err
	}
	if config.Facts, err = loadFacts(f.Facts, zone); err != nil {
		return config, err
	}
	config.Words, err = loadWords()
	if err == nil && f.Segmenter == "gse" {
		config.Words, err = config.Words.WithGSE()
	}
	useMemory(config.Memory)
	return config, err
}

// loadFacts reads the folder of what the shops know beside their chats, nil for none.
func loadFacts(folder string, zone *time.Location) (*fact.Book, error) {
	if folder == "" {
		return nil, nil
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, &fault{exitData, "name a folder that holds campaigns.csv, roster.csv, …",
			fmt.Errorf("--facts: got %q, want a folder", folder)}
	}
	return fact.Load(os.DirFS(folder), zone)
}

// useCores holds the process to as many cores as there are workers and lets the heap
// grow to three times what is live before it is collected: the live part is bounded,
// so time is worth more than memory here.
func useCores(jobs int) {
	runtime.GOMAXPROCS(min(jobs, runtime.NumCPU()))
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}

// runRules is loadRules for a run, which needs no examples of the shipped packs.
func runRules(folder string) (*rule.Set, error) {
	// What the loader makes is kept, or is too little to be worth collecting now.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	if folder == "" {
		return rule.LoadToRun(rules.Files())
	}
	return lintRules(folder)
}

// loadRules loads and checks a folder of packs, or the shipped ones, whose examples the
// program's tests have run.
func loadRules(folder string) (*rule.Set, error) {
	if folder == "" {
		return rule.LoadTested(rules.Files())
	}
	return lintRules(folder)
}

// lintRules is loadRules that runs the examples of the shipped packs too.
func lintRules(folder string) (*rule.Set, error) {
	var files fs.FS = rules.Files()
	if folder != "" {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return nil, &fault{exitData, "name a folder that holds packs: DIR/<pack>/<rule>.yaml",
				fmt.Errorf("--rules: got %q, want a folder", folder)}
		}
		files = os.DirFS(folder)
	}
	return rule.Load(files)
}

// loadWords opens the compiled dictionary of words, compiling it on first use into
// the user's cache folder.
func loadWords() (*segment.Dictionary, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return segment.Load("") // no home: compile in memory
	}
	return segment.Load(filepath.Join(cache, "chatqc"))
}

func (f *ingestFlags) apply(config *pipeline.Config) error {
	config.Inputs, config.MappingFile = f.Exports, f.Mapping
	config.IdleGap, config.Lookback = f.Idle, f.Look
	rate, count, err := parseMaxBad(f.MaxBad)
	config.MaxBadRate, config.MinBadRows = rate, count
	return err
}

// minBadRows is what any run may set aside, so that a small export with a few bad
// rows is not refused.
const minBadRows = 100

// parseMaxBad reads a share like 1% or 0.5%, which never forbids the first hundred
// rows, or a count of rows, which does.
func parseMaxBad(s string) (rate float64, count int64, err error) {
	if share, ok := strings.CutSuffix(s, "%"); ok {
		percent, err := strconv.ParseFloat(share, 64)
		if err == nil && percent >= 0 && percent <= 100 {
			return percent / 100, minBadRows, nil
		}
	} else if count, err := strconv.ParseInt(s, 10, 64); err == nil && count >= 0 {
		return 0, count, nil
	}
	return 0, 0, usage("", "--max-bad: got %q, want a share like 1%% or a count of rows", s)
}

// severe lists, for each value of --fail-on, the severities that trip the gate.
var severe = map[string][]string{
	"none": nil, "fatal": {"fatal"}, "major": {"fatal", "major"}, "minor": {"fatal", "major", "minor"},
}

// execute runs the stages with progress and prints their account.
func execute(ctx context.Context, s streams, config pipeline.Config,
	stages ...pipeline.Stage) (*pipeline.Manifest, error) {
	shown := newProgress(s)
	config.Progress = shown.show
	m, err := pipeline.Run(ctx, config, stages...)
	shown.clear()
	switch {
	case err != nil:
	case s.json:
		s.writeJSON(s.out, m)
	case !s.quiet:
		printSummary(s.out, m, config.Out)
	}
	return m, err
}

// start runs stages on what is there already.
func (f *jobFlags) start(ctx context.Context, s streams, stages ...pipeline.Stage) (int, error) {
	s = f.streams(s)
	config, err := f.config(s)
	if err != nil {
		return exitFailed, err
	}
	m, err := execute(ctx, s, config, stages...)
	if err != nil {
		return exitFailed, err
	}
	return f.gate(m), nil
}

// gate returns the exit code that --fail-on asks for.
func (f *jobFlags) gate(m *pipeline.Manifest) int {
	for _, severity := range severe[f.FailOn] {
		if m.Severities[severity] > 0 {
			return exitGate
		}
	}
	return exitDone
}

// exportFlags are the flags of a job that begins with exports.
type exportFlags struct {
	jobFlags
	ingestFlags
}

// start reads exports and runs the stages, or says what they would do.
func (f *exportFlags) start(ctx context.Context, s streams, stages ...pipeline.Stage) (int, error) {
	s = f.streams(s)
	config, err := f.config(s)
	if err == nil {
		err = f.apply(&config)
	}
	if err != nil {
		return exitFailed, err
	}
	if f.DryRun {
		plan, err := pipeline.DryRun(ctx, config)
		if err == nil {
			printPlan(s, plan)
		}
		return exitDone, err
	}
	m, err := execute(ctx, s, config, stages...)
	if err != nil {
		return exitFailed, err
	}
	return f.outcome(m)
}

// outcome turns the account of a finished run into an exit code.
func (f *exportFlags) outcome(m *pipeline.Manifest) (int, error) {
	switch {
	case f.gate(m) != exitDone:
		return exitGate, nil
	case m.Totals.Accepted == 0 && f.IfEmpty == "skip":
		return exitSkip, nil
	case m.Totals.Accepted == 0 && f.IfEmpty == "fail":
		return exitNoInput, &fault{exitNoInput, "check --date and the export",
			fmt.Errorf("got no message for the dates, want at least one")}
	case f.Strict && m.Totals.Quarantined > 0:
		return exitSetAside, nil
	}
	return exitDone, nil
}
