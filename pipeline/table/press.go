package table

import "github.com/klauspost/compress/zstd"

// windowBytes is how far back a repetition is looked for. Four times as much makes pages
// of text a fiftieth smaller, and an encoder four times as large.
const windowBytes = 1 << 20

// A press is the memory in which pages are made. A Writer borrows one from its store, and
// all its columns use it in turn.
type press struct {
	encoder            *zstd.Encoder
	raw, packed, spare []byte
}

// borrowPress returns an idle press of the store, or a new one.
func (s *Store) borrowPress() (*press, error) {
	if p, ok := s.presses.Get().(*press); ok {
		return p, nil
	}
	encoder, err := zstd.NewWriter(nil,
		zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
		zstd.WithWindowSize(windowBytes), zstd.WithLowerEncoderMem(true),
		zstd.WithZeroFrames(true), zstd.WithEncoderCRC(false))
	if err != nil {
		return nil, err
	}
	return &press{encoder: encoder}, nil
}

// compress returns a page as it stands in the file, in memory that the next call takes.
func (p *press) compress(raw []byte) []byte {
	p.packed = p.encoder.EncodeAll(raw, p.packed[:0])
	return p.packed
}
