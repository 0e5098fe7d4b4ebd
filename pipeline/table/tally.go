package table

import (
	"math"
	"reflect"
	"unsafe"
)

// A tally is what the verification compares of one column. The sum folds every value
// in its order, so that a lost, doubled, moved or cut value changes it; of a string only
// the length and the end bytes enter, which keeps it at a nanosecond a value.
type tally struct {
	values, nulls int64
	sum           uint64
}

// fold is odd and large: each value stirs all bits of the next sums.
const fold = 0x9E3779B97F4A7C15

func (t *tally) addInt(v int64) { t.values, t.sum = t.values+1, t.sum*fold+uint64(v) }

func (t *tally) addFloat(v float64) { t.addInt(int64(math.Float64bits(v))) }

func (t *tally) addBool(v bool) {
	if v {
		t.addInt(1)
		return
	}
	t.addInt(0)
}

func (t *tally) addBytes(v []byte) { t.addString(unsafe.String(unsafe.SliceData(v), len(v))) }

func (t *tally) addString(v string) {
	x := uint64(len(v))
	if len(v) > 0 {
		x |= uint64(v[0])<<48 | uint64(v[len(v)-1])<<56
	}
	t.values, t.sum = t.values+1, t.sum*fold+x
}

// tallyRows adds rows to the tallies of their columns, block by block: a row has more
// columns than the processor would keep in its cache for all rows at once.
func tallyRows[T any](leaves []leaf, tallies []tally, rows []T) {
	size := unsafe.Sizeof(*new(T))
	for len(rows) > 0 {
		block := rows[:min(len(rows), writeRows)]
		for i := range leaves {
			tallies[i].addRows(&leaves[i], unsafe.Pointer(&block[0]), len(block), size)
		}
		rows = rows[len(block):]
	}
}

// addRows folds the leaf's values of count rows that lie one after another from first,
// each size bytes long. Pointers into the rows are formed from offsets that reflect
// gave: reflect's own accessors would cost more than the encoding does.
func (t *tally) addRows(l *leaf, first unsafe.Pointer, count int, size uintptr) {
	switch {
	case l.maxRep > 0:
		for i := range count {
			list := (*[]byte)(unsafe.Add(first, uintptr(i)*size+l.offset)) // any slice's header
			if len(*list) == 0 {
				t.nulls++
				continue
			}
			elements := unsafe.Add(unsafe.Pointer(unsafe.SliceData(*list)), l.inner)
			t.addValues(l.kind, elements, len(*list), l.size)
		}
	case l.maxDef > 0:
		for i := range count {
			p := *(*unsafe.Pointer)(unsafe.Add(first, uintptr(i)*size+l.offset))
			if p == nil {
				t.nulls++
				continue
			}
			t.addValues(l.kind, p, 1, 0)
		}
	default:
		t.addValues(l.kind, unsafe.Add(first, l.offset), count, size)
	}
}

func (t *tally) addValues(kind reflect.Kind, first unsafe.Pointer, count int, size uintptr) {
	for i := range count {
		p := unsafe.Add(first, uintptr(i)*size)
		switch kind {
		case reflect.String:
			t.addString(*(*string)(p))
		case reflect.Int32:
			t.addInt(int64(*(*int32)(p)))
		case reflect.Bool:
			t.addBool(*(*bool)(p))
		case reflect.Float64:
			t.addFloat(*(*float64)(p))
		default:
			t.addInt(*(*int64)(p))
		}
	}
}
