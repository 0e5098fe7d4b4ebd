package table

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/zeebo/xxh3"
)

// maxFileName is the length in bytes of the longest name that FileName returns. It
// leaves room for an extension: file systems allow 255.
const maxFileName = 200

// FileName turns an identifier into the name, without extension, of a file: one
// that every file system can hold and keep apart from the names of all other
// identifiers, even where upper and lower case are the same.
//
// ASCII letters, digits, Han characters, '-', '_' and '.' stand as they are, but
// for a leading '.' or '_', which hides a file from Spark and pyarrow; every other
// byte becomes %xx. A name with upper-case letters, and one that Windows reserves,
// ends in '~' and a hash of the identifier. ParseFileName is the inverse. An
// identifier too long for that is cut and cannot be turned back.
func FileName(id string) string {
	var name strings.Builder
	cased := false
	for i, r := range id {
		if plainInName(r) && (i > 0 || r != '.' && r != '_') {
			cased = cased || r >= 'A' && r <= 'Z'
			name.WriteRune(r)
			continue
		}
		size := len(string(r))
		if r == unicode.ReplacementChar && !strings.HasPrefix(id[i:], string(r)) {
			size = 1 // an invalid byte
		}
		for _, b := range []byte(id[i : i+size]) {
			fmt.Fprintf(&name, "%%%02x", b)
		}
	}
	hash := xxh3.HashString(id)
	switch text := name.String(); {
	case len(text) > maxFileName-len("~12345678"):
		suffix := fmt.Sprintf("~%016x", hash)
		return strings.ToValidUTF8(text[:maxFileName-len(suffix)], "") + suffix
	case cased || text == "" || reservedName(text):
		return fmt.Sprintf("%s~%08x", text, uint32(hash))
	default:
		return text
	}
}

// ParseFileName returns the identifier that FileName turned into name; ok is false
// for a name that was cut, or that FileName does not make.
func ParseFileName(name string) (id string, ok bool) {
	text, _, _ := strings.Cut(name, "~")
	var out []byte
	for i := 0; i < len(text); i++ {
		if text[i] != '%' {
			out = append(out, text[i])
			continue
		}
		if i+3 > len(text) {
			return "", false
		}
		b, err := strconv.ParseUint(text[i+1:i+3], 16, 8)
		if err != nil {
			return "", false
		}
		out = append(out, byte(b))
		i += 2
	}
	return string(out), FileName(string(out)) == name
}

func plainInName(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return true
	case r == '-', r == '_', r == '.':
		return true
	case r >= 0xF900 && r <= 0xFAFF, r >= 0x2F800:
		return false // compatibility ideographs: macOS replaces them by others
	}
	return unicode.Is(unicode.Han, r)
}

// reservedName reports whether Windows takes a name for a device, whatever its
// extension.
func reservedName(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	if len(stem) == 4 && (strings.HasPrefix(stem, "com") || strings.HasPrefix(stem, "lpt")) {
		return stem[3] >= '0' && stem[3] <= '9'
	}
	return slices.Contains([]string{"con", "prn", "aux", "nul"}, stem)
}
