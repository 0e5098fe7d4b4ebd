package rule

import (
	"cmp"
	"slices"

	"github.com/expr-lang/expr/vm"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/fact"
	"chatqc/pipeline/segment"
	"chatqc/pipeline/text"
)

// A Matcher matches the rules of a set against sessions. It holds buffers and is not
// for concurrent use: take one a worker.
type Matcher struct {
	program *program
	law     lawIndex
	world   World

	roles     [chat.RoleAgent + 1]bool // some rule that the world lets fire is of the role
	facts     Facts                    // of factsOf
	factsOf   *chat.Session            // the session that facts were gathered for
	given     *Facts                   // what an example says of the world
	campaigns []*fact.Campaign
	turns     []chat.Turn
	machine   vm.VM

	session *chat.Session
	texts   []text.Text
	reads   []reading // by message

	symbols  []symbol // of all messages that were read
	found    []occurrence
	opened   []int32  // gates
	open     []uint64 // gates of the message that patterns are tried on
	present  []uint64 // its symbols
	standing []uint64 // its words
	tried    int      // that message
	bareTry  bool     // without its disguise

	stamps  []uint32 // by rule: the last round in which it was gathered
	round   uint32
	rules   []int32 // candidates for the message at hand
	asked   []int32 // rules that the customer's turn begins
	askedIn scan    // that turn
	scratch []symbol
	words   []occurrence
	memory  memory
	brief   bool // few texts are read
	alone   bool // the text is read by itself, whatever stands around it
	places  []place
	spared  []place    // by the exceptions of the rule at hand
	matches []place    // of the patterns of the cues at hand
	proof   []sighting // of the rule at hand, besides its place
	grams   []uint64
	tokens  []segment.Token

	bare     int // the message that is read without its disguise, or noMessage
	bareRead reading
	toRead   []candidate
	settled  []int32         // rules that fired on the message at hand as it is written
	evidence []chat.Evidence // room for that of findings
	cited    []citation      // by rule
	times    []int32         // by rule: messages of the session that it would have fired on
}

// A reading is where what was found in a message lies in the buffers of a Matcher.
type reading struct {
	done                   bool
	symbols, found, opened scan
}

// A scan is a part of a buffer.
type scan struct{ begin, end int32 }

// A place is a range of folded bytes that a rule matches, and the one that made it.
type place struct {
	begin, end int
}

// A citation is the law that a rule cited last, and for which day.
type citation struct {
	day  chat.Date
	text string
}

// NewMatcher returns a Matcher of the set that looks at the given world.
func (s *Set) NewMatcher(world World) *Matcher { return s.newMatcher(world, false) }

// newBriefMatcher returns a Matcher for a few texts.
func (s *Set) newBriefMatcher(world World) *Matcher { return s.newMatcher(world, true) }

func (s *Set) newMatcher(world World, brief bool) *Matcher {
	roles := s.program.roles
	if !brief { // whose examples say themselves what the world is like
		roles = s.speaking(world.Facts)
	}
	return &Matcher{
		program: s.program, law: s.law, world: world, roles: roles,
		stamps: make([]uint32, len(s.program.rules)), cited: make([]citation, len(s.program.rules)),
		times: make([]int32, len(s.program.rules)), tried: noMessage,
		open:     make([]uint64, s.program.gates/64+1),
		present:  make([]uint64, s.program.alphabet.count/64+1),
		standing: make([]uint64, len(s.program.words)/64+1),
		brief:    brief,
		memory:   newMemory(brief, world.Workers),
	}
}

// Match appends to dst what the rules find in one session and returns it: for each
// message and rule at most one finding, in the order of messages. texts[i] is decoded
// from the session's message i. It changes nothing but its own buffers, so findings
// depend on the session and the rules alone. Linear in the text of the session: each
// message is scanned once, and a rule looks at no more than maxPlaces of its places.
func (m *Matcher) Match(dst []chat.Finding, s *chat.Session, texts []text.Text) []chat.Finding {
	m.begin(s, texts)
	for at := range s.Messages {
		dst = m.matchMessage(dst, at)
	}
	return dst
}

func (m *Matcher) matchMessage(dst []chat.Finding, at int) []chat.Finding {
	m.judgeLeft(at, func(rule int32, v verdict) {
		if v.fired {
			dst = append(dst, m.finding(rule, at, v))
		}
	})
	return dst
}

func (m *Matcher) begin(s *chat.Session, texts []text.Text) {
	m.session, m.texts, m.found, m.bare = s, texts, m.found[:0], noMessage
	m.factsOf, m.tried, m.askedIn, m.asked = nil, noMessage, scan{}, m.asked[:0]
	m.symbols, m.opened = m.symbols[:0], m.opened[:0]
	m.reads = slices.Grow(m.reads[:0], len(s.Messages))[:len(s.Messages)]
	clear(m.reads)
	clear(m.times)
}

