package merge

import (
	"cmp"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"
)

// An identity is a row of a conversation under the hash of its message identifier.
type identity struct {
	hash uint64
	at   int32
}

// identify gives every row of the conversation an identifier.
func (w *worker) identify() {
	w.names = w.names[:0]
	for i := range w.rows {
		r := &w.rows[i]
		if r.id != "" {
			continue
		}
		begin := len(w.names)
		w.names, w.scratch = appendFingerprint(w.names, w.scratch, r)
		r.id = alias(w.names[begin:])
	}
}

// dedupe leaves in w.order one row for each message of the conversation, and counts
// the others.
func (w *worker) dedupe() error {
	w.order = w.order[:0]
	if len(w.rows) == 1 {
		w.order = append(w.order, 0)
		return nil
	}
	w.identities = w.identities[:0]
	for i := range w.rows {
		hash := xxh3.HashString(w.rows[i].id)
		w.identities = append(w.identities, identity{hash, int32(i)})
	}
	all := w.identities
	slices.SortFunc(all, func(a, b identity) int { return cmp.Compare(a.hash, b.hash) })
	for begin := 0; begin < len(all); {
		end := begin + 1
		for end < len(all) && all[end].hash == all[begin].hash {
			end++
		}
		if end-begin == 1 {
			w.order = append(w.order, all[begin].at)
		} else if err := w.resolve(all[begin:end]); err != nil {
			return err
		}
		begin = end
	}
	if len(w.order) == len(w.rows) { // in the order of the rows, which is nearly that of time
		for i := range w.order {
			w.order[i] = int32(i)
		}
	}
	return nil
}

// resolve picks among rows that very likely have the same identifier. What stands on
// a day that stays as it is cannot be replaced.
func (w *worker) resolve(same []identity) error {
	slices.SortFunc(same, func(a, b identity) int {
		p, q := &w.rows[a.at], &w.rows[b.at]
		return cmp.Or(strings.Compare(p.id, q.id), compareFlags(p.fixed, q.fixed),
			compareContents(q, p), compareSources(p, q))
	})
	var winner, previous *row
	var told bool     // the previous content was counted as a conflict
	var accepted bool // a row of an export was counted as the winner
	for _, one := range same {
		r := &w.rows[one.at]
		switch {
		case winner == nil || r.id != winner.id:
			winner, accepted = r, !r.held
			w.order = append(w.order, one.at)
		case compareContents(r, winner) == 0 && !accepted && !winner.fixed && !r.held:
			w.count(r).Accepted++ // it stands in the tables, as after the first run
			accepted = true
		case compareContents(r, winner) == 0:
			w.count(r).Duplicates++
		case winner.fixed && !r.fixed && compareContents(r, winner) > 0:
			w.count(r).Outside++
		default:
			winner.keep = winner.keep || r.keep && !winner.fixed
			repeated := previous != winner && compareContents(r, previous) == 0
			if repeated && told {
				w.count(r).Duplicates++
				break
			}
			told = !r.held
			w.count(r).Conflicts++
			if repeated && r.held {
				break
			}
			if err := w.conflict(r); err != nil {
				return err
			}
		}
		previous = r
	}
	return nil
}

// compareContents is the total order of contents of one message: the greater is kept.
// It is the later, then the longer, then the greater in bytes.
func compareContents(a, b *row) int {
	return cmp.Or(
		cmp.Compare(a.sentAt, b.sentAt),
		cmp.Compare(len(a.text), len(b.text)),
		strings.Compare(a.text, b.text),
		cmp.Compare(a.role, b.role),
		cmp.Compare(a.turn, b.turn),
		strings.Compare(a.agent, b.agent),
		strings.Compare(a.customer, b.customer),
		strings.Compare(a.kind, b.kind),
		strings.Compare(a.platform, b.platform),
	)
}

// compareSources orders equal rows by where they came from. The first one of an export
// is counted as the message, the others as duplicates of it.
func compareSources(a, b *row) int {
	return cmp.Or(compareFlags(a.held, b.held), cmp.Compare(a.file, b.file),
		cmp.Compare(a.number, b.number), cmp.Compare(a.offset, b.offset))
}

// compareFlags orders what has a flag before what has it not.
func compareFlags(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// sort puts w.order into the order in which the messages were said. Among simultaneous
// ones the export's turn decides, then the role, then the identifier, of which the
// shorter comes first because exports count upwards.
func (w *worker) sort() {
	byTime := func(a, b int32) int {
		p, q := &w.rows[a], &w.rows[b]
		if p.sentAt != q.sentAt {
			return cmp.Compare(p.sentAt, q.sentAt)
		}
		return cmp.Or(cmp.Compare(p.turn, q.turn), cmp.Compare(p.role, q.role),
			cmp.Compare(len(p.id), len(q.id)), strings.Compare(p.id, q.id))
	}
	slices.SortFunc(w.order, byTime)
}
