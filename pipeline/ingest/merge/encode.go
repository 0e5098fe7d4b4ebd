package merge

import (
	"encoding/binary"
	"unsafe"

	"chatqc/pipeline/chat"
)

// A spilled row is its size and the hash of its conversation, each at a fixed place so
// that a partition can be indexed without decoding it, and then the fields.
const (
	sizeBytes   = 4
	headerBytes = sizeBytes + 8
)

// Bits beside the role of a spilled row.
const (
	roleMask = 0x07
	heldBit  = 0x08
	tailBit  = 0x10
	fixedBit = 0x20
)

// A row is a spilled row read back. Its strings alias the partition.
type row struct {
	shop, session, customer, id, agent, platform, kind, text string

	sentAt, number, offset int64
	file, turn             int32
	role                   chat.Role
	held, tail, fixed      bool

	// keep: the row must not vanish, because it is held on a day that is written anew,
	// or took the place of such a row.
	keep bool
}

func appendRow(dst []byte, r *Row, c *conversation) []byte {
	begin := len(dst)
	dst = append(dst, 0, 0, 0, 0)
	dst = binary.LittleEndian.AppendUint64(dst, c.hash)
	dst = binary.LittleEndian.AppendUint64(dst, uint64(r.SentAtMicros))
	bits := byte(r.Role)
	if r.Held {
		bits |= heldBit
	}
	if c.tail {
		bits |= tailBit
	}
	if r.Held && r.Fixed {
		bits |= fixedBit
	}
	dst = append(dst, bits)
	dst = binary.AppendVarint(dst, r.Number)
	dst = binary.AppendVarint(dst, r.Offset)
	dst = binary.AppendVarint(dst, int64(r.File))
	dst = binary.AppendVarint(dst, int64(r.Turn))
	dst = appendString(dst, r.ShopID)
	dst = appendString(dst, c.sessionID)
	dst = appendString(dst, r.CustomerID)
	dst = appendString(dst, r.MessageID)
	dst = appendString(dst, r.AgentID)
	dst = appendString(dst, r.Platform)
	dst = appendString(dst, r.Kind)
	dst = appendString(dst, r.Text)
	binary.LittleEndian.PutUint32(dst[begin:], uint32(len(dst)-begin))
	return dst
}

// decode fills the row from what follows the header of a spilled row.
func (r *row) decode(in *reader) {
	r.sentAt = int64(in.uint64())
	bits := in.byte()
	r.role = chat.Role(bits & roleMask)
	r.held, r.tail, r.fixed = bits&heldBit != 0, bits&tailBit != 0, bits&fixedBit != 0
	r.keep = r.held && !r.fixed
	r.number, r.offset = in.varint(), in.varint()
	r.file, r.turn = int32(in.varint()), int32(in.varint())
	r.shop, r.session, r.customer = in.string(), in.string(), in.string()
	r.id, r.agent, r.platform = in.string(), in.string(), in.string()
	r.kind, r.text = in.string(), in.string()
}

func appendString(dst []byte, s string) []byte {
	if len(s) < 0x80 {
		dst = append(dst, byte(len(s)))
	} else {
		dst = binary.AppendUvarint(dst, uint64(len(s)))
	}
	return append(dst, s...)
}

// A reader decodes from a string, so that what it returns can be parts of it. Past the
// end it returns zeros and sets bad.
type reader struct {
	s   string
	at  int
	bad bool
}

func (in *reader) byte() byte {
	if in.at >= len(in.s) {
		in.bad = true
		return 0
	}
	in.at++
	return in.s[in.at-1]
}

func (in *reader) uint64() uint64 {
	if len(in.s)-in.at < 8 {
		in.bad = true
		return 0
	}
	s := in.s[in.at : in.at+8]
	in.at += 8
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func (in *reader) uint32() uint32 {
	if len(in.s)-in.at < 4 {
		in.bad = true
		return 0
	}
	in.at += 4
	return uint32(recordSize(in.s[in.at-4:]))
}

func (in *reader) uvarint() uint64 {
	if in.at < len(in.s) && in.s[in.at] < 0x80 {
		in.at++
		return uint64(in.s[in.at-1])
	}
	return in.longUvarint()
}

func (in *reader) longUvarint() uint64 {
	var v uint64
	for shift := 0; shift < 64; shift += 7 {
		b := in.byte()
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
	in.bad = true
	return 0
}

func (in *reader) varint() int64 {
	v := in.uvarint()
	return int64(v>>1) ^ -int64(v&1)
}

func (in *reader) string() string {
	n := in.uvarint()
	if n > uint64(len(in.s)-in.at) {
		in.bad = true
		return ""
	}
	s := in.s[in.at : in.at+int(n)]
	in.at += int(n)
	return s
}

// recordSize reads the fixed 32 bits at the beginning of a record, its own size included;
// 0 when they are not all there.
func recordSize(s string) int {
	if len(s) < sizeBytes {
		return 0
	}
	return int(uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24)
}

// alias returns the bytes as a string without copying. The caller must not write to
// them while the string or a part of it is in use.
func alias(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
