package rule

import (
	"os"
	"reflect"
	"testing"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/text"
)

// A Matcher that has read everything before finds what a new one finds.
func TestMemoryChangesNothing(t *testing.T) {
	set, err := Load(os.DirFS("../../rules"))
	if err != nil {
		t.Fatal(err)
	}
	old := set.NewMatcher(World{})
	found := 0
	for round := range 2 {
		for _, r := range set.rules {
			for _, examples := range [][]Example{r.Hits, r.Misses} {
				for i := range examples {
					session := examples[i].session(r.Life.exampleScene())
					texts := make([]text.Text, len(session.Messages))
					for j := range texts {
						texts[j].Set(session.Messages[j].Text)
					}
					got := old.Match(nil, session, texts)
					if found += len(got); round == 0 {
						continue
					}
					fresh := set.NewMatcher(World{})
					var want []chat.Finding
					fresh.begin(session, texts)
					for at := range session.Messages {
						fresh.judgeAll(at, func(rule int32, v verdict) {
							if v.fired {
								want = append(want, fresh.finding(rule, at, v))
							}
						})
					}
					if !reflect.DeepEqual(got, want) {
						t.Fatalf("%s: got %v, want %v", &examples[i], got, want)
					}
				}
			}
		}
	}
	if found < 1000 {
		t.Errorf("got %d findings, want those of all examples", found)
	}
}

// A memory that is full forgets, and finds the same.
func TestMemoryIsBounded(t *testing.T) {
	set, err := Load(os.DirFS("../../rules"))
	if err != nil {
		t.Fatal(err)
	}
	m := set.NewMatcher(World{})
	texts := make([]text.Text, 1)
	for i := range maxTexts + 10 {
		said := "这个不知道哦" + string(rune('一'+i%20000)) + string(rune('一'+i/20000))
		texts[0].Set(said)
		s := &chat.Session{Messages: []chat.Message{{Role: chat.RoleAgent, Text: said}}}
		m.begin(s, texts)
		m.recall(0)
	}
	if n := len(m.memory.texts); n > maxTexts || n < 10 {
		t.Errorf("got %d texts, want at most %d", n, maxTexts)
	}
}
