package rule

import (
	"chatqc/pipeline/chat"
)

// A Rule is one file of a pack. It is only read once it is loaded, so any number of
// goroutines may use it. A list of cues holds words, and patterns written /…/.
type Rule struct {
	ID        string // <pack>/<file> without .yaml
	Title     string // Chinese
	Version   string // of the pack, or the rule's own
	Owner     string // likewise
	Dimension chat.Dimension
	Severity  chat.Severity
	Points    float64   // 0–100: what it costs, or for praise earns
	Say       chat.Role // who says it; RoleAgent unless the rule names another

	Any, All  []string // words of the message; at least one of Any, each of All
	None      []string // cues of the message that keep the rule from firing
	AtLeast   AtLeast  // several words of a list
	Like      Like     // similar to sentences that were confirmed
	Regex     []string // over the folded text, with slots; at least one matches
	Except    []string // patterns: a place that overlaps one of their matches does not count
	Disguised bool     // words may be written with tricks: 薇❤信, zui好

	Within     Scope    // where all words and the place stand together; ScopeMessage
	Near       Near     // what stands near the place
	Tagged     Tagged   // parts of speech at the place
	WholeWords bool     // a match begins and ends between words of the dictionary
	Position   Position // where in the session the message stands

	Asked   []string  // cues of the customer's turn before; at least one
	Earlier Said      // what must have been said before
	Then    Said      // what must follow
	Around  Said      // what must be said before or after
	Echo    chat.Role // whose earlier words the first group of the pattern repeats
	Gap     Gap       // how long the customer waited for the message
	Typing  Typing    // how fast it was typed
	Repeats Repeats   // how often the speaker said nearly the same before
	Nth     int       // 2–20: fires from the nth such message of a session on; 0 for the first
	When    string    // a condition over facts, in the language of expr; "" for none
	Unless  Unless

	Life Life

	Law     []string // keys of law.yaml
	Why     string   // Chinese: why it matters
	Instead string   // Chinese: the better sentence, "" for praise
	Hits    []Example
	Misses  []Example

	source    *source
	patterns  []string // Regex with its slots filled
	excepted  []string // Except likewise
	condition *condition
}

// A Scope is a part of a chat.
type Scope string

// The scopes, from small to large. A clause ends at ，and 。, a sentence at 。！？; a turn is
// the adjacent messages of one speaker.
const (
	ScopeClause   Scope = "clause"
	ScopeSentence Scope = "sentence"
	ScopeMessage  Scope = "message"
	ScopeTurn     Scope = "turn"
	ScopeSession  Scope = "session"
)

// AtLeast wants Count words of Of: different ones, or with Repeated also the same one
// several times; in the message, or in what the speaker says in a wider scope. The zero
// value wants nothing.
type AtLeast struct {
	Count    int // 2–20
	Of       []string
	Repeated bool
	Over     Scope // ScopeMessage unless the rule names ScopeTurn or ScopeSession
}

// Like wants a text whose pairs of characters are those of one of the sentences Of, to
// the given Share (Jaccard). The zero value wants nothing.
type Like struct {
	Share float64 // 0.3–1
	Of    []string
}

// Near wants a cue of Of within so many characters or words of the place, in the same
// sentence. The zero value wants nothing.
type Near struct {
	Of         []string
	Characters int   // 1–50
	Words      int   // 1–20; one of both
	Order      Order // "" for either side
}

// An Order says on which side of a place a cue stands.
type Order string

// The orders.
const (
	OrderBefore Order = "before"
	OrderAfter  Order = "after"
)

// Tagged wants parts of speech of the dictionary: of the word before the place, of the
// one with which it begins, and of the one after it. Empty lists want nothing. A tag
// stands for all that begin with it: v for v, vn and vd.
type Tagged struct{ Before, Place, After []string }

func (t *Tagged) empty() bool { return len(t.Before)+len(t.Place)+len(t.After) == 0 }

// Position wants the message among the first or the last ones of its speaker in the
// session, or in its first or last seconds. The zero value wants nothing; a rule may name
// one of the four.
type Position struct {
	First, Last               int // 1–100 messages
	FirstSeconds, LastSeconds int
}

// Unless lists the cues that stop a rule, by where they stand. The place is what the
// rule matched; its clause lies between marks such as ，and 。.
type Unless struct {
	Before  []string // in the clause, beginning before the place; they may reach into it
	After   []string // in the clause, ending after the place; they may begin in it
	Clause  []string // in the clause, also across the place
	Message []string // anywhere in the message
	Turn    []string // in a neighbouring bubble of the same speaker, or in this one
	Earlier Said     // said before
	Next    Said     // said after
	Around  Said     // said before or after
	Context []string // names of contexts, see contexts
	Rescue  Rescue
	Tagged  Tagged
}

// Said is something that is said before or after a message: by Say, in one of the nearest
// Messages messages of that speaker, within Seconds. It ends when the customer speaks
// in between, unless it goes on Across that, or the customer is the one to speak.
type Said struct {
	Say      chat.Role // RoleAgent unless the rule names another
	Messages int       // 1–100
	Seconds  int       // 0 for any time
	Across   bool
	Any      []string
}

// A Rescue is what makes up for the place: in the rest of the message, or in the next
// Messages ones of the agent before the customer speaks again.
type Rescue struct {
	Of       []string // names of rescues, see rescues
	Messages int      // 0–20
	Across   bool     // whether or not the customer speaks
}

// A Gap is how long a message came after the last one of the customer, in seconds. The
// zero value wants nothing.
type Gap struct{ Over, Under int }

// Typing wants a message typed at more than Over characters a second since the message
// before it, whoever sent that. The zero value wants nothing.
type Typing struct{ Over int }

// Repeats wants at least Times earlier messages of the speaker in the session whose pairs
// of characters are those of this one, to the given Share (Jaccard). The zero value wants
// nothing.
type Repeats struct {
	Share float64 // 0.3–1
	Times int     // 1–20
}

// An Example is a small chat. As a hit, the rule must fire on at least one of its
// messages; as a miss, on none.
type Example struct {
	Messages     []ExampleMessage
	Facts        *Facts // what conditions see; nil for nothing but the chat
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
