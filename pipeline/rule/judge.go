package rule

import "chatqc/pipeline/chat"

// judge decides whether a rule fires on a message that holds one of its words. What
// proves it besides the place is in m.proof afterwards.
func (m *Matcher) judge(of candidate, at int) verdict {
	c := &m.program.rules[of.rule]
	m.proof = m.proof[:0]
	if v := m.judgeMoment(c, at); v.guard != noGuard {
		return v
	}
	v := verdict{fired: true, place: place{int(of.begin), int(of.end)}}
	if of.begin == unread {
		if v = m.judgeText(c, at); !v.fired {
			return v
		}
	}
	if s := m.judgeChat(c, at, v.place); s.guard != noGuard {
		return s.at(v.place)
	}
	if c.condition != nil && !m.holds(c, at, v.place) {
		return lacking(guardWhen, at).at(v.place)
	}
	if m.times[of.rule]++; int(m.times[of.rule]) < c.Nth {
		return lacking(guardNth, at).at(v.place)
	}
	return v
}

// judgeText looks at the message alone, whatever stands around it.
func (m *Matcher) judgeText(c *compiled, at int) verdict {
	if v := m.judgeMessage(c, at); v.guard != noGuard {
		return v
	}
	return m.judgePlaces(c, at)
}

// judgeMoment looks at where in the chat and when the message stands.
func (m *Matcher) judgeMoment(c *compiled, at int) verdict {
	switch {
	case !m.positioned(&c.Position, at):
		return lacking(guardPosition, at)
	case c.Gap != (Gap{}) && !m.waited(c.Gap, at):
		return lacking(guardGap, at)
	case c.Typing.Over > 0 && !m.typed(c.Typing, at):
		return lacking(guardTyping, at)
	case c.Repeats.Times > 0 && !m.repeated(&c.Repeats, at):
		return lacking(guardRepeats, at)
	}
	return verdict{}
}

// judgeMessage looks at the words of the message as a whole.
func (m *Matcher) judgeMessage(c *compiled, at int) verdict {
	all := m.occurrences(at)
	for _, word := range c.allWords {
		if !has(all, word) && !m.inTurn(c, at, word) {
			return stopped(guardAll, sighting{message: at, word: word})
		}
	}
	if c.AtLeast.Count > 0 && m.count(c, at) < c.AtLeast.Count {
		return lacking(guardAtLeast, at)
	}
	if len(c.likes) > 0 && !m.similar(c, at) {
		return lacking(guardLike, at)
	}
	if s, ok := m.stands(&c.none, at); ok {
		return stopped(guardNone, s)
	}
	if s, ok := m.stands(&c.message, at); ok {
		return stopped(guardMessage, s)
	}
	return verdict{}
}

// inTurn reports whether another message of the turn holds a word that the rule wants there.
func (m *Matcher) inTurn(c *compiled, at int, word int32) bool {
	if c.Within != ScopeTurn || m.alone {
		return m.alone && c.Within == ScopeTurn
	}
	begin, end := m.turnOf(at)
	for i := begin; i < end; i++ {
		if m.session.Messages[i].Role != chat.RoleSystem && has(m.occurrences(i), word) {
			return true
		}
	}
	return false
}

func has(all []occurrence, word int32) bool {
	for _, o := range all {
		if o.word == word {
			return true
		}
	}
	return false
}

// judgeChat looks at what is said around the message.
func (m *Matcher) judgeChat(c *compiled, at int, p place) verdict {
	if len(c.Asked) > 0 {
		s, ok := m.question(&c.asked, at)
		if !ok {
			return lacking(guardAsked, at)
		}
		m.proof = append(m.proof, s)
	}
	for _, want := range [...]saying{
		{guardEarlier, &c.Earlier, &c.earlier, earlier}, {guardThen, &c.Then, &c.then, later},
		{guardAround, &c.Around, &c.around, around},
	} {
		if want.cues.empty() {
			continue
		}
		s, ok := m.hears(&want, at)
		if !ok {
			return lacking(want.guard, at)
		}
		m.proof = append(m.proof, s)
	}
	return m.judgeUnless(c, at, p)
}

// A saying is what a rule looks for in other messages, and what it means when it is there, or
// is not.
type saying struct {
	guard guard
	said  *Said
	cues  *cues
	where direction
}

// A direction says which messages are meant, seen from one of them.
type direction uint8

const (
	earlier direction = iota
	later
	around
)

// hears finds a cue in the messages that are meant.
func (m *Matcher) hears(s *saying, at int) (sighting, bool) {
	switch s.where {
	case earlier:
		return m.prequel(s.said, s.cues, at)
	case later:
		return m.sequel(s.said, s.cues, at)
	}
	return m.either(s.said, s.cues, at)
}

// judgeUnless looks for what stops the rule around the message.
func (m *Matcher) judgeUnless(c *compiled, at int, p place) verdict {
	if !c.turn.empty() {
		begin, end := m.turnOf(at)
		for i := begin; i < end; i++ {
			if m.session.Messages[i].Role == chat.RoleSystem {
				continue
			}
			if s, ok := m.stands(&c.turn, i); ok {
				return stopped(guardTurn, s)
			}
		}
	}
	u := &c.Unless
	for _, stop := range [...]saying{
		{guardUnlessEarlier, &u.Earlier, &c.unlessEarlier, earlier},
		{guardNext, &u.Next, &c.next, later},
		{guardUnlessAround, &u.Around, &c.unlessAround, around},
	} {
		if stop.cues.empty() {
			continue
		}
		if s, ok := m.hears(&stop, at); ok {
			return stopped(stop.guard, s)
		}
	}
	return m.judgeRescue(c, at, p)
}
