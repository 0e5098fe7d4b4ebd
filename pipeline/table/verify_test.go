package table

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/parquet-go/parquet-go"

	"chatqc/pipeline/chat"
)

func ledgerOf[T any](t testing.TB, rows []T) *ledger {
	t.Helper()
	leaves, err := leavesOf(reflect.TypeFor[T]())
	if err != nil {
		t.Fatal(err)
	}
	l := &ledger{leaves: leaves}
	record(l, rows)
	return l
}

func verifyPath(t testing.TB, path string, want *ledger) error {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	return verify(path, file, want, newCounter())
}

func TestVerificationSeesEveryDifference(t *testing.T) {
	rows := []Session{
		{SessionID: "甲", Turns: 3, AgentID: "客服"}, {SessionID: "乙", OrderID: new(string)},
	}
	change := func(change func(rows []Session)) []Session {
		changed := []Session{rows[0], rows[1]}
		change(changed)
		return changed
	}
	tests := []struct {
		name string
		file []Session
	}{
		{"a row is lost", rows[:1]},
		{"a row is doubled", []Session{rows[0], rows[1], rows[1]}},
		{"rows changed places", []Session{rows[1], rows[0]}},
		{"a number differs", change(func(r []Session) { r[0].Turns++ })},
		{"a string is cut", change(func(r []Session) { r[0].SessionID = "" })},
		{"a word of a dictionary differs", change(func(r []Session) { r[0].AgentID = "客户" })},
		{"a flag differs", change(func(r []Session) { r[1].Valid = true })},
		{"a value became null", change(func(r []Session) { r[1].OrderID = nil })},
		{"a null became a value", change(func(r []Session) { r[0].OrderAmount = new(float64) })},
	}
	path := filepath.Join(t.TempDir(), "sessions.parquet")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			writeSmall(t, path, tt.file)
			var verifyError *VerifyError
			err := verifyPath(t, path, ledgerOf(t, rows))
			if !errors.As(err, &verifyError) {
				t.Errorf("verify = %v; want a *VerifyError", err)
			}
			if err := verifyPath(t, path, ledgerOf(t, tt.file)); err != nil {
				t.Errorf("verify of what was written = %v; want nil", err)
			}
		})
	}
}

func TestVerificationSeesOtherColumns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "copies.parquet")
	writeSmall(t, path, []Copy{{}})
	var verifyError *VerifyError
	if err := verifyPath(t, path, ledgerOf(t, []Repeat{{}})); !errors.As(err, &verifyError) {
		t.Errorf("verify = %v; want a *VerifyError", err)
	}
}

// TestVerificationSeesBehindTheSample changes rows that are not verified by value.
func TestVerificationSeesBehindTheSample(t *testing.T) {
	_, stage := newStage(t)
	const path = "tables/findings/dt=2026-11-16/part-0.parquet"
	make := func(change func(rows []Finding) []Finding) []Finding {
		rows := make([]Finding, sampleRows+900)
		for i := range rows {
			rows[i] = Finding{FindingID: fmt.Sprint(i), Evidence: []Evidence{{MessageID: fmt.Sprint(i)}}}
		}
		return change(rows)
	}
	tests := []struct {
		name   string
		change func(rows []Finding) []Finding
		want   string
	}{
		{"a row is lost", func(r []Finding) []Finding { return r[1:] }, "got 4996 rows"},
		{"a list is lost", func(r []Finding) []Finding {
			r[sampleRows+5].Evidence = nil
			return r
		}, "got 4996 values and 0 nulls in the footer, want 4995 and 1"},
		{"a list is longer", func(r []Finding) []Finding {
			r[sampleRows+5].Evidence = []Evidence{{}, {}}
			return r
		}, "got 4996 values and 0 nulls in the footer, want 4997 and 0"},
		{"a value of the sample differs", func(r []Finding) []Finding {
			r[sampleRows-1].Title = "别的"
			return r
		}, "column title: got 4096 values"},
	}
	whole := func(rows []Finding) []Finding { return rows }
	file := write(t, stage, path, make(whole))
	if err := verifyPath(t, file, ledgerOf(t, make(whole))); err != nil {
		t.Errorf("verify of what was written = %v; want nil", err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkError(t, verifyPath(t, file, ledgerOf(t, make(tt.change))), tt.want)
		})
	}
}

