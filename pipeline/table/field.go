package table

import (
	"fmt"
	"reflect"
	"slices"
	"unsafe"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// A field decodes a column into one field of rows.
type field interface {
	// enter begins a row group.
	enter(group *file.RowGroupReader) error
	// fill sets the field of the next n rows. They lie one after another from first, in
	// memory of the type for which the field was made.
	fill(first unsafe.Pointer, n int) error
}

// newField returns the field of a leaf whose column is the index-th of the file, in rows
// of size bytes.
func newField(l *leaf, index int, size uintptr) field {
	switch l.kind {
	case reflect.String:
		from := stringColumn{column: column[parquet.ByteArray]{leaf: l, index: index}}
		if l.maxDef == 0 {
			return &textField{stringColumn: from, offset: l.offset, size: size}
		}
		return fieldOf[string](l, &from, index, size)
	case reflect.Int32:
		return fieldOf[int32](l, &column[int32]{leaf: l, index: index}, index, size)
	case reflect.Int64:
		return fieldOf[int64](l, &column[int64]{leaf: l, index: index}, index, size)
	case reflect.Float64:
		return fieldOf[float64](l, &column[float64]{leaf: l, index: index}, index, size)
	default:
		return fieldOf[bool](l, &column[bool]{leaf: l, index: index}, index, size)
	}
}

func fieldOf[V any](l *leaf, from decoder[V], index int, size uintptr) field {
	switch {
	case l.maxRep > 0:
		return &listField[V]{decoder: from, leaf: l, index: index, size: size}
	case l.maxDef > 0:
		return &pointerField[V]{decoder: from, offset: l.offset, size: size}
	default:
		return &plainField[V]{decoder: from, offset: l.offset, size: size}
	}
}

// A plainField is one whose column has no nulls. Fields are set at offsets that reflect
// gave: its own accessors would cost more than the decoding does.
type plainField[V any] struct {
	decoder[V]
	offset, size uintptr
}

func (f *plainField[V]) fill(first unsafe.Pointer, n int) error {
	for done := 0; done < n; {
		values, _, err := f.batch(n - done)
		if err != nil {
			return err
		}
		for i, v := range values {
			*(*V)(unsafe.Add(first, uintptr(done+i)*f.size+f.offset)) = v
		}
		done += len(values)
	}
	return nil
}

// A textField is the plainField of strings, less one copy of each.
type textField struct {
	stringColumn
	offset, size uintptr
}

func (f *textField) fill(first unsafe.Pointer, n int) error {
	for done := 0; done < n; {
		raw, _, err := f.column.batch(n - done)
		if err != nil {
			return err
		}
		var last string
		for i, v := range raw {
			if i == 0 || !sameBytes(v, raw[i-1]) {
				last = f.text(v)
			}
			*(*string)(unsafe.Add(first, uintptr(done+i)*f.size+f.offset)) = last
		}
		done += len(raw)
	}
	return nil
}

// A pointerField is one whose column may be null.
type pointerField[V any] struct {
	decoder[V]
	offset, size uintptr
}

func (f *pointerField[V]) fill(first unsafe.Pointer, n int) error {
	for done := 0; done < n; {
		values, at, err := f.batch(n - done)
		if err != nil {
			return err
		}
		kept := slices.Clone(values) // one block for all: rows may be kept
		for i, def := range at.defs {
			p := (**V)(unsafe.Add(first, uintptr(done+i)*f.size+f.offset))
			*p = nil
			if def > 0 {
				*p, kept = &kept[0], kept[1:]
			}
		}
		done += len(at.defs)
	}
	return nil
}

// A listField is one field of the elements of a list. Of several such, the first makes
// the list and the others fill it in.
type listField[V any] struct {
	decoder[V]
	leaf  *leaf
	index int // in the file
	size  uintptr

	left   int64 // levels of the row group that are not decoded yet
	values []V   // of the batch, and its levels, less those of finished rows
	at     levels
	row    []V
}

func (f *listField[V]) enter(group *file.RowGroupReader) error {
	chunk, err := group.MetaData().ColumnChunk(f.index)
	if err == nil {
		f.left, f.values, f.at = chunk.NumValues(), nil, levels{}
		err = f.decoder.enter(group)
	}
	return err
}

func (f *listField[V]) fill(first unsafe.Pointer, n int) error {
	for i := range n {
		if err := f.next(); err != nil {
			return err
		}
		list := reflect.NewAt(f.leaf.list, unsafe.Add(first, uintptr(i)*f.size+f.leaf.offset)).Elem()
		if f.leaf.first {
			list.SetZero()
			if len(f.row) > 0 {
				list.Set(reflect.MakeSlice(f.leaf.list, len(f.row), len(f.row)))
			}
		}
		if list.Len() != len(f.row) {
			return fmt.Errorf("column %s: got %d elements, want %d",
				f.leaf.path, len(f.row), list.Len())
		}
		elements := list.UnsafePointer()
		for j, v := range f.row {
			*(*V)(unsafe.Add(elements, uintptr(j)*f.leaf.size+f.leaf.inner)) = v
		}
	}
	return nil
}

// next decodes the elements of the next row. A row ends where the next one begins, which
// may be in another batch.
func (f *listField[V]) next() error {
	f.row = f.row[:0]
	for begun := false; ; begun = true {
		if len(f.at.reps) == 0 {
			if begun && f.left <= 0 {
				return nil
			}
			var err error
			if f.values, f.at, err = f.batch(batchRows); err != nil {
				return err
			}
			f.left -= int64(len(f.at.reps))
		}
		def, rep := f.at.defs[0], f.at.reps[0]
		if begun && rep == 0 {
			return nil
		}
		f.at.defs, f.at.reps = f.at.defs[1:], f.at.reps[1:]
		if def > 0 {
			f.row, f.values = append(f.row, f.values[0]), f.values[1:]
		} else if rep > 0 {
			return fmt.Errorf("column %s: got null in a list", f.leaf.path)
		}
	}
}
