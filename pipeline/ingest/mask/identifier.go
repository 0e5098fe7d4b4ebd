package mask

import (
	"encoding/hex"

	"github.com/zeebo/xxh3"
)

// Identifier returns the identifier of a customer, an agent or a session: one that
// holds a mobile number, a mail address or an ID card number becomes a pseudonym such as
// 手机号-9f86d081884c, any other is returned as it is, most of them
// in less than 1 ns a byte.
//
// The pseudonym is the same in every run and on every machine, so that one person stays one
// person; who can try all phone numbers can undo it.
func (m *Masker) Identifier(s string) string {
	weight := 0
	for i := range len(s) {
		weight += int(weights[s[i]])
	}
	if weight < personWeight || pseudonym(s) {
		return s
	}
	token := m.person(s)
	if token == "" {
		return s
	}
	sum := xxh3.HashString128(s).Bytes()
	out := append(append(m.out[:0], token...), '-')
	m.out = hex.AppendEncode(out, sum[:6])
	return m.kept.Bytes(m.out)
}

// personWeight is the least weight of the bytes of an identifier that names a person: that
// of eleven digits, or of an @.
const personWeight = 11

// weights are those of the bytes: an @, and a byte of a digit or an @ in full width, weigh
// enough alone.
var weights = [256]uint8{
	'0': 1, '1': 1, '2': 1, '3': 1, '4': 1, '5': 1, '6': 1, '7': 1, '8': 1, '9': 1,
	'@': personWeight, 0xEF: personWeight,
}

// pseudonym reports whether s is a pseudonym already.
func pseudonym(s string) bool {
	for _, t := range [...]string{mobileToken, mailToken, identityToken} {
		n := len(t) + 1
		if len(s) != n+12 || s[:n-1] != t || s[n-1] != '-' {
			continue
		}
		for _, c := range []byte(s[n:]) {
			if !isDigit(c) && (c < 'a' || c > 'f') {
				return false
			}
		}
		return true
	}
	return false
}

// person returns the token of the data in s that name a person, or "". Unlike in a
// text, digits in groups are no phone number here: identifiers are made of parts.
func (m *Masker) person(s string) string {
	m.view.fold(s)
	m.found, m.word, m.runs = m.found[:0], keyword{}, runs{}
	v := &m.view
	for i := 0; i < len(v.bytes); i++ {
		if isMailByte(v.bytes[i]) && (i == 0 || !isMailByte(v.bytes[i-1])) && m.mail(i) > 0 {
			return mailToken
		}
		if !isDigit(v.bytes[i]) || isDigit(v.at(i-1)) {
			continue
		}
		b := v.bytes[i:v.digits(i)]
		switch length := len(b); {
		case length == 11 && isMobile(b),
			length == 13 && b[0] == '8' && b[1] == '6' && isMobile(b[2:]):
			return mobileToken
		case length == 18 && identity(b),
			length == 17 && v.at(i+17) == 'x' && identity(v.bytes[i:i+18]):
			return identityToken
		}
	}
	return ""
}
