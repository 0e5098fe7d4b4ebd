package merge

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
)

// A blob is a temporary file to which many goroutines append whole pieces.
type blob struct {
	file *os.File

	mu   sync.Mutex
	size int64
}

// An extent is one piece of a blob.
type extent struct{ at, size int64 }

func newBlob(dir, pattern string) (*blob, error) {
	f, err := os.CreateTemp(dir, pattern)
	if err != nil {
		return nil, err
	}
	return &blob{file: f}, nil
}

// reserve gives the caller a place that no other writes to.
func (b *blob) reserve(size int64) extent {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := extent{at: b.size, size: size}
	b.size += size
	return e
}

func (b *blob) append(p []byte) (extent, error) {
	e := b.reserve(int64(len(p)))
	_, err := b.file.WriteAt(p, e.at)
	return e, err
}

// remove closes and removes the file. A second call does nothing.
func (b *blob) remove() error {
	err := errors.Join(b.file.Close(), os.Remove(b.file.Name()))
	if errors.Is(err, os.ErrClosed) || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// read fills p from the place at. What ends too early is damaged.
func (b *blob) read(p []byte, at int64) error {
	_, err := b.file.ReadAt(p, at)
	if errors.Is(err, io.EOF) {
		return errDamaged
	}
	return err
}

// write puts p at a place that was reserved for it.
func (b *blob) write(p []byte, at int64) error {
	_, err := b.file.WriteAt(p, at)
	return err
}
