package coach

import (
	"cmp"
	"fmt"
	"slices"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/table"
)

// The sections of a sheet, in its order.
const (
	Summary  = "summary"
	Strength = "strength"
	Priority = "priority"
	Finding  = "finding"
	Copy     = "copy"
	Phrase   = "phrase"
)

// maxPriorities: nobody mends more than two things in a week.
const maxPriorities = 2

// maxCopies is how many templates a sheet lists, the most used ones.
const maxCopies = 20

// A sheet gathers one agent's week and is then written section by section.
type sheet struct {
	week  *Week
	key   agentKey
	mine  *agent
	peers *tally

	shelf                     *shelf
	firstSeconds, meanSeconds []float64
	faults, praised           groups
	templates                 map[string]*template

	phrasing []*group // of praised, sorted
	rows     []table.Coaching
	counts   map[string]int32 // rows by section
	write    func(rows []table.Coaching) error
	err      error // of write, the first one
}

// sheetRows is how many rows of a sheet are written at once.
const sheetRows = 256

// begin writes what stands before the findings.
func (s *sheet) begin() {
	if s.mine == nil {
		s.err = fmt.Errorf("got rows of %s in %s that the first pass did not see",
			s.key.agentID, s.key.shopID)
		return
	}
	s.peers = s.week.peers(s.key)
	s.mine.firstMedian, s.mine.meanMedian = median(s.firstSeconds), median(s.meanSeconds)
	s.shelf.waits = append(s.shelf.waits, s.firstSeconds, s.meanSeconds)
	s.firstSeconds, s.meanSeconds = nil, nil
	faults := s.faults.sorted()
	s.phrasing = s.praised.sorted()
	s.week.highlight(faults, s.phrasing)
	s.summary()
	s.strength(s.phrasing)
	s.priorities(faults)
}

// finding writes a finding.
func (s *sheet) finding(f *table.Finding) {
	row := findingRow(f)
	row.Count, row.Definition = accountOf(f)
	s.add(Finding, row)
}

// end writes what stands after the findings.
func (s *sheet) end() error {
	if s.err != nil {
		return s.err
	}
	s.copies()
	s.phrases(s.phrasing)
	s.flush()
	return s.err
}

// add appends a row and fills in whose sheet it is and where it stands.
func (s *sheet) add(section string, row table.Coaching) {
	s.counts[section]++
	row.WeekStart, row.ShopID, row.AgentID = int32(s.week.start), s.key.shopID, s.key.agentID
	row.Section, row.Rank = section, s.counts[section]
	if s.rows = append(s.rows, row); len(s.rows) == sheetRows {
		s.flush()
	}
}

func (s *sheet) flush() {
	if s.err == nil && len(s.rows) > 0 {
		s.err = s.write(s.rows)
	}
	s.rows = s.rows[:0]
}

func (s *sheet) summary() {
	s.add(Summary, s.scoreRow())
	for i := range measures {
		m := &measures[i]
		r := m.of(&s.mine.tally)
		s.add(Summary, table.Coaching{
			Dimension: string(m.dimension), RuleID: m.column, Title: m.title,
			Value: r.value, Count: r.count, N: r.n, Low: r.low, High: r.high,
			Definition: m.definition, Reason: m.remark(&s.mine.tally, s.peers),
		})
	}
}

func (s *sheet) scoreRow() table.Coaching {
	row := table.Coaching{
		RuleID: "score", Title: "质检分", Count: s.mine.valid, N: s.mine.sessions,
		Definition: scoreDefinition() + "计数为有效会话数，分母为全部会话数。",
	}
	sum, ok := s.mine.score()
	if !ok {
		row.Reason = tooFewNote(&s.mine.tally)
		return row
	}
	total := points(sum.total())
	row.Value, row.Reason = &total, sum.explain()
	if s.mine.valid < MinSessions {
		row.Reason = tooFewNote(&s.mine.tally) + row.Reason
	}
	return row
}

func (s *sheet) strength(praised []*group) {
	if len(praised) > 0 {
		best := slices.MinFunc(praised, func(a, b *group) int {
			return cmp.Or(cmp.Compare(b.milli, a.milli), cmp.Compare(b.sessions, a.sessions),
				cmp.Compare(a.example().RuleID, b.example().RuleID))
		})
		row := s.groupRow(best)
		row.Reason = fmt.Sprintf("本周 %d 个有效会话用到“%s”，值得保持。%s",
			best.sessions, best.example().Title, row.Reason)
		s.add(Strength, row)
		return
	}
	for i := range measures {
		m := &measures[i]
		if m.compare(&s.mine.tally, s.peers) != ahead {
			continue
		}
		r := m.of(&s.mine.tally)
		s.add(Strength, table.Coaching{
			Dimension: string(m.dimension), RuleID: m.column, Title: m.title,
			Value: r.value, Count: r.count, N: r.n, Low: r.low, High: r.high,
			Definition: m.definition,
			Reason:     "本周为 " + m.format(*r.value) + "，" + m.remark(&s.mine.tally, s.peers),
		})
		return
	}
}

