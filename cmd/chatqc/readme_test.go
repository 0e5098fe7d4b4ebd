package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const readmePath = "../../README.md"

// A measured time differs from run to run, and the name of the run with every rule.
var measured = regexp.MustCompile(`inspected in \d+\.\d s|runs/r-[0-9a-f]{16}`)

// TestReadmeShowsTheDemo holds the README's demo against a real one. UPDATE=1 puts the
// output of today there.
func TestReadmeShowsTheDemo(t *testing.T) {
	cmd := exec.Command("chatqc", "demo")
	cmd.Dir = t.TempDir()
	output, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	block(t, "$ go run ./cmd/chatqc demo\n", string(output))
}

// TestReadmeListsTheExitCodes holds the table of the README against the program's.
func TestReadmeListsTheExitCodes(t *testing.T) {
	want := "| exit code | meaning |\n|---|---|\n"
	for _, e := range exitCodes {
		retry := ""
		if e.retry {
			retry = " (the only one worth a retry)"
		}
		want += fmt.Sprintf("| %d | %s%s |\n", e.code, e.meaning, retry)
	}
	replace(t, "| exit code |", "\n\n", want[:len(want)-1])
}

// The first two commands of the README are what a newcomer runs, and what CI runs.
func TestReadmeBeginsWithTwoCommands(t *testing.T) {
	readme := read(t, readmePath)
	var commands []string
	for line := range strings.Lines(readme) {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			commands = append(commands, strings.TrimSpace(command))
		}
	}
	if len(commands) < 2 || commands[0] != "go run ./cmd/chatqc demo" || commands[1] != "go test ./..." {
		t.Errorf("got commands %q, want the demo and the tests first", commands)
	}
	if ci := read(t, filepath.Join("..", "..", ".ci", "run")); !strings.Contains(ci, "\ngo test ./...\n") {
		t.Error("CI does not run the README's test command")
	}
}

// What the test command prints has a line for every package.
func TestReadmeShowsTheTests(t *testing.T) {
	readme := read(t, readmePath)
	_, shown, _ := strings.Cut(readme, "$ go test ./...\n")
	shown, _, _ = strings.Cut(shown, "```")
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(path))
		want := "ok  \tchatqc/" + filepath.ToSlash(folder) + "\t"
		if !strings.Contains(shown, want) {
			t.Errorf("the README's tests lack %q", want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// block holds what stands below a command, up to the end of its fence.
func block(t *testing.T, command, output string) {
	t.Helper()
	replace(t, command, "```", command+output)
}

// replace holds the part of the README from begin up to end against want.
func replace(t *testing.T, begin, end, want string) {
	t.Helper()
	readme := read(t, readmePath)
	at := strings.Index(readme, begin)
	if at < 0 {
		t.Fatalf("the README has no %q", begin)
	}
	size := strings.Index(readme[at:], end)
	if size < 0 {
		t.Fatalf("what begins with %q has no end", begin)
	}
	got := readme[at : at+size]
	if measured.ReplaceAllString(got, "") == measured.ReplaceAllString(want, "") {
		return
	}
	if os.Getenv("UPDATE") == "" {
		t.Errorf("the README has\n%s\nwant\n%s", got, want)
		return
	}
	changed := readme[:at] + want + readme[at+size:]
	if err := os.WriteFile(readmePath, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
}
