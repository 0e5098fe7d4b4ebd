package rule

import (
	"slices"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/text"
)

// A program is a set of rules compiled for matching. It is read-only.
type program struct {
	lexicon   *lexicon
	alphabet  *alphabet
	needs     [][][]symbol // by pattern: one of each list stands in every match
	gates     int          // how many there are
	words     []string     // folded, by number
	rules     []compiled
	begins    lists    // by word: the rules that it may begin
	asking    *lexicon // of words of the customer's turn before that begin rules
	asks      lists    // by word of asking: those rules
	roles     [chat.RoleAgent + 1]bool
	disguised [chat.RoleAgent + 1]bool     // some rule of the role looks through disguises
	seldom    [chat.RoleAgent + 1]*lexicon // of words that begin rules of a role, where they are few

	contexts []compiledContext // those that a rule names, by index into contexts
	rescues  []compiledRescue  // likewise
}

// A compiled rule has its words as sets of numbers.
type compiled struct {
	*Rule
	any, all, atLeast     wordSet
	allWords              []int32
	likes                 []likeness
	likeWords             wordSet // one of them is in every text that is like a sentence
	none, message         cues
	near                  cues
	before, after, clause cues
	asked, turn           cues
	earlier, then, around cues
	unlessEarlier, next   cues
	unlessAround          cues
	patterns, except      []pattern
	groups                []*lazy // with what they capture, for echo and number
	contexts, rescues     []int
	looksAround           bool // its words and its place are not a matter of the text alone
	condition             *condition
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
	numbers  map[string]int32
	words    []string
	analysed map[string][]analysis // of the rule at hand, by expression

	cuts  runeSet            // of all words and patterns
	needs [][]need           // by pattern
	opens map[string][]int32 // by pair of characters: the gates that it opens
	gates map[string]int32   // by their pairs
}

// number numbers a word as it stands in a file.
func (n *numberer) number(word string) int32 { return n.literal(text.Fold(word)) }

// literal numbers a part of a pattern, which matches folded texts as it is: folded once
// more, it would lose a space at its ends.
func (n *numberer) literal(folded string) int32 {
	id, ok := n.numbers[folded]
	if !ok {
		id = int32(len(n.words))
		n.numbers[folded] = id
		n.words = append(n.words, folded)
		for _, r := range folded {
			n.cuts.addOne(r)
		}
	}
	return id
}

func (n *numberer) set(words []string) (set wordSet) {
	for _, word := range words {
		set.add(n.number(word))
	}
	return set
}

// compile compiles rules that are valid.
func compile(rules []*Rule) *program {
	p := &program{
		contexts: make([]compiledContext, len(contexts)),
		rescues:  make([]compiledRescue, len(rescues)),
	}
	n := &numberer{
		numbers: map[string]int32{}, cuts: newRuneSet(), opens: map[string][]int32{},
		gates: map[string]int32{},
	}
	analysed := analyseRules(rules)
	for i, r := range rules {
		n.analysed = analysed[i]
		c := n.rule(r)
		for _, name := range r.Unless.Context {
			at := slices.IndexFunc(contexts, func(c context) bool { return c.name == name })
			if p.contexts[at].parts == nil {
				p.contexts[at] = n.context(&contexts[at])
			}
			c.contexts = append(c.contexts, at)
		}
		for _, name := range r.Unless.Rescue.Of {
			at := slices.IndexFunc(rescues, func(r rescue) bool { return r.name == name })
			if p.rescues[at].cues.empty() {
				p.rescues[at] = n.rescue(&rescues[at])
			}
			c.rescues = append(c.rescues, at)
		}
		c.looksAround = r.Within == ScopeTurn || r.AtLeast.Over != ScopeMessage || r.Echo != 0 ||
			!c.near.empty()
		p.roles[r.Say] = true
		p.disguised[r.Say] = p.disguised[r.Say] || r.Disguised
		p.rules = append(p.rules, c)
	}
	asking := p.begin(n)
	p.alphabet = newAlphabet(n.cuts)
	p.asking = newLexicon(asking, nil, p.alphabet)
	p.lookSeldom()
	p.lexicon = newLexicon(p.words, n.opens, p.alphabet)
	for _, needs := range n.needs {
		p.needs = append(p.needs, p.alphabet.symbols(needs))
	}
	p.gates = len(n.gates)
	return p
}

// seldomShare is the share of all words below which looking first for those that begin the
// rules of a role saves time: most of its messages have none.
const seldomShare = 16

// lookSeldom makes the lexicons of roles whose rules few words begin.
func (p *program) lookSeldom() {
	var begin [chat.RoleAgent + 1][]string
	p.begins.each(func(word, rule int32) {
		role := p.rules[rule].Say
		begin[role] = append(begin[role], p.words[word])
	})
	for role, words := range begin {
		if len(words) > 0 && len(words) < len(p.words)/seldomShare {
			p.seldom[role] = newLexicon(slices.Compact(words), nil, p.alphabet)
		}
	}
}

