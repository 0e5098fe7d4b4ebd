package mask

import (
	"slices"
	"unicode/utf8"
)

// gone is the byte that stands in a view for a token that is already there.
const gone = 0

// A view is a text folded for reading: ASCII letters lower case, full width as half
// width, dashes as '-', invisible characters dropped, tokens as one byte gone.
type view struct {
	bytes   []byte
	offsets []int32 // of each byte in the raw text, and the text's length at the end
}

// raw returns the offset in the raw text of an offset in the view.
func (v *view) raw(at int) int { return int(v.offsets[at]) }

func (v *view) fold(s string) {
	v.bytes = slices.Grow(v.bytes[:0], len(s))
	v.offsets = slices.Grow(v.offsets[:0], len(s)+1)
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '[':
			if n := tokenAt(s[i:]); n > 0 {
				v.put(gone, i)
				i += n
				continue
			}
			v.put(c, i)
			i++
		case c < utf8.RuneSelf:
			v.put(lower(c), i)
			i++
		case c >= 0xE4 && c <= 0xE9 && i+2 < len(s) &&
			s[i+1]&0xC0 == 0x80 && s[i+2]&0xC0 == 0x80: // a Han character
			v.bytes = append(v.bytes, c, s[i+1], s[i+2])
			v.offsets = append(v.offsets, int32(i), int32(i+1), int32(i+2))
			i += 3
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			v.wide(r, s[i:i+n], i)
			i += n
		}
	}
	v.offsets = append(v.offsets, int32(len(s)))
}

func (v *view) put(c byte, at int) {
	v.bytes, v.offsets = append(v.bytes, c), append(v.offsets, int32(at))
}

// wide folds a character beyond ASCII.
func (v *view) wide(r rune, raw string, at int) {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		v.put(lower(byte(r-0xFF00+0x20)), at)
	case r == 0x3000 || r == 0xA0:
		v.put(' ', at)
	case r >= 0x2010 && r <= 0x2015 || r == 0x2212:
		v.put('-', at)
	case r >= 0x200B && r <= 0x200F, r == 0xFEFF, r == 0x2060, r == 0xFE0F, r == 0x20E3:
		// zero width, or what turns a digit into its key
	default:
		for i := range len(raw) {
			v.put(raw[i], at+i)
		}
	}
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func isDigit(c byte) bool  { return c-'0' <= 9 }
func isLetter(c byte) bool { return c-'a' <= 'z'-'a' }
func isAlnum(c byte) bool  { return isDigit(c) || isLetter(c) }

// at returns the byte at i, or gone beyond either end.
func (v *view) at(i int) byte {
	if i < 0 || i >= len(v.bytes) {
		return gone
	}
	return v.bytes[i]
}

// has reports whether the view reads word, which is not empty, at i. The last byte tells
// most words apart.
func (v *view) has(i int, word string) bool {
	end := i + len(word)
	return i >= 0 && end <= len(v.bytes) && v.bytes[end-1] == word[len(word)-1] &&
		string(v.bytes[i:end]) == word
}

// hasAny returns the length of the first of words that the view reads at i, or 0.
func (v *view) hasAny(i int, words []string) int {
	for _, w := range words {
		if v.has(i, w) {
			return len(w)
		}
	}
	return 0
}

// rune returns the character at i and its length; length 0 at the end.
func (v *view) rune(i int) (rune, int) {
	if b := v.bytes[i:]; len(b) > 2 && b[0] >= 0xE1 && b[0] <= 0xEC &&
		b[1]&0xC0 == 0x80 && b[2]&0xC0 == 0x80 {
		return rune(b[0]&0x0F)<<12 | rune(b[1]&0x3F)<<6 | rune(b[2]&0x3F), 3
	}
	return utf8.DecodeRune(v.bytes[i:])
}

// before returns the character that ends at i and its length.
func (v *view) before(i int) (rune, int) { return utf8.DecodeLastRune(v.bytes[:i]) }

// digits returns the end of the run of digits at i.
func (v *view) digits(i int) int {
	for i < len(v.bytes) && isDigit(v.bytes[i]) {
		i++
	}
	return i
}

// span returns the end of the run at i of bytes that pass, at most limit bytes long.
func (v *view) span(i, limit int, pass func(byte) bool) int {
	limit = min(i+limit, len(v.bytes))
	for i < limit && pass(v.bytes[i]) {
		i++
	}
	return i
}

// isHan reports whether r is a Han character of the tables here.
func isHan(r rune) bool { return r >= firstHan && r <= lastHan }
