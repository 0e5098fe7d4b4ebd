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
// takes it would clear the stage away. It fails with *CannotCreateError.
func (s *Store) NewStage() (*Stage, error) {
	staging := filepath.Join(s.root, stagingName)
	err := s.makeFolders(staging)
	for err == nil {
		// The number is not used again by this store, which knows what folders it made.
		folder := filepath.Join(staging, fmt.Sprintf("run-%d", s.temps.Add(1)))
		if err = s.disk.Mkdir(folder); err == nil {
			return &Stage{store: s, folder: folder}, nil
		}
		err = ignoreExisting(err)
	}
	return nil, &CannotCreateError{Path: s.root, Err: err}
}

// File returns the file-system path of a file that is being built for the given
// path in the store, and makes the folders above it.
func (st *Stage) File(path string) (string, error) {
	if err := checkPath(path); err != nil {
		return "", err
	}
	file := st.Path(path)
	return file, st.store.disk.MkdirAll(filepath.Dir(file))
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
// of the one published before. When it returns nil the new partition is durable; when it
// fails, or the power fails meanwhile, the old one or the new one stands, whole. On Linux
// a reader never finds the partition missing.
func (st *Stage) Commit(partition string) error {
	if err := st.commit(partition); err != nil {
		return fmt.Errorf("commit %s: %w", partition, err)
	}
	return nil
}

func (st *Stage) commit(partition string) error {
	if err := checkPath(partition); err != nil {
		return err
	}
	layer := st.store.disk
	staged, published := st.Path(partition), st.store.Path(partition)
	if err := layer.SyncTree(staged); err != nil {
		return err
	}
	if err := st.store.makeFolders(filepath.Dir(published)); err != nil {
		return err
	}
	aside := filepath.Join(st.folder, "old", url.PathEscape(partition))
	if err := st.swap(staged, published, aside); err != nil {
		return err
	}
	if err := layer.SyncFolder(filepath.Dir(published)); err != nil {
		return err
	}
	// The new partition stands: an old one that cannot be removed now is cleared
	// away by the next run and is no reason to fail.
	_ = layer.Remove(staged)
	_ = layer.Remove(aside)
	return nil
}

// Keep gives up a staged partition because the one published before is the same. When it
// returns nil that one is durable, even if the run that published it was killed before
// it could say so.
func (st *Stage) Keep(partition string) error {
	if err := checkPath(partition); err != nil {
		return err
	}
	err := st.store.settle(filepath.Dir(st.store.Path(partition)))
	if ignoreMissing(err) != nil { // nothing was published, and nothing was to be
		return err
	}
	return st.store.disk.Remove(st.Path(partition))
}

// Discard removes the stage and what it still holds. Published partitions stay.
func (st *Stage) Discard() error { return st.store.removeStage(st.folder) }

// swap puts the folder staged in the place of the folder published, in one step; what was
// published before then lies where aside or staged was. It falls back to two steps where
// names cannot be exchanged.
func (st *Stage) swap(staged, published, aside string) error {
	err := st.store.disk.Exchange(staged, published)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return st.store.disk.Rename(staged, published)
	case errors.Is(err, errors.ErrUnsupported):
		return st.swapInTwo(staged, published, aside)
	}
	return err
}

// swapInTwo moves published aside and staged into its place. A run that is killed
// in between leaves published missing: removeStage, called by the next run, puts it
// back.
func (st *Stage) swapInTwo(staged, published, aside string) error {
	layer := st.store.disk
	// What is moved aside must not be lost with the folders that it is moved to.
	if err := st.store.makeFolders(filepath.Dir(aside)); err != nil {
		return err
	}
	if err := layer.Rename(published, aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := layer.Rename(staged, published); err != nil {
		return errors.Join(err, ignoreMissing(layer.Rename(aside, published)))
	}
	return nil
}

// removeStage removes a stage, after putting back the partitions that stand aside
// because a swap in two steps was cut short.
func (s *Store) removeStage(folder string) error {
	if isNotFolder(folder) { // a file whose writing was cut short
		return s.disk.Remove(folder)
	}
	old := filepath.Join(folder, "old")
	entries, err := os.ReadDir(old)
	if ignoreMissing(err) != nil {
		return err
	}
	for _, entry := range entries {
		partition, err := url.PathUnescape(entry.Name())
		if err != nil || checkPath(partition) != nil {
			continue
		}
		published := s.Path(partition)
		if _, err := os.Lstat(published); errors.Is(err, fs.ErrNotExist) {
			err = s.disk.Rename(filepath.Join(old, entry.Name()), published)
			if err != nil {
				return err
			}
		}
		if err := s.disk.SyncFolder(filepath.Dir(published)); err != nil {
			return err
		}
	}
	if err := s.settleSwaps(filepath.Join(folder, "new")); err != nil {
		return err
	}
	return s.disk.Remove(folder)
}

// settleSwaps makes swaps durable that a run may have made before it was killed: what
// lies under staged may be what was published before. Were it removed first, a power cut
// could keep the removal and lose the swap.
func (s *Store) settleSwaps(staged string) error {
	return filepath.WalkDir(staged, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return ignoreMissing(err)
		}
		name, err := filepath.Rel(staged, path)
		for err == nil && name != "." {
			name = filepath.Dir(name)
			err = ignoreMissing(s.settle(s.Path(filepath.ToSlash(name))))
		}
		return err
	})
}

func isNotFolder(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && !info.IsDir()
}
