package rule

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chatqc/pipeline/text"
)

// machineOf returns a machine for one expression, and its alphabet.
func machineOf(t interface{ Fatal(...any) }, expression string) (*machine, *alphabet) {
	cuts := map[rune]bool{}
	addCuts(cuts, parse(t, expression))
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

// A machine that would outgrow its bounds says that it does not know.
func TestMachinesAreBounded(t *testing.T) {
	m, a := machineOf(t, "(a|b)*a(a|b){12}c")
	body := strings.Repeat("abbabaaabbbababbaabab", 400)
	for range 3 {
		m.matches(a.translate(nil, []byte(body)))
	}
	if len(m.states) > maxMachineStates {
		t.Errorf("got %d states, want at most %d", len(m.states), maxMachineStates)
	}
}
