package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	"chatqc/pipeline"
	"chatqc/pipeline/fact"
	"chatqc/pipeline/ingest/export"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/table"
)

// An exit code tells a scheduler what to do next. Unknown codes count as failure; 2
// is left to the Go runtime's panics.
type exitCode struct {
	code    int
	meaning string
	retry   bool
}

// The exit codes, in the order in which the help shows them. Outcomes are small,
// errors are those of sysexits.h.
var exitCodes = []exitCode{
	{exitDone, "committed, or nothing to do", false},
	{exitFailed, "unclassified failure; what was committed before is intact", false},
	{exitSetAside, "committed, some rows set aside (only with --strict)", false},
	{exitGate, "committed, findings as severe as --fail-on", false},
	{exitTooManyBad, "too many bad rows (--max-bad), nothing committed", false},
	{exitUsage, "wrong use of the command line", false},
	{exitData, "an export, a mapping or a rule is not valid", false},
	{exitNoInput, "no export, or no messages for the dates", false},
	{exitCannotCreate, "the output folder cannot be made or written to, or is not ours", false},
	{exitIO, "reading or writing failed, the disk is full", false},
	{exitRetry, "another run holds the output folder, or an export changed while it was read", true},
	{exitSkip, "no messages for the dates, with --if-empty=skip", false},
	{exitInterrupted, "interrupted (SIGINT); run it again to go on", false},
	{exitTerminated, "terminated (SIGTERM); run it again to go on", false},
}

const (
	exitDone         = 0
	exitFailed       = 1
	exitSetAside     = 3
	exitGate         = 4
	exitTooManyBad   = 5
	exitUsage        = 64
	exitData         = 65
	exitNoInput      = 66
	exitCannotCreate = 73
	exitIO           = 74
	exitRetry        = 75
	exitSkip         = 99
	exitInterrupted  = 130
	exitTerminated   = 143
)

// A fault is an error that knows its exit code and what the user can do about it.
type fault struct {
	code int
	hint string
	err  error
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

func usage(hint, format string, args ...any) error {
	return &fault{exitUsage, hint, fmt.Errorf(format, args...)}
}

type interruptedError struct{ signal os.Signal }

func (e *interruptedError) Error() string { return "stopped by signal: " + e.signal.String() }

func (e *interruptedError) exitCode() int {
	if e.signal == syscall.SIGTERM {
		return exitTerminated
	}
	return exitInterrupted
}

// classify gives an error its exit code and its hint.
func classify(ctx context.Context, err error) (code int, hint string) {
	var interrupted *interruptedError
	if errors.As(context.Cause(ctx), &interrupted) {
		return interrupted.exitCode(), "run the same command again; committed days stay as they are"
	}
	var known *fault
	if errors.As(err, &known) {
		return known.code, known.hint
	}
	for _, class := range classes {
		if code, hint, ok := class(err); ok {
			return code, hint
		}
	}
	return exitFailed, ""
}

// classes are tried in order: the first that knows the error decides.
var classes = []func(error) (code int, hint string, ok bool){
	func(err error) (int, string, bool) {
		var e *pipeline.TooManyBadRowsError
		if !errors.As(err, &e) {
			return 0, "", false
		}
		return exitTooManyBad, "read " + e.Quarantine +
			", mend the export or its mapping, or allow more with --max-bad", true
	},
	func(err error) (int, string, bool) {
		var e *table.LockedError
		return exitRetry, "wait for it, or choose another --out", errors.As(err, &e)
	},
	func(err error) (int, string, bool) {
		var e *table.NotOursError
		return exitCannotCreate, "choose an empty folder, or one that chatqc made", errors.As(err, &e)
	},
	func(err error) (int, string, bool) {
		var e *table.CannotCreateError
		hint := "choose a folder that can be written"
		if table.IsDiskFull(err) {
			hint = "make room on the disk, or choose another --out"
		}
		return exitCannotCreate, hint, errors.As(err, &e)
	},
	func(err error) (int, string, bool) {
		var e *export.NoInputError
		return exitNoInput, "name files, folders or globs of .jsonl, .csv or .parquet exports",
			errors.As(err, &e)
	},
	func(err error) (int, string, bool) {
		var e *pipeline.NoMessagesError
		return exitNoInput, "run chatqc ingest for these dates first", errors.As(err, &e)
	},
	func(err error) (int, string, bool) {
		var e *pipeline.RepairError
		if !errors.As(err, &e) {
			return 0, "", false
		}
		return exitIO, e.Hint, true
	},
	func(err error) (int, string, bool) {
		var e *table.DamagedError
		return exitIO, "run it again with --repair, which makes the file anew from what it came from",
			errors.As(err, &e)
	},
	func(err error) (int, string, bool) {
		var e *export.FileError
		if !errors.As(err, &e) {
			return 0, "", false
		}
		return exitData, e.Hint, true
	},
	func(err error) (int, string, bool) {
		var e *rule.Fault
		if !errors.As(err, &e) {
			return 0, "", false
		}
		return exitData, e.Hint, true
	},
	func(err error) (int, string, bool) {
		var e *fact.Fault
		if !errors.As(err, &e) {
			return 0, "", false
		}
		return exitData, e.Hint, true
	},
	func(err error) (int, string, bool) {
		var e *export.ChangedError
		return exitRetry, "run the same command again when the export is complete; nothing was committed",
			errors.As(err, &e)
	},
	func(err error) (int, string, bool) {
		return exitIO, "make room on the disk and run the same command again",
			table.IsDiskFull(err)
	},
	func(err error) (int, string, bool) {
		var path *os.PathError
		var link *os.LinkError
		var call *os.SyscallError
		return exitIO, "look at the disk and at who may write there; what was committed before is intact",
			errors.As(err, &path) || errors.As(err, &link) || errors.As(err, &call)
	},
}

// An exitError is what a failed run says as JSON: the last line on stderr.
type exitError struct {
	MessageType string `json:"message_type"`
	Code        int    `json:"code"`
	Message     string `json:"message"`
	Hint        string `json:"hint"`
}

// report writes an error as lines that each begin with the program's name, the hint
// last, and returns the exit code.
func report(ctx context.Context, s streams, err error) int {
	code, hint := classify(ctx, err)
	if interrupted := context.Cause(ctx); interrupted != nil {
		err = interrupted
	}
	if s.json {
		s.writeJSON(s.err, exitError{"exit_error", code, err.Error(), hint})
		return code
	}
	for line := range strings.Lines(err.Error()) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") {
			fmt.Fprintln(s.err, line) // the excerpt that belongs to the line before
			continue
		}
		fmt.Fprintf(s.err, "chatqc: %s\n", line)
	}
	if hint != "" {
		fmt.Fprintf(s.err, "chatqc: hint: %s\n", hint)
	}
	return code
}
