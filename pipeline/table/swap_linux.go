package table

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// swap puts the folder staged in the place of the folder published, in one step;
// what was published before then lies where aside or staged was. It falls back to
// two steps where the file system cannot exchange names.
func swap(staged, published, aside string) error {
	err := unix.Renameat2(unix.AT_FDCWD, staged, unix.AT_FDCWD, published, unix.RENAME_EXCHANGE)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.ENOENT):
		return os.Rename(staged, published)
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.ENOTSUP):
		return swapInTwo(staged, published, aside)
	}
	return &os.LinkError{Op: "exchange", Old: staged, New: published, Err: err}
}
