package table

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// A DamagedError says that a published file is not what was published: cut, changed or
// gone. It can be made anew from what it came from.
type DamagedError struct {
	Path string
	Err  error // what the reader of the file found
}

// Error names the file and what is wrong with it.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s: got a damaged file: %v", e.Path, e.Err)
}

// Unwrap returns what the reader of the file found.
func (e *DamagedError) Unwrap() error { return e.Err }

// damaged gives an error of reading a file its path. What the system says of the disk or
// of rights is no damage of the file.
func damaged(path string, err error) error {
	var system syscall.Errno
	if errors.As(err, &system) && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return &DamagedError{Path: path, Err: err}
}
