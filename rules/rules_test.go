package rules

import (
	"io/fs"
	"path"
	"strings"
	"testing"
)

// A rule counts for the dimension of its pack, so every folder with a rule has one.
func TestEveryFolderIsAPack(t *testing.T) {
	names, err := fs.Glob(Files(), "*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) < 25 {
		t.Fatalf("got %d files, want the built-in packs", len(names))
	}
	for _, name := range names {
		if _, err := fs.Stat(Files(), path.Join(path.Dir(name), "pack.yaml")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if stem := strings.TrimSuffix(path.Base(name), ".yaml"); stem != strings.ToLower(stem) {
			t.Errorf("%s: got upper case in an identifier, want lower", name)
		}
	}
}
