package merge

import (
	"fmt"

	"github.com/zeebo/xxh3"

	"chatqc/pipeline/chat"
)

// piecesOf counts the sessions into which a conversation is cut.
type piecesOf struct {
	pieces  int       // so far
	lastDay chat.Date // on which the last piece began
	ordinal int       // of that piece among those of its day, from 1
}

// cut cuts the kept rows of the conversation into sessions and encodes those that lie
// on days that may be written.
func (w *worker) cut() error {
	w.piecesOf = piecesOf{}
	if w.continues() {
		w.pieces = 1
	}
	for begin := 0; begin < len(w.order); {
		first := &w.rows[w.order[begin]]
		day := w.calendar.date(first.sentAt)
		left := first.fixed || !first.keep && !w.spill.mayWrite(day)
		end := w.reach(begin, left)
		joined := end < len(w.order) && w.joins(begin, end)
		if w.pieces > 0 {
			w.number(day)
		}
		if left {
			w.leave(begin, end)
		} else if err := w.encode(begin, end, day); err != nil {
			return err
		}
		if !left || first.fixed || !joined { // else the session only begins later
			w.pieces++
		}
		begin = end
	}
	return nil
}

// continues reports whether the conversation is known to have begun before its rows:
// pieces of it came back, and the first one is not among them.
func (w *worker) continues() bool {
	tail := false
	for i := range w.rows {
		r := &w.rows[i]
		if r.held && !r.tail {
			return false
		}
		tail = tail || r.tail
	}
	return tail
}

// reach returns the end of the session that begins at w.order[begin]. What stays as it
// is does not become part of a session that is written, nor what must be kept a part of
// one that is left out.
func (w *worker) reach(begin int, left bool) int {
	fixed := w.rows[w.order[begin]].fixed
	end := begin + 1
	for ; end < len(w.order) && w.joins(begin, end); end++ {
		r := &w.rows[w.order[end]]
		if r.fixed && !fixed || r.keep && left {
			break
		}
	}
	return end
}

// joins reports whether w.order[at] is soon enough after the row before it and the
// first one of the session. Differences of sorted times fit 64 bits without a sign.
func (w *worker) joins(begin, at int) bool {
	c := &w.spill.cfg
	first, r := &w.rows[w.order[begin]], &w.rows[w.order[at]]
	if uint64(r.sentAt-first.sentAt) > uint64(c.MaxSession.Microseconds()) {
		return false
	}
	previous := &w.rows[w.order[at-1]]
	return r.session != "" ||
		uint64(r.sentAt-previous.sentAt) <= uint64(c.IdleGap.Microseconds())
}

// number gives a piece its number among those that begin on the day.
func (w *worker) number(day chat.Date) {
	if w.ordinal == 0 || w.lastDay != day {
		w.lastDay, w.ordinal = day, 0
	}
	w.ordinal++
}

// leave counts the rows of a session that is not written.
func (w *worker) leave(begin, end int) {
	for _, i := range w.order[begin:end] {
		w.count(&w.rows[i]).Outside++
	}
}

// appendSessionID appends the name of the session that begins with the row.
func (w *worker) appendSessionID(dst []byte, first *row) []byte {
	switch {
	case first.session == "":
		return appendGapID(dst, xxh3.HashString(first.shop), first.customer, first.sentAt)
	case w.pieces > 0:
		return appendPieceID(dst, xxh3.HashString(first.shop), first.session, w.piecesOf)
	}
	return append(dst, first.session...)
}

// place returns the day under which a session is filed that must not vanish, though it
// begins on a day that may not be written: the last one before it that may. The tables
// held its rows at most a session's length earlier.
func (s *Spill) place(day chat.Date) (chat.Date, error) {
	if s.cfg.HasWindow {
		day = min(day, s.cfg.To)
	}
	const searched = 4
	for d := day; d > day-searched; d-- {
		if s.mayWrite(d) {
			return d, nil
		}
	}
	return day, fmt.Errorf("got held rows of %v, want that day or one before it writable", day)
}
