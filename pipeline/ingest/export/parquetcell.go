package export

import (
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// A cellsOf makes the reader of one array.
type cellsOf func(arrow.Array) func(w *worker, row int) cell

// cellReader returns what reads arrays of a type, nil for types that no field can have.
func cellReader(t arrow.DataType) cellsOf {
	switch t := t.(type) {
	case *arrow.StringType, *arrow.LargeStringType, *arrow.BinaryType, *arrow.LargeBinaryType,
		*arrow.StringViewType, *arrow.BinaryViewType:
		return textCells
	case *arrow.DictionaryType:
		values := cellReader(t.ValueType)
		if values == nil {
			return nil
		}
		return func(a arrow.Array) func(*worker, int) cell {
			d, ok := a.(*array.Dictionary)
			if !ok {
				return noCells
			}
			read := values(d.Dictionary())
			return func(w *worker, row int) cell { return read(w, d.GetValueIndex(row)) }
		}
	case *arrow.Int64Type, *arrow.Int32Type, *arrow.Int16Type, *arrow.Int8Type,
		*arrow.Uint64Type, *arrow.Uint32Type, *arrow.Uint16Type, *arrow.Uint8Type:
		return integerCells
	case *arrow.TimestampType:
		return timeCells(t)
	}
	return nil
}

func noCells(*worker, int) cell { return cell{} }

func textCells(a arrow.Array) func(*worker, int) cell {
	switch a := a.(type) {
	case interface{ Value(int) string }:
		return func(_ *worker, row int) cell { return cell{text: a.Value(row), form: formText} }
	case interface{ Value(int) []byte }:
		return func(_ *worker, row int) cell {
			return cell{text: alias(a.Value(row)), form: formText}
		}
	}
	return noCells
}

func integerCells(a arrow.Array) func(*worker, int) cell {
	var value func(int) int64
	switch a := a.(type) {
	case *array.Int64:
		value = a.Value
	case *array.Int32:
		value = func(row int) int64 { return int64(a.Value(row)) }
	case *array.Int16:
		value = func(row int) int64 { return int64(a.Value(row)) }
	case *array.Int8:
		value = func(row int) int64 { return int64(a.Value(row)) }
	case *array.Uint64:
		return func(w *worker, row int) cell {
			from := len(w.arena)
			w.arena = strconv.AppendUint(w.arena, a.Value(row), 10)
			return cell{text: alias(w.arena[from:]), form: formNumber}
		}
	case *array.Uint32:
		value = func(row int) int64 { return int64(a.Value(row)) }
	case *array.Uint16:
		value = func(row int) int64 { return int64(a.Value(row)) }
	case *array.Uint8:
		value = func(row int) int64 { return int64(a.Value(row)) }
	default:
		return noCells
	}
	return func(w *worker, row int) cell {
		from := len(w.arena)
		w.arena = strconv.AppendInt(w.arena, value(row), 10)
		return cell{text: alias(w.arena[from:]), form: formNumber}
	}
}

// timeCells reads moments, or times on the clock of the shop when the type has no zone.
func timeCells(t *arrow.TimestampType) cellsOf {
	return func(a arrow.Array) func(*worker, int) cell {
		times, ok := a.(*array.Timestamp)
		if !ok {
			return noCells
		}
		place := formMicros
		if t.TimeZone == "" {
			place = formWall
		}
		up, down := int64(1), int64(1)
		switch t.Unit {
		case arrow.Second:
			up = microsPerSecond
		case arrow.Millisecond:
			up = 1000
		case arrow.Nanosecond:
			down = 1000
		}
		return func(_ *worker, row int) cell {
			v := int64(times.Value(row))
			if up > 1 && (v > 1<<62/up || v < -1<<62/up) {
				v = 0 // far outside of the years that are taken
			}
			return cell{micros: v * up / down, form: place}
		}
	}
}
