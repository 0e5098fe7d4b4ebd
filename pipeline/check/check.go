// Package check holds what a check is: a value with a name, a documentation and one
// function that looks at one session. Each kind of check stands in a folder of its
// own below this one; package inspect lists them all.
package check

import (
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
	Texts   []text.Text // Texts[i] is decoded from Session.Messages[i]
	Turns   []chat.Turn
	Prints  []Print // Prints[i] is the fingerprint of Session.Messages[i]
	Report  func(chat.Finding)
}

// A Print is what a text is when punctuation, spaces, emoticons and the values of
// numbers are left out.
type Print struct {
	Hash  uint64
	Runes int // letters, Han characters and runs of digits that the hash covers
}
