package export

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// A meddler changes a file when the first rows of it have been read.
type meddler struct {
	shelf
	once   sync.Once
	meddle func() error
	err    error
}

func (m *meddler) Accept(rows []Row) error {
	m.once.Do(func() { m.err = m.meddle() })
	return m.shelf.Accept(rows)
}

func TestAnExportThatChangesIsRefused(t *testing.T) {
	line := []byte(`{"session_id":"s","role":"customer","text":"在吗","sent_at":"2026-11-16 10:00:00"}` + "\n")
	lines := bytes.Repeat(line, 20_000) // more than is read at once
	changed := new(*ChangedError)
	tests := []struct {
		name   string
		meddle func(path string) error
		want   any    // target of errors.As, nil for success
		says   string // after the path
	}{
		{"left alone", func(string) error { return nil }, nil, ""},
		{"read by another", func(path string) error {
			_, err := os.ReadFile(path)
			return err
		}, nil, ""},
		{"appended to", func(path string) error {
			f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
			if err != nil {
				return err
			}
			_, err = f.Write(line)
			return errors.Join(err, f.Close())
		}, changed, ": changed while it was read: " +
			"got 1700085 bytes at the end, want 1700000 as at the beginning"},
		{"cut, which also breaks a row", func(path string) error {
			return os.Truncate(path, int64(len(lines)-10))
		}, changed, ": changed while it was read: " +
			"got 1699990 bytes at the end, want 1700000 as at the beginning"},
		{"written in place", func(path string) error {
			return os.Chtimes(path, time.Time{}, time.Unix(2, 500))
		}, changed, ": changed while it was read: " +
			"got the time 1970-01-01T00:00:02.000000500Z at the end, " +
			"want 1970-01-01T00:00:01.000000000Z as at the beginning"},
		{"replaced", func(path string) error {
			err := os.WriteFile(path+".new", lines, 0o600)
			if err == nil {
				err = os.Chtimes(path+".new", time.Time{}, time.Unix(1, 0))
			}
			return errors.Join(err, os.Rename(path+".new", path))
		}, changed, ": changed while it was read: " +
			"got another file of that name, want the one that was opened"},
		{"removed", os.Remove, new(*NoInputError), ": vanished before it was read to its end"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, "week.jsonl", lines)
			other := write(t, "other.jsonl", line) // is no fault of the first
			if err := os.Chtimes(path, time.Time{}, time.Unix(1, 0)); err != nil {
				t.Fatal(err)
			}
			sink := &meddler{meddle: func() error { return tt.meddle(path) }}
			_, err := Read(context.Background(), []File{{path}, {other}},
				Options{Zone: shanghai, Jobs: 1}, func() Sink { return sink })
			if sink.err != nil {
				t.Fatal(sink.err)
			}
			if tt.want == nil {
				if err != nil {
					t.Errorf("got %v, want nil", err)
				}
				return
			}
			if !errors.As(err, tt.want) || err.Error() != path+tt.says {
				t.Errorf("got %v, want a %T that says %q", err, tt.want, tt.says)
			}
		})
	}
}

func TestAnExportThatVanishedBeforeItWasOpened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gone.jsonl")
	_, _, err := readAll(t, Options{}, path)
	var gone *NoInputError
	if !errors.As(err, &gone) {
		t.Errorf("got %v, want a *NoInputError", err)
	}
}
