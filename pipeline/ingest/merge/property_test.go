package merge

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		_ = f.Value.Set("150") // each check is some merges on disk
	}
	os.Exit(m.Run())
}

// micros is where the property tests' time begins: 2026-11-16, midnight.
var micros = on(16).Time().Add(-8 * time.Hour).UnixMicro()

// drawRows draws conversations that talk, fall silent, cross midnight and last for days,
// with duplicates and conflicts.
func drawRows(t *rapid.T, n int) []Row {
	step := rapid.SampledFrom([]int64{0, 0, 5, 60, 1790, 1800, 1801, 7200, 40000, 86400})
	clock := map[int]int64{}
	rows := make([]Row, 0, n)
	for range n {
		k := rapid.IntRange(0, 4).Draw(t, "conversation")
		clock[k] += step.Draw(t, "step")
		r := Row{
			ShopID: fmt.Sprint("店", k%2), CustomerID: fmt.Sprint("c", k), Kind: "text",
			Role: chat.Role(rapid.IntRange(1, 4).Draw(t, "role")), Turn: chat.NoTurn,
			SentAtMicros: micros + clock[k]*1e6, Text: fmt.Sprint("句", clock[k]),
			File: int32(rapid.IntRange(0, 2).Draw(t, "file")), Number: int64(len(rows) + 1), Offset: -1,
		}
		if k < 3 {
			r.SessionID = fmt.Sprint("S", k)
		}
		if rapid.Bool().Draw(t, "identified") {
			r.MessageID = fmt.Sprint("m", rapid.IntRange(0, n).Draw(t, "message"))
		}
		rows = append(rows, r)
		if rapid.IntRange(0, 4).Draw(t, "again") == 0 {
			rows = append(rows, rows[rapid.IntRange(0, len(rows)-1).Draw(t, "which")])
		}
	}
	return rows
}

func drawConfig(t *rapid.T, dir string) Config {
	return Config{
		Dir: dir, Jobs: rapid.IntRange(1, 4).Draw(t, "jobs"),
		Partitions: rapid.IntRange(1, 64).Draw(t, "partitions"),
		Memory:     rapid.SampledFrom([]int{0, 1, 1 << 10, 4 << 10}).Draw(t, "memory"),
	}
}

func sum(counts []Counts) (total Counts) {
	for _, c := range counts {
		total.add(c)
	}
	return total
}

func TestAnyOrderAndSplittingGivesTheSame(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t, rapid.IntRange(1, 40).Draw(t, "rows"))
		want, counts := mergeRows(t, Config{Dir: dir, Jobs: 1, Partitions: 1}, 1, rows)
		messages := 0
		seen := map[string]bool{}
		for _, s := range want {
			for i := range s.Messages {
				m := &s.Messages[i]
				messages++
				seen[fmt.Sprint(m.ShopID, m.SessionID, m.MessageID)] = true
			}
		}
		if total := sum(counts); int64(messages) != total.Accepted || len(seen) != messages {
			t.Fatalf("got %d messages, %d of them distinct; want the %d accepted ones",
				messages, len(seen), total.Accepted)
		}
		shuffled := rapid.Permutation(rows).Draw(t, "order")
		for i := range shuffled {
			shuffled[i].File = int32(rapid.IntRange(0, 5).Draw(t, "other file"))
		}
		writers := rapid.IntRange(1, 3).Draw(t, "writers")
		got, other := mergeRows(t, drawConfig(t, dir), writers, shuffled)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("sessions differ (-want +got):\n%s", diff)
		}
		if sum(other) != sum(counts) {
			t.Fatalf("got %+v; want %+v", sum(other), sum(counts))
		}
	})
}

func TestSessionsAreCutAsPromised(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		sessions, _ := mergeRows(t, drawConfig(t, dir), 1, drawRows(t, 40))
		for n, s := range sessions {
			first := &s.Messages[0]
			if got := chat.DateOf(first.SentAtMicros, chattest.Zone); got != s.Date {
				t.Fatalf("got a session on %v; want it on %v", s.Date, got)
			}
			for i := range s.Messages {
				m := &s.Messages[i]
				if m.Seq != int32(i) || m.SessionID != s.ID() || m.ShopID != s.ShopID() {
					t.Fatalf("message %d of %s: got %+v", i, s.ID(), m)
				}
				if m.SentAtMicros-first.SentAtMicros > 86400e6 {
					t.Fatalf("session %s lasts longer than a day", s.ID())
				}
				if i > 0 && m.SentAtMicros < s.Messages[i-1].SentAtMicros {
					t.Fatalf("session %s is not sorted", s.ID())
				}
			}
			if n == 0 || sessions[n-1].Date != s.Date {
				continue
			}
			a := sessionKey{sessions[n-1].ShopID(), sessions[n-1].ID(), 0}
			if b := (sessionKey{s.ShopID(), s.ID(), 0}); a.compare(&b) >= 0 {
				t.Fatalf("got %v before %v; want the other order", a, b)
			}
		}
	})
}

