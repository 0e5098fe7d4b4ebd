package rule

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/text"
)

// validate faults a rule that cannot be right whatever is said: one that no message
// can fulfil, one with a pattern that no folded text matches, one that cites no law.
func (r *Rule) validate(law lawIndex) {
	s := r.source
	if s.trust == toRun {
		r.compileCondition()
		return
	}
	if len(r.triggers()) == 0 {
		if _, asked := r.askTriggers(); !asked {
			s.fault(nil, "can never fire: got no words under any, all, at_least, like or asked, "+
				"want at least one")
		}
	}
	if n := len(r.AtLeast.Of); n < r.AtLeast.Count && !r.AtLeast.Repeated {
		s.fault(s.find("at_least"), "can never fire: got %d words, want at least %d", n, r.AtLeast.Count)
	}
	r.checkPatterns("regex", r.Regex, r.patterns)
	r.checkPatterns("except", r.Except, r.excepted)
	for _, list := range r.lists() {
		for _, word := range *list.words {
			if text.Fold(word) == "" {
				s.fault(s.find(word), "can never fire: %q is nothing once the text is folded", word)
			}
		}
	}
	r.checkNames()
	r.compileCondition()
	r.faultContradictions()
	r.validateLife()
	for _, key := range r.Law {
		if law[key] == nil {
			s.fault(s.find(key), "got law %q, want a key of law.yaml", key)
		}
	}
	if r.Severity == chat.Praise && r.Dimension != chat.Selling && r.Dimension != chat.Service {
		s.fault(nil, "got praise in dimension %s, want selling or service", r.Dimension)
	}
}

// checkPatterns faults the patterns of one key: written is what stands in the file.
func (r *Rule) checkPatterns(key string, written, patterns []string) {
	for i, pattern := range patterns {
		if err := r.checkPattern(pattern); err != nil {
			r.source.fault(r.source.find(written[i]), "%s %q: %v", key, written[i], err)
		}
	}
}

// checkNames faults the names of contexts and rescues that are none.
func (r *Rule) checkNames() {
	check := func(what string, names, known []string) {
		for _, name := range names {
			if slices.Contains(known, name) {
				continue
			}
			fault := fmt.Sprintf("got the %s %q, want one of %v", what, name, known)
			if near := text.Nearest(name, known); near != "" {
				fault += ", did you mean " + near + "?"
			}
			r.source.fault(r.source.find(name), "%s", fault)
		}
	}
	check("context", r.Unless.Context, contextNames())
	check("rescue", r.Unless.Rescue.Of, rescueNames())
}

// faultContradictions faults a rule whose every way to fire holds a word that stops it.
func (r *Rule) faultContradictions() {
	stops := slices.Concat(r.None, r.Unless.Message, r.Unless.Turn, r.Unless.Clause)
	for _, word := range r.All {
		if stop, ok := containsOne(word, stops); ok {
			r.source.fault(r.source.find(word), "can never fire: %q holds %q, which stops the rule",
				word, stop)
		}
	}
	if len(r.Any) == 0 {
		return
	}
	var stop string
	for _, word := range r.Any {
		found, ok := containsOne(word, stops)
		if !ok {
			return
		}
		stop = found
	}
	r.source.fault(nil, "can never fire: each word under any holds one that stops the rule, "+
		"for example %q", stop)
}

func containsOne(word string, stops []string) (string, bool) {
	for _, stop := range stops {
		if stop != "" && strings.Contains(text.Fold(word), text.Fold(stop)) {
			return stop, true
		}
	}
	return "", false
}

// find returns where a text stands in the file, as far as that can be told from its
// lines.
func (s *source) find(word string) *yaml.Node {
	for i, line := range s.lines {
		if at := strings.Index(line, word); at >= 0 && word != "" {
			return &yaml.Node{Line: i + 1, Column: len([]rune(line[:at])) + 1}
		}
	}
	return nil
}

// maxRepeat bounds {n,m}: the engine unrolls counted repetitions.
const maxRepeat = 200

// checkPattern refuses patterns that are wrong, that no folded text can match, or that a text
// may make too dear; the last is not asked of rules that the program's tests have looked at.
func (r *Rule) checkPattern(pattern string) error {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return fmt.Errorf("not a regular expression: %s", err.(*syntax.Error).Code)
	}
	if matchesNothing(parsed) {
		return fmt.Errorf("matches nothing at all, want a pattern that needs at least one letter")
	}
	if err := checkFolded(parsed); err != nil || r.source.trust != untested {
		return err
	}
	return checkCost(pattern)
}

// checkCost refuses patterns that a text may make too dear.
func checkCost(pattern string) error {
	if n := worstSteps(pattern); n > maxSteps {
		return fmt.Errorf("would cost more than twice the run on a text written against it: "+
			"got about %.0f steps a character, want at most %d", n, maxSteps)
	}
	return nil
}

// matchesNothing reports whether the pattern matches the empty text.
func matchesNothing(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine,
		syntax.OpEndLine, syntax.OpStar, syntax.OpQuest, syntax.OpNoWordBoundary:
		return true
	case syntax.OpCapture, syntax.OpPlus:
		return matchesNothing(re.Sub[0])
	case syntax.OpRepeat:
		return re.Min == 0 || matchesNothing(re.Sub[0])
	case syntax.OpConcat:
		return !slices.ContainsFunc(re.Sub, func(sub *syntax.Regexp) bool { return !matchesNothing(sub) })
	case syntax.OpAlternate:
		return slices.ContainsFunc(re.Sub, matchesNothing)
	}
	return false
}

// checkFolded refuses literals that folding changes.
func checkFolded(re *syntax.Regexp) error {
	if re.Op == syntax.OpLiteral && re.Flags&syntax.FoldCase == 0 {
		for _, r := range re.Rune {
			if folded := text.Fold(string(r)); folded != string(r) && r != ' ' {
				return fmt.Errorf("can never match: the text is folded, got %q, want %q",
					string(r), folded)
			}
		}
	}
	if re.Op == syntax.OpRepeat && max(re.Min, re.Max) > maxRepeat {
		return fmt.Errorf("got a repetition of %d, want at most %d", max(re.Min, re.Max), maxRepeat)
	}
	for _, sub := range re.Sub {
		if err := checkFolded(sub); err != nil {
			return err
		}
	}
	return nil
}
