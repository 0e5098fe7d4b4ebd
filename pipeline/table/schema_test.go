package table

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPublishedSchemas holds the columns of every table, as the other Parquet library
// reads them, against testdata/schema. UPDATE=1 writes them anew: readers build on them,
// so a line may be added at the end of a file, and none may change.
func TestPublishedSchemas(t *testing.T) {
	_, stage := newStage(t)
	testSchema[Message](t, stage, "messages")
	testSchema[Session](t, stage, "sessions")
	testSchema[Finding](t, stage, "findings")
	testSchema[Copy](t, stage, "copies")
	testSchema[Repeat](t, stage, "repeats")
	testSchema[Agent](t, stage, "agents")
	testSchema[Coaching](t, stage, "coaching")
}

func testSchema[T any](t *testing.T, stage *Stage, name string) {
	t.Run(name, func(t *testing.T) {
		rows := rapid.SliceOfN(anyRow[T](), 100, 100).Example(1)
		f, err := open(write(t, stage, "tables/"+name+"/dt=2026-11-16/part-0.parquet", rows))
		if err != nil {
			t.Fatal(err)
		}
		defer f.file.Close()
		if got, want := f.MetaData().GetCreatedBy(), "chatqc version 0.1.0(build unknown)"; got != want {
			t.Errorf("created_by = %q; want %q", got, want)
		}
		golden(t, filepath.Join("testdata", "schema", name+".txt"), describe(t, f))
	})
}

// describe writes one line a column: path, type, logical type, repetition, encodings.
func describe(t *testing.T, f *parquetFile) []byte {
	t.Helper()
	var out bytes.Buffer
	for i := range f.MetaData().Schema.NumColumns() {
		column := f.MetaData().Schema.Column(i)
		chunk, err := f.MetaData().RowGroup(0).ColumnChunk(i)
		if err != nil {
			t.Fatal(err)
		}
		if chunk.BloomFilterOffset() != 0 {
			t.Errorf("%s has a bloom filter", column.Path())
		}
		var encodings []string
		for _, e := range chunk.Encodings() {
			encodings = append(encodings, e.String())
			if strings.Contains(e.String(), "DELTA") {
				t.Errorf("%s is encoded as %s, which Spark does not read", column.Path(), e)
			}
		}
		slices.Sort(encodings)
		logical, _, _ := strings.Cut(column.LogicalType().String(), ", is_from")
		fmt.Fprintf(&out, "%s %s %s %s %s %s\n", column.Path(), column.PhysicalType(),
			logical, column.SchemaNode().RepetitionType(), chunk.Compression(),
			strings.Join(encodings, "+"))
	}
	return out.Bytes()
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", path, got, want)
	}
}

// The comments of the fields are the data dictionary: Chinese for who reads the tables,
// English for who writes programs.
func TestEveryColumnIsInTheDataDictionary(t *testing.T) {
	entry := regexp.MustCompile(`(?s)^[^:a-z]*\p{Han}[^:a-z]*: .*[A-Za-z].*\.\n$`)
	columns := 0
	for _, name := range []string{"rows.go", "rows_week.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			row, ok := n.(*ast.StructType)
			if !ok {
				return true
			}
			for _, field := range row.Fields.List {
				columns++
				if got := field.Doc.Text(); !entry.MatchString(got) {
					t.Errorf("%s: %s: got comment %q, want 中文: English", name, field.Names[0], got)
				}
			}
			return true
		})
	}
	if columns == 0 {
		t.Error("got no columns")
	}
}
