package table

import (
	"bytes"
	"context"
	"os"
	"reflect"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// TestRowsSurviveBothLibraries writes rows of every table and reads them with each of the
// two libraries.
func TestRowsSurviveBothLibraries(t *testing.T) {
	_, stage := newStage(t)
	t.Run("messages", rapid.MakeCheck(survive[Message](stage)))
	t.Run("sessions", rapid.MakeCheck(survive[Session](stage)))
	t.Run("findings", rapid.MakeCheck(survive[Finding](stage)))
	t.Run("copies", rapid.MakeCheck(survive[Copy](stage)))
	t.Run("repeats", rapid.MakeCheck(survive[Repeat](stage)))
	t.Run("agents", rapid.MakeCheck(survive[Agent](stage)))
	t.Run("coaching", rapid.MakeCheck(survive[Coaching](stage)))
}

func survive[T any](stage *Stage) func(*rapid.T) {
	name := reflect.TypeFor[T]().Name()
	return func(t *rapid.T) {
		rows := rapid.SliceOfN(anyRow[T](), 0, 3).Draw(t, "rows")
		path := write(t, stage, "tables/"+name+"/dt=2026-11-16/part-0.parquet", rows)
		got := collect[T](t, path)
		if diff := cmp.Diff(rows, got, cmpopts.EquateEmpty(), cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("parquet-go: want −, got +\n%s", diff)
		}
		want := make([]map[string]any, len(rows))
		for i := range rows {
			want[i] = plain(reflect.ValueOf(rows[i])).(map[string]any)
		}
		diff := cmp.Diff(want, byArrow(t, path), cmpopts.EquateEmpty(), cmpopts.EquateNaNs())
		if diff != "" {
			t.Errorf("arrow-go: want −, got +\n%s", diff)
		}
	}
}

func collect[T any](t failer, path string) (all []T) {
	t.Helper()
	err := Read(path, func(rows []T) error {
		all = append(all, rows...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// plain turns a row into column names and values.
func plain(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem())
	case reflect.Slice:
		list := []any{}
		for i := range v.Len() {
			list = append(list, plain(v.Index(i)))
		}
		return list
	case reflect.Struct:
		row := map[string]any{}
		for i := range v.NumField() {
			row[columnName(v.Type().Field(i))] = plain(v.Field(i))
		}
		return row
	}
	return v.Interface()
}

func byArrow(t failer, path string) (rows []map[string]any) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	table, err := pqarrow.ReadTable(context.Background(), file, nil,
		pqarrow.ArrowReadProperties{}, memory.NewGoAllocator())
	if err != nil {
		t.Fatal(err)
	}
	defer table.Release()
	batches := array.NewTableReader(table, 0)
	defer batches.Release()
	for batches.Next() {
		batch := batches.RecordBatch()
		for i := range int(batch.NumRows()) {
			row := map[string]any{}
			for c, column := range batch.Columns() {
				row[batch.ColumnName(c)] = arrowValue(column, i)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func arrowValue(column arrow.Array, i int) any {
	if column.IsNull(i) {
		return nil
	}
	switch a := column.(type) {
	case *array.String:
		return a.Value(i)
	case *array.Int32:
		return a.Value(i)
	case *array.Date32:
		return int32(a.Value(i))
	case *array.Int64:
		return a.Value(i)
	case *array.Timestamp:
		return int64(a.Value(i))
	case *array.Float64:
		return a.Value(i)
	case *array.Boolean:
		return a.Value(i)
	case *array.List:
		list := []any{}
		begin, end := a.ValueOffsets(i)
		for j := begin; j < end; j++ {
			list = append(list, arrowValue(a.ListValues(), int(j)))
		}
		return list
	case *array.Struct:
		row := map[string]any{}
		for f := range a.NumField() {
			row[a.DataType().(*arrow.StructType).Field(f).Name] = arrowValue(a.Field(f), i)
		}
		return row
	}
	return column.DataType()
}

func TestSameRowsGiveSameBytesHoweverTheyAreCut(t *testing.T) {
	_, stage := newStage(t)
	rows := messages(3_000)
	want := fileBytes(t, write(t, stage, benchPath, rows))
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 2000), 1, 4).Draw(t, "sizes")
		if got := fileBytes(t, write(t, stage, benchPath, rows, sizes...)); !bytes.Equal(got, want) {
			t.Errorf("calls of %v rows give other bytes", sizes)
		}
	})
}

func fileBytes(t failer, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestRowGroupsHaveTheirSize(t *testing.T) {
	_, stage := newStage(t)
	f, err := open(write(t, stage, benchPath, messages(rowGroupRows+1), 1000, 9999))
	if err != nil {
		t.Fatal(err)
	}
	defer f.file.Close()
	if got := f.NumRowGroups(); got != 2 {
		t.Fatalf("got %d row groups; want 2", got)
	}
	if got := f.RowGroup(0).NumRows(); got != rowGroupRows {
		t.Errorf("first row group has %d rows; want %d", got, rowGroupRows)
	}
}

func TestNoRowsAreOneValidFile(t *testing.T) {
	_, stage := newStage(t)
	path := write(t, stage, benchPath, []Message{})
	if got := collect[Message](t, path); len(got) != 0 {
		t.Errorf("got %d rows; want 0", len(got))
	}
	if got := byArrow(t, path); len(got) != 0 {
		t.Errorf("arrow-go reads %d rows; want 0", len(got))
	}
}

func TestProgramStandsInTheFile(t *testing.T) {
	store, stage := newStage(t)
	store.Program = Program{Version: "1.2.3", Build: "abc"}
	f, err := open(write(t, stage, benchPath, messages(1)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.file.Close()
	if got, want := f.MetaData().GetCreatedBy(), "chatqc version 1.2.3(build abc)"; got != want {
		t.Errorf("created_by = %q; want %q", got, want)
	}
}
