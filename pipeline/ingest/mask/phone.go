package mask

// isMobile reports whether digits are a mainland mobile number.
func isMobile(digits []byte) bool {
	return len(digits) == 11 && digits[0] == '1' && digits[1] >= '3'
}

// isLandline reports whether digits are an area code and a number.
func isLandline(digits []byte) bool {
	if len(digits) < 10 || digits[0] != '0' {
		return false
	}
	if digits[1] <= '2' {
		return digits[1] >= '1' && (len(digits) == 11 || len(digits) == 10)
	}
	return len(digits) == 11 || len(digits) == 12
}

// mobile reads a mobile number at i in one of the ways people group one.
func (m *Masker) mobile(i int) bool {
	v := &m.view
	first, begin := 0, i
	switch length := m.groups[0].end - i; {
	case length == 2 && v.has(i, "86") && m.plus(i) > 0, length == 4 && v.has(i, "0086"):
		first, begin = 1, i-m.plus(i)
		if v.at(begin-1) == '(' && v.at(m.groups[0].end) == ')' {
			begin--
		}
	}
	if first == len(m.groups) {
		return false
	}
	var digits [11]byte
	total, shape, dotted := 0, 0, false
	for g, run := range m.groups[first:] {
		if total+run.end-run.begin > len(digits) {
			return false
		}
		total += copy(digits[total:], v.bytes[run.begin:run.end])
		shape = shape*16 + run.end - run.begin
		dotted = dotted || g > 0 && v.bytes[run.begin-1] == '.'
		if total < len(digits) {
			continue
		}
		if !isMobile(digits[:]) || dotted && shape != 0x344 ||
			!dialled(shape) && g != 10 && m.word.near(i) != phoneSubject {
			return false
		}
		m.add(begin, run.end, m.mobileToken(i))
		return true
	}
	return false
}

// dialled reports whether people write a mobile number in groups of these lengths: 0x344
// for 138 1234 5678. Others look like prices and sizes.
func dialled(shape int) bool {
	switch shape {
	case 11, 0x344, 0x38, 0x74, 0x335, 0x56:
		return true
	}
	return false
}

// mobileToken says what a mobile number at i stands for.
func (m *Masker) mobileToken(i int) string {
	if !m.announced(i) {
		return mobileToken
	}
	switch m.word.subject {
	case orderSubject:
		return orderToken
	case wechatSubject:
		return wechatToken
	case qqSubject:
		return qqToken
	case alipaySubject:
		return alipayToken
	}
	return mobileToken
}

// landline reads an area code, a number and an extension at i.
func (m *Masker) landline(i int) bool {
	v := &m.view
	code, number := m.groups[0], m.groups[1]
	end, length := number.end, number.end-number.begin
	if length == 4 && len(m.groups) > 2 && m.groups[2].end-m.groups[2].begin == 4 {
		end, length = m.groups[2].end, 8
	}
	digits := code.end - i
	if v.bytes[i] != '0' || length != 7 && length != 8 || v.at(i+1) == '0' ||
		digits != 3 && digits != 4 || digits == 3 && v.bytes[i+1] > '2' {
		return false
	}
	if c := v.at(end); c == '-' && v.digits(end+1)-end-1 <= 6 {
		end = max(end, v.digits(end+1))
	}
	if v.at(i-1) == '(' && v.at(code.end) == ')' {
		i--
	}
	m.add(i, end, landlineToken)
	return true
}

// grouped reads numbers of other kinds that people write in groups.
func (m *Masker) grouped(i int) bool {
	v := &m.view
	var all [24]byte
	total := 0
	for g, run := range m.groups {
		if total+run.end-run.begin > len(all) || g > 0 && v.bytes[run.begin-1] == '.' {
			return false
		}
		total += copy(all[total:], v.bytes[run.begin:run.end])
		last := g == len(m.groups)-1
		switch {
		case g == 0:
		case total == 17 && last && v.at(run.end) == 'x':
			if all[17] = 'x'; identity(all[:18]) {
				m.add(i, run.end+1, identityToken)
				return true
			}
		case total == 18 && identity(all[:18]):
			m.add(i, run.end, identityToken)
			return true
		case total >= 16 && total <= 19 && last && m.groups[0].end-i >= 4 && bankCard(all[:total]):
			m.add(i, run.end, cardToken)
			return true
		case g == 1 && m.groups[0].end-i == 6 && total == 21 && v.bytes[run.begin-1] == '-':
			m.add(i, run.end, orderToken) // date and 15 digits
			return true
		}
	}
	return false
}

// starred reads a number whose middle someone has already hidden.
func (m *Masker) starred(run span) bool {
	v := &m.view
	stars := run.end
	for v.at(stars) == '*' || v.at(stars) == 'x' {
		stars++
	}
	end := v.digits(stars)
	head, hidden, tail := run.end-run.begin, stars-run.end, end-stars
	token := ""
	switch {
	case hidden < 3 || tail < 2 || isAlnum(v.at(end)) && v.at(end) != 'x':
		return false
	case head == 3 && head+hidden+tail <= 12 && v.has(run.begin, "1") &&
		v.at(run.begin+1) >= '3':
		token = mobileToken
	case head+hidden+tail+b2i(v.at(end) == 'x') == 18 && head <= 6:
		end += b2i(v.at(end) == 'x')
		token = identityToken
	case head >= 4 && head <= 6 && tail >= 3 && hidden >= 4:
		token = cardToken
	default:
		return false
	}
	m.add(run.begin, end, token)
	return true
}
