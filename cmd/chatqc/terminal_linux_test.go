package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"chatqc/samples"
)

// On a terminal the run shows how far it is; where nobody looks, no control byte
// comes out.
func TestProgressOnATerminalOnly(t *testing.T) {
	folder := t.TempDir()
	export := filepath.Join(folder, "week.jsonl")
	var lines bytes.Buffer
	if err := samples.Shop(1, samples.ShopConfig{Sessions: 300}).WriteJSONLines(&lines); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(export, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	screen, keyboard := openTerminal(t)
	run := func(stderr *os.File, args ...string) {
		t.Helper()
		cmd := exec.Command("chatqc", append(append([]string{"run"}, args...), export)...)
		cmd.Env = append(os.Environ(), "TERM=xterm")
		cmd.Stderr = stderr
		if err := cmd.Run(); err != nil {
			t.Fatal(err)
		}
	}
	shown := make(chan []byte)
	go func() {
		data, _ := io.ReadAll(screen) // ends with an error when the other end is closed
		shown <- data
	}()
	run(keyboard, "--out", filepath.Join(folder, "a"))
	if err := keyboard.Close(); err != nil {
		t.Fatal(err)
	}
	if got := <-shown; !bytes.Contains(got, []byte("\r\x1b[K")) || !bytes.Contains(got, []byte("ingest")) {
		t.Errorf("got %q on the terminal, want the progress", got)
	}
	piped, err := os.Create(filepath.Join(folder, "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer piped.Close()
	run(piped, "--out", filepath.Join(folder, "b"))
	if data, err := os.ReadFile(piped.Name()); err != nil || len(data) > 0 {
		t.Errorf("got %q, %v off a terminal, want nothing", data, err)
	}
}

// openTerminal opens both ends of a pseudo-terminal.
func openTerminal(t *testing.T) (screen, keyboard *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatalf("no pseudo-terminal: %v", err)
	}
	t.Cleanup(func() { _ = screen.Close() })
	descriptor := int(screen.Fd())
	if err := unix.IoctlSetPointerInt(descriptor, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetUint32(descriptor, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	keyboard, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return screen, keyboard
}
