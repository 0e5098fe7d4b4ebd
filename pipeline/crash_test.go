package pipeline_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"chatqc/pipeline"
	"chatqc/pipeline/internal/disk"
	"chatqc/pipeline/internal/disk/disktest"
)

// Variables that turn the test binary into a job to be killed: the folder that the parent
// prepared, and the number of the file operation at which the job kills itself.
const (
	crashFolder = "CHATQC_TEST_CRASH_FOLDER"
	crashAt     = "CHATQC_TEST_CRASH_AT"
)

// kills returns how often jobs are to be killed: a few times, or as often as
// CHATQC_TEST_KILLS says. The long variant is
//
//	CHATQC_TEST_KILLS=50 go test ./pipeline -run 'Killed|PowerCut' -v
func kills(t *testing.T, few int) int {
	t.Helper()
	many := os.Getenv("CHATQC_TEST_KILLS")
	if many == "" {
		return few
	}
	n, err := strconv.Atoi(many)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// crashJob runs the whole job in the folder that the parent prepared, and tells how many
// file operations it took.
func crashJob(folder string) int {
	at, _ := strconv.ParseInt(os.Getenv(crashAt), 10, 64) // 0 for never
	var ops atomic.Int64
	cfg, err := newConfig(filepath.Join(folder, "out"), 2, filepath.Join(folder, "in"))
	if err == nil {
		cfg.OnDisk(func(_ disk.Op, act func() error) error {
			if ops.Add(1) == at {
				self, err := os.FindProcess(os.Getpid())
				if err == nil {
					err = self.Kill()
				}
				time.Sleep(time.Minute) // the signal is on its way
				return err
			}
			return act()
		})
		_, err = pipeline.Run(context.Background(), cfg,
			pipeline.Ingest, pipeline.Inspect, pipeline.Coach)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println(ops.Load())
	return 0
}

// A crashTest is a job over an output folder that held the first half of a week before.
type crashTest struct {
	folder, out   string
	before, after parts
	ops           int           // of an unbroken run
	took          time.Duration // the same
}

// parts are the published files with their sums, by partition.
type parts map[string]map[string]string

func partsOf(t *testing.T, out string) parts {
	t.Helper()
	all := parts{}
	for name, sum := range sums(t, out) {
		partition := filepath.Dir(name)
		if filepath.Base(partition) == "agents" { // of a delivery
			partition = filepath.Dir(partition)
		}
		if all[partition] == nil {
			all[partition] = map[string]string{}
		}
		all[partition][name] = sum
	}
	return all
}

// newCrashTest prepares a job, in memory where the system has such a place: a process that
// is killed leaves the same there, and syncing costs nothing.
func newCrashTest(t *testing.T) *crashTest {
	t.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "chatqc-test-")
	if err != nil {
		folder = t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	c := &crashTest{folder: folder, out: filepath.Join(folder, "out")}
	lines := weekLines(t, 300)
	in := filepath.Join(folder, "in")
	if err := os.Mkdir(in, 0o700); err != nil {
		t.Fatal(err)
	}
	writeLines(t, filepath.Join(in, "first.jsonl"), lines[:len(lines)/2])
	c.run(t)
	c.before = partsOf(t, c.out)

	// The second half of the export changes most partitions of every table.
	writeLines(t, filepath.Join(in, "second.jsonl"), lines[len(lines)/2:])
	if err := os.CopyFS(filepath.Join(folder, "kept"), os.DirFS(c.out)); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	c.ops = c.run(t)
	c.took = time.Since(began)
	c.after = partsOf(t, c.out)
	return c
}

// reset puts the output folder back to the first half.
func (c *crashTest) reset(t *testing.T) {
	t.Helper()
	err := os.RemoveAll(c.out)
	if err == nil {
		err = os.CopyFS(c.out, os.DirFS(filepath.Join(c.folder, "kept")))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// job is the job in a process of its own, killed at a file operation unless that is 0.
func (c *crashTest) job(at int) *exec.Cmd {
	program, _ := os.Executable()
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), crashFolder+"="+c.folder, crashAt+"="+strconv.Itoa(at))
	return cmd
}

// run is the job without a fault. It returns the number of file operations.
func (c *crashTest) run(t *testing.T) int {
	t.Helper()
	output, err := c.job(0).CombinedOutput()
	if err != nil {
		t.Fatalf("job: %v\n%s", err, output)
	}
	ops, err := strconv.Atoi(strings.TrimSpace(string(output)))
	if err != nil {
		t.Fatal(err)
	}
	return ops
}

// finished fails unless each partition is the old one or the new one, whole, and returns
// those that are the new one.
func (c *crashTest) finished(t *testing.T, when string) (done []string) {
	t.Helper()
	now := partsOf(t, c.out)
	for partition, files := range now {
		switch {
		case maps.Equal(files, c.after[partition]):
			done = append(done, partition)
		case !maps.Equal(files, c.before[partition]):
			t.Errorf("%s: %s is neither the old nor the new one", when, partition)
		}
	}
	for partition := range c.before {
		if now[partition] == nil && runtime.GOOS == "linux" { // elsewhere a swap takes two steps
			t.Errorf("%s: %s has vanished", when, partition)
		}
	}
	return done
}

// resume runs the job again and fails unless the tree is that of an unbroken run, and no
// file of a finished partition was written again.
func (c *crashTest) resume(t *testing.T, when string) {
	t.Helper()
	done, stats := c.finished(t, when), map[string]fs.FileInfo{}
	for _, partition := range done {
		for name := range c.after[partition] {
			info, err := os.Stat(filepath.Join(c.out, name))
			if err != nil {
				t.Fatal(err)
			}
			stats[name] = info
		}
	}
	c.run(t)
	if got := partsOf(t, c.out); !maps.EqualFunc(got, c.after, maps.Equal) {
		t.Errorf("%s: the next run gives another tree", when)
	}
	for name, before := range stats {
		now, err := os.Stat(filepath.Join(c.out, name))
		if err != nil || !os.SameFile(before, now) || !before.ModTime().Equal(now.ModTime()) {
			t.Errorf("%s: %s was finished and is written again (%v)", when, name, err)
		}
	}
	written := c.written(t)
	if want := len(c.after) - len(done); written != want {
		t.Errorf("%s: the journal says %d partitions were written, want the %d that were missing",
			when, written, want)
	}
	t.Logf("%s: %d of %d partitions were finished, the next run wrote %d",
		when, len(done), len(c.after), written)
}

// written returns how many partitions the last run wrote, by its journal.
func (c *crashTest) written(t *testing.T) int {
	t.Helper()
	journals, err := filepath.Glob(filepath.Join(c.out, "runs", "*.json"))
	var last pipeline.Manifest
	for _, path := range journals {
		var m pipeline.Manifest
		data, reading := os.ReadFile(path)
		err = errors.Join(err, reading, json.Unmarshal(data, &m))
		if len(m.Files) == 2 { // the run of both halves
			last = m
		}
	}
	if err != nil || last.Run == "" {
		t.Fatalf("got no journal of the run: %v", err)
	}
	return last.Partitions.Written
}

// Whenever the job is killed, every published partition is either the old one or the
// new one, and the same job again ends at the same bytes without touching what was
// finished. Half of the kills come before a file operation, half at any time.
func TestKilledRunLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the job many times")
	}
	c, n := newCrashTest(t), kills(t, 8)
	for i := range n {
		c.reset(t)
		chance := rand.New(rand.NewPCG(uint64(n), uint64(i)))
		share := (float64(i) + chance.Float64()) / float64(n) // of the run
		var when string
		if i%2 == 0 {
			at := 1 + int(share*float64(c.ops))
			when = fmt.Sprintf("kill %d at operation %d of %d", i, at, c.ops)
			if err := c.job(at).Run(); err == nil {
				t.Errorf("%s: the job was not killed", when)
			}
		} else {
			cmd, pause := c.job(0), time.Duration(share*float64(c.took))
			when = fmt.Sprintf("kill %d after %v", i, pause.Round(time.Millisecond))
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(pause)
			_ = cmd.Process.Kill() // it may have ended
			_ = cmd.Wait()
		}
		c.resume(t, when)
	}
}

