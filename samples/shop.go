package samples

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"chatqc/pipeline/chat"
)

// Zone is the zone of the synthetic week, eight hours ahead of UTC.
var Zone = time.FixedZone("UTC+8", 8*3600)

// Monday is the first day of the synthetic week, which ends with Sunday 2026-11-22.
var Monday = chat.NewDate(2026, time.November, 16)

// defaults of ShopConfig.
const (
	defaultSessions = 2400
	defaultAgents   = 10
)

// ShopConfig says how large a week Shop makes. The zero value is the week of the demo.
type ShopConfig struct {
	Sessions int // conversations; 0 or less means 2,400
	Agents   int // people who answer, in three shops; 0 or less means 10
}

// A Message is one row of an export, before anything is masked.
type Message struct {
	MessageID  string // unique in the week
	SessionID  string
	Turn       int // number in its session, from 1
	Role       chat.Role
	Text       string
	SentAt     time.Time // whole seconds, in Zone
	AgentID    string    // "" where no person is in charge
	CustomerID string
	ShopID     string
	Platform   string
	Kind       string // chat.KindText, chat.KindImage or chat.KindCard
}

// A Truth is one planted sentence that the shipped rules and checks must find.
type Truth struct {
	SessionID string
	MessageID string
	Dimension chat.Dimension // chat.Selling is praise, all others are faults
	Kind      string         // the rule, as evasion/dont-know; "selling" when any will do
}

// A Week is what some shops said from a Monday to a Sunday.
type Week struct {
	// Messages stand in the order of an export: by time, those of one session in theirs.
	Messages []Message
	// Truth lists what was planted, in the order of the sessions.
	Truth []Truth
	// Clean lists the MessageIDs of agents' messages that are full of words that a list
	// would flag, and in which nothing is wrong.
	Clean []string
}

// Shop makes a week of three shops: one of knitwear, one of dried fruit, one of kettles.
// The same seed and configuration give the same week on every machine. Agents differ:
// some evade, some overstate, some paste, one sells very well, and the tenth has too few
// sessions to be judged. Cost: about 30 µs a session. Safe for concurrent use.
func Shop(seed uint64, cfg ShopConfig) *Week {
	if cfg.Sessions <= 0 {
		cfg.Sessions = defaultSessions
	}
	if cfg.Agents <= 0 {
		cfg.Agents = defaultAgents
	}
	master := rand.New(rand.NewPCG(seed, 0))
	begins := make([]time.Time, cfg.Sessions)
	for i := range begins {
		begins[i] = beginning(master)
	}
	slices.SortFunc(begins, time.Time.Compare)
	staff := hire(cfg.Agents)
	week := &Week{}
	for i, begin := range begins {
		t := newTalk(rand.New(rand.NewPCG(seed, uint64(i)+1)), staff, begin)
		t.name("s" + pad(i+1, 6))
		t.run()
		week.add(t)
	}
	slices.SortFunc(week.Messages, func(a, b Message) int {
		return cmp.Or(a.SentAt.Compare(b.SentAt), cmp.Compare(a.SessionID, b.SessionID),
			cmp.Compare(a.Turn, b.Turn))
	})
	return week
}

func (w *Week) add(t *talk) {
	w.Messages = append(w.Messages, t.messages...)
	w.Truth = append(w.Truth, t.truth...)
	w.Clean = append(w.Clean, t.clean...)
}

// pad writes n with leading zeros.
func pad(n, width int) string {
	s := strconv.Itoa(n)
	for len(s) < width {
		s = "0" + s
	}
	return s
}