func (o occurrence) place() place { return place{int(o.begin), int(o.end)} }

// maxPlaces is how many places of one message a rule looks at, so that a message of a
// million repeated words costs no more than one of a few hundred.
const maxPlaces = 64

// findPlaces lists the places that the rule matches, the leftmost first, of several
// that begin together the longest. A rule of sentences alone takes the whole message.
func (m *Matcher) findPlaces(c *compiled, at int) []place {
	m.places = m.places[:0]
	switch {
	case len(c.patterns) > 0:
		m.places = m.patternPlaces(m.places, c.patterns, at)
	case len(c.any)+len(c.all)+len(c.atLeast) == 0:
		m.places = append(m.places, place{0, len(m.folded(at))})
	default:
		words := c.any
		if len(words) == 0 {
			words = c.all
		}
		if len(words) == 0 {
			words = c.atLeast
		}
		for _, o := range m.occurrences(at) {
			if words.has(o.word) && len(m.places) < maxPlaces {
				m.places = append(m.places, o.place())
			}
		}
	}
	slices.SortFunc(m.places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(b.end, a.end))
	})
	return m.places
}

// patternPlaces appends the matches of patterns in a message.
func (m *Matcher) patternPlaces(dst []place, patterns []pattern, at int) []place {
	for i := range patterns {
		p := &patterns[i]
		switch {
		case !m.passes(p, at):
		case m.brief: // a machine is not worth making for a few texts
			dst = p.places(dst, m.folded(at), maxPlaces)
		case m.matched(p, at):
			dst = m.exactPlaces(dst, p, at)
		}
	}
	return dst
}

// maxTried is how many symbols a text has at most in which a machine looks for where
// matches begin: it tries each symbol, and may read on to the end from each.
const maxTried = 1 << 10

// exactPlaces appends where a pattern that matches somewhere in a message matches. The
// machine says where matches begin, so that package regexp is tried nowhere else.
func (m *Matcher) exactPlaces(dst []place, p *pattern, at int) []place {
	folded, symbols := m.folded(at), m.symbolsOf(at)
	machine := p.machineOver(m.program.alphabet)
	if machine.width == 0 || machine.always || machine.looksBack || len(symbols) > maxTried {
		return p.places(dst, folded, maxPlaces)
	}
	anchored, before := p.anchored(), len(dst)
	for next, offset, n := 0, 0, 0; n < maxPlaces; n++ {
		begin := machine.leftmost(symbols, next)
		if begin < 0 {
			break
		}
		for ; next < begin; next++ {
			offset += width(folded[offset])
		}
		match := anchored.FindSubmatchIndex(folded[offset:])
		if match == nil || match[1] == 0 {
			return p.places(dst[:before], folded, maxPlaces)
		}
		core := anchored.coreOf(match)
		dst = append(dst, place{offset + core.begin, offset + core.end})
		for end := offset + match[1]; offset < end; next++ {
			offset += width(folded[offset])
		}
	}
	return dst
}

func (m *Matcher) finding(rule int32, at int, v verdict) chat.Finding {
	c := &m.program.rules[rule]
	span := m.rawSpan(at, v.place)
	f := chat.Finding{
		RuleID: c.ID, RuleVersion: c.Version, Title: c.Title, Dimension: c.Dimension,
		Severity: c.Severity, Points: c.Points, Message: at, Span: span, Reason: c.Why,
		LegalBasis: m.cite(rule), Suggestion: c.Instead,
		Evidence: append(m.evidenceRoom(1+len(m.proof)), chat.Evidence{Message: at, Span: span}),
	}
	for _, s := range m.proof {
		s = m.settle(s)
		e := chat.Evidence{Message: s.message, Span: m.rawSpan(s.message, s.place)}
		f.Evidence = append(f.Evidence, e)
	}
	slices.SortStableFunc(f.Evidence, func(a, b chat.Evidence) int {
		return cmp.Compare(a.Message, b.Message)
	})
	return f
}

// evidenceRoom returns an empty list with room for n; many lie in one piece of memory.
func (m *Matcher) evidenceRoom(n int) []chat.Evidence {
	if len(m.evidence) < n {
		m.evidence = make([]chat.Evidence, max(n, 128))
	}
	room := m.evidence[:0:n]
	m.evidence = m.evidence[n:]
	return room
}

// cite returns the law that the rule cites, as in force on the day on which the
// session began.
func (m *Matcher) cite(rule int32) string {
	keys, last := m.program.rules[rule].Law, &m.cited[rule]
	if len(keys) > 0 && (last.text == "" || last.day != m.session.Date) {
		*last = citation{m.session.Date, m.law.cite(keys, m.session.Date)}
	}
	return last.text
}
