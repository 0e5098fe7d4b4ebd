package rule

import "github.com/zeebo/xxh3"

// Half of what agents write was written before, letter by letter. What a rule finds in the
// text alone, whatever stands around it, is the same each time, so a Matcher remembers which
// rules are left once the text was read. Those are few, and are judged anew each time.

// A textKey is a hash of a text and of who says it: 64 bits, so that two of a million texts
// share one once in some ten million runs.
type textKey uint64

// left are the rules that a text leaves, as ranges of memory.rules: of the text as it is
// written, then without its disguise.
type left struct{ begin, bare, end int32 }

// A candidate is a rule that a text may begin, and the place in it when it is known that
// the text alone does not stop the rule there; unread when the text is to be read.
type candidate struct {
	rule, begin, end int32
}

// unread is where a candidate begins whose text is to be read, hopeless where one begins that
// the text stops.
const (
	unread   = -1
	hopeless = -2
)

// A memory holds what texts leave. It is emptied when it is full, so that it is bounded
// whatever comes.
type memory struct {
	texts map[textKey]left
	rules []candidate
	asked map[textKey]candidate // by text and rule, of rules that the customer's words begin
}

const (
	maxTexts = 1 << 18
	maxLeft  = 1 << 20
)

// recall returns the rules that a message's text leaves for judgement.
func (m *Matcher) recall(at int) (plain, bare []candidate) {
	message := &m.session.Messages[at]
	key := textKey(xxh3.HashStringSeed(message.Text, uint64(message.Role)))
	known, ok := m.memory.texts[key]
	if !ok {
		if known, ok = m.learn(at); !ok {
			return nil, nil
		}
		m.memory.texts[key] = known
	}
	rules := m.memory.rules
	return rules[known.begin:known.bare], rules[known.bare:known.end]
}

// learn reads the text of a message with every rule that a word of it may begin; ok is false
// for one that holds no such word, which is found out as soon as it would be remembered.
func (m *Matcher) learn(at int) (l left, ok bool) {
	disguised := m.program.disguised[m.session.Messages[at].Role] && m.texts[at].Disguised()
	rules := m.candidates(at)
	if len(rules) == 0 && !disguised {
		return l, false
	}
	if len(m.memory.texts) >= maxTexts || len(m.memory.rules) > maxLeft {
		clear(m.memory.texts)
		m.memory.rules = m.memory.rules[:0]
	}
	m.alone = true
	l.begin = int32(len(m.memory.rules))
	m.keep(rules, at)
	l.bare = int32(len(m.memory.rules))
	if disguised {
		m.undress(at)
		m.keep(m.bareCandidates(at), at)
		m.bare = noMessage
	}
	l.end = int32(len(m.memory.rules))
	m.alone = false
	return l, true
}

// recallAsked returns a rule that the customer's words begin as a candidate.
func (m *Matcher) recallAsked(rule int32, at int) candidate {
	c := &m.program.rules[rule]
	if c.looksAround || m.brief {
		return candidate{rule: rule, begin: unread}
	}
	message := &m.session.Messages[at]
	key := textKey(xxh3.HashStringSeed(message.Text, uint64(rule)<<8|uint64(message.Role)))
	of, known := m.memory.asked[key]
	if known {
		return of
	}
	if len(m.memory.asked) >= maxTexts {
		clear(m.memory.asked)
	}
	of = candidate{rule: rule, begin: hopeless}
	if v := m.judgeMessage(c, at); v.guard == noGuard {
		if v = m.judgePlaces(c, at); v.fired {
			of.begin, of.end = int32(v.place.begin), int32(v.place.end)
		}
	}
	m.memory.asked[key] = of
	return of
}

// keep remembers those of the rules that the text alone does not stop.
func (m *Matcher) keep(rules []int32, at int) {
	for _, rule := range rules {
		c := &m.program.rules[rule]
		if v := m.judgeMessage(c, at); v.guard != noGuard {
			continue
		}
		v := m.judgePlaces(c, at)
		if !v.fired {
			continue
		}
		left := candidate{rule, int32(v.place.begin), int32(v.place.end)}
		if c.looksAround {
			left.begin = unread
		}
		m.memory.rules = append(m.memory.rules, left)
	}
}
