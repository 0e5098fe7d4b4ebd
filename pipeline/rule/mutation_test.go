package rule

import (
	"os"
	"reflect"
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
	for i, list := range r.lists() {
		if !list.cues || len(*list.words) == 0 {
			continue
		}
		add(list.key, func(r *Rule) { *r.lists()[i].words = nil })
	}
	for i, name := range r.Unless.Context {
		add("context "+name, func(r *Rule) {
			r.Unless.Context = slices.Delete(slices.Clone(r.Unless.Context), i, i+1)
		})
	}
	for i, name := range r.Unless.Rescue.Of {
		add("rescue "+name, func(r *Rule) {
			r.Unless.Rescue.Of = slices.Delete(slices.Clone(r.Unless.Rescue.Of), i, i+1)
		})
	}
	for name, without := range map[string]func(*Rule){
		"gap":       func(r *Rule) { r.Gap = Gap{} },
		"typing":    func(r *Rule) { r.Typing = Typing{} },
		"repeats":   func(r *Rule) { r.Repeats = Repeats{} },
		"nth":       func(r *Rule) { r.Nth = 0 },
		"position":  func(r *Rule) { r.Position = Position{} },
		"within":    func(r *Rule) { r.Within = ScopeMessage },
		"echo":      func(r *Rule) { r.Echo = 0 },
		"disguised": func(r *Rule) { r.Disguised = false },
		"when":      func(r *Rule) { r.When, r.condition = "", nil },
	} {
		changed := *r
		if without(&changed); !reflect.DeepEqual(&changed, r) {
			add(name, without)
		}
	}
	if len(r.All) > 0 && len(r.Any) > 0 {
		add("all", func(r *Rule) { r.All = nil })
	}
	if r.AtLeast.Count > 0 && len(r.Any)+len(r.All) > 0 {
		add("at_least", func(r *Rule) { r.AtLeast = AtLeast{} })
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
	if testing.Short() {
		t.Skip("tries every pattern of every shipped rule")
	}
	set, err := Load(os.DirFS("../../rules"))
	if err != nil {
		t.Fatal(err)
	}
	each(len(set.rules), func(i int) {
		r := set.rules[i]
		if r.needsWords() {
			return // its examples need the dictionary
		}
		for _, m := range mutants(r) {
			changed := &Set{program: compile([]*Rule{&m.rule}), law: set.law}
			if faults := changed.newBriefMatcher(World{}).runExamples(0); len(faults) == 0 {
				t.Errorf("%s: no example needs %s", r.ID, m.without)
			}
		}
	})
}
