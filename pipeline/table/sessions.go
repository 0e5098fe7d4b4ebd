package table

import (
	"fmt"
	"reflect"
	"slices"
	"unsafe"

	"github.com/apache/arrow-go/v18/parquet"

	"chatqc/pipeline/chat"
)

// ReadSessions calls fn with each session of a file of messages: the adjacent rows of
// one shop and session, whatever row groups they lie in. The session and its slice of
// messages are reused after fn returns. Strings stay valid, but each keeps some 64 KiB of
// its neighbours in memory: who keeps one for long clones it. An error of fn ends the
// reading and is returned as it is; an empty file gives no call. Errors of the file are
// those of Read.
//
// It costs about a quarter of a microsecond a message. Memory is one row group, compressed,
// and the longest session.
func ReadSessions(path string, fn func(*chat.Session) error) error {
	leaves, err := leavesOf(reflect.TypeFor[Message]())
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	f, err := openAs(path, leaves)
	if err != nil {
		return err
	}
	defer f.file.Close()
	dates := make([]chat.Date, batchRows)
	reader := f.messageReader(leaves, dates)
	var open openSession
	for {
		rows := open.space(batchRows)
		n, err := reader.next(unsafe.Pointer(unsafe.SliceData(rows)), len(rows))
		if err != nil {
			return damaged(path, err)
		}
		if n == 0 {
			return open.end(fn)
		}
		if err := open.take(dates[:n], fn); err != nil {
			return err
		}
	}
}

// messageReader reads rows of messages into values of chat.Message, and their dates,
// which have no field there, into dates.
func (f *parquetFile) messageReader(leaves []leaf, dates []chat.Date) *rowReader {
	var m chat.Message
	places := map[string]uintptr{
		"shop_id": unsafe.Offsetof(m.ShopID), "platform": unsafe.Offsetof(m.Platform),
		"session_id": unsafe.Offsetof(m.SessionID), "message_id": unsafe.Offsetof(m.MessageID),
		"seq": unsafe.Offsetof(m.Seq), "sent_at": unsafe.Offsetof(m.SentAtMicros),
		"role": unsafe.Offsetof(m.Role), "agent_id": unsafe.Offsetof(m.AgentID),
		"customer_id": unsafe.Offsetof(m.CustomerID), "kind": unsafe.Offsetof(m.Kind),
		"text": unsafe.Offsetof(m.Text), "turn": unsafe.Offsetof(m.Turn),
	}
	r := &rowReader{file: f, size: unsafe.Sizeof(m)}
	for i := range leaves {
		l := &leaves[i]
		index := f.MetaData().Schema.ColumnIndexByName(l.path)
		l.offset = places[l.path]
		switch l.path {
		case "session_date":
			r.fields = append(r.fields, &dateField{column[int32]{leaf: l, index: index}, dates})
		case "role":
			of := column[parquet.ByteArray]{leaf: l, index: index}
			r.fields = append(r.fields, &roleField{stringColumn{column: of}, l.offset})
		default:
			r.fields = append(r.fields, newField(l, index, r.size))
		}
	}
	return r
}

// A dateField puts dates aside instead of into rows.
type dateField struct {
	column[int32]
	dates []chat.Date // of the batch
}

func (f *dateField) fill(_ unsafe.Pointer, n int) error {
	for done := 0; done < n; {
		values, _, err := f.batch(n - done)
		if err != nil {
			return err
		}
		for i, v := range values {
			f.dates[done+i] = chat.Date(v)
		}
		done += len(values)
	}
	return nil
}

// A roleField turns the words of roles into roles.
type roleField struct {
	stringColumn
	offset uintptr
}

func (f *roleField) fill(first unsafe.Pointer, n int) error {
	const size = unsafe.Sizeof(chat.Message{})
	for done := 0; done < n; {
		words, _, err := f.batch(n - done)
		if err != nil {
			return err
		}
		for i, word := range words {
			role, ok := chat.ParseRole(word)
			if !ok {
				return fmt.Errorf("got role %q, want customer, agent, bot or system", word)
			}
			*(*chat.Role)(unsafe.Add(first, uintptr(done+i)*size+f.offset)) = role
		}
		done += len(words)
	}
	return nil
}

// An openSession holds the messages of a session whose end was not read yet, and room
// for the next ones behind them.
type openSession struct {
	session chat.Session
	rows    []chat.Message
}

// space returns room for n rows behind those that are held.
func (o *openSession) space(n int) []chat.Message {
	o.rows = slices.Grow(o.rows, n)
	return o.rows[len(o.rows) : len(o.rows)+n]
}

// take adds the rows that were put into space, one for each date, and hands sessions
// over as others begin.
func (o *openSession) take(dates []chat.Date, fn func(*chat.Session) error) error {
	held, begin := len(o.rows), 0
	o.rows = o.rows[:held+len(dates)]
	for i := held; i < len(o.rows); i++ {
		if i == 0 {
			o.session.Date = dates[0]
			continue
		}
		row, before := &o.rows[i], &o.rows[i-1]
		if row.SessionID == before.SessionID && row.ShopID == before.ShopID {
			continue
		}
		o.session.Messages = o.rows[begin:i:i]
		if err := fn(&o.session); err != nil {
			return err
		}
		o.session.Date, begin = dates[i-held], i
	}
	o.rows = o.rows[:copy(o.rows, o.rows[begin:])]
	return nil
}

// end hands over the last session, if there was any.
func (o *openSession) end(fn func(*chat.Session) error) error {
	if len(o.rows) == 0 {
		return nil
	}
	o.session.Messages = o.rows
	return fn(&o.session)
}
