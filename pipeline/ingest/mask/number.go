package mask

// numbers looks for everything that is made of digits and letters.
func (m *Masker) numbers() {
	m.word, m.runs = keyword{}, runs{}
	v := &m.view
	for i := 0; i < len(v.bytes); {
		switch c := v.bytes[i]; {
		case isAlnum(c):
			i = m.item(i)
		case c == '\n' || c == '!' || c == '?' || c == gone:
			m.word = keyword{}
			i++
		case c < 0x80:
			i++
		default:
			r, n := v.rune(i)
			if r == '。' {
				m.word = keyword{}
			} else if w := m.announce(i, r); w > 0 {
				n = w
			}
			i += n
		}
	}
	m.blot()
}

// item reads what begins with a letter or a digit at i and returns where to go on.
func (m *Masker) item(i int) int {
	v := &m.view
	if end := m.link(i); end > 0 {
		m.query(i, end)
		return end
	}
	if end := m.mail(i); end > 0 {
		return end
	}
	if end := m.account(i); end > 0 {
		return end
	}
	if isDigit(v.bytes[i]) {
		return m.number(i)
	}
	if end := m.parcel(i); end > 0 {
		return end
	}
	end := i
	for end < len(v.bytes) && isLetter(v.bytes[end]) {
		end++
	}
	if end < len(v.bytes) && isDigit(v.bytes[end]) && !m.serial(i, end) {
		return m.number(end)
	}
	return max(end, v.digits(end))
}

// serial reports whether letters up to digits, and letters behind those digits too, make
// one number of a thing.
func (m *Masker) serial(letters, digits int) bool {
	end := m.view.digits(digits)
	return end-digits != 11 && end-digits < 15 || isLetter(m.view.at(end)) && digits > letters
}

// number reads the run of digits at i and returns where to go on.
func (m *Masker) number(i int) int {
	v := &m.view
	m.group(i)
	first := m.groups[0]
	length := first.end - first.begin
	switch {
	case m.starred(first):
	case length >= 13 && m.long(first):
	case len(m.groups) > 1 && (m.grouped(i) || m.landline(i)):
	case m.mobile(i):
	case length >= 6 && m.bySubject(first):
	default:
		return first.end
	}
	last := m.found[len(m.found)-1].end
	if m.word.near(i) != noSubject {
		m.word.end = last // of a list, the next one is announced too
	}
	return max(last, v.digits(i))
}

// group collects the runs of digits from i on that separators join: a point, an
// underscore, a closing bracket, or up to three spaces and hyphens.
func (m *Masker) group(i int) {
	v := &m.view
	m.groups = m.groups[:0]
	for len(m.groups) < 20 {
		end := v.digits(i)
		m.groups = append(m.groups, span{begin: i, end: end})
		i = v.span(end, 3, isJoint)
		if c := v.at(end); i == end && (c == '.' || c == '_' || c == ')') {
			i++
		}
		if i == end || !isDigit(v.at(i)) {
			return
		}
	}
}

func isJoint(c byte) bool { return c == ' ' || c == '-' }

// long decides what a run of 13 digits and more is.
func (m *Masker) long(run span) bool {
	v := &m.view
	b := v.bytes[run.begin:run.end]
	length := len(b)
	near := m.word.near(run.begin)
	switch {
	case length == 17 && v.at(run.end) == 'x' && identity(v.bytes[run.begin:run.end+1]):
		m.add(run.begin, run.end+1, identityToken)
	case length == 18 && identity(b), length == 15 && near != orderSubject && oldIdentity(b):
		m.add(run.begin, run.end, identityToken)
	case length == 13 && b[0] == '8' && b[1] == '6' && isMobile(b[2:]),
		length == 15 && string(b[:4]) == "0086" && isMobile(b[4:]):
		m.add(run.begin-m.plus(run.begin), run.end, mobileToken)
	case near == cardSubject && length >= 15 && length <= 19,
		length >= 16 && length <= 19 && near != orderSubject && bankCard(b):
		m.add(run.begin, run.end, cardToken)
	case near == parcelSubject && length <= 20:
		m.add(run.begin, run.end, parcelToken)
	case near == identitySubject && length >= 15 && length <= 18:
		m.add(run.begin, run.end+b2i(length == 17 && v.at(run.end) == 'x'), identityToken)
	case length >= 15 && varied(b):
		m.add(run.begin, run.end, orderToken)
	default:
		return false
	}
	return true
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// plus returns 1 where a '+' stands before i.
func (m *Masker) plus(i int) int { return b2i(m.view.at(i-1) == '+') }

// bySubject decides a run of 6 to 14 digits by the word before it.
func (m *Masker) bySubject(run span) bool {
	length := run.end - run.begin
	begin, adjacent := run.begin, m.announced(run.begin)
	digit := m.view.bytes[begin]
	if length == 8 && day(m.view.bytes[begin:run.end]) {
		return false
	}
	switch m.word.near(begin) {
	case orderSubject:
		if adjacent && length >= 8 || length >= 12 {
			m.add(begin, run.end, orderToken)
			return true
		}
	case parcelSubject:
		if adjacent && length >= 8 || length >= 12 {
			m.add(begin, run.end, parcelToken)
			return true
		}
	case phoneSubject:
		home := length == 7 || length == 8
		if adjacent && (home && digit >= '2' || isLandline(m.view.bytes[begin:run.end])) {
			m.add(begin, run.end, landlineToken)
			return true
		}
	}
	return false
}

// parcelLimit is the greatest length of a parcel's number with its letters.
const parcelLimit = 24

// parcel reads a parcel's number that begins with letters.
func (m *Masker) parcel(i int) int {
	v := &m.view
	end := v.span(i, parcelLimit+1, isAlnum)
	letters, digits := v.kinds(i, end)
	subject := m.word.near(i)
	switch {
	case end-i > parcelLimit:
		return 0
	case v.hasAny(i, []string{"sf", "yt", "jd", "jt", "dpk", "zto", "sto", "yd", "kk"}) > 0 &&
		digits >= 10 && digits <= 18 && letters <= 4:
		m.add(i, end, parcelToken)
	case letters == 4 && digits == 9 && end-i == 13 && isLetter(v.bytes[end-1]):
		m.add(i, end, parcelToken) // EMS and other mail: two letters, nine digits, two letters
	case subject == parcelSubject && m.announced(i) && digits >= 8 && letters <= 6:
		m.add(i, end, parcelToken)
	case subject == orderSubject && m.announced(i) && digits >= 8 && letters <= 6:
		m.add(i, end, orderToken)
	default:
		return 0
	}
	return end
}
