package pipeline

import (
	"strings"

	"chatqc/pipeline/chat"
)

// A batchCopy gathers sessions whose strings alias a reader's buffers and makes them
// outlive it. Identifiers and texts of a session lie apart, so that a result that
// keeps an identifier does not keep the chat.
type batchCopy struct {
	sessions []chat.Session
	messages int
}

// add copies one session into the batch.
func (b *batchCopy) add(s *chat.Session) {
	messages := make([]chat.Message, len(s.Messages))
	var arenas sessionArenas
	arenas.grow(s)
	for i := range s.Messages {
		messages[i] = arenas.copyMessage(&s.Messages[i], previous(messages, i))
	}
	b.sessions = append(b.sessions, chat.Session{Date: s.Date, Messages: messages})
	b.messages += len(messages)
}

// take returns the batch and begins a new one.
func (b *batchCopy) take() []chat.Session {
	sessions := b.sessions
	b.sessions, b.messages = nil, 0
	return sessions
}

func previous(messages []chat.Message, i int) *chat.Message {
	if i == 0 {
		return &chat.Message{}
	}
	return &messages[i-1]
}

// sessionArenas hold the strings of one session.
type sessionArenas struct{ identifiers, texts strings.Builder }

func (a *sessionArenas) grow(s *chat.Session) {
	identifiers, texts := 0, 0
	for i := range s.Messages {
		m := &s.Messages[i]
		identifiers += len(m.MessageID)
		texts += len(m.Text)
	}
	first := &s.Messages[0]
	a.identifiers.Grow(identifiers + len(first.ShopID) + len(first.SessionID) +
		len(first.AgentID) + len(first.CustomerID) + len(first.Platform) + len(first.Kind))
	a.texts.Grow(texts)
}

// copyMessage copies m; what equals the message before is shared with it.
func (a *sessionArenas) copyMessage(m, before *chat.Message) chat.Message {
	kept, ids := *m, &a.identifiers
	kept.ShopID = keep(ids, m.ShopID, before.ShopID)
	kept.Platform = keep(ids, m.Platform, before.Platform)
	kept.SessionID = keep(ids, m.SessionID, before.SessionID)
	kept.AgentID = keep(ids, m.AgentID, before.AgentID)
	kept.CustomerID = keep(ids, m.CustomerID, before.CustomerID)
	kept.Kind = keep(ids, m.Kind, before.Kind)
	kept.MessageID = keep(ids, m.MessageID, "")
	kept.Text = keep(&a.texts, m.Text, "")
	return kept
}

// keep returns s from the arena, or the equal string that is kept already.
func keep(arena *strings.Builder, s, kept string) string {
	if s == kept {
		return kept
	}
	begin := arena.Len()
	arena.WriteString(s)
	return arena.String()[begin:]
}
