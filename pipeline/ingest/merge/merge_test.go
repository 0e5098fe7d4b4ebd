package merge

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
)

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	Helper()
	Fatalf(string, ...any)
}

var roleOf = map[string]chat.Role{
	"客户": chat.RoleCustomer, "客服": chat.RoleAgent, "自动": chat.RoleBot, "系统": chat.RoleSystem,
}

// parseRows reads lines such as
//
//	f1 held 16 10:00:00 s:S c:C m:M t:3 k:image 客服: 在的亲
//
// of which all before the day of November 2026, and the words with a colon, may be left
// out. The file is f0 unless the line says otherwise.
func parseRows(t tester, text string) []Row {
	t.Helper()
	var rows []Row
	for n, line := range strings.Split(strings.TrimSpace(text), "\n") {
		r := Row{
			ShopID: "店", Platform: "p", Kind: "text", CustomerID: "c", Turn: chat.NoTurn,
			Number: int64(n + 1), Offset: -1,
		}
		head, said, _ := strings.Cut(strings.TrimSpace(line), ": ")
		r.Text = said
		var stamp string
		for _, word := range strings.Fields(head) {
			name, value, _ := strings.Cut(word, ":")
			number, err := strconv.Atoi(strings.TrimLeft(word, "ft:"))
			switch {
			case word == "held" || word == "fixed":
				r.Held, r.Fixed, r.File = true, word == "fixed", -1
			case name == "s":
				r.SessionID = value
			case name == "c":
				r.CustomerID = value
			case name == "m":
				r.MessageID = value
			case name == "k":
				r.Kind = value
			case name == "shop":
				r.ShopID = value
			case name == "t" && err == nil:
				r.Turn = int32(number)
			case word[0] == 'f' && err == nil:
				r.File = int32(number)
			case roleOf[word] != 0:
				r.Role = roleOf[word]
			default:
				stamp += " " + word
			}
		}
		at, err := time.ParseInLocation("2006-01 2 15:04:05", "2026-11"+stamp, chattest.Zone)
		if err != nil || r.Role == 0 {
			t.Fatalf("line %d: got %q: %v", n+1, line, err)
		}
		if r.SentAtMicros = at.UnixMicro(); r.Role == chat.RoleAgent {
			r.AgentID = "a"
		}
		rows = append(rows, r)
	}
	return rows
}

// mergeRows puts the rows through a spill in the writers' turn and returns the
// sessions of all days and the counts of all files.
func mergeRows(t tester, cfg Config, writers int, rows []Row, protected ...chat.Date) (
	[]chat.Session, []Counts) {
	t.Helper()
	sessions, counts, err := tryMerge(cfg, writers, rows, protected...)
	if err != nil {
		t.Fatalf("merge: %v", err)
	}
	balance(t, rows, counts)
	return sessions, counts
}

