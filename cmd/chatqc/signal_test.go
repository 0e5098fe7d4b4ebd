//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"chatqc/samples"
)

// A signal ends the run in order, in whatever stage it is: the exit code says which, and
// the next run does what is missing.
func TestSignalsEndTheRun(t *testing.T) {
	folder := t.TempDir()
	export := filepath.Join(folder, "week.jsonl")
	var lines bytes.Buffer
	if err := samples.Shop(1, samples.ShopConfig{Sessions: 4000}).WriteJSONLines(&lines); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(export, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		signal os.Signal
		when   string // a file that is there
		want   int
	}{
		{os.Interrupt, ".lock", exitInterrupted},
		{syscall.SIGTERM, "tables/sessions/dt=*", exitTerminated},
	}
	var trees []string
	for _, tt := range tests {
		out := filepath.Join(folder, tt.signal.String())
		cmd := exec.Command("chatqc", "run", "-q", "-j", "1", "--out", out, export)
		var talk bytes.Buffer
		cmd.Stderr = &talk
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		awaitFile(t, filepath.Join(out, filepath.FromSlash(tt.when)))
		began := time.Now()
		if err := cmd.Process.Signal(tt.signal); err != nil {
			t.Fatal(err)
		}
		var ended *exec.ExitError
		if err := cmd.Wait(); !errors.As(err, &ended) || ended.ExitCode() != tt.want {
			t.Errorf("%v: got %v, want exit code %d\n%s", tt.signal, err, tt.want, talk.String())
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%v: the run ended after %v, want at most 5 s", tt.signal, took)
		}
		if !bytes.Contains(talk.Bytes(), []byte("chatqc: hint: run the same command again")) {
			t.Errorf("%v: got %q, want a hint", tt.signal, talk.String())
		}
		output, err := exec.Command("chatqc", "run", "-q", "--out", out, export).CombinedOutput()
		if err != nil {
			t.Errorf("%v: the run after it: %v\n%s", tt.signal, err, output)
		}
		tree, err := treeSums(out)
		if err != nil {
			t.Fatal(err)
		}
		trees = append(trees, tree)
	}
	if trees[0] != trees[1] || trees[0] == "" {
		t.Error("two runs that were stopped and run again gave different trees")
	}
}

// A second Ctrl-C ends at once what the first could not end: here a pipe that nobody
// writes to stands for a disk that does not answer.
func TestSecondSignalEndsAtOnce(t *testing.T) {
	folder := t.TempDir()
	export, out := filepath.Join(folder, "pipe.jsonl"), filepath.Join(folder, "out")
	if err := syscall.Mkfifo(export, 0o600); err != nil {
		t.Skip(err)
	}
	cmd := exec.Command("chatqc", "run", "-q", "--out", out, export)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	awaitFile(t, filepath.Join(out, ".staging", "run-*", "spill", "rows-*"))
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for range 2 {
		select {
		case err := <-ended:
			t.Fatalf("the run ended by itself: %v", err)
		case <-time.After(50 * time.Millisecond):
		}
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	var exit *exec.ExitError
	if err := <-ended; !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
		t.Errorf("got %v, want exit code %d", err, exitInterrupted)
	}
	if took := time.Since(began); took > graceful/2 {
		t.Errorf("the second signal took %v, want that it ends the run at once", took)
	}
}

// A run that does not end after one signal is ended in time for a scheduler that would
// kill it.
func TestOneSignalEndsARunThatHangs(t *testing.T) {
	before := graceful
	graceful = 10 * time.Millisecond
	defer func() { graceful = before }()
	ctx, cancel := context.WithCancelCause(context.Background())
	signals, code := make(chan os.Signal, 1), -1
	signals <- syscall.SIGTERM
	var talk bytes.Buffer
	stopOn(signals, cancel, &talk, func(c int) { code = c })
	if code != exitTerminated || context.Cause(ctx) == nil {
		t.Errorf("got exit code %d, cause %v; want %d and a cause", code, context.Cause(ctx), exitTerminated)
	}
	want := "chatqc: stopped by signal: terminated: got no end of the run in 10ms\nchatqc: hint: run the same"
	if !strings.HasPrefix(talk.String(), want) {
		t.Errorf("got %q, want %q…", talk.String(), want)
	}
}

// awaitFile waits for a file whose path matches a pattern.
func awaitFile(t *testing.T, path string) {
	t.Helper()
	for range 500 {
		if found, _ := filepath.Glob(path); len(found) > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s did not appear", path)
}
