// Package check holds what a check is: a value with a name, a documentation and one
// function that looks at one session. Each kind of check stands in a folder of its
// own below this one; package inspect lists them all.
package check

import (
	"slices"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/text"
)

// A Check looks at one session and reports what it finds there. It holds no state
// between sessions, so any number of them may run at once.
type Check struct {
	Kind string      // the last part of the rule id of its findings
	Doc  string      // one-line title, blank line, reasoning
	Run  func(*Pass) // reports through Pass.Report; linear in the session's text
}

// A Pass is all that a check sees: one session, decoded once for every check.
type Pass struct {
	Session *chat.Session
	Texts   []text.Text // Texts[i] is the text of Session.Messages[i]
	Turns   []chat.Turn
	Report  func(chat.Finding)

	prints []Print
	memo   text.Memo
}

// Begin prepares the pass for a session. It reuses the pass's buffers.
func (p *Pass) Begin(s *chat.Session) {
	n := len(s.Messages)
	p.Session, p.Turns = s, s.AppendTurns(p.Turns[:0])
	p.Texts = slices.Grow(p.Texts[:0], n)[:n]
	p.prints = slices.Grow(p.prints[:0], n)[:n]
	for i := range s.Messages {
		p.Texts[i].Set(s.Messages[i].Text)
		p.prints[i].Runes = -1
	}
}

// Print returns the fingerprint of a message, computed when it is first asked for.
func (p *Pass) Print(message int) Print {
	print := &p.prints[message]
	if print.Runes < 0 {
		known := p.memo.Of(&p.Texts[message])
		print.Hash, print.Runes = known.Hash, int(known.Runes)
	}
	return *print
}

// Words returns the number of words of a message, which count counts unless it is known.
func (p *Pass) Words(message int, count func(message int) int32) int32 {
	known := p.memo.Of(&p.Texts[message])
	if known.Words < 0 {
		known.Words = count(message)
	}
	return known.Words
}

// A Print is what a text is when punctuation, spaces, emoticons and the values of
// numbers are left out.
type Print struct {
	Hash  uint64
	Runes int // letters, Han characters and runs of digits that the hash covers
}
