package merge

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
)

// spillOf returns a spill with the rows in it, ready to be merged.
func spillOf(t *testing.T, cfg Config, rows []Row) *Spill {
	t.Helper()
	cfg.Dir, cfg.Zone = t.TempDir(), chattest.Zone
	s, err := NewSpill(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	w := s.Writer()
	for i := range rows {
		if err := w.Add(&rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return s
}

func someRows(t *testing.T) []Row {
	return parseRows(t, `
		16 10:00:00 s:S m:1 客户: 在吗
		16 10:00:01 s:S m:1 客户: 在吗
		16 10:00:09 s:S m:2 客服: 在的
		17 10:00:09 s:T m:3 客服: 在的`)
}

func TestDamagedSpill(t *testing.T) {
	tests := []struct {
		name   string
		damage func(f *os.File, size int64) error
	}{
		{"it was cut off", func(f *os.File, size int64) error { return f.Truncate(size - 3) }},
		{"it is empty", func(f *os.File, _ int64) error { return f.Truncate(0) }},
		{"a row has no size", func(f *os.File, _ int64) error {
			_, err := f.WriteAt(make([]byte, sizeBytes), 0)
			return err
		}},
		{"a row is larger than the file", func(f *os.File, _ int64) error {
			_, err := f.WriteAt([]byte{0xff, 0xff, 0xff, 0x7f}, 0)
			return err
		}},
		{"a row is all ones", func(f *os.File, _ int64) error {
			_, err := f.WriteAt(slices.Repeat([]byte{0xff}, 24), headerBytes)
			return err
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := spillOf(t, Config{Partitions: 1}, someRows(t))
			if err := tt.damage(s.rows.file, s.rows.size); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Merge(t.Context()); !errors.Is(err, errDamaged) {
				t.Errorf("got %v; want %v", err, errDamaged)
			}
		})
	}
}

// A number of a file that no writer gave must not make room for millions of files.
func TestDamagedFileNumber(t *testing.T) {
	s := spillOf(t, Config{}, someRows(t))
	s.files = 0
	if _, err := s.Merge(t.Context()); !errors.Is(err, errDamaged) {
		t.Errorf("got %v; want %v", err, errDamaged)
	}
}

func TestDamagedRun(t *testing.T) {
	ignore := func(*chat.Session) error { return nil }
	for cut := int64(1); cut < 40; cut += 6 {
		s := spillOf(t, Config{Partitions: 1}, someRows(t)[:3])
		m, err := s.Merge(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.runs.file.WriteAt([]byte{0xff}, s.runs.size-cut); err != nil {
			t.Fatal(err)
		}
		if err := m.Day(on(16), ignore); !errors.Is(err, errDamaged) {
			t.Errorf("%d bytes from the end, one is wrong: got %v; want %v", cut, err, errDamaged)
		}
		if err := s.runs.file.Truncate(s.runs.size - cut); err != nil {
			t.Fatal(err)
		}
		if err := m.Day(on(16), ignore); !errors.Is(err, errDamaged) {
			t.Errorf("%d bytes are missing: got %v; want %v", cut, err, errDamaged)
		}
	}
}

func TestMergeIsRefused(t *testing.T) {
	s := spillOf(t, Config{}, someRows(t))
	w := s.Writer()
	if _, err := s.Merge(t.Context()); err == nil || !strings.Contains(err.Error(), "1 open") {
		t.Errorf("got %v with an open writer; want an error that counts it", err)
	}
	if err := errors.Join(w.Close(), w.Close()); err != nil {
		t.Errorf("got %v from closing twice; want nothing", err)
	}
	if err := w.Add(&Row{}); !errors.Is(err, errClosed) {
		t.Errorf("got %v; want %v", err, errClosed)
	}
	if _, err := s.Merge(t.Context()); err != nil {
		t.Errorf("got %v; want the merge to succeed after all writers are closed", err)
	}
	if _, err := s.Merge(t.Context()); !errors.Is(err, errMerged) {
		t.Errorf("got %v; want %v", err, errMerged)
	}
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Errorf("got %v from closing twice; want nothing", err)
	}
	if left, _ := filepath.Glob(filepath.Join(s.cfg.Dir, "*")); len(left) > 0 {
		t.Errorf("got %v left behind; want nothing", left)
	}
	if _, err := NewSpill(Config{Dir: filepath.Join(t.TempDir(), "none")}); err == nil {
		t.Errorf("got no error from a folder that does not exist")
	}
}

func TestMergeStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := spillOf(t, Config{}, someRows(t)).Merge(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v; want %v", err, context.Canceled)
	}
	full := errors.New("the quarantine is full")
	cfg := Config{OnConflict: func(Row) error { return full }}
	s := spillOf(t, cfg, someRows(t))
	if _, err := s.Merge(t.Context()); !errors.Is(err, full) {
		t.Errorf("got %v; want %v", err, full)
	}
}

func TestDayStops(t *testing.T) {
	m, err := spillOf(t, Config{}, someRows(t)).Merge(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	enough := errors.New("enough")
	if err := m.Day(on(16), func(*chat.Session) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("got %v; want %v", err, enough)
	}
	if err := m.Day(on(20), func(*chat.Session) error { return enough }); err != nil {
		t.Errorf("got %v from a day without sessions; want nothing", err)
	}
}

// Conversations whose hashes collide are still different ones.
func TestCollision(t *testing.T) {
	s := spillOf(t, Config{Partitions: 1}, nil)
	w := s.Writer()
	rows := parseRows(t, `
		16 10:00:00 s:S m:1 客户: 甲
		16 10:00:00 s:T m:1 客户: 乙
		16 10:00:01 c:x m:1 客户: 丙
		16 10:00:01 c:y m:1 客户: 丁
		16 10:00:02 shop:乙店 s:S m:1 客户: 戊
		16 10:00:03 s:S m:2 客服: 己`)
	for i := range rows {
		c := conversation{hash: 7, sessionID: rows[i].SessionID}
		w.buffers[0] = appendRow(w.buffers[0], &rows[i], &c)
	}
	w.files = 1
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	m, err := s.Merge(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := m.Days(), []Day{{on(16), 6, 5}}; !slices.Equal(got, want) {
		t.Errorf("got %v; want %v", got, want)
	}
}

// Days are read at once, and the strings of a session may be kept. There are more
// messages than fit into one buffer, and one that alone does not.
func TestDaysAtOnce(t *testing.T) {
	var rows []Row
	for i := range 4000 {
		rows = append(rows, Row{
			ShopID: "店", SessionID: fmt.Sprint("S", i/4), MessageID: fmt.Sprint("m", i),
			Role: chat.RoleAgent, Text: strings.Repeat("在的亲", i%30),
			SentAtMicros: micros + int64(i%3)*86400e6 + int64(i)*1e6,
		})
	}
	rows[99].Text = strings.Repeat("长", readBytes)
	m, err := spillOf(t, Config{Partitions: 3}, rows).Merge(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for i := range rows {
		want[rows[i].MessageID] = rows[i].Text
	}
	var mu sync.Mutex
	got := map[string]string{}
	var readers sync.WaitGroup
	for _, d := range m.Days() {
		readers.Go(func() {
			err := m.Day(d.Date, func(s *chat.Session) error {
				mu.Lock()
				defer mu.Unlock()
				for i := range s.Messages {
					got[s.Messages[i].MessageID] = s.Messages[i].Text
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	readers.Wait()
	if len(got) != len(want) {
		t.Errorf("got %d messages; want %d", len(got), len(want))
	}
	for id, text := range want {
		if got[id] != text {
			t.Errorf("message %s: got %d bytes; want %d", id, len(got[id]), len(text))
		}
	}
}

func FuzzDecodeRow(f *testing.F) {
	c := conversation{hash: 1, sessionID: "S"}
	f.Add(appendRow(nil, &Row{ShopID: "店", MessageID: "1", Text: "在吗", Role: 1, Held: true}, &c))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		w := &worker{arena: data, files: make([]Counts, 3)}
		if n := recordSize(alias(data)); n < headerBytes || n > len(data) {
			return
		}
		if err := w.decode([]entry{{0, 0}}); err != nil {
			return
		}
		r := &w.decoded[0]
		again := Row{
			ShopID: r.shop, CustomerID: r.customer, MessageID: r.id, AgentID: r.agent,
			Platform: r.platform, Kind: r.kind, Text: r.text, Turn: r.turn, Role: r.role,
			SentAtMicros: r.sentAt, File: r.file, Number: r.number, Offset: r.offset,
			Held: r.held, Fixed: r.fixed,
		}
		w.arena = appendRow(nil, &again, &conversation{sessionID: r.session, tail: r.tail})
		first := *r
		if err := w.decode([]entry{{0, 0}}); err != nil {
			t.Fatalf("what was written again cannot be read: %v", err)
		}
		first.fixed = first.fixed && first.held
		first.keep = first.held && !first.fixed
		if w.decoded[0] != first {
			t.Errorf("got %+v; want %+v", w.decoded[0], first)
		}
	})
}

func FuzzDecodeSession(f *testing.F) {
	first := row{platform: "p", id: "1", text: "在吗", role: chat.RoleCustomer, sentAt: 5}
	data := appendString(appendString(make([]byte, sessionHeader), "店"), "S")
	data = appendMessage(append(data, 2), &first, &row{})
	f.Add(appendMessage(data, &row{agent: "a", id: "2", role: chat.RoleAgent, sentAt: 9}, &first))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		var s chat.Session
		if !decodeSession(string(data), &s) {
			return
		}
		k, ok := key(string(data))
		if !ok || k.shop != s.ShopID() || k.id != s.ID() || k.sentAt != s.Messages[0].SentAtMicros {
			t.Errorf("got %+v, %v; want the key of %+v", k, ok, s.Messages[0])
		}
	})
}
