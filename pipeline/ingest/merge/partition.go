package merge

import (
	"cmp"
	"math/bits"
	"slices"

	"chatqc/pipeline/chat"
)

// An entry is the place of a spilled row in the partition.
type entry struct {
	hash uint64
	at   int
}

// load reads the blocks and sorts the places of their rows by conversation.
func (w *worker) load(from *blob, chunks []block) error {
	size := sizeOf(chunks)
	w.arena = slices.Grow(w.arena[:0], size)[:size]
	at := 0
	for _, b := range chunks {
		if err := from.readBlock(w.arena[at:at+int(b.size)], b); err != nil {
			return err
		}
		at += int(b.size)
	}
	w.index = w.index[:0]
	s := alias(w.arena)
	for at := 0; at < len(s); {
		hash, n := rowHeader(s[at:])
		if n == 0 {
			return errDamaged
		}
		w.index = append(w.index, entry{hash, at})
		at += n
	}
	w.group()
	return nil
}

// group sorts the index by hash, rows of one conversation as they came. The high bits
// spread the entries over buckets of a few conversations each, which is faster than
// comparing all of them: the low bits are much the same in one partition.
func (w *worker) group() {
	n := len(w.index)
	width := bits.Len(uint(n / 16))
	w.buckets = slices.Grow(w.buckets[:0], 1<<width)[:1<<width]
	clear(w.buckets)
	shift := 64 - width
	for _, e := range w.index {
		w.buckets[e.hash>>shift]++
	}
	at := 0
	for i, size := range w.buckets {
		w.buckets[i] = at
		at += size
	}
	w.spare = slices.Grow(w.spare[:0], n)[:n]
	for _, e := range w.index {
		place := &w.buckets[e.hash>>shift]
		w.spare[*place] = e
		*place++
	}
	w.index, w.spare = w.spare, w.index
	begin := 0
	for _, end := range w.buckets {
		slices.SortFunc(w.index[begin:end], func(a, b entry) int {
			if a.hash != b.hash {
				return cmp.Compare(a.hash, b.hash)
			}
			return cmp.Compare(a.at, b.at)
		})
		begin = end
	}
}

// decode reads rows with one hash.
func (w *worker) decode(entries []entry) error {
	s := alias(w.arena)
	w.decoded = slices.Grow(w.decoded[:0], len(entries))[:len(entries)]
	for i, e := range entries {
		r := &w.decoded[i]
		in := reader{s: s[e.at : e.at+recordSize(s[e.at:])], at: headerBytes}
		r.decode(&in)
		if in.bad || in.at != len(in.s) || r.role > chat.RoleAgent || int(r.file) >= len(w.files) {
			return errDamaged
		}
	}
	return nil
}

// rowHeader reads the hash and the size of the spilled row with which s begins; the size
// is 0 when that is damaged.
func rowHeader(s string) (hash uint64, size int) {
	size = recordSize(s)
	if size < headerBytes || size > len(s) {
		return 0, 0
	}
	in := reader{s: s[sizeBytes:headerBytes]}
	return in.uint64(), size
}
