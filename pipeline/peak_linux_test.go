package pipeline_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"chatqc/pipeline"
)

// peakFolder names the variable that turns the test binary into a job whose memory is
// measured.
const peakFolder = "CHATQC_TEST_PEAK_FOLDER"

// peakMemory is the Config.Memory of that job.
const peakMemory = "CHATQC_TEST_PEAK_MEMORY"

// peakJob runs the whole job on in.jsonl of the folder and prints the peak of its resident
// memory and of the heap that was live after a collection, in KiB.
func peakJob(folder string) int {
	memory, err := strconv.ParseInt(os.Getenv(peakMemory), 10, 64)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	debug.SetMemoryLimit(memory)
	var live atomic.Uint64
	watchHeap(&live)
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
	fmt.Println(strings.Fields(peak)[0], live.Load()>>10)
	return 0
}

// watchHeap keeps the most bytes that were live after any collection from now on.
func watchHeap(most *atomic.Uint64) {
	type canary struct{ _ [16]byte }
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	var sing func(*canary)
	sing = func(*canary) {
		metrics.Read(sample)
		most.Store(max(most.Load(), sample[0].Value.Uint64()))
		runtime.SetFinalizer(new(canary), sing)
	}
	runtime.SetFinalizer(new(canary), sing)
}

// A peak is the most memory that a process took, in MiB.
type peak struct{ resident, live int }

// peakOf returns the peak of a job on n messages in a process of its own.
func peakOf(t *testing.T, e *extreme, n int, memory int64) (p peak) {
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
	if _, err := fmt.Sscan(string(out), &p.resident, &p.live); err != nil {
		t.Fatal(err)
	}
	return peak{p.resident >> 10, p.live >> 10}
}

// Eight times the messages take about the same memory. Below some hundred thousand messages
// the buffers of the Parquet writers, which end at a row group, would hide it, so this needs
// CHATQC_FULL=1, too.
func TestPeakDoesNotGrow(t *testing.T) {
	if os.Getenv("CHATQC_FULL") == "" {
		t.Skip("needs CHATQC_FULL=1 and jobs of millions of messages")
	}
	const n, memory = 250_000, pipeline.LeastMemory
	for _, name := range []string{"one agent has everything", "sessions of one message"} {
		e := extremeNamed(name)
		small, large := peakOf(t, e, n, memory), peakOf(t, e, 8*n, memory)
		t.Logf("%s: %+v and %+v MiB", name, small, large)
		if large.resident > small.resident*5/4 {
			t.Errorf("%s: got %d MiB with %d messages and %d MiB with %d; want at most a quarter more",
				name, small.resident, n, large.resident, 8*n)
		}
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
			got := peakOf(t, e, e.full, pipeline.DefaultMemory)
			t.Logf("%d messages: %d MiB, of which %d live", e.full, got.resident, got.live)
			if got.resident > most {
				t.Errorf("got a peak of %d MiB; want at most %d", got.resident, most)
			}
		})
	}
}
