package rule

import "chatqc/pipeline/text"

// Half of what agents write was written before, letter by letter. What a rule finds in the
// text alone, whatever stands around it, is the same each time, so a Matcher remembers which
// rules are left once the text was read. Those are few, and are judged anew each time.

// A textKey is a hash of a text and of who says it, or of a rule: 64 bits, so that two of a
// million texts share one once in some ten million runs. It is never 0.
type textKey uint64

// keyOf mixes what is said and by whom. The hash takes a seed, but seeded hashes of texts of
// three bytes and less meet where seeds and texts differ in the same bits; so the text is
// hashed alone, and mixed with the other (the end of MurmurHash3, by Appleby).
func keyOf(t *text.Text, of uint32) textKey {
	h := t.Key() ^ (uint64(of)+1)*0x9E3779B97F4A7C15
	h = (h ^ h>>33) * 0xFF51AFD7ED558CCD
	h = (h ^ h>>33) * 0xC4CEB9FE1A85EC53
	return textKey((h ^ h>>33) | 1)
}

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

// A memory holds what texts leave, each in one of the two places that its key names: the one
// that was asked for longer ago is forgotten when a third comes. So the memory is bounded
// whatever comes, and looking costs one miss.
type memory struct {
	texts [][2]left
	rules []candidate
	asked []leftAsked // of rules that the customer's words begin
}

// left are the rules that a text leaves, as parts of memory.rules from begin on: plain of the
// text as it is written, then bare of it without its disguise.
type left struct {
	key         textKey
	begin       int32
	plain, bare uint16
}

// leftAsked is what a text leaves of one rule.
type leftAsked struct {
	key textKey
	candidate
}

const (
	maxTexts = 1 << 18 // a power of 2, as is maxAsked
	maxAsked = 1 << 16
	maxLeft  = 1 << 18

	// leastTexts is how many texts a memory holds at least, however many workers there are.
	leastTexts = maxTexts / 64
)

// newMemory returns an empty memory. Where more than two workers have one each, they share the
// room of two, so that memory does not grow with the cores.
func newMemory(brief bool, workers int) memory {
	if brief {
		return memory{texts: make([][2]left, 1), asked: make([]leftAsked, 1)}
	}
	texts, asked := maxTexts, maxAsked
	for n := 2; n < workers && texts > leastTexts; n *= 2 {
		texts, asked = texts/2, asked/2
	}
	return memory{texts: make([][2]left, texts/2), asked: make([]leftAsked, asked)}
}

// of returns the place of a key.
func (key textKey) of(size int) int { return int(key>>1) & (size - 1) }

// recall returns the rules that a message's text leaves for judgement.
func (m *Matcher) recall(at int) (plain, bare []candidate) {
	message := &m.session.Messages[at]
	if m.program.seldom[message.Role] != nil && !m.program.disguised[message.Role] && !m.speaks(at) {
		return nil, nil // not worth remembering
	}
	key := keyOf(&m.texts[at], uint32(message.Role))
	places := &m.memory.texts[key.of(len(m.memory.texts))]
	if places[0].key != key {
		if places[0], places[1] = places[1], places[0]; places[0].key != key {
			places[0] = m.learn(at)
			places[0].key = key
		}
	}
	known := places[0]
	rules := m.memory.rules[known.begin:]
	return rules[:known.plain], rules[known.plain : known.plain+known.bare]
}

// learn reads the text of a message with every rule that a word of it may begin.
func (m *Matcher) learn(at int) (l left) {
	disguised := m.program.disguised[m.session.Messages[at].Role] && m.texts[at].Disguised()
	if len(m.memory.rules) > maxLeft {
		clear(m.memory.texts)
		m.memory.rules = m.memory.rules[:0]
	}
	m.alone = true
	l.begin = int32(len(m.memory.rules))
	m.keep(m.candidates(at), at)
	l.plain = uint16(len(m.memory.rules) - int(l.begin))
	if disguised {
		m.undress(at)
		m.keep(m.bareCandidates(at), at)
		m.bare = noMessage
	}
	l.bare = uint16(len(m.memory.rules) - int(l.begin) - int(l.plain))
	m.alone = false
	return l
}

// recallAsked returns a rule that the customer's words begin as a candidate.
func (m *Matcher) recallAsked(rule int32, at int) candidate {
	c := &m.program.rules[rule]
	if c.looksAround || m.brief {
		return candidate{rule: rule, begin: unread}
	}
	message := &m.session.Messages[at]
	key := keyOf(&m.texts[at], uint32(rule)<<8|uint32(message.Role))
	known := &m.memory.asked[key.of(len(m.memory.asked))]
	if known.key == key {
		return known.candidate
	}
	of := candidate{rule: rule, begin: hopeless}
	if v := m.judgeText(c, at); v.fired {
		of.begin, of.end = int32(v.place.begin), int32(v.place.end)
	}
	*known = leftAsked{key, of}
	return of
}

// keep remembers those of the rules that the text alone does not stop.
func (m *Matcher) keep(rules []int32, at int) {
	for _, rule := range rules {
		c := &m.program.rules[rule]
		v := m.judgeText(c, at)
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
