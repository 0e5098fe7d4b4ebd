package mask

import "strings"

// runs remembers how far a run of bytes goes in which many words may begin, so that it
// is read once and not once for every word.
type runs struct {
	host   int // end of the run of a host's bytes read last
	local  int // end of the run of a mail address's bytes read last
	domain int // end of the mail address whose @ stands there, or 0
}

// mail reads a mail address at i and returns its end, or 0.
func (m *Masker) mail(i int) int {
	v := &m.view
	if r := &m.runs; i >= r.local {
		r.local = v.span(i, len(v.bytes), isMailByte)
		r.domain = v.domain(r.local)
	}
	end := m.runs.domain
	if end == 0 {
		return 0
	}
	if m.word.subject == alipaySubject && m.announced(i) {
		m.add(i, end, alipayToken)
	} else {
		m.add(i, end, mailToken)
	}
	return end
}

// domain returns the end of the @ and the domain at i, or 0.
func (v *view) domain(i int) int {
	if v.at(i) != '@' {
		return 0
	}
	end, dot := i+1, 0
	for isAlnum(v.at(end)) || v.at(end) == '-' || v.at(end) == '.' && isAlnum(v.at(end+1)) {
		if v.bytes[end] == '.' {
			dot = end
		}
		end++
	}
	if dot <= i+1 || end-dot < 3 {
		return 0
	}
	return end
}

func isMailByte(c byte) bool {
	return isAlnum(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-'
}

// account reads the name or number of an account of a chat or payment service, when a
// word before it says so, and returns where to go on, or 0.
func (m *Masker) account(i int) int {
	v := &m.view
	end := m.service(i)
	if end == len(v.bytes) || end > i && !isAlnum(v.bytes[end]) {
		return end
	}
	token, least := wechatToken, 6
	switch m.word.near(end) {
	case wechatSubject:
	case qqSubject:
		token, least = qqToken, 5
	case alipaySubject:
		token = alipayToken
	default:
		return 0
	}
	if end == i && !m.announced(i) {
		return 0
	}
	i, end = end, v.span(end, accountLimit+1, isAccountByte)
	letters, digits := v.kinds(i, end)
	length := end - i
	switch {
	case length < least || length > accountLimit,
		!m.named(i) && (letters == length || v.hasAny(i, devices[:]) > 0),
		token == qqToken && digits < length:
		return 0
	case letters == 0 &&
		(digits < length || length > 12 || v.amount(end) || !m.adjacent(i)):
		return 0
	}
	m.add(i, end, token)
	return end
}

// accountLimit is how long the name of an account may be.
const accountLimit = 30

// devices are what people write behind 微信 and do not mean as a name.
var devices = [...]string{"iphone", "ipad", "windows", "android", "macos", "vivo", "oppo"}

func isAccountByte(c byte) bool { return isAlnum(c) || c == '_' || c == '-' }

// kinds counts the letters and the digits from i to end.
func (v *view) kinds(i, end int) (letters, digits int) {
	for _, c := range v.bytes[i:end] {
		letters += b2i(isLetter(c))
		digits += b2i(isDigit(c))
	}
	return letters, digits
}

// services are the Latin names of services, the longer first.
var services = [...]announcement{
	{"wechat", wechatSubject}, {"weixin", wechatSubject}, {"vx", wechatSubject},
	{"wx", wechatSubject}, {"qq", qqSubject}, {"v", wechatSubject}, {"q", qqSubject},
}

// service reads the Latin name of a service at i, sets the keyword and returns its
// end; i where there is none.
func (m *Masker) service(i int) int {
	v := &m.view
	if c := v.bytes[i]; c != 'w' && c != 'v' && c != 'q' {
		return i
	}
	for s := range services {
		w := &services[s]
		end := i + len(w.word)
		if !v.has(i, w.word) || isAlnum(v.at(i-1)) || isLetter(v.at(end)) || v.at(end) == '_' {
			continue
		}
		if w.word == "v" && !v.letterV(i) || w.word == "q" && !v.added(i) {
			continue
		}
		if isDigit(v.at(end)) && v.digits(end)-end < 5 {
			continue
		}
		if v.has(end, "信") {
			end += len("信")
		}
		m.word = keyword{w.subject, end}
		return end
	}
	return i
}

// letterV reports whether the letter v at i means WeChat: V信, 加v, +v, v:.
func (v *view) letterV(i int) bool {
	r, _ := v.before(i)
	return v.added(i) || r == '薇' || r == '私' || v.has(i+1, "信") || v.at(i+1) == ':'
}

// added reports whether what stands before i asks to add what follows.
func (v *view) added(i int) bool {
	r, _ := v.before(i)
	return r == '加' || r == '+' || r == '➕'
}

// named reports whether a colon or 号 stands right before i: then letters alone are a
// name as well.
func (m *Masker) named(i int) bool {
	for m.view.at(i-1) == ' ' {
		i--
	}
	return m.view.at(i-1) == ':' || m.view.has(i-len("号"), "号")
}

// amount reports whether the number that ends at i is counted, not called.
func (v *view) amount(i int) bool {
	if v.at(i) == '.' || v.at(i) == '%' {
		return true
	}
	if i >= len(v.bytes) {
		return false
	}
	r, _ := v.rune(i)
	return strings.ContainsRune("元块件个张折分年月日号米斤克人次毫度万千多位支瓶盒套双条包", r)
}