// begin notes which words begin which rules: those of the message, or, for a rule without
// words of its own, those of what the customer asked, which it returns.
func (p *program) begin(n *numberer) (asking []string) {
	begins, asks := make([][]int32, len(n.words)), [][]int32{}
	places := map[string]int{} // in asking
	for i := range p.rules {
		words := p.rules[i].triggers()
		for _, word := range words {
			id := n.number(word)
			for int(id) >= len(begins) {
				begins = append(begins, nil)
			}
			begins[id] = append(begins[id], int32(i))
		}
		if len(words) > 0 {
			continue
		}
		words, _ = p.rules[i].askTriggers()
		for _, word := range words {
			at, known := places[word]
			if !known {
				at = len(asking)
				places[word] = at
				asking, asks = append(asking, word), append(asks, nil)
				for _, r := range word {
					n.cuts.addOne(r)
				}
			}
			asks[at] = append(asks[at], int32(i))
		}
	}
	p.words = n.words
	p.begins = newLists(append(begins, make([][]int32, len(p.words)-len(begins))...))
	p.asks = newLists(asks)
	return asking
}

// analyseRules analyses the expressions of each rule, on all cores.
func analyseRules(rules []*Rule) []map[string][]analysis {
	all := make([]map[string][]analysis, len(rules))
	each(len(rules), func(i int) {
		all[i] = map[string][]analysis{}
		for _, expression := range rules[i].expressions() {
			all[i][expression] = analyseExpression(expression)
		}
	})
	return all
}

// expressions returns all patterns of the rule, with their slots filled.
func (r *Rule) expressions() []string {
	all := slices.Concat(r.patterns, r.excepted)
	for _, l := range r.lists() {
		for _, cue := range *l.words {
			if expression, ok := patternOf(cue); ok {
				all = append(all, expression)
			}
		}
	}
	return all
}

// rule compiles all that is the rule's own.
func (n *numberer) rule(r *Rule) compiled {
	u := &r.Unless
	c := compiled{
		Rule: r, any: n.set(r.Any), all: n.set(r.All), atLeast: n.set(r.AtLeast.Of),
		none: n.cues(r.None), message: n.cues(u.Message), near: n.cues(r.Near.Of),
		before: n.cues(u.Before), after: n.cues(u.After), clause: n.cues(u.Clause),
		asked: n.cues(r.Asked), turn: n.cues(u.Turn), earlier: n.cues(r.Earlier.Any),
		then: n.cues(r.Then.Any), around: n.cues(r.Around.Any),
		unlessEarlier: n.cues(u.Earlier.Any), next: n.cues(u.Next.Any),
		unlessAround: n.cues(u.Around.Any), condition: r.condition,
	}
	for _, word := range r.All {
		c.allWords = append(c.allWords, n.number(word))
	}
	for _, sentence := range r.Like.Of {
		c.likes = append(c.likes, likeness{grams(nil, []byte(text.Fold(sentence)))})
		for _, word := range gramWords(sentence, r.Like.Share) {
			c.likeWords.add(n.number(word))
		}
	}
	for _, p := range r.patterns {
		c.patterns = append(c.patterns, n.patterns(p)...)
	}
	for _, p := range r.patterns {
		if r.Echo != 0 || r.condition != nil {
			c.groups = append(c.groups, &lazy{expression: p})
		}
	}
	for _, p := range r.excepted {
		c.except = append(c.except, n.patterns(p)...)
	}
	return c
}

// askTriggers are the words of what the customer asked of which one must have been seen,
// folded: words of asked, and those that its patterns require; ok is false when a pattern requires
// none.
func (r *Rule) askTriggers() (words []string, ok bool) {
	for _, cue := range r.Asked {
		expression, isPattern := patternOf(cue)
		if !isPattern {
			words = append(words, text.Fold(cue))
			continue
		}
		for _, a := range analyseExpression(expression) {
			if len(a.gates) == 0 {
				return nil, false
			}
			words = append(words, a.gates[0]...)
		}
	}
	return words, len(words) > 0
}

// triggers are the words without which the rule cannot fire: one of them must occur.
func (r *Rule) triggers() (words []string) {
	switch {
	case len(r.Any) > 0:
		return r.Any
	case len(r.All) > 0:
		return r.All[:1]
	case len(r.AtLeast.Of) > 0:
		return r.AtLeast.Of
	}
	for _, sentence := range r.Like.Of {
		words = append(words, gramWords(sentence, r.Like.Share)...)
	}
	return words
}
