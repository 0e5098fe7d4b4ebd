package segment

import (
	"cmp"
	"slices"

	"github.com/go-ego/gse"
)

// A trie is the words as a tree, before it is laid into the double array.
type trie struct {
	keys     []key    // sorted
	branches []branch // level by level; children of a branch lie together
	maxCode  int
}

// A key is a word as codes. head holds the first four, which decide most comparisons.
type key struct {
	head  uint64
	codes []uint16
	id    int32
}

// A branch is a node of the tree: the keys from low to high share depth codes.
type branch struct {
	low, high, depth int32
	first, count     int32 // children
}

func newTrie(tokens []gse.Token, codes map[rune]uint16) *trie {
	t := &trie{keys: make([]key, 0, len(tokens)), maxCode: len(codes)}
	size := 0
	for i := range tokens {
		size += len(tokens[i].Text())
	}
	flat := make([]uint16, 0, size) // never grows: a character has one byte or more
	for i := range tokens {
		begin := len(flat)
		for _, r := range tokens[i].Text() {
			flat = append(flat, codes[r])
		}
		k := key{codes: flat[begin:], id: int32(i)}
		if len(k.codes) == 0 {
			continue
		}
		for at := range 4 {
			k.head <<= 16
			if at < len(k.codes) {
				k.head |= uint64(k.codes[at])
			}
		}
		t.keys = append(t.keys, k)
	}
	slices.SortFunc(t.keys, func(a, b key) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return slices.Compare(a.codes, b.codes)
	})
	t.grow()
	return t
}

// grow makes the branches from the sorted keys, from the root outwards.
func (t *trie) grow() {
	t.branches = append(make([]branch, 0, 2*len(t.keys)), branch{high: int32(len(t.keys))})
	for i := 0; i < len(t.branches); i++ {
		b := t.branches[i]
		b.first = int32(len(t.branches))
		low := b.low
		if low < b.high && len(t.keys[low].codes) == int(b.depth) {
			low++ // the word that ends here
		}
		for low < b.high {
			child := branch{low: low, depth: b.depth + 1}
			code := t.keys[low].codes[b.depth]
			for low < b.high && t.keys[low].codes[b.depth] == code {
				low++
			}
			child.high = low
			t.branches = append(t.branches, child)
		}
		b.count = int32(len(t.branches)) - b.first
		t.branches[i] = b
	}
}

// code returns the code that leads to a branch.
func (t *trie) code(b *branch) int { return int(t.keys[b.low].codes[b.depth-1]) }

// word returns the identifier of the word that ends at a branch, −1 for none.
func (t *trie) word(b *branch) int32 {
	if k := &t.keys[b.low]; len(k.codes) == int(b.depth) {
		return k.id
	}
	return -1
}

// families returns the branches with children in the order of placing: large ones first,
// while there is room for them, and single children into the gaps.
func (t *trie) families() []int32 {
	families := make([]int32, 0, len(t.branches)/2)
	for i := range t.branches {
		if t.branches[i].count > 0 {
			families = append(families, int32(i))
		}
	}
	slices.SortFunc(families, func(a, b int32) int {
		return cmp.Or(cmp.Compare(t.branches[b].count, t.branches[a].count), cmp.Compare(a, b))
	})
	return families
}

// nodes lays the tree into a double array: first it finds a base for each family, then
// it fills the places in, parents before children.
func (t *trie) nodes() []node {
	bases := make([]int32, len(t.branches))
	laid := layout{hints: make([]int, hintOf(t.maxCode)+1)}
	var codes []int
	last := 0
	for _, parent := range t.families() {
		b := &t.branches[parent]
		codes = codes[:0]
		for i := b.first; i < b.first+b.count; i++ {
			codes = append(codes, t.code(&t.branches[i]))
		}
		base := laid.place(codes)
		bases[parent] = int32(base)
		last = max(last, base)
	}
	nodes := make([]node, last+t.maxCode+1) // base + code is always inside
	for i := range nodes {
		nodes[i] = node{check: -1, id: -1}
	}
	places := make([]int32, len(t.branches))
	for parent := range t.branches {
		b, place := &t.branches[parent], places[parent]
		nodes[place].base = bases[parent]
		for i := b.first; i < b.first+b.count; i++ {
			child := &t.branches[i]
			places[i] = bases[parent] + int32(t.code(child))
			nodes[places[i]] = node{check: place, id: t.word(child)}
		}
	}
	return nodes
}

// A layout knows which places of a double array are free.
type layout struct {
	next  []int32 // the place itself while it is free, else one nearer to the next free
	hints []int   // by hintOf a family: below it, none was found to fit
}

// hintOf groups the sizes of families: small ones alone, large ones by eight.
func hintOf(size int) int { return min(size, 56+size/8) }

// place finds a base at which all children, by ascending codes, fall on free places, and
// takes them. Looking starts where the last family of that size fitted: what was full
// stays full, and the few gaps given up cost less than looking through them again.
func (l *layout) place(codes []int) (base int) {
	first, rest := codes[0], codes[1:]
	hint := &l.hints[hintOf(len(codes))]
	at := l.free(max(*hint, first+1))
	for !l.fits(at-first, rest) {
		at = l.free(at + 1)
	}
	if len(rest) > 0 {
		*hint = at
	}
	for _, code := range codes {
		place := at - first + code
		l.free(place)
		l.next[place]++
	}
	return at - first
}

func (l *layout) fits(base int, codes []int) bool {
	for _, code := range codes {
		if place := base + code; place < len(l.next) && l.next[place] != int32(place) {
			return false
		}
	}
	return true
}

// free returns the first free place from at on, and shortens the way for the next.
func (l *layout) free(at int) int {
	for at+1 >= len(l.next) {
		l.next = append(l.next, int32(len(l.next)))
	}
	end := at
	for int(l.next[end]) != end {
		end = int(l.next[end])
		if end+1 >= len(l.next) {
			l.next = append(l.next, int32(len(l.next)))
		}
	}
	for at != end {
		at, l.next[at] = int(l.next[at]), int32(end)
	}
	return end
}
