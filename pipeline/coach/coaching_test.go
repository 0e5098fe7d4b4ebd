package coach

import (
	"fmt"
	"strings"
	"testing"

	"chatqc/pipeline/table"
)

// section returns the rows of one section of a sheet.
func section(sheet []table.Coaching, name string) (list []table.Coaching) {
	for _, row := range sheet {
		if row.Section == name {
			list = append(list, row)
		}
	}
	return list
}

// ruleIDs writes the rules of some rows in their order.
func ruleIDs(list []table.Coaching) string {
	var ids []string
	for _, row := range list {
		ids = append(ids, row.RuleID)
	}
	return strings.Join(ids, " ")
}

func TestSheetIsInOrder(t *testing.T) {
	w := busy().week()
	for _, agent := range []string{"a", "b", "c"} {
		order := []string{Summary, Strength, Priority, Finding, Copy, Phrase}
		at, rank := 0, int32(0)
		for _, row := range w.Coaching("店", agent) {
			for at < len(order) && order[at] != row.Section {
				at, rank = at+1, 0
			}
			if rank++; at == len(order) || row.Rank != rank {
				t.Fatalf("%s: section %s, rank %d after rank %d; want %v from 1", agent, row.Section, row.Rank, rank-1, order)
			}
			if row.AgentID != agent || row.ShopID != "店" || row.WeekStart != int32(monday) {
				t.Errorf("row of %s/%s, week %d; want 店/%s, %d", row.ShopID, row.AgentID, row.WeekStart, agent, monday)
			}
		}
	}
}

// Each number of the summary stands in the table of agents under the column that it
// names, with its definition.
func TestSummaryAgreesWithTheTableOfAgents(t *testing.T) {
	r := busy()
	row, summary := r.row(t, "a"), section(r.week().Coaching("店", "a"), Summary)
	want := map[string]*float64{
		"score": row.Score, "copy_paste_rate": row.CopyPasteRate, "evasive_rate": row.EvasiveRate,
		"banned_claim_rate": row.BannedClaimRate, "selling_rate": row.SellingRate,
		"first_response_seconds": row.FirstResponseSeconds,
		"mean_response_seconds":  row.MeanResponseSeconds, "reply_rate": row.ReplyRate,
		"unanswered_rate": row.UnansweredRate, "template_share": row.TemplateShare,
	}
	if len(summary) != len(want) {
		t.Fatalf("got %d rows (%s); want %d", len(summary), ruleIDs(summary), len(want))
	}
	for _, got := range summary {
		if value(got.Value) != value(want[got.RuleID]) || got.Definition == "" || got.Title == "" || got.Reason == "" {
			t.Errorf("%s = %s, %q, %q; want %s", got.RuleID, value(got.Value), got.Definition, got.Reason,
				value(want[got.RuleID]))
		}
		if got.RuleID != "score" && (got.Low == nil || got.High == nil || *got.Low > *got.Value || *got.High < *got.Value) {
			t.Errorf("%s: %s–%s does not hold %s", got.RuleID, value(got.Low), value(got.High), value(got.Value))
		}
	}
}

func TestRemarks(t *testing.T) {
	tests := []struct {
		name         string
		mine, peers  int // valid sessions
		bad, peerBad int // sessions of them with an evasive answer
		want         string
	}{
		{"intervals apart, the good way", 100, 100, 0, 30, "好于同店其他客服（30.0%），两个区间不重叠。"},
		{"intervals apart, the bad way", 100, 100, 30, 0, "不及同店其他客服（0.0%），两个区间不重叠。"},
		{"intervals meet", 20, 20, 1, 3, "与同店其他客服（15.0%）没有可以确定的差别。"},
		{"too few of one's own", 9, 100, 9, 0, "证据不足：有效会话只有 9 个（少于 10 个），先看例句，不下结论。"},
		{"too few of the others'", 100, 9, 0, 9, "同店其他客服的有效会话不足，无从比较。"},
		{"alone in the shop", 100, 0, 0, 0, "同店其他客服的有效会话不足，无从比较。"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := new(rows).serve("a", tt.mine).serve("b", tt.peers)
			for i := range tt.bad {
				r.find(fmt.Sprintf("a a-%d evasive x minor 1", i))
			}
			for i := range tt.peerBad {
				r.find(fmt.Sprintf("b b-%d evasive x minor 1", i))
			}
			for _, row := range section(r.week().Coaching("店", "a"), Summary) {
				if row.RuleID == "evasive_rate" && row.Reason != tt.want {
					t.Errorf("remark %q; want %q", row.Reason, tt.want)
				}
			}
		})
	}
}

