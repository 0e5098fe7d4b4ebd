package coach

import (
	"slices"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/metric"
	"chatqc/pipeline/table"
)

// The dimensions by index, in the order in which sheets and sums list them.
const (
	copyPaste = iota
	evasive
	bannedClaim
	selling
	service
	fact
	privacy
	dimensionCount
)

var dimensions = [dimensionCount]chat.Dimension{
	chat.CopyPaste, chat.Evasive, chat.BannedClaim, chat.Selling, chat.Service, chat.Fact,
	chat.Privacy,
}

// dimensionIndex returns the index of a finding's dimension, −1 for an unknown one.
func dimensionIndex(f *table.Finding) int {
	return slices.Index(dimensions[:], chat.Dimension(f.Dimension))
}

// dimensionNames are what a QA lead calls the deductions.
var dimensionNames = [dimensionCount]string{
	"复制粘贴", "敷衍推诿", "禁忌话术风险", "错失销售机会", "服务规范", "事实不符", "隐私",
}

// caps are the most points that a dimension may cost. They sum to 100.
var caps = [dimensionCount]int64{15, 25, 25, 10, 10, 10, 5}

type dimensionSet uint8

func (s dimensionSet) has(d int) bool          { return s>>d&1 == 1 }
func (s dimensionSet) with(d int) dimensionSet { return s | 1<<d }

// A tally is the sums of one agent, or of several. They are integers, so merging in
// any order gives the same bits.
type tally struct {
	sessions, valid, messages  int64
	asked, replied, unanswered int64 // valid sessions
	copies, fatal              int64
	first, mean                metric.Mean
	dimensions                 [dimensionCount]struct {
		sessions, findings, milliPoints int64
	}
}

func (t *tally) merge(b *tally) {
	t.sessions, t.valid, t.messages = t.sessions+b.sessions, t.valid+b.valid, t.messages+b.messages
	t.asked, t.replied, t.unanswered = t.asked+b.asked, t.replied+b.replied, t.unanswered+b.unanswered
	t.copies, t.fatal = t.copies+b.copies, t.fatal+b.fatal
	t.first.Merge(&b.first)
	t.mean.Merge(&b.mean)
	for d := range t.dimensions {
		mine, other := &t.dimensions[d], &b.dimensions[d]
		mine.sessions += other.sessions
		mine.findings += other.findings
		mine.milliPoints += other.milliPoints
	}
}

// remove undoes merge.
func (t *tally) remove(b *tally) {
	t.sessions, t.valid, t.messages = t.sessions-b.sessions, t.valid-b.valid, t.messages-b.messages
	t.asked, t.replied, t.unanswered = t.asked-b.asked, t.replied-b.replied, t.unanswered-b.unanswered
	t.copies, t.fatal = t.copies-b.copies, t.fatal-b.fatal
	t.first.Remove(&b.first)
	t.mean.Remove(&b.mean)
	for d := range t.dimensions {
		mine, other := &t.dimensions[d], &b.dimensions[d]
		mine.sessions -= other.sessions
		mine.findings -= other.findings
		mine.milliPoints -= other.milliPoints
	}
}

func isFault(f *table.Finding) bool {
	switch chat.Severity(f.Severity) {
	case chat.Fatal, chat.Major, chat.Minor:
		return true
	}
	return false
}

func isPraise(f *table.Finding) bool { return f.Severity == string(chat.Praise) }

// counts reports whether a finding moves the rate of its dimension: praise for
// selling, faults for the others.
func counts(f *table.Finding) bool {
	if !f.SessionValid {
		return false
	}
	if f.Dimension == string(chat.Selling) {
		return isPraise(f)
	}
	return isFault(f)
}

// A reading is one number with all that it takes to judge it.
type reading struct {
	value, low, high *float64
	count, n         int64
}

func rateReading(k, n int64) reading {
	r := reading{count: k, n: n}
	if n > 0 {
		value := float64(k) / float64(n)
		low, high := metric.Wilson(k, n, metric.Z95)
		r.value, r.low, r.high = &value, &low, &high
	}
	return r
}

func meanReading(m *metric.Mean) reading {
	r := reading{count: m.Sessions(), n: m.Waits()}
	if value, ok := m.Seconds(); ok {
		r.value = &value
	}
	if low, high, ok := m.Interval95(); ok {
		r.low, r.high = &low, &high
	}
	return r
}

func (t *tally) dimension(d int) reading {
	k := t.dimensions[d].sessions
	return rateReading(k, max(t.valid, k))
}

func (t *tally) copyPaste() reading     { return t.dimension(copyPaste) }
func (t *tally) evasive() reading       { return t.dimension(evasive) }
func (t *tally) bannedClaim() reading   { return t.dimension(bannedClaim) }
func (t *tally) selling() reading       { return t.dimension(selling) }
func (t *tally) firstResponse() reading { return meanReading(&t.first) }
func (t *tally) meanResponse() reading  { return meanReading(&t.mean) }
func (t *tally) replyRate() reading     { return rateReading(t.replied, max(t.asked, t.replied)) }
func (t *tally) unansweredRate() reading {
	return rateReading(t.unanswered, max(t.asked, t.unanswered))
}

// templateShare is at most 1 although copies go by who sent the message and messages
// by whose session it is.
func (t *tally) templateShare() reading {
	return rateReading(t.copies, max(t.messages, t.copies))
}

// A score is the explained sum of one agent, in tenths of a point.
type score struct {
	deductions [dimensionCount]int64
	fatal      int64
}

func (s *score) total() int64 {
	total := 1000 - s.fatal
	for _, tenths := range s.deductions {
		total -= tenths
	}
	return total
}

// score computes the sum; ok is false without valid sessions.
func (t *tally) score() (s score, ok bool) {
	if t.valid == 0 {
		return score{}, false
	}
	for d := range s.deductions {
		// Thousandths of a point a session are tenths of a point per 100 sessions.
		tenths := (t.dimensions[d].milliPoints + t.valid/2) / t.valid
		s.deductions[d] = min(max(tenths, 0), caps[d]*10)
	}
	if t.fatal > 0 {
		s.fatal = s.total()
	}
	return s, true
}

// Verdicts on an agent's week.
const (
	tooFew   = "证据不足"
	hasFatal = "致命项"
	scorable = "可评分"
)

func (t *tally) verdict() string {
	switch {
	case t.valid < MinSessions:
		return tooFew
	case t.fatal > 0:
		return hasFatal
	}
	return scorable
}
