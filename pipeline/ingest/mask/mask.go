package mask

import (
	"slices"

	"chatqc/pipeline/internal/arena"
)

// A Masker masks texts. It reuses its buffers, so each goroutine needs its own; its
// results depend on the text alone.
type Masker struct {
	gate   gate
	class  classes
	view   view
	runs   runs
	found  []span
	groups []span
	word   keyword
	out    []byte
	kept   arena.Arena // results
}

// A span is a half-open range of bytes of the view, and the token to put there.
type span struct {
	begin, end int
	token      string
}

// New returns a Masker. It holds some 45 KB of tables and grows with the longest
// text it meets.
func New() *Masker {
	m := &Masker{kept: arena.Arena{Block: keptBytes}}
	m.gate.build()
	m.class.build()
	return m
}

// Text returns s with personal data replaced by tokens such as [手机号], and s itself
// where there are none. Masking a masked text changes nothing. A text of valid
// UTF-8 stays valid; invalid bytes pass through.
//
// The time is linear in the length of s: some 5 ns a Han character where nothing looks
// like data. Results that differ from their texts lie many in one block of memory, so one
// that is kept for long keeps 8 KiB.
func (m *Masker) Text(s string) string {
	p := m.gate.open(s)
	if p == 0 {
		return s
	}
	// A token ends what could be read across it, so a second look may see a little
	// more. Real texts take two rounds, the second of which finds nothing.
	for range maxRounds {
		if !m.find(s, p) {
			break
		}
		s = m.replace(s)
		if p = m.gate.open(s); p == 0 {
			break
		}
	}
	return s
}

// maxRounds bounds the work on a text that was made to need many rounds: each of them
// is linear.
const maxRounds = 16

// find reads s for p and reports whether there is anything to replace.
func (m *Masker) find(s string, p passes) bool {
	m.view.fold(s)
	m.found = m.found[:0]
	if p&numberPass != 0 {
		m.numbers()
	}
	if p&addressPass != 0 {
		m.addresses()
	}
	if p&namePass != 0 || len(m.found) > 1 {
		m.names()
	}
	return len(m.found) > 0
}

// add notes a span; an empty one is ignored.
func (m *Masker) add(begin, end int, token string) {
	if begin < end {
		m.found = append(m.found, span{begin, end, token})
	}
}

// blot puts the spans in order and writes gone over them, so that what is read next stops
// at them as it would stop at tokens. The spans do not overlap.
func (m *Masker) blot() {
	slices.SortFunc(m.found, func(a, b span) int { return a.begin - b.begin })
	for _, f := range m.found {
		clear(m.view.bytes[f.begin:f.end])
	}
}

// replace returns s with the spans found replaced.
func (m *Masker) replace(s string) string {
	m.out = m.out[:0]
	at := 0
	for _, f := range m.found {
		begin, end := m.view.raw(f.begin), m.view.raw(f.end)
		m.out = append(m.out, s[at:begin]...)
		m.out = append(m.out, '[')
		m.out = append(m.out, f.token...)
		m.out = append(m.out, ']')
		at = end
	}
	m.out = append(m.out, s[at:]...)
	return m.kept.Bytes(m.out)
}

// keptBytes is the size of the blocks of results.
const keptBytes = 8 << 10
