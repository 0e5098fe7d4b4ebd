package mask

// house reads a number at i, whose digits go on from digits, with its unit, and
// returns its end.
func (m *Masker) house(at *site, i, digits int) int {
	v := &m.view
	end := digits
	for isAlnum(v.at(end)) || (v.at(end) == '-' || v.at(end) == '#') && isAlnum(v.at(end+1)) {
		end++
	}
	n, strong := v.unit(end)
	if v.has(end, "室") && v.count(i, end) < 2 {
		n = 0 // 3室 is a plan of a flat, 301室 a room of it
	}
	beside := at.open && at.stray == 0 && (at.last >= estate || at.units > 0)
	switch {
	case n > 0 && end-i <= houseLimit && !v.counted(i):
		if !at.open && !strong || !beside && m.dated(end, n) {
			break
		}
		m.start(at, i)
		at.door = at.door || beside && at.last == road && at.named && v.has(end, "号")
		at.units++
		at.strong += b2i(strong)
		at.end, at.stray, at.last = end+n, 0, noMark
		return end + n
	case beside && end > i && end-i <= 10 && isAlnum(v.bytes[i]) && !v.amount(end):
		at.units++
		if rooms := v.rooms(i, end); rooms > 0 {
			at.units += rooms
			at.strong++
		}
		at.end = end
	case at.open:
		at.stray += 2
	}
	return end + n
}

// houseLimit is how many bytes the number of a house may have.
const houseLimit = 18

// wing reports whether a letter alone stands at i that belongs to a house: A座, B1203.
func (v *view) wing(i int) bool {
	n, _ := v.unit(i + 1)
	return !isAlnum(v.at(i-1)) && (n > 0 || isDigit(v.at(i+1)))
}

// counted reports whether what stands before the number at i makes it no house: 11月16号,
// 第3单元.
func (v *view) counted(i int) bool {
	r, _ := v.before(i)
	return r == '月' || r == '.' || r == '第' || r == '尾'
}

// dated are characters behind 5号 that make a day, a line or a model of it.
const dated = "桥门发到前后左右能可才就会之线店链色球电码粉口下上开送寄早晚中停拍付买签起截"

// dated reports whether the unit of n bytes at i is 号 and counts days or things.
func (m *Masker) dated(i, n int) bool {
	v := &m.view
	if n != len("号") || !v.has(i, "号") || i+n >= len(v.bytes) {
		return false
	}
	r, _ := v.rune(i + n)
	return m.class.is(r, nextClass)
}

// rooms returns 2 where 3-2-501 stands from i to end: house, entrance and room. A date
// has a longer first part.
func (v *view) rooms(i, end int) int {
	house := v.digits(i)
	entrance := v.digits(house + 1)
	if house-i > 2 || v.at(house) != '-' || v.at(entrance) != '-' || end-entrance < 4 ||
		v.digits(entrance+1) != end {
		return 0
	}
	return 2
}

// numerals are the figures that number houses.
const numerals = "一二三四五六七八九十百零〇"

// numeralLimit is how many figures a number in Han characters may have here.
const numeralLimit = 6

// hanNumber returns the length of the number in Han characters at i, or 0.
func (m *Masker) hanNumber(i int) int {
	v := &m.view
	begin := i
	for range numeralLimit {
		r, n := v.rune(i)
		if !m.class.is(r, numeralClass) {
			break
		}
		i += n
	}
	return i - begin
}

// unit returns the length of the word at i that makes a house, a floor or a room of the
// number before it, and whether it can mean nothing else.
func (v *view) unit(i int) (length int, strong bool) {
	switch r, n := v.rune(i); r {
	case '号':
		if n := v.hasAny(i, []string{"号楼", "号院"}); n > 0 {
			return n, true
		}
		return n, false
	case '单':
		return v.hasAny(i, []string{"单元"}), true
	case '栋', '幢', '室':
		return n, true
	case '弄', '座', '楼', '层', '组', '队', '户', '巷', '街', '路', '期', '区':
		return n, false
	}
	return 0, false
}
