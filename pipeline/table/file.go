package table

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// writeAtomic writes data into a temporary file in folder, on the same file system
// as path, and renames it to path. It survives a power cut: the data are on disk
// before the name is, and the name before writeAtomic returns.
func writeAtomic(folder, path string, data []byte) (err error) {
	// The name begins with the marker's, so that a folder in which the very first
	// write was cut short still counts as empty.
	file, err := os.CreateTemp(folder, markerName+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreMissing(os.Remove(file.Name())))
		}
	}()
	_, err = file.Write(data)
	if err == nil {
		err = file.Chmod(0o644) // CreateTemp makes files that only the owner can read
	}
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// makeFolders is os.MkdirAll that also syncs each folder above one it makes, up to
// root, so that a committed partition is not lost with the folder that holds it.
func makeFolders(root, folder string) error {
	if _, err := os.Stat(folder); err == nil {
		return nil
	}
	if folder != root && len(folder) > len(root) {
		if err := makeFolders(root, filepath.Dir(folder)); err != nil {
			return err
		}
	}
	if err := os.Mkdir(folder, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(filepath.Dir(folder))
}

// syncTree syncs every file and folder below folder, folders after what they hold.
func syncTree(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		if entry.IsDir() {
			err = syncTree(path)
		} else {
			err = syncFile(path)
		}
		if err != nil {
			return err
		}
	}
	return syncFolder(folder)
}

func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
