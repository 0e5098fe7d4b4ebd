package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"chatqc/pipeline"
	"chatqc/pipeline/chat"
	"chatqc/pipeline/table"
	"chatqc/samples"
)

// demoCommand makes a synthetic shop's week with faults planted in known places, runs
// the whole job on it and says how many of them were found.
type demoCommand struct {
	Out  string `short:"o" default:"chatqc-demo" help:"Folder for the export and the results." placeholder:"DIR"`
	Seed uint64 `default:"20261116" help:"Another seed makes another week."`
	Jobs int    `short:"j" default:"0" help:"Workers; 0 takes all cores."`
}

func (c *demoCommand) asJSON() bool { return false }

func (c *demoCommand) run(ctx context.Context, s streams) (int, error) {
	flags := jobFlags{
		Memory: defaultMemory,
		Out:    filepath.Join(c.Out, "results"), Zone: "Asia/Shanghai", Jobs: c.Jobs,
		LogFormat: "text", FailOn: "none",
	}
	s = flags.streams(s)
	week := samples.Shop(c.Seed, samples.ShopConfig{})
	export := filepath.Join(c.Out, "export", "week.jsonl")
	if err := writeExport(week, export); err != nil {
		return exitFailed, &fault{exitCannotCreate, "choose another folder with --out", err}
	}
	config, err := flags.config(s)
	if err != nil {
		return exitFailed, err
	}
	config.Inputs, config.MaxBadRate, config.MinBadRows = []string{export}, 0.01, minBadRows
	config.Lookback = 1
	shown := newProgress(s)
	config.Progress = shown.show
	began := time.Now()
	m, err := pipeline.Run(ctx, config, pipeline.Ingest, pipeline.Inspect, pipeline.Coach)
	shown.clear()
	if err != nil {
		return exitFailed, err
	}
	fmt.Fprintf(s.out, "A synthetic shop's week (nothing in it is real) in %s, inspected in %.1f s\n",
		export, time.Since(began).Seconds())
	printSummary(s.out, m, config.Out)
	if err := printTruth(s, week, config.Out); err != nil {
		return exitFailed, err
	}
	fmt.Fprintf(s.out, nextSteps, config.Out)
	return exitDone, nil
}

// nextSteps is what a newcomer may want to do after the demo.
const nextSteps = `next      chatqc run --out qc YOUR-EXPORT.csv      your own chats
          chatqc rules explain "这个不知道哦亲"     why a sentence is found
          duckdb -c "from '%s/coaching/*/agents/*.parquet' where section = 'priority'"
`

func writeExport(week *samples.Week, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	if err := week.WriteJSONLines(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// printTruth compares the findings with the faults that were planted, and with the
// sentences that only look like faults.
func printTruth(s streams, week *samples.Week, out string) error {
	found, faulty, err := foundIn(out)
	if err != nil {
		return err
	}
	right := 0
	for _, truth := range week.Truth {
		if found[[2]string{truth.MessageID, string(truth.Dimension)}] {
			right++
		}
	}
	wrong := 0
	for _, id := range week.Clean {
		if faulty[id] {
			wrong++
		}
	}
	fmt.Fprintf(s.out, "truth     %d of %d planted sentences found, "+
		"%d of %d harmless look-alikes taken for faults\n",
		right, len(week.Truth), wrong, len(week.Clean))
	return nil
}

// foundIn returns which messages have a finding of which dimension, and which have a
// fault.
func foundIn(out string) (found map[[2]string]bool, faulty map[string]bool, err error) {
	found, faulty = map[[2]string]bool{}, map[string]bool{}
	store, err := table.Look(out)
	if err != nil {
		return nil, nil, err
	}
	days, err := store.Days("findings")
	if err != nil {
		return nil, nil, err
	}
	for _, d := range days {
		err := table.Read(store.DayPath("findings", d), func(rows []table.Finding) error {
			for i := range rows {
				f := &rows[i]
				found[[2]string{f.MessageID, f.Dimension}] = true
				faulty[f.MessageID] = faulty[f.MessageID] || f.Severity != string(chat.Praise)
			}
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return found, faulty, nil
}
