package table

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

// A Stage is a folder in which partitions are built before they are published. It
// lies on the file system of its store, outside tables/. Its methods may be called
// concurrently for different paths.
//
//	.staging/run-123/new/tables/messages/dt=…   what is being built
//	.staging/run-123/old/…                      what a swap in two steps moved aside
type Stage struct {
	store  *Store
	folder string
}

// NewStage makes an empty stage. The caller holds the store's Lock, or a run that
// takes it would clear the stage away.
func (s *Store) NewStage() (*Stage, error) {
	staging := filepath.Join(s.root, stagingName)
	if err := makeFolders(s.root, staging); err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp(staging, "run-")
	if err != nil {
		return nil, err
	}
	stage := &Stage{store: s, folder: folder}
	return stage, os.Chmod(folder, 0o755)
}

// File returns the file-system path of a file that is being built for the given
// path in the store, and makes the folders above it.
func (st *Stage) File(path string) (string, error) {
	if err := checkPath(path); err != nil {
		return "", err
	}
	file := st.Path(path)
	return file, os.MkdirAll(filepath.Dir(file), 0o755)
}

// Path returns the file-system path at which the given path in the store is being
// built. It makes nothing.
func (st *Stage) Path(path string) string {
	return filepath.Join(st.folder, "new", filepath.FromSlash(path))
}

// Dir returns the stage's own folder: room for a caller's scratch folders, under names
// other than new and old. They go when the stage does.
func (st *Stage) Dir() string { return st.folder }

// Commit publishes a partition, such as tables/messages/dt=2026-11-16, in the place
// of the one published before. When it returns nil the new partition is durable;
// when it fails the old one is as it was. On Linux a reader never finds the
// partition missing.
func (st *Stage) Commit(partition string) error {
	if err := checkPath(partition); err != nil {
		return err
	}
	staged, published := st.Path(partition), st.store.Path(partition)
	if err := syncTree(staged); err != nil {
		return fmt.Errorf("commit %s: %w", partition, err)
	}
	if err := makeFolders(st.store.root, filepath.Dir(published)); err != nil {
		return fmt.Errorf("commit %s: %w", partition, err)
	}
	aside := filepath.Join(st.folder, "old", url.PathEscape(partition))
	if err := swap(staged, published, aside); err != nil {
		return fmt.Errorf("commit %s: %w", partition, err)
	}
	if err := syncFolder(filepath.Dir(published)); err != nil {
		return fmt.Errorf("commit %s: %w", partition, err)
	}
	// The new partition stands: an old one that cannot be removed now is cleared
	// away by the next run and is no reason to fail.
	_ = os.RemoveAll(staged)
	_ = os.RemoveAll(aside)
	return nil
}

// Discard removes the stage and what it still holds. Published partitions stay.
func (st *Stage) Discard() error { return removeStage(st.store.root, st.folder) }

// swapInTwo moves published aside and staged into its place. A run that is killed
// in between leaves published missing: removeStage, called by the next run, puts it
// back.
func swapInTwo(staged, published, aside string) error {
	if err := os.MkdirAll(filepath.Dir(aside), 0o755); err != nil {
		return err
	}
	if err := os.Rename(published, aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(staged, published); err != nil {
		return errors.Join(err, ignoreMissing(os.Rename(aside, published)))
	}
	return nil
}

// removeStage removes a stage, after putting back the partitions that stand aside
// because a swap in two steps was cut short.
func removeStage(root, folder string) error {
	old := filepath.Join(folder, "old")
	entries, err := os.ReadDir(old)
	if ignoreMissing(err) != nil && !isNotFolder(folder) {
		return err
	}
	for _, entry := range entries {
		partition, err := url.PathUnescape(entry.Name())
		if err != nil || checkPath(partition) != nil {
			continue
		}
		published := filepath.Join(root, filepath.FromSlash(partition))
		if _, err := os.Lstat(published); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.Rename(filepath.Join(old, entry.Name()), published); err != nil {
			return err
		}
		if err := syncFolder(filepath.Dir(published)); err != nil {
			return err
		}
	}
	return os.RemoveAll(folder)
}

func isNotFolder(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && !info.IsDir()
}
