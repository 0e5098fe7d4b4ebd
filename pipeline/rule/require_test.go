package rule

import (
	"os"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRequired(t *testing.T) {
	for pattern, want := range map[string]string{
		"最低价":     "最低价",
		"最(低|便宜)": "最低 最便宜",
		"(全网|全国)(里|中)?最(低|便宜)":                "全国最低 全国最便宜 全国中最低 全国中最便宜 全国里最低 全国里最便宜 全网最低 全网最便宜 全网中最低 全网中最便宜 全网里最低 全网里最便宜",
		"加[^,]{0,4}微信":                        "微信",
		"(好评|晒图)[^,]{0,9}返(现|红包|[0-9一二两三五十])": "好评 晒图 & 返0 返1 返2 返3 返4 返5 返6 返7 返8 返9 返一 返三 返两 返二 返五 返十 返现 返红包",
		"(到手|券后)价?[^,]*[0-9]+":                "到手 到手价 券后 券后价",
		"[a-z]+[0-9]+":                        "",
		"好评|返现[0-9]":                          "好评 返现",
		"好评|[0-9]+":                           "",
		"(不知道)+了?":                            "不知道",
		"不?(知道)?":                             "",
		"^亲$":                                 "",
		"随便(你|您)(吧|[,。]|$)|随你便":               "随你便 随便你 随便你, 随便你。 随便你吧 随便您 随便您, 随便您。 随便您吧",
		"(?i)VX号":                             "",
		"满 ?[0-9]+ ?(减|送)[^,]{0,6}":           "",
	} {
		var gates []string
		for _, texts := range required(parse(t, pattern)) {
			gates = append(gates, strings.Join(texts, " "))
		}
		if got := strings.Join(gates, " & "); got != want {
			t.Errorf("required(%q) = %s; want %s", pattern, got, want)
		}
	}
}

func parse(t interface{ Fatal(...any) }, expression string) *syntax.Regexp {
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// An expression is cut at the bars that stand outside of brackets.
func TestAlternativesAreCut(t *testing.T) {
	for expression, want := range map[string]string{
		"a": "a", "a|b": "a & b", "(a|b)|c": "(a|b) & c", "[|]|a": "[|] & a", `a\||b`: `a\| & b`,
		"[]|]|a": "[]|] & a", "[^]|]|a": "[^]|] & a", "(?i)a|b": "(?i)a|b", "(?:a|b)c|d": "(?:a|b)c & d",
		`\Qa|b\E|c`: `\Qa|b\E|c`, "((a|b)|c)|d|e": "((a|b)|c) & d & e",
	} {
		if got := strings.Join(splitAlternatives(expression), " & "); got != want {
			t.Errorf("%s: got %s, want %s", expression, got, want)
		}
	}
}

// Whatever a pattern matches holds one of the texts that are required of it.
func TestRequiredIsInEveryMatch(t *testing.T) {
	if testing.Short() {
		t.Skip("tries every pattern of every shipped rule")
	}
	set, err := Load(os.DirFS("../../rules"))
	if err != nil {
		t.Fatal(err)
	}
	var patterns, pieces []string
	for _, r := range set.Rules() {
		patterns = append(patterns, r.Regex...)
		for _, e := range slices.Concat(r.Hits, r.Misses) {
			pieces = append(pieces, e.Messages[len(e.Messages)-1].Text)
		}
	}
	check := func(pattern string, texts []string) {
		compiled, gates := regexp.MustCompile(pattern), required(parse(t, pattern))
		var matches []string
		for _, text := range texts {
			matches = append(matches, compiled.FindAllString(text, -1)...)
		}
		for _, match := range matches {
			for _, texts := range gates {
				if !slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(match, s) }) {
					t.Errorf("%q matches %q, which holds none of %q", pattern, match, texts)
				}
			}
		}
	}
	for _, pattern := range patterns {
		check(pattern, pieces)
	}
	part := rapid.SampledFrom([]string{"a", "b", "ab", "(a|b)", "a?", "(ab)+", "[ab]", "c*", ".", "(a|bc)?", "(ab|ba){1,2}", "|"})
	rapid.Check(t, func(t *rapid.T) {
		pattern := strings.Join(rapid.SliceOfN(part, 1, 5).Draw(t, "parts"), "")
		check(pattern, []string{rapid.StringOfN(rapid.SampledFrom([]rune("abc")), 0, 12, -1).Draw(t, "text")})
	})
}
