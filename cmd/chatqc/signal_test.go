//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"chatqc/samples"
)

// A signal ends the run in order: the exit code says which, and the next run does all.
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
	for signal, want := range map[os.Signal]int{os.Interrupt: exitInterrupted, syscall.SIGTERM: exitTerminated} {
		out := filepath.Join(folder, signal.String())
		cmd := exec.Command("chatqc", "run", "-q", "-j", "1", "--out", out, export)
		var talk bytes.Buffer
		cmd.Stderr = &talk
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		awaitFile(t, filepath.Join(out, ".lock"))
		began := time.Now()
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		var ended *exec.ExitError
		if err := cmd.Wait(); !errors.As(err, &ended) || ended.ExitCode() != want {
			t.Errorf("%v: got %v, want exit code %d\n%s", signal, err, want, talk.String())
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%v: the run ended after %v, want at most 5 s", signal, took)
		}
		if !bytes.Contains(talk.Bytes(), []byte("chatqc: hint: run the same command again")) {
			t.Errorf("%v: got %q, want a hint", signal, talk.String())
		}
		if output, err := exec.Command("chatqc", "run", "-q", "--out", out, export).CombinedOutput(); err != nil {
			t.Errorf("%v: the run after it: %v\n%s", signal, err, output)
		}
	}
}

func awaitFile(t *testing.T, path string) {
	t.Helper()
	for range 500 {
		if _, err := os.Stat(path); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s did not appear", path)
}
