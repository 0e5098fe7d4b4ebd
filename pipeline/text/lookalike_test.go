package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Folding must notice whatever undisguising may change.
func TestVariantsAreNoticed(t *testing.T) {
	for _, v := range variants {
		if Fold(v.from) != v.from || Fold(v.to) != v.to {
			t.Errorf("%v is not folded", v)
		}
		var decoded Text
		decoded.Set(v.from)
		if !decoded.Disguised() || string(decoded.Undisguised()) != v.to {
			t.Errorf("%s is undisguised %q; want %q", v.from, decoded.Undisguised(), v.to)
		}
		first, _ := utf8.DecodeRuneInString(v.from)
		if first >= utf8.RuneSelf && !strings.ContainsAny(v.from, suspects) {
			t.Errorf("%s has no suspect", v.from)
		}
		// Nor may replacing go on for ever.
		for _, other := range variants {
			if strings.Contains(v.to, other.from) {
				t.Errorf("%s becomes %s, which has %s", v.from, v.to, other.from)
			}
		}
	}
}

func TestLookalikes(t *testing.T) {
	for from, want := range map[rune]rune{
		'①': '1', '⑨': '9', '⑩': 0, '⒜': 'a', 'Ⓩ': 'z', 'ⓐ': 'a', '⓪': '0', '❾': '9', '㈩': '十',
		'㊀': '一', '㊰': '夜', '𝐀': 'a', '𝐯': 'v', '𝚣': 'z', '𝟘': '0', '𝟿': '9', '🅥': 'v', '🆉': 'z',
		'🇻': 'v', 'Ⅴ': 'v', 'ㄨ': 'x', '微': 0, '❤': 0, 'é': 0,
	} {
		if got := lookalike(from); got != want {
			t.Errorf("lookalike(%q) = %q; want %q", from, got, want)
		}
	}
	for from, to := range likeness {
		if lookalike(to) != 0 || Fold(string(from)) != string(from) {
			t.Errorf("%q, which stands for %q, is not folded or not plain", from, to)
		}
		if from >= 0x4000 && from <= 0x9FFF && !strings.ContainsRune(suspects, from) {
			t.Errorf("%q is not among the suspects", from)
		}
	}
	if n := utf8.RuneCountInString(circled); n != 0x32B0-0x3280+1 {
		t.Errorf("got %d circled Han characters", n)
	}
}

// Where x/text knows what a look-alike is, it is the same.
func TestLookalikesAreWhatUnicodeSays(t *testing.T) {
	if testing.Short() {
		t.Skip("tries a million characters")
	}
	known := 0
	for r := rune(utf8.RuneSelf); r <= utf8.MaxRune; r++ {
		got := lookalike(r)
		plain := strings.Trim(strings.ToLower(norm.NFKC.String(string(r))), "().")
		if got == 0 || plain == string(r) || utf8.RuneCountInString(plain) != 1 {
			continue
		}
		known++
		japanese := plain == "労"
		if plain = Fold(plain); plain != string(got) && likeness[r] == 0 && !japanese {
			t.Errorf("%U is like %q, want %q", r, got, plain)
		}
	}
	if known < 900 {
		t.Errorf("got %d look-alikes that x/text knows, want most", known)
	}
}
