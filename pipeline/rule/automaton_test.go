package rule

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The automaton finds what a search for each word alone finds.
func TestAutomatonFindsEveryWord(t *testing.T) {
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
		a := newAutomaton(words)
		last := int32(0)
		for _, o := range a.scan(nil, []byte(text)) {
			if o.end < last {
				t.Fatalf("got an end %d after %d, want them in order", o.end, last)
			}
			last = o.end
			if text[a.begin(o):o.end] != words[o.word] {
				t.Fatalf("got %q at the place of %q", text[a.begin(o):o.end], words[o.word])
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

func BenchmarkScan(b *testing.B) {
	var words []string
	for _, a := range []string{"不", "最", "第", "保", "微", "好", "包", "退"} {
		for _, c := range []string{"知道", "清楚", "一", "证", "信", "评", "邮", "货", "款", "返现"} {
			for _, d := range []string{"", "的", "了", "吗", "哦", "亲", "您", "我", "全", "能", "会", "要"} {
				words = append(words, a+c+d)
			}
		}
	}
	a := newAutomaton(words)
	text := []byte("亲,这款是纯棉的,不会掉色,今天下单明天就能发出,包邮哦")
	var found []occurrence
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		found = a.scan(found[:0], text)
	}
}
