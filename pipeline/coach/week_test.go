package coach

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	compare "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/metric"
	"chatqc/pipeline/table"
)

var monday = chat.NewDate(2026, time.November, 16)

// rows is a week as the tables give it.
type rows struct {
	sessions []table.Session
	findings []table.Finding
	copies   []table.Copy
}

// serve adds n valid sessions of an agent of shop 店, with four messages each. They are
// numbered on: an agent's first session is <agent>-0.
func (r *rows) serve(agent string, n int) *rows {
	first := 0
	for i := range r.sessions {
		if r.sessions[i].AgentID == agent {
			first++
		}
	}
	for i := range n {
		r.sessions = append(r.sessions, table.Session{
			SessionDate: int32(monday), ShopID: "店", AgentID: agent, Valid: true,
			SessionID: fmt.Sprintf("%s-%d", agent, first+i), AgentMessages: 4,
			Rounds: 2, AnsweredRounds: 2,
		})
	}
	return r
}

// find adds a finding in a valid session, given as "agent session dimension rule
// severity points"; each comes a second after the one before.
func (r *rows) find(line string) *rows {
	var f table.Finding
	_, err := fmt.Sscan(line, &f.AgentID, &f.SessionID, &f.Dimension, &f.RuleID, &f.Severity, &f.Points)
	if err != nil {
		panic(fmt.Sprintf("%q: %v", line, err))
	}
	n := len(r.findings)
	f.ShopID, f.SessionValid = "店", true
	f.SentAt = int64(n) * 1e6
	f.MessageID, f.FindingID = fmt.Sprintf("m%d", n), fmt.Sprintf("f%04d", n)
	f.Title, f.MessageText = "名称 "+f.RuleID, "这个不知道哦"
	f.Suggestion, f.Reason = "改成 "+f.RuleID, "因为 "+f.RuleID+"。"
	f.Evidence = []table.Evidence{{MessageID: f.MessageID, EndByte: 3}}
	r.findings = append(r.findings, f)
	return r
}

// copied adds n copies of a template.
func (r *rows) copied(agent, template, class string, n int) *rows {
	for range n {
		i := len(r.copies)
		r.copies = append(r.copies, table.Copy{
			SessionDate: int32(monday), ShopID: "店", AgentID: agent, TemplateID: template,
			SessionID: fmt.Sprintf("%s-%d", agent, i), MessageID: fmt.Sprintf("c%d", i),
			Class: class, Seq: int32(i), MatchedText: "文字 " + template, EndByte: 9, Similarity: 1,
		})
	}
	return r
}

// A book is all that a week gives.
type book struct {
	*Week
	agents []table.Agent
	sheets map[agentKey][]table.Coaching
}

func (b *book) Agents() []table.Agent { return b.agents }

func (b *book) Coaching(shopID, agentID string) []table.Coaching {
	return b.sheets[agentKey{shopID, agentID}]
}

// inOrder returns rows in the order of a table of a day.
func inOrder[T any](rows []T, agent, session func(*T) string) []T {
	return slices.SortedStableFunc(slices.Values(rows), func(a, b T) int {
		return cmp.Or(cmp.Compare(agent(&a), agent(&b)), cmp.Compare(session(&a), session(&b)))
	})
}

// week shows the rows to a Week twice. With so little memory, in bytes, it must spill.
func (r *rows) weekIn(dir string, memory int) *book {
	b := &book{Week: NewWeek(monday, dir, memory), sheets: map[agentKey][]table.Coaching{}}
	findings := inOrder(r.findings, func(f *table.Finding) string { return f.AgentID },
		func(f *table.Finding) string { return f.SessionID })
	names := map[string]bool{}
	for i := range r.sessions {
		b.AddSession(&r.sessions[i])
		names[r.sessions[i].AgentID] = true
	}
	for i := range findings {
		b.AddFinding(&findings[i])
		names[findings[i].AgentID] = true
	}
	for i := range r.copies {
		b.AddCopy(&r.copies[i])
		names[r.copies[i].AgentID] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if err := r.sheetsOf(b, name, findings); err != nil {
			panic(err)
		}
	}
	err := b.Week.Agents(func(rows []table.Agent) error {
		b.agents = append(b.agents, rows...)
		return nil
	})
	if err := errors.Join(err, b.Close()); err != nil {
		panic(err)
	}
	return b
}

