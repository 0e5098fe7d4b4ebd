package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Mkdir makes one folder. It fails with fs.ErrExist when the name is taken.
func (l Layer) Mkdir(path string) error {
	return l.do(Op{Kind: Mkdir, Path: path}, func() error { return os.Mkdir(path, 0o755) })
}

// MkdirAll makes a folder and those above it that are missing.
func (l Layer) MkdirAll(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil
	}
	if parent := filepath.Dir(path); parent != path {
		if err := l.MkdirAll(parent); err != nil {
			return err
		}
	}
	if err := l.Mkdir(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// Create opens a file for reading and writing, made when it is missing and else emptied.
func (l Layer) Create(path string) (*os.File, error) {
	return l.open(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC)
}

// CreateNew is Create that fails with fs.ErrExist when the name is taken.
func (l Layer) CreateNew(path string) (*os.File, error) {
	return l.open(path, os.O_RDWR|os.O_CREATE|os.O_EXCL)
}

func (l Layer) open(path string, flags int) (file *os.File, err error) {
	err = l.do(Op{Kind: Create, Path: path}, func() error {
		file, err = os.OpenFile(path, flags, 0o644)
		return err
	})
	return file, err
}

// Write writes data at the end of a file that was just created.
func (l Layer) Write(file *os.File, data []byte) error {
	return l.do(Op{Kind: Write, Path: file.Name()}, func() error {
		_, err := file.Write(data)
		return err
	})
}

// Sync makes the content of an open file durable, not its name.
func (l Layer) Sync(file *os.File) error {
	return l.do(Op{Kind: Sync, Path: file.Name()}, file.Sync)
}

// SyncFile is Sync for a file that is not open.
func (l Layer) SyncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(l.Sync(file), file.Close())
}

// SyncFolder makes the names in a folder durable.
func (l Layer) SyncFolder(path string) error {
	return l.do(Op{Kind: SyncFolder, Path: path}, func() error { return syncFolder(path) })
}

// SyncTree makes everything below a folder durable, and the names in it: folders after
// what they hold.
func (l Layer) SyncTree(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		if entry.IsDir() {
			err = l.SyncTree(path)
		} else {
			err = l.SyncFile(path)
		}
		if err != nil {
			return err
		}
	}
	return l.SyncFolder(folder)
}

// Rename gives a file or folder another name, at once. A file of that name is replaced.
func (l Layer) Rename(from, to string) error {
	return l.do(Op{Rename, from, to}, func() error { return os.Rename(from, to) })
}

// Exchange swaps the names of two files or folders, at once. It fails with
// errors.ErrUnsupported where the system or the file system cannot do that, and with
// fs.ErrNotExist when one of them is missing.
func (l Layer) Exchange(a, b string) error {
	return l.do(Op{Exchange, a, b}, func() error { return exchange(a, b) })
}

// Remove removes a file, or a folder with all that is in it. A missing one is no error.
func (l Layer) Remove(path string) error {
	return l.do(Op{Kind: Remove, Path: path}, func() error { return os.RemoveAll(path) })
}
