package export

import (
	"strings"
	"time"
)

const (
	microsPerSecond = 1_000_000
	secondsPerDay   = 86_400
)

// Moments outside these years are mistakes of a clock or a unit, not chats.
const (
	firstYear = 1990
	lastYear  = 2099
)

// A clock turns the times of exports into microseconds since 1970 UTC. Neighbours nearly
// always fall on one day, so what a day costs to work out is kept. It belongs to one
// worker.
type clock struct {
	zone   *time.Location
	layout string // of package time; "" for the known forms

	year, month, day int   // the day kept
	begin            int64 // its midnight in seconds, taken as UTC
	shift            int64 // seconds to subtract to get from its wall clock to UTC
	uniform          bool  // shift holds all day: no summer time begins or ends
}

func newClock(zone *time.Location, layout string) *clock {
	if zone == nil {
		zone = time.UTC
	}
	return &clock{zone: zone, layout: layout}
}

// A moment is a time as it is written.
type moment struct {
	year, month, day, hour, minute, second int

	micros   int64
	offset   int64 // seconds east of UTC
	hasShift bool  // offset is given
}

// parse reads RFC 3339 and its relatives: date and time parted by T or space, dashes,
// slashes, points or 年月日, with or without zero padding, seconds, fraction and zone;
// seconds, milliseconds or microseconds since 1970; yyyymmddhhmmss.
func (c *clock) parse(s string) (micros int64, ok bool) {
	if c.layout != "" {
		t, err := time.ParseInLocation(c.layout, s, c.zone)
		return t.UnixMicro(), err == nil && plausible(t.Year())
	}
	var m moment
	rest, ok := m.readFixed(s)
	if !ok {
		if isNumber(s) {
			return c.number(s)
		}
		if rest, ok = m.readLoose(s); !ok {
			return 0, false
		}
	}
	if rest != "" && !m.readTail(rest) {
		return 0, false
	}
	return c.resolve(&m)
}

// readFixed reads 2006-01-02 15:04:05 or 2006-01-02T15:04:05 at its known places.
func (m *moment) readFixed(s string) (rest string, ok bool) {
	if len(s) < 19 || s[4] != '-' || s[7] != '-' || s[13] != ':' || s[16] != ':' ||
		s[10] != ' ' && s[10] != 'T' {
		return "", false
	}
	var bad uint
	two := func(i int) int {
		tens, units := uint(s[i])-'0', uint(s[i+1])-'0'
		if tens > 9 || units > 9 {
			bad = 1
		}
		return int(tens*10 + units)
	}
	m.year = two(0)*100 + two(2)
	m.month, m.day = two(5), two(8)
	m.hour, m.minute, m.second = two(11), two(14), two(17)
	return s[19:], bad == 0
}

// readLoose reads a date and a time whose parts have any usual width and separator.
func (m *moment) readLoose(s string) (rest string, ok bool) {
	year, s, ok1 := cutDigits(s, 4, 4)
	separator, s, ok2 := cutAny(s, "-", "/", ".", "年")
	month, s, ok3 := cutDigits(s, 1, 2)
	second := separator
	if separator == "年" {
		second = "月"
	}
	s, ok4 := strings.CutPrefix(s, second)
	day, s, ok5 := cutDigits(s, 1, 2)
	if separator == "年" {
		s = strings.TrimPrefix(s, "日")
	}
	trimmed := strings.TrimLeft(s, " \tT")
	ok6 := len(trimmed) < len(s) || separator == "年"
	hour, s, ok7 := cutDigits(trimmed, 1, 2)
	_, s, ok8 := cutAny(s, ":", "：")
	minute, s, ok9 := cutDigits(s, 2, 2)
	if !(ok1 && ok2 && ok3 && ok4 && ok5 && ok6 && ok7 && ok8 && ok9) {
		return "", false
	}
	*m = moment{year: year, month: month, day: day, hour: hour, minute: minute}
	if _, after, colon := cutAny(s, ":", "："); colon {
		m.second, s, ok = cutDigits(after, 2, 2)
		return s, ok
	}
	return s, true
}

// readTail reads what may follow the seconds: a fraction and a zone.
func (m *moment) readTail(s string) bool {
	if s[0] == '.' || s[0] == ',' {
		n, unit := 1, int64(microsPerSecond)
		for ; n < len(s) && s[n]-'0' <= 9; n++ {
			unit /= 10
			m.micros += int64(s[n]-'0') * unit
		}
		if n == 1 || n > 10 {
			return false
		}
		s = s[n:]
	}
	s = strings.TrimLeft(s, " ")
	switch {
	case s == "":
		return true
	case s == "Z" || s == "z":
		m.hasShift = true
		return true
	case s[0] != '+' && s[0] != '-':
		return false
	}
	hours, rest, ok := cutDigits(s[1:], 2, 2)
	minutes := 0
	if rest = strings.TrimPrefix(rest, ":"); ok && rest != "" {
		minutes, rest, ok = cutDigits(rest, 2, 2)
	}
	if !ok || rest != "" || hours > 15 || minutes > 59 {
		return false
	}
	m.offset, m.hasShift = int64(hours*3600+minutes*60), true
	if s[0] == '-' {
		m.offset = -m.offset
	}
	return true
}

