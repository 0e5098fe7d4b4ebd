package export

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// A jsonReader is what a worker keeps to read JSON lines.
type jsonReader struct {
	keys     map[string]column // by key as it is written
	order    []jsonKey         // keys of the line before, without duplicates
	line     []jsonKey         // keys of this line
	own      []byte            // the leads of order
	spare    []byte
	text     jsonText
	mayBreak bool
	mayNUL   bool
	slowOnly bool // for tests: never scan
}

// A jsonKey is a key of a line and all that stands before its value.
type jsonKey struct {
	lead       string // from the end of the value before: , "name":
	begin, end int    // of the name in the lead
	column     column
}

func (k *jsonKey) name() string { return k.lead[k.begin:k.end] }

// stands reports whether line goes on with the lead.
func (k *jsonKey) stands(line []byte) bool {
	n := len(k.lead)
	return n <= len(line) && string(line[:n]) == k.lead
}

func newJSONReader() jsonReader { return jsonReader{keys: map[string]column{}} }

// maxScannedKeys bounds the search for duplicates, which compares each with each.
const maxScannedKeys = 32

// scanObject reads a flat object of strings, whole numbers, booleans and nulls into
// w.rec. For anything else, right or wrong, it returns false and readObject decides. It
// never says yes to what readObject refuses, nor reads it differently.
//
// Lines of one export nearly always have the same keys in the same order with the same
// spaces. What stands as it stood in the line before needs one comparison.
func (w *worker) scanObject(line []byte) bool {
	j := &w.json
	known := true // all so far stands as in the line before
	i := 0
	for n := 0; ; n++ {
		var col column
		if known && n < len(j.order) && j.order[n].stands(line[i:]) {
			i += len(j.order[n].lead)
			col = j.order[n].column
		} else {
			if known {
				known = false
				j.line = append(j.line[:0], j.order[:n]...)
			}
			if i = w.scanKey(line, i); i == 0 {
				return false
			}
			col = j.line[n].column
		}
		if i = w.scanValue(line, i, col); i == 0 {
			return false
		}
		if end := skipSpace(line, i); end < len(line) && line[end] == '}' {
			i = end
			break
		}
	}
	if !known {
		j.keepOrder()
	}
	return skipSpace(line, i+1) == len(line)
}

// scanKey reads from the end of a value at i, or from the beginning of the line, up to the
// next value, adds the key and returns where its value begins; 0 when there is none, or
// when it is one too many or there already.
func (w *worker) scanKey(line []byte, i int) int {
	j := &w.json
	before := byte(',')
	if i == 0 {
		before = '{'
	}
	at := skipSpace(line, i)
	if at >= len(line) || line[at] != before || len(j.line) == maxScannedKeys {
		return 0
	}
	begin := skipSpace(line, at+1) + 1
	if begin > len(line) || line[begin-1] != '"' {
		return 0
	}
	end := scanString(line, begin)
	if end >= len(line) || line[end] != '"' {
		return 0
	}
	key := line[begin:end]
	for k := range j.line {
		if j.line[k].name() == string(key) {
			return 0
		}
	}
	if at = skipSpace(line, end+1); at >= len(line) || line[at] != ':' {
		return 0
	}
	at = skipSpace(line, at+1)
	j.line = append(j.line, jsonKey{alias(line[i:at]), begin - i, end - i, w.keyColumn(key)})
	return at
}

func (w *worker) keyColumn(key []byte) column {
	c, ok := w.json.keys[string(key)]
	if !ok {
		c = w.names.lookup(string(key))
		if len(w.json.keys) < maxKept {
			w.json.keys[string(key)] = c
		}
	}
	return c
}

// keepOrder keeps the keys of this line for the next one. Their leads alias the line, so
// they are copied, to and fro between two buffers: lines may differ again and again.
func (j *jsonReader) keepOrder() {
	own := j.spare[:0]
	for i := range j.line {
		own = append(own, j.line[i].lead...)
	}
	j.spare, j.own = j.own, own
	begin := 0
	for i := range j.line {
		end := begin + len(j.line[i].lead)
		j.line[i].lead = alias(own[begin:end])
		begin = end
	}
	j.order, j.line = j.line, j.order
}

