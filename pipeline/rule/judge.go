package rule

import (
	"chatqc/pipeline/chat"
)

// A guard is a condition of a rule that can keep it from firing.
type guard uint8

const (
	noGuard guard = iota
	guardAll
	guardNone
	guardRegex
	guardAtLeast
	guardPosition
	guardExcept
	guardThen
	guardGap
	guardNth
	guardWholeWords
	guardAsked
	guardBefore
	guardAfter
	guardClause
	guardMessage
	guardTurn
	guardNext
)

// A verdict is what a rule says of one message: it fires at a place, or a guard stops
// it by a word that stands somewhere.
type verdict struct {
	fired bool
	place place

	asked    int // message with the question that the rule wants, or −1
	question place
	then     int // message with what the rule wants to follow, or −1
	sequel   place

	guard     guard
	message   int   // where the word that stops the rule stands
	word      int32 // that word, or −1
	stopPlace place
}

func stopped(g guard, message int, word int32, at place) verdict {
	return verdict{asked: -1, then: -1, guard: g, message: message, word: word, stopPlace: at}
}

// judge decides whether a rule fires on a message that holds one of its words.
func (m *Matcher) judge(rule int32, at int) verdict {
	c := &m.program.rules[rule]
	if v := m.judgeMessage(c, at); v.guard != noGuard {
		return v
	}
	v := m.judgePlaces(c, at)
	if !v.fired {
		return v
	}
	if len(c.Asked) > 0 {
		asked, o, ok := m.question(c, at)
		if !ok {
			return stopped(guardAsked, at, -1, v.place)
		}
		v.asked, v.question = asked, m.placeOf(o)
	}
	if s := m.judgeTurn(c, at); s.guard != noGuard {
		s.place = v.place
		return s
	}
	if len(c.Then.Any) > 0 {
		then, o, ok := m.sequel(&c.Then, c.then, at)
		if !ok {
			return stopped(guardThen, at, -1, v.place)
		}
		v.then, v.sequel = then, m.placeOf(o)
	}
	if m.times[rule]++; int(m.times[rule]) < c.Nth {
		return stopped(guardNth, at, -1, v.place)
	}
	return v
}

// judgeMessage looks at the message as a whole.
func (m *Matcher) judgeMessage(c *compiled, at int) verdict {
	all := m.occurrences(at)
	for _, word := range c.allWords {
		if !holds(all, word) {
			return stopped(guardAll, at, word, place{})
		}
	}
	if c.AtLeast.Count > 0 && different(all, c.atLeast) < c.AtLeast.Count {
		return stopped(guardAtLeast, at, -1, place{})
	}
	if !m.positioned(c, at) {
		return stopped(guardPosition, at, -1, place{})
	}
	if c.Gap != (Gap{}) && !m.waited(c.Gap, at) {
		return stopped(guardGap, at, -1, place{})
	}
	if len(c.none)+len(c.message) == 0 {
		return verdict{}
	}
	for _, o := range all {
		if c.none.has(o.word) {
			return stopped(guardNone, at, o.word, m.placeOf(o))
		}
		if c.message.has(o.word) {
			return stopped(guardMessage, at, o.word, m.placeOf(o))
		}
	}
	return verdict{}
}

// different counts the words of a set that occur, each once.
func different(all []occurrence, words wordSet) int {
	var seen wordSet
	n := 0
	for _, o := range all {
		if words.has(o.word) && !seen.has(o.word) {
			seen.add(o.word)
			n++
		}
	}
	return n
}

// positioned reports whether the message is among the first or last ones of its speaker
// that the rule wants. It looks at no more messages of the speaker than these.
func (m *Matcher) positioned(c *compiled, at int) bool {
	messages, role := m.session.Messages, m.session.Messages[at].Role
	left := c.Position.First
	for i := at; i >= 0 && c.Position.First > 0; i-- {
		if messages[i].Role == role {
			left--
		}
		if left < 0 {
			return false
		}
	}
	left = c.Position.Last
	for i := at; i < len(messages) && c.Position.Last > 0; i++ {
		if messages[i].Role == role {
			left--
		}
		if left < 0 {
			return false
		}
	}
	return true
}

func holds(all []occurrence, word int32) bool {
	for _, o := range all {
		if o.word == word {
			return true
		}
	}
	return false
}

// judgePlaces takes the first place that no guard stops; when all are stopped, the
// verdict names what stopped the first.
func (m *Matcher) judgePlaces(c *compiled, at int) verdict {
	first := stopped(guardRegex, at, -1, place{})
	places := m.findPlaces(c, at)
	m.spared = m.spared[:0]
	if len(places) > 0 {
		m.spared = m.patternPlaces(m.spared, c.except, at)
	}
	for i, p := range places {
		v := m.judgePlace(c, at, p)
		if v.fired {
			return v
		}
		if i == 0 {
			first = v
		}
	}
	return first
}

