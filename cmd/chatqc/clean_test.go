package main

import (
	"testing"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/inspect"
	"chatqc/pipeline/rule"
	"chatqc/samples"
)

// TestCleanChatsStaySilent inspects chats in which nothing is wrong, though they are
// full of words that a list would flag. Praise is welcome.
func TestCleanChatsStaySilent(t *testing.T) {
	set, err := loadRules("")
	if err != nil {
		t.Fatal(err)
	}
	words, err := loadWords()
	if err != nil {
		t.Fatal(err)
	}
	inspector := inspect.NewInspector(set, rule.World{Words: words.NewSegmenter()}, "clean")
	window := inspect.Freeze(inspect.NewPartial())
	chats, err := samples.Clean()
	if err != nil {
		t.Fatal(err)
	}
	if len(chats) < 40 {
		t.Errorf("got %d clean chats, want at least 40", len(chats))
	}
	for _, c := range chats {
		t.Run(c.Name, func(t *testing.T) {
			var result inspect.Result
			inspector.Inspect(&result, chattest.Session(t, c.Text), window)
			for _, f := range result.Findings {
				if f.Severity != string(chat.Praise) {
					t.Errorf("%s on %q: %s", f.RuleID, f.MatchedText, f.MessageText)
				}
			}
		})
	}
}
