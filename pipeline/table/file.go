package table

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// writeAtomic writes data into a temporary file in folder, on the same file system
// as path, and renames it to path. It survives a power cut: the data are on disk
// before the name is, and the name before writeAtomic returns.
func (s *Store) writeAtomic(folder, path string, data []byte) (err error) {
	file, err := s.createTemp(folder)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.disk.Remove(file.Name()))
		}
	}()
	err = s.disk.Write(file, data)
	if err == nil {
		err = s.disk.Sync(file)
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := s.disk.Rename(file.Name(), path); err != nil {
		return err
	}
	return s.disk.SyncFolder(filepath.Dir(path))
}

// createTemp creates a file in folder under a name that no other has. The name begins
// with the marker's, so that a folder in which the very first write was cut short still
// counts as empty.
func (s *Store) createTemp(folder string) (*os.File, error) {
	for {
		name := fmt.Sprintf("%s.%d-%d", markerName, os.Getpid(), s.temps.Add(1))
		file, err := s.disk.CreateNew(filepath.Join(folder, name))
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
}

func ignoreExisting(err error) error {
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// makeRoot makes the output folder and those above it that are missing, and makes their
// names durable, so that nothing is lost with the folder that holds it. Any of them may
// have been made by a run that was killed right after, so all are synced, but for those
// that nobody may look into. The marker is written after this: an output folder that has
// one needs no more of it.
func (s *Store) makeRoot() error {
	if err := s.disk.MkdirAll(s.root); err != nil {
		return err
	}
	for folder := s.root; folder != filepath.Dir(folder); {
		folder = filepath.Dir(folder)
		if err := s.disk.SyncFolder(folder); err != nil && !errors.Is(err, fs.ErrPermission) {
			return err
		}
	}
	return nil
}

// makeFolders makes a folder inside the store and those above it, and makes their names
// durable, so that a committed partition is not lost with the folder that holds it. That
// includes the names that were there before: a run that was killed may not have come to
// syncing them.
func (s *Store) makeFolders(folder string) error {
	s.making.Lock() // whoever finds a folder made finds it durable
	defer s.making.Unlock()
	return s.makeFolder(folder)
}

func (s *Store) makeFolder(folder string) error {
	if s.made[folder] || len(folder) <= len(s.root) {
		return nil
	}
	parent := filepath.Dir(folder)
	if err := s.makeFolder(parent); err != nil {
		return err
	}
	err := s.disk.Mkdir(folder)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := s.settleFolder(parent, err == nil); err != nil {
		return err
	}
	s.made[folder] = true
	return nil
}

// settle makes the names durable that earlier runs put into a folder.
func (s *Store) settle(folder string) error {
	s.making.Lock()
	defer s.making.Unlock()
	return s.settleFolder(folder, false)
}

// settleFolder syncs a folder unless this store has done so and nothing changed since.
func (s *Store) settleFolder(folder string, changed bool) error {
	if s.settled[folder] && !changed {
		return nil
	}
	if err := s.disk.SyncFolder(folder); err != nil {
		return err
	}
	s.settled[folder] = true
	return nil
}
