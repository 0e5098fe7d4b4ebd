package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"chatqc/pipeline"
)

// Any number of workers, any memory, any order of the rows and any splitting into files give
// the same bytes.
func TestSameBytes(t *testing.T) {
	lines := weekLines(t, 40)
	folder := t.TempDir()
	whole := filepath.Join(folder, "week.jsonl")
	writeLines(t, whole, lines)
	job(t, config(t, filepath.Join(folder, "out"), 1, whole))
	want := sums(t, filepath.Join(folder, "out"))

	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		in := filepath.Join(folder, fmt.Sprintf("in-%d", run))
		if err := os.Mkdir(in, 0o700); err != nil {
			t.Fatal(err)
		}
		files := make([][][]byte, rapid.IntRange(1, 5).Draw(t, "files"))
		seed := rapid.Uint64().Draw(t, "shuffle")
		for _, i := range shuffled(len(lines), seed) {
			n := rapid.IntRange(0, len(files)-1).Draw(t, "file")
			files[n] = append(files[n], lines[i])
			if i%17 == 0 { // exports overlap
				files[0] = append(files[0], lines[i])
			}
		}
		for n, part := range files {
			writeLines(t, filepath.Join(in, fmt.Sprintf("part-%d.jsonl", n)), part)
		}
		out := filepath.Join(folder, fmt.Sprintf("out-%d", run))
		cfg, err := newConfig(out, rapid.IntRange(1, 4).Draw(t, "jobs"), in)
		if err != nil {
			t.Fatal(err)
		}
		cfg.Memory = rapid.SampledFrom([]int64{0, 1, 20 << 10, 200 << 10}).Draw(t, "memory")
		_, err = pipeline.Run(context.Background(), cfg,
			pipeline.Ingest, pipeline.Inspect, pipeline.Coach)
		if err != nil {
			t.Fatal(err)
		}
		got, err := sumsOf(out)
		if err != nil {
			t.Fatal(err)
		}
		sameFiles(t, got, want)
	})
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
