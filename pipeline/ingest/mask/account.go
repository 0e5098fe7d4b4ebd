package mask

// link returns the end of the web address at i, or 0.
func (v *view) link(i int) int {
	if v.hasAny(i, []string{"http://", "https://", "www."}) == 0 {
		host := i
		for host < len(v.bytes) && (isAlnum(v.bytes[host]) || v.bytes[host] == '-' ||
			v.bytes[host] == '.') {
			host++
		}
		domain := false
		for _, name := range [...]string{".com/", ".cn/", ".net/", ".tb/", ".hk/"} {
			domain = domain || v.has(host+1-len(name), name)
		}
		if !domain {
			return 0
		}
		i = host
	}
	for i < len(v.bytes) && v.bytes[i] > ' ' && v.bytes[i] < 0x7F && v.bytes[i] != ',' {
		i++
	}
	return i
}

// mail reads a mail address at i and returns its end, or 0.
func (m *Masker) mail(i int) int {
	v := &m.view
	at := i
	for at < len(v.bytes) && isMailByte(v.bytes[at]) {
		at++
	}
	if v.at(at) != '@' {
		return 0
	}
	end, dot := at+1, 0
	for end < len(v.bytes) && (isAlnum(v.bytes[end]) || v.bytes[end] == '-' ||
		v.bytes[end] == '.' && isAlnum(v.at(end+1))) {
		if v.bytes[end] == '.' {
			dot = end
		}
		end++
	}
	if dot == 0 || dot == at+1 || end-dot < 3 {
		return 0
	}
	if m.word.subject == alipaySubject && m.announced(i) {
		m.add(i, end, alipayToken)
	} else {
		m.add(i, end, mailToken)
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
	i, letters, digits := end, 0, 0
	for end < len(v.bytes) && (isAlnum(v.bytes[end]) || v.bytes[end] == '_' ||
		v.bytes[end] == '-') {
		letters += b2i(isLetter(v.bytes[end]))
		digits += b2i(isDigit(v.bytes[end]))
		end++
	}
	length := end - i
	switch {
	case length < least || length > 30, digits == 0 && length == letters && !m.named(i):
		return 0
	case letters == 0 &&
		(digits < length || length > 12 || v.amount(end) || !m.adjacent(i)):
		return 0
	}
	m.add(i, end, token)
	return end
}

// service reads the Latin name of a service at i, sets the keyword and returns its
// end; i where there is none.
func (m *Masker) service(i int) int {
	v := &m.view
	for _, w := range [...]announcement{
		{"wechat", wechatSubject}, {"weixin", wechatSubject}, {"vx", wechatSubject},
		{"wx", wechatSubject}, {"qq", qqSubject}, {"v", wechatSubject},
	} {
		end := i + len(w.word)
		if !v.has(i, w.word) || isAlnum(v.at(i-1)) || isLetter(v.at(end)) || v.at(end) == '_' {
			continue
		}
		if w.word == "v" && !v.letterV(i) {
			continue
		}
		if isDigit(v.at(end)) && v.digits(end)-end < 5 {
			continue
		}
		m.word = keyword{w.subject, end}
		return end
	}
	return i
}

// letterV reports whether the letter v at i means WeChat: V信, 加v, +v, v:.
func (v *view) letterV(i int) bool {
	r, _ := v.before(i)
	return r == '加' || r == '+' || r == '➕' || r == '薇' || r == '私' || v.has(i+1, "信") ||
		v.at(i+1) == ':'
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
	return contains("元块件个张折分年月日号米斤克人次", r)
}
