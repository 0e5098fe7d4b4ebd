package rule_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/text"
)

// A naiveRule is a rule whose operators are evaluated one by one, in the obvious way.
type naiveRule struct {
	any, all, none        []string
	atLeast               int
	of                    []string
	regex, except         []string
	before, after, clause []string
	message, turn, asked  []string
	first, nth            int
	say                   chat.Role
	within                rule.Scope
}

// yaml writes the rule as a file.
func (r *naiveRule) yaml() string {
	var b strings.Builder
	list := func(indent, key string, words []string) {
		if len(words) > 0 {
			var all []string
			for _, w := range words {
				all = append(all, quoted(w))
			}
			fmt.Fprintf(&b, "%s%s: [%s]\n", indent, key, strings.Join(all, ", "))
		}
	}
	list("", "any", r.any)
	list("", "all", r.all)
	list("", "none", r.none)
	list("", "regex", r.regex)
	list("", "except", r.except)
	list("", "asked", r.asked)
	if r.atLeast > 0 {
		b.WriteString("at_least:\n")
		fmt.Fprintf(&b, "  count: %d\n", r.atLeast)
		list("  ", "of", r.of)
	}
	if r.first > 0 {
		fmt.Fprintf(&b, "position: {first: %d}\n", r.first)
	}
	if r.nth > 1 {
		fmt.Fprintf(&b, "nth: %d\n", r.nth)
	}
	if r.within != "" {
		fmt.Fprintf(&b, "within: %s\n", r.within)
	}
	fmt.Fprintf(&b, "say: %s\n", r.say)
	if len(r.before)+len(r.after)+len(r.clause)+len(r.message)+len(r.turn) > 0 {
		b.WriteString("unless:\n")
		list("  ", "before", r.before)
		list("  ", "after", r.after)
		list("  ", "clause", r.clause)
		list("  ", "message", r.message)
		list("  ", "turn", r.turn)
	}
	return ruleOf(b.String()) + unlikely
}

// A stretch is a range of a folded text.
type stretch struct{ begin, end int }

func (s stretch) overlaps(o stretch) bool { return s.begin < o.end && o.begin < s.end }

// cues returns where words, and patterns written /…/, stand in a folded text.
func cues(list []string, folded string) (all []stretch) {
	for _, cue := range list {
		if len(cue) > 2 && cue[0] == '/' && cue[len(cue)-1] == '/' {
			for _, m := range regexp.MustCompile(cue[1:len(cue)-1]).FindAllStringIndex(folded, -1) {
				all = append(all, stretch{m[0], m[1]})
			}
			continue
		}
		word := text.Fold(cue)
		for at := range folded {
			if strings.HasPrefix(folded[at:], word) {
				all = append(all, stretch{at, at + len(word)})
			}
		}
	}
	return all
}

// distinct counts the different words of a list that stand in a folded text.
func distinct(list []string, folded string) int {
	seen := map[string]bool{}
	for _, word := range list {
		if strings.Contains(folded, text.Fold(word)) {
			seen[text.Fold(word)] = true
		}
	}
	return len(seen)
}

// lacks reports whether a word of a list does not stand in a folded text.
func lacks(list []string, folded string) bool {
	return slices.ContainsFunc(list, func(word string) bool {
		return !strings.Contains(folded, text.Fold(word))
	})
}

// A naiveChat is a session with its texts folded.
type naiveChat struct {
	roles  []chat.Role
	folded []string
}

// find evaluates the rule on one message; its place is where it fires.
func (r *naiveRule) find(c *naiveChat, at int) (stretch, bool) {
	folded := c.folded[at]
	own := 0
	for i := range at + 1 {
		if c.roles[i] == c.roles[at] {
			own++
		}
	}
	switch {
	case c.roles[at] != r.say, r.first > 0 && own > r.first,
		len(r.any) > 0 && len(cues(r.any, folded)) == 0,
		lacks(r.all, folded),
		distinct(r.of, folded) < r.atLeast,
		len(cues(r.none, folded)) > 0, len(cues(r.message, folded)) > 0,
		!c.turnFree(r.turn, at), len(r.asked) > 0 && !c.wasAsked(r.asked, at):
		return stretch{}, false
	}
	for _, p := range r.places(folded) {
		if r.free(folded, p) {
			return p, true
		}
	}
	return stretch{}, false
}

