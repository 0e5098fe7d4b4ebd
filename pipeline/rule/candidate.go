package rule

import (
	"slices"

	"chatqc/pipeline/chat"
)

// judgeAll hands the verdict of each rule in force that a word of the message may begin to
// report, in the order of the set; then those of rules that look through disguises and did
// not find what they look for as it is written. m.proof belongs to the verdict at hand.
func (m *Matcher) judgeAll(at int, report func(rule int32, v verdict)) {
	m.judgeThese(m.unread(m.candidates(at)), at, report)
	m.judgeAsked(at, report)
	if !m.program.disguised[m.session.Messages[at].Role] || !m.texts[at].Disguised() {
		return
	}
	m.undress(at)
	m.judgeBare(m.unread(m.bareCandidates(at)), at, report)
	m.bare = noMessage
}

// judgeLeft is judgeAll without the verdicts of rules that the text alone stops.
func (m *Matcher) judgeLeft(at int, report func(rule int32, v verdict)) {
	if !m.roles[m.session.Messages[at].Role] {
		return
	}
	plain, bare := m.recall(at)
	m.judgeThese(plain, at, report)
	m.judgeAsked(at, report)
	if len(bare) > 0 {
		m.undress(at)
		m.judgeBare(bare, at, report)
		m.bare = noMessage
	}
}

// judgeAsked judges the rules that what the customer asked may begin.
func (m *Matcher) judgeAsked(at int, report func(rule int32, v verdict)) {
	if turn := m.askedTurn(at); turn != m.askedIn {
		m.askedIn = turn
		m.gatherAsked(turn)
	}
	for _, rule := range m.asked {
		c := &m.program.rules[rule]
		if c.Say != m.session.Messages[at].Role || !m.inForce(rule, at) ||
			!m.brief && m.judgeMoment(c, at).guard != noGuard {
			continue
		}
		if of := m.recallAsked(rule, at); of.begin != hopeless {
			report(rule, m.judge(of, at))
		}
	}
}

// gatherAsked finds the rules that the customer's messages of a turn begin.
func (m *Matcher) gatherAsked(turn scan) {
	m.asked = m.asked[:0]
	for i := turn.begin; i < turn.end; i++ {
		if m.session.Messages[i].Role != chat.RoleCustomer {
			continue
		}
		for _, o := range m.wordsOf(m.program.asking, m.texts[i].Folded()) {
			m.asked = append(m.asked, m.program.asks.at(o.word)...)
		}
	}
	slices.Sort(m.asked)
	m.asked = slices.Compact(m.asked)
}

// unread returns rules as candidates whose text is to be read.
func (m *Matcher) unread(rules []int32) []candidate {
	m.toRead = m.toRead[:0]
	for _, rule := range rules {
		m.toRead = append(m.toRead, candidate{rule: rule, begin: unread})
	}
	return m.toRead
}

func (m *Matcher) judgeThese(these []candidate, at int, report func(rule int32, v verdict)) {
	m.settled = m.settled[:0]
	for _, of := range these {
		if !m.inForce(of.rule, at) {
			continue
		}
		v := m.judge(of, at)
		if v.fired || v.guard == guardNth {
			m.settled = append(m.settled, of.rule)
		}
		report(of.rule, v)
	}
}

// judgeBare judges rules on a message without its disguise, except those that are settled.
func (m *Matcher) judgeBare(these []candidate, at int, report func(rule int32, v verdict)) {
	for _, of := range these {
		if m.inForce(of.rule, at) && !slices.Contains(m.settled, of.rule) {
			report(of.rule, m.judge(of, at))
		}
	}
}

func (m *Matcher) inForce(rule int32, at int) bool {
	return m.program.rules[rule].Life.holds(m.session.Date, m.session.Messages[at].Platform)
}

// noMessage is the message without a disguise when all are read as they are written.
const noMessage = -1

// undress has the message read without its disguise.
func (m *Matcher) undress(at int) {
	m.bare = at
	m.bareRead = m.read(m.texts[at].Undisguised())
}

// folded returns the text of a message as rules read it, at the moment.
func (m *Matcher) folded(at int) []byte {
	if at == m.bare {
		return m.texts[at].Undisguised()
	}
	return m.texts[at].Folded()
}

// rawSpan returns the bytes of a message as it was written that a place stands for.
func (m *Matcher) rawSpan(at int, p place) chat.Span {
	if at == m.bare {
		return m.texts[at].UndisguisedSpan(p.begin, p.end)
	}
	return m.texts[at].RawSpan(p.begin, p.end)
}

