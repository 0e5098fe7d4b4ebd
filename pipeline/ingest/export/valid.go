package export

import (
	"encoding/binary"
	"unicode/utf8"
)

// validUTF8 is utf8.Valid for text in which ASCII and Han characters take turns: it
// skips eight ASCII bytes at a time not at the beginning only, and knows by two
// comparisons that three bytes are one of the usual characters.
func validUTF8(b []byte) bool {
	for i := 0; i < len(b); {
		if i+8 <= len(b) && binary.LittleEndian.Uint64(b[i:])&highs == 0 {
			i += 8
			continue
		}
		c := b[i]
		switch {
		case c < utf8.RuneSelf:
			i++
		case c >= 0xe1 && c <= 0xec && i+2 < len(b) && b[i+1]&0xc0 == 0x80 && b[i+2]&0xc0 == 0x80:
			i += 3
		default:
			r, size := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && size == 1 {
				return false
			}
			i += size
		}
	}
	return true
}
