package rule_test

import (
	"strings"
	"testing"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/text"
)

// severities matches 不知道 on a day and a platform with the good rule of some life, and
// returns the severities of what is found.
func severities(t *testing.T, life, day, platform string) string {
	t.Helper()
	set := load(t, change("severity: major\n", "severity: major\n"+life))
	s := chattest.Session(t, "客服: 不知道")
	s.Date, _ = chat.ParseDate(day)
	s.Messages[0].Platform = platform
	texts := make([]text.Text, 1)
	texts[0].Set(s.Messages[0].Text)
	var found []string
	for _, f := range set.NewMatcher(rule.World{}).Match(nil, s, texts) {
		found = append(found, string(f.Severity))
	}
	return strings.Join(found, " ")
}

func TestLife(t *testing.T) {
	tests := []struct{ name, life, day, platform, want string }{
		{"a rule without one holds always", "", "2020-01-01", "", "major"},
		{"what a trial finds is a hint", "status: trial\n", "2026-11-16", "", "hint"},
		{"a retired rule finds nothing", "status: retired\n", "2026-11-16", "", ""},
		{"before it begins", "from: 2026-11-17\n", "2026-11-16", "", ""},
		{"the day it begins", "from: 2026-11-17\n", "2026-11-17", "", "major"},
		{"the day it ends", "to: 2026-11-17\n", "2026-11-17", "", "major"},
		{"after it ends", "to: 2026-11-17\n", "2026-11-18", "", ""},
		{"on its platform", "platforms: [taobao, jd]\n", "2026-11-16", "jd", "major"},
		{"on another one", "platforms: [taobao, jd]\n", "2026-11-16", "douyin", ""},
		{"where the export names none", "platforms: [taobao]\n", "2026-11-16", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := severities(t, tt.life, tt.day, tt.platform); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestDocumentTellsTheLife(t *testing.T) {
	doc := load(t, change("severity: major\n", "severity: major\nstatus: trial\nfrom: 2026-01-01\nto: 2026-12-31\nplatforms: [jd]\n")).Rules()[0].Document()
	for _, want := range []string{"试用", "自 2026-01-01 起", "到 2026-12-31 止", "平台: jd"} {
		if !strings.Contains(doc, want) {
			t.Errorf("got\n%s\nwant %q", doc, want)
		}
	}
}

// Praise on trial is a hint, too, and needs no better sentence either.
func TestPraiseMayBeOnTrial(t *testing.T) {
	yaml := strings.NewReplacer("severity: major", "severity: praise\nstatus: trial",
		"instead: 我马上帮您问清楚\n", "").Replace(good)
	fsys := files(map[string]string{"evasion/x.yaml": yaml})
	fsys["evasion/pack.yaml"].Data = []byte(strings.Replace(packYAML, "evasive", "selling", 1))
	set, err := rule.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if r := set.Rules()[0]; r.Severity != chat.Hint || r.Points != 0 {
		t.Errorf("got %s with %g points, want a hint with none", r.Severity, r.Points)
	}
}

// What a Matcher remembers of a text outlives the session: a rule that does not hold in one
// must still be found to hold in another.
func TestMemoryOutlivesTheSession(t *testing.T) {
	matcher := load(t, change("severity: major\n", "severity: major\nplatforms: [jd]\n")).NewMatcher(rule.World{})
	s := chattest.Session(t, "客服: 不知道\n客服: 好的")
	texts := make([]text.Text, 2)
	texts[0].Set(s.Messages[0].Text)
	texts[1].Set(s.Messages[1].Text)
	for _, tt := range []struct {
		platform string
		want     int
	}{{"douyin", 0}, {"jd", 1}, {"douyin", 0}, {"jd", 1}} {
		s.Messages[0].Platform = tt.platform
		if got := matcher.Match(nil, s, texts); len(got) != tt.want {
			t.Errorf("%s: got %d findings, want %d", tt.platform, len(got), tt.want)
		}
	}
}
