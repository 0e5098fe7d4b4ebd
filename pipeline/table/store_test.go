package table

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"chatqc/pipeline/chat"
)

func TestOpen(t *testing.T) {
	ours := new(*NotOursError)
	cannot := new(*CannotCreateError)
	tests := []struct {
		name string
		make func(root string) error
		want any // target of errors.As, nil for success
	}{
		{"a missing folder is made", func(string) error { return nil }, nil},
		{"an empty folder is taken", func(root string) error { return os.Mkdir(root, 0o755) }, nil},
		{"a fresh volume counts as empty", func(root string) error {
			return os.MkdirAll(filepath.Join(root, "lost+found"), 0o755)
		}, nil},
		{"a marker cut short counts as empty", func(root string) error {
			return writeIn(root, markerName+".123", "{")
		}, nil},
		{"an output folder is opened again", func(root string) error {
			_, err := Open(root)
			return err
		}, nil},
		{"a folder of something else", func(root string) error {
			return writeIn(root, "年报.docx", "私人文件")
		}, ours},
		{"a marker of another program", func(root string) error {
			return writeIn(root, markerName, "hello")
		}, ours},
		{"a folder of a newer program", func(root string) error {
			return writeIn(root, markerName, `{"format":2}`)
		}, ours},
		{"a file", func(root string) error { return os.WriteFile(root, nil, 0o644) }, cannot},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := filepath.Join(t.TempDir(), "out")
			if err := tt.make(root); err != nil {
				t.Fatal(err)
			}
			before := names(t, root)
			store, err := Open(root)
			if tt.want == nil {
				if err != nil || store.Root() != root {
					t.Fatalf("Open = %v; want nil", err)
				}
				return
			}
			if !errors.As(err, tt.want) {
				t.Errorf("Open = %v; want a %T", err, tt.want)
			}
			if got := names(t, root); !slices.Equal(got, before) {
				t.Errorf("the folder holds %v; want %v as before", got, before)
			}
		})
	}
}

func writeIn(folder, name, text string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644)
}

func names(t *testing.T, root string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		names = append(names, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestLookMakesNothing(t *testing.T) {
	root := filepath.Join(t.TempDir(), "out")
	store, err := Look(root)
	if err != nil {
		t.Fatal(err)
	}
	if days, err := store.Days("messages"); len(days) != 0 || err != nil {
		t.Errorf("Days = %v, %v; want none", days, err)
	}
	if _, err := os.Stat(root); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder was made (%v)", err)
	}
}

func TestDaysAreThoseOfPartitions(t *testing.T) {
	store, stage := newStage(t)
	days := []chat.Date{chat.NewDate(2026, 11, 17), chat.NewDate(2025, 12, 31), chat.NewDate(2026, 11, 16)}
	for _, day := range days {
		write(t, stage, "tables/messages/dt="+day.String()+"/"+fileName, []Message{})
		if err := stage.Commit("tables/messages/dt=" + day.String()); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(store.DayPath("messages", day)); err != nil {
			t.Error(err)
		}
	}
	for _, other := range []string{"week=2026-W47", "dt=soon", "notes"} {
		if err := os.MkdirAll(store.Path("tables/messages/"+other), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(days)
	if got, err := store.Days("messages"); err != nil || !slices.Equal(got, days) {
		t.Errorf("Days = %v, %v; want %v", got, err, days)
	}
}
