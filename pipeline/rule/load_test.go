package rule_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"chatqc/pipeline/rule"
)

const packYAML = "title: 推诿\ndimension: evasive\nversion: 1.2.0\nowner: 质检\n"

const lawYAML = `AUC9:
  - {from: 2019-04-23, to: 2025-10-14, text: 旧法第八条}
  - {from: 2025-10-15, text: 新法第九条}
`

// good is a rule without fault.
const good = `title: 答不知道
any: [不知道, 不清楚]
unless:
  before: [您, 你]
  next: {messages: 2, any: [帮您问]}
severity: major
points: 5
law: [AUC9]
why: 客户的问题没有得到回答
instead: 我马上帮您问清楚
hits: [客服: 不知道, 客服: 不清楚哦, [客户: 能洗吗, 客服: 这个不知道呢]]
misses: [客服: 好的, 客服: 您不知道的话看这里, [客服: 不清楚, 客服: 帮您问]]
`

func files(rules map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{
		"law.yaml": {Data: []byte(lawYAML)}, "evasion/pack.yaml": {Data: []byte(packYAML)},
	}
	for name, data := range rules {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return fsys
}

// load loads one rule, evasion/x.
func load(t testing.TB, yaml string) *rule.Set {
	t.Helper()
	set, err := rule.Load(files(map[string]string{"evasion/x.yaml": yaml}))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestLoadTakesWhatTheFileSays(t *testing.T) {
	r := load(t, good).Rules()[0]
	got := fmt.Sprint(r.ID, r.Title, r.Version, r.Dimension, r.Severity, r.Points, r.Say, r.Any,
		r.Unless.Before, r.Unless.Next, r.Law, r.Why, r.Instead, len(r.Hits), len(r.Misses))
	want := "evasion/x答不知道1.2.0evasivemajor5 agent [不知道 不清楚] [您 你] {agent 2 0 false [帮您问]} [AUC9]" +
		"客户的问题没有得到回答我马上帮您问清楚3 3"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// change replaces one part of the good rule.
func change(old, new string) string {
	if !strings.Contains(good, old) {
		return "the good rule has no " + old
	}
	return strings.Replace(good, old, new, 1)
}

func TestLoadRefuses(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"what is not YAML", "title: [不是\n", "evasion/x.yaml:2:1: not YAML: "},
		{"tabs", "title: a\n\tany: b\n", "evasion/x.yaml:2:1: not YAML: "},
		{"an empty file", "", "evasion/x.yaml:1:1: got an empty file"},
		{"a list", "- a\n", "evasion/x.yaml:1:1: got a list, want a mapping"},
		{"an unknown key", change("points", "pionts"),
			`evasion/x.yaml:7:1: unknown key "pionts", did you mean "points"?`},
		{"an unknown guard", change("before", "befor"),
			`evasion/x.yaml:4:3: unknown key "befor", did you mean "before"?`},
		{"a key twice", good + "points: 6\n", `evasion/x.yaml:13:1: got "points" a second time`},
		{"a missing key", change("why: 客户的问题没有得到回答\n", ""), `key "why" is missing`},
		{"a word twice", change("[不知道, 不清楚]", "[不知道, 不知道]"),
			`evasion/x.yaml:2:12: got "不知道" a second time`},
		{"a severity that is none", change("major", "terrible"),
			`evasion/x.yaml:6:11: got "terrible", want one of [fatal major minor hint praise]`},
		{"points below 0", change("points: 5", "points: -1"), `got "-1", want a number from 0 to 100`},
		{"points that are no number", change("points: 5", "points: .nan"), `want a number`},
		{"an unknown law", change("AUC9", "AUC8"), `evasion/x.yaml:8:7: got law "AUC8"`},
		{"an unknown speaker", change("客服: 好的", "老板: 好的"), `got speaker "老板"`},
		{"two hits", change("客服: 不知道, 客服: 不清楚哦, ", "客服: 不知道, "), "got 2 hits, want at least 3"},
		{"two misses", change("[客服: 好的, ", "["), "got 2 misses, want at least 3"},
		{"a hit that is not found", change("客服: 不清楚哦", "客服: 您不清楚哦"),
			`evasion/x.yaml:11:17: hits[1] is not matched: "客服: 您不清楚哦": stopped by unless.before "您"`},
		{"a miss that is found", change("客服: 好的", "客服: 好的不知道"),
			`evasion/x.yaml:12:10: misses[0] is matched: "客服: 好的不知道"`},
		{"no words", change("any: [不知道, 不清楚]\n", ""), "can never fire: got no words under any"},
		{"words that stop themselves", change("before: [您, 你]", "message: [不]"),
			"can never fire: each word under any holds one that stops the rule"},
		{"a word that folds to nothing", change("[不知道, 不清楚]", `[不知道, 不清楚, "\u200b"]`),
			"can never fire"},
		{"a pattern that is none", change("unless:", "regex: ['(不知道']\nunless:"),
			`evasion/x.yaml:3:10: regex "(不知道": not a regular expression: missing closing )`},
		{"a pattern for nothing", change("unless:", "regex: ['(不知道)*']\nunless:"), "matches nothing at all"},
		{"a pattern that is not folded", change("unless:", "regex: ['不知道，']\nunless:"),
			`the text is folded, got "，", want ","`},
		{"a pattern of capitals", change("unless:", "regex: ['不知道VX']\nunless:"), `got "V", want "v"`},
		{"a repetition without end", change("unless:", "regex: ['不知道.{0,900}']\nunless:"), "want at most 200"},
		{"an alias", "title: &a 答\nwhy: *a\n", "got an alias"},
		{"a status that is none", change("unless:", "status: new\nunless:"), "want one of [trial active retired]"},
		{"an impossible day", change("unless:", "from: 2026-02-30\nunless:"), `got "2026-02-30", want a date`},
		{"an end before the begin", change("unless:", "from: 2026-02-02\nto: 2026-02-01\nunless:"),
			"evasion/x.yaml:4:1: can never fire: got the end 2026-02-01 before the begin 2026-02-02"},
		{"a gap that is none", change("unless:", "gap: {over: 5, under: 5}\nunless:"), "got seconds that no gap has"},
		{"a time that is none", change("客服: 好的", "客服 +soon: 好的"), `got "soon", want a whole number`},
		{"a first time", change("unless:", "nth: 1\nunless:"), "want a whole number from 2 to 20"},
		{"at_least of too few", change("unless:", "at_least: {count: 3, of: [好, 的]}\nunless:"),
			"evasion/x.yaml:3:1: can never fire: got 2 words, want at least 3"},
		{"at_least without words", change("unless:", "at_least: {count: 3}\nunless:"), "got no count or no words"},
		{"two positions", change("unless:", "position: {first: 1, last: 1}\nunless:"), "got 2 positions, want one"},
		{"a position that is no number", change("unless:", "position: {first: some}\nunless:"),
			`got "some", want a whole number from 1 to 100`},
		{"an exception that is none", change("unless:", "except: ['(']\nunless:"), `except "(": not a regular expression`},
		{"follow-ups without words", change("any: [帮您问]", "any: []"), "got no words, want {messages: 2"},
		{"a newer schema", change("unless:", "schema: 2\nonly: [then]\nunless:"),
			"evasion/x.yaml:3:9: got schema 2 of the rule language, want at most 1"},
		{"a dear pattern", change("unless:", "regex: ['[^,]{0,200}[^。]{0,200}不知道']\nunless:"),
			"would cost more than twice the run on a text written against it"},
		{"a pattern among words", strings.Replace(good, "[不知道, 不清楚]", "[/不知道/]", 1),
			"any: got the pattern /不知道/, want words"},
		{"a cue that is no pattern", change("before: [您, 你]", "before: ['/(/']"),
			"unless.before /(/: not a regular expression"},
		{"a context that is none", change("before: [您, 你]", "context: [negatd]"),
			`got the context "negatd", want one of`},
		{"a rescue that is none", change("before: [您, 你]", "rescue: {of: [stepp]}"), "did you mean step?"},
		{"too many follow-ups", change("messages: 2", "messages: 2000"), "want a whole number from 1 to 100"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rule.Load(files(map[string]string{"evasion/x.yaml": tt.yaml}))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v\nwant %s", err, tt.want)
			}
			var fault *rule.Fault
			if !errors.As(err, &fault) || fault.Hint == "" || fault.Line < 1 || fault.Column < 1 {
				t.Errorf("got %+v, want a fault with a place and a hint", fault)
			}
		})
	}
}

