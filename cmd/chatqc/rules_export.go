package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"chatqc/pipeline"
	"chatqc/pipeline/chat"
	"chatqc/pipeline/table"
	"chatqc/pipeline/text"
)

// tryFlags are the flags of the commands that try rules on exports.
type tryFlags struct {
	Exports []string      `arg:"" name:"export" help:"Files, folders or globs: .jsonl, .csv, .parquet, plain or .gz or .zst."`
	Mapping string        `help:"YAML file that maps columns, roles and times of unusual exports." placeholder:"FILE"`
	Idle    time.Duration `default:"30m" help:"Silence that ends a session without an identifier."`
	MaxBad  string        `default:"1%" help:"Bad rows that are allowed, a share (1%) of all rows, at least 100, or a count."`
	Facts   string        `help:"Folder of campaigns.csv, roster.csv, … for rules with conditions." placeholder:"DIR"`
	Zone    string        `default:"Asia/Shanghai" help:"Time zone of days, and of times without one."`
	Jobs    int           `short:"j" default:"0" help:"Workers; 0 takes all cores. The result is the same for any number."`
	Seed    uint64        `default:"1" help:"Another seed draws other examples."`
	JSON    bool          `name:"json" help:"Print JSON lines."`
}

func (f *tryFlags) asJSON() bool { return f.JSON }

// config returns the configuration of reading the exports, with the rules of a folder
// of packs, "" for the shipped ones.
func (f *tryFlags) config(s streams, rules string) (pipeline.Config, error) {
	job := jobFlags{
		Memory: defaultMemory,
		Zone:   f.Zone, Jobs: f.Jobs, Rules: rules, Facts: f.Facts, LogFormat: "text",
	}
	input := ingestFlags{Exports: f.Exports, Mapping: f.Mapping, Idle: f.Idle, MaxBad: f.MaxBad}
	config, err := job.config(job.streams(s))
	if err == nil {
		err = input.apply(&config)
	}
	return config, err
}

// A reading counts what exports hold.
type reading struct {
	Messages      int64 `json:"messages"`
	AgentMessages int64 `json:"agent_messages"`
	Sessions      int64 `json:"sessions"`
	Days          int64 `json:"days"`
	SetAside      int64 `json:"rows_set_aside"`

	byRole [chat.RoleAgent + 1]int64
}

func (r *reading) add(s *chat.Session) {
	r.Sessions++
	r.Messages += int64(len(s.Messages))
	for i := range s.Messages {
		r.byRole[s.Messages[i].Role]++
	}
	r.AgentMessages = r.byRole[chat.RoleAgent]
}

func (r *reading) print(w io.Writer) {
	fmt.Fprintf(w, "read      %s messages, %s by agents, in %s sessions on %d days;"+
		" %s rows set aside\n", thousands(r.Messages), thousands(r.AgentMessages),
		thousands(r.Sessions), r.Days, thousands(r.SetAside))
}

// readSessions masks exports and cuts them into sessions as a run does, and calls fn
// with each and its texts: the same sessions in the same order, whatever the order of
// the files. What fn keeps of a session it clones. The masked messages lie in a scratch
// folder, which is gone when readSessions returns, also after an error or a signal.
func readSessions(ctx context.Context, s streams, config pipeline.Config,
	fn func(*chat.Session, []text.Text)) (read reading, err error) {
	if config.Out, err = os.MkdirTemp("", "chatqc-"); err != nil {
		return read, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(config.Out)) }()
	shown := newProgress(s)
	config.Progress = shown.show
	m, err := pipeline.Run(ctx, config, pipeline.Ingest)
	shown.clear()
	if err != nil {
		return read, withoutQuarantine(err)
	}
	read.SetAside = m.Totals.Quarantined
	store, err := table.Look(config.Out)
	if err != nil {
		return read, err
	}
	days, err := store.Days("messages")
	if err != nil {
		return read, err
	}
	read.Days = int64(len(days))
	var texts []text.Text
	for _, d := range days {
		err := table.ReadSessions(store.DayPath("messages", d), func(one *chat.Session) error {
			read.add(one)
			texts = setTexts(texts, one)
			fn(one, texts)
			return ctx.Err()
		})
		if err != nil {
			return read, err
		}
	}
	return read, nil
}

// setTexts makes texts those of a session's messages, and keeps their buffers.
func setTexts(texts []text.Text, s *chat.Session) []text.Text {
	texts = slices.Grow(texts[:0], len(s.Messages))[:len(s.Messages)]
	for i := range texts {
		texts[i].Set(s.Messages[i].Text)
	}
	return texts
}

// withoutQuarantine gives too many bad rows another hint: the file that lists them goes
// with the scratch folder.
func withoutQuarantine(err error) error {
	var tooMany *pipeline.TooManyBadRowsError
	if !errors.As(err, &tooMany) {
		return err
	}
	return &fault{exitTooManyBad,
		"run \"chatqc ingest\" to see what is wrong with them, or allow more with --max-bad",
		fmt.Errorf("got %d bad rows of %d, want at most %d", tooMany.Bad, tooMany.Read, tooMany.Limit)}
}

// maxExamples bounds what --examples keeps in memory: some kilobytes each.
const maxExamples = 10_000

func checkExamples(n int) error {
	if n < 0 || n > maxExamples {
		return usage("", "--examples: got %d, want 0 to %d", n, maxExamples)
	}
	return nil
}

