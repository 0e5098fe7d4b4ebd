package chat

import (
	"slices"
	"strings"
)

// A Role says who sent a message. The zero value is no role at all and never
// stands in a table.
type Role uint8

// The roles, in the order in which simultaneous messages are sorted: what the
// customer asks comes before what answers it.
const (
	RoleNone Role = iota
	RoleCustomer
	RoleSystem
	RoleBot
	RoleAgent
)

var roleNames = [...]string{"", "customer", "system", "bot", "agent"}

// String returns the word that stands in the tables: customer, agent, bot or
// system, and "" for RoleNone.
func (r Role) String() string { return roleNames[r] }

// ParseRole is the inverse of Role.String; ok is false for any other word.
func ParseRole(word string) (r Role, ok bool) {
	for i, name := range roleNames {
		if i > 0 && name == word {
			return Role(i), true
		}
	}
	return RoleNone, false
}

// speakers are the roles as a written-down chat names them, the first name of each
// being the one that is written.
var speakers = [...][]string{
	RoleNone: nil, RoleCustomer: {"客户", "买家"}, RoleSystem: {"系统"},
	RoleBot: {"自动", "机器人"}, RoleAgent: {"客服"},
}

// Speaker returns what a written-down chat calls the role: 客户, 客服, 自动 or 系统,
// and "" for RoleNone.
func (r Role) Speaker() string {
	if r == RoleNone {
		return ""
	}
	return speakers[r][0]
}

// ParseSpeaker is the inverse of Role.Speaker. It also takes 买家 and 机器人.
func ParseSpeaker(word string) (r Role, ok bool) {
	for i, names := range speakers {
		if slices.Contains(names, word) {
			return Role(i), true
		}
	}
	return RoleNone, false
}

// Kinds of content. An export may carry others; they pass through as they are.
const (
	KindText  = "text"
	KindImage = "image"
	KindCard  = "card"
)

// NoTurn is the Turn of a message that the export did not number.
const NoTurn = -1

// A Message is one bubble of a chat. Text is masked: personal data were replaced
// by typed tokens before the message was built.
type Message struct {
	ShopID       string
	Platform     string
	SessionID    string
	MessageID    string // the export's own, or a fingerprint of the content
	Seq          int32  // position in its session, from 0
	Turn         int32  // number that the export gave it, or NoTurn
	SentAtMicros int64  // microseconds since 1970 UTC
	Role         Role
	AgentID      string
	CustomerID   string
	Kind         string // KindText unless the export says otherwise
	Text         string
}

// A Span is a half-open range of bytes in a message's text.
type Span struct{ Begin, End int }

// Of returns the bytes of text that the span covers.
func (s Span) Of(text string) string { return text[s.Begin:s.End] }

// Empty reports whether the span covers nothing.
func (s Span) Empty() bool { return s.End <= s.Begin }

// Overlaps reports whether two spans share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Begin < t.End && t.Begin < s.End }

// Human reports whether a person of the shop typed the message.
func (m *Message) Human() bool { return m.Role == RoleAgent }

// Blank reports whether the message has no text but white space.
func (m *Message) Blank() bool { return strings.TrimSpace(m.Text) == "" }