func (s *sheet) priorities(faults []*group) {
	slices.SortStableFunc(faults, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(b.sessions, a.sessions))
	})
	for _, g := range faults[:min(len(faults), maxPriorities)] {
		row := s.groupRow(g)
		note := fmt.Sprintf("本周 %d 个有效会话出现 %d 次。", g.sessions, g.findings)
		if s.mine.valid < MinSessions {
			note = tooFewNote(&s.mine.tally) + note
		}
		row.Reason = note + row.Reason
		s.add(Priority, row)
	}
}

// groupRow shows a rule by its clearest example and by the share of sessions.
func (s *sheet) groupRow(g *group) table.Coaching {
	row := findingRow(g.example())
	r := rateReading(g.sessions, max(s.mine.valid, g.sessions))
	row.Points = float64(g.milli) / 1000
	row.Value, row.Count, row.N, row.Low, row.High = r.value, r.count, r.n, r.low, r.high
	row.Definition = "出现该项的有效会话占全部有效会话的比例；分值为本周合计。" + wilsonNote
	return row
}

func findingRow(f *table.Finding) table.Coaching {
	sentAt := f.SentAt
	return table.Coaching{
		Dimension: f.Dimension, RuleID: f.RuleID, Title: f.Title, Severity: f.Severity,
		Points: f.Points, SessionID: f.SessionID, MessageID: f.MessageID, SentAt: &sentAt,
		BeginByte: f.BeginByte, EndByte: f.EndByte, MatchedText: f.MatchedText,
		MessageText: f.MessageText, ContextBefore: f.ContextBefore,
		ContextAfter: f.ContextAfter, Reason: f.Reason, Suggestion: f.Suggestion,
		LegalBasis: f.LegalBasis, FindingID: f.FindingID,
	}
}

// accountOf says what a finding counts for; count is 1 when it moves a number.
func accountOf(f *table.Finding) (count int64, definition string) {
	d := dimensionIndex(f)
	switch {
	case !f.SessionValid:
		return 0, "会话不是有效咨询，仅供参考，不计入占比和得分。"
	case f.Severity == string(chat.Fatal):
		return 1, "致命项，得分为 0；计入占比。"
	case d < 0 || !isFault(f) && !isPraise(f):
		return 0, "提示，不计入占比和得分。"
	case isPraise(f) && d == selling:
		return 1, "加分项，计入占比，不影响得分。"
	case isPraise(f):
		return 0, "加分项，不计入占比和得分。"
	case d == selling:
		return 1, "计入得分；占比只看加分项。"
	case d < rated:
		return 1, "计入占比和得分。"
	}
	return 1, "计入得分。"
}

func (s *sheet) copies() {
	var repeated []*template
	for _, t := range s.templates {
		if t.messages > 1 {
			repeated = append(repeated, t)
		}
	}
	slices.SortFunc(repeated, func(a, b *template) int {
		return cmp.Or(cmp.Compare(b.messages, a.messages), cmp.Compare(a.id(), b.id()))
	})
	all := s.mine.templateShare()
	for _, t := range repeated[:min(len(repeated), maxCopies)] {
		r, example := rateReading(t.messages, all.n), &t.example
		s.add(Copy, table.Coaching{
			Dimension: string(chat.CopyPaste), RuleID: t.id(), Title: "常用模板",
			Value: r.value, Count: r.count, N: r.n, Low: r.low, High: r.high,
			Definition: fmt.Sprintf("该模板的消息占客服消息的比例；"+
				"只列用得最多的 %d 个，只作参考，不扣分。", maxCopies) + wilsonNote,
			SessionID: example.SessionID, MessageID: example.MessageID,
			BeginByte: example.BeginByte, EndByte: example.EndByte,
			MatchedText: example.MatchedText,
			Reason: fmt.Sprintf("本周发送 %d 次。用模板之前先看客户问的是什么，"+
				"再改成针对这位客户的一句。", t.messages),
		})
	}
}

func (s *sheet) phrases(praised []*group) {
	used := slices.DeleteFunc(slices.Clone(praised), func(g *group) bool {
		return !isSelling(g)
	})
	slices.SortStableFunc(used, func(a, b *group) int {
		return cmp.Compare(b.sessions, a.sessions)
	})
	for _, g := range used {
		row := s.groupRow(g)
		row.Reason = fmt.Sprintf("本周 %d 个有效会话用到 %d 次。%s",
			g.sessions, g.findings, row.Reason)
		s.add(Phrase, row)
	}
}
