package mask

import "strings"

// What a Han character may belong to.
const (
	provinceMark = 1 << iota // 省市
	countyMark               // 区县旗
	townMark                 // 镇乡
	placeMark                // 路街村厦…
	numberMark               // 号
	unitMark                 // 栋室…
	entranceMark             // 单, of 单元 and of 下单
	accountMark              // 微扣宝…
	nameMark                 // 姓收
	addressMark              // 址
)

// What an ASCII byte may belong to.
const (
	digitByte   = 1 << iota
	letterByte  // a to z in either case
	accountByte // q, v, x: as in qq, vx
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
	han   [lastHan - firstHan + 1]uint16
	ascii [256]uint8
}

func (g *gate) build() {
	for _, m := range [...]struct {
		chars string
		mark  uint16
	}{
		{"省市", provinceMark}, {"区县旗", countyMark}, {"镇乡", townMark}, {"号", numberMark},
		{"路街巷弄村庄屯厦苑园寓场道楼院学校胡社舍厂", placeMark},
		{"栋幢室层座", unitMark}, {"单", entranceMark},
		{"微薇威徽扣宝泡鹅", accountMark}, {"姓收联", nameMark}, {"址", addressMark},
	} {
		for _, r := range m.chars {
			g.han[r-firstHan] |= m.mark
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
	row, longest    int // digits since the last thing that ends a number, and the most of them
}

func (s *sight) add(w uint8) {
	s.ascii |= w
	s.letters += int(w & letterByte >> 1)
	switch {
	case w&digitByte != 0:
		s.digits++
		s.row++
		s.longest = max(s.longest, s.row)
	case w&breakByte != 0:
		s.row = 0
	}
}

// open returns what s must be read for; 0 for most texts.
func (g *gate) open(s string) passes {
	var saw sight
	for i := 0; i < len(s); {
		c := s[i]
		if c < 0x80 {
			saw.add(g.ascii[c])
			i++
			continue
		}
		if c&0xF0 != 0xE0 || i+2 >= len(s) {
			i++
			continue
		}
		r := uint(c&0x0F)<<12 | uint(s[i+1]&0x3F)<<6 | uint(s[i+2]&0x3F)
		if s[i+1] < 0x80 || s[i+2] < 0x80 {
			i++ // no character: what follows may be ASCII
			continue
		}
		i += 3
		if at := r - firstHan; at < uint(len(g.han)) {
			saw.han |= g.han[at]
			saw.row = 0
		} else if at := r - 0xFF00; at < 0x60 {
			saw.add(g.ascii[byte(at+0x20)])
		}
	}
	if saw.han&entranceMark != 0 && strings.Contains(s, "单元") {
		saw.han |= unitMark
	}
	return saw.passes()
}

// passes returns what a text that looks so must be read for.
func (s *sight) passes() passes {
	var p passes
	if s.longest >= 7 || s.ascii&mailByte != 0 || s.digits >= 5 && s.letters >= 3 ||
		s.ascii&starByte != 0 && s.digits >= 3 ||
		(s.han&accountMark != 0 || s.ascii&accountByte != 0) && s.digits+s.letters >= 5 {
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

// address reports whether a text that looks so can hold an address.
func (s *sight) address() bool {
	han := s.han
	regions := han&1 + han>>1&1 + han>>2&1
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
