package check_test

import (
	"strings"
	"testing"

	"chatqc/pipeline/check"
	"chatqc/pipeline/check/copypaste"
)

// all are the checks of the folders below this one.
var all = []check.Check{copypaste.Check}

func TestEveryCheckSaysWhatItIs(t *testing.T) {
	kinds := map[string]bool{}
	for _, c := range all {
		if c.Kind == "" || c.Run == nil || kinds[c.Kind] {
			t.Errorf("check %q: want a kind of its own and a function", c.Kind)
		}
		kinds[c.Kind] = true
		title, reasoning, ok := strings.Cut(c.Doc, "\n\n")
		if !ok || title == "" || strings.Contains(title, "\n") || len(reasoning) < 60 {
			t.Errorf("%s: doc %q; want a title line, a blank line, the reasoning", c.Kind, c.Doc)
		}
	}
	if rule := copypaste.RuleID; !strings.HasSuffix(rule, "/"+copypaste.Check.Kind) {
		t.Errorf("rule %q; want it to end in the kind %q", rule, copypaste.Check.Kind)
	}
}
