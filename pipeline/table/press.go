package table

import (
	"encoding/binary"

	"github.com/klauspost/compress/zstd"
)

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

// storedBytes is the size up to which a page is not worth compressing: the tables that
// describe its bytes would be as long as what they save, and take longer to make.
const storedBytes = 256

// compress returns a page as it stands in the file, in memory that the next call takes.
func (p *press) compress(raw []byte) []byte {
	if len(raw) <= storedBytes {
		p.packed = appendStored(p.packed[:0], raw)
	} else {
		p.packed = p.encoder.EncodeAll(raw, p.packed[:0])
	}
	return p.packed
}

// appendStored appends a zstd frame (RFC 8878) of one block that holds its bytes as they
// are: the magic number, a descriptor that says that the length follows in four bytes and
// that the frame is one segment, the length, and the block, which is the last one.
func appendStored(frame, raw []byte) []byte {
	frame = append(frame, 0x28, 0xB5, 0x2F, 0xFD, 0xA0)
	frame = binary.LittleEndian.AppendUint32(frame, uint32(len(raw)))
	header := uint32(len(raw))<<3 | 1
	frame = append(frame, byte(header), byte(header>>8), byte(header>>16))
	return append(frame, raw...)
}
