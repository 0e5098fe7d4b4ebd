package copypaste

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// A Class says what a message does, as far as its words alone tell. It stands in
// the tables as it is.
type Class string

// The classes. Only Content can be a copy-paste fault: the others are what every
// customer is told, in whatever words the shop has chosen for it.
const (
	Greeting        Class = "greeting"        // welcomes, introduces, asks what it is about
	Hold            Class = "hold"            // asks to wait, or for what it takes to look it up
	Closing         Class = "closing"         // thanks, wishes, asks for a rating, ends the talk
	Acknowledgement Class = "acknowledgement" // agrees, regrets, comforts
	Data            Class = "data"            // figures, masked data, addresses of pages
	Content         Class = "content"         // everything else: the answers
)

// What a piece of a message may be: one of the macro classes, a label of data, or a
// filler.
const (
	greeting = iota
	hold
	closing
	acknowledgement
	label
	nothing
	macroCount = label
)

var macroClasses = [macroCount]Class{Greeting, Hold, Closing, Acknowledgement}

// A measured message: how many letters of it are covered by phrases of each kind, lie
// outside any phrase, or are data.
type measured struct {
	covered       [nothing + 1]int
	outside, data int
	unknown       int // letters outside since the last phrase
	name          int // letters that may be a name after the last phrase
}

// The longest names of shops and of agents, in letters.
const (
	shopName  = 6
	agentName = 3
)

// cover counts a phrase; a name beside it does not lie outside.
func (m *measured) cover(p *phrase) {
	m.covered[p.kind] += int(p.runes)
	if p.afterName {
		m.outside -= min(m.unknown, shopName)
	}
	m.unknown, m.name = 0, 0
	if p.beforeName {
		m.name = agentName
	}
}

// miss counts letters outside any phrase.
func (m *measured) miss(letters int) {
	named := min(m.name, letters)
	m.name -= named
	m.outside += letters - named
	m.unknown += letters - named
}

// Classify tells the class of a folded text. Of the letters that carry anything at
// most a quarter may lie outside macro phrases for it to be a macro; fillers do not
// count. A text of which more is data than words is Data. Linear, about 0.2 µs for
// 45 bytes, no allocation; safe for concurrent use.
func Classify(folded []byte) Class {
	var m measured
	for i := 0; i < len(folded); {
		i += m.take(folded[i:])
	}
	return m.class()
}

// take measures what stands at the beginning of s and returns its length in bytes.
func (m *measured) take(s []byte) int {
	switch c := s[0]; {
	case c >= 0xE4 && c <= 0xE9 && len(s) >= 3: // Han
		r := rune(c&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F)
		if p := longestPhrase(s, r); p != nil {
			m.cover(p)
			return len(p.text)
		}
		m.miss(1)
		return 3
	case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
		return m.takeLatin(s)
	case c == '[':
		size, masked := bracket(s)
		if masked {
			m.data += maskWeight
		}
		return size
	case c == '/' && len(s) > 1 && s[1] == ':': // Taobao's emoticons: /:^_^
		return 2 + visible(s[2:min(len(s), 6)])
	case c < utf8.RuneSelf:
		return 1
	}
	r, size := utf8.DecodeRune(s)
	if unicode.IsLetter(r) {
		m.miss(1)
	}
	return size
}

// What data weigh, in letters. A short figure is a price or a size and part of a
// sentence; a long one is a number to be noted down.
const (
	maskWeight = 3
	pageWeight = 10
	longNumber = 5 // digits
)

// latinWeight is what a Latin word weighs: as much as the common Han word.
const latinWeight = 2

// takeLatin measures the word, figure or page address at the beginning of s.
func (m *measured) takeLatin(s []byte) int {
	if bytes.HasPrefix(s, httpPrefix) || bytes.HasPrefix(s, wwwPrefix) {
		m.data += pageWeight
		return visible(s)
	}
	size, digits := 0, 0
	for ; size < len(s); size++ {
		c := s[size]
		if c >= '0' && c <= '9' {
			digits++
		} else if c < 'a' || c > 'z' {
			break
		}
	}
	switch p := longestPhrase(s[:size], rune(s[0])); {
	case p != nil && len(p.text) == size:
		m.cover(p)
	case digits >= longNumber:
		m.data += size
	case digits == size:
		m.data++
	default:
		m.miss(latinWeight)
	}
	return size
}

var httpPrefix, wwwPrefix = []byte("http"), []byte("www.")

// visible returns how many bytes of visible ASCII s begins with.
func visible(s []byte) (n int) {
	for n < len(s) && s[n] > ' ' && s[n] < 0x7f {
		n++
	}
	return n
}

// bracket returns how many bytes at the beginning of s, which is a '[', belong
// together: a token such as [手机号] or [ORDER_1], which is masked data, or [微笑],
// which is not; or the bracket alone.
func bracket(s []byte) (size int, masked bool) {
	end := bytes.IndexByte(s[:min(len(s), 40)], ']')
	if end < 0 {
		return 1, false
	}
	word := s[1:end]
	if maskTokens[string(word)] {
		return end + 1, true
	}
	for _, r := range string(word) {
		if !unicode.Is(unicode.Han, r) {
			return end + 1, true
		}
	}
	if utf8.RuneCount(word) > 4 {
		return 1, false // somebody's own sentence
	}
	return end + 1, false
}

// class judges what was measured. Labels are data beside a figure, words without one.
func (m *measured) class() Class {
	said := 0
	for _, runes := range m.covered[:macroCount] {
		said += runes
	}
	if m.data > 0 {
		m.data += m.covered[label]
	} else {
		m.outside += m.covered[label]
	}
	switch {
	case m.data > said+m.outside || m.data+said+m.outside+m.covered[nothing] == 0:
		return Data
	case m.outside*3 > said:
		return Content
	}
	best := acknowledgement
	for kind := range macroCount {
		if m.covered[kind] > m.covered[best] {
			best = kind
		}
	}
	return macroClasses[best]
}
