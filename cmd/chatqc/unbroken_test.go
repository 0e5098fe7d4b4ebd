package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// unbroken are the script commands of what may go wrong at night.
var unbroken = map[string]func(*testscript.TestScript, bool, []string){
	"flip":      flip,
	"growing":   growing,
	"vanishing": vanishing,
	"mount":     mountDisk,
	"readonly":  readOnly,
	"fill":      fill,
}

// flip FILE changes a bit in each of the bytes of a Parquet file in which its first page
// begins.
func flip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: flip FILE")
	}
	data := []byte(ts.ReadFile(args[0]))
	for i := 32; i < 64; i++ {
		data[i] ^= 4
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o666))
}

// meddled runs a program and calls meddle again and again until it ends. It fails unless
// it ends with the code, and keeps what it said on stderr in the file talk.
func meddled(ts *testscript.TestScript, args []string, meddle func(pid int) error) {
	cmd := exec.Command(args[1], args[2:]...)
	cmd.Dir, cmd.Env = ts.Getenv("WORK"), nil
	for _, name := range []string{"PATH", "HOME", "XDG_CACHE_HOME", "GOCOVERDIR"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	talk, err := os.Create(ts.MkAbs("talk"))
	ts.Check(err)
	defer talk.Close()
	cmd.Stderr = talk
	ts.Check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			var exit *exec.ExitError
			code := 0
			if errors.As(err, &exit) {
				code = exit.ExitCode()
			}
			if strconv.Itoa(code) != args[0] {
				ts.Fatalf("got exit code %d, want %s\n%s", code, args[0], ts.ReadFile("talk"))
			}
			return
		case <-time.After(time.Millisecond):
			ts.Check(meddle(cmd.Process.Pid))
		}
	}
}

// growing FILE CODE PROGRAM ARGS… runs a program while a file grows.
func growing(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: growing FILE CODE PROGRAM ARGS…")
	}
	file, err := os.OpenFile(ts.MkAbs(args[0]), os.O_WRONLY|os.O_APPEND, 0)
	ts.Check(err)
	defer file.Close()
	meddled(ts, args[1:], func(int) error {
		_, err := file.WriteString("\n")
		return err
	})
}

// vanishing FILE CODE PROGRAM ARGS… runs a program and removes a file as soon as the
// program has it open.
func vanishing(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: vanishing FILE CODE PROGRAM ARGS…")
	}
	path, err := filepath.EvalSymlinks(ts.MkAbs(args[0]))
	ts.Check(err)
	meddled(ts, args[1:], func(pid int) error {
		open, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/fd/*") // none when it has ended
		for _, link := range open {
			if to, err := os.Readlink(link); err == nil && to == path {
				return os.Remove(path)
			}
		}
		return nil
	})
}

// fill FOLDER writes until the disk is full.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: fill FOLDER")
	}
	file, err := os.Create(ts.MkAbs(filepath.Join(args[0], "ballast")))
	ts.Check(err)
	defer file.Close()
	for err == nil {
		_, err = file.Write(make([]byte, 4096))
	}
}
