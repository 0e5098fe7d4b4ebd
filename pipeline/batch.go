package pipeline

import "chatqc/pipeline/chat"

// batchMessages is how many messages go to a worker at once.
const batchMessages = 4096

// A batch is some sessions on their way to a worker. Its strings belong to the reader;
// what is made of the sessions does not keep them.
type batch struct {
	sessions []chat.Session
	messages []chat.Message
}

// add copies a session whose messages the reader is going to overwrite, and reports
// whether there was room for it. An empty batch has room for any session.
func (b *batch) add(s *chat.Session) bool {
	begin := len(b.messages)
	if begin > 0 && begin+len(s.Messages) > batchMessages {
		return false
	}
	b.messages = append(b.messages, s.Messages...)
	b.sessions = append(b.sessions, chat.Session{
		Date: s.Date, Messages: b.messages[begin:len(b.messages):len(b.messages)],
	})
	return true
}

// reset empties the batch, which lets go of the reader's strings.
func (b *batch) reset() {
	clear(b.messages)
	b.sessions, b.messages = b.sessions[:0], b.messages[:0]
}

// newBatch has room for a whole batch, so that adding does not move what it holds.
func newBatch() *batch {
	return &batch{messages: make([]chat.Message, 0, batchMessages)}
}