func (r *rows) sheetsOf(b *book, name string, findings []table.Finding) error {
	n, err := b.Named(name)
	for i := range r.sessions {
		if s := &r.sessions[i]; s.AgentID == name && s.Valid {
			of := SessionOf(s)
			n.AddSession(&of)
		}
	}
	for i := range findings {
		if findings[i].AgentID == name {
			err = errors.Join(err, n.AddFinding(&findings[i]))
		}
	}
	for i := range r.copies {
		if r.copies[i].AgentID == name {
			n.AddCopy(&r.copies[i])
		}
	}
	return errors.Join(err, n.Sheets(func(shopID string, rows []table.Coaching) error {
		key := agentKey{shopID, name}
		b.sheets[key] = append(b.sheets[key], rows...)
		return nil
	}))
}

func (r *rows) week() *book { return r.weekIn("", 1<<20) }

// row returns the agent's row in the table of agents.
func (r *rows) row(t *testing.T, agent string) table.Agent {
	t.Helper()
	for _, row := range r.week().Agents() {
		if row.AgentID == agent {
			return row
		}
	}
	t.Fatalf("no row of %s", agent)
	return table.Agent{}
}

func value(p *float64) string {
	if p == nil {
		return "-"
	}
	return fmt.Sprintf("%.4g", *p)
}

func TestRatesCarryCountDenominatorAndInterval(t *testing.T) {
	r := new(rows).serve("a", 20).
		find("a a-0 evasive evasion/x major 5").
		find("a a-0 evasive evasion/y minor 2").
		find("a a-1 evasive evasion/x major 5").
		find("a a-2 evasive evasion/x hint 0").
		find("a a-3 selling selling/x praise 1").
		find("a a-4 selling selling/missed minor 1").
		find("a a-5 copy_paste copypaste/repeat minor 2")
	row := r.row(t, "a")
	low, high := metric.Wilson(2, 20, metric.Z95)
	if row.EvasiveSessions != 2 || row.EvasiveN != 20 || row.EvasiveFindings != 3 ||
		*row.EvasiveRate != 0.1 || *row.EvasiveLow != low || *row.EvasiveHigh != high {
		t.Errorf("evasive %d of %d, %d findings, %s (%s–%s); want 2 of 20, 3 findings, 0.1 (%.4g–%.4g)",
			row.EvasiveSessions, row.EvasiveN, row.EvasiveFindings, value(row.EvasiveRate),
			value(row.EvasiveLow), value(row.EvasiveHigh), low, high)
	}
	if row.SellingSessions != 1 || row.SellingFindings != 1 {
		t.Errorf("selling %d sessions, %d findings; want praise alone, 1 and 1",
			row.SellingSessions, row.SellingFindings)
	}
	if row.CopyPasteSessions != 1 || row.BannedClaimSessions != 0 || *row.BannedClaimRate != 0 {
		t.Errorf("copy-paste %d, banned claims %d, %s; want 1, 0, 0",
			row.CopyPasteSessions, row.BannedClaimSessions, value(row.BannedClaimRate))
	}
	if *row.EvasiveShrunkRate != 0.1 {
		t.Errorf("shrunk rate of the only agent = %v; want 0.1", *row.EvasiveShrunkRate)
	}
}

