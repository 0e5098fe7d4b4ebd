package disk_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"chatqc/pipeline/internal/disk"
)

// Every operation goes through the layer, and says what it is about to do.
func TestEveryOperationGoesThroughTheLayer(t *testing.T) {
	root := t.TempDir()
	var got []string
	layer := disk.Layer(func(op disk.Op, act func() error) error {
		rel, err := filepath.Rel(root, op.Path)
		if err != nil {
			return err
		}
		got = append(got, string(op.Kind)+" "+filepath.ToSlash(rel))
		return act()
	})
	file := filepath.Join(root, "a", "b", "file")
	err := layer.MkdirAll(filepath.Dir(file))
	f, creating := layer.CreateNew(file)
	err = errors.Join(err, creating, layer.Write(f, []byte("text")), layer.Sync(f), f.Close(),
		layer.SyncTree(filepath.Join(root, "a")), layer.Rename(file, file+"2"),
		layer.Remove(filepath.Join(root, "a")))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"mkdir a", "mkdir a/b", "create a/b/file", "write a/b/file", "sync a/b/file",
		"sync a/b/file", "sync folder a/b", "sync folder a", "rename a/b/file", "remove a",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestErrorsOfTheSystem(t *testing.T) {
	var system disk.Layer
	root := t.TempDir()
	file := filepath.Join(root, "file")
	if err := os.WriteFile(file, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := system.CreateNew(file); !errors.Is(err, fs.ErrExist) {
		t.Errorf("CreateNew = %v, want that it exists", err)
	}
	if err := system.Mkdir(file); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Mkdir = %v, want that it exists", err)
	}
	if err := system.MkdirAll(filepath.Join(file, "below")); err == nil {
		t.Error("MkdirAll below a file = nil, want an error")
	}
	err := system.Exchange(file, filepath.Join(root, "missing"))
	if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("Exchange = %v, want that one is missing", err)
	}
	if err := system.Remove(filepath.Join(root, "missing")); err != nil {
		t.Errorf("Remove of nothing = %v, want nil", err)
	}
	if err := system.SyncTree(filepath.Join(root, "missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("SyncTree of nothing = %v, want that it is missing", err)
	}
}
