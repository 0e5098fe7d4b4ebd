package chat

// A Session is one conversation of one customer with one shop, in the order in
// which it was said. It lives whole in the partition of the Date on which it
// began, though it may end after midnight.
type Session struct {
	Date     Date
	Messages []Message // never empty; sorted by (SentAtMicros, Seq)
}

// ID returns the session's identifier, unique within its shop.
func (s *Session) ID() string { return s.Messages[0].SessionID }

// ShopID returns the shop in which the session took place.
func (s *Session) ShopID() string { return s.Messages[0].ShopID }

// A Turn is a run of messages of one role: adjacent bubbles of one speaker.
// Begin and End are a half-open range of indices into Session.Messages.
type Turn struct {
	Role       Role
	Begin, End int
}

// AppendTurns appends the session's turns to dst and returns it, so that a caller
// can reuse one buffer. System messages neither form nor break a turn. Linear.
func (s *Session) AppendTurns(dst []Turn) []Turn {
	start := len(dst)
	for i := range s.Messages {
		role := s.Messages[i].Role
		if role == RoleSystem {
			continue
		}
		if n := len(dst); n > start && dst[n-1].Role == role {
			dst[n-1].End = i + 1
			continue
		}
		dst = append(dst, Turn{Role: role, Begin: i, End: i + 1})
	}
	return dst
}

// CustomerID returns the customer whom a message of the session names first, "" for none.
func (s *Session) CustomerID() string {
	for i := range s.Messages {
		if id := s.Messages[i].CustomerID; id != "" {
			return id
		}
	}
	return ""
}

// NextAgent returns the agent of a message or, where the export names none on what a
// customer says, of the next one that has one; "" for none.
func (s *Session) NextAgent(message int) string {
	for i := message; i < len(s.Messages); i++ {
		if id := s.Messages[i].AgentID; id != "" {
			return id
		}
	}
	return ""
}