// scanValue reads the value of a column that begins at i and returns where it ends, 0 for
// what is not for it.
func (w *worker) scanValue(line []byte, i int, col column) (end int) {
	if i >= len(line) {
		return 0
	}
	var text string
	kind := formText
	switch c := line[i]; {
	case c == '"':
		end = scanString(line, i+1)
		if end < len(line) && line[end] == '"' {
			text, end = alias(line[i+1:end]), end+1
		} else if text, end = w.unescape(line, i+1, end); end == 0 {
			return 0
		}
	case c-'0' <= 9:
		for end = i + 1; end < len(line) && line[end]-'0' <= 9; {
			end++
		}
		if end-i > 18 || c == '0' && end-i > 1 || end >= len(line) ||
			line[end] == '.' || line[end]|0x20 == 'e' {
			return 0
		}
		text, kind = alias(line[i:end]), formNumber
	case c == 'n' && bytes.HasPrefix(line[i:], []byte("null")):
		return i + 4
	case c == 't' && bytes.HasPrefix(line[i:], []byte("true")):
		text, kind, end = "true", formOther, i+4
	case c == 'f' && bytes.HasPrefix(line[i:], []byte("false")):
		text, kind, end = "false", formOther, i+5
	}
	if col.field != fieldNone && w.rec.wants(col) {
		w.rec.set(col, text, kind)
	}
	return end
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// scanString returns where the first quote, backslash or control byte from i on stands,
// or the length of the line.
func scanString(line []byte, i int) int {
	for ; i+8 <= len(line); i += 8 {
		x := binary.LittleEndian.Uint64(line[i:])
		quotes, slashes := x^(ones*'"'), x^(ones*'\\')
		// A byte is marked when it is zero, in the third term when it is below space. A mark
		// may be false only above a true one, so the lowest is right.
		marks := ((quotes - ones) &^ quotes) | ((slashes - ones) &^ slashes) |
			((x - ones*' ') &^ x)
		if marks &= highs; marks != 0 {
			return i + bits.TrailingZeros64(marks)/8
		}
	}
	for ; i < len(line); i++ {
		if c := line[i]; c == '"' || c == '\\' || c < ' ' {
			return i
		}
	}
	return i
}

func skipSpace(line []byte, i int) int {
	for i < len(line) && (line[i] == ' ' || line[i] == '\t' || line[i] == '\r' || line[i] == '\n') {
		i++
	}
	return i
}

// unescape reads a string that begins at begin and has its first backslash at i into the
// arena. Halves of surrogate pairs are not for it.
func (w *worker) unescape(line []byte, begin, i int) (text string, end int) {
	from := len(w.arena)
	out := append(w.arena, line[begin:i]...)
	defer func() { w.arena = out }()
	for i < len(line) && line[i] == '\\' {
		if i+1 >= len(line) {
			return "", 0
		}
		size := 2
		switch c := line[i+1]; c {
		case '"', '\\', '/':
			out = append(out, c)
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			if out, size = appendUnicode(out, line[i:]); size == 0 {
				return "", 0
			}
		default:
			return "", 0
		}
		next := scanString(line, i+size)
		out = append(out, line[i+size:next]...)
		i = next
	}
	if i >= len(line) || line[i] != '"' {
		return "", 0
	}
	w.convert.mayNUL = w.convert.mayNUL || bytes.IndexByte(out[from:], 0) >= 0
	return alias(out[from:]), i + 1
}

// appendUnicode appends the character of \uXXXX or of a surrogate pair and returns how
// long the escape is, 0 for a wrong one.
func appendUnicode(dst, escape []byte) (out []byte, size int) {
	r, ok := hex4(escape)
	if !ok {
		return dst, 0
	}
	size = 6
	if r >= 0xd800 && r < 0xe000 {
		low, ok := hex4(escape[6:])
		if !ok || r >= 0xdc00 || low < 0xdc00 || low >= 0xe000 {
			return dst, 0
		}
		r, size = 0x10000+(r-0xd800)<<10+(low-0xdc00), 12
	}
	return utf8.AppendRune(dst, r), size
}

func hex4(b []byte) (r rune, ok bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	for _, c := range b[2:6] {
		switch {
		case c-'0' <= 9:
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
