// Package copypaste finds the same answer sent again to the same customer in one
// session.
//
// Repetition alone is no fault: nearly half of all agents' messages in real chats
// repeat exactly, and the commonest are greetings, holds and closings. So the class
// of a message is told first (Classify), and only content that comes again, word for
// word and figure for figure, is looked at.
//
// It is a fault when the same agent says it again after the customer has spoken, once
// for each text and session. It is none when the customer asked much the same again,
// asked to have it sent again, or wrote the text; nor when it came twice in a row,
// which is a double click. On real chats most repetitions fall under one of these.
//
// # Classes
//
// A macro is told by what it is made of: phrases that greet, hold, close or
// acknowledge, and fillers (phrases.go). No list holds whole sentences, so a shop's
// own wording is told as well. What the lists do not know is content: a gap in them
// costs a finding to review, not a missed fault.
package copypaste
