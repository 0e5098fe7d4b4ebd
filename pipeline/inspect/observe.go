package inspect

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/check/copypaste"
	"chatqc/pipeline/text"
)

// A Text says how often agents of one shop sent one text.
type Text struct {
	Hash               uint64 // fingerprint
	Messages, Sessions uint32
}

// textBytes is the size of a Text.
const textBytes = 16

func (t *Text) add(o Text) {
	t.Messages += o.Messages
	t.Sessions += o.Sessions
}

// A Partial is what was observed in some sessions: for each shop, the texts that its
// agents sent, by fingerprint. It takes 16 bytes for each distinct text of a shop.
type Partial struct {
	shops []shopTexts // sorted by shop
}

// shopTexts are the texts of one shop, sorted by fingerprint, each once.
type shopTexts struct {
	shopID string
	texts  []Text
}

// NewPartial returns what is observed in no session at all.
func NewPartial() *Partial { return &Partial{} }

// Bytes returns the memory that the texts take.
func (p *Partial) Bytes() (n int) {
	for i := range p.shops {
		n += len(p.shops[i].texts) * textBytes
	}
	return n
}

// shop returns the texts of a shop, to which the caller may add.
func (p *Partial) shop(id string) *shopTexts {
	last := len(p.shops) - 1
	if last >= 0 && p.shops[last].shopID == id { // sessions come sorted by shop
		return &p.shops[last]
	}
	i, found := slices.BinarySearchFunc(p.shops, id, func(s shopTexts, id string) int {
		return cmp.Compare(s.shopID, id)
	})
	if !found {
		p.shops = slices.Insert(p.shops, i, shopTexts{shopID: id})
	}
	return &p.shops[i]
}

// An Observer adds sessions to a Partial. It holds buffers and is not for concurrent
// use: take one a worker and Combine their partials.
type Observer struct {
	partial Partial
	decoded text.Text
	memo    text.Memo
	seen    []uint64 // texts of the session at hand

	shopID  string
	pending []Text // of the shop, in any order
	sorter  textSorter
}

// leastPending is how many texts are gathered at least before they are sorted in.
const leastPending = 1 << 13

// NewObserver returns an Observer that has seen nothing.
func NewObserver() *Observer { return &Observer{} }

// Observe adds one session. Linear in its text, provided that sessions come sorted by shop.
func (o *Observer) Observe(s *chat.Session) {
	if s.ShopID() != o.shopID {
		o.settle()
		o.shopID = strings.Clone(s.ShopID())
	}
	o.seen = o.seen[:0]
	for i := range s.Messages {
		if !s.Messages[i].Human() {
			continue
		}
		o.decoded.Set(s.Messages[i].Text)
		if known := o.memo.Of(&o.decoded); known.Runes >= copypaste.MinRunes {
			o.seen = append(o.seen, known.Hash)
		}
	}
	slices.Sort(o.seen)
	for begin := 0; begin < len(o.seen); {
		hash, end := o.seen[begin], begin+1
		for end < len(o.seen) && o.seen[end] == hash {
			end++
		}
		o.pending = append(o.pending, Text{hash, uint32(end - begin), 1})
		begin = end
	}
	if len(o.pending) >= leastPending && len(o.pending) >= len(o.partial.shop(o.shopID).texts)/2 {
		o.settle()
	}
}

// settle sorts what is pending into the shop's texts.
func (o *Observer) settle() {
	if len(o.pending) == 0 {
		return
	}
	shop := o.partial.shop(o.shopID)
	shop.texts = mergeTexts(shop.texts, o.sorter.sort(o.pending))
	o.pending = o.pending[:0]
}

// Bytes returns the memory that what was observed takes.
func (o *Observer) Bytes() int { return o.partial.Bytes() + len(o.pending)*textBytes }

// Take returns what was observed since the last call.
func (o *Observer) Take() *Partial {
	o.settle()
	taken := o.partial
	o.partial, o.shopID = Partial{}, ""
	return &taken
}

// mergeTexts merges two sorted lists into one that shares no memory with b.
func mergeTexts(a, b []Text) []Text {
	merged := make([]Text, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].Hash < b[0].Hash:
			merged, a = append(merged, a[0]), a[1:]
		case a[0].Hash > b[0].Hash:
			merged, b = append(merged, b[0]), b[1:]
		default:
			both := a[0]
			both.add(b[0])
			merged, a, b = append(merged, both), a[1:], b[1:]
		}
	}
	return append(append(merged, a...), b...)
}

// A textSorter sorts texts by fingerprint and adds up equal ones, with buffers of its own.
type textSorter struct {
	places []int
	sorted []Text
}

// sort returns the texts sorted, each once, in memory that the next call uses again. The high
// bits of a fingerprint spread the texts over buckets of a few each, which is several times
// as fast as comparing all of them.
func (s *textSorter) sort(texts []Text) []Text {
	width := bits.Len(uint(len(texts) / 8))
	s.places = slices.Grow(s.places[:0], 1<<width)[:1<<width]
	clear(s.places)
	shift := 64 - width
	for i := range texts {
		s.places[texts[i].Hash>>shift]++
	}
	at := 0
	for i, n := range s.places {
		s.places[i] = at
		at += n
	}
	s.sorted = slices.Grow(s.sorted[:0], len(texts))[:len(texts)]
	for i := range texts {
		place := &s.places[texts[i].Hash>>shift]
		s.sorted[*place] = texts[i]
		*place++
	}
	begin, kept := 0, 0
	for _, end := range s.places {
		bucket := s.sorted[begin:end]
		slices.SortFunc(bucket, func(a, b Text) int { return cmp.Compare(a.Hash, b.Hash) })
		for _, t := range bucket {
			if kept > 0 && s.sorted[kept-1].Hash == t.Hash {
				s.sorted[kept-1].add(t)
				continue
			}
			s.sorted[kept] = t
			kept++
		}
		begin = end
	}
	return s.sorted[:kept]
}
