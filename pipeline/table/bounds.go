package table

import (
	"bytes"
	"encoding/binary"
	"math"
	"reflect"
	"slices"
)

// Bounds are the least and the greatest value of a page or a column chunk. Values of
// one column are of one kind, so one pair of the fields is in use.
type bounds struct {
	any    bool // a value was added
	ints   [2]int64
	floats [2]float64
	texts  [2][]byte // in memory of the page or its dictionary
}

func (b *bounds) addInt(v int64) {
	if !b.any {
		b.any, b.ints = true, [2]int64{v, v}
		return
	}
	b.ints[0], b.ints[1] = min(b.ints[0], v), max(b.ints[1], v)
}

// addFloat passes over NaN, which has no place in the order.
func (b *bounds) addFloat(v float64) {
	switch {
	case v != v:
	case !b.any:
		b.any, b.floats = true, [2]float64{v, v}
	default:
		b.floats[0], b.floats[1] = min(b.floats[0], v), max(b.floats[1], v)
	}
}

func (b *bounds) addText(v []byte) {
	switch {
	case !b.any:
		b.any, b.texts = true, [2][]byte{v, v}
	case bytes.Compare(v, b.texts[1]) > 0:
		b.texts[1] = v
	case bytes.Compare(v, b.texts[0]) < 0:
		b.texts[0] = v
	}
}

// merge widens b to the bounds of a page, whose texts it copies.
func (b *bounds) merge(page *bounds, kind reflect.Kind) {
	if !page.any {
		return
	}
	for i := range 2 {
		switch kind {
		case reflect.String:
			if before := *b; !before.any || bytes.Compare(page.texts[i], b.texts[i])*(2*i-1) > 0 {
				b.texts[i] = slices.Clone(page.texts[i])
			}
		case reflect.Float64:
			if !b.any || page.floats[i] != b.floats[i] && page.floats[i] > b.floats[i] == (i == 1) {
				b.floats[i] = page.floats[i]
			}
		default:
			if !b.any || page.ints[i] > b.ints[i] == (i == 1) {
				b.ints[i] = page.ints[i]
			}
		}
	}
	b.any = true
}

// encode returns a copy of the low (0) or high (1) end as a footer holds it. The format
// asks for a low zero to be negative and a high one to be positive.
func (b *bounds) encode(end int, kind reflect.Kind) []byte {
	switch kind {
	case reflect.String:
		return append([]byte{}, b.texts[end]...)
	case reflect.Float64:
		v := b.floats[end]
		if v == 0 {
			v = math.Copysign(0, float64(2*end-1))
		}
		return binary.LittleEndian.AppendUint64(nil, math.Float64bits(v))
	case reflect.Bool:
		return []byte{byte(b.ints[end])}
	case reflect.Int32:
		return binary.LittleEndian.AppendUint32(nil, uint32(b.ints[end]))
	}
	return binary.LittleEndian.AppendUint64(nil, uint64(b.ints[end]))
}
