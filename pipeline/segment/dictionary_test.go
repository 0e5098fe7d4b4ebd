package segment

import (
	"os"
	"slices"
	"strings"
	"testing"

	"chatqc/pipeline/text"
)

func TestEveryWordIsFoundUnderItsIdentifier(t *testing.T) {
	d := theOracle(t).words
	for id := range int32(d.Len()) {
		word := d.Word(id)
		if got, ok := d.Lookup(word); got != id || !ok {
			t.Fatalf("Lookup(%q) = %d, %v; want %d, true", word, got, ok, id)
		}
	}
}

func TestLookupOfWhatIsNoWord(t *testing.T) {
	d := theOracle(t).words
	for _, word := range []string{"", "七天无理", "不知道哦", "七天无", "\xff", "😊", "q", "𠀀𠀀", "的的的"} {
		if id, ok := d.Lookup(word); id != -1 || ok {
			t.Errorf("Lookup(%q) = %d, %v; want -1, false", word, id, ok)
		}
	}
	for _, id := range []int32{-1, int32(d.Len()), 1<<31 - 1, -1 << 31} {
		if got := d.Word(id); got != "" {
			t.Errorf("Word(%d) = %q; want none", id, got)
		}
		if got := d.PartOfSpeech(id); got != "x" {
			t.Errorf("PartOfSpeech(%d) = %q; want x", id, got)
		}
	}
}

func TestShopWordsComeFirstAndStayWhole(t *testing.T) {
	words, err := parseWords(shopName, shopText)
	if err != nil {
		t.Fatal(err)
	}
	if len(words) < 250 {
		t.Errorf("got %d shop words, want at least 250", len(words))
	}
	d := theOracle(t).words
	s := d.NewSegmenter()
	for i, w := range words {
		id, _ := d.Lookup(w.text)
		if tag := d.PartOfSpeech(id); int(id) != i || tag != w.tag {
			t.Errorf("%s: got word %d with tag %s, want %d with %s", w.text, id, tag, i, w.tag)
		}
		tokens := s.Segment(nil, []byte(w.text))
		if len(tokens) != 1 || tokens[0].ID != id {
			t.Errorf("%s: got tokens %v, want one", w.text, tokens)
		}
	}
}

func TestFaultsOfADictionaryNameTheLine(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"two fields", "包邮 300", `x.txt:1: got "包邮 300", want a word, a frequency and a part of speech`},
		{"four fields", "# 注\n\n包邮 300 v n", `x.txt:3: got "包邮 300 v n", want a word`},
		{"one character", "邮 300 v", `x.txt:1: got "邮", want at least 2 characters`},
		{"frequency in words", "包邮 many v", `x.txt:1: 包邮: got frequency "many", want a whole number`},
		{"frequency that gse drops", "包邮 1 v", `got frequency "1", want a whole number from 2`},
		{"frequency that shifts all others", "包邮 1e9 v", `got frequency "1e9"`},
		{"negative frequency", "包邮 -5 v", `got frequency "-5"`},
		{"not folded", "Ｔ恤 30 n", `x.txt:1: got "Ｔ恤", want it folded: "t恤"`},
		{"bad bytes", "包\xff 30 n", `want it folded`},
		{"tag in capitals", "包邮 300 V", `x.txt:1: 包邮: got part of speech "V", want lower-case letters`},
		{"the same word again", "包邮 300 v\n差评 9 n\n包邮 5 v", `x.txt:3: got "包邮" again, want it once: line 1`},
		{"all faults at once", "包邮\n差评 9 n\n好评", "x.txt:1: got \"包邮\", want a word, a frequency and a part of " +
			"speech\nx.txt:3: got"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parseWords("x.txt", tt.source)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v; want %s", err, tt.want)
			}
		})
	}
}

func TestLinesOfADictionary(t *testing.T) {
	got, err := parseWords("x.txt", "# 注释\r\n\n 包邮  300\tv \r\n差评 9 n")
	want := []shopWord{{"包邮", 300, "v"}, {"差评", 9, "n"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

// gse's own constant is not kept up, so its version is written down here once more.
func TestVersionOfGSEIsTheModules(t *testing.T) {
	module, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if line := "github.com/go-ego/gse " + gseVersion + "\n"; !strings.Contains(string(module), line) {
		t.Errorf("go.mod: got another version of gse, want %s; set gseVersion", gseVersion)
	}
}

func FuzzParseWords(f *testing.F) {
	for _, source := range []string{"包邮 300 v", "# 注\n\n", "包邮 300", "Ｔ恤 30 n", "a\x00b 5 n", "\xff"} {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		words, _ := parseWords("x.txt", source)
		for _, w := range words {
			if w.frequency < minFrequency || w.frequency > maxFrequency || text.Fold(w.text) != w.text ||
				len(strings.Fields(w.text)) != 1 {
				t.Errorf("%q: got word %v", source, w)
			}
		}
	})
}
