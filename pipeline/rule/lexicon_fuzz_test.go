package rule

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"chatqc/pipeline/text"
)

// A located word stands at a range of a folded text.
type located struct {
	word       string
	begin, end int
}

// scanned is what a lexicon of the words finds in a folded text.
func scanned(words []string, folded string) (found []located) {
	l, a := lexiconOf(words, nil)
	all, _ := l.scan(nil, nil, []byte(folded), a.translate(nil, []byte(folded)))
	for _, o := range all {
		found = append(found, located{words[o.word], int(o.begin), int(o.end)})
	}
	return found
}

// searched is what a search for each word by itself finds, in the order of the lexicon:
// by their ends, longer ones first.
func searched(words []string, folded string) (found []located) {
	for _, word := range words {
		for from := 0; ; {
			at := strings.Index(folded[from:], word)
			if at < 0 {
				break
			}
			begin := from + at
			found = append(found, located{word, begin, begin + len(word)})
			from = begin + 1
		}
	}
	slices.SortFunc(found, func(a, b located) int {
		if a.end != b.end {
			return a.end - b.end
		}
		return a.begin - b.begin
	})
	return found
}

// FuzzLexicon holds the lexicon against strings.Index. The words stand one a line.
func FuzzLexicon(f *testing.F) {
	for _, seed := range [][2]string{
		{"不知道\n知道\n道\n不知", "我不知道，你知道不知道"},
		{"a\nab\nbab\nabab\nb", "abababbaabab"},
		{"😀\n😀😀\n\u4000\n\u9fff\n\uffff\n\U0010ffff", "😀😀😀\u4000\u9fff\uffff\U0010ffff"},
		{"é\nßa\nπ", "éßaπé"}, {"\ufffd\n\ufffd\ufffd", "\xff\xfe a"}, {"亲 亲\n亲", "亲  亲 亲"},
		{"哈哈\n哈哈哈\n哈", strings.Repeat("哈", 30)}, {"#e\n#e-s", "#E-s12#E-"}, {"\x00\n \n", "\x00 \x00"},
		{"顏色\nＡＢ\nｱ", "颜色顔色ab ｱ"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, list, raw string) {
		var words []string
		for line := range strings.SplitSeq(list, "\n") {
			if word := text.Fold(line); word != "" && !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
		if len(words) == 0 || len(words) > 40 || len(raw) > 2000 {
			return
		}
		folded := text.Fold(raw)
		if got, want := scanned(words, folded), searched(words, folded); !slices.Equal(got, want) {
			t.Errorf("%q in %q:\ngot  %s\nwant %s", words, folded, fmt.Sprint(got), fmt.Sprint(want))
		}
	})
}
