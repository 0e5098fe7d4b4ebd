package arena

import (
	"strings"
	"testing"
)

// Copies stay what they were, whatever is added after them and wherever they came from.
func TestCopiesStay(t *testing.T) {
	a := Arena{Block: 16}
	var got, want []string
	buffer := []byte("0123456789abcdefghijklmnopqrstuvwxyz")
	for n := range 200 {
		text := string(buffer[n%7 : n%7+n%29])
		want = append(want, text)
		if n%2 == 0 {
			got = append(got, a.String(text))
		} else {
			b := []byte(text)
			got = append(got, a.Bytes(b))
			clear(b)
		}
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got %q, want %q", got, want)
	}
}