func TestInvalidSessionsCountForNothing(t *testing.T) {
	r := new(rows).serve("a", 10)
	seconds := 30.0
	r.sessions = append(r.sessions, table.Session{
		ShopID: "店", AgentID: "a", SessionID: "ad", AgentMessages: 9, Unanswered: true,
		Rounds: 1, FirstResponseSeconds: &seconds, MeanResponseSeconds: &seconds, AnsweredRounds: 1,
	})
	r.find("a ad evasive evasion/x fatal 50").find("a ad selling selling/x praise 1")
	for i := range r.findings {
		r.findings[i].SessionValid = false
	}
	row := r.row(t, "a")
	if row.Sessions != 11 || row.ValidSessions != 10 || row.Messages != 49 {
		t.Errorf("sessions %d, valid %d, messages %d; want 11, 10, 49",
			row.Sessions, row.ValidSessions, row.Messages)
	}
	if *row.Score != 100 || row.FatalFindings != 0 || row.EvasiveSessions != 0 ||
		row.SellingSessions != 0 || row.UnansweredSessions != 0 || row.FirstResponseSeconds != nil {
		t.Errorf("an invalid session counts: %+v", row)
	}
	w := r.week()
	if worst, best := w.Highlights(); worst != nil || best != nil {
		t.Errorf("Highlights = %v, %v; want none", worst, best)
	}
	for _, c := range w.Coaching("店", "a") {
		if c.Section == Finding && (c.Count != 0 || !strings.Contains(c.Definition, "不是有效咨询")) {
			t.Errorf("finding of an invalid session: count %d, %q", c.Count, c.Definition)
		}
	}
}

func TestServiceMeasures(t *testing.T) {
	r := new(rows)
	for i, wait := range []float64{10, 20, 60} {
		first, mean := wait, wait*2
		r.sessions = append(r.sessions, table.Session{
			ShopID: "店", AgentID: "a", SessionID: fmt.Sprint(i), Valid: true, AgentMessages: 5,
			FirstResponseSeconds: &first, MeanResponseSeconds: &mean, Rounds: 3,
			AnsweredRounds: int32(i + 1), Unanswered: i == 2,
		})
	}
	r.sessions = append(r.sessions,
		table.Session{ShopID: "店", AgentID: "a", SessionID: "3", Valid: true, Rounds: 1, Unanswered: true},
		table.Session{ShopID: "店", AgentID: "a", SessionID: "4", Valid: true})
	r.copied("a", "t1", "content", 3).copied("a", "t2", "greeting", 5)
	row := r.row(t, "a")
	got := fmt.Sprintf("first %s/%d median %s; mean %s/%d median %s; replied %d/%d; unanswered %d/%d; templates %d/%d",
		value(row.FirstResponseSeconds), row.FirstResponseSecondsN, value(row.FirstResponseSecondsMedian),
		value(row.MeanResponseSeconds), row.MeanResponseSecondsN, value(row.MeanResponseSecondsMedian),
		row.RepliedSessions, row.ReplyRateN, row.UnansweredSessions, row.UnansweredRateN,
		row.TemplateMessages, row.TemplateShareN)
	// The mean is over rounds: (1·20 + 2·40 + 3·120) / 6.
	want := "first 30/3 median 20; mean 76.67/6 median 40; replied 3/4; unanswered 2/4; templates 3/15"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if row.FirstResponseSecondsLow == nil || *row.FirstResponseSecondsLow != 0 {
		t.Errorf("low end of the first response = %s; want 0, cut off", value(row.FirstResponseSecondsLow))
	}
}

// An agent to whom a customer was transferred may have findings and copies without any
// session of their own.
func TestAgentWithoutSessions(t *testing.T) {
	row := new(rows).serve("a", 12).find("b a-0 evasive evasion/x major 5").
		copied("b", "t", "content", 2).row(t, "b")
	if row.Score != nil || row.Verdict != "证据不足" || row.EvasiveN != 1 || *row.EvasiveRate != 1 ||
		row.TemplateShareN != 2 || row.CopyPasteRate != nil || row.CopyPasteShrunkRate != nil {
		t.Errorf("row = %+v; want no score, evasive 1 of 1, templates 2 of 2, no copy-paste rate", row)
	}
}

