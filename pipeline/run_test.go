package pipeline_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"chatqc/pipeline"
	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/segment"
	"chatqc/pipeline/table"
	"chatqc/samples"
)

// TestMain also runs the jobs of child processes that tests are going to kill or to measure.
func TestMain(m *testing.M) {
	if folder := os.Getenv(crashFolder); folder != "" {
		os.Exit(crashJob(folder))
	}
	if folder := os.Getenv(peakFolder); folder != "" {
		os.Exit(peakJob(folder))
	}
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		checks := "2" // each is some whole jobs
		if testing.Short() {
			checks = "1"
		}
		_ = f.Value.Set(checks)
	}
	goleak.VerifyTestMain(m)
}

// packs are two rules of different dimensions: enough for every table to have rows.
var packs = fstest.MapFS{
	"law.yaml":             {Data: []byte("{}")},
	"evasion/pack.yaml":    {Data: []byte("title: 推诿\ndimension: evasive\nversion: 1.0.0\nowner: 质检\n")},
	"evasion/unknown.yaml": {Data: []byte(ruleOf("不知道", "major", 5))},
	"selling/pack.yaml":    {Data: []byte("title: 促成\ndimension: selling\nversion: 1.0.0\nowner: 质检\n")},
	"selling/advise.yaml":  {Data: []byte(ruleOf("建议", "praise", 1))},
}

func ruleOf(word, severity string, points int) string {
	return fmt.Sprintf(`title: 说了%[1]s
any: [%[1]s]
severity: %[2]s
points: %[3]d
why: 说了%[1]s
instead: 换一种说法
hits: [客服: %[1]s, 客服: 我%[1]s, 客服: 这个%[1]s]
misses: [客服: 好的, 客服: 在的, 客服: 有的]
`, word, severity, points)
}

var words = sync.OnceValues(func() (*segment.Dictionary, error) {
	return segment.Load(filepath.Join(os.TempDir(), "chatqc-test-words"))
})

func config(t testing.TB, out string, jobs int, inputs ...string) pipeline.Config {
	t.Helper()
	cfg, err := newConfig(out, jobs, inputs...)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func newConfig(out string, jobs int, inputs ...string) (pipeline.Config, error) {
	set, err := rule.Load(packs)
	if err != nil {
		return pipeline.Config{}, err
	}
	dictionary, err := words()
	return pipeline.Config{
		Inputs: inputs, Out: out, Zone: chattest.Zone, Jobs: jobs, Lookback: 1,
		MaxBadRate: 0.01, MinBadRows: 100, Rules: set, Words: dictionary,
		Version: "0.0.0-test", Now: time.Now,
	}, err
}

// job runs all stages and returns the account.
func job(t testing.TB, cfg pipeline.Config) *pipeline.Manifest {
	t.Helper()
	m, err := pipeline.Run(context.Background(), cfg,
		pipeline.Ingest, pipeline.Inspect, pipeline.Coach)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// sums maps each published file to the hash of its bytes.
func sums(t testing.TB, out string) map[string]string {
	t.Helper()
	files, err := sumsOf(out)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func sumsOf(out string) (map[string]string, error) {
	files := map[string]string{}
	var failed error
	for _, part := range []string{"tables", "coaching"} {
		err := filepath.WalkDir(filepath.Join(out, part), func(path string, e fs.DirEntry, err error) error {
			if os.IsNotExist(err) {
				return nil
			}
			if err != nil || e.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			name, _ := filepath.Rel(out, path)
			sum := sha256.Sum256(data)
			files[name] = hex.EncodeToString(sum[:8])
			return err
		})
		failed = errors.Join(failed, err)
	}
	return files, failed
}

// sameFiles fails with the names of the files that differ.
func sameFiles(t interface {
	Helper()
	Errorf(string, ...any)
}, got, want map[string]string) {
	t.Helper()
	if len(want) == 0 {
		t.Errorf("nothing is published")
	}
	var different []string
	for name := range maps.Keys(want) {
		if got[name] != want[name] {
			different = append(different, name)
		}
	}
	for name := range maps.Keys(got) {
		if want[name] == "" {
			different = append(different, name+" (new)")
		}
	}
	if len(different) > 0 {
		slices.Sort(different)
		t.Errorf("%d of %d files differ: %s", len(different), len(want), strings.Join(different, ", "))
	}
}

// weekLines is a small synthetic week as lines of JSON.
func weekLines(t testing.TB, sessions int) [][]byte {
	t.Helper()
	var b bytes.Buffer
	if err := samples.Shop(7, samples.ShopConfig{Sessions: sessions}).WriteJSONLines(&b); err != nil {
		t.Fatal(err)
	}
	return bytes.SplitAfter(bytes.TrimSuffix(b.Bytes(), []byte("\n")), []byte("\n"))
}

func writeLines(t interface{ Fatalf(string, ...any) }, path string, lines [][]byte) {
	var data []byte
	for _, line := range lines {
		data = append(append(data, bytes.TrimSuffix(line, []byte("\n"))...), '\n')
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatalf("write: %v", err)
	}
}

func TestEveryRowIsAccountedFor(t *testing.T) {
	folder := t.TempDir()
	lines := weekLines(t, 60)
	path := filepath.Join(folder, "week.jsonl")
	writeLines(t, path, append(append([][]byte{[]byte("{half a line")}, lines...), lines[:10]...))
	m := job(t, config(t, filepath.Join(folder, "out"), 2, path))
	want := pipeline.Rows{
		Read: int64(len(lines) + 11), Accepted: int64(len(lines)), Duplicates: 10, Quarantined: 1,
	}
	if m.Totals != want {
		t.Errorf("got %+v, want %+v", m.Totals, want)
	}
	var messages int64
	for _, d := range m.Days {
		messages += d.Messages
	}
	if messages != m.Totals.Accepted {
		t.Errorf("got %d messages in sessions, want the %d that were accepted", messages, m.Totals.Accepted)
	}
}

// What a week holds may turn out to belong to the week before, when the beginning of its
// only session comes late: its agents go, and the run does not fail for want of them.
func TestAWeekMayLoseItsLastAgent(t *testing.T) {
	folder := t.TempDir()
	row := exportRow{SessionID: "S", CustomerID: "c", ShopID: "店A", AgentID: "小李", Role: "agent", Text: "在的"}
	var files []string
	for i, second := range []int64{7*86400 + 60, 7*86400 - 60} {
		row.at(second)
		path, err := writeExport(filepath.Join(folder, fmt.Sprint(i)), &writtenForms[0], []exportRow{row})
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	out := filepath.Join(folder, "out")
	for _, file := range files {
		job(t, config(t, out, 2, file))
	}
	var delivered []string
	for name := range sums(t, out) {
		if strings.HasPrefix(name, "coaching") {
			delivered = append(delivered, filepath.ToSlash(name))
		}
	}
	want := "coaching/week=2026-W47/agents/" + table.FileName("小李") + ".parquet"
	if !slices.Equal(delivered, []string{want}) {
		t.Errorf("got %v, want %s alone", delivered, want)
	}
}
