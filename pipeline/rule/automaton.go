package rule

import (
	"slices"
	"unicode/utf8"
)

// An automaton finds all occurrences of all words in one pass: Aho and Corasick's
// machine (CACM 18(6), 1975) over characters, its transitions in a double array (Aoe,
// IEEE TSE 15(9), 1989). A state's transition by a character lies at its base plus the
// character's code, and is its own when the node there names the state. A thousand
// words make some hundred kilobytes, which stay in a core's second cache; a table of
// all states and bytes would be faster where it fits, and does not fit.
//
// It is read-only and safe for concurrent use.
type automaton struct {
	codes [1 << 16]uint16 // by character; 0 is every one that stands in no word
	wide  map[rune]uint16 // the same for characters from U+10000
	last  int32           // the greatest code
	nodes []node          // the first one is the root, where no word is under way
	ends  [][]int32       // words that end in a state, longer ones first
	sizes []int32         // length of each word in bytes
}

// A node is one state.
type node struct {
	base int32 // transitions begin here
	from int32 // the state that leads here, or −1 when none does
	fail int32 // the state of the longest proper suffix that begins a word
	end  int32 // index into automaton.ends, or −1
}

// An occurrence is a place where a word stands.
type occurrence struct {
	word int32
	end  int32 // offset in the folded text
}

// newAutomaton makes an automaton that finds each word under its index.
func newAutomaton(words []string) *automaton {
	a := &automaton{wide: map[rune]uint16{}}
	t := newTrie()
	for id, word := range words {
		a.sizes = append(a.sizes, int32(len(word)))
		t.insert(word, int32(id))
	}
	a.encode(words)
	a.place(t)
	a.link(t)
	return a
}

// encode numbers the characters of the words, the commonest first, so that transitions
// lie close together.
func (a *automaton) encode(words []string) {
	counts := map[rune]int{}
	for _, word := range words {
		for _, r := range word {
			counts[r]++
		}
	}
	var runes []rune
	for r := range counts {
		runes = append(runes, r)
	}
	slices.SortFunc(runes, func(p, q rune) int {
		if counts[p] != counts[q] {
			return counts[q] - counts[p]
		}
		return int(p - q)
	})
	a.last = int32(len(runes))
	for i, r := range runes {
		if int(r) < len(a.codes) {
			a.codes[r] = uint16(i + 1)
		} else {
			a.wide[r] = uint16(i + 1)
		}
	}
}

func (a *automaton) code(r rune) int32 {
	if int(r) < len(a.codes) {
		return int32(a.codes[r])
	}
	return int32(a.wide[r])
}

// place gives every state of the trie its node: parents before children, each at the
// first base where all its transitions find room.
func (a *automaton) place(t *trie) {
	a.grow(1)
	a.nodes[0].from = 0
	first := int32(1) // all nodes before it are taken
	for _, s := range t.order() {
		codes := a.childCodes(t, s)
		if len(codes) == 0 {
			continue
		}
		for int(first) < len(a.nodes) && a.nodes[first].from >= 0 {
			first++
		}
		base := max(first-codes[0], 0)
		for !a.fits(base, codes) {
			base++
		}
		at := t.states[s].node
		a.nodes[at].base = base
		for _, e := range t.states[s].children {
			to := base + a.code(e.via)
			a.nodes[to].from = at
			t.states[e.child].node = to
		}
	}
	base := int32(0)
	for i := range a.nodes {
		base = max(base, a.nodes[i].base)
	}
	a.grow(int(base+a.last) + 1) // no base and code lead out
}

func (a *automaton) childCodes(t *trie, s int32) (codes []int32) {
	for _, e := range t.states[s].children {
		codes = append(codes, a.code(e.via))
	}
	slices.Sort(codes)
	return codes
}

// fits reports whether the nodes for the transitions are free. The root is never a
// target.
func (a *automaton) fits(base int32, codes []int32) bool {
	a.grow(int(base+codes[len(codes)-1]) + 1)
	for _, c := range codes {
		if base+c == 0 || a.nodes[base+c].from >= 0 {
			return false
		}
	}
	return true
}

func (a *automaton) grow(size int) {
	for len(a.nodes) < size {
		a.nodes = append(a.nodes, node{from: -1, end: -1})
	}
}

// link computes the failure links, shallow states first, and the words that end in
// each state.
func (a *automaton) link(t *trie) {
	for _, s := range t.order() {
		state := &t.states[s]
		words := state.words
		if s != 0 {
			fail := int32(0)
			if state.parent != 0 {
				fail = a.step(a.nodes[t.states[state.parent].node].fail, a.code(state.via))
			}
			a.nodes[state.node].fail = fail
			if e := a.nodes[fail].end; e >= 0 {
				words = append(words, a.ends[e]...)
			}
		}
		if len(words) > 0 {
			a.nodes[state.node].end = int32(len(a.ends))
			a.ends = append(a.ends, words)
		}
	}
}

// step returns the state after a character with the given code, which is not 0.
func (a *automaton) step(state, code int32) int32 {
	for {
		next := a.nodes[state].base + code
		if a.nodes[next].from == state && next != 0 {
			return next
		}
		if state == 0 {
			return 0
		}
		state = a.nodes[state].fail
	}
}

// scan appends the occurrences in the text to dst, in the order of their ends, longer
// ones first. Linear in the text and the occurrences.
func (a *automaton) scan(dst []occurrence, text []byte) []occurrence {
	state := int32(0)
	for i := 0; i < len(text); {
		var code int32
		switch b := text[i]; {
		case b < utf8.RuneSelf:
			code = int32(a.codes[b])
			i++
		case b&0xF0 == 0xE0 && i+2 < len(text):
			code = int32(a.codes[uint16(b)<<12|uint16(text[i+1]&0x3F)<<6|uint16(text[i+2]&0x3F)])
			i += 3
		default:
			r, size := utf8.DecodeRune(text[i:])
			code = a.code(r)
			i += size
		}
		if code == 0 {
			state = 0
			continue
		}
		state = a.step(state, code)
		if e := a.nodes[state].end; e >= 0 {
			for _, word := range a.ends[e] {
				dst = append(dst, occurrence{word, int32(i)})
			}
		}
	}
	return dst
}

// begin returns where the occurrence begins.
func (a *automaton) begin(o occurrence) int32 { return o.end - a.sizes[o.word] }
