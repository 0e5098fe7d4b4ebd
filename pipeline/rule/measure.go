package rule

import "regexp/syntax"

// A measure is what the length of a text alone says of an expression.
type measure struct {
	least int    // no shorter text matches
	most  int    // nor a longer one; −1 for any length
	last  []rune // ranges of which the last character is, where it is known
}

// measureOf measures an expression.
func measureOf(re *syntax.Regexp) measure {
	least, most := lengths(re)
	m := measure{least: least, most: -1}
	parts := []*syntax.Regexp{re}
	if re.Op == syntax.OpConcat {
		parts = re.Sub
	}
	end := len(parts) - 1
	if parts[end].Op != syntax.OpEndText {
		return m
	}
	if parts[0].Op == syntax.OpBeginText {
		m.most = most
	}
	m.last, _ = lastOf(parts[:end])
	return m
}

// lengths returns how many characters a match has at least and at most, −1 for no bound.
func lengths(re *syntax.Regexp) (least, most int) {
	switch re.Op {
	case syntax.OpLiteral:
		return len(re.Rune), len(re.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1, 1
	case syntax.OpCapture:
		return lengths(re.Sub[0])
	case syntax.OpStar:
		return 0, -1
	case syntax.OpPlus:
		least, _ = lengths(re.Sub[0])
		return least, -1
	case syntax.OpQuest:
		_, most = lengths(re.Sub[0])
		return 0, most
	case syntax.OpRepeat:
		least, most = lengths(re.Sub[0])
		if re.Max < 0 || most < 0 {
			return least * re.Min, -1
		}
		return least * re.Min, most * re.Max
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			l, m := lengths(sub)
			least += l
			if most >= 0 && m >= 0 {
				most += m
			} else {
				most = -1
			}
		}
		return least, most
	case syntax.OpAlternate:
		least, most = lengths(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			l, m := lengths(sub)
			least = min(least, l)
			if most >= 0 && m >= 0 {
				most = max(most, m)
			} else {
				most = -1
			}
		}
		return least, most
	}
	return 0, 0
}

// lastOf returns the ranges of characters with which a match of the parts in a row ends;
// empty says that a match may be nothing. It returns nil where that is not known.
func lastOf(parts []*syntax.Regexp) (ranges []rune, empty bool) {
	ranges = []rune{}
	for i := len(parts) - 1; i >= 0; i-- {
		r, e := lastRunes(parts[i])
		if r == nil {
			return nil, e
		}
		if ranges = append(ranges, r...); !e {
			return ranges, false
		}
	}
	return nil, true
}

func lastRunes(re *syntax.Regexp) (ranges []rune, empty bool) {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 || len(re.Rune) == 0 {
			return nil, false
		}
		r := re.Rune[len(re.Rune)-1]
		return []rune{r, r}, false
	case syntax.OpCharClass:
		return re.Rune, false
	case syntax.OpCapture, syntax.OpPlus:
		return lastRunes(re.Sub[0])
	case syntax.OpStar, syntax.OpQuest:
		ranges, _ = lastRunes(re.Sub[0])
		return ranges, true
	case syntax.OpRepeat:
		ranges, empty = lastRunes(re.Sub[0])
		return ranges, empty || re.Min == 0
	case syntax.OpConcat:
		return lastOf(re.Sub)
	case syntax.OpAlternate:
		ranges = []rune{}
		for _, sub := range re.Sub {
			r, e := lastRunes(sub)
			if r == nil {
				return nil, false
			}
			ranges, empty = append(ranges, r...), empty || e
		}
		return ranges, empty
	}
	return nil, false
}
