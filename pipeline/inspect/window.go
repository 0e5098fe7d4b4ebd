package inspect

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"chatqc/pipeline/table"
)

// A Frozen is what a window says about texts: which are templates. It is only read, by any
// number of workers at once, and takes 16 to 32 bytes a template.
type Frozen struct{ shops map[string]*hashSet }

// Freeze returns what p alone, taken for a whole window, says.
func Freeze(p *Partial) Frozen {
	var w Window
	frozen, _ := w.Move([]Source{p.Source()}, nil) // memory does not fail
	return frozen
}

// Template reports whether the shop has the template.
func (f Frozen) Template(shopID, templateID string) bool {
	hash, err := parseTemplateID(templateID)
	return err == nil && f.shops[shopID].has(hash)
}

// shop returns the templates of one shop.
func (f Frozen) shop(id string) *hashSet { return f.shops[id] }

// A hashSet is a set of fingerprints with open addressing.
type hashSet struct {
	slots []uint64 // 0 is free; as many as a power of two
	size  int
	zero  bool // 0 is in the set
}

func (s *hashSet) has(hash uint64) bool {
	if s == nil {
		return false
	}
	if hash == 0 {
		return s.zero
	}
	mask := uint64(len(s.slots) - 1)
	for i := hash & mask; len(s.slots) > 0; i = (i + 1) & mask {
		if s.slots[i] == hash || s.slots[i] == 0 {
			return s.slots[i] == hash
		}
	}
	return false
}

func (s *hashSet) add(hash uint64) {
	if hash == 0 {
		s.zero = true
		return
	}
	if 2*s.size >= len(s.slots) {
		old := s.slots
		s.slots, s.size = make([]uint64, max(2*len(old), 64)), 0
		for _, h := range old {
			if h != 0 {
				s.add(h)
			}
		}
	}
	mask := uint64(len(s.slots) - 1)
	i := hash & mask
	for s.slots[i] != 0 {
		i = (i + 1) & mask
	}
	s.slots[i] = hash
	s.size++
}

// A Source gives what was observed in a day, piece by piece: the next texts of a shop, sorted
// by fingerprint, shops sorted too. At the end it gives no texts. What it gave may be
// overwritten by the next call.
type Source func() (shopID string, texts []Text, err error)

// Source returns the partial as a source.
func (p *Partial) Source() Source {
	shops := p.shops
	return func() (string, []Text, error) {
		for len(shops) > 0 && len(shops[0].texts) == 0 {
			shops = shops[1:]
		}
		if len(shops) == 0 {
			return "", nil, nil
		}
		next := shops[0]
		shops = shops[1:]
		return next.shopID, next.texts, nil
	}
}

// A RepeatCount is what a window needs of a row of the table of repeats.
type RepeatCount struct {
	// ShopID is the row's shop.
	ShopID string `parquet:"shop_id,dict"`
	// TemplateID is the text's fingerprint.
	TemplateID string `parquet:"template_id,plain"`
	// Sessions is how many sessions had the text.
	Sessions int64 `parquet:"sessions"`
}

// RowSource returns rows of the table of repeats, in their order, as a source of texts without
// messages. next gives some of them, none at the end.
func RowSource(next func() ([]RepeatCount, error)) Source {
	var rows []RepeatCount
	var texts []Text
	return func() (string, []Text, error) {
		if len(rows) == 0 {
			var err error
			if rows, err = next(); err != nil || len(rows) == 0 {
				return "", nil, err
			}
		}
		shopID, n := rows[0].ShopID, 0
		texts = texts[:0]
		for ; n < len(rows) && rows[n].ShopID == shopID; n++ {
			hash, err := parseTemplateID(rows[n].TemplateID)
			if err != nil {
				return "", nil, err
			}
			if rows[n].Sessions < 0 || rows[n].Sessions > math.MaxUint32 {
				return "", nil, fmt.Errorf("sessions: got %d, want 0 to %d",
					rows[n].Sessions, uint32(math.MaxUint32))
			}
			texts = append(texts, Text{Hash: hash, Sessions: uint32(rows[n].Sessions)})
		}
		rows = rows[n:]
		return shopID, texts, nil
	}
}

// A Window is the sum over a trailing window of days, which moves on by adding and removing
// days. The zero value is an empty window without a limit.
type Window struct {
	// Limit is the most memory, in bytes, that the sum is kept in; 0 is as much as it takes.
	Limit int

	sum    Partial
	beyond bool // the sum is not kept
}

// Kept reports whether the sum of the last Move is there to be moved on. Where it is not,
// because it would have been too large, the next Move must be given all days of its window.
func (w *Window) Kept() bool { return !w.beyond }

