package table

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

const testPartition = "tables/messages/dt=2026-11-16"

// stageFile puts a file of one text into a partition of the stage.
func stageFile(t *testing.T, stage *Stage, text string) {
	t.Helper()
	path, err := stage.File(testPartition + "/" + fileName)
	if err == nil {
		err = os.WriteFile(path, []byte(text), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func published(store *Store) string {
	data, err := os.ReadFile(store.Path(testPartition + "/" + fileName))
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func TestCommitPutsThePartitionInPlace(t *testing.T) {
	store, stage := newStage(t)
	for _, text := range []string{"first", "second", "third"} {
		stageFile(t, stage, text)
		if err := stage.Commit(testPartition); err != nil {
			t.Fatal(err)
		}
		if got := published(store); got != text {
			t.Errorf("published %q; want %q", got, text)
		}
		if _, err := os.Stat(stage.Path(testPartition)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the stage still holds the partition (%v)", err)
		}
	}
	if err := stage.Discard(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(stage.Dir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the stage is still there (%v)", err)
	}
	if got := published(store); got != "third" {
		t.Errorf("published %q after Discard; want third", got)
	}
}

func TestCommitOfWhatWasNotStagedLeavesTheOld(t *testing.T) {
	store, stage := newStage(t)
	stageFile(t, stage, "old")
	if err := stage.Commit(testPartition); err != nil {
		t.Fatal(err)
	}
	if err := stage.Commit(testPartition); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Commit = %v; want not exist", err)
	}
	if got := published(store); got != "old" {
		t.Errorf("published %q; want old", got)
	}
}

func TestPathsOutOfTheStoreAreRefused(t *testing.T) {
	store, stage := newStage(t)
	for _, path := range []string{"", ".", "..", "../x", "/x", "a/../../x", ".lock", ".staging/x", "a//b"} {
		_, err := stage.File(path)
		if err == nil {
			t.Errorf("File(%q) = nil; want an error", path)
		}
		if err := stage.Commit(path); err == nil {
			t.Errorf("Commit(%q) = nil; want an error", path)
		}
		if err := store.WriteFile(path, nil); err == nil {
			t.Errorf("WriteFile(%q) = nil; want an error", path)
		}
	}
}

// overwrites is how often a partition is replaced under a reader's eyes.
const overwrites = 100

// version is the n-th content of a partition: each row says which, and how many there are.
func version(n int) []Message {
	rows := messages(50 + 7*n%64)
	for i := range rows {
		rows[i].Text, rows[i].Seq = fmt.Sprintf("version %d of %d rows", n, len(rows)), int32(n)
	}
	return rows
}

// readVersion returns the number of the version that a reader finds.
func readVersion(path string) (n int32, err error) {
	var got []Message
	err = Read(path, func(rows []Message) error {
		got = append(got, rows...)
		return nil
	})
	if err != nil || len(got) == 0 {
		return 0, fmt.Errorf("got %d rows, %w", len(got), err)
	}
	n = got[0].Seq
	for i, want := range version(int(n)) {
		if i >= len(got) || got[i].Text != want.Text || len(got) != len(version(int(n))) {
			return n, fmt.Errorf("got %d rows of which row %d is not of %q", len(got), i, want.Text)
		}
	}
	return n, nil
}

// A reader that looks again and again, and opens the file by its name each time, finds one
// whole version or the next, and never goes back to an older one.
func TestReaderNeverMissesThePartition(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("elsewhere a swap takes two steps")
	}
	store, err := Open(filepath.Join(inMemory(t), "out"))
	if err != nil {
		t.Fatal(err)
	}
	stage, err := store.NewStage()
	if err != nil {
		t.Fatal(err)
	}
	publish := func(n int) {
		write(t, stage, benchPath, version(n))
		if err := stage.Commit(testPartition); err != nil {
			t.Fatal(err)
		}
	}
	publish(0)
	done, looks := make(chan struct{}), make(chan error, 1)
	go func() {
		var last int32
		for {
			n, err := readVersion(store.Path(benchPath))
			if err == nil && n < last {
				err = fmt.Errorf("got version %d after version %d", n, last)
			}
			if err != nil {
				looks <- err
				return
			}
			last = n
			select {
			case <-done:
				looks <- nil
				return
			default:
			}
		}
	}()
	for n := 1; n <= overwrites; n++ {
		publish(n)
	}
	close(done)
	if err := <-looks; err != nil {
		t.Errorf("a reader found: %v", err)
	}
}

// Where names cannot be exchanged, a run that is killed between the two steps leaves the
// partition aside; the next run puts it back.
func TestSwapInTwoStepsIsMended(t *testing.T) {
	store, stage := newStage(t)
	stageFile(t, stage, "old")
	if err := stage.Commit(testPartition); err != nil {
		t.Fatal(err)
	}
	stageFile(t, stage, "new")
	aside := filepath.Join(stage.Dir(), "old", strings.ReplaceAll(testPartition, "/", "%2F"))
	if err := os.MkdirAll(filepath.Dir(aside), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(store.Path(testPartition), aside); err != nil {
		t.Fatal(err)
	}
	if err := store.clearStages(); err != nil { // as Lock does
		t.Fatal(err)
	}
	if got := published(store); got != "old" {
		t.Errorf("published %q; want old", got)
	}

	stage, err := store.NewStage()
	if err != nil {
		t.Fatal(err)
	}
	stageFile(t, stage, "new")
	published1 := store.Path(testPartition)
	if err := stage.swapInTwo(stage.Path(testPartition), published1, filepath.Join(stage.Dir(), "old", "x")); err != nil {
		t.Fatal(err)
	}
	if got := published(store); got != "new" {
		t.Errorf("published %q; want new", got)
	}
	if err := stage.swapInTwo(stage.Path("missing"), published1, filepath.Join(stage.Dir(), "old", "y")); err == nil {
		t.Error("swap of nothing = nil; want an error")
	}
	if got := published(store); got != "new" {
		t.Errorf("published %q after a failed swap; want new", got)
	}
}

func TestWriteFileIsAtOnce(t *testing.T) {
	store, _ := newStage(t)
	texts := []string{strings.Repeat("a", 40_000), strings.Repeat("b", 90_000)}
	const path = "runs/20261116.json"
	if err := store.WriteFile(path, []byte(texts[0])); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(100 * time.Millisecond)
	done := make(chan error, 1)
	go func() {
		var err error
		for i := 0; err == nil && time.Now().Before(deadline); i++ {
			err = store.WriteFile(path, []byte(texts[i%2]))
		}
		done <- err
	}()
	for time.Now().Before(deadline) {
		got, err := os.ReadFile(store.Path(path))
		if err != nil || string(got) != texts[0] && string(got) != texts[1] {
			t.Fatalf("a reader found %d bytes, %v", len(got), err)
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(store.Path(path))
	if err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("got mode %v, %v; want 0644", info.Mode(), err)
	}
	left, err := filepath.Glob(filepath.Join(store.Root(), stagingName, markerName+"*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind %v, %v", left, err)
	}
}
