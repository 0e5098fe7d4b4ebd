package pipeline_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"chatqc/pipeline"
	"chatqc/pipeline/chat"
	"chatqc/pipeline/internal/disk"
	"chatqc/pipeline/internal/disk/disktest"
)

// A night is a run for one day over what the nights before left.
type night struct {
	date    string
	lines   func(day string, n int) bool // whether the export of that night has the n-th line
	refresh bool
}

// Late rows change days that were not asked for, or the windows of days after them. When
// the run that brings them is killed between changing such a day and inspecting it, the
// same command again finds the day as it should be, and must inspect it all the same.
func TestKilledNightIsMadeUpFor(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the job many times")
	}
	// Of every so many lines of a day, one comes later.
	on := func(day string, late int) func(string, int) bool {
		return func(d string, n int) bool { return d == day && n%late > 0 }
	}
	tests := []struct {
		name   string
		nights []night
		last   night
	}{
		{"late rows for the day before, of another week",
			[]night{
				{date: "2026-11-21", lines: on("2026-11-21", 10)},
				{date: "2026-11-22", lines: on("2026-11-22", 10)},
			},
			night{date: "2026-11-23", lines: func(d string, _ int) bool { return d >= "2026-11-22" }}},
		{"late rows for a day whose window others look through",
			[]night{
				{date: "2026-11-17", lines: on("2026-11-17", 2)},
				{date: "2026-11-19", lines: on("2026-11-19", 1000)},
			},
			night{date: "2026-11-17", refresh: true,
				lines: func(d string, _ int) bool { return d == "2026-11-17" }}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { killNights(t, tt.nights, tt.last) })
	}
}

func killNights(t *testing.T, nights []night, last night) {
	folder, err := os.MkdirTemp("/dev/shm", "chatqc-test-")
	if err != nil {
		folder = t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	lines, out := weekLines(t, 120), filepath.Join(folder, "out")
	for _, n := range nights {
		job(t, n.config(t, out, lines))
	}
	kept := os.DirFS(out)
	copyTo := func(name string) string {
		to := filepath.Join(folder, name)
		if err := os.CopyFS(to, kept); err != nil {
			t.Fatal(err)
		}
		return to
	}
	counter, off := 0, errors.New("killed")
	cfg := last.config(t, copyTo("whole"), lines)
	cfg.OnDisk(func(_ disk.Op, act func() error) error {
		counter++
		return act()
	})
	cfg.Jobs = 1
	job(t, cfg)
	want := sums(t, filepath.Join(folder, "whole"))
	n := kills(t, 10)
	for i := range n {
		at := 1 + (2*i+1)*counter/(2*n)
		name := fmt.Sprintf("killed at operation %d of %d", at, counter)
		cfg := last.config(t, copyTo(name), lines)
		d, err := disktest.New(cfg.Out)
		if err != nil {
			t.Fatal(err)
		}
		d.Before(func(n int, op disk.Op) error {
			if n >= at {
				return off
			}
			return nil
		})
		cfg.OnDisk(d.Layer())
		_, err = pipeline.Run(t.Context(), cfg, pipeline.Ingest, pipeline.Inspect, pipeline.Coach)
		if !errors.Is(err, off) {
			t.Fatalf("%s: got %v, want that it is killed", name, err)
		}
		job(t, last.config(t, cfg.Out, lines))
		if got := sums(t, cfg.Out); !maps.Equal(got, want) {
			t.Errorf("%s: the next run gives another tree", name)
			sameFiles(t, got, want)
		}
		if err := os.RemoveAll(cfg.Out); err != nil {
			t.Fatal(err)
		}
	}
}

// config is that of the night, with its export written.
func (n night) config(t *testing.T, out string, lines [][]byte) pipeline.Config {
	t.Helper()
	var mine [][]byte
	for i, line := range lines {
		_, rest, _ := bytes.Cut(line, []byte(`"sent_at":"`))
		if n.lines(string(rest[:10]), i) {
			mine = append(mine, line)
		}
	}
	path := filepath.Join(t.TempDir(), n.date+".jsonl")
	writeLines(t, path, mine)
	cfg := config(t, out, 2, path)
	d, err := chat.ParseDate(n.date)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Dates, cfg.Refresh = &pipeline.Window{From: d, To: d}, n.refresh
	return cfg
}
