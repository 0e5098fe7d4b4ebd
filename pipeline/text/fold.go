package text

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// Fold returns s as Decode would: what a literal must look like to be found in the
// folded bytes of a Text. Folding a folded string changes nothing.
//
//   - letters become lower case, full-width forms ASCII, traditional characters
//     simplified ones, as far as one stands for one;
//   - emoticon codes of the form #E-s12 and every white space become a space, runs of
//     spaces one, and spaces at both ends nothing;
//   - characters without width (joiners, variation selectors, direction marks) vanish;
//   - a byte that is not UTF-8 becomes U+FFFD.
func Fold(s string) string {
	f := folding{raw: s, space: -1}
	f.fold()
	return string(f.dst)
}

// spans keeps, for each byte of a text, the bytes it stands for in the text before.
type spans struct{ begin, end []int32 }

// A folding is one pass over a raw text.
type folding struct {
	raw    string
	dst    []byte
	space  int    // where in raw a run of spaces began, or −1
	origin *spans // nil when nobody asks where a byte came from

	newline bool    // the run of spaces holds one
	breaks  []int32 // the spaces in dst that stand for a line break
	joint   joint
	signs   joint // all joints so far, or-ed; bridged is a sign of a disguise
}

// fold appends the folded form of f.raw to f.dst, and to f.origin, unless it is nil,
// where each byte came from.
func (f *folding) fold() {
	for i := 0; i < len(f.raw); {
		switch c := f.raw[i]; {
		case c < utf8.RuneSelf:
			i = f.ascii(i)
		case isHan(f.raw, i):
			i = f.han(i)
		case c == 0xEF && i+2 < len(f.raw) && f.raw[i+1] == 0xBC && f.raw[i+2]&0xC0 == 0x80:
			i = f.wide(i)
		default:
			i = f.other(i)
		}
	}
}

// join notes that a character of kind k follows.
func (f *folding) join(k kind) {
	next := joints[f.joint&7][k&7]
	f.signs |= next
	f.joint = next &^ bridged
}

// ascii folds the ASCII byte at i and returns where the next one begins.
func (f *folding) ascii(i int) int {
	begin, c := i, f.raw[i]
	i++
	switch {
	case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
	case c <= ' ' || c == 0x7f:
		f.newline = f.newline || c == '\n' || c == '\r'
		c = ' '
	case c >= 'A' && c <= 'Z':
		c += 'a' - 'A'
	case c == '#':
		if size := emoticon(f.raw[begin:]); size > 0 {
			c, i = ' ', begin+size
		}
	}
	f.put(c, begin, i)
	return i
}

// han takes a run of common Han characters, of which most stay as they are.
func (f *folding) han(i int) int {
	raw, notable := f.raw, &simple.notable
	begin, found := i, uint64(0)
	for i < len(raw) && isHan(raw, i) {
		found |= notable[cell(raw[i], raw[i+1])] >> (raw[i+2] & 0x3F)
		i += 3
	}
	f.flushSpace(begin)
	if f.joint >= gap {
		f.signs |= bridged
	}
	f.joint = afterLetter
	at := len(f.dst)
	if at > 0 && f.dst[at-1] >= 'a' && f.dst[at-1] <= 'z' && ventured(f.dst, raw[begin:begin+3]) {
		f.signs |= bridged
	}
	f.dst = append(f.dst, raw[begin:i]...)
	if found&1 != 0 {
		f.simplify(f.dst[at:])
	}
	if f.origin != nil {
		for at := begin; at < i; at += 3 {
			f.origin.add(3, at, at+3)
		}
	}
	return i
}

// simplify folds the traditional characters in a run of common Han characters, and
// notes the suspects.
func (f *folding) simplify(run []byte) {
	for ; len(run) > 0; run = run[3:] {
		if simple.traditional.has(run) {
			copy(run, simple.of(run))
		}
		if simple.suspects.has(run) {
			f.signs |= bridged
		}
	}
}

// wide folds one of the characters from U+FF00 to U+FF3F, most of them ，！？ and the
// like, at less cost than other does.
func (f *folding) wide(i int) int {
	c := f.raw[i+2] - 0x80 + ' '
	if c == ' ' { // U+FF00 is not assigned
		return f.other(i)
	}
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	f.put(c, i, i+3)
	return i + 3
}

// other folds the character at i.
func (f *folding) other(i int) int {
	r, size := utf8.DecodeRuneInString(f.raw[i:])
	end := i + size
	switch r = foldRune(r); {
	case r == dropped:
	case r < utf8.RuneSelf:
		f.put(byte(r), i, end)
	default:
		f.flushSpace(i)
		p, k := plain(r)
		if p != r {
			f.signs |= bridged
		}
		f.join(k)
		before := len(f.dst)
		f.dst = utf8.AppendRune(f.dst, r)
		f.origin.add(len(f.dst)-before, i, end)
	}
	return end
}

// put writes an ASCII byte that stands for raw[begin:end]; a space waits until
// something follows it.
func (f *folding) put(c byte, begin, end int) {
	if c == ' ' {
		if f.space < 0 {
			f.space = begin
		}
		return
	}
	f.flushSpace(begin)
	f.join(asciiKinds[c&0x7F])
	if c == 'x' && bytes.HasSuffix(f.dst, []byte("wei")) {
		f.signs |= bridged // weixin
	}
	f.dst = append(f.dst, c)
	f.origin.add(1, begin, end)
}

// flushSpace writes one space for the run that ends at end; none at the beginning.
func (f *folding) flushSpace(end int) {
	if f.space >= 0 {
		f.writeSpace(end)
	}
}

// writeSpace notes what a space does to the words beside it: a line break parts them.
func (f *folding) writeSpace(end int) {
	if len(f.dst) > 0 {
		if f.newline {
			f.breaks = append(f.breaks, int32(len(f.dst)))
			f.join(stop)
		} else {
			f.join(mark)
		}
		f.dst = append(f.dst, ' ')
		f.origin.add(1, f.space, end)
	}
	f.space, f.newline = -1, false
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
// Han characters, which fold to characters of the same length.
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
