//go:build unix

package table

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// childVariable makes the test binary play one part in another process, over the output
// folder that follows the colon.
const childVariable = "CHATQC_TABLE_TEST_CHILD"

func TestMain(m *testing.M) {
	part, root, isChild := strings.Cut(os.Getenv(childVariable), ":")
	if !isChild {
		// Each check writes and reads files: -rapid.checks asks for more of them.
		if err := flag.Set("rapid.checks", "30"); err != nil {
			fmt.Println(err)
		}
		os.Exit(m.Run())
	}
	var err error
	switch part {
	case "lock":
		err = childLock(root)
	case "full":
		err = childFull(root)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func child(t *testing.T, part, root string) *exec.Cmd {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), childVariable+"="+part+":"+root)
	return command
}

// childLock takes the lock, makes a stage, says so, and waits to be killed.
func childLock(root string) error {
	store, err := Open(root)
	if err != nil {
		return err
	}
	release, err := store.Lock(time.Unix(1_800_000_000, 0))
	if err != nil {
		return err
	}
	stage, err := store.NewStage()
	if err != nil {
		return err
	}
	fmt.Println(stage.Dir())
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, release())
}

func TestLockIsForOneProcess(t *testing.T) {
	root := filepath.Join(t.TempDir(), "out")
	command := child(t, "lock", root)
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = command.Process.Kill() }()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	stage := strings.TrimSpace(line)

	store, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, err = store.Lock(began)
	var locked *LockedError
	if !errors.As(err, &locked) {
		t.Fatalf("Lock = %v; want a *LockedError", err)
	}
	host, _ := os.Hostname()
	want := LockedError{PID: command.Process.Pid, Host: host, StartedAt: locked.StartedAt}
	if *locked != want || locked.StartedAt.Unix() != 1_800_000_000 {
		t.Errorf("got %+v; want %+v, started at 1800000000", *locked, want)
	}
	if waited := time.Since(began); waited > time.Second {
		t.Errorf("Lock took %v; want at most a second", waited)
	}
	if _, err := os.Stat(stage); err != nil {
		t.Errorf("the holder's stage is gone: %v", err)
	}

	_ = command.Process.Kill()
	_ = command.Wait()
	release, err := store.Lock(time.Now())
	if err != nil {
		t.Fatalf("Lock after the holder died = %v; want nil", err)
	}
	if _, err := os.Stat(stage); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the dead holder's stage is still there (%v)", err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
}

func TestReleasedLockNamesNobody(t *testing.T) {
	store, err := Open(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		release, err := store.Lock(time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := release(); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(filepath.Join(store.Root(), lockName))
	if err != nil || info.Size() != 0 {
		t.Errorf("the lock file holds %d bytes, %v; want none", info.Size(), err)
	}
}

// childFull writes more than the largest file that it is allowed to write.
func childFull(root string) error {
	store, err := Open(root)
	if err != nil {
		return err
	}
	release, err := store.Lock(time.Now())
	if err != nil {
		return err
	}
	stage, err := store.NewStage()
	if err != nil {
		return err
	}
	limit := unix.Rlimit{Cur: 5_000, Max: 5_000}
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	w, err := Create[Message](stage, benchPath)
	if err != nil {
		return err
	}
	var writing error
	few := messages(1000)
	for i := 0; i <= rowGroupRows/len(few) && writing == nil; i++ {
		writing = w.Write(few) // the first row group is written with the last call
	}
	rows, closing := w.Close()
	if err := errors.Join(writing, closing); !IsDiskFull(err) || rows != 0 {
		return fmt.Errorf("got %d rows, %v; want a full disk", rows, err)
	}
	if writing == nil || closing != nil {
		return fmt.Errorf("got %v from Write and %v from Close, want one error", writing, closing)
	}
	if _, err := os.Stat(stage.Path(benchPath)); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("half a file was left: %w", err)
	}
	if err := store.WriteFile("runs/x.json", make([]byte, 6_000)); !IsDiskFull(err) {
		return fmt.Errorf("WriteFile: got %v, want a full disk", err)
	}
	return errors.Join(stage.Discard(), release())
}

func TestFullDiskLeavesTheOld(t *testing.T) {
	root := filepath.Join(t.TempDir(), "out")
	store, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	stage, err := store.NewStage()
	if err != nil {
		t.Fatal(err)
	}
	want := fileBytes(t, write(t, stage, benchPath, messages(100)))
	if err := errors.Join(stage.Commit(testPartition), store.WriteFile("runs/x.json", []byte("{}"))); err != nil {
		t.Fatal(err)
	}
	if output, err := child(t, "full", root).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	if got := string(fileBytes(t, store.Path(benchPath))); got != string(want) {
		t.Error("the old partition differs")
	}
	if got := string(fileBytes(t, store.Path("runs/x.json"))); got != "{}" {
		t.Errorf("the old file holds %q; want {}", got)
	}
}
