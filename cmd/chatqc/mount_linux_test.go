package main

import (
	"os"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// mayMount reports whether scripts can have small disks of their own.
func mayMount() bool {
	folder, err := os.MkdirTemp("", "chatqc-mount-")
	if err != nil {
		return false
	}
	defer os.Remove(folder)
	if unix.Mount("tmpfs", folder, "tmpfs", 0, "size=64k") != nil {
		return false
	}
	return unix.Unmount(folder, 0) == nil
}

// mount FOLDER SIZE makes a folder that is a disk of some size, until the script ends.
func mountDisk(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mount FOLDER SIZE")
	}
	folder := ts.MkAbs(args[0])
	ts.Check(os.Mkdir(folder, 0o755))
	ts.Check(unix.Mount("tmpfs", folder, "tmpfs", 0, "size="+args[1]))
	ts.Defer(func() { _ = unix.Unmount(folder, unix.MNT_DETACH) })
}

// readonly FOLDER lets nobody write to a mounted disk any more.
func readOnly(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: readonly FOLDER")
	}
	ts.Check(unix.Mount("", ts.MkAbs(args[0]), "", unix.MS_REMOUNT|unix.MS_RDONLY, ""))
}
