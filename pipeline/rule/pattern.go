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
	number int     // among the patterns of the program
	gates  []int32 // numbers of gates
	starts wordSet // every match begins with one of these words; empty: anywhere
}

// A lazy regular expression is compiled when it is first tried: most are not, on most days.
type lazy struct {
	expression string
	anchored   bool // tried where its first words stand
	once       sync.Once
	compiled   *regexp.Regexp
	core       int // the group (?P<at>…), which is the place; 0 for the whole match
}

func (l *lazy) get() *regexp.Regexp {
	l.once.Do(func() {
		expression := l.expression
		if l.anchored {
			expression = `\A(?:` + expression + `)`
		}
		l.compiled = regexp.MustCompile(expression)
		l.core = max(l.compiled.SubexpIndex("at"), 0)
	})
	return l.compiled
}

// unanchored compiles the expression to be tried anywhere. It is for texts on which a
// machine has outgrown its bounds, which are rare.
func (l *lazy) unanchored() *regexp.Regexp {
	if !l.anchored {
		return l.get()
	}
	return regexp.MustCompile(l.expression)
}

// places appends where the expression matches in a text, at most so many places.
func (l *lazy) places(dst []place, text []byte, most int) []place {
	compiled := l.get()
	if l.core == 0 {
		for _, found := range compiled.FindAllIndex(text, most) {
			dst = append(dst, place{found[0], found[1]})
		}
		return dst
	}
	for _, found := range compiled.FindAllSubmatchIndex(text, most) {
		dst = append(dst, l.coreOf(found))
	}
	return dst
}

// coreOf returns the place of a match with its groups: the whole of it where the core took
// no part.
func (l *lazy) coreOf(found []int) place {
	if found[2*l.core] < 0 {
		return place{found[0], found[1]}
	}
	return place{found[2*l.core], found[2*l.core+1]}
}

// An analysis is what is known of one alternative of an expression before it is compiled.
type analysis struct {
	expression string
	gates      []gate
	starts     []string // anchored where they are known
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
			known := anatomy{}
			a.gates, a.starts = known.required(parsed), known.prefixes(parsed)
			a.needs, a.parsed = needsOf(parsed), parsed
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
	p := pattern{
		lazy:   &lazy{expression: a.expression, anchored: a.starts != nil},
		number: len(n.needs),
	}
	for _, text := range a.starts {
		p.starts.add(n.literal(text))
	}
	n.needs = append(n.needs, a.needs)
	if a.parsed != nil {
		addCuts(n.cuts, a.parsed)
	}
	for _, texts := range a.gates {
		p.gates = append(p.gates, n.gate(texts))
	}
	return p
}

// gate numbers a gate and notes by which words it is passed.
func (n *numberer) gate(texts []string) int32 {
	id := int32(n.gateCount)
	n.gateCount++
	for _, text := range texts {
		word := n.literal(text)
		for int(word) >= len(n.opens) {
			n.opens = append(n.opens, nil)
		}
		n.opens[word] = append(n.opens[word], id)
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
