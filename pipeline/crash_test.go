package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"chatqc/pipeline"
)

// crashFolder names the variable that turns the test binary into a job to be killed.
const crashFolder = "CHATQC_TEST_CRASH_FOLDER"

// crashJob runs the whole job in the folder that the parent prepared.
func crashJob(folder string) int {
	cfg, err := newConfig(filepath.Join(folder, "out"), 2, filepath.Join(folder, "in"))
	if err == nil {
		_, err = pipeline.Run(context.Background(), cfg,
			pipeline.Ingest, pipeline.Inspect, pipeline.Coach)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// Whenever the job is killed, every published partition is either the old one or the
// new one, and a re-run ends at the same bytes.
func TestKilledRunLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the job many times")
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	lines := weekLines(t, 400)
	in := filepath.Join(folder, "in")
	if err := os.Mkdir(in, 0o700); err != nil {
		t.Fatal(err)
	}
	child := func() *exec.Cmd {
		cmd := exec.Command(program)
		cmd.Env = append(os.Environ(), crashFolder+"="+folder)
		return cmd
	}
	out := filepath.Join(folder, "out")
	writeLines(t, filepath.Join(in, "first.jsonl"), lines[:len(lines)/2])
	runChild(t, child())
	before := sums(t, out)

	// The second half of the export changes most partitions of every table.
	writeLines(t, filepath.Join(in, "second.jsonl"), lines[len(lines)/2:])
	if err := os.CopyFS(filepath.Join(folder, "kept"), os.DirFS(out)); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	runChild(t, child())
	whole := time.Since(began)
	after := sums(t, out)

	const kills = 12
	for i := range kills {
		if err := os.RemoveAll(out); err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(out, os.DirFS(filepath.Join(folder, "kept"))); err != nil {
			t.Fatal(err)
		}
		cmd := child()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(whole * time.Duration(i+1) / (kills + 1))
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
		for name, sum := range sums(t, out) {
			if sum != before[name] && sum != after[name] {
				t.Errorf("kill %d: %s is neither the old nor the new one", i, name)
			}
		}
		if runtime.GOOS == "linux" { // elsewhere a swap takes two steps
			requireFiles(t, out, before)
		}
		runChild(t, child())
		sameFiles(t, sums(t, out), after)
	}
}

// requireFiles fails when a partition that was published before has vanished.
func requireFiles(t *testing.T, out string, before map[string]string) {
	t.Helper()
	now := sums(t, out)
	for name := range before {
		if _, ok := now[name]; !ok {
			t.Errorf("%s has vanished", name)
		}
	}
}

func runChild(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("job: %v\n%s", err, output)
	}
}