func TestStrength(t *testing.T) {
	faultsOfB := func(r *rows, n int) *rows {
		for i := range n {
			r.find(fmt.Sprintf("b b-%d evasive evasion/x minor 1", i))
		}
		return r
	}
	tests := []struct {
		name string
		rows *rows
		want string // rule, and what the reason begins with
	}{
		{"the praised rule with the most points",
			new(rows).serve("a", 12).find("a a-0 selling s/one praise 1").
				find("a a-1 selling s/two praise 1").find("a a-2 selling s/two praise 1"),
			"s/two 本周 2 个有效会话用到“名称 s/two”"},
		{"of equal points the one in more sessions",
			new(rows).serve("a", 12).find("a a-0 selling s/a praise 2").
				find("a a-1 selling s/b praise 1").find("a a-2 selling s/b praise 1"),
			"s/b 本周 2 个"},
		{"of equals the first name", new(rows).serve("a", 12).
			find("a a-0 service s/b praise 1").find("a a-1 service s/a praise 1"), "s/a 本周 1 个"},
		{"praise counts with few sessions too", new(rows).serve("a", 1).find("a a-0 selling s/a praise 1"), "s/a 本周 1 个"},
		{"no praise, but a number whose interval is apart",
			faultsOfB(new(rows).serve("a", 100).serve("b", 100), 40),
			"evasive_rate 本周为 0.0%，好于同店其他客服（40.0%），两个区间不重叠。"},
		{"no praise and intervals that meet", faultsOfB(new(rows).serve("a", 12).serve("b", 12), 2), ""},
		{"no praise and too few sessions", faultsOfB(new(rows).serve("a", 9).serve("b", 100), 100), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := section(tt.rows.week().Coaching("店", "a"), Strength)
			if len(got) == 0 && tt.want == "" {
				return
			}
			if len(got) != 1 || tt.want == "" || !strings.HasPrefix(got[0].RuleID+" "+got[0].Reason, tt.want) {
				t.Errorf("strengths %s; want one, %q", show(got), tt.want)
			}
		})
	}
}

func show(list []table.Coaching) string {
	var b strings.Builder
	for _, row := range list {
		fmt.Fprintf(&b, "[%s %s %g %s]", row.RuleID, row.SessionID, row.Points, row.Reason)
	}
	return b.String()
}

func TestPriorities(t *testing.T) {
	tests := []struct {
		name     string
		findings []string
		want     string
	}{
		{"nothing to mend", []string{"a-0 selling s praise 1", "a-1 evasive h hint 0"}, ""},
		{"one fault", []string{"a-0 evasive e major 5"}, "e"},
		{"at most two, the graver first", []string{"a-0 evasive e minor 1", "a-0 banned_claim b major 5",
			"a-0 privacy p fatal 9"}, "p b"},
		{"sessions weigh, findings of one session do not",
			[]string{"a-0 evasive once minor 1", "a-0 evasive once minor 1", "a-0 evasive once minor 1",
				"a-1 evasive twice minor 1", "a-2 evasive twice minor 1"}, "twice once"},
		{"what the agent controls weighs more", []string{"a-0 fact f major 5", "a-0 copy_paste c major 5",
			"a-0 evasive e major 5"}, "e c"},
		{"of equal weight the first name", []string{"a-0 evasive e/b minor 1", "a-0 evasive e/a minor 1"}, "e/a e/b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := new(rows).serve("a", 12)
			for _, f := range tt.findings {
				r.find("a " + f)
			}
			got := section(r.week().Coaching("店", "a"), Priority)
			if ruleIDs(got) != tt.want {
				t.Errorf("priorities %q; want %q", ruleIDs(got), tt.want)
			}
			for _, row := range got {
				if row.Suggestion != "改成 "+row.RuleID || row.MatchedText != "" && row.SessionID == "" {
					t.Errorf("%s: better sentence %q, session %q", row.RuleID, row.Suggestion, row.SessionID)
				}
			}
		})
	}
}

