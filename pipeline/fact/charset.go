package fact

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// decode returns a file as text, or what it is instead. What its charset does not have
// comes out as U+FFFD or as bytes that are not UTF-8. It decides like package export, but
// on the whole file, which is small.
func decode(data []byte) (text, problem string) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return string(data[3:]), ""
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "", "got UTF-16, want UTF-8 or GB18030"
	case bytes.HasPrefix(data, []byte("PK\x03\x04")),
		bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return "", "got a spreadsheet or an archive, want CSV"
	case mostlyUTF8(data):
		return string(data), ""
	}
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil {
		return "", "got bytes that are neither UTF-8 nor GB18030, want one of them"
	}
	return string(decoded), ""
}

// mostlyUTF8 reports whether there are at least four good characters above ASCII for each
// bad byte: a file with one broken name is not GB18030.
func mostlyUTF8(data []byte) bool {
	if utf8.Valid(data) {
		return true
	}
	good, bad := 0, 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case r >= utf8.RuneSelf:
			good++
		}
		data = data[size:]
	}
	return good >= 4*bad
}
