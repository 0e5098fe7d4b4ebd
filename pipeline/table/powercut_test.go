package table

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"pgregory.net/rapid"

	"chatqc/pipeline/internal/disk"
	"chatqc/pipeline/internal/disk/disktest"
)

// errOff is what every operation fails with once the power is off or the process killed.
var errOff = errors.New("the power is off")

// A fataler is a *testing.T or *rapid.T.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// inMemory returns a temporary folder, in memory where the system has such a place: what is
// durable is simulated here, and some ten thousand small files are made for that.
func inMemory(t *testing.T) string {
	t.Helper()
	base, err := os.MkdirTemp("/dev/shm", "chatqc-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(base) })
	return base
}

// A machine runs a store on a disk that may lose its power, and remembers what may be
// found on it afterwards.
type machine struct {
	t       fataler
	disk    *disktest.Disk
	folder  string // that the disk begins with; the store lies in it
	two     bool   // names cannot be exchanged
	cutAt   int    // the number of the operation at which the power goes; 0 for never
	killAt  int    // the same for the process alone
	failAt  int    // the number of the one operation that fails with fault
	fault   error
	store   *Store
	stage   *Stage
	release func() error
	want    map[string][]string // the contents that a path may have
}

// boot starts a machine with the files of a folder.
func boot(t fataler, folder string, want map[string][]string) *machine {
	t.Helper()
	err := os.MkdirAll(folder, 0o755)
	d := (*disktest.Disk)(nil)
	if err == nil {
		d, err = disktest.New(folder)
	}
	if err != nil {
		t.Fatalf("%v", err)
	}
	m := &machine{t: t, disk: d, folder: folder, want: want}
	d.Before(func(n int, op disk.Op) error {
		switch {
		case m.cutAt > 0 && n >= m.cutAt, m.killAt > 0 && n >= m.killAt:
			return errOff
		case m.two && op.Kind == disk.Exchange:
			return errors.ErrUnsupported
		case n == m.failAt:
			return m.fault
		}
		return nil
	})
	return m
}

// start begins a run.
func (m *machine) start() (err error) {
	m.store, err = OpenOn(m.disk.Layer(), filepath.Join(m.folder, "new", "out"))
	if err != nil {
		return err
	}
	if m.release, err = m.store.Lock(time.Now()); err != nil {
		m.release = nil
		return err
	}
	m.stage, err = m.store.NewStage()
	return err
}

// stop ends a run as the kernel does.
func (m *machine) stop() {
	if m.release != nil {
		_ = m.release()
	}
	m.release = nil
}

// publish does what a run does with a partition of two files.
func (m *machine) publish(partition, text string) error {
	for _, name := range []string{"a", "b"} {
		path, err := m.stage.File(partition + "/" + name)
		if err != nil {
			return err
		}
		f, err := m.store.disk.Create(path)
		if err == nil {
			err = errors.Join(m.store.disk.Write(f, []byte(text)), f.Close())
		}
		if err != nil {
			return err
		}
	}
	before := m.want[partition]
	m.want[partition] = append(slices.Clone(before), text)
	err := error(nil)
	if contentOf(m.store.Path(partition)) == text {
		err = m.stage.Keep(partition)
	} else {
		err = m.stage.Commit(partition)
	}
	if err == nil {
		m.want[partition] = []string{text}
	}
	return err
}

// note does what a run does with its journal.
func (m *machine) note(path, text string) error {
	m.want[path] = append(slices.Clone(m.want[path]), text)
	err := m.store.WriteFile(path, []byte(text))
	if err == nil {
		m.want[path] = []string{text}
	}
	return err
}

// check compares what is published with what may be.
func (m *machine) check(when string) {
	m.t.Helper()
	for path, texts := range m.want {
		if got := contentOf(m.store.Path(path)); !slices.Contains(texts, got) {
			m.t.Fatalf("%s: got %q in %s, want one of %q", when, got, path, texts)
		}
	}
}

// contentOf returns the content of a file or of all files of a partition, which is the
// same, "" for none, and what is wrong with a partition that is not whole.
func contentOf(path string) string {
	entries, err := os.ReadDir(path)
	if err != nil {
		data, _ := os.ReadFile(path)
		return string(data)
	}
	var texts []string
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(path, entry.Name()))
		if err != nil {
			return err.Error()
		}
		texts = append(texts, string(data))
	}
	if len(texts) != 2 || texts[0] != texts[1] {
		return fmt.Sprintf("not whole: %q", texts)
	}
	return texts[0]
}

// after ends the machine by a power cut and returns it switched on again.
func (m *machine) after(fate uint64, left string) *machine {
	m.t.Helper()
	m.stop()
	return m.left(fate, left)
}

// left returns what a machine would be after a power cut now.
func (m *machine) left(fate uint64, left string) *machine {
	m.t.Helper()
	if err := m.disk.Survive(left, fate); err != nil {
		m.t.Fatalf("%v", err)
	}
	next := boot(m.t, left, maps.Clone(m.want))
	next.two = m.two
	return next
}

// paths are what runThrough publishes.
var paths = []string{"tables/messages/dt=1", "tables/sessions/dt=1", "runs/r.json"}

// nothing says that nothing was published yet.
func nothing() map[string][]string {
	want := map[string][]string{}
	for _, path := range paths {
		want[path] = []string{""}
	}
	return want
}

// runThrough is a run that makes partitions, replaces them, and writes its journal.
func (m *machine) runThrough() error {
	err := m.start()
	for _, text := range []string{"one", "two"} {
		for _, path := range paths {
			if err == nil && strings.HasPrefix(path, "runs/") {
				err = m.note(path, text)
			} else if err == nil {
				err = m.publish(path, text)
			}
		}
	}
	if err == nil {
		err = m.stage.Discard()
	}
	return err
}

