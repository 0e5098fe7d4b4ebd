package mask

// What a Han character may belong to.
const (
	provinceMark = 1 << iota // 省市
	countyMark               // 区县旗
	townMark                 // 镇乡
	placeMark                // 路街村厦…
	numberMark               // 号
	unitMark                 // 栋单室…
	accountMark              // 微扣宝…
	nameMark                 // 姓收
)

// What an ASCII byte may belong to.
const (
	digitByte   = 1 << iota
	letterByte  // a to z in either case
	accountByte // q, v, x: as in qq, vx
	mailByte    // @
	starByte    // *
	colonByte   // :
)

const (
	firstHan = 0x4E00
	lastHan  = 0x9FFF
)

// A gate decides in one scan whether a text can hold personal data at all.
type gate struct {
	han   [lastHan - firstHan + 1]uint8
	ascii [256]uint8
}

func (g *gate) build() {
	for chars, mark := range map[string]uint8{
		"省市": provinceMark, "区县旗": countyMark, "镇乡": townMark, "号": numberMark,
		"路街巷弄村庄屯厦苑园寓场道楼院学校胡社": placeMark, "栋幢单室层座": unitMark,
		"微薇威徽扣宝": accountMark, "姓收联": nameMark,
	} {
		for _, r := range chars {
			g.han[r-firstHan] |= mark
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
	g.ascii['@'], g.ascii['*'], g.ascii[':'] = mailByte, starByte, colonByte
}

// open reports whether s must be looked at.
func (g *gate) open(s string) bool {
	var han, ascii uint8
	digits, letters := 0, 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < 0x80 {
			w := g.ascii[c]
			ascii |= w
			digits += int(w & digitByte)
			letters += int(w & letterByte >> 1)
			i++
			continue
		}
		if c&0xF0 != 0xE0 || i+2 >= len(s) {
			i++
			continue
		}
		r := uint(c&0x0F)<<12 | uint(s[i+1]&0x3F)<<6 | uint(s[i+2]&0x3F)
		i += 3
		if at := r - firstHan; at < uint(len(g.han)) {
			han |= g.han[at]
		} else if at := r - 0xFF00; at < 0x60 {
			w := g.ascii[byte(at+0x20)]
			ascii |= w
			digits += int(w & digitByte)
			letters += int(w & letterByte >> 1)
		}
	}
	return digits >= 5 || ascii&mailByte != 0 || ascii&starByte != 0 && digits >= 3 ||
		(han&accountMark != 0 || ascii&accountByte != 0) && digits+letters >= 5 ||
		han&nameMark != 0 && ascii&colonByte != 0 || address(han, digits)
}

// address reports whether characters with these marks can make an address.
func address(han uint8, digits int) bool {
	regions := han&1 + han>>1&1 + han>>2&1
	switch {
	case han&unitMark != 0 && (digits > 0 || han&(placeMark|numberMark) != 0):
		return true
	case regions > 0 && (digits > 0 || han&numberMark != 0):
		return true
	case regions > 1 && han&placeMark != 0:
		return true
	}
	return han&placeMark != 0 && han&numberMark != 0 && digits > 1
}
