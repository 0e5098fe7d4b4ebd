package inspect

import (
	"slices"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/check/copypaste"
	"chatqc/pipeline/text"
)

// A Count says how often agents of one shop sent one text.
type Count struct{ Messages, Sessions int64 }

// A Partial is what was observed in some sessions: for each shop, the texts that its
// agents sent, by fingerprint. Its memory grows with the number of distinct texts.
type Partial struct {
	shops map[string]map[uint64]Count
}

// NewPartial returns what is observed in no session at all.
func NewPartial() *Partial { return &Partial{shops: map[string]map[uint64]Count{}} }

// An Observer adds sessions to a Partial. It holds buffers and is not for concurrent
// use: take one a worker and Combine their partials.
type Observer struct {
	Partial *Partial
	decoded text.Text
	seen    []uint64 // texts of the session at hand
}

// NewObserver returns an Observer with an empty Partial.
func NewObserver() *Observer { return &Observer{Partial: NewPartial()} }

// Observe adds one session. Linear in its text.
func (o *Observer) Observe(s *chat.Session) {
	texts := o.Partial.shop(s.ShopID())
	o.seen = o.seen[:0]
	for i := range s.Messages {
		if !s.Messages[i].Human() {
			continue
		}
		o.decoded.Set(s.Messages[i].Text)
		hash, runes := o.decoded.Fingerprint()
		if runes >= copypaste.MinRunes {
			o.seen = append(o.seen, hash)
		}
	}
	slices.Sort(o.seen)
	for begin := 0; begin < len(o.seen); {
		hash, end := o.seen[begin], begin+1
		for end < len(o.seen) && o.seen[end] == hash {
			end++
		}
		count := texts[hash]
		texts[hash] = Count{count.Messages + int64(end-begin), count.Sessions + 1}
		begin = end
	}
}

func (p *Partial) shop(id string) map[uint64]Count {
	texts, ok := p.shops[id]
	if !ok {
		texts = map[uint64]Count{}
		p.shops[id] = texts
	}
	return texts
}

// Add counts one row of the table of repeats: the text with this fingerprint.
func (p *Partial) Add(shopID string, hash uint64, count Count) {
	texts := p.shop(shopID)
	sum := texts[hash]
	texts[hash] = Count{sum.Messages + count.Messages, sum.Sessions + count.Sessions}
}
