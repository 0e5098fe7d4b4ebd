package table

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"

	"chatqc/pipeline/chat"
)

// ReadSessions calls fn with each session of a file of messages: the adjacent rows of
// one shop and session, whatever row groups they lie in. The session and its slice of
// messages are reused after fn returns. Strings stay valid, but each keeps some 64 KiB of
// its neighbours in memory: who keeps one for long clones it. An error of fn ends the
// reading and is returned as it is; an empty file gives no call. Errors of the file are
// those of Read.
//
// Columns are decoded without assembling rows, at about a quarter of a microsecond a
// message. Memory is one row group, compressed, and the longest session.
func ReadSessions(path string, fn func(*chat.Session) error) error {
	f, err := openAs(path, reflect.TypeFor[Message]())
	if err != nil {
		return err
	}
	defer f.file.Close()
	reader := newMessageReader(f.MetaData().Schema)
	var session chat.Session
	for g := range f.NumRowGroups() {
		if err := guard(func() error { return reader.enter(f.RowGroup(g)) }); err != nil {
			return fmt.Errorf("read %s: row group %d: %w", path, g, err)
		}
		for reader.left > 0 {
			if err := guard(reader.next); err != nil {
				return fmt.Errorf("read %s: row group %d: %w", path, g, err)
			}
			if err := reader.sessions(&session, fn); err != nil {
				return err
			}
		}
	}
	if len(session.Messages) == 0 {
		return nil
	}
	return fn(&session)
}

// A messageReader decodes the columns of messages, one batch of rows at a time.
type messageReader struct {
	left int64 // rows of the row group that are not decoded yet
	n    int   // rows of the batch

	shops, platforms, ids, messageIDs, roles, agents, customers, kinds, texts stringColumn

	dates, seqs, turns column[int32]
	sent               column[int64]
	parsed             []chat.Role
}

func newMessageReader(file *schema.Schema) *messageReader {
	r := &messageReader{}
	for name, c := range r.stringColumns() {
		c.index = file.ColumnIndexByName(name)
	}
	r.dates.index = file.ColumnIndexByName("session_date")
	r.seqs.index = file.ColumnIndexByName("seq")
	r.turns.index = file.ColumnIndexByName("turn")
	r.sent.index = file.ColumnIndexByName("sent_at")
	return r
}

func (r *messageReader) stringColumns() map[string]*stringColumn {
	return map[string]*stringColumn{
		"shop_id": &r.shops, "platform": &r.platforms, "session_id": &r.ids,
		"message_id": &r.messageIDs, "role": &r.roles, "agent_id": &r.agents,
		"customer_id": &r.customers, "kind": &r.kinds, "text": &r.texts,
	}
}

// enter begins a row group.
func (r *messageReader) enter(group *file.RowGroupReader) error {
	r.left = group.NumRows()
	for _, c := range r.stringColumns() {
		if err := c.enter(group); err != nil {
			return err
		}
	}
	return errors.Join(r.dates.enter(group), r.seqs.enter(group), r.turns.enter(group),
		r.sent.enter(group))
}

// next decodes the next batch of the row group.
func (r *messageReader) next() error {
	r.n = int(min(batchRows, r.left))
	r.left -= int64(r.n)
	columns := [...]interface{ next(n int) error }{
		&r.shops, &r.platforms, &r.ids, &r.messageIDs, &r.roles, &r.agents, &r.customers,
		&r.kinds, &r.texts, &r.dates, &r.seqs, &r.turns, &r.sent,
	}
	for _, c := range columns {
		if err := c.next(r.n); err != nil {
			return err
		}
	}
	r.parsed = r.parsed[:0]
	for _, word := range r.roles.strings[:r.n] {
		role, ok := chat.ParseRole(word)
		if !ok {
			return fmt.Errorf("got role %q, want customer, agent, bot or system", word)
		}
		r.parsed = append(r.parsed, role)
	}
	return nil
}

// sessions adds the batch to the session and hands it over whenever another begins.
func (r *messageReader) sessions(s *chat.Session, fn func(*chat.Session) error) error {
	for i := range r.n {
		shop, id := r.shops.strings[i], r.ids.strings[i]
		if len(s.Messages) > 0 && (s.ID() != id || s.ShopID() != shop) {
			if err := fn(s); err != nil {
				return err
			}
			s.Messages = s.Messages[:0]
		}
		if len(s.Messages) == 0 {
			s.Date = chat.Date(r.dates.values[i])
		}
		s.Messages = append(s.Messages, chat.Message{
			ShopID: shop, Platform: r.platforms.strings[i], SessionID: id,
			MessageID: r.messageIDs.strings[i], Seq: r.seqs.values[i], Turn: r.turns.values[i],
			SentAtMicros: r.sent.values[i], Role: r.parsed[i], AgentID: r.agents.strings[i],
			CustomerID: r.customers.strings[i], Kind: r.kinds.strings[i],
			Text: r.texts.strings[i],
		})
	}
	return nil
}
