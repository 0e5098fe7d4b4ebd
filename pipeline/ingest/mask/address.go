package mask

// A mark is what a character of an address says about the name before it.
type mark uint8

const (
	noMark mark = iota
	provinceLevel
	cityLevel
	countyLevel
	townLevel
	placeLevel
)

// A site is an address in the making.
type site struct {
	begin, end int   // end is that of the last mark or number
	levels     uint8 // one bit a region level
	places     int
	units      int // numbers of houses, floors and rooms
	strong     int // of these, the ones that stand for nothing else: 栋, 单元, 室
	last       mark
	stray      int // characters since end that said nothing
	open       bool
	announced  bool // 地址: stands before it
}

// strayLimit is how many characters a name inside an address may have.
const strayLimit = 10

// addresses looks for postal addresses between the numbers found so far.
func (m *Masker) addresses() {
	v := &m.view
	m.word = keyword{}
	numbers := len(m.found)
	name := 0 // where the run of characters began that may be the next name
	var at site
	for i := 0; i < len(v.bytes); {
		if end := m.taken(numbers, i); end > 0 {
			m.settle(&at)
			i, name = end, end
			continue
		}
		c := v.bytes[i]
		switch {
		case isDigit(c):
			i = m.house(&at, i, i)
			name = i
		case c == ' ' || c == ',' || c == '-' || c == ':' || c == '#':
			if c == ':' {
				m.settle(&at)
			}
			i++
			name = i
		case isLetter(c):
			at.stray++
			i++
		case c < 0x80:
			m.settle(&at)
			i++
			name = i
		default:
			r, n := v.rune(i)
			if !isHan(r) {
				m.settle(&at)
				i += n
				name = i
				continue
			}
			next := m.step(&at, name, i)
			if next > i {
				name = next
			} else {
				at.stray++
				next = i + n
			}
			i = next
		}
		if at.open && at.stray > strayLimit {
			m.settle(&at)
		}
	}
	m.settle(&at)
	m.sort()
}

// step reads one Han character of an address at i, or a word or number that begins there,
// and returns its end; i where it says nothing. The name before it began at name.
func (m *Masker) step(at *site, name, i int) int {
	v := &m.view
	if n := v.hanNumber(i); n > 0 {
		if end := m.house(at, i, i+n); end > i+n {
			return end
		}
	}
	if n := v.province(i); n > 0 {
		if at.open && (at.places > 0 || at.units > 0) {
			m.settle(at)
		}
		m.reach(at, i, i+n, provinceLevel)
		return i + n
	}
	if v.has(i, "地址") {
		m.settle(at)
		m.word = keyword{addressSubject, i + len("地址")}
		return m.word.end
	}
	kind, n := v.mark(i, v.count(name, i))
	if kind == noMark {
		return i
	}
	begin := name
	if !at.open {
		begin = v.nameOf(name, i)
	}
	if begin == i && !at.open {
		return i
	}
	m.reach(at, begin, i+n, kind)
	return i + n
}

// reach notes a region or a place from begin to end.
func (m *Masker) reach(at *site, begin, end int, kind mark) {
	m.start(at, begin)
	if kind == placeLevel {
		at.places++
	} else {
		at.levels |= 1 << kind
	}
	at.end, at.last, at.stray = end, kind, 0
}

// start opens the site at begin unless it is open.
func (m *Masker) start(at *site, begin int) {
	if !at.open {
		*at = site{begin: begin, open: true, announced: m.word.near(begin) == addressSubject}
	}
}

// house reads a number at i, whose digits go on from digits, with its unit, and
// returns its end.
func (m *Masker) house(at *site, i, digits int) int {
	v := &m.view
	end := digits
	for isAlnum(v.at(end)) || (v.at(end) == '-' || v.at(end) == '#') && isAlnum(v.at(end+1)) {
		end++
	}
	n, strong := v.unit(end)
	r, _ := v.before(i)
	switch {
	case n > 0 && r != '月' && r != '.' && end-i <= 18:
		if !at.open && !strong {
			return end + n
		}
		m.start(at, i)
		at.units++
		at.strong += b2i(strong)
		at.end, at.stray = end+n, 0
		return end + n
	case at.open && at.stray == 0 && (at.last == placeLevel || at.units > 0) &&
		end > i && end-i <= 10 && isDigit(v.bytes[i]) && !v.amount(end):
		at.units++
		at.end = end
	case at.open:
		at.stray += 2
	}
	return end
}

// settle closes the site and notes it when it is an address.
func (m *Masker) settle(at *site) {
	if at.open && at.address() {
		m.add(at.begin, at.end, addressToken)
	}
	*at = site{}
}

// address reports whether what was found makes an address.
func (at *site) address() bool {
	regions := 0
	for bits := at.levels; bits > 0; bits &= bits - 1 {
		regions++
	}
	switch {
	case at.strong >= 2,
		regions >= 1 && at.places >= 1 && at.units >= 1,
		regions >= 2 && at.strong >= 1,
		regions >= 3 && at.places >= 1,
		at.places >= 1 && at.units >= 2 && at.strong >= 1:
		return true
	case at.announced:
		return regions >= 2 || regions >= 1 && at.places+at.units > 0 ||
			at.places >= 1 && at.units >= 1
	}
	return false
}
