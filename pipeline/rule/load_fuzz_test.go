package rule_test

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/text"
)

// loadedFiles are the files of a pack that a fuzzed one may take the place of.
var loadedFiles = []string{
	"evasion/x.yaml", "evasion/pack.yaml", "evasion/words/w.yaml", "law.yaml",
}

// FuzzLoad puts any bytes in the place of one file of a pack: Load gives a set that
// matches, or faults that name a place in a file.
func FuzzLoad(f *testing.F) {
	whole := files(map[string]string{
		"evasion/x.yaml":       change("[不知道, 不清楚]", "[$w, 不清楚]"),
		"evasion/words/w.yaml": "title: 不知道的说法\nwords: [不知道, 不太清楚]\n",
	})
	for i, name := range loadedFiles {
		f.Add(uint8(i), string(whole[name].Data))
	}
	for _, yaml := range []string{
		good, "title: [不是\n", "hits: [[客户: x], {}]\nunless: {next: 3}\n", "\xff\x00", "? [a]\n: b\n",
		"a: &a [*a]\n", "any: &x [不知道]\nall: *x\n", "title: \"\\u0000\"\n", "\ufeffany: [不知道]\n",
		"hits: [客服: 不知道\u2028, 客服 +9: 不知道, 资料: {campaign: 1}]\n", "points: .nan\n", "points: 1e999\n",
		change("any: [不知道", "any: ['/不.{0,3}道/', '{number}'"), change("unless:", "regex: ['(?i)不{1,99}']\nunless:"),
		change("unless:", "when: 'campaign && hour > 3 || knows(\"x\")'\nunless:"),
		change("unless:", "regex: ['[[:alpha:]|不]知道']\nunless:"),
		change("unless:", "like: {share: 0.5, of: [这个我不知道呢亲]}\nat_least: {count: 2, of: [不, 道]}\nunless:"),
	} {
		f.Add(uint8(0), yaml)
	}
	for _, name := range shippedRules(f, 9) {
		data, err := fs.ReadFile(os.DirFS("../../rules"), name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(0), string(data))
	}
	f.Fuzz(func(t *testing.T, part uint8, yaml string) {
		fsys := files(nil)
		for name, file := range whole {
			fsys[name] = file
		}
		name := loadedFiles[int(part)%len(loadedFiles)]
		fsys[name] = files(map[string]string{name: yaml})[name]
		set, err := rule.Load(fsys)
		if err != nil {
			checkFaults(t, err, yaml)
			return
		}
		checkLoaded(t, set)
	})
}

// shippedRules names every nth rule that is shipped.
func shippedRules(t testing.TB, n int) (names []string) {
	all, err := fs.Glob(os.DirFS("../../rules"), "*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(all); i += n {
		names = append(names, all[i])
	}
	return names
}

func checkFaults(t *testing.T, err error, yaml string) {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("got %#v, want joined faults", err)
	}
	lines := max(strings.Count(good, "\n"), 1+strings.Count(yaml, "\n")+strings.Count(yaml, "\r")+
		strings.Count(yaml, "\u0085")+strings.Count(yaml, "\u2028")+strings.Count(yaml, "\u2029"))
	for _, e := range joined.Unwrap() {
		var fault *rule.Fault
		if !errors.As(e, &fault) {
			t.Fatalf("got %#v, want a fault", e)
		}
		if fault.File == "" || fault.Line < 1 || fault.Line > lines+1 || fault.Column < 1 ||
			fault.Message == "" || fault.Hint == "" {
			t.Errorf("got %#v, want a file, a place in it, what is wrong and a hint", fault)
		}
	}
}

// checkLoaded matches a set and has it explained: what is taken once must never fail later.
func checkLoaded(t *testing.T, set *rule.Set) {
	if n := len(set.Rules()); n != 1 {
		t.Fatalf("got %d rules, want 1", n)
	}
	if set.Rules()[0].Document() == "" {
		t.Error("got no document of the rule")
	}
	s := chattest.Session(t, "客户: 能洗吗，多重abc 12\n客服: 不知道哦 不清楚abc\n系统: 提示\n客服: 加➕薇❤信,3天内发货\n客户: 好")
	texts := make([]text.Text, len(s.Messages))
	for i := range texts {
		texts[i].Set(s.Messages[i].Text)
	}
	m := set.NewMatcher(rule.World{})
	first := len(m.Match(nil, s, texts))
	if again := len(m.Match(nil, s, texts)); again != first {
		t.Errorf("got %d findings, then %d", first, again)
	}
}
