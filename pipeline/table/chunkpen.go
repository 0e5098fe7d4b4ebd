package table

import (
	"encoding/binary"
	"math"
	"reflect"
	"unsafe"
)

// pageBytes is the size at which a page ends: all columns' pages together stay in the
// processor's cache. Pages of numbers of a dictionary hold a whole row group.
const pageBytes = 256 << 10

// A chunkPen encodes one column of the row group at hand. Values go straight from the
// fields of rows into the page's bytes: pointers are formed from offsets that reflect
// gave, for its own accessors would cost more than the encoding does.
type chunkPen struct {
	leaf    *leaf
	bounded bool        // its bounds help readers
	dict    *dictionary // nil for a column without one
	plain   bool        // the dictionary is full: what follows is written as it is

	page struct {
		rows, levels, nulls int     // levels are values and nulls
		values              []byte  // as they are, but for booleans, which are a byte each
		numbers             []int32 // in the dictionary
		defs, reps          []byte
		bounds              bounds
	}
	chunk finished
}

func newChunkPen(l *leaf) *chunkPen {
	c := &chunkPen{leaf: l, bounded: !unbounded[l.path]}
	if l.dict && l.kind == reflect.String {
		c.dict = newDictionary()
	}
	return c
}

// add appends the column's fields of some rows.
func (c *chunkPen) add(b block) {
	l := c.leaf
	switch {
	case l.maxRep > 0:
		for i := range b.rows {
			c.addList(unsafe.Add(b.first, uintptr(i)*b.size+l.offset))
		}
	case l.maxDef > 0:
		for i := range b.rows {
			c.addPointer(*(*unsafe.Pointer)(unsafe.Add(b.first, uintptr(i)*b.size+l.offset)))
		}
	default:
		c.addFields(block{unsafe.Add(b.first, l.offset), b.rows, b.size})
	}
}

// addFields appends values that lie in the rows themselves.
func (c *chunkPen) addFields(b block) {
	switch c.leaf.kind {
	case reflect.String:
		c.addStrings(b)
	case reflect.Int32:
		addInts[int32](c, b)
	case reflect.Int64:
		addInts[int64](c, b)
	default:
		for i := range b.rows {
			c.addValue(unsafe.Add(b.first, uintptr(i)*b.size))
			c.endRow(1)
		}
	}
}

// addStrings is addString and endRow for many, less what need not be done for each.
func (c *chunkPen) addStrings(b block) {
	for b.rows > 0 {
		done := 0
		if c.dict == nil || c.plain {
			done = c.addTexts(b)
		} else {
			done = c.addWords(b)
		}
		c.page.rows, c.page.levels = c.page.rows+done-1, c.page.levels+done-1
		c.endRow(1)
		b = b.from(done)
	}
}

// addTexts appends strings up to the page's end and returns how many.
func (c *chunkPen) addTexts(b block) (done int) {
	values, before := c.page.values, ""
	for done < b.rows && len(values) < pageBytes {
		s := *(*string)(unsafe.Add(b.first, uintptr(done)*b.size))
		done++
		values = appendText(values, s)
		if c.bounded && (done == 1 || s != before) {
			c.page.bounds.addText(values[len(values)-len(s):])
		}
		before = s
	}
	c.page.values = values
	return done
}

// addWords appends the numbers of strings up to the dictionary's end and returns how many.
func (c *chunkPen) addWords(b block) (done int) {
	numbers, before, n := c.page.numbers, "", int32(-1)
	for done < b.rows && len(c.dict.page) < dictionaryBytes {
		s := *(*string)(unsafe.Add(b.first, uintptr(done)*b.size))
		done++
		if n < 0 || s != before {
			n, before = c.dict.number(s), s
			if c.bounded {
				c.page.bounds.addText(c.dict.value(n))
			}
		}
		numbers = append(numbers, n)
	}
	c.page.numbers = numbers
	return done
}

