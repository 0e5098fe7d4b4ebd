package pipeline

import (
	"strings"

	"chatqc/pipeline/chat"
)

// A batchCopy gathers sessions whose strings alias a reader's buffers and makes them
// outlive it, with one allocation for the text of each.
type batchCopy struct {
	sessions []chat.Session
	messages int
}

// add copies one session into the batch.
func (b *batchCopy) add(s *chat.Session) {
	messages := make([]chat.Message, len(s.Messages))
	size := 0
	for i := range s.Messages {
		size += messageBytes(&s.Messages[i])
	}
	var arena strings.Builder
	arena.Grow(size)
	for i := range s.Messages {
		messages[i] = copyMessage(&arena, &s.Messages[i], previous(messages, i))
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

func messageBytes(m *chat.Message) int {
	return len(m.ShopID) + len(m.Platform) + len(m.SessionID) + len(m.MessageID) +
		len(m.AgentID) + len(m.CustomerID) + len(m.Kind) + len(m.Text)
}

// copyMessage copies m into the arena; what equals the message before is shared.
func copyMessage(arena *strings.Builder, m, before *chat.Message) chat.Message {
	kept := *m
	kept.ShopID = keep(arena, m.ShopID, before.ShopID)
	kept.Platform = keep(arena, m.Platform, before.Platform)
	kept.SessionID = keep(arena, m.SessionID, before.SessionID)
	kept.AgentID = keep(arena, m.AgentID, before.AgentID)
	kept.CustomerID = keep(arena, m.CustomerID, before.CustomerID)
	kept.Kind = keep(arena, m.Kind, before.Kind)
	kept.MessageID = keep(arena, m.MessageID, "")
	kept.Text = keep(arena, m.Text, "")
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