// A lot draws findings at random: those whose fingerprint, mixed with the seed, is least.
// So what it draws depends on the findings and the seed alone, its memory on the limit
// alone, and what a smaller limit draws is the beginning of what a larger one does.
type lot struct {
	limit int
	seed  uint64
	kept  []example
	bound uint64 // once there are enough: the largest fingerprint that is drawn
	full  bool
}

// offer adds a finding if it may be drawn.
func (l *lot) offer(s *chat.Session, f *chat.Finding) {
	order := fingerprint(s, f, l.seed)
	if l.limit == 0 || l.full && order >= l.bound {
		return
	}
	l.kept = append(l.kept, newExample(s, f, order))
	if len(l.kept) >= 2*l.limit {
		l.drawn()
	}
}

// drawn returns the findings drawn so far, in the order in which they are drawn.
func (l *lot) drawn() []example {
	slices.SortStableFunc(l.kept, func(a, b example) int { return cmp.Compare(a.order, b.order) })
	if l.limit > 0 && len(l.kept) >= l.limit {
		clear(l.kept[l.limit:]) // lets their strings go
		l.kept = l.kept[:l.limit]
		l.bound, l.full = l.kept[l.limit-1].order, true
	}
	return l.kept
}

// fingerprint is of what the finding says and where: shop, session, message, rule and
// span.
func fingerprint(s *chat.Session, f *chat.Finding, seed uint64) uint64 {
	var b []byte
	for _, part := range []string{
		s.ShopID(), s.ID(), s.Messages[f.Message].MessageID, f.RuleID,
	} {
		b = strconv.AppendInt(b, int64(len(part)), 10)
		b = append(b, ':')
		b = append(b, part...)
	}
	b = strconv.AppendInt(b, int64(f.Span.Begin), 10)
	b = append(b, '-')
	b = strconv.AppendInt(b, int64(f.Span.End), 10)
	return xxh3.HashSeed(b, seed)
}

// A line is one message of a chat, on one line.
type line struct {
	Speaker string `json:"speaker"` // Chinese
	Text    string `json:"text"`
}

// An example is a finding in its context. Identifiers of messages are left out, since
// ingest does not mask them: the position in the session names the message too.
type example struct {
	Type      string `json:"message_type"`
	Change    string `json:"change,omitempty"` // gained or lost, when rules are compared
	RuleID    string `json:"rule_id"`
	Day       string `json:"session_date"`
	ShopID    string `json:"shop_id"`
	SessionID string `json:"session_id"`
	AgentID   string `json:"agent_id"`
	Seq       int32  `json:"seq"`
	Matched   string `json:"matched_text"`
	Before    []line `json:"before"`
	Said      line   `json:"sentence"` // what matched stands in 【】
	After     []line `json:"after"`

	order uint64
}

// How many messages stand before and after the one that was found.
const (
	messagesBefore = 2
	messagesAfter  = 1
)

// newExample holds copies of what it needs of the session's strings.
func newExample(s *chat.Session, f *chat.Finding, order uint64) example {
	m := &s.Messages[f.Message]
	matched := head(f.Span.Of(m.Text))
	return example{
		Type: "example", RuleID: f.RuleID, Day: s.Date.String(), ShopID: strings.Clone(m.ShopID),
		SessionID: strings.Clone(m.SessionID), AgentID: strings.Clone(m.AgentID), Seq: m.Seq,
		Matched: matched, order: order,
		Before: linesOf(s.Messages[max(0, f.Message-messagesBefore):f.Message]),
		Said: line{m.Role.Speaker(),
			tail(m.Text[:f.Span.Begin]) + "【" + matched + "】" + head(m.Text[f.Span.End:])},
		After: linesOf(s.Messages[f.Message+1 : min(f.Message+1+messagesAfter, len(s.Messages))]),
	}
}

func linesOf(messages []chat.Message) []line {
	lines := make([]line, 0, len(messages))
	for i := range messages {
		lines = append(lines, line{messages[i].Role.Speaker(), head(messages[i].Text)})
	}
	return lines
}

func (e *example) print(w io.Writer, label string) {
	fmt.Fprintf(w, "%-9s %s  [%s, %s, %s]\n", label, e.Day, oneLine(e.ShopID),
		oneLine(e.AgentID), oneLine(e.SessionID))
	for _, l := range e.Before {
		fmt.Fprintf(w, "            %s: %s\n", l.Speaker, l.Text)
	}
	fmt.Fprintf(w, "          → %s: %s\n", e.Said.Speaker, e.Said.Text)
	for _, l := range e.After {
		fmt.Fprintf(w, "            %s: %s\n", l.Speaker, l.Text)
	}
}

// shownRunes is where a long text is cut.
const shownRunes = 200

// head returns the beginning of a text and tail its end, as a copy on one line.
func head(s string) string {
	runes := 0
	for i := range s {
		if runes == shownRunes {
			return oneLine(s[:i]) + "…"
		}
		runes++
	}
	return oneLine(s)
}

func tail(s string) string {
	at := len(s)
	for range shownRunes {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	if at > 0 {
		return "…" + oneLine(s[at:])
	}
	return oneLine(s)
}

// oneLine returns a copy in which what would move a screen's cursor is a space.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.Clone(s))
}
