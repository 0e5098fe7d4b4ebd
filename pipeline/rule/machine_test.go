package rule

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/text"
)

// machineOf returns a machine for one expression, and its alphabet.
func machineOf(t interface{ Fatal(...any) }, expression string) (*machine, *alphabet) {
	cuts := newRuneSet()
	eachCut(parse(t, expression), cuts.add)
	a := newAlphabet(cuts)
	return newMachine(expression, a), a
}

// A machine says what package regexp says.
func TestMachinesAgreeWithRegexp(t *testing.T) {
	part := rapid.SampledFrom([]string{
		"a", "b", "ab", "(a|b)", "a?", "(ab)+", "[ab]", "[^a]", "c*", ".", "(a|bc)?", "(ab|ba){1,2}", "^", "$",
		"(^|b)", "(a|$)", "字", "[一-字]", "(?i)A", "|", "(?:)", "[^,。]{0,3}", "\\b", "𝐯",
	})
	letters := rapid.SampledFrom([]rune("abcAB字一,。𝐯𝐰\n"))
	rapid.Check(t, func(t *rapid.T) {
		expression := strings.Join(rapid.SliceOfN(part, 1, 6).Draw(t, "parts"), "")
		compiled := regexp.MustCompile(expression)
		m, a := machineOf(t, expression)
		for range 5 {
			body := rapid.StringOfN(letters, 0, 12, -1).Draw(t, "text")
			found, ok := m.matches(a.translate(nil, []byte(body)))
			if want := compiled.MatchString(body); ok && found != want {
				t.Fatalf("%q in %q: got %v, want %v", expression, body, found, want)
			}
			for _, n := range needsOf(parse(t, expression)) {
				if want := compiled.MatchString(body); want && !strings.ContainsAny(body, string(n)) {
					t.Fatalf("%q matches %q, which holds none of %q", expression, body, string(n))
				}
			}
			if !ok && !strings.Contains(expression, "\\b") {
				t.Fatalf("%q in %q: the machine does not know", expression, body)
			}
		}
	})
}

// The machines of the shipped rules agree with package regexp on all examples.
func TestShippedPatternsHaveMachines(t *testing.T) {
	if testing.Short() {
		t.Skip("tries every pattern of every shipped rule")
	}
	set, err := Load(os.DirFS("../../rules"))
	if err != nil {
		t.Fatal(err)
	}
	var texts []text.Text
	for _, r := range set.rules {
		for _, e := range slices.Concat(r.Hits, r.Misses) {
			for i := range e.Messages {
				texts = append(texts, text.Text{})
				texts[len(texts)-1].Set(e.Messages[i].Text)
			}
		}
	}
	known, tried := 0, 0
	for _, r := range set.rules {
		for _, expression := range r.expressions() {
			compiled := regexp.MustCompile(expression)
			m := newMachine(expression, set.program.alphabet)
			for i := 0; i < len(texts); i += 7 {
				tried++
				found, ok := m.matches(set.program.alphabet.translate(nil, texts[i].Folded()))
				if ok {
					known++
				}
				if want := compiled.Match(texts[i].Folded()); ok && found != want {
					t.Fatalf("%s: %q in %q: got %v, want %v", r.ID, expression, texts[i].Raw(), found, want)
				}
			}
		}
	}
	if known < tried*99/100 {
		t.Errorf("got %d answers to %d questions, want nearly all", known, tried)
	}
}

// An expression that is too long for a machine is left to package regexp.
func TestMachinesAreBounded(t *testing.T) {
	m, a := machineOf(t, "a(b|c){1,200}(d|e){1,200}(f|g){1,200}h{1,200}k{1,200}l{1,200}i")
	if _, ok := m.matches(a.translate(nil, []byte("abdfhkli"))); ok {
		t.Error("got an answer of a machine without end, want none")
	}
	m, a = machineOf(t, "a[^,]{0,60}(b|c|知道|清楚)[^,]{0,60}d")
	for body, want := range map[string]bool{
		"a" + strings.Repeat("字", 60) + "知道" + strings.Repeat("b", 60) + "d": true,
		"a" + strings.Repeat("字", 61) + "知道d":                                false, "a知道,d": false, "ab": false, "xxabd": true,
	} {
		if found, ok := m.matches(a.translate(nil, []byte(body))); !ok || found != want {
			t.Errorf("%q: got %v, %v, want %v", body, found, ok, want)
		}
	}
}

// The places that a machine begins and package regexp ends are those of package regexp alone.
func TestPlacesAreThoseOfRegexp(t *testing.T) {
	part := rapid.SampledFrom([]string{
		"ab", "(ab|ba)", "a?", "(abc|ac)", "[ab]", "c*", ".", "(a|bc)?", "(ab)+", "$", "^", "字", "(?P<at>b)",
	})
	letters := rapid.SampledFrom([]rune("abc字"))
	rapid.Check(t, func(t *rapid.T) {
		expression := strings.Join(rapid.SliceOfN(part, 1, 5).Draw(t, "parts"), "")
		body := rapid.StringOfN(letters, 1, 20, -1).Draw(t, "text")
		compiled, err := regexp.Compile(expression)
		if err != nil || compiled.MatchString("") {
			return // one core twice; or what rules refuse
		}
		r := &Rule{patterns: []string{expression}}
		m := (&Set{program: compile([]*Rule{r})}).NewMatcher(World{})
		texts := []text.Text{{}}
		texts[0].Set(body)
		m.begin(&chat.Session{Messages: []chat.Message{{Text: body}}}, texts)
		got := m.patternPlaces(nil, m.program.rules[0].patterns, 0)
		var want []place
		for _, p := range m.program.rules[0].patterns {
			want = p.places(want, []byte(body), maxPlaces)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q in %q: got %v, want %v", expression, body, got, want)
		}
	})
}
