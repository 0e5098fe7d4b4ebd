package merge

import (
	"cmp"
	"encoding/binary"
	"slices"

	"chatqc/pipeline/chat"
)

// A run is a day's part of one partition: encoded sessions, sorted.
type run struct {
	extent
	day                chat.Date
	messages, sessions int64
}

// A placed session is one encoded in worker.out.
type placed struct {
	at, size int
	messages int64
	day      chat.Date
	key      sessionKey
}

// encode appends a session to those of the partition and counts its rows.
func (w *worker) encode(begin, end int, day chat.Date) error {
	first := &w.rows[w.order[begin]]
	at := len(w.out)
	out := append(w.out, make([]byte, sessionHeader)...)
	out = appendString(out, first.shop)
	w.scratch = w.appendSessionID(w.scratch[:0], first)
	out = appendString(out, alias(w.scratch))
	out = binary.AppendUvarint(out, uint64(end-begin))
	previous := &row{}
	for _, i := range w.order[begin:end] {
		r := &w.rows[i]
		out = appendMessage(out, r, previous)
		w.count(r).Accepted++
		previous = r
	}
	binary.LittleEndian.PutUint32(out[at:], uint32(len(out)-at))
	binary.LittleEndian.PutUint32(out[at+sizeBytes:], checksum(alias(out[at:])))
	if !w.spill.mayWrite(day) {
		var err error
		if day, err = w.spill.place(day); err != nil {
			return err
		}
	}
	w.sessions = append(w.sessions, placed{
		at: at, size: len(out) - at, messages: int64(end - begin), day: day,
	})
	w.out = out
	return nil
}

// writeRuns writes the partition's sessions, sorted, a run for each day.
func (w *worker) writeRuns() error {
	s := alias(w.out)
	for i := range w.sessions {
		p := &w.sessions[i]
		p.key, _ = key(s[p.at : p.at+p.size])
	}
	slices.SortFunc(w.sessions, func(a, b placed) int {
		if a.day != b.day {
			return cmp.Compare(a.day, b.day)
		}
		return a.key.compare(&b.key)
	})
	place := w.spill.runs.reserve(int64(len(w.out)))
	to := stream{blob: w.spill.runs, at: place.at, buffer: w.scratch[:0]}
	for begin := 0; begin < len(w.sessions); {
		r := run{day: w.sessions[begin].day, extent: extent{at: place.at}}
		end := begin
		for ; end < len(w.sessions) && w.sessions[end].day == r.day; end++ {
			p := &w.sessions[end]
			r.sessions++
			r.messages += p.messages
			r.size += int64(p.size)
			if err := to.write(w.out[p.at : p.at+p.size]); err != nil {
				return err
			}
		}
		place.at += r.size
		w.runs = append(w.runs, r)
		begin = end
	}
	w.scratch = to.buffer[:0]
	return to.end()
}
