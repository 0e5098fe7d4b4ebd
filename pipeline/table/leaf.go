package table

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

// A leaf is one column of values, as the row struct asks for it. It is derived from
// the struct alone and not through the library that writes, so that a reader or the
// verification compares a file with the contract and not with the writer's idea of it.
type leaf struct {
	path     string // as readers name it: evidence.list.element.begin_byte
	physical parquet.Type
	maxDef   int16 // 1 for a pointer, 1 for a value inside a list
	maxRep   int16 // 1 for a value inside a list
	dict     bool  // few different values, or long runs of one

	names  []string     // the path's
	kind   reflect.Kind // of the value itself
	offset uintptr      // of the field in the row
	size   uintptr      // of an element, inside a list
	inner  uintptr      // of the field in the element, inside a list
	list   reflect.Type // of the slice, for a list
	first  bool         // of the list's columns
}

// leavesOf returns the columns of a row struct in their order. Fields are strings,
// 32- and 64-bit integers, doubles and booleans, pointers to such, or a slice of structs
// of such; another kind of field is an error.
func leavesOf(row reflect.Type) (leaves []leaf, err error) {
	if row.Kind() != reflect.Struct {
		return nil, fmt.Errorf("got rows of %v, want a struct", row)
	}
	for i := range row.NumField() {
		field := row.Field(i)
		l := leaf{
			path: columnName(field), offset: field.Offset,
			dict: hasOption(field, "dict"),
		}
		switch kind := field.Type.Kind(); {
		case kind == reflect.Pointer:
			l.maxDef = 1
			err = l.setKind(field.Type.Elem())
			leaves = append(leaves, l)
		case kind == reflect.Slice && field.Type.Elem().Kind() == reflect.Struct:
			l.list = field.Type
			leaves, err = appendElements(leaves, l)
		default:
			err = l.setKind(field.Type)
			leaves = append(leaves, l)
		}
		if err != nil {
			return nil, fmt.Errorf("%v.%s: %w", row, field.Name, err)
		}
	}
	return leaves, nil
}

func appendElements(leaves []leaf, list leaf) ([]leaf, error) {
	element := list.list.Elem()
	for i := range element.NumField() {
		field := element.Field(i)
		l := leaf{
			path: list.path + ".list.element." + columnName(field), maxDef: 1, maxRep: 1,
			offset: list.offset, size: element.Size(), inner: field.Offset,
			list: list.list, first: i == 0, dict: hasOption(field, "dict"),
		}
		if err := l.setKind(field.Type); err != nil {
			return nil, err
		}
		leaves = append(leaves, l)
	}
	return leaves, nil
}

func columnName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("parquet"), ",")
	return name
}

func hasOption(field reflect.StructField, option string) bool {
	options := strings.Split(field.Tag.Get("parquet"), ",")
	return slices.Contains(options[1:], option)
}

func (l *leaf) setKind(value reflect.Type) error {
	l.kind, l.names = value.Kind(), strings.Split(l.path, ".")
	switch l.kind {
	case reflect.String:
		l.physical = parquet.Types.ByteArray
	case reflect.Int32:
		l.physical = parquet.Types.Int32
	case reflect.Int64:
		l.physical = parquet.Types.Int64
	case reflect.Float64:
		l.physical = parquet.Types.Double
	case reflect.Bool:
		l.physical = parquet.Types.Boolean
	default:
		return fmt.Errorf("got a column of %v, want string, int32, int64, float64 or bool", value)
	}
	return nil
}

// find returns the index of the leaf's column in a file; one that is missing or of
// another type is an error.
func (l *leaf) find(file *schema.Schema) (int, error) {
	i := file.ColumnIndexByName(l.path)
	if i < 0 {
		return -1, fmt.Errorf("column %s is missing", l.path)
	}
	return i, l.compare(file.Column(i))
}

func (l *leaf) compare(column *schema.Column) error {
	got := [...]any{
		column.PhysicalType(), column.MaxDefinitionLevel(), column.MaxRepetitionLevel(),
	}
	if want := [...]any{l.physical, l.maxDef, l.maxRep}; got != want {
		return fmt.Errorf("column %s: got type and levels %v, want %v", l.path, got, want)
	}
	return nil
}