// places lists where the rule may fire: leftmost first, longest of those that begin together.
func (r *naiveRule) places(folded string) (all []stretch) {
	switch {
	case len(r.regex) > 0:
		for _, p := range r.regex {
			all = append(all, cues([]string{"/" + p + "/"}, folded)...)
		}
	case len(r.any) > 0:
		all = cues(r.any, folded)
	case len(r.all) > 0:
		all = cues(r.all, folded)
	default:
		all = cues(r.of, folded)
	}
	slices.SortFunc(all, func(a, b stretch) int {
		if a.begin != b.begin {
			return a.begin - b.begin
		}
		return b.end - a.end
	})
	return all
}

// free reports whether nothing around a place stops the rule.
func (r *naiveRule) free(folded string, p stretch) bool {
	begin, _ := text.Clause([]byte(folded), p.begin)
	_, end := text.Clause([]byte(folded), max(p.end-1, p.begin))
	inClause := func(s stretch) bool { return begin <= s.begin && s.end <= end }
	for _, p2 := range r.except {
		if slices.ContainsFunc(cues([]string{"/" + p2 + "/"}, folded), p.overlaps) {
			return false
		}
	}
	if r.within == rule.ScopeClause {
		part := folded[begin:end]
		if len(r.any) > 0 && len(cues(r.any, part)) == 0 || lacks(r.all, part) ||
			distinct(r.of, part) < r.atLeast {
			return false
		}
	}
	for _, s := range cues(r.clause, folded) {
		if inClause(s) {
			return false
		}
	}
	for _, s := range cues(r.before, folded) {
		if inClause(s) && s.begin < p.begin {
			return false
		}
	}
	for _, s := range cues(r.after, folded) {
		if inClause(s) && s.end > p.end {
			return false
		}
	}
	return true
}

// turnFree reports whether no cue stands in the turn of a message.
func (c *naiveChat) turnFree(list []string, at int) bool {
	for _, step := range []int{-1, 1} {
		for i := at; i >= 0 && i < len(c.roles); i += step {
			if c.roles[i] == chat.RoleSystem && i != at {
				continue
			}
			if c.roles[i] != c.roles[at] {
				break
			}
			if c.roles[i] != chat.RoleSystem && len(cues(list, c.folded[i])) > 0 {
				return false
			}
		}
	}
	return true
}

// wasAsked reports whether the customer's turn before a message holds a cue.
func (c *naiveChat) wasAsked(list []string, at int) bool {
	i := at - 1
	for i >= 0 && c.roles[i] != chat.RoleCustomer {
		i--
	}
	for ; i >= 0 && (c.roles[i] == chat.RoleCustomer || c.roles[i] == chat.RoleSystem); i-- {
		if c.roles[i] == chat.RoleCustomer && len(cues(list, c.folded[i])) > 0 {
			return true
		}
	}
	return false
}

var (
	naiveWords = []string{"不知道", "知道", "不", "道", "最好", "好", "好的", "ＶＸ", "vx", "x", "A b", "亲",
		"😀", "😀好", "第一", "顏色", "颜", "12", "2", "保证", "亲亲", "\ufffd"}
	naivePatterns = []string{"不.道", "知道$", "^亲", "[好最]{2}", "(好|道)的?", "[0-9]+", "[^,。]{2,4}保证",
		"x", " 好", "第?一", "(?i)VX", "😀+", "颜.?", "a b|12", "道\\b"}
	naivePieces = append([]string{"，", "。", " ", "\n", "、", "~", "1.2", "的", "吗", "\u200b", "#E-s12", "E", "\xff", "？"},
		naiveWords...)
)

// sometimes is true once in a while; rapid draws small numbers and zeros more often.
func sometimes(t *rapid.T, label string) bool {
	return rapid.Uint8().Draw(t, label)%7 == 5
}

