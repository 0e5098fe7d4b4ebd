package text_test

import (
	"testing"

	"chatqc/pipeline/text"
)

func TestNearest(t *testing.T) {
	known := []string{"any", "all", "points", "severity", "why", "会话ID"}
	for word, want := range map[string]string{
		"pionts": "points", "severty": "severity", "an": "any", "wyh": "why", "会话id": "会话ID",
		"points": "points", "title": "", "": "", "a very long word that is nothing like any": "",
	} {
		if got := text.Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q; want %q", word, got, want)
		}
	}
}
