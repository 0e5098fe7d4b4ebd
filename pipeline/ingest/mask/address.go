package mask

// A mark is what a character of an address says about the name before it.
type mark uint8

const (
	noMark mark = iota
	provinceLevel
	cityLevel
	countyLevel
	townLevel
	landmark // a place that has no numbers of its own: a market, a school
	estate   // a place whose houses have numbers
	road
)

// A site is an address in the making.
type site struct {
	begin, end int   // end is that of the last mark or number
	levels     uint8 // one bit a region level
	places     int
	units      int // numbers of houses, floors and rooms
	strong     int // of these, the ones that stand for nothing else: 栋, 单元, 室
	last       mark
	stray      int  // characters since end that said nothing
	named      bool // the last place has a name of two characters and more
	door       bool // a road with its house's number
	open       bool
	announced  bool // 地址: stands before it
}

// strayLimit is how many characters a name inside an address may have.
const strayLimit = 10

// addresses looks for postal addresses between the numbers found so far, which are
// gone from the view. Every character is looked at once; what is looked at around it
// is bounded.
func (m *Masker) addresses() {
	v := &m.view
	m.word = keyword{}
	name := 0 // where the run of characters began that may be the next name
	var at site
	for i := 0; i < len(v.bytes); {
		var kept bool
		if i, kept = m.stride(&at, name, i); !kept {
			name = i
		}
		if at.open && at.stray > strayLimit {
			m.settle(&at)
		}
	}
	m.settle(&at)
	m.blot()
}

// stride reads what stands at i and returns where to go on, and whether the name that
// began at name goes on there.
func (m *Masker) stride(at *site, name, i int) (next int, kept bool) {
	v := &m.view
	switch c := v.bytes[i]; {
	case isDigit(c):
		return m.house(at, i, i), false
	case c == ' ' || c == '-' || c == '#':
		return i + 1, false
	case c == ',':
		if i > m.word.end {
			m.word = keyword{} // 地址 announces no address of the next clause
		}
		return i + 1, false
	case isLetter(c):
		if at.open && v.wing(i) {
			return m.house(at, i, i+1), false
		}
		at.stray++
		return i + 1, true
	case c < 0x80:
		m.settle(at)
		return i + 1, false
	}
	r, n := v.rune(i)
	if !isHan(r) {
		m.settle(at)
		return i + n, false
	}
	if r == '地' || m.class.is(r, numeralClass|provinceClass|boundaryClass) {
		if next := m.step(at, name, i); next > i {
			return next, false
		}
	}
	at.stray++
	return i + n, true
}

// step reads one Han character of an address at i, or a word or number that begins there,
// and returns its end; i where it says nothing, as all do that stride does not ask for. The
// name before it began at name.
func (m *Masker) step(at *site, name, i int) int {
	v := &m.view
	if n := m.hanNumber(i); n > 0 && (name == i || !v.numbered(i+n)) {
		if end := m.house(at, i, i+n); end > i+n {
			return end
		}
	}
	if n := m.province(i); n > 0 {
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
	known := v.count(name, i)
	if at.open && at.end == i && at.last >= landmark {
		known = nameLimit // 李庄村: one place named after another
	}
	kind, n := m.mark(i, known)
	if kind == noMark {
		return i
	}
	begin := name
	if !at.open {
		begin = m.nameOf(name, i)
	}
	if begin == i && !at.open {
		return i
	}
	m.reach(at, begin, i+n, kind)
	at.named = known == nameLimit || v.count(begin, i) >= 2
	return i + n
}

// numbered reports whether the word at i makes the name of a road or of a place of the
// Han number before it, when there is a name before that: 文三路.
func (v *view) numbered(i int) bool {
	return v.hasAny(i, []string{"路", "街", "巷", "弄", "区", "村"}) > 0
}

// reach notes a region or a place from begin to end.
func (m *Masker) reach(at *site, begin, end int, kind mark) {
	m.start(at, begin)
	if kind >= landmark {
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
	case at.strong >= 2, at.door,
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
