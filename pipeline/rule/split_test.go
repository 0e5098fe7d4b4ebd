package rule

import (
	"regexp/syntax"
	"slices"
	"testing"
)

// A bar in a class or a group parts nothing, however the class is written.
func TestAlternativesAreCutOutsideOfBrackets(t *testing.T) {
	tests := []struct {
		expression string
		want       []string
	}{
		{`a|b`, []string{`a`, `b`}},
		{`(a|b)|c`, []string{`(a|b)`, `c`}},
		{`[a|b]|c`, []string{`[a|b]`, `c`}},
		{`[]|b]|c`, []string{`[]|b]`, `c`}},
		{`[^]|b]|c`, []string{`[^]|b]`, `c`}},
		{`[a\]|b]|c`, []string{`[a\]|b]`, `c`}},
		{`[a[]|c`, []string{`[a[]`, `c`}},
		{`[a[]([])|(]b|c)`, []string{`[a[]([])|(]b|c)`}},
		{`[[:alpha:]|b]|c`, []string{`[[:alpha:]|b]`, `c`}},
		{`[^[:^digit:]|b]|c`, []string{`[^[:^digit:]|b]`, `c`}},
		{`[!-[:x:](a]|b)`, []string{`[!-[:x:](a]|b)`}},
		{`a\|b`, []string{`a\|b`}},
		{`(?i)a|b`, []string{`(?i)a|b`}},
		{`\Qa|b\E|c`, []string{`\Qa|b\E|c`}},
	}
	for _, tt := range tests {
		got := splitAlternatives(tt.expression)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.expression, got, tt.want)
		}
		for _, part := range slices.Concat(got, []string{tt.expression}) {
			if _, err := syntax.Parse(part, syntax.Perl); err != nil && slices.Contains(tt.want, part) {
				t.Errorf("%s: the part %s is none: %v", tt.expression, part, err)
			}
		}
	}
}
