package rule

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
)

// A pattern is a regular expression that runs only where a word of each of its gates
// was seen.
type pattern struct {
	*lazy
	number int32           // among the patterns of the program
	gates  [maxGates]int32 // numbers of gates, those that there are first, or noGate
}

// noGate is the number of no gate.
const noGate = -1

// A lazy regular expression is compiled when it is first tried: most are not, on most days.
type lazy struct {
	expression string

	onceAnywhere, onceHere, onceMachine sync.Once

	anywhere, here cored
	machine        *machine
}

// A cored expression knows which of its groups is (?P<at>…), the place; 0 stands for all of
// the match.
type cored struct {
	*regexp.Regexp
	core int
}

func newCored(expression string) cored {
	compiled := regexp.MustCompile(expression)
	return cored{compiled, max(compiled.SubexpIndex("at"), 0)}
}

// get returns the expression to be tried anywhere.
func (l *lazy) get() *cored {
	l.onceAnywhere.Do(func() { l.anywhere = newCored(l.expression) })
	return &l.anywhere
}

// anchored returns the expression to be tried where a text begins, and no further on.
func (l *lazy) anchored() *cored {
	l.onceHere.Do(func() { l.here = newCored(`\A(?:` + l.expression + `)`) })
	return &l.here
}

// machineOver returns the expression's machine. All patterns of a program have one alphabet.
func (l *lazy) machineOver(a *alphabet) *machine {
	l.onceMachine.Do(func() { l.machine = newMachine(l.expression, a) })
	return l.machine
}

// places appends where the expression matches in a text, at most so many places.
func (l *lazy) places(dst []place, text []byte, most int) []place {
	compiled := l.get()
	if compiled.core == 0 {
		for _, found := range compiled.FindAllIndex(text, most) {
			dst = append(dst, place{found[0], found[1]})
		}
		return dst
	}
	for _, found := range compiled.FindAllSubmatchIndex(text, most) {
		dst = append(dst, compiled.coreOf(found))
	}
	return dst
}

// coreOf returns the place of a match with its groups: the whole of it where the core took
// no part.
func (c *cored) coreOf(found []int) place {
	if found[2*c.core] < 0 {
		return place{found[0], found[1]}
	}
	return place{found[2*c.core], found[2*c.core+1]}
}

// An analysis is what is known of one alternative of an expression before it is compiled.
type analysis struct {
	expression string
	gates      []gate
	needs      []need
	parsed     *syntax.Regexp
}

// analyseExpression analyses each alternative of an expression by itself: one has gates of
// its own, and is soon tried where all together have none and are slow. The expression is
// valid.
func analyseExpression(expression string) (all []analysis) {
	for _, part := range splitAlternatives(expression) {
		a := analysis{expression: part}
		if parsed, err := syntax.Parse(part, syntax.Perl); err == nil {
			a.gates, a.needs, a.parsed = required(parsed), needsOf(parsed), parsed
		}
		all = append(all, a)
	}
	return all
}

// splitAlternatives cuts an expression at each | outside of brackets. One that sets flags
// for all that follows is left whole.
func splitAlternatives(expression string) (parts []string) {
	depth, begin := 0, 0
	for i := 0; i < len(expression); i++ {
		switch c := expression[i]; {
		case c == '\\' && i+1 < len(expression) && expression[i+1] == 'Q':
			return []string{expression}
		case c == '\\':
			i++
		case c == '[':
			i += classLength(expression[i:]) - 1
		case c == '(':
			if flags := flagGroup.FindString(expression[i:]); flags != "" && depth == 0 {
				return []string{expression}
			}
			depth++
		case c == ')':
			depth--
		case c == '|' && depth == 0:
			parts = append(parts, expression[begin:i])
			begin = i + 1
		}
	}
	return append(parts, expression[begin:])
}

// classLength returns the length of the class of characters that begins an expression. A
// bracket that closes it is a member where it comes first, and a class such as [:alpha:]
// may stand in it.
func classLength(expression string) int {
	first := 1
	if strings.HasPrefix(expression[1:], "^") {
		first = 2
	}
	for i := first; i < len(expression); i++ {
		switch rest := expression[i:]; {
		case rest[0] == '\\':
			i++
		case rest[0] == ']' && i > first:
			return i + 1
		case strings.HasPrefix(rest, "[:") && strings.Contains(rest[2:], ":]"):
			i += strings.Index(rest[2:], ":]") + 3
		case len(rest) > 2 && rest[1] == '-' && rest[2] != ']' && rest[2] != '\\':
			i += 2 // a range, which may end in a bracket
		}
	}
	return len(expression)
}

// flagGroup sets flags to the end of the group that it stands in.
var flagGroup = regexp.MustCompile(`^\(\?[a-zA-Z-]+\)`)

// pattern numbers the words of an analysis.
func (n *numberer) pattern(a *analysis) pattern {
	p := pattern{lazy: &lazy{expression: a.expression}, number: int32(len(n.needs))}
	n.needs = append(n.needs, a.needs)
	if a.parsed != nil {
		eachCut(a.parsed, n.cuts.add)
	}
	for i := range p.gates {
		p.gates[i] = noGate
		if i < len(a.gates) {
			p.gates[i] = n.gate(a.gates[i])
		}
	}
	return p
}

// gate numbers a gate and notes by which pairs it is opened. Many patterns have the same one.
func (n *numberer) gate(g gate) int32 {
	pairs := g.pairs()
	name := strings.Join(pairs, " ")
	id, known := n.gates[name]
	if known {
		return id
	}
	id = int32(len(n.gates))
	n.gates[name] = id
	for _, pair := range pairs {
		n.opens[pair] = append(n.opens[pair], id)
		for _, r := range pair {
			n.cuts.addOne(r)
		}
	}
	return id
}

// patterns compiles an expression.
func (n *numberer) patterns(expression string) (patterns []pattern) {
	known, ok := n.analysed[expression]
	if !ok {
		known = analyseExpression(expression)
	}
	for i := range known {
		patterns = append(patterns, n.pattern(&known[i]))
	}
	return patterns
}
