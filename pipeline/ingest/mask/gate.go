package mask

import (
	"math/bits"
	"strings"
)

// What a Han character may belong to, each to one at most.
const (
	provinceMark = 2 << iota // 省市
	countyMark               // 区县旗
	townMark                 // 镇乡
	placeMark                // 路街村厦…
	numberMark               // 号
	unitMark                 // 栋室…
	entranceMark             // 单, of 单元 and of 下单
	coinMark                 // 元
	accountMark              // 微扣宝…
	nameMark                 // 姓收
	addressMark              // 址
)

// What an ASCII byte may belong to.
const (
	digitByte   = 1 << iota
	letterByte  // a to z in either case
	accountByte // q, v, x: as in qq, vx
	weByte      // w, of wechat
	mailByte    // @
	starByte    // *
	colonByte   // :
	breakByte   // stands inside of no number
)

// What a text must be read for.
type passes uint8

const (
	numberPass  passes = 1 << iota // numbers and accounts
	addressPass                    // addresses
	namePass                       // names behind a word for them
)

const (
	firstHan = 0x4E00
	lastHan  = 0x9FFF
)

// A gate decides in one scan whether a text can hold personal data at all.
type gate struct {
	han   [lastHan - firstHan + 1]uint8 // the bit of the mark, 0 for none
	ascii [256]uint8
}

func (g *gate) build() {
	for _, m := range [...]struct {
		chars string
		mark  uint16
	}{
		{"省市", provinceMark}, {"区县旗", countyMark}, {"镇乡", townMark}, {"号", numberMark},
		{"路街巷弄村庄屯厦苑园寓场道楼院学校胡社舍厂", placeMark},
		{"栋幢室层座", unitMark}, {"单", entranceMark}, {"元", coinMark},
		{"微薇威徽扣宝泡鹅", accountMark}, {"姓收联", nameMark}, {"址", addressMark},
	} {
		for _, r := range m.chars {
			g.han[r-firstHan] = uint8(bits.TrailingZeros16(m.mark))
		}
	}
	for c := byte('0'); c <= '9'; c++ {
		g.ascii[c] = digitByte
	}
	for c := byte('a'); c <= 'z'; c++ {
		g.ascii[c], g.ascii[c-'a'+'A'] = letterByte, letterByte
	}
	for _, c := range []byte("qvxQVX") {
		g.ascii[c] |= accountByte
	}
	g.ascii['w'] |= weByte
	g.ascii['W'] |= weByte
	for c := range g.ascii[:0x80] {
		if g.ascii[c] == 0 && !strings.ContainsRune(joints, rune(c)) {
			g.ascii[c] = breakByte
		}
	}
	g.ascii['@'], g.ascii['*'], g.ascii[':'] = mailByte, starByte, colonByte|breakByte
}

// joints are the characters that may stand inside of a number.
const joints = " -._)*"

// A sight is what the gate saw of a text.
type sight struct {
	han             uint16
	ascii           uint8
	digits, letters int
}

// add notes an ASCII character.
func (s *sight) add(w uint8) {
	s.ascii |= w
	s.digits += int(w & digitByte)
	s.letters += int(w & letterByte >> 1)
}

// open returns what s must be read for; 0 for most texts.
func (g *gate) open(s string) passes {
	var saw sight
	var han uint16
	for i := 0; i < len(s); {
		c := s[i]
		if c < 0x80 {
			saw.add(g.ascii[c])
			i++
			continue
		}
		r, n := wide(s, i)
		if i += n; r-firstHan < uint(len(g.han)) {
			han |= 1 << (g.han[r-firstHan] & 15)
		} else if at := r - 0xFF00; at < 0x60 {
			saw.add(g.ascii[byte(at+0x20)])
		}
	}
	if saw.han = han; han&entranceMark != 0 && han&coinMark != 0 && strings.Contains(s, "单元") {
		saw.han |= unitMark
	}
	p := saw.passes()
	if p&numberPass != 0 && !g.number(&saw, s) {
		p &^= numberPass
	}
	return p
}

// wide returns the character of three bytes that s has at i, and its length; 0 and 1 when
// there is none: what follows may be ASCII.
func wide(s string, i int) (r uint, n int) {
	if s[i]&0xF0 != 0xE0 || i+2 >= len(s) || s[i+1]&0xC0 != 0x80 || s[i+2]&0xC0 != 0x80 {
		return 0, 1
	}
	return uint(s[i]&0x0F)<<12 | uint(s[i+1]&0x3F)<<6 | uint(s[i+2]&0x3F), 3
}

// passes returns what a text that looks so must be read for.
func (s *sight) passes() passes {
	var p passes
	if s.digits >= 7 || s.ascii&(mailByte|starByte) != 0 || s.digits+s.letters >= 5 {
		p |= numberPass
	}
	if s.address() {
		p |= addressPass
	}
	if s.han&nameMark != 0 && s.ascii&colonByte != 0 {
		p |= namePass
	}
	return p
}

// sizes are the most that a text has of what makes a number.
type sizes struct {
	word  int // digits with nothing but letters between them
	row   int // digits with nothing between them that ends a number
	width int // characters with nothing between them that ends a number
}

// number reports whether a text that looks so can hold a number or an account that is
// masked. A number in one word has seven digits, one in groups eleven: a date with its
// hour has ten.
func (g *gate) number(saw *sight, s string) bool {
	account := saw.digits+saw.letters >= 5 &&
		(saw.han&accountMark != 0 || saw.ascii&accountByte != 0)
	switch {
	case saw.ascii&mailByte != 0, saw.ascii&starByte != 0 && saw.digits >= 3,
		saw.ascii&weByte != 0 && saw.digits >= 5 && saw.letters >= 3:
		return true
	case saw.digits < 7 && !account:
		return false
	}
	most := g.measure(s)
	return most.word >= 7 || most.row >= 11 || account && most.width >= 5
}

func (g *gate) measure(s string) (most sizes) {
	var at sizes
	for i := 0; i < len(s); {
		w, n := uint8(letterByte), 1 // a word may go on across other characters
		if c := s[i]; c < 0x80 {
			w = g.ascii[c]
		} else if r, size := wide(s, i); isHan(rune(r)) {
			w, n = breakByte, size
		} else if n = size; r >= 0xFF00 && r < 0xFF60 {
			w = g.ascii[byte(r-0xFF00+0x20)]
		}
		i += n
		at.width++
		switch {
		case w&digitByte != 0:
			at.word++
			at.row++
			most.word, most.row = max(most.word, at.word), max(most.row, at.row)
		case w&breakByte != 0:
			at = sizes{}
		case w&letterByte == 0:
			at.word = 0
		}
		most.width = max(most.width, at.width)
	}
	return most
}

// address reports whether a text that looks so can hold an address.
func (s *sight) address() bool {
	han := s.han
	regions := bits.OnesCount16(han & (provinceMark | countyMark | townMark))
	numbers := s.digits > 0 || han&numberMark != 0
	switch {
	case han&addressMark != 0 && (regions > 0 || han&placeMark != 0):
		return true
	case han&unitMark != 0 && (numbers || regions > 0 || han&placeMark != 0):
		return true
	case han&(placeMark|countyMark) != 0 && numbers:
		return true
	}
	return regions > 1 && han&placeMark != 0
}
