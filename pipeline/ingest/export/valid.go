package export

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// validUTF8 is utf8.Valid for text in which ASCII and Han characters take turns: it
// skips eight ASCII bytes at a time not at the beginning only, and knows by two
// comparisons that three bytes are one of the usual characters.
func validUTF8(b []byte) bool {
	for i := 0; i < len(b); {
		if i+8 <= len(b) {
			marks := binary.LittleEndian.Uint64(b[i:]) & highs
			if marks == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(marks) / 8
		}
		begin := i
		for i+2 < len(b) && b[i] >= 0xe1 && b[i] <= 0xec && b[i+1]&0xc0 == 0x80 && b[i+2]&0xc0 == 0x80 {
			i += 3
		}
		if i > begin {
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return false
		}
		i += size
	}
	return true
}
