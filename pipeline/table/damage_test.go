package table

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"chatqc/pipeline/chat"
)

// damageStep is how many bytes lie between those that are changed, one by one. With 1 the
// test takes half a minute and finds the same.
const damageStep = 13

// Whatever byte of a published file changes, and wherever it is cut, reading says which
// file is damaged, or gives the same rows as before: never others.
func TestNoDamageGoesUnnoticed(t *testing.T) {
	_, stage := newStage(t)
	path := write(t, stage, benchPath, messages(300))
	data := fileBytes(t, path)
	read := func() (got []Message, err error) {
		err = Read(path, func(rows []Message) error {
			got = append(got, rows...)
			return nil
		})
		return got, err
	}
	want, err := read()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	check := func(what string, at int, changed []byte) {
		if err := os.WriteFile(path, changed, 0o644); err != nil {
			t.Fatal(err)
		}
		got, err := read()
		var damaged *DamagedError
		switch {
		case errors.As(err, &damaged):
			found++
			if damaged.Path != path {
				t.Errorf("byte %d %s: got the path %q, want %q", at, what, damaged.Path, path)
			}
		case err != nil:
			t.Errorf("byte %d %s: got %v, want a *DamagedError", at, what, err)
		case !reflect.DeepEqual(got, want):
			t.Errorf("byte %d of %d %s: got other rows and no error", at, len(data), what)
		}
	}
	for i := 0; i < len(data); i += damageStep {
		bit := byte(1) << (i % 8)
		data[i] ^= bit
		check("changed", i, data)
		data[i] ^= bit
	}
	changed := found
	for i := 0; i < len(data); i += 10 * damageStep {
		check("cut", i, data[:i])
	}
	if changed < len(data)/damageStep/2 || found-changed != (len(data)-1)/(10*damageStep)+1 {
		t.Errorf("got %d changes found and %d cuts, want most changes and all cuts",
			changed, found-changed)
	}
}

// What is no damage is not called so.
func TestErrorsOfTheSystemAreNoDamage(t *testing.T) {
	store, _ := newStage(t)
	path := filepath.Join(store.Root(), "folder.parquet")
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
	nothing := func([]Message) error { return nil }
	var damaged *DamagedError
	if err := Read(path, nothing); err == nil || errors.As(err, &damaged) {
		t.Errorf("a folder: got %v, want what the system says", err)
	}
	err := Read(path+"x", nothing)
	if !errors.As(err, &damaged) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: got %v, want a *DamagedError that says so", err)
	}
	err = ReadSessions(path+"x", func(*chat.Session) error { return nil })
	if !errors.As(err, &damaged) {
		t.Errorf("a missing file of sessions: got %v, want a *DamagedError", err)
	}
}
