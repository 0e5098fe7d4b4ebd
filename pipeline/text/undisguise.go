package text

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"chatqc/pipeline/chat"
)

// Disguised reports whether Undisguised may differ from Folded. Folding decides it, so
// that it costs no pass of its own; few ordinary messages are disguised.
func (t *Text) Disguised() bool {
	t.Folded()
	return t.disguised
}

// Undisguised returns the folded message without what hides words from a search, valid
// until the next Set:
//
//	folded  ➕薇❤信 ⓥ x1·最 好,满3-5件   伽v   zui低价   扣.扣   12:30
//	        加微信vx1最好,满3-5件加v最低价qq12:30
//
// Decoration between letters or digits goes, except punctuation between two digits, and
// so do spaces, except those of a line break; look-alikes become the letters that they
// stand for, and known variants the word that is meant. Marks that end a clause,
// brackets and quotes stay, so that no word forms across them. It is the folded message
// itself when that is not Disguised, else the work of one more pass. Words run together
// in it, so it is for a search beside that of the folded message, not in its place.
func (t *Text) Undisguised() []byte {
	if !t.Disguised() {
		return t.folded
	}
	if !t.undisguised {
		u := &t.plain
		u.origin.begin, u.origin.end = u.origin.begin[:0], u.origin.end[:0]
		*u = undisguising{
			src: t.folded, breaks: t.breaks, dst: u.dst[:0], origin: u.origin, run: -1, plus: -1,
		}
		u.undisguise()
		t.undisguised = true
	}
	return t.plain.dst
}

// UndisguisedSpan returns the bytes of the raw text for which the undisguised bytes
// [begin, end) stand, whole characters always, with the decoration between them. An
// empty range gives an empty span.
func (t *Text) UndisguisedSpan(begin, end int) chat.Span {
	if t.Undisguised(); !t.disguised {
		return t.RawSpan(begin, end)
	}
	origin := &t.plain.origin
	switch {
	case begin < end:
		return t.RawSpan(int(origin.begin[begin]), int(origin.end[end-1]))
	case begin < len(origin.begin):
		return t.RawSpan(int(origin.begin[begin]), int(origin.begin[begin]))
	}
	return chat.Span{Begin: len(t.raw), End: len(t.raw)}
}

// An undisguising is one pass over a folded text. It holds decoration back until it is
// known what follows, and looks for a variant after every letter that it writes.
type undisguising struct {
	src    []byte
	breaks []int32 // the spaces in src that stand for a line break, those ahead
	dst    []byte
	origin spans // where in src each byte of dst came from

	last kind // of what was written last: stop, letter or digit
	run  int  // where in src the decoration held back begins, or −1
	plus int  // where its first plus is, or −1
	bare bool // it is nothing but ornaments
}

// undisguise appends the plain form of u.src to u.dst.
func (u *undisguising) undisguise() {
	for i := 0; i < len(u.src); {
		r, k, end := u.next(i)
		switch k {
		case mark, ornament, plus:
			u.hold(i, k)
		case stop:
			u.release(i)
			u.last = stop
			u.write(r, i, end)
		default:
			u.join(i, r, k)
			u.last = k
			u.write(r, i, end)
		}
		i = end
	}
	u.release(len(u.src))
}

// next reads the character at i, as what it is mistaken for.
func (u *undisguising) next(i int) (r rune, k kind, end int) {
	c := u.src[i]
	if c < utf8.RuneSelf {
		if len(u.breaks) > 0 && int(u.breaks[0]) == i {
			u.breaks = u.breaks[1:]
			return rune(c), stop, i + 1
		}
		return rune(c), asciiKinds[c], i + 1
	}
	r, size := utf8.DecodeRune(u.src[i:])
	if c >= 0xE4 && c <= 0xE9 && !simple.suspects.has(u.src[i:]) {
		return r, letter, i + size
	}
	r, k = plain(r)
	return r, k, i + size
}

