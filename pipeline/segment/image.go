package segment

import (
	"errors"
	"fmt"
	"unsafe"

	"github.com/zeebo/xxh3"
)

// formatVersion is counted up when the layout of an image, or how one is made of the
// same words, changes.
const formatVersion = 1

// magic begins every image; byteOrder is written as the machine keeps it, so that an
// image from a machine of the other order is refused.
const (
	magic     = "chatqcws"
	byteOrder = 0x01020304
)

// A header begins an image. Its size keeps the nodes on whole cache lines.
type header struct {
	magic       [8]byte
	sum         uint64 // xxh3 of all that follows this field
	order       uint32
	format      uint32
	fingerprint [32]byte
	nodes       uint32
	words       uint32
	wide        uint32 // runes above U+FFFF
	text        uint32 // bytes of all words, one after the other
	tags        uint32 // bytes of the parts of speech, one a line
	chars       uint32 // codes are 1 to chars
	_           [12]uint32
}

const (
	headerSize = int(unsafe.Sizeof(header{}))
	sumBegin   = 16 // the first byte that the sum covers
)

// A node is one state of the double array: 16 bytes, so that one cache line answers
// whether a step is possible, whether a word ends there, and at what distance.
type node struct {
	base     int32   // its child by code c is nodes[base+c]; 0 when there are none
	check    int32   // index of its parent; −1 when the place is free
	distance float32 // of the word that ends here
	id       int32   // of that word; −1 when none ends here
}

// A wideRune is a character above U+FFFF that some word holds, and its code.
type wideRune struct{ r, code int32 }

// codeCount is the length of the table of codes: all of the Basic Multilingual Plane.
const codeCount = 1 << 16

// An image is a compiled dictionary, in memory as in the file: all sections are views
// into the same bytes. Nothing may change it once it is sealed.
type image struct {
	bytes   []byte
	header  *header
	nodes   []node
	codes   []uint16 // by rune; 0 is a character that no word holds
	wide    []wideRune
	offsets []uint32 // of words in text, one more than there are words
	text    []byte
	tagOf   []uint8 // by word, an index of the lines of tags
	tags    []byte
}

// size returns the length in bytes of an image with the counts of h.
func (h *header) size() int64 {
	return int64(headerSize) + 16*int64(h.nodes) + 2*codeCount + 8*int64(h.wide) +
		4*(int64(h.words)+1) + int64(h.text) + int64(h.words) + int64(h.tags)
}

// newImage returns an empty image with the counts of h, to be filled and sealed.
func newImage(h header) *image {
	copy(h.magic[:], magic)
	h.order, h.format = byteOrder, formatVersion
	size := int(h.size())
	bytes := view[byte](make([]uint64, (size+7)/8), size)
	*(*header)(unsafe.Pointer(&bytes[0])) = h
	return cut(bytes)
}

// cut lays the sections over bytes, whose length must be what the header says.
func cut(bytes []byte) *image {
	m := &image{bytes: bytes, header: (*header)(unsafe.Pointer(&bytes[0]))}
	h, rest := m.header, bytes[headerSize:]
	m.nodes, rest = section[node](rest, int(h.nodes))
	m.codes, rest = section[uint16](rest, codeCount)
	m.wide, rest = section[wideRune](rest, int(h.wide))
	m.offsets, rest = section[uint32](rest, int(h.words)+1)
	m.text, rest = rest[:h.text], rest[h.text:]
	m.tagOf, m.tags = rest[:h.words], rest[h.words:]
	return m
}

// section takes the first n values of type T off bytes. Sections stand in the order of
// their alignment, so each begins where its type may.
func section[T any](bytes []byte, n int) (values []T, rest []byte) {
	var t T
	size := n * int(unsafe.Sizeof(t))
	return view[T](bytes[:size:size], n), bytes[size:]
}

// view is the memory of values as n values of another type.
func view[To, From any](values []From, n int) []To {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*To)(unsafe.Pointer(&values[0])), n)
}

// seal writes the sum. The image must not be changed after it.
func (m *image) seal() { m.header.sum = xxh3.Hash(m.bytes[sumBegin:]) }

var errForeign = errors.New("not a compiled dictionary of this program")

// openImage checks bytes, whole and untouched, and lays the sections over them. It
// reads all of them once, for the sum: a few milliseconds.
func openImage(bytes []byte, fingerprint string) (*image, error) {
	if len(bytes) < headerSize || string(bytes[:len(magic)]) != magic {
		return nil, errForeign
	}
	if uintptr(unsafe.Pointer(&bytes[0]))%8 != 0 {
		aligned := view[byte](make([]uint64, (len(bytes)+7)/8), len(bytes))
		copy(aligned, bytes)
		bytes = aligned
	}
	h := (*header)(unsafe.Pointer(&bytes[0]))
	if h.order != byteOrder || h.format != formatVersion ||
		string(h.fingerprint[:]) != fingerprint {
		return nil, errForeign
	}
	if h.size() != int64(len(bytes)) {
		return nil, fmt.Errorf("got %d bytes, want %d", len(bytes), h.size())
	}
	if sum := xxh3.Hash(bytes[sumBegin:]); sum != h.sum {
		return nil, fmt.Errorf("got sum %x, want %x", sum, h.sum)
	}
	return cut(bytes), nil
}