func TestScore(t *testing.T) {
	tests := []struct {
		name     string
		sessions int
		findings []string
		score    float64
		sum      string
		verdict  string
	}{
		{"no fault is 100", 10, nil, 100, "100 = 100.0", "可评分"},
		{"points per hundred sessions", 100, []string{"evasive x major 5", "evasive x minor 1.5"},
			93.5, "100 − 敷衍推诿 6.5 = 93.5", "可评分"},
		{"a dimension costs at most its cap", 10, []string{"copy_paste x major 50", "evasive x major 1"},
			75, "100 − 复制粘贴 15.0 − 敷衍推诿 10.0 = 75.0", "可评分"},
		{"terms are rounded before they are taken away", 30, []string{"evasive x major 1", "fact x major 1", "service x minor 1"},
			90.1, "100 − 敷衍推诿 3.3 − 服务规范 3.3 − 事实不符 3.3 = 90.1", "可评分"},
		{"a fatal finding makes 0", 100, []string{"privacy x fatal 3", "evasive x minor 2"},
			0, "100 − 敷衍推诿 2.0 − 隐私 3.0 − 致命项 95.0 = 0.0", "致命项"},
		{"praise and hints cost nothing", 10, []string{"selling x praise 9", "evasive x hint 9"},
			100, "100 = 100.0", "可评分"},
		{"nine sessions are too few", 9, []string{"evasive x minor 0.9"},
			90, "100 − 敷衍推诿 10.0 = 90.0", "证据不足"},
		{"all caps together leave 0", 10, []string{"copy_paste x major 99", "evasive x major 99",
			"banned_claim x major 99", "selling x major 99", "service x major 99", "fact x major 99", "privacy x major 99"},
			0, "100 − 复制粘贴 15.0 − 敷衍推诿 25.0 − 禁忌话术风险 25.0 − 错失销售机会 10.0 − 服务规范 10.0" +
				" − 事实不符 10.0 − 隐私 5.0 = 0.0", "可评分"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := new(rows).serve("a", tt.sessions)
			for _, f := range tt.findings {
				r.find("a a-0 " + f)
			}
			row := r.row(t, "a")
			if *row.Score != tt.score || row.Verdict != tt.verdict {
				t.Errorf("score %v, %s; want %v, %s", *row.Score, row.Verdict, tt.score, tt.verdict)
			}
			summary := r.week().Coaching("店", "a")[0]
			if !strings.HasSuffix(summary.Reason, tt.sum) || *summary.Value != tt.score {
				t.Errorf("explained as %q, %v; want %q", summary.Reason, *summary.Value, tt.sum)
			}
		})
	}
}

// The printed sum is the sum: its terms, in tenths, add up to the score.
func TestExplainedSumIsTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := new(rows).serve("a", rapid.IntRange(1, 300).Draw(t, "sessions"))
		for range rapid.IntRange(0, 30).Draw(t, "findings") {
			r.find(fmt.Sprintf("a a-%d %s x %s %.3f", rapid.IntRange(0, 20).Draw(t, "session"),
				rapid.SampledFrom(dimensions[:]).Draw(t, "dimension"),
				rapid.SampledFrom(severityOrder[1:]).Draw(t, "severity"),
				rapid.Float64Range(0, 60).Draw(t, "points")))
		}
		summary := r.week().Coaching("店", "a")[0]
		_, sum, _ := strings.Cut(summary.Reason, "100 ")
		var tenths int64 = 1000
		terms, total, _ := strings.Cut("100 "+sum, " = ")
		for _, term := range strings.Split(terms, " − ")[1:] {
			tenths -= parseTenths(t, term[strings.LastIndexByte(term, ' ')+1:])
		}
		if got := parseTenths(t, total); got != tenths || *summary.Value != float64(tenths)/10 {
			t.Fatalf("%q: terms give %d, printed %d, score %v", summary.Reason, tenths, got, *summary.Value)
		}
		row := r.week().Agents()[0]
		taken := row.ScorePointsCopyPaste + row.ScorePointsEvasive + row.ScorePointsBannedClaim +
			row.ScorePointsSelling + row.ScorePointsService + row.ScorePointsFact +
			row.ScorePointsPrivacy + row.ScorePointsFatal
		if gap := 100 - taken - *row.Score; gap < -1e-9 || gap > 1e-9 || *row.Score < 0 {
			t.Fatalf("score %v and deductions %v; want 100 together", *row.Score, taken)
		}
	})
}

