package table

import (
	"math"
	"reflect"
	"unsafe"
)

// sampleRows is how many rows of a row group, the first ones, are verified value by
// value; a smaller one is verified whole.
const sampleRows = 4096

// tallyRows is how many of them are looked at column by column.
const tallyRows = 64

// A ledger is what the verification compares of a file: what was given to its writer.
type ledger struct {
	leaves []leaf
	groups []groupLedger // as the writer cuts them
}

// rows returns how many rows were entered.
func (l *ledger) rows() (n int64) {
	for i := range l.groups {
		n += l.groups[i].rows
	}
	return n
}

// A groupLedger is the part of a row group.
type groupLedger struct {
	rows    int64
	columns []columnLedger
}

// A columnLedger is the part of a column chunk.
type columnLedger struct {
	count        // of all rows
	sample tally // of the first sampleRows rows
}

// A count is how many values a column has, and how many nulls or empty lists.
type count struct{ values, nulls int64 }

// A tally also holds a sum of the values, which folds every one in its order, so that a
// lost, doubled, moved or cut value changes it; of a string only the length and the end
// bytes enter, which keeps it at a nanosecond a value.
type tally struct {
	count
	sum uint64
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

// record enters rows, which begin new row groups as the writer does.
func record[T any](l *ledger, rows []T) {
	for len(rows) > 0 {
		if n := len(l.groups); n == 0 || l.groups[n-1].rows == rowGroupRows {
			l.groups = append(l.groups, groupLedger{columns: make([]columnLedger, len(l.leaves))})
		}
		group := &l.groups[len(l.groups)-1]
		end := int64(rowGroupRows)
		if group.rows < sampleRows {
			// Block by block: a row has more columns than the processor would keep in
			// its cache for all rows at once.
			end = min(sampleRows, group.rows+tallyRows)
		}
		block := rows[:min(int64(len(rows)), end-group.rows)]
		l.add(group, rowsIn(block))
		rows = rows[len(block):]
	}
}

// A block is rows that lie one after another, each size bytes long.
type block struct {
	first unsafe.Pointer
	rows  int
	size  uintptr
}

// from returns the rows behind the first n. No rows point nowhere: behind the last one may
// lie what is not ours.
func (b block) from(n int) block {
	if n == b.rows {
		return block{nil, 0, b.size}
	}
	return block{unsafe.Add(b.first, uintptr(n)*b.size), b.rows - n, b.size}
}

func rowsIn[T any](rows []T) block {
	return block{unsafe.Pointer(unsafe.SliceData(rows)), len(rows), unsafe.Sizeof(*new(T))}
}

// add enters rows of one row group, all inside its sample or all behind it.
func (l *ledger) add(group *groupLedger, b block) {
	for i := range l.leaves {
		column := &group.columns[i]
		if group.rows < sampleRows {
			column.sample.addRows(&l.leaves[i], b)
			column.count = column.sample.count
		} else {
			column.count.addRows(&l.leaves[i], b)
		}
	}
	group.rows += int64(b.rows)
}

// addRows counts the leaf's values and nulls.
func (c *count) addRows(l *leaf, b block) {
	if l.maxDef == 0 {
		c.values += int64(b.rows)
		return
	}
	for i := range b.rows {
		field := unsafe.Add(b.first, uintptr(i)*b.size+l.offset)
		n := 1
		switch {
		case l.maxRep > 0:
			n = len(*(*[]byte)(field)) // any slice's header
		case *(*unsafe.Pointer)(field) == nil:
			n = 0
		}
		c.values += int64(n)
		if n == 0 {
			c.nulls++
		}
	}
}

// addRows folds the leaf's values. Pointers into the rows are formed from offsets that
// reflect gave: reflect's own accessors would cost more than the encoding does.
func (t *tally) addRows(l *leaf, b block) {
	switch {
	case l.maxRep > 0:
		for i := range b.rows {
			list := (*[]byte)(unsafe.Add(b.first, uintptr(i)*b.size+l.offset)) // any slice's
			if len(*list) == 0 {
				t.nulls++
				continue
			}
			elements := unsafe.Add(unsafe.Pointer(unsafe.SliceData(*list)), l.inner)
			t.addValues(l.kind, block{elements, len(*list), l.size})
		}
	case l.maxDef > 0:
		for i := range b.rows {
			p := *(*unsafe.Pointer)(unsafe.Add(b.first, uintptr(i)*b.size+l.offset))
			if p == nil {
				t.nulls++
				continue
			}
			t.addValues(l.kind, block{p, 1, 0})
		}
	default:
		t.addValues(l.kind, block{unsafe.Add(b.first, l.offset), b.rows, b.size})
	}
}

func (t *tally) addValues(kind reflect.Kind, b block) {
	for i := range b.rows {
		p := unsafe.Add(b.first, uintptr(i)*b.size)
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
