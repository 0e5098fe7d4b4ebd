package coach

import (
	"cmp"
	"math"
	"slices"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/metric"
	"chatqc/pipeline/table"
)

// MinSessions is how many valid sessions an agent needs before anything is concluded
// from a rate.
const MinSessions = 10

// content is the class of copies that say something; the others are courtesies.
const content = "content"

// A Week accumulates the rows of one week. Adding is not for concurrent use; once all
// rows are added, any number of goroutines may read. Its memory grows with the agents,
// the findings (which it keeps, strings and all, but for their evidence), the distinct
// templates of an agent, and 16 bytes a valid session for the medians.
type Week struct {
	start  chat.Date
	agents map[agentKey]*agent
}

type agentKey struct{ shopID, agentID string }

// An agent is what is known of one agent's week.
type agent struct {
	tally
	firstSeconds, meanSeconds []float64
	flagged                   map[string]dimensionSet // by session, as far as it has findings
	findings                  []table.Finding
	templates                 map[string]*template
}

// A template is a text that the agent sent again and again.
type template struct {
	id       string
	messages int64
	example  table.Copy // the least of its copies, so that any order gives the same one
}

// NewWeek returns an empty week that begins on the given Monday.
func NewWeek(start chat.Date) *Week {
	return &Week{start: start, agents: map[agentKey]*agent{}}
}

func (w *Week) agent(shopID, agentID string) *agent {
	key := agentKey{shopID, agentID}
	a := w.agents[key]
	if a == nil {
		a = &agent{flagged: map[string]dimensionSet{}, templates: map[string]*template{}}
		w.agents[key] = a
	}
	return a
}

// AddSession counts one session. Constant time.
func (w *Week) AddSession(s table.Session) {
	a := w.agent(s.ShopID, s.AgentID)
	a.sessions++
	a.messages += int64(s.AgentMessages)
	if !s.Valid {
		return
	}
	a.valid++
	if s.Rounds > 0 {
		a.asked++
	}
	if s.AnsweredRounds > 0 {
		a.replied++
	}
	if s.Unanswered {
		a.unanswered++
	}
	if p := s.FirstResponseSeconds; p != nil {
		a.first.Add(micros(*p), 1)
		a.firstSeconds = append(a.firstSeconds, *p)
	}
	if p := s.MeanResponseSeconds; p != nil {
		a.mean.Add(micros(*p*float64(s.AnsweredRounds)), int64(s.AnsweredRounds))
		a.meanSeconds = append(a.meanSeconds, *p)
	}
}

func micros(seconds float64) int64 { return int64(math.Round(seconds * 1e6)) }

// AddFinding counts one finding and keeps it, without its evidence. Constant time.
func (w *Week) AddFinding(f table.Finding) {
	f.Evidence = nil
	a := w.agent(f.ShopID, f.AgentID)
	a.findings = append(a.findings, f)
	if f.SessionValid && f.Severity == string(chat.Fatal) {
		a.fatal++
	}
	d := dimensionIndex(&f)
	if d < 0 || !f.SessionValid {
		return
	}
	if isFault(&f) {
		a.dimensions[d].milliPoints += milliPoints(&f)
	}
	if !counts(&f) {
		return
	}
	a.dimensions[d].findings++
	if seen := a.flagged[f.SessionID]; !seen.has(d) {
		a.flagged[f.SessionID] = seen.with(d)
		a.dimensions[d].sessions++
	}
}

func milliPoints(f *table.Finding) int64 { return int64(math.Round(f.Points * 1000)) }

// AddCopy counts one copied message; the table has one row a message. Only copies that
// say something count: greetings, holds and closings are meant to repeat.
func (w *Week) AddCopy(c table.Copy) {
	a := w.agent(c.ShopID, c.AgentID)
	if c.Class != content {
		return
	}
	a.copies++
	t := a.templates[c.TemplateID]
	if t == nil {
		t = &template{id: c.TemplateID, example: c}
		a.templates[c.TemplateID] = t
	}
	t.messages++
	if compareCopies(&c, &t.example) < 0 {
		t.example = c
	}
}

func compareCopies(a, b *table.Copy) int {
	return cmp.Or(cmp.Compare(a.SessionDate, b.SessionDate), cmp.Compare(a.SessionID, b.SessionID),
		cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.MessageID, b.MessageID),
		cmp.Compare(a.BeginByte, b.BeginByte), cmp.Compare(a.EndByte, b.EndByte),
		cmp.Compare(a.MatchedText, b.MatchedText))
}

// keys returns the agents in the order of the table.
func (w *Week) keys() []agentKey {
	keys := make([]agentKey, 0, len(w.agents))
	for key := range w.agents {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b agentKey) int {
		return cmp.Or(cmp.Compare(a.shopID, b.shopID), cmp.Compare(a.agentID, b.agentID))
	})
	return keys
}

// peers returns the sums of the shop's other agents.
func (w *Week) peers(of agentKey) *tally {
	sum := &tally{}
	for key, a := range w.agents {
		if key.shopID == of.shopID && key != of {
			sum.merge(&a.tally)
		}
	}
	return sum
}

// median returns the exact median, without touching values; nil when there are none.
func median(values []float64) *float64 {
	value, ok := metric.Quantile(slices.Clone(values), 0.5)
	if !ok {
		return nil
	}
	return &value
}
