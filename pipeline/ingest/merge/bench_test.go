package merge

import (
	"fmt"
	"strings"
	"testing"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
)

// benchRows are sessions of ten messages of about 200 bytes, a second export of which
// interleaves many conversations, as shops do.
func benchRows(messages int) []Row {
	rows := make([]Row, messages)
	const open = 50 // conversations at once
	for i := range rows {
		session := i/(10*open)*open + i%open
		r := &rows[i]
		*r = Row{
			ShopID: "旗舰店", SessionID: fmt.Sprintf("sess-%08d", session*7919%1_000_003),
			MessageID: fmt.Sprintf("%012d", i), CustomerID: fmt.Sprintf("buyer%07d", session),
			Platform: "taobao", Kind: chat.KindText, Turn: chat.NoTurn,
			SentAtMicros: micros + int64(i)*300_000, Number: int64(i + 1), Offset: int64(i) * 200,
			Text: strings.Repeat("这款现在有货的亲，", 1+i*7%8), Role: chat.RoleCustomer,
		}
		if i/open%2 == 1 {
			r.Role, r.AgentID = chat.RoleAgent, fmt.Sprintf("agent%02d", session%40)
		}
	}
	return rows
}

func BenchmarkMerge(b *testing.B) {
	const messages = 200_000
	rows := benchRows(messages)
	dir := b.TempDir()
	b.ReportAllocs()
	for b.Loop() {
		s, err := NewSpill(Config{Dir: dir, Zone: chattest.Zone, Jobs: 1})
		if err != nil {
			b.Fatal(err)
		}
		w := s.Writer()
		for i := range rows {
			if err := w.Add(&rows[i]); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
		m, err := s.Merge(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for _, d := range m.Days() {
			err := m.Day(d.Date, func(s *chat.Session) error {
				n += len(s.Messages)
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		if n != messages {
			b.Fatalf("got %d messages; want %d", n, messages)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/messages, "ns/message")
}
