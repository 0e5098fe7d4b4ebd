package merge

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"chatqc/pipeline/chat"
)

// An encoded session is its size, a checksum, shop, name, number of messages and the messages. Of
// a message only those words are written that differ from the message before it, as
// the bits beside its role tell.
const (
	platformBit = 0x08
	agentBit    = 0x10
	customerBit = 0x20
	kindBit     = 0x40
)

// sessionHeader is the bytes of an encoded session's size and checksum.
const sessionHeader = sizeBytes + 4

// checksum returns that of what follows the header of an encoded session.
func checksum(encoded string) uint32 {
	return uint32(xxh3.HashString(encoded[sessionHeader:]))
}

// intact reports whether the encoded session, as long as its size says, is what was written.
func intact(encoded string) bool {
	if len(encoded) < sessionHeader {
		return false
	}
	in := reader{s: encoded[sizeBytes:sessionHeader]}
	return in.uint32() == checksum(encoded)
}

// A sessionKey orders the sessions of a day.
type sessionKey struct {
	shop, id string
	sentAt   int64 // of the first message
}

func (k *sessionKey) compare(o *sessionKey) int {
	if k.shop != o.shop {
		return strings.Compare(k.shop, o.shop)
	}
	return cmp.Or(strings.Compare(k.id, o.id), cmp.Compare(k.sentAt, o.sentAt))
}

func appendMessage(dst []byte, r, previous *row) []byte {
	at := len(dst)
	dst = append(dst, byte(r.role))
	dst = binary.AppendVarint(dst, r.sentAt-previous.sentAt)
	dst = binary.AppendVarint(dst, int64(r.turn))
	bits := byte(0)
	if r.platform != previous.platform {
		bits, dst = bits|platformBit, appendString(dst, r.platform)
	}
	if r.agent != previous.agent {
		bits, dst = bits|agentBit, appendString(dst, r.agent)
	}
	if r.customer != previous.customer {
		bits, dst = bits|customerBit, appendString(dst, r.customer)
	}
	if r.kind != previous.kind {
		bits, dst = bits|kindBit, appendString(dst, r.kind)
	}
	dst[at] |= bits
	dst = appendString(dst, r.id)
	return appendString(dst, r.text)
}

// decodeSession fills s with what appendMessage wrote, and returns false when that is
// damaged. The strings are parts of the encoded session.
func decodeSession(encoded string, s *chat.Session) bool {
	if len(encoded) < sessionHeader {
		return false
	}
	in := reader{s: encoded, at: sessionHeader}
	shop, id := in.string(), in.string()
	n := in.uvarint()
	if n == 0 || n > uint64(len(encoded)) {
		return false
	}
	s.Messages = slices.Grow(s.Messages[:0], int(n))[:n]
	var m chat.Message
	for i := range s.Messages {
		bits := in.byte()
		m.ShopID, m.SessionID, m.Seq = shop, id, int32(i)
		m.Role = chat.Role(bits & roleMask)
		m.SentAtMicros += in.varint()
		m.Turn = int32(in.varint())
		if bits&platformBit != 0 {
			m.Platform = in.string()
		}
		if bits&agentBit != 0 {
			m.AgentID = in.string()
		}
		if bits&customerBit != 0 {
			m.CustomerID = in.string()
		}
		if bits&kindBit != 0 {
			m.Kind = in.string()
		}
		m.MessageID, m.Text = in.string(), in.string()
		if in.bad || m.Role > chat.RoleAgent {
			return false
		}
		s.Messages[i] = m
	}
	return in.at == len(encoded)
}

// key reads what the session is sorted by; ok is false when it is damaged.
func key(encoded string) (k sessionKey, ok bool) {
	if len(encoded) < sessionHeader {
		return k, false
	}
	in := reader{s: encoded, at: sessionHeader}
	k.shop, k.id = in.string(), in.string()
	_, _ = in.uvarint(), in.byte()
	k.sentAt = in.varint()
	return k, !in.bad
}