func TestPriorityShowsItsClearestExampleAndItsShare(t *testing.T) {
	r := new(rows).serve("a", 20)
	for range 4 {
		r.find("a a-1 evasive e minor 2")
	}
	r.find("a a-2 evasive e minor 2")
	long := strings.Repeat("长", clearMessage+1)
	r.findings[0].MessageText = long
	r.findings[0].ContextBefore = "客户: 能机洗吗"
	r.findings[1].ContextBefore = "客服: 您好"
	r.findings[3].ContextBefore = "客户: 能机洗吗" // the clearest: it shows the question and is short
	r.findings[4].ContextBefore = "客户: 能机洗吗"
	got := section(r.week().Coaching("店", "a"), Priority)[0]
	if got.FindingID != "f0003" || got.Count != 2 || got.N != 20 || *got.Value != 0.1 || got.Points != 10 {
		t.Errorf("example %s, %d of %d, %g points; want f0003, 2 of 20, 10", got.FindingID, got.Count, got.N, got.Points)
	}
	if want := "本周 2 个有效会话出现 5 次。因为 e。"; got.Reason != want {
		t.Errorf("reason %q; want %q", got.Reason, want)
	}
	few := new(rows).serve("a", 9).find("a a-1 evasive e minor 2")
	if got := section(few.week().Coaching("店", "a"), Priority)[0].Reason; !strings.HasPrefix(got, "证据不足") {
		t.Errorf("reason with nine sessions %q; want a warning first", got)
	}
}

func TestFindingsStandGravestFirst(t *testing.T) {
	r := new(rows).serve("a", 12).
		find("a a-0 evasive hint hint 0").find("a a-0 selling praise praise 1").
		find("a a-0 evasive minor minor 1").find("a a-0 fact major-2 major 5").
		find("a a-0 fact major-1 major 5").find("a a-0 privacy fatal fatal 9").
		find("a a-0 selling missed minor 1").find("a a-0 service thanks praise 1")
	r.findings[4].SentAt = 0 // earlier than major-2
	got := section(r.week().Coaching("店", "a"), Finding)
	want := "fatal major-1 major-2 minor missed praise thanks hint"
	if ruleIDs(got) != want {
		t.Errorf("findings %q; want %q", ruleIDs(got), want)
	}
	account := map[string]string{}
	for _, row := range got {
		account[row.RuleID] = fmt.Sprintf("%d %s", row.Count, row.Definition)
	}
	for rule, want := range map[string]string{
		"fatal": "1 致命项，得分为 0；计入占比。", "major-1": "1 计入得分。", "minor": "1 计入占比和得分。",
		"missed": "1 计入得分；占比只看加分项。", "praise": "1 加分项，计入占比，不影响得分。",
		"thanks": "0 加分项，不计入占比和得分。", "hint": "0 提示，不计入占比和得分。",
	} {
		if account[rule] != want {
			t.Errorf("%s: %q; want %q", rule, account[rule], want)
		}
	}
}