func TestLoadRefusesPacksAndLaw(t *testing.T) {
	tests := []struct{ name, file, data, want string }{
		{"a pack without facts", "other/x.yaml", good, "other/pack.yaml:1:1: file does not exist"},
		{"a dimension that is none", "evasion/pack.yaml", strings.Replace(packYAML, "evasive", "sad", 1),
			`evasion/pack.yaml:2:12: got "sad", want one of`},
		{"a version that is none", "evasion/pack.yaml", strings.Replace(packYAML, "1.2.0", "one", 1),
			"want a version like 1.0.0"},
		{"an impossible date", "law.yaml", "AUC9:\n  - {from: 2025-13-40, text: x}\n",
			`law.yaml:2:12: got "2025-13-40", want a date`},
		{"an end before the begin", "law.yaml", "AUC9:\n  - {from: 2025-10-15, to: 2025-10-14, text: x}\n",
			"got the end 2025-10-14 before the begin"},
		{"two at once", "law.yaml", "AUC9:\n  - {from: 2025-10-15, text: x}\n  - {from: 2026-01-01, text: y}\n",
			"want one after the end of the one before"},
		{"an empty law", "law.yaml", "", "law.yaml:1:1: got an empty file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys := files(map[string]string{"evasion/x.yaml": good})
			fsys[tt.file] = &fstest.MapFile{Data: []byte(tt.data)}
			_, err := rule.Load(fsys)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v\nwant %s", err, tt.want)
			}
		})
	}
	if _, err := rule.Load(fstest.MapFS{}); err == nil {
		t.Error("Load took a folder without rules")
	}
}

