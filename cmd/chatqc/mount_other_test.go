//go:build !linux

package main

import "github.com/rogpeppe/go-internal/testscript"

func mayMount() bool { return false }

func mountDisk(ts *testscript.TestScript, _ bool, _ []string) { ts.Fatalf("cannot mount here") }

func readOnly(ts *testscript.TestScript, _ bool, _ []string) { ts.Fatalf("cannot mount here") }
