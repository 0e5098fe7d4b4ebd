package table

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
)

// writeSmall writes rows with small pages and row groups, so that few rows have many
// borders.
func writeSmall[T any](t failer, path string, rows []T, options ...parquet.WriterOption) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	options = append(options, parquet.DefaultEncodingFor(parquet.ByteArray, &parquet.Plain))
	w := parquet.NewGenericWriter[T](file, options...)
	_, err = w.Write(rows)
	if err := errors.Join(err, w.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
}

// bySession groups the rows of Read as ReadSessions should.
func bySession(t failer, path string) (sessions []chat.Session) {
	t.Helper()
	for _, row := range collect[Message](t, path) {
		role, _ := chat.ParseRole(row.Role)
		m := chat.Message{
			ShopID: row.ShopID, Platform: row.Platform, SessionID: row.SessionID,
			MessageID: row.MessageID, Seq: row.Seq, Turn: row.Turn, SentAtMicros: row.SentAt,
			Role: role, AgentID: row.AgentID, CustomerID: row.CustomerID, Kind: row.Kind,
			Text: row.Text,
		}
		last := len(sessions) - 1
		if last < 0 || sessions[last].ID() != m.SessionID || sessions[last].ShopID() != m.ShopID {
			sessions = append(sessions, chat.Session{Date: chat.Date(row.SessionDate)})
			last++
		}
		sessions[last].Messages = append(sessions[last].Messages, m)
	}
	return sessions
}

func readSessions(t failer, path string) (sessions []chat.Session) {
	t.Helper()
	err := ReadSessions(path, func(s *chat.Session) error {
		// Strings are kept on purpose: they must outlive the call.
		kept := chat.Session{Date: s.Date, Messages: slices.Clone(s.Messages)}
		sessions = append(sessions, kept)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sessions
}

func TestSessionsAreTheRowsGrouped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.parquet")
	rapid.Check(t, func(t *rapid.T) {
		var rows []Message
		lengths := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(1, 8), rapid.IntRange(1, 1500)), 0, 4)
		for i, length := range lengths.Draw(t, "session lengths") {
			for seq := range length {
				rows = append(rows, Message{
					SessionDate: int32(i), ShopID: fmt.Sprint("店", i/3), SessionID: fmt.Sprint(i / 2),
					MessageID: fmt.Sprint(i, "-", seq), Seq: int32(seq), SentAt: int64(seq),
					Role: []string{"customer", "agent"}[seq%2], AgentID: fmt.Sprint("客服", seq/3%2),
					Text: sentences[seq%len(sentences)],
				})
			}
		}
		writeSmall(t, path, rows,
			parquet.MaxRowsPerRowGroup(int64(rapid.IntRange(1, 3000).Draw(t, "row group"))+len64(rows)/20),
			parquet.PageBufferSize(rapid.IntRange(64, 1<<16).Draw(t, "page bytes")))
		if diff := cmp.Diff(bySession(t, path), readSessions(t, path)); diff != "" {
			t.Errorf("want −, got +\n%s", diff)
		}
	})
}

func len64[T any](rows []T) int64 { return int64(len(rows)) }

func TestSessionsCrossRowGroups(t *testing.T) {
	_, stage := newStage(t)
	rows := messages(rowGroupRows + 100)
	for i := rowGroupRows - 5; i < rowGroupRows+5; i++ {
		rows[i].ShopID, rows[i].SessionID, rows[i].Seq = "店", "跨组", int32(i)
	}
	path := write(t, stage, benchPath, rows)
	for _, s := range readSessions(t, path) {
		if s.ID() == "跨组" && len(s.Messages) != 10 {
			t.Errorf("session has %d messages; want 10", len(s.Messages))
		}
	}
}

func TestNoMessagesAreNoCall(t *testing.T) {
	_, stage := newStage(t)
	if got := readSessions(t, write(t, stage, benchPath, []Message{})); len(got) != 0 {
		t.Errorf("got %d sessions; want 0", len(got))
	}
}

