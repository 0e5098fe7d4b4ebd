// Command chatqc inspects exported customer-service chats: every session, every
// night, with results as Parquet.
//
//	chatqc demo                    a synthetic shop's week, inspected from end to end
//	chatqc run EXPORT…             the nightly job
//	chatqc rules test              check the rules against their own examples
//
// Results go to stdout, talk goes to stderr. The exit codes stand in exit.go.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() { os.Exit(chatqc()) }

// chatqc runs the command line of this process and returns the exit code. A first
// signal ends the run in order; a second one, or a run that does not end, the process.
func chatqc() int {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	go stopOn(signals, cancel, os.Stderr, os.Exit)
	streams := streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}
	return command(ctx, os.Args[1:], streams)
}
