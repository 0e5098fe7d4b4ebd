package rule

import (
	"os"
	"slices"
	"testing"
)

// A mutant is a rule with one operator taken away.
type mutant struct {
	without string
	rule    Rule
}

// mutants returns the rule without each of its operators in turn. A pattern is one.
func mutants(r *Rule) (all []mutant) {
	add := func(without string, change func(*Rule)) {
		m := *r
		change(&m)
		all = append(all, mutant{without, m})
	}
	for name, list := range map[string]func(*Rule) *[]string{
		"none":   func(r *Rule) *[]string { return &r.None },
		"asked":  func(r *Rule) *[]string { return &r.Asked },
		"before": func(r *Rule) *[]string { return &r.Unless.Before },
		"after":  func(r *Rule) *[]string { return &r.Unless.After },
		"clause": func(r *Rule) *[]string { return &r.Unless.Clause }, "message": func(r *Rule) *[]string { return &r.Unless.Message },
		"turn": func(r *Rule) *[]string { return &r.Unless.Turn }, "next": func(r *Rule) *[]string { return &r.Unless.Next.Any },
	} {
		if len(*list(r)) > 0 {
			add(name, func(r *Rule) { *list(r) = nil })
		}
	}
	if len(r.All) > 0 && len(r.Any) > 0 {
		add("all", func(r *Rule) { r.All = nil })
	}
	if r.AtLeast.Count > 0 && len(r.Any)+len(r.All) > 0 {
		add("at_least", func(r *Rule) { r.AtLeast = AtLeast{} })
	}
	if len(r.Then.Any) > 0 {
		add("then", func(r *Rule) { r.Then = Next{} })
	}
	if r.Gap != (Gap{}) {
		add("gap", func(r *Rule) { r.Gap = Gap{} })
	}
	if r.Nth > 0 {
		add("nth", func(r *Rule) { r.Nth = 0 })
	}
	if r.Position != (Position{}) {
		add("position", func(r *Rule) { r.Position = Position{} })
	}
	for i := range r.excepted {
		add("except "+r.Except[i], func(r *Rule) {
			r.excepted = slices.Delete(slices.Clone(r.excepted), i, i+1)
		})
	}
	if len(r.patterns) > 0 {
		add("regex", func(r *Rule) { r.patterns = nil })
	}
	for i := range r.patterns {
		if len(r.patterns) > 1 {
			add("regex "+r.Regex[i], func(r *Rule) {
				r.patterns = slices.Delete(slices.Clone(r.patterns), i, i+1)
			})
		}
	}
	return all
}

// Every operator of a shipped rule is there for a reason, and an example shows it:
// without the operator, at least one example fails.
func TestEveryOperatorOfAShippedRuleIsNeeded(t *testing.T) {
	set, err := Load(os.DirFS("../../rules"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range set.rules {
		if r.WholeWords {
			continue // its examples need the dictionary
		}
		for _, m := range mutants(r) {
			changed := &Set{program: compile([]*Rule{&m.rule}), law: set.law}
			if faults := changed.NewMatcher(nil).runExamples(0); len(faults) == 0 {
				t.Errorf("%s: no example needs %s", r.ID, m.without)
			}
		}
	}
}