// resolve gives a written time its place; false for a date or time that does not exist.
func (c *clock) resolve(m *moment) (micros int64, ok bool) {
	if m.hour > 23 || m.minute > 59 || m.second > 59 {
		return 0, false
	}
	if m.day != c.day || m.month != c.month || m.year != c.year {
		if !c.turnTo(m.year, m.month, m.day) {
			return 0, false
		}
	}
	seconds := c.begin + int64(m.hour*3600+m.minute*60+m.second)
	switch {
	case m.hasShift:
		seconds -= m.offset
	case c.uniform:
		seconds -= c.shift
	default:
		seconds = time.Date(m.year, time.Month(m.month), m.day, m.hour, m.minute, m.second, 0,
			c.zone).Unix()
	}
	return seconds*microsPerSecond + m.micros, true
}

func (c *clock) turnTo(year, month, day int) bool {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if month < 1 || month > 12 || t.Day() != day || t.Month() != time.Month(month) ||
		!plausible(year) {
		return false
	}
	c.year, c.month, c.day, c.begin = year, month, day, t.Unix()
	_, first := time.Unix(c.begin-secondsPerDay, 0).In(c.zone).Zone()
	_, last := time.Unix(c.begin+2*secondsPerDay, 0).In(c.zone).Zone()
	c.shift, c.uniform = int64(first), first == last
	return true
}

// wall places microseconds that count on a wall clock of the zone, as Parquet has them.
func (c *clock) wall(micros int64) (int64, bool) {
	t := time.UnixMicro(micros).UTC()
	m := moment{micros: int64(t.Nanosecond() / 1000)}
	m.hour, m.minute, m.second = t.Clock()
	m.year, m.month, m.day = t.Year(), int(t.Month()), t.Day()
	return c.resolve(&m)
}

// number reads a count since 1970, whose unit its size tells, or yyyymmddhhmmss.
func (c *clock) number(s string) (micros int64, ok bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	if len(whole) == 14 && fraction == "" && (whole[0] == '2' || whole[:2] == "19") {
		return c.compact(whole)
	}
	var n int64
	for i := range len(whole) {
		if i == 17 {
			return 0, false
		}
		n = n*10 + int64(whole[i]-'0')
	}
	switch len(whole) {
	case 9, 10:
		unit := int64(microsPerSecond)
		n *= unit
		for i := 0; i < len(fraction) && unit > 1; i++ {
			unit /= 10
			n += int64(fraction[i]-'0') * unit
		}
	case 12, 13:
		n *= 1000
	case 15, 16:
	default:
		return 0, false
	}
	return n, inPlausibleYears(n)
}

func (c *clock) compact(s string) (micros int64, ok bool) {
	var parts [7]int
	for i := range parts {
		parts[i] = int(s[2*i]-'0')*10 + int(s[2*i+1]-'0')
	}
	return c.resolve(&moment{
		year: parts[0]*100 + parts[1], month: parts[2], day: parts[3],
		hour: parts[4], minute: parts[5], second: parts[6],
	})
}

func plausible(year int) bool { return firstYear <= year && year <= lastYear }

func inPlausibleYears(micros int64) bool {
	const begin, end = 631_152_000, 4_102_444_800 // 1990 and 2100 in seconds
	return begin*microsPerSecond <= micros && micros < end*microsPerSecond
}

// isNumber reports whether s is digits, with at most one point among them.
func isNumber(s string) bool {
	points := 0
	for i := range len(s) {
		if s[i] == '.' && i > 0 && i < len(s)-1 {
			points++
		} else if s[i]-'0' > 9 {
			return false
		}
	}
	return s != "" && points <= 1
}

// cutDigits cuts a number of low to high digits from the front.
func cutDigits(s string, low, high int) (n int, rest string, ok bool) {
	i := 0
	for i < len(s) && i < high && s[i]-'0' <= 9 {
		n = n*10 + int(s[i]-'0')
		i++
	}
	return n, s[i:], i >= low
}

func cutAny(s string, prefixes ...string) (prefix, rest string, ok bool) {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(s, p); ok {
			return p, rest, true
		}
	}
	return "", s, false
}
