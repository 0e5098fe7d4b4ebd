package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"chatqc/pipeline"
	"chatqc/pipeline/chat"
)

// settings are what may differ between two runs without a byte of the tables differing.
var settings = []struct {
	name   string
	change func(*pipeline.Config)
}{
	{"one worker", func(c *pipeline.Config) { c.Jobs = 1 }},
	{"two workers", func(c *pipeline.Config) { c.Jobs = 2 }},
	{"seven workers", func(c *pipeline.Config) { c.Jobs = 7 }},
	{"next to no memory", func(c *pipeline.Config) { c.Memory = 1 }},
	{"little memory", func(c *pipeline.Config) { c.Memory = 20 << 10 }},
	{"some memory", func(c *pipeline.Config) { c.Memory = 200 << 10 }},
}

// bytesConfig is the configuration of one worker, with the shipped rules.
func bytesConfig(t *rapid.T, out string, dates *pipeline.Window, input string) pipeline.Config {
	cfg, err := newConfig(out, 1, input)
	if err != nil {
		t.Fatal(err)
	}
	_, cfg.Rules = examples()
	cfg.Dates, cfg.Refresh = dates, true
	return cfg
}

// bytesRun is one whole run in a property, with settings that are drawn.
func bytesRun(t *rapid.T, out string, dates *pipeline.Window, input string) *pipeline.Manifest {
	cfg := bytesConfig(t, out, dates, input)
	for range 2 {
		rapid.SampledFrom(settings).Draw(t, "setting").change(&cfg)
	}
	stages := [][]pipeline.Stage{{pipeline.Ingest, pipeline.Inspect, pipeline.Coach}}
	if dates == nil && rapid.Bool().Draw(t, "stage by stage") {
		stages = [][]pipeline.Stage{{pipeline.Ingest}, {pipeline.Inspect}, {pipeline.Coach}}
	}
	var first *pipeline.Manifest // of the run that ingests
	for _, some := range stages {
		m, err := pipeline.Run(context.Background(), cfg, some...)
		var none *pipeline.NoMessagesError // a part may hold nothing
		if err != nil && !errors.As(err, &none) {
			t.Fatal(err)
		}
		if first == nil {
			first = m
		}
	}
	return first
}

// plainRun is the run that others are compared with: one worker, one file, in order.
func plainRun(t *rapid.T, folder string, dates *pipeline.Window, rows []exportRow) (map[string]string, *pipeline.Manifest) {
	path, err := writeExport(filepath.Join(folder, "week"), &writtenForms[0], rows)
	if err != nil {
		t.Fatal(err)
	}
	cfg := bytesConfig(t, filepath.Join(folder, "once"), dates, path)
	m, err := pipeline.Run(context.Background(), cfg, pipeline.Ingest, pipeline.Inspect, pipeline.Coach)
	if err != nil {
		t.Fatal(err)
	}
	files, err := sumsOf(cfg.Out)
	if err != nil {
		t.Fatal(err)
	}
	return files, m
}

// inFolder checks a property in a folder that is new each time. rapid.checks is how often:
// go test ./pipeline -run SameBytes -rapid.checks 1000 -timeout 1h takes a quarter of an
// hour where TMPDIR lies in memory. (100, which is rapid's own default, means the few of the suite.)
func inFolder(t *testing.T, property func(t *rapid.T, folder string)) {
	base, run := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		folder := filepath.Join(base, fmt.Sprint(run))
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		property(t, folder)
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
	})
}

// Any settings, any order of the rows, any splitting into files, any form of these and any
// overlap give the same bytes; so does the same run once more.
func TestSameBytes(t *testing.T) {
	inFolder(t, func(t *rapid.T, folder string) {
		rows := drawWeek(t, rapid.IntRange(1, 4).Draw(t, "days"))
		want, plain := plainRun(t, folder, nil, rows)
		in, out := filepath.Join(folder, "in"), filepath.Join(folder, "out")
		drawExports(t, in, rapid.SampledFrom([]int{1, 2, 5, 50}).Draw(t, "files"), rows)
		m := bytesRun(t, out, nil, in)
		if rapid.Bool().Draw(t, "once more") {
			m = bytesRun(t, out, nil, in)
			for _, d := range m.Days {
				if d.Changed {
					t.Errorf("the same run once more changes %s", d.Date)
				}
			}
		}
		got, err := sumsOf(out)
		if err != nil {
			t.Fatal(err)
		}
		sameFiles(t, got, want)
		if m.Totals.Accepted != plain.Totals.Accepted {
			t.Errorf("got %d rows accepted, want %d", m.Totals.Accepted, plain.Totals.Accepted)
		}
	})
}

