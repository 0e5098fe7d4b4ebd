package samples_test

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/check"
	"chatqc/pipeline/check/copypaste"
	"chatqc/pipeline/ingest/mask"
	"chatqc/samples"
)

func lines(t *testing.T, w *samples.Week) string {
	t.Helper()
	var b bytes.Buffer
	if err := w.WriteJSONLines(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	cfg := samples.ShopConfig{Sessions: 200}
	first, again, other := samples.Shop(7, cfg), samples.Shop(7, cfg), samples.Shop(8, cfg)
	if lines(t, first) != lines(t, again) || !slices.Equal(first.Truth, again.Truth) ||
		!slices.Equal(first.Clean, again.Clean) {
		t.Error("two weeks of one seed differ; want the same bytes")
	}
	if lines(t, first) == lines(t, other) {
		t.Error("weeks of two seeds are the same; want them to differ")
	}
}

func TestTheDefaultWeekIsLargeEnough(t *testing.T) {
	for _, seed := range []uint64{1, 7, 20261116} {
		w := samples.Shop(seed, samples.ShopConfig{})
		sessions, agents, shops := map[string]bool{}, map[string]int{}, map[string]bool{}
		for _, m := range w.Messages {
			sessions[m.SessionID] = true
			shops[m.ShopID] = true
			if m.Role == chat.RoleAgent {
				agents[m.AgentID]++
			}
		}
		if len(sessions) < 2000 || len(agents) < 8 || len(shops) != 3 {
			t.Errorf("seed %d: got %d sessions, %d agents, %d shops; want 2000, 8 and 3",
				seed, len(sessions), len(agents), len(shops))
		}
		planted := map[chat.Dimension]int{}
		for _, truth := range w.Truth {
			planted[truth.Dimension]++
		}
		for _, d := range []chat.Dimension{
			chat.CopyPaste, chat.Evasive, chat.BannedClaim, chat.Selling, chat.Service, chat.Privacy,
		} {
			if planted[d] < 20 {
				t.Errorf("seed %d: got %d sentences of %s; want at least 20", seed, planted[d], d)
			}
		}
		if len(w.Clean) < 100 {
			t.Errorf("seed %d: got %d careful messages; want at least 100", seed, len(w.Clean))
		}
	}
}

// What the job relies on holds for every seed and size.
func TestEveryWeekIsAnExport(t *testing.T) {
	monday := time.Date(2026, time.November, 16, 0, 0, 0, 0, samples.Zone)
	rapid.Check(t, func(t *rapid.T) {
		cfg := samples.ShopConfig{
			Sessions: rapid.IntRange(1, 60).Draw(t, "sessions"), Agents: rapid.IntRange(1, 25).Draw(t, "agents"),
		}
		w := samples.Shop(rapid.Uint64().Draw(t, "seed"), cfg)
		byID, last := map[string]samples.Message{}, map[string]samples.Message{}
		for i, m := range w.Messages {
			if _, twice := byID[m.MessageID]; twice || m.MessageID == "" {
				t.Fatalf("message %q stands twice or is empty", m.MessageID)
			}
			byID[m.MessageID] = m
			if before := last[m.SessionID]; m.Turn != before.Turn+1 || !m.SentAt.After(before.SentAt) ||
				m.SentAt.Sub(before.SentAt) > 29*time.Minute && before.Turn > 0 {
				t.Fatalf("session %s: %+v follows %+v; want the next turn, later", m.SessionID, m, before)
			}
			last[m.SessionID] = m
			if i > 0 && m.SentAt.Before(w.Messages[i-1].SentAt) {
				t.Fatalf("message %s goes back in time", m.MessageID)
			}
			if m.SentAt.Before(monday) || !m.SentAt.Before(monday.AddDate(0, 0, 7)) {
				t.Fatalf("message %s was sent at %v; want a time of the week", m.MessageID, m.SentAt)
			}
			if strings.TrimSpace(m.Text) == "" || strings.ContainsAny(m.Text, "{}|\n") {
				t.Fatalf("message %s says %q; want a filled sentence", m.MessageID, m.Text)
			}
		}
		if len(last) != cfg.Sessions {
			t.Fatalf("got %d sessions; want %d", len(last), cfg.Sessions)
		}
		for _, truth := range w.Truth {
			if m := byID[truth.MessageID]; m.Role != chat.RoleAgent || m.SessionID != truth.SessionID {
				t.Fatalf("truth %+v names %+v; want an agent's message of the session", truth, m)
			}
		}
		for _, id := range w.Clean {
			if byID[id].Role != chat.RoleAgent {
				t.Fatalf("clean message %q is %+v; want an agent's", id, byID[id])
			}
		}
	})
}

// sessions builds what the checks read from a week: masked messages.
func sessions(w *samples.Week) []*chat.Session {
	masker, byID := mask.New(), map[string]*chat.Session{}
	var all []*chat.Session
	for _, m := range w.Messages {
		s := byID[m.SessionID]
		if s == nil {
			s = &chat.Session{}
			byID[m.SessionID] = s
			all = append(all, s)
		}
		s.Messages = append(s.Messages, chat.Message{
			ShopID: m.ShopID, SessionID: m.SessionID, MessageID: m.MessageID, Role: m.Role,
			AgentID: m.AgentID, Kind: m.Kind, Text: masker.Text(m.Text), SentAtMicros: m.SentAt.UnixMicro(),
		})
	}
	return all
}

func TestPastedAnswersAndNoOthersAreFound(t *testing.T) {
	w := samples.Shop(20261116, samples.ShopConfig{})
	var want, got []string
	for _, truth := range w.Truth {
		if truth.Dimension == chat.CopyPaste {
			want = append(want, truth.MessageID)
		}
	}
	for _, s := range sessions(w) {
		var p check.Pass
		p.Begin(s)
		p.Report = func(f chat.Finding) { got = append(got, s.Messages[f.Message].MessageID) }
		copypaste.Check.Run(&p)
	}
	slices.SortFunc(want, cmp.Compare[string])
	slices.SortFunc(got, cmp.Compare[string])
	for _, id := range got {
		if _, planted := slices.BinarySearch(want, id); !planted {
			t.Errorf("%s is found and was not planted", id)
		}
	}
	for _, id := range want {
		if _, found := slices.BinarySearch(got, id); !found {
			t.Errorf("%s was planted and is not found", id)
		}
	}
}

// Customers write telephone numbers and addresses, all of them invented, and the masker
// leaves none.
func TestParticularsAreInventedAndMasked(t *testing.T) {
	w := samples.Shop(1, samples.ShopConfig{})
	digits, elsewhere := regexp.MustCompile(`\d+`), regexp.MustCompile(`\d单元|YT\d{6}|@`)
	isPhone := func(run string) bool { return len(run) == 11 && run[0] == '1' && run[1] >= '3' }
	masker := mask.New()
	phones := 0
	for _, m := range w.Messages {
		for _, run := range digits.FindAllString(m.Text, -1) {
			if !isPhone(run) {
				continue
			}
			phones++
			if !strings.HasPrefix(run, "1540000") {
				t.Errorf("%s holds %s; want a number that nobody can have", m.MessageID, run)
			}
		}
		masked := masker.Text(m.Text)
		if elsewhere.MatchString(masked) || slices.ContainsFunc(digits.FindAllString(masked, -1), isPhone) {
			t.Errorf("%q is masked as %q; want no personal data", m.Text, masked)
		}
	}
	if phones < 100 {
		t.Errorf("got %d telephone numbers; want at least 100", phones)
	}
}

func TestTheWeekHoldsWhatIsNoConsultation(t *testing.T) {
	w := samples.Shop(1, samples.ShopConfig{})
	counts := map[string]int{}
	for _, s := range sessions(w) {
		people, customers, transferred := 0, 0, false
		first, last := s.Messages[0], s.Messages[len(s.Messages)-1]
		for i, m := range s.Messages {
			switch m.Role {
			case chat.RoleAgent:
				people++
			case chat.RoleCustomer:
				customers++
			}
			counts[m.Kind]++
			transferred = transferred || i > 0 && m.AgentID != s.Messages[i-1].AgentID
		}
		switch {
		case customers == 0 && people == 0:
			counts["nobody"]++
		case customers == 0:
			counts["no customer"]++
		case people == 0:
			counts["no person"]++
		}
		if transferred {
			counts["transferred"]++
		}
		if chat.DateOf(first.SentAtMicros, samples.Zone) != chat.DateOf(last.SentAtMicros, samples.Zone) {
			counts["over midnight"]++
		}
	}
	for _, kind := range []string{
		"nobody", "no customer", "no person", "transferred", "over midnight", chat.KindImage, chat.KindCard,
	} {
		if counts[kind] < 5 {
			t.Errorf("got %d of %s; want at least 5", counts[kind], kind)
		}
	}
}

func TestBothFormatsSayTheSame(t *testing.T) {
	w := samples.Shop(3, samples.ShopConfig{Sessions: 30})
	var b bytes.Buffer
	if err := w.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	objects := strings.Split(strings.TrimSpace(lines(t, w)), "\n")
	if len(records) != len(objects)+1 || len(objects) != len(w.Messages) {
		t.Fatalf("got %d records and %d objects of %d messages", len(records)-1, len(objects), len(w.Messages))
	}
	for i, object := range objects {
		var m map[string]any
		if err := json.Unmarshal([]byte(object), &m); err != nil {
			t.Fatal(err)
		}
		record := records[i+1]
		at := w.Messages[i].SentAt
		if record[0] != m["message_id"] || record[4] != m["text"] || record[5] != at.Format(time.DateTime) ||
			m["sent_at"] != at.Format("2006-01-02T15:04:05+08:00") || !strings.Contains(object, `"sent_at":"2026-11-`) {
			t.Errorf("record %v and object %s differ", record, object)
		}
	}
}

func BenchmarkShop(b *testing.B) {
	b.ReportAllocs()
	messages := 0
	for b.Loop() {
		messages = len(samples.Shop(20261116, samples.ShopConfig{}).Messages)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(messages), "ns/message")
}
