package disktest_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"chatqc/pipeline/internal/disk"
	"chatqc/pipeline/internal/disk/disktest"
)

// Each script ends in a power cut; what is left is written as "name=content".
func TestWhatSurvivesAPowerCut(t *testing.T) {
	write := func(l disk.Layer, path, text string, sync bool) {
		f, err := l.Create(path)
		if err == nil {
			err = l.Write(f, []byte(text))
		}
		if err == nil && sync {
			err = l.Sync(f)
		}
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name   string
		script func(l disk.Layer, at string) error
		lost   string // with Lost
		empty  string // with Empty
		whole  string // with Whole
	}{
		{"a name without its folder synced", func(l disk.Layer, at string) error {
			write(l, at+"/a", "1", true)
			return nil
		}, "old=0", "a=1 old=0", "a=1 old=0"},
		{"content that was not synced", func(l disk.Layer, at string) error {
			write(l, at+"/a", "1", false)
			return l.SyncFolder(at)
		}, "a= old=0", "a= old=0", "a=1 old=0"},
		{"both synced", func(l disk.Layer, at string) error {
			write(l, at+"/a", "1", true)
			return l.SyncFolder(at)
		}, "a=1 old=0", "a=1 old=0", "a=1 old=0"},
		{"a file written again", func(l disk.Layer, at string) error {
			write(l, at+"/old", "12", false)
			return nil
		}, "old=0", "old=0", "old=12"},
		{"a folder that nobody synced", func(l disk.Layer, at string) error {
			err := l.MkdirAll(at + "/x/y")
			write(l, at+"/x/y/a", "1", true)
			return errors.Join(err, l.SyncTree(at+"/x"))
		}, "old=0", "old=0 x/y/a=1", "old=0 x/y/a=1"},
		{"removed and not synced", func(l disk.Layer, at string) error {
			return l.Remove(at + "/old")
		}, "old=0", "", ""},
		{"renamed and synced", func(l disk.Layer, at string) error {
			return errors.Join(l.Rename(at+"/old", at+"/new"), l.SyncFolder(at))
		}, "new=0", "new=0", "new=0"},
		{"made by other ways than the layer", func(l disk.Layer, at string) error {
			err := os.MkdirAll(at+"/x/y", 0o755)
			write(l, at+"/x/y/a", "1", true)
			err = errors.Join(err, os.WriteFile(at+"/x/b", []byte("2"), 0o600), os.Remove(at+"/old"))
			return errors.Join(err, l.SyncTree(at+"/x"), l.SyncFolder(at))
		}, "x/b=2 x/y/a=1", "x/b=2 x/y/a=1", "x/b=2 x/y/a=1"},
		{"a rename that is synced by one of its folders", func(l disk.Layer, at string) error {
			return errors.Join(l.Mkdir(at+"/x"), l.SyncFolder(at),
				l.Rename(at+"/old", at+"/x/new"), l.SyncFolder(at+"/x"))
		}, "x/new=0", "x/new=0", "x/new=0"},
	}
	for _, tt := range tests {
		for fate, want := range []string{tt.lost, tt.empty, tt.whole} {
			root := t.TempDir()
			if err := os.WriteFile(filepath.Join(root, "old"), []byte("0"), 0o600); err != nil {
				t.Fatal(err)
			}
			d, err := disktest.New(root)
			if err == nil {
				err = tt.script(d.Layer(), root)
			}
			if err != nil {
				t.Fatal(err)
			}
			left := filepath.Join(t.TempDir(), "left")
			if err := d.Survive(left, uint64(fate)); err != nil {
				t.Fatal(err)
			}
			if got := tree(t, left); got != want {
				t.Errorf("%s: fate %d: got %q, want %q", tt.name, fate, got, want)
			}
		}
	}
}

func TestAnExchangeIsOneChange(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{"a": "1", "b": "2"} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d, err := disktest.New(root)
	if err != nil {
		t.Fatal(err)
	}
	err = d.Layer().Exchange(root+"/a", root+"/b")
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("names cannot be exchanged here")
	}
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for fate := range uint64(20) {
		left := filepath.Join(t.TempDir(), "left")
		if err := d.Survive(left, fate); err != nil {
			t.Fatal(err)
		}
		seen[tree(t, left)] = true
	}
	if got := slices.Sorted(maps.Keys(seen)); !slices.Equal(got, []string{"a=1 b=2", "a=2 b=1"}) {
		t.Errorf("got %q, want both orders and nothing else", got)
	}
}

func TestARefusedOperationIsNotDone(t *testing.T) {
	root := t.TempDir()
	d, err := disktest.New(root)
	if err != nil {
		t.Fatal(err)
	}
	d.Before(func(n int, op disk.Op) error {
		if n == 2 {
			return syscall.ENOSPC
		}
		return nil
	})
	l := d.Layer()
	first, second := l.Mkdir(root+"/a"), l.Rename(root+"/a", root+"/b")
	if first != nil || !errors.Is(second, syscall.ENOSPC) || d.Ops() != 2 {
		t.Errorf("got %v, %v and %d operations, want nil, no space and 2", first, second, d.Ops())
	}
	if _, err := os.Stat(root + "/a"); err != nil {
		t.Errorf("the refused rename was done: %v", err)
	}
}

// tree writes down the files below a folder.
func tree(t *testing.T, root string) string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(root, path)
		files = append(files, filepath.ToSlash(name)+"="+string(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(files, " ")
}
