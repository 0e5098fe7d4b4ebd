package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"chatqc/pipeline/text"
)

// widened reports whether a character is one that folding makes narrow: full-width ASCII,
// the half-width full stop and the full-width yen sign.
func widened(r rune) bool { return r >= 0xFF01 && r <= 0xFF5E || r == 0xFF61 || r == 0xFFE5 }

// vanishes reports whether a character has no width: format characters and variation
// selectors, with those that Unicode keeps free among them, but not those of scripts that
// no shop writes.
func vanishes(r rune) bool {
	switch {
	case r == 0x00AD, r == 0x2065, r >= 0xE0000 && r <= 0xE01EF:
		return true
	case r < 0x2000 || r >= 0xFFF9:
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector)
}

// oracle folds one character that x/text and the tables of package unicode know: "" when it
// vanishes, " " for white space.
func oracle(r rune) string {
	switch {
	case vanishes(r):
		return ""
	case unicode.IsSpace(r), unicode.IsControl(r) && r <= 0x7F:
		return " "
	case widened(r):
		narrow := norm.NFKC.String(string(r))
		if folded := width.Fold.String(string(r)); folded != narrow {
			panic("x/text does not agree with itself: " + folded + ", " + narrow)
		}
		return strings.ToLower(narrow)
	case r < 0x2000:
		return string(unicode.ToLower(r))
	}
	return string(r)
}

// Each character by itself folds as x/text and package unicode have it, but for the
// traditional ones, which become one other Han character.
func TestEveryCharacterFoldsAsUnicodeHasIt(t *testing.T) {
	if testing.Short() {
		t.Skip("tries a million characters")
	}
	for r := rune(0); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		got, want := text.Fold("我"+string(r)+"我"), "我"+oracle(r)+"我"
		if unicode.Is(unicode.Han, r) && got != want {
			folded, size := utf8.DecodeRuneInString(strings.TrimPrefix(got, "我"))
			if len(got) != 6+size || !unicode.Is(unicode.Han, folded) || text.Fold(string(folded)) != string(folded) {
				t.Errorf("%U folds to %q, want one Han character that stays", r, got)
			}
			continue
		}
		if got != want {
			t.Errorf("%U folds to %q, want %q", r, got, want)
		}
	}
}

// FuzzFold holds the folding of whole texts against the oracle's, character by character,
// and its offsets against the folding of what they lead to.
func FuzzFold(f *testing.F) {
	for _, raw := range []string{
		strings.Join(pieces, ""), strings.Join(disguises, ""), "ＩPhone１５，有货！ \t\u3000￥９．９",
		"\xe4\xb8\xe4\xb8\x80\xf0\x9f", "髮\u200b顏\ufe0f色\u2028\u0085\v x", "#E-s1#E-b[数字]#e-Z9 #E-s123456789012345678901234",
		"a  b\r\n\u00a0c  ", "🇻❤️‍🔥👨‍👩‍👧\U000e0001", "İıſKÅΩǅ", "\u1e9e\u2126ﬁ①ｱ｡￥",
	} {
		f.Add(raw, 1, 4)
	}
	f.Fuzz(func(t *testing.T, raw string, begin, end int) {
		folded := text.Fold(raw)
		if !strings.Contains(raw, "#") {
			if want := oracleOf(raw); folded != want {
				t.Fatalf("Fold(%q) = %q, want %q", raw, folded, want)
			}
		}
		checkFold(t, raw)
		if begin < 0 || begin >= end || end > len(folded) || !utf8.RuneStart(folded[begin]) ||
			end < len(folded) && !utf8.RuneStart(folded[end]) {
			return
		}
		var decoded text.Text
		decoded.Set(raw)
		part := strings.Trim(folded[begin:end], " ")
		span := decoded.RawSpan(begin, end)
		if got := text.Fold(span.Of(raw)); got != part && !strings.Contains(raw, "#") {
			t.Fatalf("%q of %q is at %v, which folds to %q", part, raw, span, got)
		}
		before, rest := decoded.RawSpan(0, begin), decoded.RawSpan(end, len(folded))
		if before.End > span.Begin || rest.Begin < span.End && end < len(folded) {
			t.Fatalf("%q: the parts at %d and %d of %q overlap: %v %v %v", raw, begin, end, folded, before, span, rest)
		}
	})
}

// oracleOf folds a text without codes of emoticons.
func oracleOf(raw string) string {
	var b strings.Builder
	space := false
	for _, r := range raw { // a byte that is not UTF-8 comes as U+FFFD
		s := oracle(r)
		if unicode.Is(unicode.Han, r) {
			s = text.Fold(string(r)) // the table of traditional characters has its own test
		}
		if s == " " {
			space = true
			continue
		}
		if s != "" && space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = space && s == ""
		b.WriteString(s)
	}
	return b.String()
}
