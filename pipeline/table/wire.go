package table

import (
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"strings"
	"unsafe"
)

// A wire writes rows of one type as bytes and reads them back: how they lie in the temporary
// files of this package, from which no other program reads. It is several times as fast as
// Parquet and knows the same types of fields.
type wire struct {
	size   int // of the row
	fields []wireField
	own    []uintptr // offsets of strings that rows do not share
	lists  []wireField
}

type wireField struct {
	offset  uintptr
	kind    reflect.Kind
	pointer bool         // to the kind
	list    reflect.Type // of structs, or nil
	element *wire        // of the list
}

// wireOf returns the wire of a row struct.
func wireOf(row reflect.Type) (*wire, error) {
	w := &wire{size: int(row.Size())}
	for i := range row.NumField() {
		field := row.Field(i)
		f := wireField{offset: field.Offset, kind: field.Type.Kind()}
		switch f.kind {
		case reflect.Pointer:
			f.pointer, f.kind = true, field.Type.Elem().Kind()
		case reflect.Slice:
			element, err := wireOf(field.Type.Elem())
			if err != nil {
				return nil, err
			}
			f.list, f.element = field.Type, element
			w.lists = append(w.lists, f)
		}
		switch f.kind {
		case reflect.Slice, reflect.Int32, reflect.Int64, reflect.Float64, reflect.Bool:
		case reflect.String:
			if !strings.Contains(field.Tag.Get("parquet"), ",dict") && !f.pointer {
				w.own = append(w.own, f.offset)
			}
		default:
			return nil, fmt.Errorf("%s.%s: got a field of type %s, want one of a table",
				row, field.Name, field.Type)
		}
		w.fields = append(w.fields, f)
	}
	return w, nil
}

// weight estimates the memory of a row: the struct and the strings that are its own.
func (w *wire) weight(row unsafe.Pointer) int {
	n := w.size
	for _, offset := range w.own {
		n += len(*(*string)(unsafe.Add(row, offset)))
	}
	for i := range w.lists {
		l := &w.lists[i]
		n += len(*(*[]byte)(unsafe.Add(row, l.offset))) * l.element.size
	}
	return n
}

func (w *wire) append(dst []byte, row unsafe.Pointer) []byte {
	for i := range w.fields {
		f := &w.fields[i]
		at := unsafe.Add(row, f.offset)
		if f.pointer {
			at = *(*unsafe.Pointer)(at)
			if at == nil {
				dst = append(dst, 0)
				continue
			}
			dst = append(dst, 1)
		}
		switch f.kind {
		case reflect.String:
			s := *(*string)(at)
			dst = append(binary.AppendUvarint(dst, uint64(len(s))), s...)
		case reflect.Int32:
			dst = binary.AppendVarint(dst, int64(*(*int32)(at)))
		case reflect.Int64:
			dst = binary.AppendVarint(dst, *(*int64)(at))
		case reflect.Float64:
			dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(*(*float64)(at)))
		case reflect.Bool:
			bit := byte(0)
			if *(*bool)(at) {
				bit = 1
			}
			dst = append(dst, bit)
		case reflect.Slice:
			list := *(*[]byte)(at) // of whatever type: its length and its memory
			dst = binary.AppendUvarint(dst, uint64(len(list)))
			for j := range len(list) {
				element := unsafe.Add(unsafe.Pointer(unsafe.SliceData(list)), j*f.element.size)
				dst = f.element.append(dst, element)
			}
		}
	}
	return dst
}

// A wireReader reads from a string, so that the strings it returns are parts of it. Past the
// end it returns zeros and sets bad.
type wireReader struct {
	s     string
	bad   bool
	words []uint64 // room for numbers that are pointed to
}

// read fills the row, all of whose fields it sets.
func (w *wire) read(in *wireReader, row unsafe.Pointer) {
	for i := range w.fields {
		f := &w.fields[i]
		at := unsafe.Add(row, f.offset)
		if f.pointer {
			*(*unsafe.Pointer)(at) = nil
			if in.byte() == 0 {
				continue
			}
			at = f.point(in, at)
		}
		switch f.kind {
		case reflect.String:
			*(*string)(at) = in.take(in.uvarint())
		case reflect.Int32:
			*(*int32)(at) = int32(in.varint())
		case reflect.Int64:
			*(*int64)(at) = in.varint()
		case reflect.Float64:
			var bits uint64
			for j, b := range []byte(in.take(8)) {
				bits |= uint64(b) << (8 * j)
			}
			*(*float64)(at) = math.Float64frombits(bits)
		case reflect.Bool:
			*(*bool)(at) = in.byte() == 1
		case reflect.Slice:
			w.readList(f, in, at)
		}
	}
}

// point makes the value to which a pointer points, and returns where it is.
func (f *wireField) point(in *wireReader, at unsafe.Pointer) unsafe.Pointer {
	if f.kind == reflect.String {
		*(**string)(at) = new(string)
	} else { // a number, of at most eight bytes
		*(*unsafe.Pointer)(at) = unsafe.Pointer(in.word())
	}
	return *(*unsafe.Pointer)(at)
}

// word returns room for a number, of which many lie in one piece.
func (in *wireReader) word() (word *uint64) {
	if len(in.words) == 0 {
		in.words = make([]uint64, 256)
	}
	word, in.words = &in.words[0], in.words[1:]
	return word
}

func (w *wire) readList(f *wireField, in *wireReader, at unsafe.Pointer) {
	list := reflect.NewAt(f.list, at).Elem()
	list.SetZero()
	n := in.uvarint()
	if n > uint64(len(in.s)) { // each element is a byte or more
		in.bad = true
	}
	if n == 0 || in.bad {
		return
	}
	list.Grow(int(n))
	list.SetLen(int(n))
	for j := range int(n) {
		f.element.read(in, unsafe.Add(list.UnsafePointer(), j*f.element.size))
	}
}

func (in *wireReader) byte() byte {
	if len(in.s) == 0 {
		in.bad = true
		return 0
	}
	b := in.s[0]
	in.s = in.s[1:]
	return b
}

func (in *wireReader) uvarint() (v uint64) {
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

func (in *wireReader) varint() int64 {
	v := in.uvarint()
	return int64(v>>1) ^ -int64(v&1)
}

func (in *wireReader) take(n uint64) string {
	if n > uint64(len(in.s)) {
		in.bad = true
		return ""
	}
	s := in.s[:n]
	in.s = in.s[n:]
	return s
}
