package rule

import "slices"

// A trie is the automaton while it is being built.
type trie struct {
	states []trieState
	first  map[rune]int32 // children of the root, which has most
}

type trieState struct {
	children []edge
	words    []int32 // that end here
	parent   int32
	via      rune  // from the parent
	node     int32 // where it is placed
}

// An edge leads to a child by a character.
type edge struct {
	via   rune
	child int32
}

func newTrie() *trie { return &trie{states: []trieState{{}}, first: map[rune]int32{}} }

func (t *trie) insert(word string, id int32) {
	at := int32(0)
	for _, r := range word {
		child := t.child(at, r)
		if child == 0 {
			child = int32(len(t.states))
			t.states = append(t.states, trieState{parent: at, via: r})
			t.states[at].children = append(t.states[at].children, edge{r, child})
			if at == 0 {
				t.first[r] = child
			}
		}
		at = child
	}
	t.states[at].words = append(t.states[at].words, id)
}

// child returns the state behind a character, 0 when there is none.
func (t *trie) child(at int32, r rune) int32 {
	if at == 0 {
		return t.first[r]
	}
	for _, e := range t.states[at].children {
		if e.via == r {
			return e.child
		}
	}
	return 0
}

// order returns the states breadth first; those of one depth by parent and character.
func (t *trie) order() []int32 {
	order := make([]int32, 1, len(t.states))
	for i := 0; i < len(order); i++ {
		children := t.states[order[i]].children
		slices.SortFunc(children, func(a, b edge) int { return int(a.via - b.via) })
		for _, e := range children {
			order = append(order, e.child)
		}
	}
	return order
}
