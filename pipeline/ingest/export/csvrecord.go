package export

import "bytes"

// A span is where a record lies in a block, without its newline.
type span struct{ begin, end int32 }

// recordEnd returns how long the record at the front of data is, with its newline. It is
// 0 when the record does not end in data; quoted then says that a quote is still open.
//
// The grammar is that of RFC 4180 with what exports get wrong taken as it is meant: a
// quote inside a field that does not begin with one is a letter, and so is a quote inside
// a quoted field that no delimiter, newline or other quote follows.
func recordEnd(data []byte, delimiter byte) (size int, quoted bool) {
	newline := bytes.IndexByte(data, '\n')
	if newline >= 0 && bytes.IndexByte(data[:newline], '"') < 0 {
		return newline + 1, false
	}
	for i := 0; i < len(data); {
		if data[i] == '"' {
			end := quotedEnd(data[i+1:], delimiter)
			if end < 0 {
				return 0, true
			}
			i += 1 + end
			if data[i] == '\r' {
				i++
			}
		} else {
			n := fieldEnd(data[i:], delimiter)
			if n < 0 {
				return 0, false
			}
			i += n
		}
		if data[i] == '\n' {
			return i + 1, false
		}
		i++
	}
	return 0, false
}

// fieldEnd returns where the delimiter or newline after a plain field stands, −1 when
// there is none.
func fieldEnd(data []byte, delimiter byte) int {
	for i, c := range data {
		if c == delimiter || c == '\n' {
			return i
		}
	}
	return -1
}

// quotedEnd returns what stands after the closing quote of a field whose opening quote
// is cut off: a delimiter, a newline, or a carriage return before one. It is −1 when the
// quote does not close.
func quotedEnd(data []byte, delimiter byte) int {
	for i := 0; ; {
		n := bytes.IndexByte(data[i:], '"')
		if n < 0 || i+n+1 >= len(data) {
			return -1
		}
		i += n + 1
		switch data[i] {
		case delimiter, '\n':
			return i
		case '\r':
			if i+1 < len(data) && data[i+1] == '\n' {
				return i
			}
			if i+1 == len(data) {
				return -1
			}
		case '"':
			i++
		}
	}
}

// appendFields splits a record, which ends with its newline, into fields. Those that had
// to be changed lie in the arena.
func appendFields(dst []string, arena, rec []byte, delimiter byte) (fields []string, grown []byte) {
	for i := 0; ; i++ {
		var text []byte
		if rec[i] == '"' {
			n := quotedEnd(rec[i+1:], delimiter)
			text = rec[i+1 : i+n] // without the closing quote
			i += 1 + n
			if rec[i] == '\r' {
				i++
			}
			if bytes.IndexByte(text, '"') >= 0 || bytes.IndexByte(text, '\r') >= 0 {
				from := len(arena)
				arena = appendUnquoted(arena, text)
				text = arena[from:]
			}
		} else {
			n := fieldEnd(rec[i:], delimiter)
			text = rec[i : i+n]
			i += n
			if rec[i] == '\n' {
				text = bytes.TrimSuffix(text, []byte{'\r'})
			}
		}
		dst = append(dst, alias(text))
		if rec[i] == '\n' {
			return dst, arena
		}
	}
}

// appendUnquoted appends what is inside quotes: two quotes are one, and line ends are
// newlines.
func appendUnquoted(dst, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\r' && i+1 < len(text) && text[i+1] == '\n' {
			continue
		}
		if c == '"' && i+1 < len(text) && text[i+1] == '"' {
			i++
		}
		dst = append(dst, c)
	}
	return dst
}
