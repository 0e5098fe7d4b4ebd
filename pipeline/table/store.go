package table

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/internal/disk"
)

// Names inside an output folder. Whatever is not below tablesFolder is never found
// by a reader who opens tables/ with a glob.
const (
	markerName   = ".chatqc"
	lockName     = ".lock"
	stagingName  = ".staging"
	tablesFolder = "tables"
	fileName     = "part-0.parquet"
)

// storeFormat is the layout of the output folder, counted up when an older program
// could no longer read or replace what a newer one left there.
const storeFormat = 1

// A Store is an output folder. Its methods may be called concurrently; a caller
// that writes holds the Lock.
type Store struct {
	// Program is written into every Parquet file; set it before the first stage.
	Program Program

	root    string
	disk    disk.Layer
	presses sync.Pool    // of *press
	pens    sync.Map     // penKind → *sync.Pool
	temps   atomic.Int64 // numbers of temporary files

	making  sync.Mutex
	made    map[string]bool // folders whose names are durable
	settled map[string]bool // folders in which the names left by earlier runs are durable
}

// A Program names the version of the program that writes a file. Equal programs
// write equal bytes, so it must not hold a clock or a host name.
type Program struct{ Version, Build string }

// A NotOursError says that a folder cannot be an output folder because it holds
// something else. Nothing was changed.
type NotOursError struct{ Path, Reason string }

// Error names the folder and what is wrong with it.
func (e *NotOursError) Error() string { return e.Path + ": " + e.Reason }

// A CannotCreateError says that an output folder cannot be made or written to.
type CannotCreateError struct {
	Path string
	Err  error
}

// Error names the folder and the reason.
func (e *CannotCreateError) Error() string {
	return fmt.Sprintf("output folder %s: %v", e.Path, e.Err)
}

// Unwrap returns the reason.
func (e *CannotCreateError) Unwrap() error { return e.Err }

// Open returns the output folder root, which it makes when it is missing or empty.
// It fails with *NotOursError for a folder of something else and with
// *CannotCreateError when the folder cannot be made or written to. An existing
// output folder is not changed.
func Open(root string) (*Store, error) { return OpenOn(nil, root) }

// OpenOn is Open for a store that changes files through a layer, nil for the system.
func OpenOn(layer disk.Layer, root string) (*Store, error) {
	store, err := Look(root)
	if err != nil {
		return nil, err
	}
	store.disk = layer
	if _, err := os.Stat(filepath.Join(root, markerName)); err == nil {
		if err := writable(root); err != nil {
			return nil, &CannotCreateError{Path: root, Err: err}
		}
		return store, nil
	}
	err = store.makeRoot()
	if err == nil {
		err = store.writeAtomic(root, filepath.Join(root, markerName), marker())
	}
	if err != nil {
		return nil, &CannotCreateError{Path: root, Err: err}
	}
	return store, nil
}

// Look is Open for a caller who only reads: it changes nothing, and a missing or
// empty folder is a store without tables.
func Look(root string) (*Store, error) {
	store := &Store{
		Program: Program{Version: "0.1.0", Build: "unknown"},
		root:    filepath.Clean(root),
		made:    map[string]bool{},
		settled: map[string]bool{},
	}
	entries, err := os.ReadDir(root)
	if errors.Is(err, fs.ErrNotExist) {
		return store, nil
	}
	if err != nil {
		return nil, &CannotCreateError{Path: root, Err: err}
	}
	data, err := os.ReadFile(filepath.Join(root, markerName))
	if err == nil {
		return store, checkMarker(root, data)
	}
	for _, entry := range entries {
		if !ignorable(entry.Name()) {
			return nil, &NotOursError{Path: root,
				Reason: "folder is not empty and holds no " + markerName + " file"}
		}
	}
	return store, nil
}

// ignorable reports whether a folder that holds only such names counts as empty:
// a half-written marker of a killed first run, and what mkfs leaves on a fresh
// volume.
func ignorable(name string) bool {
	return strings.HasPrefix(name, markerName) || name == "lost+found"
}

func marker() []byte { return fmt.Appendf(nil, "{\"format\":%d}\n", storeFormat) }

func checkMarker(root string, data []byte) error {
	var got struct{ Format int }
	if err := json.Unmarshal(data, &got); err != nil || got.Format < 1 {
		return &NotOursError{Path: root, Reason: markerName + " is not a marker of this program"}
	}
	if got.Format > storeFormat {
		return &NotOursError{Path: root, Reason: fmt.Sprintf(
			"got format %d, want at most %d: written by a newer program", got.Format, storeFormat)}
	}
	return nil
}

// Root returns the path of the output folder.
func (s *Store) Root() string { return s.root }

// Path returns the file-system path of a slash-separated path inside the store.
func (s *Store) Path(path string) string { return filepath.Join(s.root, filepath.FromSlash(path)) }

// WriteFile writes a file at a slash-separated path inside the store, at once: a
// reader sees the old content or the new one. It makes missing folders.
func (s *Store) WriteFile(path string, data []byte) error {
	if err := checkPath(path); err != nil {
		return err
	}
	staging := filepath.Join(s.root, stagingName)
	for _, folder := range []string{staging, filepath.Dir(s.Path(path))} {
		if err := s.makeFolders(folder); err != nil {
			return err
		}
	}
	return s.writeAtomic(staging, s.Path(path), data)
}

// RemoveFile removes the file that WriteFile wrote. After a power cut it may be there again.
func (s *Store) RemoveFile(path string) error {
	if err := checkPath(path); err != nil {
		return err
	}
	return s.disk.Remove(s.Path(path))
}

// Partitions returns the published partitions of a table, such as dt=2026-11-16,
// sorted. A table that was never written has none.
func (s *Store) Partitions(table string) ([]string, error) {
	entries, err := os.ReadDir(s.Path(tablesFolder + "/" + table))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() && strings.Contains(entry.Name(), "=") {
			names = append(names, entry.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// Days returns the days for which a table has a partition, in order. Partitions of
// another kind are left out.
func (s *Store) Days(table string) ([]chat.Date, error) {
	names, err := s.Partitions(table)
	if err != nil {
		return nil, err
	}
	var days []chat.Date
	for _, name := range names {
		text, isDay := strings.CutPrefix(name, "dt=")
		if !isDay {
			continue
		}
		if day, err := chat.ParseDate(text); err == nil {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days, nil
}

// DayPath returns the file-system path of the file that holds one day of a table,
// whether or not it exists.
func (s *Store) DayPath(table string, day chat.Date) string {
	return s.Path(tablesFolder + "/" + table + "/dt=" + day.String() + "/" + fileName)
}

// checkPath refuses a path that leads out of the store or into its own files.
func checkPath(path string) error {
	if !fs.ValidPath(path) || path == "." || strings.HasPrefix(path, ".") {
		return fmt.Errorf("got path %q, want a relative one inside the output folder", path)
	}
	return nil
}
