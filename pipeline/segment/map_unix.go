//go:build unix

package segment

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// mapFile maps a whole file for reading. release undoes it; without it the mapping
// stays for the life of the process.
func mapFile(name string) (bytes []byte, release func(), err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	size := int(info.Size())
	if !info.Mode().IsRegular() || size < headerSize || int64(size) != info.Size() {
		return nil, nil, fmt.Errorf("%s: got %d bytes, want a compiled dictionary", name, size)
	}
	bytes, err = unix.Mmap(int(file.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, nil, &os.PathError{Op: "mmap", Path: name, Err: err}
	}
	return bytes, func() { unix.Munmap(bytes) }, nil
}