// The same for the power: what was not synced is lost, or survives in part.
func TestPowerCutOfARunLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the job many times")
	}
	c, n := newCrashTest(t), kills(t, 4)
	for i := range n {
		c.reset(t)
		at := c.operation(i, n)
		when := fmt.Sprintf("power cut %d at operation %d of %d", i, at, c.ops)
		d, err := disktest.New(c.folder)
		if err != nil {
			t.Fatal(err)
		}
		off := errors.New("the power is off")
		d.Before(func(n int, op disk.Op) error {
			if n >= at {
				return off
			}
			return nil
		})
		if err := c.runOn(t, d); !errors.Is(err, off) {
			t.Fatalf("%s: got %v, want that the power is off", when, err)
		}
		left := filepath.Join(c.folder, "left")
		err = errors.Join(d.Survive(left, uint64(i)), os.RemoveAll(c.out),
			os.Rename(filepath.Join(left, "out"), c.out), os.RemoveAll(left))
		if err != nil {
			t.Fatal(err)
		}
		c.resume(t, when)
	}
}

// operation returns the i-th of n file operations that are spread over the run.
func (c *crashTest) operation(i, n int) int { return 1 + (2*i+1)*c.ops/(2*n) }

// runOn is the job in this process, on a disk that may fail.
func (c *crashTest) runOn(t *testing.T, d *disktest.Disk) error {
	t.Helper()
	cfg := config(t, c.out, 2, filepath.Join(c.folder, "in"))
	cfg.OnDisk(d.Layer())
	_, err := pipeline.Run(context.Background(), cfg,
		pipeline.Ingest, pipeline.Inspect, pipeline.Coach)
	return err
}

// A disk that is full for one operation, or fails, ends the run with that error; nothing
// is left behind, and the next run does what is missing.
func TestFailedOperationOfARunLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the job many times")
	}
	c, n := newCrashTest(t), kills(t, 3)
	faults := []error{syscall.ENOSPC, syscall.EIO, syscall.EROFS}
	for i := range n {
		c.reset(t)
		at, fault := c.operation(i, n), faults[i%len(faults)]
		when := fmt.Sprintf("%v at operation %d of %d", fault, at, c.ops)
		d, err := disktest.New(c.folder)
		if err != nil {
			t.Fatal(err)
		}
		var failed disk.Op
		d.Before(func(n int, op disk.Op) error {
			if n != at {
				return nil
			}
			failed = op
			return fault
		})
		err = c.runOn(t, d)
		if !errors.Is(err, fault) && failed.Kind != disk.Remove { // what cannot be removed can wait
			t.Errorf("%s, %v: got %v, want %v", when, failed, err, fault)
		}
		left, err := os.ReadDir(filepath.Join(c.out, ".staging"))
		if err != nil || len(left) > 0 && failed.Kind != disk.Remove {
			t.Errorf("%s, %v: got %v left in .staging, %v; want nothing", when, failed, left, err)
		}
		c.resume(t, when)
	}
}
