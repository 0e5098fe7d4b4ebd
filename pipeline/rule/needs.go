package rule

import (
	"cmp"
	"regexp/syntax"
	"slices"
)

// A need is characters of which every match of a pattern holds one. Gates ask for words of
// two characters at least, which the lexicon finds; needs ask for single ones of the
// message at hand.
type need []rune

const (
	maxNeeds     = 3
	maxNeedRunes = 32
)

// needsOf returns the needs of an expression, the shortest first.
func needsOf(re *syntax.Regexp) []need {
	needs := needsIn(re)
	slices.SortStableFunc(needs, func(a, b need) int { return cmp.Compare(len(a), len(b)) })
	return needs[:min(len(needs), maxNeeds)]
}

func needsIn(re *syntax.Regexp) (needs []need) {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			for _, r := range re.Rune {
				needs = append(needs, need{r})
			}
		}
	case syntax.OpCharClass:
		if members := runesOf(re.Rune); members != nil {
			needs = append(needs, members)
		}
	case syntax.OpCapture, syntax.OpPlus:
		return needsIn(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needsIn(re.Sub[0])
		}
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			needs = append(needs, needsIn(sub)...)
		}
	case syntax.OpAlternate:
		var either need
		for _, sub := range re.Sub {
			one := needsIn(sub)
			if len(one) == 0 {
				return nil
			}
			either = append(either, slices.MinFunc(one, func(a, b need) int {
				return cmp.Compare(len(a), len(b))
			})...)
		}
		slices.Sort(either)
		if either = slices.Compact(either); len(either) <= maxNeedRunes {
			needs = append(needs, either)
		}
	}
	return needs
}

// runesOf lists the characters of a small class, nil for a large one.
func runesOf(ranges []rune) (members need) {
	for i := 0; i+1 < len(ranges); i += 2 {
		if int(ranges[i+1]-ranges[i])+len(members) >= maxNeedRunes {
			return nil
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			members = append(members, r)
		}
	}
	return members
}
