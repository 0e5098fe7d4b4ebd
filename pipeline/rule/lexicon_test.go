package rule

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// lexiconOf returns a lexicon of words and gates, and its alphabet.
func lexiconOf(words []string, gates map[string][]int32) (*lexicon, *alphabet) {
	cuts := newRuneSet()
	for _, word := range append(slices.Sorted(maps.Keys(gates)), words...) {
		for _, r := range word {
			cuts.addOne(r)
		}
	}
	a := newAlphabet(cuts)
	return newLexicon(words, gates, a), a
}

// The lexicon finds what a search for each word alone finds, longer words first.
func TestLexiconFindsEveryWord(t *testing.T) {
	letters := rapid.StringOfN(rapid.SampledFrom([]rune("不知道最好低a1é😀")), 1, 4, -1)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfNDistinct(letters, 1, 12, rapid.ID[string]).Draw(t, "words")
		text := rapid.StringOfN(rapid.SampledFrom([]rune("不知道最好低a1é，😀\ufffd")), 0, 40, -1).Draw(t, "text")
		var want, got []string
		for id, word := range words {
			for begin := range len(text) {
				if strings.HasPrefix(text[begin:], word) {
					want = append(want, fmt.Sprint(begin+len(word), " ", id))
				}
			}
		}
		l, a := lexiconOf(words, nil)
		found, _ := l.scan(nil, nil, []byte(text), a.translate(nil, []byte(text)))
		for i, o := range found {
			if i > 0 && (o.end < found[i-1].end || o.end == found[i-1].end && o.begin < found[i-1].begin) {
				t.Fatalf("got %v after %v, want them in the order of their ends", o, found[i-1])
			}
			if text[o.begin:o.end] != words[o.word] {
				t.Fatalf("got %q at the place of %q", text[o.begin:o.end], words[o.word])
			}
			got = append(got, fmt.Sprint(o.end, " ", o.word))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

// A gate is opened by a text that holds one of its pairs, and by no other.
func TestGatesAreOpened(t *testing.T) {
	gates := map[string][]int32{"返现": {0}, "红包": {0, 1}, "😀a": {2}}
	l, a := lexiconOf([]string{"返", "返现哦", "红"}, gates)
	for text, want := range map[string][]int32{
		"": nil, "返": nil, "现返": nil, "好评返现": {0}, "返红包": {0, 1}, "😀a": {2}, "返 现": nil, "a😀": nil,
		"返现红包": {0, 0, 1},
	} {
		_, got := l.scan(nil, nil, []byte(text), a.translate(nil, []byte(text)))
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s opens %v, want %v", text, got, want)
		}
	}
}

// Of each text of a gate, the rarest pair stands for it.
func TestPairsOfGates(t *testing.T) {
	got := gate{"好评返现", "返现", "亲的好评", "vx"}.pairs()
	if want := []string{"vx", "好评", "返现", "评返"}; len(got) > len(want) || !slices.Contains(got, "vx") {
		t.Errorf("got %v, want some of %v", got, want)
	}
	for _, pair := range got {
		if len([]rune(pair)) != 2 {
			t.Errorf("got the pair %q, want two characters", pair)
		}
	}
}

func BenchmarkScan(b *testing.B) {
	var words []string
	for _, a := range []string{"不", "最", "第", "保", "微", "好", "包", "退"} {
		for _, c := range []string{"知道", "清楚", "一", "证", "信", "评", "邮", "货", "款", "返现"} {
			for _, d := range []string{"", "的", "了", "吗", "哦", "亲", "您", "我", "全", "能", "会", "要"} {
				words = append(words, a+c+d)
			}
		}
	}
	l, a := lexiconOf(words, nil)
	text := []byte("亲,这款是纯棉的,不会掉色,今天下单明天就能发出,包邮哦")
	var found []occurrence
	var symbols []symbol
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		symbols = a.translate(symbols[:0], text)
		found, _ = l.scan(found[:0], nil, text, symbols)
	}
}
