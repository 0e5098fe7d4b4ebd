package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"
)

// graceful is how long a run may take to end in order after a signal: schedulers send
// SIGKILL after ten seconds or more, and a run that is killed loses nothing either.
var graceful = 4 * time.Second

// stopOn cancels the run at the first signal, with the signal as cause. A second signal,
// or a run that has not ended in time, for example because a disk does not answer, ends
// the process by calling exit.
func stopOn(signals <-chan os.Signal, cancel context.CancelCauseFunc, talk io.Writer,
	exit func(code int)) {
	stop := &interruptedError{<-signals}
	cancel(stop)
	select {
	case again := <-signals:
		exit((&interruptedError{again}).exitCode())
	case <-time.After(graceful):
		fmt.Fprintf(talk, "chatqc: %v: got no end of the run in %v\n", stop, graceful)
		fmt.Fprintln(talk, "chatqc: hint: run the same command again; committed days stay as they are")
		exit(stop.exitCode())
	}
}
