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

// syncFolder makes the names in a folder durable.
func syncFolder(folder string) error {
	file, err := os.Open(folder)
	if err != nil {
		return err
	}
	err = file.Sync()
	// Some network file systems cannot sync a folder, and say so.
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil
	}
	return errors.Join(err, file.Close())
}
