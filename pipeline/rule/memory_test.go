package rule

import (
	"fmt"
	"os"
	"reflect"
	"slices"
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
	before := slices.Clone(first(m.recall(0)))
	for i := range m.memory.texts {
		m.memory.texts[i] = [2]left{{key: 2}, {key: 4}}
	}
	m.memory.rules = append(m.memory.rules, make([]candidate, maxLeft)...)
	m.begin(s, texts)
	if after := first(m.recall(0)); len(before) == 0 || !slices.Equal(after, before) {
		t.Errorf("got the rules %v of a full memory, want %v", after, before)
	}
	if n := len(m.memory.rules); n > maxLeft/2 {
		t.Errorf("got %d rules in a memory that was full, want those of one text", n)
	}
}

func first(plain, bare []candidate) []candidate { return plain }

// Short texts have keys of their own, whoever says them and whatever the rule.
func TestKeysAreDistinct(t *testing.T) {
	seen := map[textKey]string{}
	for a := '0'; a <= 'z'; a++ {
		for b := '0'; b <= 'z'; b++ {
			for _, said := range []string{string([]rune{a, b}), string([]rune{'1', a, b}), string([]rune{a, b, '9'})} {
				for _, of := range []uint32{0, 1, 2, 3, 1 << 8, 2<<8 | 3, 57 << 8, 200<<8 | 3} {
					var message text.Text
					message.Set(said)
					name := fmt.Sprint(said, " ", of)
					key := keyOf(&message, of)
					if other := seen[key]; other != "" && other != name {
						t.Fatalf("%s and %s have one key", name, other)
					}
					seen[key] = name
				}
			}
		}
	}
}

// However many workers there are, their memories have the room of two, or of a few texts each.
func TestMemoriesShareTheirRoom(t *testing.T) {
	for workers, want := range map[int]int{0: maxTexts, 1: maxTexts, 2: maxTexts, 3: maxTexts / 2, 8: maxTexts / 4} {
		if m := newMemory(false, workers); 2*len(m.texts) != want || len(m.texts)&(len(m.texts)-1) != 0 {
			t.Errorf("%d workers: got room for %d texts, want %d", workers, 2*len(m.texts), want)
		}
	}
	if m := newMemory(false, 1000); len(m.texts) < maxTexts/256 || len(m.asked) == 0 {
		t.Errorf("1000 workers: got room for %d texts, want some", 2*len(m.texts))
	}
}
