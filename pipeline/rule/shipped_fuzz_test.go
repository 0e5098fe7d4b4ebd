package rule_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/segment"
)

// A shippedSet is the shipped rules with all that their examples say.
type shippedSet struct {
	set   *rule.Set
	words *segment.Dictionary
	says  []string // "a text" of an agent, "c text" of a customer, …
	cues  []string

	matcher *rule.Matcher // remembers what it saw in the checks before
}

var shipped = sync.OnceValues(func() (*shippedSet, error) {
	set, err := rule.LoadTested(os.DirFS("../../rules"))
	if err != nil {
		return nil, err
	}
	words, err := dictionary()
	if err != nil {
		return nil, err
	}
	s := &shippedSet{set: set, words: words}
	s.matcher = set.NewMatcher(rule.World{Words: words.NewSegmenter()})
	letters := map[chat.Role]string{
		chat.RoleAgent: "a", chat.RoleCustomer: "c", chat.RoleBot: "b", chat.RoleSystem: "s",
	}
	for _, r := range set.Rules() {
		for _, e := range slices.Concat(r.Hits, r.Misses) {
			for _, m := range e.Messages {
				s.says = append(s.says, letters[m.Role]+m.Text)
			}
		}
		s.cues = append(s.cues, slices.Concat(r.Any, r.All, r.Unless.Before, r.Unless.Message, r.Unless.Turn)...)
	}
	s.cues = slices.DeleteFunc(s.cues, func(cue string) bool { return strings.HasPrefix(cue, "/") })
	return s, nil
})

// line draws what an example says, cut anywhere, with other sentences and words in it.
func (s *shippedSet) line(t *rapid.T) string {
	line := rapid.SampledFrom(s.says).Draw(t, "line")
	for range rapid.IntRange(0, 3).Draw(t, "changes") {
		at := []rune(line)
		cut := rapid.IntRange(1, len(at)).Draw(t, "cut")
		more := rapid.SampledFrom([][]string{s.cues, s.says, naivePieces}).Draw(t, "of")
		insert := strings.TrimLeft(rapid.SampledFrom(more).Draw(t, "insert"), "acbs")
		if rapid.Bool().Draw(t, "drop the rest") {
			at = at[:cut]
		}
		line = string(at[:cut]) + insert + string(at[cut:])
	}
	return line
}

// A matcher that gates, remembers and runs machines finds in any chat what the rules find
// when they are explained, each looked at with package regexp alone.
func TestMatchFindsWhatExplainFinds(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles every pattern of every shipped rule")
	}
	rapid.Check(t, checkShipped)
}

// FuzzShipped is the same for any choice of sentences.
func FuzzShipped(f *testing.F) {
	for i := range 6 {
		f.Add([]byte(strings.Repeat(fmt.Sprintf("\x05\x00%c\x00\x00\x01\x00\x07", rune(i)), 300)))
	}
	f.Fuzz(rapid.MakeFuzz(checkShipped))
}

func checkShipped(t *rapid.T) {
	s, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	lines := rapid.SliceOfN(rapid.Custom(s.line), 1, 6).Draw(t, "lines")
	lines = append(lines, lines[rapid.IntRange(0, len(lines)-1).Draw(t, "again")])
	session, texts := told(lines)
	var want []string
	for at, m := range s.set.Explain(session, s.words.NewSegmenter()).Messages {
		for _, r := range m.Rules {
			if r.Fired {
				want = append(want, fmt.Sprint(at, " ", r.RuleID, " ", r.Matched))
			}
		}
	}
	for range 2 {
		var got []string
		for _, f := range s.matcher.Match(nil, session, texts) {
			got = append(got, fmt.Sprint(f.Message, " ", f.RuleID, " ", f.Span.Of(session.Messages[f.Message].Text)))
		}
		if !slices.Equal(got, want) {
			t.Fatalf("in %q:\ngot  %q\nwant %q", lines, got, want)
		}
	}
}
