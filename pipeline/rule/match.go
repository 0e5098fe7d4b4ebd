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

	facts     Facts         // of factsOf
	factsOf   *chat.Session // the session that facts were gathered for
	given     *Facts        // what an example says of the world
	campaigns []*fact.Campaign
	turns     []chat.Turn
	machine   vm.VM

	session *chat.Session
	texts   []text.Text
	scans   []scan // by message

	open     []uint32 // by gate: the reading in which a word passed it last
	reading  uint32   // of a message, as it is written or without its disguise
	present  []uint64 // symbols of the message that is read
	readAt   int      // the message of that reading
	readBare bool

	symbols    []symbol
	translated []scan     // by message: where its symbols lie
	machines   []*machine // by pattern; nil where it was not tried yet
	found      []occurrence
	stamps     []uint32 // by rule: the last round in which it was gathered
	round      uint32
	rules      []int32 // candidates for the message at hand
	memory     memory
	brief      bool // few texts are read
	alone      bool // the text is read by itself, whatever stands around it
	places     []place
	spared     []place    // by the exceptions of the rule at hand
	matches    []place    // of the patterns of the cues at hand
	starts     []int32    // where the pattern at hand may begin
	proof      []sighting // of the rule at hand, besides its place
	grams      []uint64
	tokens     []segment.Token

	bare        int          // the message that is read without its disguise, or noMessage
	bareFound   []occurrence // in that message
	bareSymbols []symbol
	toRead      []candidate
	settled     []int32    // rules that fired on the message at hand as it is written
	cited       []citation // by rule
	times       []int32    // by rule: messages of the session that it would have fired on
}

// A scan is where the occurrences of a message lie in Matcher.found.
type scan struct{ begin, end int32 }

// unscanned marks a message that was not read yet.
var unscanned = scan{-1, -1}

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
func (s *Set) NewMatcher(world World) *Matcher {
	return &Matcher{
		program: s.program, law: s.law, world: world,
		stamps: make([]uint32, len(s.program.rules)), cited: make([]citation, len(s.program.rules)),
		times: make([]int32, len(s.program.rules)), machines: make([]*machine, len(s.program.needs)),
		open: make([]uint32, s.program.gates), readAt: noMessage,
		present: make([]uint64, s.program.alphabet.count/64+1),
		memory:  memory{texts: map[textKey]left{}, asked: map[textKey]candidate{}},
	}
}

// newBriefMatcher returns a Matcher for a few texts.
func (s *Set) newBriefMatcher(world World) *Matcher {
	m := s.NewMatcher(world)
	m.brief = true
	return m
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
	m.factsOf, m.readAt = nil, noMessage
	m.scans = m.scans[:0]
	m.symbols, m.translated = m.symbols[:0], m.translated[:0]
	for range s.Messages {
		m.scans, m.translated = append(m.scans, unscanned), append(m.translated, unscanned)
	}
	clear(m.times)
}

func (m *Matcher) placeOf(o occurrence) place {
	return place{int(m.program.automaton.begin(o)), int(o.end)}
}

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
				m.places = append(m.places, m.placeOf(o))
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
		if !m.passes(&patterns[i], at) || !m.mayMatch(&patterns[i], at) {
			continue
		}
		if len(patterns[i].starts) > 0 {
			dst = m.startedPlaces(dst, &patterns[i], at)
			continue
		}
		dst = patterns[i].places(dst, m.folded(at), maxPlaces)
	}
	return dst
}

// startedPlaces is FindAllIndex for a pattern whose matches begin with known words.
func (m *Matcher) startedPlaces(dst []place, p *pattern, at int) []place {
	m.starts = m.starts[:0]
	for _, o := range m.occurrences(at) {
		if p.starts.has(o.word) {
			m.starts = append(m.starts, m.program.automaton.begin(o))
		}
	}
	slices.Sort(m.starts)
	folded, end, found := m.folded(at), 0, 0
	for _, begin := range slices.Compact(m.starts) {
		if int(begin) < end || found == maxPlaces {
			continue
		}
		if match := p.get().FindSubmatchIndex(folded[begin:]); match != nil {
			end = int(begin) + match[1]
			core := p.coreOf(match)
			dst = append(dst, place{int(begin) + core.begin, int(begin) + core.end})
			found++
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
		Evidence: []chat.Evidence{{Message: at, Span: span}},
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

// cite returns the law that the rule cites, as in force on the day on which the
// session began.
func (m *Matcher) cite(rule int32) string {
	keys, last := m.program.rules[rule].Law, &m.cited[rule]
	if len(keys) > 0 && (last.text == "" || last.day != m.session.Date) {
		*last = citation{m.session.Date, m.law.cite(keys, m.session.Date)}
	}
	return last.text
}