// addInts appends numbers that lie in the rows themselves, page by page.
func addInts[V int32 | int64](c *chunkPen, b block) {
	for b.rows > 0 {
		room := pageBytes/int(unsafe.Sizeof(V(0))) - c.page.rows
		some := block{b.first, min(b.rows, room), b.size}
		c.page.values = appendInts[V](c.page.values, some, &c.page.bounds)
		c.page.rows, c.page.levels = c.page.rows+some.rows, c.page.levels+some.rows
		if some.rows == room {
			c.endPage()
		}
		b = b.from(some.rows)
	}
}

// appendInts appends numbers in their own bytes and widens the bounds to them.
func appendInts[V int32 | int64](page []byte, b block, to *bounds) []byte {
	size := int(unsafe.Sizeof(V(0)))
	at := len(page)
	page = append(page, make([]byte, b.rows*size)...)
	low := *(*V)(b.first)
	high := low
	for i := range b.rows {
		v := *(*V)(unsafe.Add(b.first, uintptr(i)*b.size))
		low, high = min(low, v), max(high, v)
		if size == 4 {
			binary.LittleEndian.PutUint32(page[at:], uint32(v))
		} else {
			binary.LittleEndian.PutUint64(page[at:], uint64(v))
		}
		at += size
	}
	to.addInt(int64(low))
	to.addInt(int64(high))
	return page
}

// addPointer appends the value that a row's pointer leads to, or a null.
func (c *chunkPen) addPointer(p unsafe.Pointer) {
	def := byte(1)
	if p == nil {
		def = 0
		c.page.nulls++
	} else {
		c.addValue(p)
	}
	c.page.defs = append(c.page.defs, def)
	c.endRow(1)
}

// addList appends the column's values of a row's list.
func (c *chunkPen) addList(field unsafe.Pointer) {
	list := *(*[]byte)(field) // any slice's header
	if len(list) == 0 {
		c.page.nulls++
		c.page.defs, c.page.reps = append(c.page.defs, 0), append(c.page.reps, 0)
		c.endRow(1)
		return
	}
	element := unsafe.Add(unsafe.Pointer(unsafe.SliceData(list)), c.leaf.inner)
	for i := range len(list) {
		c.addValue(unsafe.Add(element, uintptr(i)*c.leaf.size))
		c.page.defs, c.page.reps = append(c.page.defs, 1), append(c.page.reps, byte(min(i, 1)))
	}
	c.endRow(len(list))
}

// endRow counts a row and ends the page when it is large enough. Nothing but the rows
// decides where a page ends, or the file's bytes would depend on how they are cut into
// calls.
func (c *chunkPen) endRow(levels int) {
	c.page.rows, c.page.levels = c.page.rows+1, c.page.levels+levels
	if len(c.page.values) >= pageBytes {
		c.endPage()
	} else if c.dict != nil && !c.plain && len(c.dict.page) >= dictionaryBytes {
		c.endPage()
		c.plain = true
	}
}

func (c *chunkPen) addValue(p unsafe.Pointer) {
	page := &c.page
	switch c.leaf.kind {
	case reflect.String:
		c.addString(*(*string)(p))
	case reflect.Int32:
		v := *(*int32)(p)
		page.values = binary.LittleEndian.AppendUint32(page.values, uint32(v))
		page.bounds.addInt(int64(v))
	case reflect.Float64:
		v := *(*float64)(p)
		page.values = binary.LittleEndian.AppendUint64(page.values, math.Float64bits(v))
		page.bounds.addFloat(v)
	case reflect.Bool:
		v := *(*byte)(p)
		page.values = append(page.values, v)
		page.bounds.addInt(int64(v))
	default:
		v := *(*int64)(p)
		page.values = binary.LittleEndian.AppendUint64(page.values, uint64(v))
		page.bounds.addInt(v)
	}
}

func (c *chunkPen) addString(s string) {
	page := &c.page
	if c.dict == nil || c.plain {
		begin := len(page.values) + 4
		page.values = appendText(page.values, s)
		if c.bounded {
			page.bounds.addText(page.values[begin:])
		}
		return
	}
	n := c.dict.number(s)
	if c.bounded && (len(page.numbers) == 0 || page.numbers[len(page.numbers)-1] != n) {
		page.bounds.addText(c.dict.value(n))
	}
	page.numbers = append(page.numbers, n)
}