// judgePlace looks around one place: in its clause, and at the borders of words.
func (m *Matcher) judgePlace(c *compiled, at int, p place) verdict {
	if c.WholeWords && !m.wholeWords(at, p) {
		v := stopped(guardWholeWords, at, -1, p)
		v.place = p
		return v
	}
	for _, s := range m.spared {
		if s.begin < p.end && p.begin < s.end {
			v := stopped(guardExcept, at, -1, s)
			v.place = p
			return v
		}
	}
	fired := verdict{fired: true, place: p, asked: -1, then: -1}
	if len(c.before)+len(c.after)+len(c.clause) == 0 {
		return fired
	}
	begin, _ := m.texts[at].Clause(p.begin)
	_, end := m.texts[at].Clause(max(p.end-1, p.begin))
	for _, o := range m.occurrences(at) {
		w := m.placeOf(o)
		if w.begin < begin || w.end > end {
			continue
		}
		g := noGuard
		switch {
		case c.clause.has(o.word):
			g = guardClause
		case c.before.has(o.word) && w.begin < p.begin:
			g = guardBefore
		case c.after.has(o.word) && w.end > p.end:
			g = guardAfter
		}
		if g != noGuard {
			v := stopped(g, at, o.word, w)
			v.place = p
			return v
		}
	}
	return fired
}

func (m *Matcher) placeOf(o occurrence) place {
	return place{int(m.program.automaton.begin(o)), int(o.end)}
}

// wholeWords reports whether the place begins and ends between words of the
// dictionary.
func (m *Matcher) wholeWords(at int, p place) bool {
	if m.words == nil {
		return true
	}
	m.tokens = m.words.Segment(m.tokens[:0], m.texts[at].Folded())
	begins, ends := false, false
	for i := range m.tokens {
		begins = begins || int(m.tokens[i].Begin) == p.begin
		ends = ends || int(m.tokens[i].End) == p.end
	}
	return begins && ends
}

// question finds a word that the rule wants in what the customer said last before the
// message: one turn, system messages aside.
func (m *Matcher) question(c *compiled, at int) (int, occurrence, bool) {
	i := at - 1
	for i >= 0 && m.session.Messages[i].Role != chat.RoleCustomer {
		i--
	}
	for ; i >= 0; i-- {
		switch m.session.Messages[i].Role {
		case chat.RoleCustomer:
			for _, o := range m.occurrences(i) {
				if c.asked.has(o.word) {
					return i, o, true
				}
			}
		case chat.RoleSystem:
		default:
			return 0, occurrence{}, false
		}
	}
	return 0, occurrence{}, false
}

// judgeTurn looks at the neighbouring messages of the speaker.
func (m *Matcher) judgeTurn(c *compiled, at int) verdict {
	if len(c.turn) > 0 {
		begin, end := m.turnOf(at)
		for i := begin; i < end; i++ {
			if o, ok := m.firstOf(c.turn, i); ok {
				return stopped(guardTurn, i, o.word, m.placeOf(o))
			}
		}
	}
	if len(c.next) > 0 {
		if i, o, ok := m.sequel(&c.Unless.Next, c.next, at); ok {
			return stopped(guardNext, i, o.word, m.placeOf(o))
		}
	}
	return verdict{}
}

// sequel finds a word of what is said after a message.
func (m *Matcher) sequel(n *Next, words wordSet, at int) (int, occurrence, bool) {
	messages, left := m.session.Messages, n.Messages
	last := messages[at].SentAtMicros + int64(n.Seconds)*1_000_000
	for i := at + 1; i < len(messages) && left > 0; i++ {
		role := messages[i].Role
		if n.Seconds > 0 && messages[i].SentAtMicros > last ||
			role == chat.RoleCustomer && n.Say != chat.RoleCustomer && !n.Across {
			break
		}
		if role != n.Say {
			continue
		}
		left--
		for _, o := range m.occurrences(i) {
			if words.has(o.word) {
				return i, o, true
			}
		}
	}
	return 0, occurrence{}, false
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

func (m *Matcher) firstOf(words wordSet, at int) (occurrence, bool) {
	if m.session.Messages[at].Role == chat.RoleSystem {
		return occurrence{}, false
	}
	for _, o := range m.occurrences(at) {
		if words.has(o.word) {
			return o, true
		}
	}
	return occurrence{}, false
}
