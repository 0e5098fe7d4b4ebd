package merge

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chatqc/pipeline/chat"
)

// crowd is many conversations and, among them, one that is larger than all the others.
func crowd() []Row {
	var rows []Row
	for i := range 6000 {
		r := Row{
			ShopID: "店", SessionID: "长", MessageID: fmt.Sprint("m", i), Role: chat.RoleCustomer,
			Kind: "text", Text: strings.Repeat("在吗", i%9), Turn: chat.NoTurn,
			SentAtMicros: micros + int64(i)*40e6, Number: int64(i), Offset: -1,
		}
		if i%3 == 0 {
			r.SessionID = fmt.Sprint("S", i/12)
		}
		rows = append(rows, r)
	}
	return rows
}

// Whatever the memory, what comes out is the same, and nothing is left behind but the two
// files of the spill.
func TestLittleMemoryGivesTheSame(t *testing.T) {
	rows := crowd()
	want, counts := mergeRows(t, Config{Dir: t.TempDir()}, 1, rows)
	for _, memory := range []int{1, 20 << 10, 200 << 10} {
		cfg := Config{Dir: t.TempDir(), Memory: memory, Partitions: 2, Jobs: 2}
		got, other := mergeRows(t, cfg, 2, rows)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("sessions with %d bytes differ (-want +got):\n%s", memory, diff)
		}
		if !slices.Equal(counts, other) {
			t.Errorf("got %v with %d bytes; want %v", other, memory, counts)
		}
		if left, _ := filepath.Glob(filepath.Join(cfg.Dir, "*")); len(left) > 0 {
			t.Errorf("got %v left behind; want nothing", left)
		}
	}
}

// What is loaded at once stays below the worker's share, but for a conversation that is
// larger by itself, whose memory is given back.
func TestLoadedAtOnce(t *testing.T) {
	cfg := Config{Memory: 120 << 10, Jobs: 1, Partitions: 1}
	s := spillOf(t, cfg, crowd())
	w := newWorker(s)
	if err := w.partition(t.Context(), s.rows, s.chunks[0], 0); err != nil {
		t.Fatal(err)
	}
	if w.share != cfg.Memory/workerParts || cap(w.arena) > 2*w.share || cap(w.out) > 2*w.share {
		t.Errorf("got buffers of %d and %d bytes; want at most twice the share of %d",
			cap(w.arena), cap(w.out), w.share)
	}
	var messages int64
	for _, r := range w.runs {
		messages += r.messages
	}
	if messages != 6000 {
		t.Errorf("got %d messages; want 6000", messages)
	}
}

func TestDamagedSplit(t *testing.T) {
	s := spillOf(t, Config{Memory: 1, Partitions: 1}, crowd())
	f, err := os.OpenFile(s.rows.file.Name(), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt([]byte{'?'}, s.rows.size-1); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Merge(t.Context()); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("got %v; want the damage found", err)
	}
}

// More rows than memory go into more partitions from the start, whose buffers are smaller.
func TestPartitionsForWhatIsExpected(t *testing.T) {
	tests := []struct {
		expected          int64
		partitions, block int
	}{
		{0, 64, blockBytes}, {500 << 20, 64, blockBytes}, {1 << 30, 128, blockBytes},
		{5 << 30, 512, 32 << 10}, {500 << 30, 512, 32 << 10},
	}
	for _, tt := range tests {
		s := spillOf(t, Config{Expected: tt.expected, Jobs: 2}, someRows(t))
		if got := s.cfg.block(); s.cfg.Partitions != tt.partitions || got != tt.block {
			t.Errorf("%d bytes: got %d partitions and blocks of %d bytes; want %d and %d",
				tt.expected, s.cfg.Partitions, got, tt.partitions, tt.block)
		}
	}
}
