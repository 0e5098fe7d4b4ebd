package rule

import (
	"chatqc/pipeline/chat"
)

// A Rule is one file of a pack. It is only read once it is loaded, so any number of
// goroutines may use it.
type Rule struct {
	ID        string // <pack>/<file> without .yaml
	Title     string // Chinese
	Version   string // of the pack, or the rule's own
	Dimension chat.Dimension
	Severity  chat.Severity
	Points    float64   // 0–100: what it costs, or for praise earns
	Say       chat.Role // who says it; RoleAgent unless the rule names another

	Any, All, None []string // words of the message; at least one of Any, each of All
	AtLeast        AtLeast  // several words of a list
	Regex          []string // over the folded text, with slots; at least one matches
	Except         []string // patterns: a place that overlaps one of their matches does not count
	Position       Position // where in the session the message stands
	WholeWords     bool     // a match begins and ends between words of the dictionary
	Asked          []string // words of the customer's turn before; at least one
	Then           Next     // what must follow
	Gap            Gap      // how long the customer waited for the message
	Nth            int      // 2–20: fires from the nth such message of a session on; 0 for the first
	Unless         Unless

	Life Life

	Law     []string // keys of law.yaml
	Why     string   // Chinese: why it matters
	Instead string   // Chinese: the better sentence, "" for praise
	Hits    []Example
	Misses  []Example

	source   *source
	patterns []string // Regex with its slots filled
	excepted []string // Except likewise
}

// AtLeast wants Count different words of Of in the message. The zero value wants none.
type AtLeast struct {
	Count int // 2–20
	Of    []string
}

// Position wants the message among the first or the last ones of its speaker in the
// session. The zero value wants nothing; a rule may name one of both.
type Position struct {
	First, Last int // 1–100
}

// Unless lists the words that stop a rule, by where they stand. The place is what the
// rule matched; its clause lies between marks such as ，and 。.
type Unless struct {
	Before  []string // in the clause, beginning before the place; they may reach into it
	After   []string // in the clause, ending after the place; they may begin in it
	Clause  []string // in the clause, also across the place
	Message []string // anywhere in the message
	Turn    []string // in a neighbouring bubble of the same speaker, or in this one
	Next    Next     // in what the agent says before the customer speaks again
}

// Next is something that is said after the message: by Say, in one of the next Messages
// messages of that speaker, within Seconds. It ends when the customer speaks again,
// unless it goes on Across that, or the customer is the one to speak.
type Next struct {
	Say      chat.Role // RoleAgent unless the rule names another
	Messages int       // 1–20
	Seconds  int       // 0 for any time
	Across   bool
	Any      []string
}

// A Gap is how long a message came after the last one of the customer, in seconds. The
// zero value wants nothing.
type Gap struct{ Over, Under int }

// An Example is a small chat. As a hit, the rule must fire on at least one of its
// messages; as a miss, on none.
type Example struct {
	Messages     []ExampleMessage
	line, column int
}

// An ExampleMessage is one line of an Example.
type ExampleMessage struct {
	Role        chat.Role
	Text        string
	WaitSeconds int // since the message before
}

// session returns the example as a session on the given day and platform.
func (e *Example) session(day chat.Date, platform string) *chat.Session {
	s := &chat.Session{Date: day}
	micros := day.Time().UnixMicro()
	for i, m := range e.Messages {
		micros += int64(m.WaitSeconds) * 1_000_000
		s.Messages = append(s.Messages, chat.Message{
			Platform: platform, Seq: int32(i), Turn: chat.NoTurn, Role: m.Role,
			Kind: chat.KindText, Text: m.Text, SentAtMicros: micros,
		})
	}
	return s
}

// String writes the example as 客户: … / 客服: ….
func (e *Example) String() string {
	text := ""
	for i, m := range e.Messages {
		if i > 0 {
			text += " / "
		}
		text += m.Role.Speaker() + ": " + m.Text
	}
	return text
}
