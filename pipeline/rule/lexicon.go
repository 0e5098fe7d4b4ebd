package rule

import (
	"slices"
	"unicode/utf8"
)

// A lexicon finds all words of all rules in one pass over a text, and the gates of patterns
// that the text opens. Both begin with a pair of characters, and few pairs of a text begin
// anything: a filter of some kilobytes, which stays in a core's first cache, says so at once.
// A machine of Aho and Corasick over the same words has states of megabytes, each step a
// miss.
//
// It is read-only and safe for concurrent use.
type lexicon struct {
	words  []string // folded, by number
	single []int32  // by symbol: the word that is this one character, or −1
	filter []uint64 // a bit for each pair, by hash
	keys   []uint32 // the pairs, by hash: plus 1, 0 is a free place
	places []int32  // by place in keys: the number of the pair
	gates  lists    // by pair: the gates that it opens
	tails  []tail   // those of a pair lie together
	begins []int32  // by pair: where its tails begin
}

// A tail is a word of two characters or more, less its first pair.
type tail struct {
	word          int32
	third, fourth symbol // noSymbol where the word ends before
	bytes         uint16 // the length of the whole word; 0 for one of more than four characters
}

// noSymbol is no character's symbol.
const noSymbol = 1<<16 - 1

// An occurrence is a place where a word stands.
type occurrence struct {
	word       int32
	begin, end int32 // offsets in the folded text
}

// lists are lists of numbers that lie in one piece, so that looking for one costs one miss
// and not two.
type lists struct{ begins, of []int32 }

func newLists(all [][]int32) (l lists) {
	for _, list := range all {
		l.begins = append(l.begins, int32(len(l.of)))
		l.of = append(l.of, list...)
	}
	l.begins = append(l.begins, int32(len(l.of)))
	return l
}

// each calls fn with each number and the list that it is in.
func (l *lists) each(fn func(i, of int32)) {
	for i := range len(l.begins) - 1 {
		for _, of := range l.at(int32(i)) {
			fn(int32(i), of)
		}
	}
}

func (l *lists) at(i int32) []int32 { return l.of[l.begins[i]:l.begins[i+1]] }

// newLexicon makes a lexicon that finds each word under its index and each gate under the
// pairs that open it, which are texts of two characters. Every character of them has a
// symbol of its own.
func newLexicon(words []string, gates map[string][]int32, a *alphabet) *lexicon {
	l := &lexicon{words: words, single: make([]int32, a.count)}
	for i := range l.single {
		l.single[i] = -1
	}
	numbers, opened, tails := map[uint32]int32{}, [][]int32{}, [][]tail{}
	number := func(text []symbol) int32 {
		n, known := numbers[pair(text[0], text[1])]
		if !known {
			n = int32(len(opened))
			numbers[pair(text[0], text[1])] = n
			opened, tails = append(opened, nil), append(tails, nil)
		}
		return n
	}
	for id, word := range words {
		switch symbols := a.translate(nil, []byte(word)); len(symbols) {
		case 0:
		case 1:
			l.single[symbols[0]] = int32(id)
		default:
			n := number(symbols)
			t := tail{word: int32(id)}
			t.third, t.fourth = thirdAndFourth(symbols)
			if len(symbols) <= 4 {
				t.bytes = uint16(len(word))
			}
			tails[n] = append(tails[n], t)
		}
	}
	for text, of := range gates {
		n := number(a.translate(nil, []byte(text)))
		opened[n] = of
	}
	l.gates = newLists(opened)
	for _, of := range tails {
		l.begins = append(l.begins, int32(len(l.tails)))
		l.tails = append(l.tails, of...)
	}
	l.begins = append(l.begins, int32(len(l.tails)))
	l.index(numbers)
	return l
}

// thirdAndFourth returns the third and the fourth of some symbols, as far as there are any.
func thirdAndFourth(symbols []symbol) (third, fourth symbol) {
	third, fourth = noSymbol, noSymbol
	if len(symbols) > 2 {
		third = symbols[2]
	}
	if len(symbols) > 3 {
		fourth = symbols[3]
	}
	return third, fourth
}

func pair(a, b symbol) uint32 { return uint32(a)<<16 | uint32(b) }

// spread mixes a pair; the upper bits are the good ones (Knuth, multiplicative hashing).
func spread(pair uint32) uint32 { return pair * 2654435769 }

// filterBits is the binary logarithm of the number of bits of the filter: 16 KiB.
const filterBits = 17

