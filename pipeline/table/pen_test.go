package table

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
)

// TestUsedPensWriteTheSameBytes compares files of a store that has written others with
// those of a new one.
func TestUsedPensWriteTheSameBytes(t *testing.T) {
	_, stage := newStage(t)
	small, large := messages(70), messages(rowGroupRows+200)
	for i, rows := range [][]Message{small, large, nil, small, large, small} {
		_, fresh := newStage(t)
		got := fileBytes(t, write(t, stage, benchPath, rows, 9000))
		if want := fileBytes(t, write(t, fresh, benchPath, rows)); !bytes.Equal(got, want) {
			t.Errorf("file %d of %d rows differs from that of a new store", i, len(rows))
		}
	}
	findings := []Finding{{Evidence: []Evidence{{MessageID: "消息"}, {}}}, {}, {Title: "规则"}}
	const path = "tables/findings/dt=2026-11-16/part-0.parquet"
	want := fileBytes(t, write(t, stage, path, findings))
	write(t, stage, path, findings[1:])
	if got := fileBytes(t, write(t, stage, path, findings)); !bytes.Equal(got, want) {
		t.Error("the same findings give other bytes the second time")
	}
}

func TestWritersWriteAtOnce(t *testing.T) {
	_, stage := newStage(t)
	rows := messages(300)
	want := fileBytes(t, write(t, stage, benchPath, rows))
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			for j := range 5 {
				path := fmt.Sprintf("coaching/week=2026-W47/agents/%d-%d.parquet", i, j)
				if got := fileBytes(t, write(t, stage, path, rows)); !bytes.Equal(got, want) {
					t.Errorf("%s has other bytes", path)
				}
			}
		})
	}
	group.Wait()
}

func TestProgramMayChangeBetweenFiles(t *testing.T) {
	store, stage := newStage(t)
	write(t, stage, benchPath, messages(1))
	store.Program = Program{Version: "9.9.9", Build: "neu"}
	f, err := open(write(t, stage, benchPath, messages(1)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.file.Close()
	if got, want := f.MetaData().GetCreatedBy(), "chatqc version 9.9.9(build neu)"; got != want {
		t.Errorf("created_by = %q; want %q", got, want)
	}
}