func TestMergingInTwoStepsGivesTheSame(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t, rapid.IntRange(2, 40).Draw(t, "rows"))
		want, counts := mergeRows(t, Config{Dir: dir}, 1, rows)
		rows = rapid.Permutation(rows).Draw(t, "order")
		at := rapid.IntRange(0, len(rows)).Draw(t, "split")
		first, _ := mergeRows(t, drawConfig(t, dir), 1, rows[:at])
		both := append(heldRows(first, false), rows[at:]...)
		got, _ := mergeRows(t, drawConfig(t, dir), 1, both)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("sessions differ (-want +got):\n%s", diff)
		}
		again, recount := mergeRows(t, drawConfig(t, dir), 1, append(heldRows(got, false), rows...))
		if diff := cmp.Diff(want, again); diff != "" {
			t.Fatalf("merged again, sessions differ (-want +got):\n%s", diff)
		}
		if total := sum(recount); total != sum(counts) {
			t.Fatalf("got %+v from rows that are all held; want %+v as the first time",
				total, sum(counts))
		}
	})
}

// tables is what a store holds: sessions by day.
type tables map[chat.Date][]chat.Session

// night merges rows into the tables as a run for one day does: it may write that day
// and the one before it, and sees the one before those.
func (tb tables) night(t tester, cfg Config, d chat.Date, rows []Row) []Counts {
	t.Helper()
	cfg.HasWindow, cfg.From, cfg.To, cfg.LookbackDays = true, d, d, 1
	var protected []chat.Date
	rows = slices.Clone(rows)
	for day, sessions := range tb {
		switch {
		case day == d || day == d-1:
			rows = append(rows, heldRows(sessions, false)...)
			delete(tb, day)
		case day == d-2:
			rows = append(rows, heldRows(sessions, true)...)
		default:
			protected = append(protected, day)
		}
	}
	sessions, counts := mergeRows(t, cfg, 1, rows, protected...)
	for _, s := range sessions {
		tb[s.Date] = append(tb[s.Date], s)
	}
	return counts
}

// Nightly exports that overlap give what one export gives, as long as no conversation
// is silent for a whole day.
func TestNightsEqualOneMerge(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		step := rapid.SampledFrom([]int64{1, 60, 1800, 1801, 30000, 70000})
		var rows []Row
		nights := map[chat.Date][]Row{}
		for k := range rapid.IntRange(1, 3).Draw(t, "conversations") {
			at := micros + rapid.Int64Range(0, 86400).Draw(t, "begin")*1e6
			for range rapid.IntRange(1, 14).Draw(t, "messages") {
				r := Row{
					ShopID: "店", CustomerID: fmt.Sprint("c", k), Kind: "text", Turn: chat.NoTurn,
					Role: chat.RoleCustomer, SentAtMicros: at, Text: "在吗",
				}
				if k > 0 {
					r.SessionID = fmt.Sprint("S", k)
				}
				rows = append(rows, r)
				day := chat.DateOf(at, chattest.Zone)
				nights[day] = append(nights[day], r)
				for late := range chat.Date(3) { // exports overlap
					if rapid.Bool().Draw(t, "overlap") {
						nights[day+late] = append(nights[day+late], r)
					}
				}
				at += step.Draw(t, "step") * 1e6
			}
		}
		want, _ := mergeRows(t, Config{Dir: dir}, 1, rows)
		tb := tables{}
		for _, d := range slices.Sorted(maps.Keys(nights)) {
			tb.night(t, drawConfig(t, dir), d, nights[d])
		}
		var got []chat.Session
		for _, d := range slices.Sorted(maps.Keys(tb)) {
			got = append(got, tb[d]...)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("sessions differ (-want +got):\n%s", diff)
		}
	})
}

// Whatever comes, in whatever order of nights: no message that the tables hold
// vanishes, none is there twice within sight of a run, and all that was accepted is
// there.
func TestNothingThatIsHeldVanishes(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t, 40)
		tb := tables{}
		before := map[string]int{}
		for range 4 {
			d := on(16) + chat.Date(rapid.IntRange(0, 4).Draw(t, "night"))
			var some []Row
			for _, r := range rows {
				if rapid.Bool().Draw(t, "given") {
					some = append(some, r)
				}
			}
			counts := tb.night(t, drawConfig(t, dir), d, some)
			after := map[string]int{}
			total := 0
			for _, sessions := range tb {
				for _, r := range heldRows(sessions, false) {
					after[messageKey(&r)]++
					total++
				}
			}
			for key, n := range before {
				if after[key] < n && after[key] == 0 {
					t.Fatalf("night of %v: %s was held %d times and is not any more", d, key, n)
				}
			}
			if len(counts) > 0 && sum(counts).Accepted > int64(total) {
				t.Fatalf("got %d accepted; want at most the %d that are held", sum(counts).Accepted, total)
			}
			before = after
		}
	})
}

// messageKey names a message whatever session it lies in.
func messageKey(r *Row) string {
	c := conversationOf(r)
	owner := c.sessionID
	if owner == "" {
		owner = "customer " + r.CustomerID
	}
	return r.ShopID + " " + owner + " " + r.MessageID
}
