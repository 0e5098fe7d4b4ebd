package coach

import (
	"cmp"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/metric"
	"chatqc/pipeline/table"
)

// MinSessions is how many valid sessions an agent needs before anything is concluded
// from a rate.
const MinSessions = 10

// content is the class of copies that say something; the others are courtesies.
const content = "content"

// A Week sums up one week in two passes over its rows. In the first one, AddSession,
// AddFinding and AddCopy are shown all of them: the rows of each kind and day in the order
// of their table, days in any order. In the second one, name by name, Named is shown the
// rows of the agents of that name again and gives their sheets. Agents and Highlights come
// last. The first pass is not for concurrent use; in the second one each Named may be used by
// a goroutine of its own.
//
// Memory grows with the agents alone, some 500 bytes each. What a Named takes stands there.
type Week struct {
	start  chat.Date
	agents map[agentKey]*agent

	dir    string
	memory int

	begin sync.Once // of the second pass
	shops map[string]*tally
	named map[string][]string // shops by agent, sorted
	names []string            // of agents, sorted

	mu          sync.Mutex
	shelves     []*shelf // all of them
	idle        []*shelf
	worst, best *table.Finding
}

type agentKey struct{ shopID, agentID string }

// An agent is what is known of one agent's week: sums, and from the second pass medians.
type agent struct {
	tally
	firstMedian, meanMedian *float64

	// The session whose findings are being added, and the dimensions that they flagged.
	day     int32
	session []byte
	flagged dimensionSet
}

// NewWeek returns an empty week that begins on the given Monday. Its temporary files, if it
// needs any, lie in dir; each Named holds findings of at most so many bytes of memory.
func NewWeek(start chat.Date, dir string, memory int) *Week {
	return &Week{start: start, agents: map[agentKey]*agent{}, dir: dir, memory: memory}
}

// Close removes the temporary files.
func (w *Week) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var err error
	for _, s := range w.shelves {
		err = errors.Join(err, s.sorter.Close())
	}
	w.shelves, w.idle = nil, nil
	return err
}

func (w *Week) agent(shopID, agentID string) *agent {
	a := w.agents[agentKey{shopID, agentID}]
	if a == nil {
		a = &agent{}
		w.agents[agentKey{strings.Clone(shopID), strings.Clone(agentID)}] = a
	}
	return a
}

// AddSession counts one session. Constant time.
func (w *Week) AddSession(s *table.Session) {
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
	}
	if p := s.MeanResponseSeconds; p != nil {
		a.mean.Add(micros(*p*float64(s.AnsweredRounds)), int64(s.AnsweredRounds))
	}
}

func micros(seconds float64) int64 { return int64(math.Round(seconds * 1e6)) }

// AddFinding counts one finding. Constant time.
func (w *Week) AddFinding(f *table.Finding) {
	a := w.agent(f.ShopID, f.AgentID)
	if f.SessionValid && f.Severity == string(chat.Fatal) {
		a.fatal++
	}
	d := dimensionIndex(f)
	if d < 0 || !f.SessionValid {
		return
	}
	if isFault(f) {
		a.dimensions[d].milliPoints += milliPoints(f)
	}
	if !counts(f) {
		return
	}
	a.dimensions[d].findings++
	if a.day != f.SessionDate || string(a.session) != f.SessionID {
		a.day, a.session, a.flagged = f.SessionDate, append(a.session[:0], f.SessionID...), 0
	}
	if !a.flagged.has(d) {
		a.flagged = a.flagged.with(d)
		a.dimensions[d].sessions++
	}
}

func milliPoints(f *table.Finding) int64 { return int64(math.Round(f.Points * 1000)) }

// AddCopy counts one copied message; the table has one row a message. Only copies that
// say something count: greetings, holds and closings are meant to repeat.
func (w *Week) AddCopy(c *table.Copy) {
	a := w.agent(c.ShopID, c.AgentID)
	if c.Class == content {
		a.copies++
	}
}

// Count returns the number of agents, each with a sheet.
func (w *Week) Count() int { return len(w.agents) }

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

// secondPass sums up the shops.
func (w *Week) secondPass() {
	w.begin.Do(func() {
		w.shops, w.named = map[string]*tally{}, map[string][]string{}
		for _, key := range w.keys() {
			sum := w.shops[key.shopID]
			if sum == nil {
				sum = &tally{}
				w.shops[key.shopID] = sum
			}
			sum.merge(&w.agents[key].tally)
			w.named[key.agentID] = append(w.named[key.agentID], key.shopID)
		}
		w.names = slices.Sorted(maps.Keys(w.named))
	})
}

// peers returns the sums of the shop's other agents.
func (w *Week) peers(of agentKey) *tally {
	sum := *w.shops[of.shopID]
	sum.remove(&w.agents[of].tally)
	return &sum
}

// median returns the exact median, nil when there are no values, which it sorts.
func median(values []float64) *float64 {
	value, ok := metric.Quantile(values, 0.5)
	if !ok {
		return nil
	}
	return &value
}
