package pipeline_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A clock that goes backwards, within a run and from one run to the next, changes nothing
// but the times in the journal.
func TestClockGoesBackwards(t *testing.T) {
	folder := t.TempDir()
	lines := weekLines(t, 40)
	first, second := filepath.Join(folder, "a.jsonl"), filepath.Join(folder, "b.jsonl")
	writeLines(t, first, lines[:len(lines)/2])
	writeLines(t, second, lines)

	right := filepath.Join(folder, "right")
	for _, input := range []string{first, second} {
		job(t, config(t, right, 2, input))
	}

	now := time.Date(2026, 11, 23, 2, 30, 0, 0, time.UTC)
	back := func() time.Time {
		now = now.Add(-100 * time.Hour)
		return now
	}
	wrong := filepath.Join(folder, "wrong")
	for _, input := range []string{first, second, second} {
		cfg := config(t, wrong, 2, input)
		cfg.Now = back
		m := job(t, cfg)
		if m.DurationSeconds != 0 {
			t.Errorf("got a duration of %v s, want 0 by a clock that goes backwards", m.DurationSeconds)
		}
		if input == second && m.Partitions.Written+m.Partitions.Kept == 0 {
			t.Error("the run did nothing")
		}
	}
	sameFiles(t, sums(t, wrong), sums(t, right))

	// An export from the future, or from long before, is an export.
	for _, at := range []time.Time{now.AddDate(50, 0, 0), time.Unix(0, 0)} {
		if err := os.Chtimes(second, at, at); err != nil {
			t.Fatal(err)
		}
		if m := job(t, config(t, wrong, 2, second)); m.Partitions.Written != 0 {
			t.Errorf("got %d partitions written, want none", m.Partitions.Written)
		}
	}
}
