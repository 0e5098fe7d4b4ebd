package table

import (
	"encoding/binary"

	"github.com/zeebo/xxh3"
)

// dictionaryBytes is the size from which a dictionary takes no more values: what
// follows of the column is written as it is.
const dictionaryBytes = 1 << 20

// A dictionary gives the strings of a column chunk numbers, from 0 in the order of their
// first appearance.
type dictionary struct {
	page   []byte   // all values, as the dictionary page holds them
	begins []uint32 // of the values in the page, and its end
	hashes []uint32
	table  []int32   // number + 1 by hash, 0 for none; as long as a power of two
	last   int32     // number found last
	recent [64]int32 // number + 1 by recentSlot, verified when used
}

func newDictionary() *dictionary {
	return &dictionary{begins: []uint32{0}, table: make([]int32, 64)}
}

func (d *dictionary) clear() {
	clear(d.table)
	clear(d.recent[:])
	d.page, d.begins, d.hashes, d.last = d.page[:0], d.begins[:1], d.hashes[:0], 0
}

func (d *dictionary) len() int { return len(d.hashes) }

func (d *dictionary) value(n int32) []byte {
	return d.page[d.begins[n]+4 : d.begins[n+1]]
}

// number returns the number of s. Neighbours are often equal, and most columns have few
// values, so those used lately are looked at first.
func (d *dictionary) number(s string) int32 {
	if d.len() > 0 && string(d.value(d.last)) == s {
		return d.last
	}
	slot := &d.recent[recentSlot(s)]
	if n := *slot - 1; n >= 0 && string(d.value(n)) == s {
		d.last = n
		return n
	}
	d.last = d.find(s)
	*slot = d.last + 1
	return d.last
}

func (d *dictionary) find(s string) int32 {
	hash := uint32(xxh3.HashString(s))
	mask := uint32(len(d.table) - 1)
	at := hash & mask
	for ; d.table[at] != 0; at = (at + 1) & mask {
		if n := d.table[at] - 1; d.hashes[n] == hash && string(d.value(n)) == s {
			return n
		}
	}
	d.page = appendText(d.page, s)
	d.begins = append(d.begins, uint32(len(d.page)))
	d.hashes = append(d.hashes, hash)
	d.table[at] = int32(d.len())
	if 2*d.len() > len(d.table) {
		d.grow()
	}
	return int32(d.len() - 1)
}

func (d *dictionary) grow() {
	d.table = make([]int32, 2*len(d.table))
	mask := uint32(len(d.table) - 1)
	for n, hash := range d.hashes {
		at := hash & mask
		for d.table[at] != 0 {
			at = (at + 1) & mask
		}
		d.table[at] = int32(n + 1)
	}
}

// appendText appends s as Parquet writes a string.
func appendText(page []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint32(page, uint32(len(s))), s...)
}

// recentSlot mixes the length and the last two bytes, in which identifiers and words
// differ.
func recentSlot[T string | []byte](v T) int {
	n := len(v)
	if n < 2 {
		return n
	}
	return (n + 7*int(v[n-1]) + 31*int(v[n-2])) & 63
}
