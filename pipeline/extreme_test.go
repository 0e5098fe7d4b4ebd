package pipeline_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chatqc/pipeline"
	"chatqc/pipeline/chat/chattest"
)

// An extreme is an export that is all of one kind.
type extreme struct {
	name        string
	small, full int // messages, in the suite and with CHATQC_FULL
	row         func(i, n int) line
}

// A line is one message of an export. What is empty is left out.
type line struct {
	shop, session, agent, customer, text string
	agentSays                            bool
	at                                   int // seconds since Monday, midnight
}

// turn fills in what most messages have: sessions of ten messages, every other one by the
// agent, some with what the rules look for and some that repeat.
func turn(i int) line {
	l := line{
		shop: "旗舰店", session: fmt.Sprintf("s%07d", i/10*7919%9_999_991), agent: fmt.Sprintf("客服%02d", i/10%40),
		customer: fmt.Sprintf("c%07d", i/10), agentSays: i%2 == 1, at: i/10*37%600_000 + i%10*20,
		text: fmt.Sprintf("这款第%d件什么时候能发货呢", i),
	}
	switch {
	case i%2 == 0:
	case i%7 == 0:
		l.text = "亲，这个我不知道哦，您再看看呢"
	case i%5 == 0:
		l.text = "建议您买大一码，穿着舒服一些"
	default:
		l.text = "您好，" + strings.Repeat("现在下单", 1+i%3) + spelled(i) + "今天就能发出"
	}
	return l
}

// spelled writes a number in letters, of which no two texts with different ones are alike.
func spelled(i int) string {
	var b strings.Builder
	for ; i > 0; i /= 50 {
		b.WriteRune('一' + rune(i%50)*31)
	}
	return b.String()
}

func with(change func(l *line, i, n int)) func(i, n int) line {
	return func(i, n int) line {
		l := turn(i)
		change(&l, i, n)
		return l
	}
}

var extremes = []extreme{
	{name: "one shop has everything", small: 4000, full: 5_000_000,
		row: func(i, _ int) line { return turn(i) }},
	{name: "one agent has everything", small: 4000, full: 5_000_000,
		row: with(func(l *line, _, _ int) { l.agent = "小云" })},
	{name: "one session of 100,000 messages", small: 4000, full: 100_000,
		row: with(func(l *line, i, n int) { // in 30 hours: it is cut at 24
			l.session, l.customer, l.at = "long", "c", int(int64(i)*30*3600/int64(n))
		})},
	{name: "one customer without sessions", small: 4000, full: 100_000,
		row: with(func(l *line, i, _ int) { l.session, l.customer, l.at = "", "c", i*5 })},
	{name: "messages of 1 MiB", small: 40, full: 2000,
		row: with(func(l *line, i, _ int) {
			if i%20 == 1 {
				l.text = strings.Repeat("长"+spelled(i), 1<<20/8)[:1<<20/8*4] + "不知道"
				l.text = strings.ToValidUTF8(l.text, "")
			}
		})},
	{name: "100,000 agents", small: 200, full: 200_000,
		row: with(func(l *line, i, _ int) {
			l.session, l.agent = fmt.Sprintf("s%d", i/2), fmt.Sprintf("a%d", i/2)
		})},
	{name: "3,000 shops that all have a 小云", small: 1200, full: 600_000,
		row: with(func(l *line, i, n int) {
			l.shop, l.agent = fmt.Sprint("店", i/10%(max(n/10, 20)/8)%3000), "小云"
		})},
	{name: "400 days", small: 480, full: 4_000_000,
		row: with(func(l *line, i, n int) {
			days := min(n/40, 400)
			l.at = i%10*20 + i/10%days*max(40/days, 1)*86400 // over more weeks than are in hand
		})},
	{name: "sessions of one message", small: 3000, full: 1_000_000,
		row: with(func(l *line, i, _ int) { l.session = fmt.Sprint("s", i) })},
	{name: "one text again and again", small: 3000, full: 1_000_000,
		row: with(func(l *line, _, _ int) { l.text, l.agentSays = "亲，在的哦，请问有什么可以帮您", true })},
}

// write writes the export of n messages.
func (e *extreme) write(t testing.TB, path string, n int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	monday := chattest.Day.Time()
	for i := range n {
		l := e.row(i, n)
		role := "customer"
		if l.agentSays {
			role = "agent"
		}
		fmt.Fprintf(w, `{"message_id":"m%08d","role":%q,"text":%q,"sent_at":"%s+08:00","agent_id":%q,"customer_id":%q,"shop_id":%q`,
			i, role, l.text, monday.Add(time.Duration(l.at)*time.Second).Format("2006-01-02T15:04:05"),
			l.agent, l.customer, l.shop)
		if l.session != "" {
			fmt.Fprintf(w, `,"session_id":%q`, l.session)
		}
		fmt.Fprintln(w, "}")
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// balanced fails unless all n messages are in the sessions of some day.
func balanced(t testing.TB, m *pipeline.Manifest, n int) {
	t.Helper()
	if want := (pipeline.Rows{Read: int64(n), Accepted: int64(n)}); m.Totals != want {
		t.Errorf("got %+v; want %+v", m.Totals, want)
	}
	var messages, sessions, coached int64
	for _, d := range m.Days {
		messages += d.Messages
		sessions += d.Sessions
	}
	for _, w := range m.Weeks {
		coached += w.Sessions
	}
	if messages != int64(n) || sessions != coached {
		t.Errorf("got %d messages in %d sessions, of which %d are coached; want %d messages, all sessions",
			messages, sessions, coached, n)
	}
}

// Every extreme runs, accounts for each row, and gives the same bytes with so little memory
// that everything is spilled, split and merged.
func TestExtremes(t *testing.T) {
	for i := range extremes {
		e := &extremes[i]
		t.Run(e.name, func(t *testing.T) {
			folder := t.TempDir()
			in := filepath.Join(folder, "in.jsonl")
			e.write(t, in, e.small)
			roomy := config(t, filepath.Join(folder, "roomy"), 2, in)
			balanced(t, job(t, roomy), e.small)
			for memory, jobs := range map[int64]int{1: 1, 300 << 10: 2} {
				tight := config(t, filepath.Join(folder, fmt.Sprint(memory)), jobs, in)
				tight.Memory = memory
				balanced(t, job(t, tight), e.small)
				sameFiles(t, sums(t, tight.Out), sums(t, roomy.Out))
			}
		})
	}
}