// TestVerificationFollowsThePages damages the pages of a column behind its first one.
func TestVerificationFollowsThePages(t *testing.T) {
	_, stage := newStage(t)
	rows := messages(rowGroupRows)
	path := write(t, stage, benchPath, rows)
	f, err := open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.file.Close()
	indexes, err := f.GetPageIndexReader().RowGroup(0)
	if err != nil {
		t.Fatal(err)
	}
	offsets, err := indexes.GetOffsetIndex(f.MetaData().Schema.ColumnIndexByName("message_id"))
	if err != nil {
		t.Fatal(err)
	}
	pages := offsets.GetPageLocations()
	if len(pages) < 3 {
		t.Fatalf("got %d pages; want more", len(pages))
	}
	overwrite(t, path, pages[len(pages)-1].GetOffset(), 4)
	checkError(t, verifyPath(t, path, ledgerOf(t, rows)), "column message_id", "page")
}

// TestDamagedFileIsNotLeftBehind damages a file between writing and verification, as a
// disk would.
func TestDamagedFileIsNotLeftBehind(t *testing.T) {
	tests := []struct {
		name   string
		damage func(file *os.File, size int64) error
	}{
		{"its end is cut off", func(f *os.File, size int64) error { return f.Truncate(size - 100) }},
		{"it is emptied", func(f *os.File, _ int64) error { return f.Truncate(0) }},
		{"a page is overwritten", func(f *os.File, size int64) error {
			_, err := f.WriteAt(bytes.Repeat([]byte{0xAA}, 400), size/3)
			return err
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, stage := newStage(t)
			w, err := Create[Message](stage, benchPath)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Write(messages(sampleRows)); err != nil {
				t.Fatal(err)
			}
			if err := w.pen.end(); err != nil {
				t.Fatal(err)
			}
			info, err := w.file.Stat()
			if err != nil {
				t.Fatal(err)
			}
			if err := tt.damage(w.file, info.Size()); err != nil {
				t.Fatal(err)
			}
			_, err = w.seal()
			var verifyError *VerifyError
			if !errors.As(err, &verifyError) || verifyError.Path != stage.Path(benchPath) {
				t.Errorf("got %v; want a *VerifyError for %s", err, stage.Path(benchPath))
			}
			if _, err := os.Stat(stage.Path(benchPath)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the file is still there (%v)", err)
			}
		})
	}
}

func TestRowsOfOtherKindsAreRefused(t *testing.T) {
	_, stage := newStage(t)
	type unsigned struct {
		Count uint32 `parquet:"count"`
	}
	if _, err := Create[unsigned](stage, benchPath); err == nil {
		t.Error("Create takes a column of uint32; want an error")
	}
	if _, err := Create[Message](stage, "../messages.parquet"); err == nil {
		t.Error("Create takes a path out of the store; want an error")
	}
}

// FuzzRead gives the readers files that are damaged anywhere. They may refuse them or
// read other values, but they return.
func FuzzRead(f *testing.F) {
	path := filepath.Join(f.TempDir(), "seed.parquet")
	writeSmall(f, path, messages(50), parquet.MaxRowsPerRowGroup(20), parquet.DataPageVersion(1))
	good := fileBytes(f, path)
	f.Add(good)
	f.Add(good[:len(good)/2])
	for i := 5; i < len(good); i += len(good) / 40 {
		bad := bytes.Clone(good)
		bad[i] ^= 0xFF
		f.Add(bad)
	}
	writeSmall(f, path, messages(50), parquet.DataPageVersion(1))
	f.Add(fileBytes(f, path))
	writeSmall(f, path, []Finding{{Evidence: []Evidence{{MessageID: "消息"}, {}}}, {}})
	f.Add(fileBytes(f, path))
	path = filepath.Join(f.TempDir(), "fuzz.parquet")
	want := ledgerOf(f, messages(50))
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		_ = verifyPath(t, path, want)
		_ = Read(path, func(rows []Message) error { return nil })
		_ = Read(path, func(rows []Finding) error { return nil })
		_ = ReadSessions(path, func(s *chat.Session) error {
			if len(s.Messages) == 0 {
				t.Error("got a session without messages")
			}
			return nil
		})
	})
}

// FuzzCountPages gives it bytes that are no pages.
func FuzzCountPages(f *testing.F) {
	path := filepath.Join(f.TempDir(), "seed.parquet")
	writeSmall(f, path, messages(50), parquet.DataPageVersion(1))
	f.Add(fileBytes(f, path)[len("PAR1"):])
	f.Add([]byte{0x15, 0x00, 0x15, 0x00, 0x15, 0x01}) // a page of −1 bytes
	f.Fuzz(func(t *testing.T, data []byte) {
		levels, err := countPages(bytes.NewReader(data), 0, int64(len(data)))
		if err == nil && len(data) == 0 && levels != 0 {
			t.Errorf("got %d values in no pages; want 0", levels)
		}
	})
}