func drawRule(t *rapid.T) *naiveRule {
	words := func(label string, most int) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(naiveWords), 1, most, rapid.ID[string]).Draw(t, label)
	}
	cued := func(label string) (list []string) {
		if sometimes(t, label+"?") {
			list = words(label, 2)
			if sometimes(t, label+" pattern?") {
				list = append(list, "/"+rapid.SampledFrom(naivePatterns).Draw(t, label+" pattern")+"/")
			}
		}
		return list
	}
	r := &naiveRule{
		any: words("any", 6), none: cued("none"), before: cued("before"), after: cued("after"),
		clause: cued("clause"), message: cued("message"), turn: cued("turn"), asked: cued("asked"),
		say: rapid.SampledFrom([]chat.Role{chat.RoleAgent, chat.RoleAgent, chat.RoleCustomer}).Draw(t, "say"),
	}
	begun := rapid.SampledFrom([]int{0, 0, 0, 0, 0, 1, 2, 3, 4}).Draw(t, "begun by")
	if begun == 1 || begun == 4 {
		r.all = words("all", 2)
	}
	if begun == 2 || begun == 3 {
		r.of = rapid.SliceOfNDistinct(rapid.SampledFrom(naiveWords), 2, 4, rapid.ID[string]).Draw(t, "of")
		r.atLeast = 2
	}
	if begun == 1 || begun == 3 {
		r.any = nil
	}
	patterns := rapid.SliceOfNDistinct(rapid.SampledFrom(naivePatterns), 0, 2, rapid.ID[string])
	if sometimes(t, "regex?") {
		r.regex = patterns.Draw(t, "regex")
	}
	if sometimes(t, "except?") {
		r.except = patterns.Draw(t, "except")
	}
	if sometimes(t, "moment?") {
		r.first, r.nth = rapid.IntRange(0, 3).Draw(t, "first"), rapid.IntRange(0, 3).Draw(t, "nth")
	}
	if sometimes(t, "within?") {
		r.within = rule.ScopeClause
	}
	return r
}

// drawChat draws messages of which some say again what others said, or somebody else did.
func drawChat(t *rapid.T) []string {
	line := rapid.Custom(func(t *rapid.T) string {
		pieces := rapid.SliceOfN(rapid.SampledFrom(naivePieces), 1, 14).Draw(t, "pieces")
		return rapid.SampledFrom([]string{"a", "a", "a", "c", "c", "s", "b"}).Draw(t, "role") + strings.Join(pieces, "")
	})
	lines := rapid.SliceOfN(line, 1, 8).Draw(t, "lines")
	for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(lines)-1), 0, 4).Draw(t, "again") {
		lines = append(lines, rapid.SampledFrom([]string{"a", "a", "c", "b"}).Draw(t, "by")+lines[i][1:])
	}
	return lines
}

// A set of rules finds what its rules find one by one, each operator evaluated by itself.
func TestRulesFindWhatNaiveRulesFind(t *testing.T) { rapid.Check(t, checkNaive) }

// FuzzRules is the same for any choice of rules and chats.
func FuzzRules(f *testing.F) {
	for _, seed := range []string{"", strings.Repeat("\x00", 4000), strings.Repeat("\x01\x02\x03\x80\xff\x10\x00\x33", 800)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(rapid.MakeFuzz(checkNaive))
}

func checkNaive(t *rapid.T) {
	rules := rapid.SliceOfN(rapid.Custom(drawRule), 1, 5).Draw(t, "rules")
	written := map[string]string{}
	for i, r := range rules {
		written[fmt.Sprintf("evasion/r%d.yaml", i)] = r.yaml()
	}
	set, err := rule.LoadTested(files(written))
	if err != nil {
		if !strings.Contains(err.Error(), "can never fire") {
			t.Fatal(err)
		}
		return
	}
	m := set.NewMatcher(rule.World{})
	for range 2 {
		lines := drawChat(t)
		s, texts := told(lines)
		c := &naiveChat{}
		for i := range texts {
			c.roles = append(c.roles, s.Messages[i].Role)
			c.folded = append(c.folded, string(texts[i].Folded()))
		}
		var want []string
		for i, r := range rules {
			times := 0
			for at := range c.folded {
				p, ok := r.find(c, at)
				if !ok {
					continue
				}
				if times++; times >= r.nth {
					span := texts[at].RawSpan(p.begin, p.end)
					want = append(want, fmt.Sprintf("m%02d r%d %d-%d", at, i, span.Begin, span.End))
				}
			}
		}
		slices.Sort(want)
		// The second time from memory, and once by a matcher that remembers nothing.
		for _, m := range []*rule.Matcher{m, m, set.NewMatcher(rule.World{})} {
			var got []string
			for _, f := range m.Match(nil, s, texts) {
				got = append(got, fmt.Sprintf("m%02d %s %d-%d", f.Message,
					strings.TrimPrefix(f.RuleID, "evasion/"), f.Span.Begin, f.Span.End))
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Fatalf("got  %v\nwant %v\nin %q\nof %s", got, want, lines, fmt.Sprint(written))
			}
		}
	}
}
