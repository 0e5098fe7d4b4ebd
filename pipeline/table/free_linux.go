package table

import "golang.org/x/sys/unix"

// Free returns how many bytes may still be written to the output folder's disk; ok is
// false when the system does not say.
func (s *Store) Free() (bytes int64, ok bool) {
	var stat unix.Statfs_t
	if err := unix.Statfs(s.root, &stat); err != nil || stat.Blocks == 0 {
		return 0, false
	}
	return int64(stat.Bavail) * stat.Bsize, true
}
