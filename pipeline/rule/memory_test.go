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
	if testing.Short() {
		t.Skip("tries every pattern of every shipped rule")
	}
	set, err := Load(os.DirFS("../../rules"))
	if err != nil {
		t.Fatal(err)
	}
	old := set.NewMatcher(World{})
	found := 0
	for round := range 2 {
		for _, r := range set.rules[:len(set.rules)/3] {
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
					fresh := set.newBriefMatcher(World{})
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
	if found < 500 {
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
	said := "这个不知道哦"
	texts[0].Set(said)
	s := &chat.Session{Messages: []chat.Message{{Role: chat.RoleAgent, Text: said}}}
	m.begin(s, texts)
	before, _ := m.recall(0)
	for i := range maxTexts {
		m.memory.texts[textKey(i)] = left{}
	}
	m.begin(s, texts)
	s.Messages[0].Text += "。"
	texts[0].Set(s.Messages[0].Text)
	after, _ := m.recall(0)
	if n := len(m.memory.texts); n != 1 || len(after) != len(before) {
		t.Errorf("got %d texts and %d rules, want 1 text and %d rules", n, len(after), len(before))
	}
}