// index makes the filter and the table of pairs, at most half full.
func (l *lexicon) index(numbers map[uint32]int32) {
	size := 16
	for size < 2*len(numbers) {
		size *= 2
	}
	l.filter = make([]uint64, 1<<filterBits/64)
	l.keys, l.places = make([]uint32, size), make([]int32, size)
	for pair, n := range numbers {
		bit := spread(pair) >> (32 - filterBits)
		l.filter[bit>>6] |= 1 << (bit & 63)
		at := l.slot(pair)
		for l.keys[at] != 0 {
			at = (at + 1) & uint32(size-1)
		}
		l.keys[at], l.places[at] = pair+1, n
	}
}

func (l *lexicon) slot(pair uint32) uint32 {
	return spread(pair) >> 7 & uint32(len(l.keys)-1)
}

// number returns the number of a pair, −1 for one that nothing begins with.
func (l *lexicon) number(pair uint32) int32 {
	for at := l.slot(pair); l.keys[at] != 0; at = (at + 1) & uint32(len(l.keys)-1) {
		if l.keys[at] == pair+1 {
			return l.places[at]
		}
	}
	return -1
}

// scan appends the words in a folded text to found, in the order of their ends, longer ones
// first, and the gates that it opens to opened, in any order and more than once. symbols are
// those of the text. Linear in the text, the longest word and what is found.
func (l *lexicon) scan(found []occurrence, opened []int32, text []byte, symbols []symbol) (
	[]occurrence, []int32) {
	first, at := len(found), 0
	for i, s := range symbols {
		if word := l.single[s]; word >= 0 {
			found = append(found, occurrence{word, int32(at), int32(at + width(text[at]))})
		}
		if i+1 == len(symbols) {
			break
		}
		p := pair(s, symbols[i+1])
		if bit := spread(p) >> (32 - filterBits); l.filter[bit>>6]>>(bit&63)&1 == 1 {
			if n := l.number(p); n >= 0 {
				opened = append(opened, l.gates.at(n)...)
				found = l.follow(found, n, spot{text, at, symbols[i:]})
			}
		}
		at += width(text[at])
	}
	order(found[first:])
	return found, opened
}

// A spot is an offset in a text and the symbols from there on.
type spot struct {
	text    []byte
	at      int
	symbols []symbol
}

// follow appends the words that begin with a pair at a place of the text.
func (l *lexicon) follow(found []occurrence, pair int32, from spot) []occurrence {
	third, fourth := thirdAndFourth(from.symbols)
	tails := l.tails[l.begins[pair]:l.begins[pair+1]]
	for i := range tails {
		t := &tails[i]
		if t.third != noSymbol && (t.third != third || t.fourth != noSymbol && t.fourth != fourth) {
			continue
		}
		end := from.at + int(t.bytes)
		if t.bytes == 0 {
			word := l.words[t.word]
			end = from.at + len(word)
			if end > len(from.text) || string(from.text[from.at:end]) != word {
				continue
			}
		}
		found = append(found, occurrence{t.word, int32(from.at), int32(end)})
	}
	return found
}

// before reports whether an occurrence comes before another: it ends before it, or they end
// together and it is the longer one.
func (o occurrence) before(p occurrence) bool {
	return o.end < p.end || o.end == p.end && o.begin < p.begin
}

// order sorts what was found in the order of beginnings, which nearly is that of ends.
func order(found []occurrence) {
	for i := 1; i < len(found); i++ {
		o := found[i]
		j := i
		for ; j > 0 && o.before(found[j-1]); j-- {
			found[j] = found[j-1]
		}
		found[j] = o
	}
}

// width returns how many bytes the character takes that begins with this one, in valid
// UTF-8.
func width(first byte) int {
	switch {
	case first < utf8.RuneSelf:
		return 1
	case first < 0xE0:
		return 2
	case first < 0xF0:
		return 3
	}
	return 4
}

// common are characters that stand in so many messages that a pair with one says little.
var common = func() (of [1 << 16]bool) {
	for _, r := range "的了是不我你您好有这个可以亲一在就也都没要会呢哦吗到来上下能们" {
		of[r] = true
	}
	return of
}()

// rarest returns the pair of a text of two characters or more that is in the fewest messages,
// as far as that can be told: one with few of the commonest characters.
func rarest(text string) string {
	best, least := "", 3
	before, last := 0, -1
	for i, r := range text {
		n := 0
		if int(r) < len(common) && common[r] {
			n = 1
		}
		if last >= 0 && before+n < least {
			best, least = text[last:i+utf8.RuneLen(r)], before+n
		}
		last, before = i, n
	}
	return best
}

// pairs returns pairs of which every text of the gate holds one.
func (g gate) pairs() (pairs []string) {
	for _, text := range g {
		pairs = append(pairs, rarest(text))
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}
