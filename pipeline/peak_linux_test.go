package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"chatqc/pipeline"
)

// peakFolder names the variable that turns the test binary into a job whose memory is
// measured.
const peakFolder = "CHATQC_TEST_PEAK_FOLDER"

// peakMemory is the Config.Memory of that job.
const peakMemory = "CHATQC_TEST_PEAK_MEMORY"

// peakJob runs the whole job on in.jsonl of the folder and prints the peak of its resident
// memory, in KiB.
func peakJob(folder string) int {
	memory, err := strconv.ParseInt(os.Getenv(peakMemory), 10, 64)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	debug.SetMemoryLimit(memory)
	cfg, err := newConfig(filepath.Join(folder, "out"), 2, filepath.Join(folder, "in.jsonl"))
	cfg.Memory = memory
	if err == nil {
		_, err = pipeline.Run(context.Background(), cfg,
			pipeline.Ingest, pipeline.Inspect, pipeline.Coach)
	}
	status, reading := os.ReadFile("/proc/self/status")
	if err != nil || reading != nil {
		fmt.Fprintln(os.Stderr, err, reading)
		return 1
	}
	_, peak, _ := strings.Cut(string(status), "VmHWM:")
	fmt.Println(strings.Fields(peak)[0])
	return 0
}

// peakOf returns the peak memory, in MiB, of a job on n messages in a process of its own.
func peakOf(t *testing.T, e *extreme, n int, memory int64) int {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	e.write(t, filepath.Join(folder, "in.jsonl"), n)
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), peakFolder+"="+folder, fmt.Sprintf("%s=%d", peakMemory, memory))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	kib, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	return kib >> 10
}

// Eight times the messages take about the same memory.
func TestPeakDoesNotGrow(t *testing.T) {
	if testing.Short() {
		t.Skip("runs jobs of 100,000 messages")
	}
	const n, memory, allowed = 15_000, 16 << 20, 24
	for _, name := range []string{"one agent has everything", "sessions of one message"} {
		e := extremeNamed(name)
		small, large := peakOf(t, e, n, memory), peakOf(t, e, 8*n, memory)
		if large > small+allowed {
			t.Errorf("%s: got a peak of %d MiB with %d messages and %d MiB with %d; want at most %d MiB more",
				name, small, n, large, 8*n, allowed)
		}
		t.Logf("%s: %d and %d MiB", name, small, large)
	}
}

func extremeNamed(name string) *extreme {
	for i := range extremes {
		if extremes[i].name == name {
			return &extremes[i]
		}
	}
	panic("no extreme is named " + name)
}

// TestExtremesInFull runs every extreme at its full size in a process of its own, with the
// default memory:
//
//	CHATQC_FULL=1 go test ./pipeline -run ExtremesInFull -v -timeout 2h
//
// It takes some 5 GB below the folder for temporary files and half an hour.
func TestExtremesInFull(t *testing.T) {
	if os.Getenv("CHATQC_FULL") == "" {
		t.Skip("needs CHATQC_FULL=1, half an hour and 5 GB of disk")
	}
	const most = 512 // MiB
	for i := range extremes {
		e := &extremes[i]
		t.Run(e.name, func(t *testing.T) {
			peak := peakOf(t, e, e.full, pipeline.DefaultMemory)
			t.Logf("%d messages: %d MiB", e.full, peak)
			if peak > most {
				t.Errorf("got a peak of %d MiB; want at most %d", peak, most)
			}
		})
	}
}
