package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"
	"golang.org/x/term"
)

// streams are the three standard streams, and how to write to them.
type streams struct {
	in       io.Reader
	out, err io.Writer
	json     bool
	quiet    bool
	logger   *slog.Logger
}

func (s streams) writeJSON(w io.Writer, v any) {
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	_ = lines.Encode(v) // a closed pipe is the reader's choice
}

// terminal reports whether w is a screen that a person looks at.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// A cli is the whole command line: one field a subcommand.
type cli struct {
	Run     runCommand     `cmd:"" help:"Ingest exports, inspect every session, write the week's coaching: the nightly job."`
	Ingest  ingestCommand  `cmd:"" help:"Read exports into the table of messages."`
	Inspect inspectCommand `cmd:"" help:"Inspect the messages that are there, for example after a change of rules."`
	Coach   coachCommand   `cmd:"" help:"Roll up the weeks that the dates belong to."`
	Demo    demoCommand    `cmd:"" help:"Make a synthetic shop's week and run the whole job on it."`
	Rules   rulesCommand   `cmd:"" help:"Check, try and explain the rules."`

	Version kong.VersionFlag `help:"Print the version and leave."`
}

// A subcommand runs and returns an error for report, or the exit code of its outcome.
type subcommand interface {
	run(ctx context.Context, s streams) (code int, err error)
	asJSON() bool // whether errors are to be told as JSON
}

// description heads the help.
const description = `Inspects exported customer-service chats of online shops:
every session, every night.

Examples:
  chatqc demo
  chatqc run --date yesterday --out qc exports/
  chatqc rules explain "亲，这个不知道哦"`

// command parses the arguments, runs the subcommand and returns the exit code.
func command(ctx context.Context, args []string, s streams) int {
	var root cli
	exited := -1
	parser, err := kong.New(&root,
		kong.Name("chatqc"), kong.Description(description+exitCodeHelp()), kong.Writers(s.out, s.err),
		kong.Exit(func(code int) { exited = code }), kong.UsageOnError(),
		kong.Vars{"version": version()},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
	if err != nil {
		return report(ctx, s, err)
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 {
		return exited
	}
	if err != nil {
		var wrong *kong.ParseError
		if errors.As(err, &wrong) && len(args) == 0 {
			_ = wrong.Context.PrintUsage(false)
			return exitUsage
		}
		return report(ctx, s, &fault{exitUsage, `run "chatqc --help"`, err})
	}
	sub, ok := parsed.Selected().Target.Addr().Interface().(subcommand)
	if !ok {
		return report(ctx, s, fmt.Errorf("no such command: %s", parsed.Command()))
	}
	s.json = sub.asJSON()
	code, err := sub.run(ctx, s)
	if err != nil {
		return report(ctx, s, err)
	}
	return code
}

func exitCodeHelp() string {
	var b strings.Builder
	b.WriteString("\n\nExit codes; only 75 is worth a retry:\n")
	for _, e := range exitCodes {
		fmt.Fprintf(&b, "  %3d %s\n", e.code, e.meaning)
	}
	return b.String()
}

// programVersion is the version of the program's results: it changes whenever the
// same input may give other rows.
const programVersion = "0.1.0"

// version names the program's version and, when it is known, the commit it is built
// from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return programVersion
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return programVersion + "+" + setting.Value[:min(12, len(setting.Value))]
		}
	}
	return programVersion
}
