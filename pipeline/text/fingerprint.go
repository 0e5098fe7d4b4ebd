package text

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/zeebo/xxh3"
)

// maskTokens are the typed tokens that stand for personal data. In a fingerprint
// they count as a figure; other short words in brackets are emoticons, such as
// [微笑], and do not count.
var maskTokens = map[string]bool{
	"手机号": true, "固定电话": true, "身份证号": true, "银行卡号": true, "邮箱": true, "地址": true,
	"收件人": true, "订单号": true, "快递单号": true, "微信号": true, "qq号": true, "支付宝账号": true,
}

// Fingerprint returns a hash of what a message says, and the length of that in
// characters: letters and Han characters alone, without punctuation, spaces and
// emoticons, every run of digits or masked figure as one 0. Messages that differ
// only in figures have one fingerprint. The hash is XXH3, 64 bits, the same on every
// machine. Linear; it allocates nothing for messages up to 512 bytes.
func (t *Text) Fingerprint() (hash uint64, runes int) {
	var buffer [512]byte
	said := buffer[:0]
	s := t.Folded()
	figure := false // the last thing was a figure
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= 0xE4 && c <= 0xE9 && i+2 < len(s):
			begin := i
			for i+2 < len(s) && s[i] >= 0xE4 && s[i] <= 0xE9 {
				i += 3
			}
			said = append(said, s[begin:i]...)
			runes, figure = runes+(i-begin)/3, false
		case c >= 'a' && c <= 'z':
			said = append(said, c)
			i, runes, figure = i+1, runes+1, false
		case isDigit(c):
			said, runes = addFigure(said, runes, figure)
			i, figure = i+1, true
		case c == '[':
			size, masked := bracket(s[i:])
			if masked {
				said, runes = addFigure(said, runes, figure)
				figure = true
			}
			i += size
		case c < utf8.RuneSelf:
			i, figure = i+1, figure && c == '.'
		default:
			r, size := utf8.DecodeRune(s[i:])
			if unicode.IsLetter(r) {
				said = append(said, s[i:i+size]...)
				runes++
			}
			i, figure = i+size, false
		}
	}
	return xxh3.Hash(said), runes
}

func addFigure(said []byte, runes int, again bool) ([]byte, int) {
	if again {
		return said, runes
	}
	return append(said, '0'), runes + 1
}

// bracket returns how many bytes at the beginning of s, which is a '[', do not count:
// a whole token such as [手机号] or [微笑], or the bracket alone.
func bracket(s []byte) (size int, masked bool) {
	end := bytes.IndexByte(s[:min(len(s), 20)], ']')
	if end < 0 {
		return 1, false
	}
	word := s[1:end]
	if maskTokens[string(word)] {
		return end + 1, true
	}
	if utf8.RuneCount(word) > 4 {
		return 1, false
	}
	for _, r := range string(word) {
		if !unicode.Is(unicode.Han, r) {
			return 1, false
		}
	}
	return end + 1, false
}
