package rule

import (
	"regexp"
	"regexp/syntax"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/text"
)

// A program is a set of rules compiled for matching. It is read-only.
type program struct {
	automaton *automaton
	words     []string // folded, by number
	rules     []compiled
	begins    [][]int32 // by word: the rules that it may begin
	roles     [chat.RoleAgent + 1]bool
}

// A compiled rule has its words as sets of numbers.
type compiled struct {
	*Rule
	any, all, none, asked wordSet
	before, after, clause wordSet
	message, turn, next   wordSet
	allWords              []int32
	atLeast, then         wordSet
	patterns, except      []pattern
}

// A pattern is a regular expression that runs only where a word of each of its gates
// was seen.
type pattern struct {
	*regexp.Regexp // nil when it is anchored
	gates          []wordSet

	starts   wordSet        // every match begins with one of these words; empty: anywhere
	anchored *regexp.Regexp // for trying it there
}

// A wordSet is a set of word numbers. The zero value is empty.
type wordSet []uint64

func (s wordSet) has(word int32) bool {
	i := int(word >> 6)
	return i < len(s) && s[i]>>(word&63)&1 == 1
}

func (s *wordSet) add(word int32) {
	for int(word>>6) >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[word>>6] |= 1 << (word & 63)
}

// A numberer gives each distinct folded word one number.
type numberer struct {
	numbers map[string]int32
	words   []string
}

func (n *numberer) number(word string) int32 {
	folded := text.Fold(word)
	id, ok := n.numbers[folded]
	if !ok {
		id = int32(len(n.words))
		n.numbers[folded] = id
		n.words = append(n.words, folded)
	}
	return id
}

func (n *numberer) set(words []string) (set wordSet) {
	for _, word := range words {
		set.add(n.number(word))
	}
	return set
}

// alternatives compiles an expression, each of its alternatives by itself: one has gates
// of its own, and is soon tried where all together have none and are slow.
func (n *numberer) alternatives(expression string) (patterns []pattern) {
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil || parsed.Op != syntax.OpAlternate {
		return []pattern{n.pattern(expression)}
	}
	for _, sub := range parsed.Sub {
		patterns = append(patterns, n.pattern(sub.String()))
	}
	return patterns
}

func (n *numberer) pattern(expression string) pattern {
	p := pattern{}
	for _, texts := range required(expression) {
		p.gates = append(p.gates, n.set(texts))
	}
	if texts := prefixes(expression); texts != nil {
		p.starts, p.anchored = n.set(texts), anchored(expression)
		return p
	}
	p.Regexp = regexp.MustCompile(expression)
	return p
}

// compile compiles rules that are valid.
func compile(rules []*Rule) *program {
	p := &program{}
	n := &numberer{numbers: map[string]int32{}}
	for _, r := range rules {
		c := compiled{
			Rule: r, any: n.set(r.Any), all: n.set(r.All), none: n.set(r.None),
			asked: n.set(r.Asked), before: n.set(r.Unless.Before), after: n.set(r.Unless.After),
			clause: n.set(r.Unless.Clause), message: n.set(r.Unless.Message),
			turn: n.set(r.Unless.Turn), next: n.set(r.Unless.Next.Any),
			atLeast: n.set(r.AtLeast.Of), then: n.set(r.Then.Any),
		}
		for _, word := range r.All {
			c.allWords = append(c.allWords, n.number(word))
		}
		for _, p := range r.patterns {
			c.patterns = append(c.patterns, n.alternatives(p)...)
		}
		for _, p := range r.excepted {
			c.except = append(c.except, n.alternatives(p)...)
		}
		p.roles[r.Say] = true
		p.rules = append(p.rules, c)
	}
	p.words = n.words
	p.begins = make([][]int32, len(p.words))
	for i := range p.rules {
		for _, word := range p.rules[i].triggers() {
			id := n.number(word)
			p.begins[id] = append(p.begins[id], int32(i))
		}
	}
	p.automaton = newAutomaton(p.words)
	return p
}

// triggers are the words without which the rule cannot fire: one of them must occur.
func (r *Rule) triggers() []string {
	switch {
	case len(r.Any) > 0:
		return r.Any
	case len(r.All) > 0:
		return r.All[:1]
	}
	return r.AtLeast.Of
}
