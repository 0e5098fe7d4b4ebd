//go:build !unix

package segment

import "os"

// mapFile reads a whole file, where it cannot be mapped.
func mapFile(name string) (bytes []byte, release func(), err error) {
	bytes, err = os.ReadFile(name)
	return bytes, func() {}, err
}
