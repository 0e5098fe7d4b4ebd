package table

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/parquet-go/parquet-go"

	"chatqc/pipeline/chat"
)

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
	leaves, err := leavesOf(reflect.TypeFor[Session]())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			writeSmall(t, path, tt.file)
			var verifyError *VerifyError
			err := verify(path, leaves, talliesOf(leaves, rows), int64(len(rows)))
			if !errors.As(err, &verifyError) {
				t.Errorf("verify = %v; want a *VerifyError", err)
			}
			if err := verify(path, leaves, talliesOf(leaves, tt.file), int64(len(tt.file))); err != nil {
				t.Errorf("verify of what was written = %v; want nil", err)
			}
		})
	}
}

func TestVerificationSeesOtherColumns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "copies.parquet")
	writeSmall(t, path, []Copy{{}})
	leaves, err := leavesOf(reflect.TypeFor[Repeat]())
	if err != nil {
		t.Fatal(err)
	}
	var verifyError *VerifyError
	if err := verify(path, leaves, talliesOf(leaves, []Repeat{{}}), 1); !errors.As(err, &verifyError) {
		t.Errorf("verify = %v; want a *VerifyError", err)
	}
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
			if err := w.Write(messages(5000)); err != nil {
				t.Fatal(err)
			}
			if err := w.finish(); err != nil {
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
	writeSmall(f, path, []Finding{{Evidence: []Evidence{{MessageID: "消息"}, {}}}, {}})
	f.Add(fileBytes(f, path))
	path = filepath.Join(f.TempDir(), "fuzz.parquet")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
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
