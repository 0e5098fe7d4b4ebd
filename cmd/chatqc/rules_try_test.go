package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/text"
)

// findingsOf returns n sessions, each with one finding.
func findingsOf(n int) (sessions []chat.Session, finding chat.Finding) {
	for i := range n {
		sessions = append(sessions, chat.Session{Messages: []chat.Message{
			{ShopID: "伞铺", SessionID: fmt.Sprint(i), Text: "说不准", Role: chat.RoleAgent},
		}})
	}
	return sessions, chat.Finding{RuleID: "evasion/unsure", Span: chat.Span{End: len("说不准")}}
}

func drawnIDs(l lot, sessions []chat.Session, f chat.Finding) (ids []string) {
	for i := range sessions {
		l.offer(&sessions[i], &f)
	}
	for _, e := range l.drawn() {
		ids = append(ids, e.SessionID)
	}
	return ids
}

func TestDrawingDependsOnFindingsAndSeedAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sessions, f := findingsOf(rapid.IntRange(0, 60).Draw(t, "findings"))
		limit := rapid.IntRange(0, 20).Draw(t, "limit")
		seed := rapid.Uint64().Draw(t, "seed")
		all := drawnIDs(lot{limit: 100, seed: seed}, sessions, f)
		want := all[:min(limit, len(all))]
		if len(all) != len(sessions) {
			t.Fatalf("got %d of %d findings, want all", len(all), len(sessions))
		}
		mixed := rapid.Permutation(sessions).Draw(t, "order")
		if got := drawnIDs(lot{limit: limit, seed: seed}, mixed, f); !slices.Equal(got, want) {
			t.Fatalf("got %v; want the first %d of %v", got, limit, all)
		}
	})
}

func TestAnotherSeedDrawsOthers(t *testing.T) {
	sessions, f := findingsOf(1000)
	one := drawnIDs(lot{limit: 10, seed: 1}, sessions, f)
	two := drawnIDs(lot{limit: 10, seed: 2}, sessions, f)
	if slices.Equal(one, two) || len(one) != 10 {
		t.Errorf("got %v and %v; want ten each, and others", one, two)
	}
}

// A run that is stopped, or that fails, while sessions are read leaves nothing behind.
func TestStoppedReadingLeavesNothing(t *testing.T) {
	scratch := t.TempDir()
	t.Setenv("TMPDIR", scratch)
	flags := tryFlags{
		Exports: []string{filepath.Join("..", "..", "samples", "exports", "generic.jsonl")},
		Zone:    "Asia/Shanghai", MaxBad: "1%",
	}
	s := streams{out: &bytes.Buffer{}, err: &bytes.Buffer{}}
	config, err := flags.config(s, "")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	calls := 0
	_, err = readSessions(ctx, s, config, func(*chat.Session, []text.Text) {
		if calls++; calls == 1 {
			if left, _ := os.ReadDir(scratch); len(left) != 1 {
				t.Errorf("got %d scratch folders while reading, want 1", len(left))
			}
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || calls != 1 {
		t.Errorf("got %v after %d sessions; want %v after 1", err, calls, context.Canceled)
	}
	_, err = readSessions(ctx, s, config, func(*chat.Session, []text.Text) {})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v from a run stopped before it began; want %v", err, context.Canceled)
	}
	if left, err := os.ReadDir(scratch); err != nil || len(left) > 0 {
		t.Errorf("got %v (%v) left behind; want nothing", left, err)
	}
}

func TestLongTextsAreCut(t *testing.T) {
	long := strings.Repeat("伞", shownRunes)
	tests := []struct{ name, text, head, tail string }{
		{"a short text stays", "雨伞", "雨伞", "雨伞"},
		{"nothing stays nothing", "", "", ""},
		{"a text of the length shown stays", long, long, long},
		{"a longer one is cut at a character", "甲" + long + "乙",
			"甲" + long[:len(long)-len("伞")] + "…", "…" + long[len("伞"):] + "乙"},
		{"a screen's control bytes become spaces", "甲\r\n\x1b[2J乙\u2028", "甲   [2J乙 ", "甲   [2J乙 "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := head(tt.text); got != tt.head {
				t.Errorf("head = %q; want %q", got, tt.head)
			}
			if got := tail(tt.text); got != tt.tail {
				t.Errorf("tail = %q; want %q", got, tt.tail)
			}
		})
	}
}