// Move adds and removes days and returns what the window now says. Linear in the texts of the
// days and of the sum. The errors are those of the sources; the window is of no use then.
func (w *Window) Move(add, remove []Source) (Frozen, error) {
	var streams []*stream
	if !w.beyond {
		sum := w.sum
		streams = append(streams, &stream{source: sum.Source(), sign: 1})
	}
	for _, s := range add {
		streams = append(streams, &stream{source: s, sign: 1})
	}
	for _, s := range remove {
		streams = append(streams, &stream{source: s, sign: -1})
	}
	m := merger{frozen: Frozen{map[string]*hashSet{}}, limit: w.Limit}
	if m.limit == 0 {
		m.limit = math.MaxInt
	}
	for _, s := range streams {
		if err := m.take(s); err != nil {
			return Frozen{}, err
		}
	}
	for len(m.streams) > 0 {
		if err := m.mergeShop(); err != nil {
			return Frozen{}, err
		}
	}
	w.sum, w.beyond = m.sum, m.beyond
	return m.frozen, nil
}

// A stream is a source with the texts that it gave last.
type stream struct {
	source Source
	sign   int64
	shopID string
	texts  []Text
}

func (s *stream) next() (err error) {
	s.shopID, s.texts, err = s.source()
	return err
}

// A merger sums up streams shop by shop, text by text.
type merger struct {
	streams []*stream // those that have texts
	heap    []*stream // of these, those of the shop at hand, by their next fingerprint

	frozen Frozen
	sum    Partial
	bytes  int
	limit  int
	beyond bool
}

// take moves a stream to its next texts, and takes it in unless there are none.
func (m *merger) take(s *stream) error {
	err := s.next()
	if err == nil && len(s.texts) > 0 {
		m.streams = append(m.streams, s)
	}
	return err
}

// mergeShop merges the texts of the least shop.
func (m *merger) mergeShop() error {
	first := slices.MinFunc(m.streams, func(a, b *stream) int {
		return cmp.Compare(a.shopID, b.shopID)
	})
	shop, templates := shopTexts{shopID: strings.Clone(first.shopID)}, &hashSet{}
	m.heap = m.heap[:0]
	others, most := m.streams[:0], 0
	for _, s := range m.streams {
		if s.shopID != shop.shopID {
			others = append(others, s)
			continue
		}
		m.heap = append(m.heap, s)
		most = max(most, len(s.texts))
	}
	m.streams = others
	if !m.beyond {
		shop.texts = make([]Text, 0, most+most/8)
	}
	for i := len(m.heap)/2 - 1; i >= 0; i-- {
		m.down(i)
	}
	for len(m.heap) > 0 {
		hash, sessions := m.heap[0].texts[0].Hash, int64(0)
		for len(m.heap) > 0 && m.heap[0].texts[0].Hash == hash {
			sessions += m.heap[0].sign * int64(m.heap[0].texts[0].Sessions)
			if err := m.advance(shop.shopID); err != nil {
				return err
			}
		}
		if sessions <= 0 {
			continue
		}
		if sessions >= TemplateSessions {
			templates.add(hash)
		}
		if m.bytes += textBytes; m.bytes > m.limit {
			m.beyond, m.sum, shop.texts = true, Partial{}, nil
		}
		if !m.beyond {
			text := Text{Hash: hash, Sessions: uint32(min(sessions, math.MaxUint32))}
			shop.texts = append(shop.texts, text)
		}
	}
	if templates.size > 0 || templates.zero {
		m.frozen.shops[shop.shopID] = templates
	}
	if !m.beyond && len(shop.texts) > 0 {
		m.sum.shops = append(m.sum.shops, shop)
	}
	return nil
}

// advance moves the top of the heap to its next text, and out of the heap when that belongs
// to another shop.
func (m *merger) advance(shopID string) error {
	top := m.heap[0]
	top.texts = top.texts[1:]
	if len(top.texts) == 0 {
		if err := top.next(); err != nil {
			return err
		}
		if len(top.texts) == 0 || top.shopID != shopID {
			last := len(m.heap) - 1
			m.heap[0], m.heap = m.heap[last], m.heap[:last]
			if len(top.texts) > 0 {
				m.streams = append(m.streams, top)
			}
		}
	}
	m.down(0)
	return nil
}

func (m *merger) down(i int) {
	h := m.heap
	for {
		least := 2*i + 1
		if least >= len(h) {
			return
		}
		if right := least + 1; right < len(h) && h[right].texts[0].Hash < h[least].texts[0].Hash {
			least = right
		}
		if h[i].texts[0].Hash <= h[least].texts[0].Hash {
			return
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
}

// RepeatOrder is the order of the table of repeats.
var RepeatOrder = table.Order[table.Repeat]{
	Group: func(r *table.Repeat) string { return r.ShopID },
	Compare: func(a, b *table.Repeat) int {
		return cmp.Or(cmp.Compare(a.ShopID, b.ShopID), cmp.Compare(a.TemplateID, b.TemplateID))
	},
}
