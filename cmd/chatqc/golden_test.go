package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"chatqc/pipeline"
	"chatqc/pipeline/table"
)

// TestGoldenRows holds every row that a small export gives, in every published table,
// against testdata/golden. UPDATE=1 writes the rows anew: read the difference before
// committing it, since analysts build on these values.
func TestGoldenRows(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	flags := jobFlags{Out: out, Zone: "Asia/Shanghai", LogFormat: "text", FailOn: "none", Memory: defaultMemory}
	config, err := flags.config(flags.streams(streams{err: &bytes.Buffer{}}))
	if err != nil {
		t.Fatal(err)
	}
	config.Inputs = []string{filepath.Join("..", "..", "samples", "exports", "generic.jsonl")}
	config.MinBadRows, config.Lookback, config.Version = minBadRows, 1, "golden"
	_, err = pipeline.Run(context.Background(), config,
		pipeline.Ingest, pipeline.Inspect, pipeline.Coach)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "messages", dump[table.Message](t, out, "tables/messages/*/*.parquet"))
	golden(t, "sessions", rulesVersion.ReplaceAllString(
		dump[table.Session](t, out, "tables/sessions/*/*.parquet"), "golden+rules"))
	golden(t, "findings", dump[table.Finding](t, out, "tables/findings/*/*.parquet"))
	golden(t, "copies", dump[table.Copy](t, out, "tables/copies/*/*.parquet"))
	golden(t, "repeats", dump[table.Repeat](t, out, "tables/repeats/*/*.parquet"))
	golden(t, "agents", dump[table.Agent](t, out, "tables/agents/*/*.parquet"))
	golden(t, "coaching", dump[table.Coaching](t, out, "coaching/*/agents/*.parquet"))
}

// rulesVersion is the version that a session row carries: it names every letter of every
// rule, so it changes when no row does.
var rulesVersion = regexp.MustCompile(`golden\+[0-9a-f]{16}`)

// dump writes the rows of all files as lines of JSON, each file under its name.
func dump[T any](t *testing.T, out, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(out, filepath.FromSlash(pattern)))
	if err != nil || len(files) == 0 {
		t.Fatalf("no file matches %s (%v)", pattern, err)
	}
	slices.Sort(files)
	var b bytes.Buffer
	lines := json.NewEncoder(&b)
	lines.SetEscapeHTML(false)
	for _, file := range files {
		name, _ := filepath.Rel(out, file)
		b.WriteString("# " + filepath.ToSlash(name) + "\n")
		err := table.Read(file, func(rows []T) error {
			for i := range rows {
				if err := lines.Encode(&rows[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name+".jsonl")
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		g, w := lineAt(gotLines, i), lineAt(wantLines, i)
		if g != w {
			t.Errorf("%s:%d: got %s\nwant %s", path, i+1, g, w)
			return
		}
	}
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(no row)"
}
