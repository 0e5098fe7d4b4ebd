//go:build unix

package table

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// IsDiskFull reports whether an error says that the disk, a quota or the largest
// allowed file is full.
func IsDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		errors.Is(err, syscall.EFBIG)
}

// writable reports why a folder cannot be written to, without writing.
func writable(folder string) error {
	if err := unix.Access(folder, unix.W_OK|unix.X_OK); err != nil {
		return &os.PathError{Op: "write", Path: folder, Err: err}
	}
	return nil
}
