package inspect

import (
	"slices"
	"strings"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/check"
	"chatqc/pipeline/check/copypaste"
	"chatqc/pipeline/metric"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/segment"
	"chatqc/pipeline/table"
)

// A Result is what inspection says of some sessions, as rows of the tables.
type Result struct {
	Sessions []table.Session
	Findings []table.Finding
	Copies   []table.Copy
}

// An Inspector inspects one session after the other. It holds buffers and is not for
// concurrent use: take one a worker.
type Inspector struct {
	version string
	matcher *rule.Matcher
	words   *segment.Segmenter
	checks  []check.Check

	pass     check.Pass
	tokens   []segment.Token
	findings []chat.Finding
	copied   map[string]*copied // texts of copies, each kept once
	names    map[string]string  // of shops, platforms and agents, each kept once
	last     string             // of these, the one asked for last
	slab     slab               // of strings of rows
	spare    []copied           // room for those that come
	scratch  []byte

	copies []*copied // by message: the template that it is a copy of, or nil
}

// NewInspector returns an Inspector for a compiled set of rules. words cuts agents'
// messages into words; version is the fingerprint that every session row carries.
func NewInspector(rules *rule.Set, world rule.World, version string) *Inspector {
	in := &Inspector{
		version: version, matcher: rules.NewMatcher(world), words: world.Words, checks: Checks(),
		copied: map[string]*copied{}, names: map[string]string{},
	}
	in.pass.Report = func(f chat.Finding) { in.findings = append(in.findings, f) }
	return in
}

// Inspect appends to dst what the rules and checks say of one session. It reads the
// frozen window and changes nothing but dst and its own buffers, so the rows depend
// on the session, the window and the rules alone. They hold copies of what they need of
// the session's strings. Linear in the session's text.
func (in *Inspector) Inspect(dst *Result, s *chat.Session, window Frozen) {
	in.pass.Begin(s)
	in.recall(s, window)
	in.findings = in.matcher.Match(in.findings[:0], s, in.pass.Texts)
	for i := range in.checks {
		in.checks[i].Run(&in.pass)
	}
	row := in.sessionRow(s)
	row.AgentWords = in.agentWords(s)
	dst.Sessions = append(dst.Sessions, row)
	for i := range in.findings {
		dst.Findings = append(dst.Findings, in.findingRow(s, &in.findings[i], row.Valid))
	}
	in.appendCopies(dst, s, row.SessionID)
}

// recall finds the messages that are copies of a template of the window.
func (in *Inspector) recall(s *chat.Session, window Frozen) {
	n := len(s.Messages)
	in.copies = slices.Grow(in.copies[:0], n)[:n]
	templates := window.shop(s.ShopID())
	for i := range s.Messages {
		in.copies[i] = nil
		if !s.Messages[i].Human() {
			continue
		}
		print := in.pass.Print(i)
		if print.Runes >= copypaste.MinRunes && templates.has(print.Hash) {
			in.copies[i] = in.keep(i)
		}
	}
}

// agentWords counts the words of the agents' messages.
func (in *Inspector) agentWords(s *chat.Session) (words int32) {
	for i := range s.Messages {
		if s.Messages[i].Human() {
			words += in.pass.Words(i, in.countWords)
		}
	}
	return words
}

func (in *Inspector) countWords(message int) (words int32) {
	in.tokens = in.words.Segment(in.tokens[:0], in.pass.Texts[message].Folded())
	for _, token := range in.tokens {
		if token.ID >= 0 {
			words++
		}
	}
	return words
}

// appendCopies lists the messages that are copies of a template. sessionID is the
// session's identifier as its row keeps it.
func (in *Inspector) appendCopies(dst *Result, s *chat.Session, sessionID string) {
	for i, c := range in.copies {
		if c == nil {
			continue
		}
		m := &s.Messages[i]
		dst.Copies = append(dst.Copies, table.Copy{
			SessionDate: int32(s.Date), ShopID: in.name(m.ShopID), SessionID: sessionID,
			MessageID: in.slab.String(m.MessageID), AgentID: in.name(m.AgentID),
			TemplateID: c.template, Similarity: 1, EndByte: int32(len(m.Text)),
			Class: string(c.class), Seq: m.Seq, MatchedText: c.text,
		})
	}
}

// name returns the name of a shop, platform or agent in a copy that all rows share.
func (in *Inspector) name(s string) string {
	if s == in.last {
		return in.last
	}
	kept, ok := in.names[s]
	if !ok {
		if len(in.names) == maxCopied {
			clear(in.names)
		}
		kept = strings.Clone(s)
		in.names[kept] = kept
	}
	in.last = kept
	return kept
}

// maxCopied bounds the texts that are kept for being shared.
const maxCopied = 1 << 15

// A copied is a text that is a copy of a template, and what it says by itself.
type copied struct {
	text     string
	template string // its identifier
	class    copypaste.Class
}

// keep returns the text of a message in a copy that all rows with the same text share
// and that does not hold on to the rest of its session.
func (in *Inspector) keep(message int) *copied {
	text := in.pass.Session.Messages[message].Text
	kept, ok := in.copied[text]
	if !ok {
		if len(in.copied) == maxCopied {
			clear(in.copied)
		}
		in.scratch = appendTemplateID(in.scratch[:0], in.pass.Print(message).Hash)
		if len(in.spare) == 0 {
			in.spare = make([]copied, 128)
		}
		kept, in.spare = &in.spare[0], in.spare[1:]
		*kept = copied{
			text: in.slab.String(text), template: in.slab.Bytes(in.scratch),
			class: copypaste.Classify(in.pass.Texts[message].Folded()),
		}
		in.copied[kept.text] = kept
	}
	return kept
}

func (in *Inspector) sessionRow(s *chat.Session) table.Session {
	first, last := &s.Messages[0], &s.Messages[len(s.Messages)-1]
	valid, reason := metric.Valid(s)
	response := metric.Response(s)
	row := table.Session{
		SessionDate: int32(s.Date), ShopID: in.name(first.ShopID),
		Platform: in.name(first.Platform), SessionID: in.slab.String(first.SessionID),
		AgentID: in.name(metric.MainAgent(s)), CustomerID: in.slab.String(s.CustomerID()),
		FirstMessageAt: first.SentAtMicros, LastMessageAt: last.SentAtMicros,
		Valid: valid, InvalidReason: reason, Turns: int32(len(in.pass.Turns)),
		Unanswered: response.Unanswered, Transfers: int32(metric.Transfers(s)),
		Rounds: int32(response.Rounds), AnsweredRounds: int32(response.AnsweredRounds),
		Version: in.version,
	}
	if response.AnsweredRounds > 0 {
		row.FirstResponseSeconds = in.slab.number(response.FirstSeconds)
		row.MeanResponseSeconds = in.slab.number(response.MeanSeconds)
	}
	for i := range s.Messages {
		switch s.Messages[i].Role {
		case chat.RoleCustomer:
			row.CustomerMessages++
		case chat.RoleAgent:
			row.AgentMessages++
		case chat.RoleBot:
			row.BotMessages++
		}
	}
	return row
}

// Clear takes all rows out; their memory is kept for others.
func (r *Result) Clear() {
	clear(r.Sessions)
	clear(r.Findings)
	clear(r.Copies)
	*r = Result{Sessions: r.Sessions[:0], Findings: r.Findings[:0], Copies: r.Copies[:0]}
}
