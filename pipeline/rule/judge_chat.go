package rule

import "chatqc/pipeline/chat"

// question finds a cue in what the customer said last before the message, the last message
// first.
func (m *Matcher) question(c *cues, at int) (sighting, bool) {
	turn := m.askedTurn(at)
	for i := int(turn.end) - 1; i >= int(turn.begin); i-- {
		if m.session.Messages[i].Role != chat.RoleCustomer {
			continue
		}
		if s, ok := m.stands(c, i); ok {
			return s, true
		}
	}
	return sighting{}, false
}

// askedTurn returns the range of messages of the customer's last turn before a message,
// system messages among them.
func (m *Matcher) askedTurn(at int) scan {
	messages := m.session.Messages
	end := at
	for end > 0 && messages[end-1].Role != chat.RoleCustomer {
		end--
	}
	begin := end
	for begin > 0 && (messages[begin-1].Role == chat.RoleCustomer ||
		messages[begin-1].Role == chat.RoleSystem) {
		begin--
	}
	return scan{int32(begin), int32(end)}
}

// sequel finds a cue in what is said after a message.
func (m *Matcher) sequel(said *Said, c *cues, at int) (sighting, bool) {
	return m.said(said, c, at, +1)
}

// prequel finds a cue in what was said before a message.
func (m *Matcher) prequel(said *Said, c *cues, at int) (sighting, bool) {
	return m.said(said, c, at, -1)
}

// either finds a cue in what is said before or after a message.
func (m *Matcher) either(said *Said, c *cues, at int) (sighting, bool) {
	if s, ok := m.prequel(said, c, at); ok {
		return s, true
	}
	return m.sequel(said, c, at)
}

// said walks away from a message in steps of ±1.
func (m *Matcher) said(said *Said, c *cues, at, step int) (sighting, bool) {
	messages, left := m.session.Messages, said.Messages
	limit := int64(said.Seconds) * 1_000_000
	for i := at + step; i >= 0 && i < len(messages) && left > 0; i += step {
		apart := (messages[i].SentAtMicros - messages[at].SentAtMicros) * int64(step)
		role := messages[i].Role
		if said.Seconds > 0 && apart > limit ||
			role == chat.RoleCustomer && said.Say != chat.RoleCustomer && !said.Across {
			break
		}
		if role != said.Say {
			continue
		}
		left--
		if s, ok := m.stands(c, i); ok {
			return s, true
		}
	}
	return sighting{}, false
}

// positioned reports whether the message stands where the rule wants it: among the first
// or last ones of its speaker, or in the session's first or last seconds. It looks at no
// more messages of the speaker than these.
func (m *Matcher) positioned(p *Position, at int) bool {
	messages := m.session.Messages
	sent, last := messages[at].SentAtMicros, messages[len(messages)-1].SentAtMicros
	switch {
	case p.First > 0:
		return m.withinOwn(at, -1, p.First)
	case p.Last > 0:
		return m.withinOwn(at, +1, p.Last)
	case p.FirstSeconds > 0:
		return sent-messages[0].SentAtMicros <= int64(p.FirstSeconds)*1_000_000
	case p.LastSeconds > 0:
		return last-sent <= int64(p.LastSeconds)*1_000_000
	}
	return true
}

// withinOwn reports whether at most so many messages of the speaker stand from this one
// on, itself included.
func (m *Matcher) withinOwn(at, step, left int) bool {
	messages := m.session.Messages
	for i := at; i >= 0 && i < len(messages); i += step {
		if messages[i].Role == messages[at].Role {
			left--
		}
		if left < 0 {
			return false
		}
	}
	return true
}

// waited reports whether the time since the customer's last message is the one that is
// wanted. A message that no customer's came before has no gap.
func (m *Matcher) waited(g Gap, at int) bool {
	i := at - 1
	for i >= 0 && m.session.Messages[i].Role != chat.RoleCustomer {
		i--
	}
	if i < 0 {
		return false
	}
	micros := m.session.Messages[at].SentAtMicros - m.session.Messages[i].SentAtMicros
	return micros > int64(g.Over)*1_000_000 && (g.Under == 0 || micros < int64(g.Under)*1_000_000)
}

// minTypedRunes is how long a text is at least of which the typing speed says something.
const minTypedRunes = 10

// typed reports whether the message came faster after the one before it than a person
// types. Where several came in the same second, nothing can be told.
func (m *Matcher) typed(t Typing, at int) bool {
	if at == 0 {
		return false
	}
	micros := m.session.Messages[at].SentAtMicros - m.session.Messages[at-1].SentAtMicros
	runes := len(m.session.Messages[at].Text) / len("字")
	return runes >= minTypedRunes && micros > 0 && int64(runes)*1_000_000 > int64(t.Over)*micros
}

// maxTurn is how many messages on either side a turn is followed, so that a session
// of one endless turn costs no more than its length.
const maxTurn = 20

// turnOf returns the range of messages of the speaker's turn, without those of others.
func (m *Matcher) turnOf(at int) (begin, end int) {
	messages := m.session.Messages
	same := func(i int) bool {
		return messages[i].Role == messages[at].Role || messages[i].Role == chat.RoleSystem
	}
	for begin = at; begin > 0 && at-begin < maxTurn && same(begin-1); begin-- {
	}
	for end = at + 1; end < len(messages) && end-at < maxTurn && same(end); end++ {
	}
	return begin, end
}

// scopeOf returns the range of messages that a scope covers around a message.
func (m *Matcher) scopeOf(scope Scope, at int) (begin, end int) {
	switch scope {
	case ScopeTurn:
		return m.turnOf(at)
	case ScopeSession:
		return max(at-maxScope, 0), min(at+maxScope, len(m.session.Messages))
	}
	return at, at + 1
}

// maxScope is how many messages on either side count as the session.
const maxScope = 200

// count counts the words of at_least in its scope, as said by the speaker: each once, or
// each time.
func (m *Matcher) count(c *compiled, at int) (n int) {
	var seen wordSet
	a, end := &c.AtLeast, int32(-1)
	if m.alone && a.Over != ScopeMessage {
		return a.Count
	}
	begin, limit := m.scopeOf(a.Over, at)
	for i := begin; i < limit; i++ {
		if m.session.Messages[i].Role != m.session.Messages[at].Role {
			continue
		}
		end = -1
		for _, o := range m.occurrences(i) {
			if !c.atLeast.has(o.word) || !a.Repeated && seen.has(o.word) {
				continue
			}
			if a.Repeated && o.begin < end {
				continue // a part of a longer word that was counted
			}
			seen.add(o.word)
			end = o.end
			n++
		}
	}
	return n
}