func parseTenths(t *rapid.T, s string) int64 {
	var whole, tenth int64
	if _, err := fmt.Sscanf(s, "%d.%1d", &whole, &tenth); err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return whole*10 + tenth
}

func TestOneNameInTwoShopsIsTwoAgents(t *testing.T) {
	r := new(rows).serve("小云", 12).find("小云 小云-0 evasive evasion/x major 5")
	other := new(rows).serve("小云", 30)
	for _, s := range other.sessions {
		s.ShopID = "乙店"
		r.sessions = append(r.sessions, s)
	}
	w := r.week()
	agents := w.Agents()
	if len(agents) != 2 || agents[0].ShopID != "乙店" || agents[0].ValidSessions != 30 ||
		agents[0].EvasiveSessions != 0 || agents[1].ShopID != "店" || agents[1].EvasiveSessions != 1 {
		t.Errorf("Agents = %+v; want 乙店 with 30 sessions and no finding, then 店 with one", agents)
	}
	for _, c := range w.Coaching("乙店", "小云") {
		if c.Section == Finding || c.ShopID != "乙店" {
			t.Errorf("the sheet of 乙店 shows %+v", c)
		}
	}
	// Nobody of another shop is a peer.
	if got := w.Coaching("乙店", "小云")[1].Reason; !strings.Contains(got, "无从比较") {
		t.Errorf("remark %q; want no comparison", got)
	}
}

func TestAnyOrderOfAddingGivesTheSameRows(t *testing.T) {
	r := busy()
	want, dir := publish(r.week()), t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		shuffled := &rows{
			rapid.Permutation(r.sessions).Draw(t, "sessions"),
			rapid.Permutation(r.findings).Draw(t, "findings"),
			rapid.Permutation(r.copies).Draw(t, "copies"),
		}
		memory := rapid.SampledFrom([]int{1, 2000, 1 << 20}).Draw(t, "memory")
		if diff := compare.Diff(want, publish(shuffled.weekIn(dir, memory))); diff != "" {
			t.Fatalf("rows in another order (-want +got):\n%s", diff)
		}
	})
}

// busy is a week with something in every section, and with ties.
func busy() *rows {
	r := new(rows).serve("a", 12).serve("b", 14).serve("c", 3)
	first := 12.25
	for i := range r.sessions {
		r.sessions[i].FirstResponseSeconds, r.sessions[i].MeanResponseSeconds = &first, &first
	}
	for _, agent := range []string{"a", "b", "c"} {
		for i := range 3 {
			for _, f := range []string{"evasive evasion/x major 5", "copy_paste copypaste/repeat minor 2",
				"selling selling/x praise 1", "selling selling/y praise 1", "fact fact/x fatal 9", "service s/x hint 0"} {
				r.find(fmt.Sprintf("%s %s-%d %s", agent, agent, i, f))
			}
		}
		r.copied(agent, "t1", "content", 4).copied(agent, "t2", "content", 4).copied(agent, "t3", "hold", 2)
	}
	for i := range r.findings {
		r.findings[i].SentAt = int64(i % 2)
	}
	return r
}

// published is all that a week gives.
type published struct {
	Agents      []table.Agent
	Sheets      [][]table.Coaching
	Worst, Best *table.Finding
}

func publish(w *book) published {
	p := published{Agents: w.Agents()}
	for _, a := range p.Agents {
		p.Sheets = append(p.Sheets, w.Coaching(a.ShopID, a.AgentID))
	}
	p.Worst, p.Best = w.Highlights()
	return p
}

func BenchmarkWeek(b *testing.B) {
	r := new(rows)
	for a := range 50 {
		agent := fmt.Sprintf("a%02d", a)
		r.serve(agent, 40)
		for i := range 12 {
			r.find(fmt.Sprintf("%s %s-%d evasive evasion/%d major 5", agent, agent, i, i%3))
		}
		r.copied(agent, fmt.Sprintf("t%d", a%7), "content", 30)
	}
	b.ReportAllocs()
	for b.Loop() {
		publish(r.week())
	}
	messages := 0
	for i := range r.sessions {
		messages += int(r.sessions[i].AgentMessages)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*messages), "ns/message")
}