// Wherever the power goes, what was committed is there, and what was being committed is
// the old or the new, whole: also when the power goes again while the next run clears up.
func TestPowerCutsLoseNothing(t *testing.T) {
	for _, two := range []bool{false, true} {
		err := errOff
		for cut := 1; err != nil; cut++ {
			base := inMemory(t)
			m := boot(t, filepath.Join(base, "0"), nothing())
			m.two, m.cutAt = two, cut
			err = m.runThrough()
			for _, fate := range []uint64{disktest.Lost, disktest.Empty, disktest.Random + uint64(cut)} {
				when := fmt.Sprintf("cut %d, fate %d, two steps %v", cut, fate, two)
				next := m.after(fate, filepath.Join(base, when))
				if fate >= disktest.Random { // again, while the next run clears up
					next.cutAt = 1 + cut%12
					_ = next.start()
					next = next.after(fate, filepath.Join(base, when+", again"))
				}
				next.restart(when)
			}
		}
	}
}

// restart begins another run and looks at what it finds.
func (m *machine) restart(when string) {
	m.t.Helper()
	m.stop()
	m.cutAt, m.killAt = 0, 0
	if err := m.start(); err != nil {
		m.t.Fatalf("%s: start: %v", when, err)
	}
	m.check(when)
}

// A run that is killed leaves swaps that are not durable yet. The next run makes them so
// before it removes what was there before, or says that it left the partition as it is.
func TestKilledRunsAreMadeDurable(t *testing.T) {
	for _, two := range []bool{false, true} {
		err := errOff
		for kill := 1; err != nil; kill++ {
			base := inMemory(t)
			m := boot(t, filepath.Join(base, "0"), nothing())
			m.two, m.killAt = two, kill
			err = m.runThrough()
			m.restart(fmt.Sprintf("kill %d, two steps %v", kill, two))
			for i, path := range paths[:2] { // r.json is no partition
				for fate := range uint64(4) {
					when := fmt.Sprintf("kill %d, fate %d, two steps %v, cut %d", kill, fate, two, i)
					left := m.left(fate, filepath.Join(base, when))
					left.restart(when)
					left.stop()
				}
				// The same again: a partition that the killed run swapped in is kept.
				if err := m.publish(path, cmp.Or(contentOf(m.store.Path(path)), "one")); err != nil {
					t.Fatal(err)
				}
			}
			m.stop()
		}
	}
}

// Whatever operation fails, the run says why, old or new stands whole, nothing is left
// behind, and the next run does all.
func TestFailedOperationsLoseNothing(t *testing.T) {
	faults := []error{syscall.ENOSPC, syscall.EIO, syscall.EROFS}
	for _, two := range []bool{false, true} {
		err := errOff
		for at := 1; err != nil; at++ {
			m := boot(t, inMemory(t), nothing())
			m.two, m.failAt, m.fault = two, at, faults[at%len(faults)]
			when := fmt.Sprintf("%v at operation %d, two steps %v", m.fault, at, two)
			err = m.runThrough()
			if err != nil && !errors.Is(err, m.fault) {
				t.Fatalf("%s: got %v", when, err)
			}
			var cannot *CannotCreateError
			if err != nil && m.stage == nil && !errors.As(err, &cannot) {
				t.Errorf("%s: got %v before the run began, want a *CannotCreateError", when, err)
			}
			if IsDiskFull(err) != (err != nil && m.fault == syscall.ENOSPC) {
				t.Errorf("%s: IsDiskFull(%v) = %v", when, err, IsDiskFull(err))
			}
			if err != nil && m.stage != nil && m.stage.Discard() == nil {
				left, _ := filepath.Glob(filepath.Join(m.store.Root(), stagingName, "*"))
				if len(left) > 0 {
					t.Errorf("%s: left %v", when, left)
				}
			}
			m.failAt = 0
			m.restart(when)
			m.stop()
			if err := m.runThrough(); err != nil {
				t.Fatalf("%s: the next run: %v", when, err)
			}
			m.check(when)
			m.stop()
		}
	}
}

// The same for any order of commits, of runs that are killed, and of runs that find the
// work of a killed one done.
func TestKillsAndPowerCutsLoseNothing(t *testing.T) {
	base, n := inMemory(t), 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		m := boot(t, filepath.Join(base, fmt.Sprint(n)), nothing())
		m.two = rapid.Bool().Draw(t, "two steps")
		m.cutAt = rapid.IntRange(1, 120).Draw(t, "cut")
		err := m.start()
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			if err == nil && rapid.IntRange(0, 2).Draw(t, "kill") == 0 {
				m.killAt = m.disk.Ops() + rapid.IntRange(1, 12).Draw(t, "after")
			}
			path := rapid.SampledFrom(paths).Draw(t, "path")
			text := rapid.SampledFrom([]string{"one", "two"}).Draw(t, "text")
			if err == nil && strings.HasPrefix(path, "runs/") {
				err = m.note(path, text)
			} else if err == nil {
				err = m.publish(path, text)
			}
			if m.killAt > 0 {
				m.stop()
				m.killAt = 0
				err = m.start()
			}
		}
		for i := range rapid.IntRange(1, 3).Draw(t, "cuts") {
			m = m.after(rapid.Uint64Range(0, 40).Draw(t, "fate"), filepath.Join(base, fmt.Sprint(n, i)))
			m.cutAt = rapid.IntRange(0, 20).Draw(t, "cut again")
			_ = m.start()
		}
		m.restart("after the cuts")
		m.stop()
	})
}
