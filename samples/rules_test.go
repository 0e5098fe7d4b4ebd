package samples_test

import (
	"os"
	"path/filepath"
	"testing"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/inspect"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/segment"
	"chatqc/rules"
	"chatqc/samples"
)

// The shipped rules find every planted sentence under the rule it was planted for, and
// no fault in any other.
func TestShippedRulesFindWhatWasPlantedAndNothingElse(t *testing.T) {
	set, err := rule.Load(rules.Files())
	if err != nil {
		t.Fatal(err)
	}
	words, err := segment.Load(filepath.Join(os.TempDir(), "chatqc-test-words"))
	if err != nil {
		t.Fatal(err)
	}
	w := samples.Shop(20261116, samples.ShopConfig{})
	planted := map[string]samples.Truth{}
	for _, truth := range w.Truth {
		planted[truth.MessageID] = truth
	}
	inspector := inspect.NewInspector(set, rule.World{Words: words.NewSegmenter()}, "test")
	window := inspect.Freeze(inspect.NewPartial())
	var result inspect.Result
	for _, s := range sessions(w) {
		inspector.Inspect(&result, s, window)
	}
	found := map[string]bool{}
	for _, f := range result.Findings {
		truth, ok := planted[f.MessageID]
		if f.RuleID == truth.Kind || truth.Kind == "selling" && f.Dimension == string(chat.Selling) {
			found[f.MessageID] = true
		}
		// Selling is credit, and chances missed, which plain sellers do miss.
		if !ok && f.Dimension != string(chat.Selling) {
			t.Errorf("%s on %q, which was not planted", f.RuleID, f.MessageText)
		}
	}
	for _, m := range w.Messages {
		if truth, ok := planted[m.MessageID]; ok && !found[m.MessageID] {
			t.Errorf("%q: not found by %s", m.Text, truth.Kind)
		}
	}
}

// A shipped rule has at least five hits and five misses, cites a law or a norm, and says
// what would be better.
func TestShippedRulesAreWhole(t *testing.T) {
	set, err := rule.LoadTested(rules.Files())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(set.Rules()); n < 150 {
		t.Errorf("got %d rules, want at least 150", n)
	}
	for _, r := range set.Rules() {
		if len(r.Hits) < 5 || len(r.Misses) < 5 {
			t.Errorf("%s: got %d hits and %d misses, want five of both", r.ID, len(r.Hits), len(r.Misses))
		}
		if len(r.Law) == 0 || r.Instead == "" && r.Severity != chat.Praise && r.Dimension != chat.Selling {
			t.Errorf("%s: got law %v and the better sentence %q, want both", r.ID, r.Law, r.Instead)
		}
	}
}
