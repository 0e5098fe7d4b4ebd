package table

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"
)

// byParquetGo opens a file with the library that does not write it, nor verify it.
func byParquetGo(t testing.TB, path string) *parquet.File {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// column returns the number of a top-level column.
func columnNumber(t testing.TB, file *parquet.File, name string) int {
	t.Helper()
	leaf, ok := file.Schema().Lookup(name)
	if !ok {
		t.Fatalf("got no column %s", name)
	}
	return leaf.ColumnIndex
}

// TestPagesSayWhatTheyHold compares the index of pages with the rows.
func TestPagesSayWhatTheyHold(t *testing.T) {
	_, stage := newStage(t)
	rows := messages(rowGroupRows + 70_000)
	file := byParquetGo(t, write(t, stage, benchPath, rows, 1000))
	for g, group := range file.RowGroups() {
		of := rows[g*rowGroupRows : min(len(rows), (g+1)*rowGroupRows)]
		chunks := group.ColumnChunks()
		sessions, sent := chunks[columnNumber(t, file, "session_id")], chunks[columnNumber(t, file, "sent_at")]
		pages := eachPage(t, sessions, of, func(page []Message, low, high parquet.Value) {
			byID := func(a, b Message) int { return strings.Compare(a.SessionID, b.SessionID) }
			wantLow, wantHigh := slices.MinFunc(page, byID), slices.MaxFunc(page, byID)
			if low.String() != wantLow.SessionID || high.String() != wantHigh.SessionID {
				t.Errorf("session_id: got %v to %v, want %s to %s", low, high, wantLow.SessionID, wantHigh.SessionID)
			}
		})
		pages += eachPage(t, sent, of, func(page []Message, low, high parquet.Value) {
			bySent := func(a, b Message) int { return int(a.SentAt - b.SentAt) }
			wantLow, wantHigh := slices.MinFunc(page, bySent), slices.MaxFunc(page, bySent)
			if low.Int64() != wantLow.SentAt || high.Int64() != wantHigh.SentAt {
				t.Errorf("sent_at: got %v to %v, want %d to %d", low, high, wantLow.SentAt, wantHigh.SentAt)
			}
		})
		if pages < 6 {
			t.Errorf("row group %d has %d pages of two columns; want more", g, pages)
		}
	}
}

func eachPage(
	t *testing.T, chunk parquet.ColumnChunk, rows []Message,
	check func(page []Message, low, high parquet.Value),
) int {
	t.Helper()
	index, err := chunk.ColumnIndex()
	if err != nil {
		t.Fatal(err)
	}
	offsets, err := chunk.OffsetIndex()
	if err != nil {
		t.Fatal(err)
	}
	for i := range index.NumPages() {
		begin, end := offsets.FirstRowIndex(i), int64(len(rows))
		if i+1 < index.NumPages() {
			end = offsets.FirstRowIndex(i + 1)
		}
		check(rows[begin:end], index.MinValue(i), index.MaxValue(i))
	}
	return index.NumPages()
}

// TestChunksSayWhatTheyHold compares the bounds and nulls in the footer with the rows.
func TestChunksSayWhatTheyHold(t *testing.T) {
	_, stage := newStage(t)
	const path = "tables/sessions/dt=2026-11-16/part-0.parquet"
	rapid.Check(t, func(rt *rapid.T) {
		rows := rapid.SliceOfN(anyRow[Session](), 1, 8).Draw(rt, "rows")
		file := byParquetGo(t, write(rt, stage, path, rows))
		chunk := func(name string) *parquet.FileColumnChunk {
			return file.RowGroups()[0].ColumnChunks()[columnNumber(t, file, name)].(*parquet.FileColumnChunk)
		}
		turns := func(a, b Session) int { return int(int64(a.Turns) - int64(b.Turns)) }
		low, high, ok := chunk("turns").Bounds()
		wantLow, wantHigh := slices.MinFunc(rows, turns).Turns, slices.MaxFunc(rows, turns).Turns
		if !ok || low.Int32() != wantLow || high.Int32() != wantHigh {
			rt.Errorf("turns: got %v to %v, %v; want %d to %d", low, high, ok, wantLow, wantHigh)
		}
		shops := func(a, b Session) int { return strings.Compare(a.ShopID, b.ShopID) }
		low, high, ok = chunk("shop_id").Bounds()
		if !ok || string(low.ByteArray()) != slices.MinFunc(rows, shops).ShopID ||
			string(high.ByteArray()) != slices.MaxFunc(rows, shops).ShopID {
			rt.Errorf("shop_id: got %v to %v, %v", low, high, ok)
		}
		nulls := int64(0)
		wantMin, wantMax := math.Inf(1), math.Inf(-1)
		for i := range rows {
			if p := rows[i].OrderAmount; p == nil {
				nulls++
			} else {
				wantMin, wantMax = min(wantMin, *p), max(wantMax, *p)
			}
		}
		if got := chunk("order_amount").NullCount(); got != nulls {
			rt.Errorf("order_amount: got %d nulls, want %d", got, nulls)
		}
		low, high, ok = chunk("order_amount").Bounds()
		if ok != (nulls < int64(len(rows))) || ok && (low.Double() != wantMin || high.Double() != wantMax) {
			rt.Errorf("order_amount: got %v to %v, %v; want %v to %v", low, high, ok, wantMin, wantMax)
		}
	})
}

// TestNotANumberHasNoPlace writes NaN, which is neither the least value nor the greatest.
func TestNotANumberHasNoPlace(t *testing.T) {
	_, stage := newStage(t)
	nan, zero := math.NaN(), 0.0
	tests := []struct {
		name      string
		amounts   []*float64
		low, high float64
		ok        bool
	}{
		{"alone", []*float64{&nan}, 0, 0, false},
		{"with a number", []*float64{&nan, &zero, nil}, math.Copysign(0, -1), 0, true},
	}
	for _, tt := range tests {
		var rows []Session
		for _, amount := range tt.amounts {
			rows = append(rows, Session{OrderAmount: amount})
		}
		file := byParquetGo(t, write(t, stage, "tables/sessions/dt=2026-11-16/part-0.parquet", rows))
		chunk := file.RowGroups()[0].ColumnChunks()[columnNumber(t, file, "order_amount")]
		low, high, ok := chunk.(*parquet.FileColumnChunk).Bounds()
		if ok != tt.ok || ok && (math.Signbit(low.Double()) != math.Signbit(tt.low) || high.Double() != tt.high) {
			t.Errorf("%s: got %v to %v, %v; want %v to %v, %v", tt.name, low, high, ok, tt.low, tt.high, tt.ok)
		}
	}
}

// TestFullDictionaryEnds writes more different words than a dictionary takes, and lists
// whose values take many pages.
func TestFullDictionaryEnds(t *testing.T) {
	_, stage := newStage(t)
	rows := make([]Finding, 3*dictionaryBytes/1000)
	for i := range rows {
		rows[i] = Finding{
			ShopID: fmt.Sprint("店", i/100), Reason: fmt.Sprint(i, strings.Repeat("理由", 160)),
			Evidence: make([]Evidence, i%90),
		}
		for j := range rows[i].Evidence {
			rows[i].Evidence[j] = Evidence{MessageID: fmt.Sprint("m", i, "-", j), BeginByte: int32(j)}
		}
	}
	path := write(t, stage, "tables/findings/dt=2026-11-16/part-0.parquet", rows, 7, 300)
	got := collect[Finding](t, path)
	for i := range got {
		if got[i].Evidence == nil {
			got[i].Evidence = []Evidence{}
		}
	}
	if diff := cmp.Diff(rows, got); diff != "" {
		t.Errorf("want −, got +\n%.2000s", diff)
	}
	file := byParquetGo(t, path)
	var kinds []string
	for _, s := range file.Metadata().RowGroups[0].Columns[columnNumber(t, file, "reason")].MetaData.EncodingStats {
		kinds = append(kinds, fmt.Sprint(s.PageType, " ", s.Encoding))
	}
	slices.Sort(kinds)
	want := []string{"DATA_PAGE PLAIN", "DATA_PAGE RLE_DICTIONARY", "DICTIONARY_PAGE PLAIN"}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("reason: want −, got +\n%s", diff)
	}
}