func TestCallersErrorEndsTheReading(t *testing.T) {
	_, stage := newStage(t)
	path, enough := write(t, stage, benchPath, messages(5000)), errors.New("enough")
	calls := 0
	stop := func() error { calls++; return enough }
	got := ReadSessions(path, func(*chat.Session) error { return stop() })
	if got != enough || calls != 1 {
		t.Errorf("ReadSessions = %v after %d calls; want %v after 1", got, calls, enough)
	}
	got = Read(path, func([]Message) error { return stop() })
	if got != enough || calls != 2 {
		t.Errorf("Read = %v after %d calls; want %v after 1", got, calls-1, enough)
	}
}

func TestRowsOfReadMayBeKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "findings.parquet")
	rows := make([]Finding, 3*readRows)
	for i := range rows {
		rows[i] = Finding{FindingID: fmt.Sprint(i), Evidence: []Evidence{{MessageID: fmt.Sprint(i)}}}
	}
	writeSmall(t, path, rows)
	for i, row := range collect[Finding](t, path) {
		if got := row.Evidence[0].MessageID; got != fmt.Sprint(i) {
			t.Fatalf("row %d holds the evidence of %s", i, got)
		}
	}
}

func TestUnreadableFilesNameThemselves(t *testing.T) {
	_, stage := newStage(t)
	good := fileBytes(t, write(t, stage, benchPath, messages(3000)))
	folder := t.TempDir()
	tests := []struct {
		name string
		make func(path string)
		want string
	}{
		{"it is missing", func(string) {}, "no such file"},
		{"it is a folder", func(path string) { _ = os.Mkdir(path, 0o755) }, "is a directory"},
		{"it is empty", func(path string) { _ = os.WriteFile(path, nil, 0o644) }, "too small"},
		{"it is text", func(path string) {
			_ = os.WriteFile(path, []byte("客服,客户\n你好,在吗\n"), 0o644)
		}, "parquet"},
		{"its end is cut off", func(path string) {
			_ = os.WriteFile(path, good[:len(good)/2], 0o644)
		}, "parquet"},
		{"its middle is missing", func(path string) {
			data := slices.Concat(good[:len(good)/4], good[len(good)/2:])
			_ = os.WriteFile(path, data, 0o644)
		}, "want them below"},
		{"it is another table", func(path string) {
			writeSmall(t, path, []Repeat{{Messages: 1}})
		}, "column platform is missing"},
		{"a column has another type", func(path string) {
			type other struct {
				SessionDate int64 `parquet:"session_date"`
			}
			writeSmall(t, path, []other{{}})
		}, "column session_date: got type and levels [INT64 0 0], want [INT32 0 0]"},
		{"a column may be null", func(path string) {
			type other struct {
				SessionDate *int32 `parquet:"session_date,optional"`
			}
			writeSmall(t, path, []other{{}})
		}, "column session_date: got type and levels [INT32 1 0], want [INT32 0 0]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(folder, strings.ReplaceAll(tt.name, " ", "-"))
			tt.make(path)
			checkError(t, Read(path, func([]Message) error { return nil }), path, tt.want)
			checkError(t, ReadSessions(path, func(*chat.Session) error { return nil }), path, tt.want)
		})
	}
}

func checkError(t *testing.T, err error, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v; want it to contain %q", err, want)
		}
	}
}

func TestUnknownRoleIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.parquet")
	writeSmall(t, path, []Message{{Role: "路人"}})
	err := ReadSessions(path, func(*chat.Session) error { return nil })
	checkError(t, err, path, `got role "路人"`)
}

func TestColumnsOfNewerProgramsArePassedOver(t *testing.T) {
	type newer struct {
		Repeat
		Extra []string `parquet:"extra,list"`
	}
	path := filepath.Join(t.TempDir(), "repeats.parquet")
	writeSmall(t, path, []newer{{Repeat: Repeat{Messages: 7}, Extra: []string{"新列"}}})
	if got := collect[Repeat](t, path); len(got) != 1 || got[0].Messages != 7 {
		t.Errorf("got %+v; want one row of 7 messages", got)
	}
}
