package rule

import (
	"cmp"
	"regexp/syntax"
	"slices"
	"unicode/utf8"
)

// maxRequired bounds the texts that are kept for one part of a pattern, maxProduct those of
// which a gate could be made already: of long ones no more than a pair is used.
const (
	maxRequired = 128
	maxProduct  = 24
)

// minClass is how many members a class has that would blow up a gate more than it
// makes it rarer: 优惠 is a better gate than 优惠0, 优惠1, ….
const minClass = 8

// minRequiredRunes is how long each required text must be: single characters are so
// common that looking for them costs more than it saves.
const minRequiredRunes = 2

// A gate is texts of which one must have been seen.
type gate []string

// maxGates is how many gates of a pattern are kept, the best ones.
const maxGates = 2

// required returns gates that every match of the pattern passes: it holds a text of
// each. A pattern runs only where all of them are passed; one without gates always
// does. The idea is that of RE2's prefilter and of Cox's trigram index, reduced to a
// conjunction of alternatives.
func required(parsed *syntax.Regexp) []gate {
	p := analyse(parsed)
	p.offer(p.exact)
	slices.SortStableFunc(p.gates, compareGates)
	return p.gates[:min(len(p.gates), maxGates)]
}

// compareGates puts the better gate first: longer texts are rarer, and fewer are
// cheaper.
func compareGates(a, b gate) int {
	return cmp.Or(cmp.Compare(shortest(b), shortest(a)), cmp.Compare(len(a), len(b)))
}

// A part says what is known of the matches of a part of a pattern. exact is all of
// them, nil when they are too many; each match passes all gates.
type part struct {
	exact []string
	gates []gate
}

// offer adds texts as a gate, unless they are too common to be one.
func (p *part) offer(texts []string) {
	if shortest(texts) >= minRequiredRunes {
		p.gates = append(p.gates, texts)
	}
}

// best returns the best gate, nil when there is none.
func (p *part) best() gate {
	if len(p.gates) == 0 {
		return nil
	}
	return slices.MinFunc(p.gates, compareGates)
}

// shortest returns the length in characters of the shortest text, 0 for no text.
func shortest(texts []string) int {
	least := 0
	for i, s := range texts {
		if n := utf8.RuneCountInString(s); i == 0 || n < least {
			least = n
		}
	}
	return least
}

// analyse says what is known of a part of a pattern. Linear in the part.
func analyse(re *syntax.Regexp) part {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return part{exact: []string{string(re.Rune)}}
		}
	case syntax.OpCharClass:
		return part{exact: classMembers(re.Rune)}
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText,
		syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return part{exact: []string{""}}
	case syntax.OpCapture:
		return analyse(re.Sub[0])
	case syntax.OpQuest:
		if exact := analyse(re.Sub[0]).exact; exact != nil {
			return part{exact: distinct(append(slices.Clone(exact), ""))}
		}
	case syntax.OpPlus:
		return part{gates: atLeastOnce(re.Sub[0])}
	case syntax.OpRepeat:
		if re.Min > 0 {
			return part{gates: atLeastOnce(re.Sub[0])}
		}
	case syntax.OpConcat:
		return analyseConcat(re.Sub)
	case syntax.OpAlternate:
		return analyseAlternate(re.Sub)
	}
	return part{}
}

func atLeastOnce(re *syntax.Regexp) []gate {
	p := analyse(re)
	p.offer(p.exact)
	return p.gates
}

// classMembers lists the characters of a small class.
func classMembers(ranges []rune) (members []string) {
	const most = 40
	for i := 0; i+1 < len(ranges); i += 2 {
		if int(ranges[i+1]-ranges[i])+len(members) >= most {
			return nil
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			members = append(members, string(r))
		}
	}
	return members
}

// analyseConcat multiplies what stands side by side for as long as the product stays
// small, and offers each product.
func analyseConcat(subs []*syntax.Regexp) part {
	whole, run := part{}, []string{""}
	all := true
	for _, sub := range subs {
		p := analyse(sub)
		if product := product(run, p.exact); product != nil {
			run = product
			continue
		}
		all = false
		whole.offer(run)
		whole.gates = append(whole.gates, p.gates...)
		run = []string{""}
		if p.exact != nil {
			run = p.exact
		}
	}
	if all {
		whole.exact = run
		return whole
	}
	whole.offer(run)
	return whole
}

func product(left, right []string) (texts []string) {
	most := maxRequired
	if shortest(left) >= minRequiredRunes {
		most = maxProduct
		if len(right) >= minClass {
			return nil
		}
	}
	if right == nil || len(left)*len(right) > most {
		return nil
	}
	if len(left) == 1 && left[0] == "" {
		return right
	}
	texts = make([]string, 0, len(left)*len(right))
	for _, a := range left {
		for _, b := range right {
			texts = append(texts, a+b)
		}
	}
	return texts
}

func analyseAlternate(subs []*syntax.Regexp) part {
	exact, alternatives := []string{}, []string{}
	for _, sub := range subs {
		p := analyse(sub)
		if exact != nil && p.exact != nil {
			exact = append(exact, p.exact...)
		} else {
			exact = nil
		}
		p.offer(p.exact)
		if best := p.best(); alternatives != nil && best != nil {
			alternatives = append(alternatives, best...)
		} else {
			alternatives = nil
		}
	}
	whole := part{exact: distinct(exact)}
	if whole.exact == nil {
		whole.offer(distinct(alternatives))
	}
	return whole
}

// distinct returns the texts, each once, nil when they are too many.
func distinct(texts []string) []string {
	if len(texts) > 1 {
		slices.Sort(texts)
		texts = slices.Compact(texts)
	}
	if len(texts) > maxRequired {
		return nil
	}
	return texts
}
