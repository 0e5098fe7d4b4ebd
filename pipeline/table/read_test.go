package table

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"
)

// TestRowsAreReadWhateverTheyLieIn reads rows whose lists and nulls cross batches, pages
// and row groups.
func TestRowsAreReadWhateverTheyLieIn(t *testing.T) {
	folder := t.TempDir()
	t.Run("findings", rapid.MakeCheck(func(t *rapid.T) {
		rows := make([]Finding, rapid.IntRange(0, 3*batchRows).Draw(t, "rows"))
		lengths := rapid.SliceOfN(rapid.IntRange(0, 4), 1, 9).Draw(t, "lengths")
		for i := range rows {
			rows[i] = Finding{FindingID: fmt.Sprint(i), AgentID: fmt.Sprint(i % 70)}
			for j := range lengths[i%len(lengths)] {
				rows[i].Evidence = append(rows[i].Evidence,
					Evidence{MessageID: fmt.Sprint(i, "-", j), BeginByte: int32(j), EndByte: int32(i)})
			}
		}
		readBack(t, filepath.Join(folder, "findings.parquet"), rows)
	}))
	t.Run("sessions", rapid.MakeCheck(func(t *rapid.T) {
		rows := make([]Session, rapid.IntRange(0, 3*batchRows).Draw(t, "rows"))
		period := rapid.IntRange(1, 9).Draw(t, "period")
		for i := range rows {
			rows[i] = Session{SessionID: fmt.Sprint(i), Turns: int32(i), Valid: i%3 == 0}
			if i%period == 0 {
				id, amount, converted := fmt.Sprint("单", i), float64(i), i%2 == 0
				rows[i].OrderID, rows[i].OrderAmount, rows[i].Converted = &id, &amount, &converted
			}
		}
		readBack(t, filepath.Join(folder, "sessions.parquet"), rows)
	}))
}

func readBack[T any](t *rapid.T, path string, rows []T) {
	writeSmall(t, path, rows, parquet.DataPageVersion(1),
		parquet.MaxRowsPerRowGroup(int64(rapid.IntRange(1, 2000).Draw(t, "row group"))+len64(rows)/20),
		parquet.PageBufferSize(rapid.IntRange(64, 1<<14).Draw(t, "page bytes")))
	if diff := cmp.Diff(rows, collect[T](t, path), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("want −, got +\n%s", diff)
	}
}

// A caller's own struct asks for some columns, in any order.
type someOfSession struct {
	OrderAmount *float64 `parquet:"order_amount,optional"`
	SessionID   string   `parquet:"session_id"`
	Turns       int32    `parquet:"turns"`
}

func TestColumnsThatAreLeftOutAreNotDecoded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sessions.parquet")
	amount := 9.5
	rows := []Session{
		{SessionID: "甲", Turns: 3, OrderAmount: &amount, CustomerID: "客户"},
		{SessionID: "乙", Turns: 4, CustomerID: "客户"},
	}
	writeSmall(t, path, rows)
	damageColumn(t, path, "customer_id")
	if err := Read(path, func([]Session) error { return nil }); err == nil {
		t.Error("Read of all columns = nil; want an error for the damaged one")
	}
	want := []someOfSession{{&amount, "甲", 3}, {nil, "乙", 4}}
	if diff := cmp.Diff(want, collect[someOfSession](t, path)); diff != "" {
		t.Errorf("want −, got +\n%s", diff)
	}
}

// damageColumn overwrites the header of a column's first page.
func damageColumn(t *testing.T, path, name string) {
	t.Helper()
	f, err := open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.file.Close()
	chunk, err := f.RowGroup(0).MetaData().ColumnChunk(f.MetaData().Schema.ColumnIndexByName(name))
	if err != nil {
		t.Fatal(err)
	}
	begin, _ := extent(chunk)
	overwrite(t, path, begin, 8)
}

func overwrite(t *testing.T, path string, begin int64, n int) {
	t.Helper()
	data := fileBytes(t, path)
	for i := range n {
		data[begin+int64(i)] = 0xFF
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestColumnsThatTheFileLacksAreAnError(t *testing.T) {
	type more struct {
		SessionID string `parquet:"session_id"`
		Mood      string `parquet:"mood"`
	}
	path := filepath.Join(t.TempDir(), "sessions.parquet")
	writeSmall(t, path, []Session{{}})
	err := Read(path, func([]more) error { return nil })
	checkError(t, err, path, "column mood is missing")
}

func TestBlocksKeepWhatTheyHold(t *testing.T) {
	var lender blocks
	old := lender.Allocate(100)
	copy(old, "内容")
	grown := lender.Reallocate(1<<20, old)
	if got := string(grown[:len("内容")]); got != "内容" || len(grown) != 1<<20 {
		t.Errorf("got %d bytes that begin with %q; want %d with 内容", len(grown), got, 1<<20)
	}
	lender.Free(grown)
	if got := len(lender.Allocate(7)); got != 7 {
		t.Errorf("got %d bytes; want 7", got)
	}
}
