package table

import (
	"bytes"
	"testing"

	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"
)

// TestPagesComeBack decompresses pages of every size and kind.
func TestPagesComeBack(t *testing.T) {
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	defer decoder.Close()
	p, err := new(Store).borrowPress()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SliceOfN(rapid.Byte(), 1, 9).Draw(t, "unit")
		size := rapid.SampledFrom([]int{
			0, 1, storedBytes, storedBytes + 1, 5_000, 128 << 10, 300_000,
		}).Draw(t, "size")
		raw := bytes.Repeat(unit, size/len(unit)+1)[:size]
		if rapid.Bool().Draw(t, "noise") {
			state := uint32(size)
			for i := range raw {
				state = state*1_664_525 + 1_013_904_223
				raw[i] ^= byte(state >> 24)
			}
		}
		frame := p.compress(raw)
		got, err := decoder.DecodeAll(frame, nil)
		if err != nil || !bytes.Equal(got, raw) {
			t.Errorf("got %d bytes, %v; want the %d that were given", len(got), err, size)
		}
		if stored := len(frame) > size; size <= storedBytes && !stored {
			t.Errorf("%d bytes are compressed to %d; want them stored", size, len(frame))
		}
	})
}
