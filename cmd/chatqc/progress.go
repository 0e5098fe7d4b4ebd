package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"chatqc/pipeline"
)

// A progress shows one line on a terminal: how far, how fast, how long still. Off a
// terminal it says nothing, so that no control byte ever lands in a log.
type progress struct {
	w     io.Writer // nil: nobody looks
	mu    sync.Mutex
	stage string
	began time.Time
	shown time.Time
}

// redrawEvery keeps the line readable.
const redrawEvery = 100 * time.Millisecond

func newProgress(s streams) *progress {
	if s.quiet || s.json || !terminal(s.err) {
		return &progress{}
	}
	return &progress{w: s.err}
}

func (p *progress) show(now pipeline.Progress) {
	if p.w == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	at := time.Now()
	if now.Stage != p.stage {
		p.stage, p.began, p.shown = now.Stage, at, time.Time{}
	}
	if at.Sub(p.shown) < redrawEvery {
		return
	}
	p.shown = at
	fmt.Fprintf(p.w, "\r\x1b[K%s", progressLine(now, at.Sub(p.began)))
}

// progressLine writes what was done, the rate, and the time left when the whole is
// known.
func progressLine(now pipeline.Progress, taken time.Duration) string {
	rate := float64(now.Done) / max(taken.Seconds(), 0.001)
	line := fmt.Sprintf("%s  %s of %s %s  %s/s", now.Stage, thousands(now.Done),
		thousands(now.Total), now.Unit, thousands(int64(rate)))
	if now.Total <= 0 {
		return fmt.Sprintf("%s  %s %s  %s/s", now.Stage, thousands(now.Done), now.Unit,
			thousands(int64(rate)))
	}
	if rate > 0 && now.Done < now.Total {
		left := time.Duration(float64(now.Total-now.Done) / rate * float64(time.Second))
		line += "  " + left.Round(time.Second).String() + " left"
	}
	return line
}

func (p *progress) clear() {
	if p.w != nil {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

func thousands(n int64) string {
	digits := fmt.Sprint(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// A plainLog writes log records as the program's other messages look: the level only
// when it is not informational, then the text and its attributes.
type plainLog struct {
	w     io.Writer
	attrs []slog.Attr
}

func (l *plainLog) Enabled(_ context.Context, level slog.Level) bool {
	return level >= slog.LevelInfo
}

func (l *plainLog) Handle(_ context.Context, r slog.Record) error {
	var b strings.Builder
	b.WriteString("chatqc: ")
	if r.Level != slog.LevelInfo {
		b.WriteString(strings.ToLower(r.Level.String()) + ": ")
	}
	b.WriteString(r.Message)
	add := func(a slog.Attr) bool { fmt.Fprintf(&b, " %s=%v", a.Key, a.Value); return true }
	for _, a := range l.attrs {
		add(a)
	}
	r.Attrs(add)
	b.WriteByte('\n')
	_, err := io.WriteString(l.w, b.String())
	return err
}

func (l *plainLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &plainLog{l.w, append(l.attrs[:len(l.attrs):len(l.attrs)], attrs...)}
}

func (l *plainLog) WithGroup(string) slog.Handler { return l }
