package text

import "github.com/zeebo/xxh3"

// Key returns a hash of the message as it was set: XXH3, 64 bits, of the bytes. It is
// computed when it is first asked for. Two of a million texts share one once in some
// ten million runs.
func (t *Text) Key() uint64 {
	if !t.keyed {
		t.key, t.keyed = xxh3.HashString(t.raw), true
	}
	return t.key
}

// A Memo remembers what was found out about texts, because half of what agents write was
// written before, letter by letter. Each text has one place, named by its key: what was there
// before is forgotten, so a Memo is bounded whatever comes. The zero value is empty. It
// is not for concurrent use.
type Memo struct{ places []Known }

// A Known is what a Memo knows of one text.
type Known struct {
	key   uint64
	Hash  uint64 // the fingerprint
	Runes int32  // that the fingerprint covers
	Words int32  // −1 until somebody has counted them and set it
}

// memoPlaces is how many texts a Memo knows at most, a power of 2: half a mebibyte, of which
// what is said all the time stays in a core's second cache.
const memoPlaces = 1 << 14

// Of returns what is known of a text, valid until the next call.
func (m *Memo) Of(t *Text) *Known {
	if m.places == nil {
		m.places = make([]Known, memoPlaces)
	}
	key := t.Key() | 1 // never that of an empty place
	known := &m.places[key>>1&(memoPlaces-1)]
	if known.key != key {
		hash, runes := t.Fingerprint()
		*known = Known{key, hash, int32(runes), -1}
	}
	return known
}
