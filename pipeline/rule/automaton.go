package rule

import (
	"slices"
	"unicode/utf8"
)

// An automaton finds all occurrences of all words in one pass: Aho and Corasick's
// machine (CACM 18(6), 1975) with its failure links resolved, so that each byte costs
// one look-up. Bytes that stand in no word share one class, which keeps a row of the
// table at about a hundred entries; states that end a word are numbered last, so that
// one comparison tells them.
//
// It works on bytes. In valid UTF-8 no character begins inside another, so a word is
// only found where its characters are. It is read-only and safe for concurrent use.
type automaton struct {
	class    [256]uint8
	width    uint32
	next     []uint32 // by state and class: the next state, times width
	firstEnd uint32   // states from here on, times width, end a word
	ends     [][]int32
	sizes    []int32 // length of each word in bytes

	// Most characters begin no word. Where no word is under way, these say so without a
	// look at the table, which does not fit the processor's first cache.
	begins [256]bool                         // by first byte
	han    [(lastHan-firstHan)/64 + 1]uint64 // by common Han character
}

// The common Han characters, each three bytes in UTF-8, the first one E4 to E9.
const (
	firstHan = 0x4000
	lastHan  = 0x9FFF
)

// An occurrence is a place where a word stands.
type occurrence struct {
	word int32
	end  int32 // offset in the folded text
}

// trie is the automaton while it is being built.
type trie struct {
	children []map[byte]int32
	words    [][]int32 // that end in the state
	order    []int32   // breadth first
	parent   []int32
	via      []byte
}

// newAutomaton makes an automaton that finds each word under its index; "" stands for
// a word that is not looked for.
func newAutomaton(words []string) *automaton {
	a := &automaton{}
	t := &trie{
		children: []map[byte]int32{{}}, words: make([][]int32, 1), parent: []int32{0},
		via: []byte{0},
	}
	for id, word := range words {
		a.sizes = append(a.sizes, int32(len(word)))
		if word != "" {
			t.insert(word, int32(id))
			a.addBegin(word)
		}
	}
	classes := uint8(1) // 0 is every byte that stands in no word
	for _, b := range t.via[1:] {
		if a.class[b] == 0 {
			a.class[b] = classes
			classes++
		}
	}
	a.width = uint32(classes)
	a.link(t)
	return a
}

func (a *automaton) addBegin(word string) {
	a.begins[word[0]] = true
	if r, _ := utf8.DecodeRuneInString(word); r >= firstHan && r <= lastHan {
		a.han[(r-firstHan)/64] |= 1 << (r % 64)
	}
}

// skip returns how many bytes at i can be passed over in a state in which no word is
// under way: those of a character that begins none.
func (a *automaton) skip(text []byte, i int) int {
	b := text[i]
	if !a.begins[b] {
		return 1
	}
	if b < 0xE4 || b > 0xE9 || i+2 >= len(text) {
		return 0
	}
	r := uint(b&0x0F)<<12 | uint(text[i+1]&0x3F)<<6 | uint(text[i+2]&0x3F)
	if a.han[(r-firstHan)/64]>>(r%64)&1 == 1 {
		return 0
	}
	return 3
}

func (t *trie) insert(word string, id int32) {
	state := int32(0)
	for i := range len(word) {
		child, ok := t.children[state][word[i]]
		if !ok {
			child = int32(len(t.children))
			t.children[state][word[i]] = child
			t.children = append(t.children, map[byte]int32{})
			t.words = append(t.words, nil)
			t.parent = append(t.parent, state)
			t.via = append(t.via, word[i])
		}
		state = child
	}
	t.words[state] = append(t.words[state], id)
}

// breadthFirst orders the states by depth; those of one depth by parent and byte.
func (t *trie) breadthFirst() {
	t.order = []int32{0}
	for i := 0; i < len(t.order); i++ {
		var bytes []byte
		for b := range t.children[t.order[i]] {
			bytes = append(bytes, b)
		}
		slices.Sort(bytes)
		for _, b := range bytes {
			t.order = append(t.order, t.children[t.order[i]][b])
		}
	}
}

// link resolves the failure links and numbers the states.
func (a *automaton) link(t *trie) {
	t.breadthFirst()
	n := len(t.children)
	fail := make([]int32, n)
	rows := make([]int32, n*int(a.width)) // by state of the trie and class
	row := func(state int32) []int32 { return rows[int(state)*int(a.width):][:a.width] }
	for _, state := range t.order {
		if state != 0 {
			p, b := t.parent[state], t.via[state]
			if p != 0 {
				fail[state] = row(fail[p])[a.class[b]]
			}
			t.words[state] = append(t.words[state], t.words[fail[state]]...)
			copy(row(state), row(fail[state]))
		}
		for b, child := range t.children[state] {
			row(state)[a.class[b]] = child
		}
	}
	a.number(t, rows)
}

func (a *automaton) number(t *trie, rows []int32) {
	numbers := make([]uint32, len(t.order))
	next := uint32(0)
	for _, ending := range []bool{false, true} {
		if ending {
			a.firstEnd = next * a.width
		}
		for _, state := range t.order {
			if len(t.words[state]) > 0 == ending {
				numbers[state] = next
				next++
				if ending {
					a.ends = append(a.ends, t.words[state])
				}
			}
		}
	}
	a.next = make([]uint32, len(rows))
	for _, state := range t.order {
		for c := range a.width {
			to := rows[uint32(state)*a.width+c]
			a.next[numbers[state]*a.width+c] = numbers[to] * a.width
		}
	}
}

// scan appends the occurrences in the text to dst, in the order of their ends, longer
// ones first. Linear in the text and the occurrences.
func (a *automaton) scan(dst []occurrence, text []byte) []occurrence {
	state := uint32(0)
	for i := 0; i < len(text); i++ {
		if state == 0 {
			if n := a.skip(text, i); n > 0 {
				i += n - 1
				continue
			}
		}
		state = a.next[state+uint32(a.class[text[i]])]
		if state < a.firstEnd {
			continue
		}
		for _, word := range a.ends[(state-a.firstEnd)/a.width] {
			dst = append(dst, occurrence{word, int32(i + 1)})
		}
	}
	return dst
}

// begin returns where the occurrence begins.
func (a *automaton) begin(o occurrence) int32 { return o.end - a.sizes[o.word] }
