package table

import (
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFileNames(t *testing.T) {
	tests := []struct{ name, id, want string }{
		{"letters, digits and Han stand as they are", "客服-07_a.b", "客服-07_a.b"},
		{"a slash is no folder", "店/客服", "店%2f客服"},
		{"a colon is no drive", "店铺:小美", "店铺%3a小美"},
		{"a percent sign is not taken for an escape", "50%", "50%25"},
		{"a leading dot hides nothing", ".hidden", "%2ehidden"},
		{"a leading underscore hides nothing", "_tmp", "%5ftmp"},
		{"upper case is told apart by a hash", "Amy", "Amy~" + suffixOf("Amy")},
		{"a device of Windows", "con", "con~" + suffixOf("con")},
		{"a device of Windows with an extension", "lpt1.x", "lpt1.x~" + suffixOf("lpt1.x")},
		{"no name at all", "", "~" + suffixOf("")},
		{"an emoji", "小美😊", "小美%f0%9f%98%8a"},
		{"a byte that is no character", "a\xff", "a%ff"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := FileName(tt.id); got != tt.want {
				t.Errorf("FileName(%q) = %q; want %q", tt.id, got, tt.want)
			}
		})
	}
}

func suffixOf(id string) string {
	_, suffix, _ := strings.Cut(FileName(id), "~")
	return suffix
}

// identifiers are of the kind that shops give their agents, and worse.
var identifiers = rapid.OneOf(
	rapid.StringMatching(`[a-zA-Z0-9:._%~/\\-]{0,12}`),
	rapid.StringMatching(`\p{Han}{0,5}[:/]?[A-Ca-c]{0,2}`),
	rapid.SampledFrom([]string{"con", "CON", "nul.txt", "com1", "..", ".", "客服", "客服 ", "\x00"}),
	rapid.String(),
	rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
)

func TestFileNameIsSafeAndParseFileNameItsInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkFileName(t, identifiers.Draw(t, "id")) })
}

func FuzzFileName(f *testing.F) {
	for _, id := range []string{"客服", "a/b", "Amy", "%41", "~", "a~0", "\xff", strings.Repeat("长", 99)} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		checkFileName(t, id)
		if got, ok := ParseFileName(id); ok && FileName(got) != id {
			t.Errorf("ParseFileName(%q) = %q, which has the name %q", id, got, FileName(got))
		}
	})
}

func checkFileName(t failer, id string) {
	t.Helper()
	name := FileName(id)
	if !fs.ValidPath(name) || !utf8.ValidString(name) || len(name) > maxFileName ||
		strings.ContainsAny(name, "/\\:*?\"<>| \x00") || strings.HasPrefix(name, ".") {
		t.Errorf("FileName(%q) = %q, which is no safe name", id, name)
	}
	got, ok := ParseFileName(name)
	if ok && got != id {
		t.Errorf("ParseFileName(%q) = %q; want %q", name, got, id)
	}
	if short := len(id) < maxFileName/3-len("~12345678"); short && !ok {
		t.Errorf("ParseFileName(%q) fails; want %q", name, id)
	}
}

func TestFileNamesAreDistinctWithoutCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := identifiers.Draw(t, "a"), identifiers.Draw(t, "b")
		if rapid.Bool().Draw(t, "same letters") {
			b = strings.ToUpper(a)
		}
		if a != b && strings.EqualFold(FileName(a), FileName(b)) {
			t.Errorf("%q and %q are both called %q", a, b, FileName(a))
		}
	})
}

func TestLongNamesAreCutAndStayDistinct(t *testing.T) {
	a, b := strings.Repeat("客服", 50)+"甲", strings.Repeat("客服", 50)+"乙"
	if FileName(a) == FileName(b) {
		t.Errorf("two long identifiers are both called %q", FileName(a))
	}
	if got, ok := ParseFileName(FileName(a)); ok {
		t.Errorf("ParseFileName = %q, true; want false: the name was cut", got)
	}
}