func tryMerge(cfg Config, writers int, rows []Row, protected ...chat.Date) (
	all []chat.Session, counts []Counts, err error) {
	if cfg.Zone == nil {
		cfg.Zone = chattest.Zone
	}
	s, err := NewSpill(cfg)
	if err != nil {
		return nil, nil, err
	}
	defer s.Close()
	ways := make([]*Writer, writers)
	for i := range ways {
		ways[i] = s.Writer()
	}
	for i := range rows {
		if err := ways[i%writers].Add(&rows[i]); err != nil {
			return nil, nil, err
		}
	}
	for _, w := range ways {
		if err := w.Close(); err != nil {
			return nil, nil, err
		}
	}
	for _, d := range protected {
		s.Protect(d)
	}
	m, err := s.Merge(context.Background())
	if err != nil {
		return nil, nil, err
	}
	for _, d := range m.Days() {
		was := len(all)
		var messages int64
		err := m.Day(d.Date, func(s *chat.Session) error {
			all = append(all, chat.Session{Date: s.Date, Messages: slices.Clone(s.Messages)})
			messages += int64(len(s.Messages))
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
		if n := int64(len(all) - was); n != d.Sessions || messages != d.Messages {
			return nil, nil, fmt.Errorf("got %d sessions and %d messages of a day, want %+v",
				n, messages, d)
		}
	}
	return all, m.Files(), nil
}

// balance fails when a row of a file is not accounted for, or is twice.
func balance(t tester, rows []Row, counts []Counts) {
	t.Helper()
	read := make([]int64, len(counts))
	for i := range rows {
		if !rows[i].Held {
			read[rows[i].File]++
		}
	}
	for i, c := range counts {
		if got := c.Accepted + c.Duplicates + c.Conflicts + c.Outside; got != read[i] {
			t.Fatalf("file %d: got %+v, which is %d rows; want the %d that were read",
				i, c, got, read[i])
		}
	}
}

// heldRows turns sessions into the rows that come back from the tables.
func heldRows(sessions []chat.Session, fixed bool) []Row {
	var rows []Row
	for _, s := range sessions {
		for _, m := range s.Messages {
			rows = append(rows, Row{
				MessageID: m.MessageID, SessionID: m.SessionID, Text: m.Text, AgentID: m.AgentID,
				CustomerID: m.CustomerID, ShopID: m.ShopID, Platform: m.Platform, Kind: m.Kind,
				Turn: m.Turn, Role: m.Role, SentAtMicros: m.SentAtMicros,
				File: -1, Held: true, Fixed: fixed,
			})
		}
	}
	return rows
}

// show writes sessions down, one a line: the day they are filed under, the name
// without hashes, the messages.
func show(sessions []chat.Session) string {
	var b strings.Builder
	for _, s := range sessions {
		name := s.ID()
		if strings.HasPrefix(name, gapPrefix) {
			name = "gap"
		} else if at := strings.IndexByte(name, '@'); at > 0 {
			name = name[:strings.LastIndexByte(name, '.')]
		}
		fmt.Fprintf(&b, "%s %s:", s.Date.String()[8:], name)
		for _, m := range s.Messages {
			fmt.Fprintf(&b, " %s", m.Text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func trimLines(s string) string {
	var b strings.Builder
	for _, line := range strings.Split(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func TestMerge(t *testing.T) {
	tests := []struct {
		name, rows, want string
		counts           []Counts
	}{
		{"equal rows with an identifier are one message", `
			f0 16 10:00:00 s:S m:1 客户: 在吗
			f1 16 10:00:00 s:S m:1 客户: 在吗
			f1 16 10:00:09 s:S m:2 客服: 在的`,
			"16 S: 在吗 在的",
			[]Counts{{Accepted: 1}, {Accepted: 1, Duplicates: 1}}},
		{"equal rows without one are one message", `
			f1 16 10:00:00 s:S 客户: 在吗
			f0 16 10:00:00 s:S 客户: 在吗
			f1 16 10:00:01 s:S 客户: 人呢`,
			"16 S: 在吗 人呢",
			[]Counts{{Accepted: 1}, {Accepted: 1, Duplicates: 1}}},
		{"one identifier in two shops is two messages", `
			16 10:00:00 shop:甲 s:S m:1 客户: 在吗
			16 10:00:00 shop:乙 s:S m:1 客户: 在吗`,
			"16 S: 在吗\n16 S: 在吗",
			[]Counts{{Accepted: 2}}},
		{"of two contents the later one is kept", `
			f0 16 10:00:05 s:S m:1 客户: 短
			f1 16 10:00:00 s:S m:1 客户: 更长的一句`,
			"16 S: 短",
			[]Counts{{Accepted: 1}, {Conflicts: 1}}},
		{"of two simultaneous contents the longer one is kept", `
			f0 16 10:00:00 s:S m:1 客户: 短
			f1 16 10:00:00 s:S m:1 客户: 更长的一句`,
			"16 S: 更长的一句",
			[]Counts{{Conflicts: 1}, {Accepted: 1}}},
		{"a loser given twice is one conflict and one duplicate", `
			f0 16 10:00:00 s:S m:1 客户: 旧
			f1 16 10:00:00 s:S m:1 客户: 旧
			f0 16 10:00:01 s:S m:1 客户: 新
			f1 16 10:00:01 s:S m:1 客户: 新`,
			"16 S: 新",
			[]Counts{{Accepted: 1, Conflicts: 1}, {Duplicates: 2}}},
		{"what the tables hold already is accepted again, so a re-run has the same account", `
			held 16 10:00:00 s:S m:1 客户: 在吗
			16 10:00:00 s:S m:1 客户: 在吗
			16 10:00:02 s:S m:2 客服: 在的`,
			"16 S: 在吗 在的",
			[]Counts{{Accepted: 2}}},
		{"a held row gives way to a greater content", `
			held 16 10:00:00 s:S m:1 客户: 在吗
			16 10:00:00 s:S m:1 客户: 在吗在吗`,
			"16 S: 在吗在吗",
			[]Counts{{Accepted: 1}}},
		{"a row equal to a held one that lost is a conflict", `
			held 16 10:00:00 s:S m:1 客户: 旧
			f0 16 10:00:00 s:S m:1 客户: 旧
			f1 16 10:00:01 s:S m:1 客户: 新`,
			"16 S: 新",
			[]Counts{{Conflicts: 1}, {Accepted: 1}}},
		{"a silence of the idle gap does not cut, a longer one does", `
			16 10:00:00 客户: 甲
			16 10:30:00 客户: 乙
			16 11:00:01 客户: 丙`,
			"16 gap: 甲 乙\n16 gap: 丙",
			[]Counts{{Accepted: 3}}},
		{"a silence does not cut a session with an identifier", `
			16 10:00:00 s:S 客户: 甲
			17 10:00:00 s:S 客户: 乙`,
			"16 S: 甲 乙",
			[]Counts{{Accepted: 2}}},
		{"what lasts longer than a day is cut and named by its day", `
			16 10:00:00 s:S 客户: 甲
			17 10:00:01 s:S 客户: 乙
			18 10:00:01 s:S 客户: 丙
			18 10:00:02 s:S 客户: 丁`,
			"16 S: 甲\n17 S@2026-11-17: 乙 丙\n18 S@2026-11-18: 丁",
			[]Counts{{Accepted: 4}}},
		{"a session over midnight lies on the day on which it begins", `
			16 23:59:59 客户: 甲
			17 00:00:00 客服: 乙
			17 00:10:00 c:d 客户: 丙`,
			"16 gap: 甲 乙\n17 gap: 丙",
			[]Counts{{Accepted: 3}}},
		{"simultaneous messages are ordered by turn, role and identifier", `
			16 10:00:00 s:S m:10 t:2 客户: 己
			16 10:00:00 s:S m:9 t:2 客户: 戊
			16 10:00:00 s:S m:8 t:1 客服: 丁
			16 10:00:00 s:S m:7 t:1 自动: 丙
			16 10:00:00 s:S m:6 t:1 系统: 乙
			16 10:00:00 s:S m:5 t:1 客户: 甲`,
			"16 S: 甲 乙 丙 丁 戊 己",
			[]Counts{{Accepted: 6}}},
		{"a day is sorted by shop, then by session", `
			16 10:00:00 shop:乙 s:A 客户: 丁
			16 11:00:00 shop:甲 s:B 客户: 己
			16 12:00:00 shop:乙 s:C 客户: 戊`,
			"16 A: 丁\n16 C: 戊\n16 B: 己",
			[]Counts{{Accepted: 3}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows := parseRows(t, tt.rows)
			for range 2 { // the order does not matter
				sessions, counts := mergeRows(t, Config{Dir: t.TempDir()}, 1, rows)
				if got, want := show(sessions), trimLines(tt.want); got != want {
					t.Errorf("got\n%s; want\n%s", got, want)
				}
				if !slices.Equal(counts, tt.counts) {
					t.Errorf("got %+v; want %+v", counts, tt.counts)
				}
				slices.Reverse(rows)
			}
		})
	}
}

func TestSessionsCarryAllFields(t *testing.T) {
	rows := parseRows(t, `
		16 10:00:00 s:S c:甲 m:1 t:4 k:image 客户: 图
		16 10:00:05 s:S c:乙 m:2 客服: 好的`)
	rows[1].Platform = "q"
	got, _ := mergeRows(t, Config{Dir: t.TempDir()}, 1, rows)
	if len(got) != 1 || len(got[0].Messages) != 2 {
		t.Fatalf("got %+v; want one session of two messages", got)
	}
	at := rows[0].SentAtMicros
	want := []chat.Message{
		{ShopID: "店", Platform: "p", SessionID: "S", MessageID: "1", Seq: 0, Turn: 4,
			SentAtMicros: at, Role: chat.RoleCustomer, CustomerID: "甲", Kind: "image", Text: "图"},
		{ShopID: "店", Platform: "q", SessionID: "S", MessageID: "2", Seq: 1, Turn: chat.NoTurn,
			SentAtMicros: at + 5e6, Role: chat.RoleAgent, AgentID: "a", CustomerID: "乙",
			Kind: "text", Text: "好的"},
	}
	if !slices.Equal(got[0].Messages, want) {
		t.Errorf("got %+v; want %+v", got[0].Messages, want)
	}
}

// Names that this package made are known again when they come back, held or exported.
func TestNamesAreKnownAgain(t *testing.T) {
	rows := parseRows(t, `
		16 10:00:00 客户: 甲
		16 11:00:00 客户: 乙
		16 10:00:00 s:S m:1 客户: 丙
		17 11:00:00 s:S m:2 客户: 丁`)
	first, _ := mergeRows(t, Config{Dir: t.TempDir()}, 1, rows)
	more := parseRows(t, `
		16 10:30:00 客户: 间
		17 11:00:05 s:S m:3 客户: 戊`)
	again, counts := mergeRows(t, Config{Dir: t.TempDir()}, 1, append(heldRows(first, false), more...))
	want := trimLines("16 S: 丙\n16 gap: 甲 间 乙\n17 S@2026-11-17: 丁 戊")
	if got := show(again); got != want {
		t.Errorf("got\n%s; want\n%s", got, want)
	}
	if counts[0] != (Counts{Accepted: 2}) {
		t.Errorf("got %+v; want two accepted", counts)
	}

	// Only the second piece comes back: it stays the second.
	rest := slices.DeleteFunc(heldRows(first, false), func(r Row) bool { return r.MessageID != "2" })
	tail, _ := mergeRows(t, Config{Dir: t.TempDir()}, 1, append(rest, more[1]))
	if got, want := show(tail), "17 S@2026-11-17: 丁 戊\n"; got != want {
		t.Errorf("got\n%s; want\n%s", got, want)
	}
	if got, want := tail[0].ID(), again[2].ID(); got != want {
		t.Errorf("got %s; want %s", got, want)
	}

	// An export that was made of the tables gives the same piece, which is then the first.
	rest[0].Held, rest[0].File = false, 0
	exported, _ := mergeRows(t, Config{Dir: t.TempDir()}, 1, append(rest, more[1]))
	if got, want := show(exported), "17 S: 丁 戊\n"; got != want {
		t.Errorf("got\n%s; want\n%s", got, want)
	}
}

func TestConflictsAreToldOnce(t *testing.T) {
	var told []string
	cfg := Config{Dir: t.TempDir(), OnConflict: func(r Row) error {
		told = append(told, fmt.Sprintf("f%d %s %s", r.File, r.MessageID, r.Text))
		return nil
	}}
	mergeRows(t, cfg, 1, parseRows(t, `
		f1 16 10:00:00 s:S m:1 客户: 旧
		f0 16 10:00:00 s:S m:1 客户: 旧
		f0 16 10:00:00 s:S m:1 客户: 更旧
		f0 16 10:00:02 s:S m:1 客户: 新
		f0 16 10:00:03 s:S m:2 客服: 好`))
	slices.Sort(told)
	if want := []string{"f0 1 旧", "f0 1 更旧"}; !slices.Equal(told, want) {
		t.Errorf("got %v; want %v", told, want)
	}
}
