package text

import (
	"unicode"
	"unicode/utf8"
)

// Fold returns s as Decode would: what a literal must look like to be found in the
// folded bytes of a Text. Folding a folded string changes nothing.
//
//   - letters become lower case, full-width forms ASCII;
//   - emoticon codes of the form #E-s12 and every white space become a space, runs of
//     spaces one, and spaces at both ends nothing;
//   - characters without width (joiners, variation selectors, direction marks) vanish;
//   - a byte that is not UTF-8 becomes U+FFFD.
func Fold(s string) string { return string(appendFold(nil, s, nil)) }

// spans keeps, for each folded byte, the raw bytes it stands for.
type spans struct{ begin, end []int32 }

// appendFold appends the folded form of raw to dst, and to origin, unless it is nil,
// where each byte came from.
func appendFold(dst []byte, raw string, origin *spans) []byte {
	start := len(dst)
	space := -1 // where in raw a run of spaces began
	for i := 0; i < len(raw); {
		begin, c := i, raw[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			i++
		case c < utf8.RuneSelf:
			i++
			if c <= ' ' || c == 0x7f {
				c = ' '
			} else if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			} else if c == '#' {
				if size := emoticon(raw[begin:]); size > 0 {
					c, i = ' ', begin+size
				}
			}
		case isHan(raw, i):
			dst = flushSpace(dst, start, &space, begin, origin)
			dst = append(dst, raw[i:i+3]...)
			i += 3
			origin.add(3, begin, i)
			continue
		default:
			r, size := utf8.DecodeRuneInString(raw[i:])
			i += size
			if r = foldRune(r); r == dropped {
				continue
			}
			if r >= utf8.RuneSelf {
				dst = flushSpace(dst, start, &space, begin, origin)
				before := len(dst)
				dst = utf8.AppendRune(dst, r)
				origin.add(len(dst)-before, begin, i)
				continue
			}
			c = byte(r)
		}
		if c == ' ' {
			if space < 0 {
				space = begin
			}
			continue
		}
		dst = flushSpace(dst, start, &space, begin, origin)
		dst = append(dst, c)
		origin.add(1, begin, i)
	}
	return dst
}

// flushSpace writes one space for the run that ends at end; none at the beginning.
func flushSpace(dst []byte, start int, space *int, end int, origin *spans) []byte {
	if *space < 0 {
		return dst
	}
	if len(dst) > start {
		dst = append(dst, ' ')
		origin.add(1, *space, end)
	}
	*space = -1
	return dst
}

func (s *spans) add(count, begin, end int) {
	if s == nil {
		return
	}
	for range count {
		s.begin = append(s.begin, int32(begin))
		s.end = append(s.end, int32(end))
	}
}

// isHan reports whether a character from U+4000 to U+9FFF stands at i: the common
// Han characters, none of which folding changes.
func isHan(raw string, i int) bool {
	return raw[i] >= 0xE4 && raw[i] <= 0xE9 && i+2 < len(raw) &&
		raw[i+1]&0xC0 == 0x80 && raw[i+2]&0xC0 == 0x80
}

// dropped is what foldRune returns for a character without width.
const dropped = -1

// foldRune folds one character above ASCII.
func foldRune(r rune) rune {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E: // full-width ASCII
		if r -= 0xFF01 - '!'; r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r == 0xFF61: // half-width ideographic full stop
		return '。'
	case r == 0xFFE5: // full-width yen sign
		return '¥'
	case r == 0x00AD, r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E,
		r >= 0x2060 && r <= 0x206F, r == 0xFEFF, r >= 0xFE00 && r <= 0xFE0F,
		r >= 0xE0000 && r <= 0xE01EF:
		return dropped
	case unicode.IsSpace(r):
		return ' '
	case r < 0x2000:
		return unicode.ToLower(r)
	}
	return r
}

// maxEmoticon is the length in bytes of the longest emoticon code.
const maxEmoticon = 24

// emoticon returns the length of an emoticon code such as #E-s12, or #E-s[数字], at
// the beginning of s; 0 when there is none. JD's desktop client writes them.
func emoticon(s string) int {
	if len(s) < 5 || s[1]|0x20 != 'e' || s[2] != '-' || s[3]|0x20 < 'a' || s[3]|0x20 > 'z' {
		return 0
	}
	i := 4
	if s[i] == '[' {
		for ; i < min(len(s), maxEmoticon); i++ {
			if s[i] == ']' {
				return i + 1
			}
		}
		return 0
	}
	for i < min(len(s), maxEmoticon) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == 4 {
		return 0
	}
	return i
}
