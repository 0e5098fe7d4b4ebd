package rule

import "regexp/syntax"

// prefixes returns texts of which every match of the pattern begins with one, and nil
// when there are none worth looking for. Where they are known, the pattern is tried only
// where one of them stands, instead of at every character of the message.
func (n anatomy) prefixes(parsed *syntax.Regexp) []string {
	if looksBack(parsed) {
		return nil
	}
	texts := n.leading(parsed)
	if shortest(texts) < minRequiredRunes {
		return nil
	}
	return texts
}

// looksBack reports whether the pattern asks what stands before it, which cannot be told
// when it is tried in the middle of a message.
func looksBack(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpBeginLine, syntax.OpBeginText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return true
	}
	for _, sub := range re.Sub {
		if looksBack(sub) {
			return true
		}
	}
	return false
}

func (n anatomy) leading(re *syntax.Regexp) []string {
	if exact := n.analyse(re).exact; exact != nil {
		return exact
	}
	switch re.Op {
	case syntax.OpCapture, syntax.OpPlus:
		return n.leading(re.Sub[0])
	case syntax.OpConcat:
		run := []string{""}
		for _, sub := range re.Sub {
			p := product(run, n.analyse(sub).exact)
			if p == nil {
				break
			}
			run = p
		}
		if len(run) == 1 && run[0] == "" {
			return n.leading(re.Sub[0])
		}
		return run
	case syntax.OpAlternate:
		texts := []string{}
		for _, sub := range re.Sub {
			more := n.leading(sub)
			if more == nil {
				return nil
			}
			if texts = union(texts, more); texts == nil {
				return nil
			}
		}
		return texts
	}
	return nil
}
