package text

import (
	"testing"

	"pgregory.net/rapid"
)

// What a Memo knows of a text is what the text itself says, whatever was asked before.
func TestMemoKnowsWhatTextsSay(t *testing.T) {
	var memo Memo
	var message, fresh Text
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.StringOfN(rapid.SampledFrom([]rune("亲在的12，。😀a[微笑]")), 0, 6, -1).Draw(t, "text")
		message.Set(raw)
		fresh.Set(raw)
		hash, runes := fresh.Fingerprint()
		known := memo.Of(&message)
		if known.Hash != hash || int(known.Runes) != runes {
			t.Fatalf("%q: got %x, %d, want %x, %d", raw, known.Hash, known.Runes, hash, runes)
		}
		if known.Words >= 0 && int(known.Words) != len(raw) {
			t.Fatalf("%q: got the words of another text", raw)
		}
		known.Words = int32(len(raw))
	})
}