// read looks up what stands in a folded text.
func (m *Matcher) read(folded []byte) reading {
	r := reading{
		done: true, symbols: scan{begin: int32(len(m.symbols))},
		found: scan{begin: int32(len(m.found))}, opened: scan{begin: int32(len(m.opened))},
	}
	m.symbols = m.program.alphabet.translate(m.symbols, folded)
	r.symbols.end = int32(len(m.symbols))
	m.found, m.opened = m.program.lexicon.scan(m.found, m.opened, folded, m.symbols[r.symbols.begin:])
	r.found.end, r.opened.end = int32(len(m.found)), int32(len(m.opened))
	return r
}

// reading returns what stands in a message, as it is read at the moment, reading it when it
// is first asked for.
func (m *Matcher) reading(at int) *reading {
	if at == m.bare {
		return &m.bareRead
	}
	if !m.reads[at].done {
		m.reads[at] = m.read(m.texts[at].Folded())
	}
	return &m.reads[at]
}

// occurrences returns the words of a message. What it returns is valid until the next
// session.
func (m *Matcher) occurrences(at int) []occurrence {
	r := m.reading(at)
	return m.found[r.found.begin:r.found.end]
}

// symbolsOf returns the characters of a message as symbols.
func (m *Matcher) symbolsOf(at int) []symbol {
	r := m.reading(at)
	return m.symbols[r.symbols.begin:r.symbols.end]
}

// try gets ready for trying patterns on a message.
func (m *Matcher) try(at int) {
	bare := at == m.bare
	if at == m.tried && bare == m.bareTry {
		return
	}
	m.tried, m.bareTry = at, bare
	clear(m.open)
	clear(m.present)
	clear(m.standing)
	r := m.reading(at)
	for _, gate := range m.opened[r.opened.begin:r.opened.end] {
		m.open[gate>>6] |= 1 << (gate & 63)
	}
	for _, s := range m.symbols[r.symbols.begin:r.symbols.end] {
		m.present[s>>6] |= 1 << (s & 63)
	}
	for i := range m.found[r.found.begin:r.found.end] {
		word := m.found[int(r.found.begin)+i].word
		m.standing[word>>6] |= 1 << (word & 63)
	}
}

// passes reports whether the message opens each gate of the pattern and holds a character
// of each need.
func (m *Matcher) passes(p *pattern, at int) bool {
	m.try(at)
	for _, gate := range p.gates {
		if gate == noGate {
			break
		}
		if m.open[gate>>6]>>(gate&63)&1 == 0 {
			return false
		}
	}
	for _, n := range m.program.needs[p.number] {
		if !m.holdsOne(n) {
			return false
		}
	}
	return true
}

// holdsOne reports whether the message that is tried holds one of the symbols.
func (m *Matcher) holdsOne(n []symbol) bool {
	for _, s := range n {
		if m.present[s>>6]>>(s&63)&1 == 1 {
			return true
		}
	}
	return false
}

// matched reports whether a pattern matches somewhere in a message.
func (m *Matcher) matched(p *pattern, at int) bool {
	found, ok := p.machineOver(m.program.alphabet).matches(m.symbolsOf(at))
	return found && ok || !ok && p.get().Match(m.folded(at))
}

// candidates returns the rules that a word of the message may begin, in the order of
// the set, in force or not.
func (m *Matcher) candidates(at int) []int32 {
	m.round++
	m.rules = m.rules[:0]
	if m.speaks(at) {
		m.gather(at)
		slices.Sort(m.rules)
	}
	return m.rules
}

// speaks reports whether a message may hold a word that begins a rule of its speaker's role.
func (m *Matcher) speaks(at int) bool {
	role := m.session.Messages[at].Role
	l := m.program.seldom[role]
	if l == nil || !m.roles[role] {
		return m.roles[role]
	}
	return len(m.wordsOf(l, m.folded(at))) > 0
}

// wordsOf returns the words of a small lexicon in a text, without reading the text whole. It
// is valid until the next call.
func (m *Matcher) wordsOf(l *lexicon, folded []byte) []occurrence {
	m.scratch = m.program.alphabet.translate(m.scratch[:0], folded)
	m.words, _ = l.scan(m.words[:0], nil, folded, m.scratch)
	return m.words
}

// bareCandidates is candidates for a message without its disguise: rules that look through
// it.
func (m *Matcher) bareCandidates(at int) []int32 {
	return slices.DeleteFunc(m.candidates(at), func(rule int32) bool {
		return !m.program.rules[rule].Disguised
	})
}

// gather appends to m.rules the rules of the message's speaker that its words begin, each
// once a round.
func (m *Matcher) gather(at int) {
	role := m.session.Messages[at].Role
	for _, o := range m.occurrences(at) {
		for _, rule := range m.program.begins.at(o.word) {
			if m.stamps[rule] == m.round {
				continue
			}
			m.stamps[rule] = m.round
			if m.program.rules[rule].Say == role {
				m.rules = append(m.rules, rule)
			}
		}
	}
}
