//go:build !unix

package table

import (
	"errors"
	"syscall"
)

// IsDiskFull reports whether an error says that the disk, a quota or the largest
// allowed file is full.
func IsDiskFull(err error) bool {
	const handleDiskFull, diskFull = syscall.Errno(39), syscall.Errno(112) // of Windows
	return errors.Is(err, handleDiskFull) || errors.Is(err, diskFull)
}

// writable is found out by the first write here.
func writable(string) error { return nil }
