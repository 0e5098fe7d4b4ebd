package rule

import "strings"

// A list is one list of words or cues of a rule, as its file names it.
type list struct {
	key   string
	title string // Chinese
	words *[]string
	cues  bool // patterns written /…/ may stand in it
}

// lists returns every list of the rule that holds words or cues.
func (r *Rule) lists() []list {
	u := &r.Unless
	return []list{
		{"any", "任一词", &r.Any, false},
		{"all", "全部词", &r.All, false},
		{"at_least", "若干个词", &r.AtLeast.Of, false},
		{"none", "没有", &r.None, true},
		{"near", "附近有", &r.Near.Of, true},
		{"asked", "客户上一轮问到", &r.Asked, true},
		{"earlier", "之前说过", &r.Earlier.Any, true},
		{"then", "之后说了", &r.Then.Any, true},
		{"around", "前后说了", &r.Around.Any, true},
		{"unless.before", "除非同一分句前面有", &u.Before, true},
		{"unless.after", "除非同一分句后面有", &u.After, true},
		{"unless.clause", "除非同一分句有", &u.Clause, true},
		{"unless.message", "除非同一条消息有", &u.Message, true},
		{"unless.turn", "除非同一轮有", &u.Turn, true},
		{"unless.earlier", "除非之前说过", &u.Earlier.Any, true},
		{"unless.next", "除非接着说了", &u.Next.Any, true},
		{"unless.around", "除非前后说了", &u.Around.Any, true},
	}
}

// patternOf returns the expression of a cue that is a pattern: /…/.
func patternOf(cue string) (expression string, ok bool) {
	inner, begins := strings.CutPrefix(cue, "/")
	inner, ends := strings.CutSuffix(inner, "/")
	return inner, begins && ends && inner != ""
}
