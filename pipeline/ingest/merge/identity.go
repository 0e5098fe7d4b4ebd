package merge

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/zeebo/xxh3"
)

const (
	gapPrefix     = "gap-"
	messagePrefix = "msg-"

	// Seeds keep hashes of different things apart.
	seedCustomer = 0x637573746f6d6572
	seedGap      = 0x6761702d
	seedPiece    = 0x7069656365
)

// A conversation is what is cut into sessions: a shop with a session identifier, or
// with a customer when the export has no session identifiers.
type conversation struct {
	hash      uint64
	sessionID string // the export's; "" when it has none
	tail      bool   // the row came back from a piece that was not the first
}

// conversationOf recognises the names that this package gave to sessions, so that a
// message that comes back lands where it came from.
func conversationOf(r *Row) conversation {
	shop := xxh3.HashString(r.ShopID)
	id := r.SessionID
	if isGapID(id, shop, r.CustomerID) {
		id = ""
	}
	if id == "" {
		return conversation{hash: xxh3.HashStringSeed(r.CustomerID, shop^seedCustomer)}
	}
	base, tail := cutPieceID(id, shop)
	return conversation{
		hash: xxh3.HashStringSeed(base, shop), sessionID: base, tail: tail && r.Held,
	}
}

// appendGapID appends the name of the session that a customer began in a shop at a
// moment: 96 bits of hash and 32 of checksum.
func appendGapID(dst []byte, shop uint64, customer string, begin int64) []byte {
	var moment [8]byte
	binary.BigEndian.PutUint64(moment[:], uint64(begin))
	seed := xxh3.HashStringSeed(customer, shop^seedGap)
	sum := xxh3.Hash128Seed(moment[:], seed).Bytes()
	dst = append(dst, gapPrefix...)
	dst = hex.AppendEncode(dst, sum[:12])
	return appendCheck32(dst, xxh3.HashSeed(dst[len(dst)-24:], seed))
}

func isGapID(id string, shop uint64, customer string) bool {
	if len(id) != len(gapPrefix)+32 || !strings.HasPrefix(id, gapPrefix) {
		return false
	}
	seed := xxh3.HashStringSeed(customer, shop^seedGap)
	var check [8]byte
	sum := xxh3.HashStringSeed(id[len(gapPrefix):len(gapPrefix)+24], seed)
	return id[len(id)-8:] == string(appendCheck32(check[:0], sum))
}

func appendCheck32(dst []byte, sum uint64) []byte {
	return hex.AppendEncode(dst, []byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
}

// appendPieceID appends the name of the last piece of a session: by the day on which it
// begins and its number among those of that day.
func appendPieceID(dst []byte, shop uint64, base string, p piecesOf) []byte {
	begin := len(dst)
	dst = append(dst, base...)
	dst = append(dst, '@')
	dst = append(dst, p.lastDay.String()...)
	if p.ordinal > 1 {
		dst = append(dst, '.')
		dst = strconv.AppendInt(dst, int64(p.ordinal), 10)
	}
	sum := xxh3.HashSeed(dst[begin:], shop^seedPiece)
	dst = append(dst, '.')
	return hex.AppendEncode(dst, []byte{byte(sum >> 8), byte(sum)})
}

// cutPieceID returns the name without what appendPieceID added to it.
func cutPieceID(id string, shop uint64) (base string, ok bool) {
	const checkBytes = len(".9c1e")
	dot := len(id) - checkBytes
	if dot <= len("@2026-11-16") || id[dot] != '.' {
		return id, false
	}
	at := strings.LastIndexByte(id[:dot], '@')
	if at <= 0 {
		return id, false
	}
	sum := xxh3.HashStringSeed(id[:dot], shop^seedPiece)
	var check [4]byte
	hex.Encode(check[:], []byte{byte(sum >> 8), byte(sum)})
	if id[dot+1:] != string(check[:]) {
		return id, false
	}
	return id[:at], true
}

// appendFingerprint appends the identifier of a message that came without one.
// scratch is reused for what is hashed.
func appendFingerprint(dst, scratch []byte, r *row) (id, reused []byte) {
	b := binary.LittleEndian.AppendUint64(scratch[:0], uint64(r.sentAt))
	b = binary.LittleEndian.AppendUint32(b, uint32(r.turn))
	b = append(b, byte(r.role))
	owner, gap := r.session, byte(0)
	if owner == "" {
		owner, gap = r.customer, 1
	}
	b = append(b, gap)
	for _, s := range [...]string{r.shop, owner, r.agent, r.text} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	sum := xxh3.Hash128(b).Bytes()
	dst = append(dst, messagePrefix...)
	return hex.AppendEncode(dst, sum[:]), b
}