func TestCopies(t *testing.T) {
	r := new(rows).serve("a", 20)
	r.copied("a", "once", "content", 1).copied("a", "hello", "greeting", 40)
	for i := range maxCopies + 3 {
		r.copied("a", fmt.Sprintf("t%02d", i), "content", 2+i%3)
	}
	got := section(r.week().Coaching("店", "a"), Copy)
	if len(got) != maxCopies {
		t.Fatalf("got %d templates; want %d", len(got), maxCopies)
	}
	for i, row := range got {
		if row.RuleID == "once" || row.RuleID == "hello" || row.N != 80 || *row.Value != float64(row.Count)/80 {
			t.Errorf("template %s, %d of %d; want repeated content of 80 messages", row.RuleID, row.Count, row.N)
		}
		if i > 0 && (row.Count > got[i-1].Count || row.Count == got[i-1].Count && row.RuleID < got[i-1].RuleID) {
			t.Errorf("%s (%d) after %s (%d)", row.RuleID, row.Count, got[i-1].RuleID, got[i-1].Count)
		}
	}
	if got[0].RuleID != "t02" || got[0].MatchedText != "文字 t02" || got[0].MessageID == "" || got[0].EndByte != 9 {
		t.Errorf("first template %+v; want t02 with its least example", got[0])
	}
}

func TestPhrases(t *testing.T) {
	r := new(rows).serve("a", 12).
		find("a a-0 selling rare praise 9").find("a a-0 selling often praise 1").
		find("a a-1 selling often praise 1").find("a a-1 selling often praise 1").
		find("a a-2 service thanks praise 1").find("a a-3 selling missed major 1")
	got := section(r.week().Coaching("店", "a"), Phrase)
	if ruleIDs(got) != "often rare" || got[0].Count != 2 || got[0].N != 12 {
		t.Errorf("phrases %s; want often in 2 of 12 sessions, then rare", show(got))
	}
	if want := "本周 2 个有效会话用到 3 次。因为 often。"; got[0].Reason != want {
		t.Errorf("reason %q; want %q", got[0].Reason, want)
	}
}

func TestHighlights(t *testing.T) {
	r := new(rows).serve("a", 2).serve("b", 2).
		find("a a-0 evasive minor minor 1").find("a a-0 evasive m1 major 5").
		find("b b-0 evasive m2 major 7").find("a a-0 evasive m3 major 7").
		find("a a-0 service courteous praise 9").find("b b-0 selling sold praise 1").
		find("a a-0 selling sold praise 1").find("a a-0 evasive hint hint 99")
	worst, best := r.week().Highlights()
	if worst == nil || worst.RuleID != "m2" || worst.AgentID != "b" || worst.Evidence != nil {
		t.Errorf("worst = %+v; want m2, the earlier of two with 7 points", worst)
	}
	if best == nil || best.RuleID != "sold" || best.AgentID != "b" {
		t.Errorf("best = %+v; want the first selling phrase, before a courtesy with more points", best)
	}
	worst.RuleID = "changed"
	if again, _ := r.week().Highlights(); again.RuleID != "m2" {
		t.Error("Highlights gives out its own rows")
	}
	if worst, best := NewWeek(monday, "", 0).Highlights(); worst != nil || best != nil {
		t.Errorf("Highlights of an empty week = %v, %v; want none", worst, best)
	}
}

func TestEmptyWeek(t *testing.T) {
	if got := new(rows).week().Agents(); len(got) != 0 {
		t.Errorf("Agents = %v; want none", got)
	}
}

func TestUnknownWordsCountForNothing(t *testing.T) {
	r := new(rows).serve("a", 12).find("a a-0 manners x major 5").find("a a-0 evasive y grave 5")
	row := r.row(t, "a")
	if *row.Score != 100 || row.EvasiveFindings != 0 {
		t.Errorf("score %v, evasive %d; want 100, 0", *row.Score, row.EvasiveFindings)
	}
	for _, c := range section(r.week().Coaching("店", "a"), Finding) {
		if c.Count != 0 {
			t.Errorf("%s counts", c.RuleID)
		}
	}
}