// Rows that come in two exports, whichever first, give what one export of all gives, once
// the days that they made stale are inspected again.
func TestSameBytesInTwoParts(t *testing.T) {
	inFolder(t, func(t *rapid.T, folder string) {
		rows := drawWeek(t, rapid.SampledFrom([]int{1, 2, 5}).Draw(t, "days"))
		want, _ := plainRun(t, folder, nil, rows)
		out, parts := filepath.Join(folder, "out"), [2][]exportRow{}
		for _, r := range rows {
			n := rapid.IntRange(0, 1).Draw(t, "part")
			parts[n] = append(parts[n], r)
		}
		for n, part := range parts {
			in := filepath.Join(folder, fmt.Sprint("in-", n))
			drawExports(t, in, 1, part)
			bytesRun(t, out, nil, in)
		}
		got, err := sumsOf(out)
		if err != nil {
			t.Fatal(err)
		}
		dropEmptied(t, out, got, want)
		sameFiles(t, got, want)
	})
}

// dropEmptied forgets the days whose sessions all turned out to begin before them: they
// stay, as files without rows.
func dropEmptied(t *rapid.T, out string, got, want map[string]string) {
	for name := range got {
		if want[name] != "" || !strings.HasPrefix(name, "tables") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if f.NumRows() == 0 {
			delete(got, name)
		}
	}
}

// Runs for some days each, one after the other, give what one run over all of them gives,
// though sessions cross midnight, exports overlap, and copies need the days before.
func TestSameBytesNightByNight(t *testing.T) {
	inFolder(t, func(t *rapid.T, folder string) {
		days := rapid.SampledFrom([]int{2, 3, 5}).Draw(t, "days")
		whole := pipeline.Window{From: firstDay, To: firstDay + chat.Date(days-1)}
		rows := drawWeek(t, days)
		want, _ := plainRun(t, folder, &whole, rows)
		got := runNights(t, folder, nightsOf(t, whole), rows)
		sameFiles(t, got, want)
	})
}

// Templates are those of the 28 days up to each. Nights on which nobody said anything are
// left out, for each costs five files.
func TestSameBytesNightByNightInAMonth(t *testing.T) {
	inFolder(t, func(t *rapid.T, folder string) {
		const days = 30
		rows := drawWeek(t, days)
		want, _ := plainRun(t, folder, nil, rows)
		var nights []pipeline.Window
		for _, night := range nightsOf(t, pipeline.Window{From: firstDay, To: firstDay + days - 1}) {
			busy := pipeline.Window{From: night.To + 1, To: night.From - 1}
			for i := range rows {
				if d := rows[i].day(); night.Contains(d) {
					busy.From, busy.To = min(busy.From, d), max(busy.To, d)
				}
			}
			if busy.From <= busy.To {
				nights = append(nights, busy)
			}
		}
		got := runNights(t, folder, nights, rows)
		dropEmptied(t, filepath.Join(folder, "nights"), got, want)
		sameFiles(t, got, want)
	})
}

// nightsOf cuts a window into some of a day and more.
func nightsOf(t *rapid.T, whole pipeline.Window) (nights []pipeline.Window) {
	days := int(whole.To - whole.From + 1)
	for from := whole.From; from <= whole.To; {
		to := from + chat.Date(rapid.IntRange(0, days/4).Draw(t, "days more"))
		nights = append(nights, pipeline.Window{From: from, To: min(to, whole.To)})
		from = to + 1
	}
	return nights
}

// runNights gives each night its rows, and others once more, and returns what is published
// in the end.
func runNights(t *rapid.T, folder string, nights []pipeline.Window, rows []exportRow) map[string]string {
	overlap := rapid.SampledFrom([]string{"none", "some", "all before", "all"}).Draw(t, "overlap")
	out := filepath.Join(folder, "nights")
	for _, night := range nights {
		var given []exportRow
		for i, r := range rows {
			before := r.day() < night.From && (overlap == "all before" || overlap == "some" && i%3 == 0)
			if night.Contains(r.day()) || before || overlap == "all" {
				given = append(given, r)
			}
		}
		in := filepath.Join(folder, "in-"+night.From.String())
		drawExports(t, in, rapid.IntRange(1, 2).Draw(t, "files"), given)
		if m := bytesRun(t, out, &night, in); len(m.Warnings) > 0 {
			t.Errorf("the run for %s..%s warns: %v", night.From, night.To, m.Warnings)
		}
	}
	files, err := sumsOf(out)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// shuffled returns the numbers below n in an order that the seed decides.
func shuffled(n int, seed uint64) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for i := n - 1; i > 0; i-- {
		seed = seed*6364136223846793005 + 1442695040888963407
		j := int(seed>>33) % (i + 1)
		order[i], order[j] = order[j], order[i]
	}
	return order
}