// All faults are told at once, and those of one file do not hide those of another.
func TestLoadTellsAllFaults(t *testing.T) {
	_, err := rule.Load(files(map[string]string{
		"evasion/a.yaml": strings.Replace(change("points", "pionts"), "major", "bad", 1),
		"evasion/b.yaml": change("客服: 好的", "客服: 不知道"),
		"evasion/c.yaml": "title: [\n",
	}))
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("got %v, want joined faults", err)
	}
	for _, want := range []string{"a.yaml:7", "a.yaml:6", "b.yaml:12", "c.yaml:"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %v\nwant a fault of %s", err, want)
		}
	}
	if n := len(joined.Unwrap()); n < 4 {
		t.Errorf("got %d faults, want at least 4", n)
	}
}

func TestFingerprintIsOfContent(t *testing.T) {
	a, b := load(t, good), load(t, good)
	c := load(t, good+"# a comment\n")
	if a.Fingerprint() != b.Fingerprint() || a.Fingerprint() == c.Fingerprint() || len(a.Fingerprint()) != 16 {
		t.Errorf("got %s, %s, %s; want the first two equal, the third not",
			a.Fingerprint(), b.Fingerprint(), c.Fingerprint())
	}
}

// A pack with ten faults tells ten, each with its place.
func TestTenFaultsAreTenMessages(t *testing.T) {
	fsys := files(map[string]string{
		"evasion/tabs.yaml":      "title: a\n\tany: b\n",
		"evasion/unknown.yaml":   change("points", "pionts"),
		"evasion/twice.yaml":     good + "points: 6\n",
		"evasion/law.yaml":       change("AUC9", "AUC8"),
		"evasion/date.yaml":      change("unless:", "from: 2026-02-30\nunless:"),
		"evasion/speaker.yaml":   change("客服: 好的", "老板: 好的"),
		"evasion/words.yaml":     change("[不知道, 不清楚]", "[$nowhere]"),
		"evasion/newer.yaml":     change("unless:", "schema: 9\nunless:"),
		"evasion/example.yaml":   change("客服: 好的", "客服: 不知道"),
		"evasion/words/one.yaml": "title: 一\nwords: [$one]\n",
	})
	_, err := rule.Load(fsys)
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("got %v, want joined faults", err)
	}
	places := map[string]bool{}
	for _, e := range joined.Unwrap() {
		var fault *rule.Fault
		if !errors.As(e, &fault) || fault.Line < 1 || fault.Hint == "" {
			t.Errorf("got %v, want a fault with its place", e)
			continue
		}
		places[fault.File] = true
	}
	// A key that is not known is also one that is missing.
	if len(places) != 10 || len(joined.Unwrap()) < 10 {
		t.Errorf("got %d faults in %d files: %v, want one in each of ten", len(joined.Unwrap()), len(places), err)
	}
}