// hold takes the decoration at i into the run.
func (u *undisguising) hold(i int, k kind) {
	if u.run < 0 {
		u.run, u.plus, u.bare = i, -1, true
	}
	if k == plus && u.plus < 0 {
		u.plus = i
	}
	u.bare = u.bare && k == ornament
}

// release writes the run, which ends at end, as it is.
func (u *undisguising) release(end int) {
	if u.run < 0 {
		return
	}
	for i := u.run; i < end; {
		_, size := utf8.DecodeRune(u.src[i:])
		u.dst = append(u.dst, u.src[i:i+size]...)
		u.origin.add(size, i, i+size)
		i += size
	}
	u.run = -1
}

// join decides about the run when r, of kind k, follows it at end.
func (u *undisguising) join(end int, r rune, k kind) {
	switch {
	case u.run < 0:
		return
	case k == digit && (u.plus >= 0 || u.last == digit && !u.bare), u.last == stop && u.plus < 0:
		u.release(end)
	case u.plus >= 0:
		at := u.plus
		if u.last == stop {
			u.release(at)
		}
		if r != '加' && !bytes.HasSuffix(u.dst, []byte("加")) {
			_, size := utf8.DecodeRune(u.src[at:])
			u.last = letter
			u.write('加', at, at+size)
		}
	}
	u.run = -1
}

// write writes r, which stands for src[begin:end], and puts what is meant in the place
// of a variant that ends with it.
func (u *undisguising) write(r rune, begin, end int) {
	before := len(u.dst)
	u.dst = utf8.AppendRune(u.dst, r)
	u.origin.add(len(u.dst)-before, begin, end)
	if endings[u.dst[len(u.dst)-1]] && u.last != stop {
		for i := range variants {
			if v := &variants[i]; bytes.HasSuffix(u.dst, []byte(v.from)) && u.meant(v) {
				u.replace(v.from, v.to)
				return
			}
		}
	}
	if c := string(u.dst[before:]); c[0] >= 0xE4 && c[0] <= 0xE9 &&
		bytes.HasSuffix(u.dst[:before], []byte(dearest)) && u.begins(before-len(dearest)) {
		u.replace(dearest+c, "最"+c)
	}
}

// meant reports whether the variant with which dst ends is one here.
func (u *undisguising) meant(v *variant) bool {
	at := len(u.dst) - len(v.from)
	if v.from[0] < utf8.RuneSelf {
		return u.begins(at)
	}
	r, _ := utf8.DecodeLastRune(u.dst[:at])
	return !strings.ContainsRune(v.not, r)
}

// begins reports whether a Latin word begins at a place in dst: what stood right before
// it in src is no letter and no digit.
func (u *undisguising) begins(at int) bool {
	return at == 0 || !isWord(u.dst[at-1]) || u.origin.end[at-1] != u.origin.begin[at]
}

// replace puts to in the place of from, with which dst ends. What both begin or end
// with keeps its origin; all of the rest stands for all of the rest.
func (u *undisguising) replace(from, to string) {
	head, tail := common(from, to)
	at, rest := len(u.dst)-len(from)+head, len(u.dst)-tail
	begin, end := int(u.origin.begin[at]), int(u.origin.end[rest-1])
	tailBegin, tailEnd := 0, 0
	if tail > 0 {
		tailBegin, tailEnd = int(u.origin.begin[rest]), int(u.origin.end[rest])
	}
	u.dst = u.dst[:at]
	u.origin.begin, u.origin.end = u.origin.begin[:at], u.origin.end[:at]
	for i, r := range to[head:] {
		if head+i >= len(to)-tail {
			begin, end = tailBegin, tailEnd
		}
		u.write(r, begin, end)
	}
}

// common returns the length of the character that both begin with and, when there is
// none, of the one that both end with; 0 for none.
func common(a, b string) (head, tail int) {
	first, size := utf8.DecodeRuneInString(a)
	if r, _ := utf8.DecodeRuneInString(b); r == first {
		return size, 0
	}
	last, size := utf8.DecodeLastRuneInString(a)
	if r, _ := utf8.DecodeLastRuneInString(b); r == last {
		return 0, size
	}
	return 0, 0
}
