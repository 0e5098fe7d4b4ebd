package merge

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/zeebo/xxh3"
)

const (
	// blockBytes is how much is written at once. Systems copy whole blocks at whole pages two
	// to three times as fast as pieces of 64 KiB anywhere.
	blockBytes = 128 << 10
	pageBytes  = 4 << 10
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

// reserve gives the caller a place that no other writes to. It begins at a page.
func (b *blob) reserve(size int64) extent {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := extent{at: (b.size + pageBytes - 1) &^ (pageBytes - 1), size: size}
	b.size = e.at + size
	return e
}

// A block is rows of one partition, written at once, and a checksum of them.
type block struct {
	extent
	sum uint64
}

// append writes p, of which the first bytes, used of them, are the block.
func (b *blob) append(p []byte, used int) (block, error) {
	e := b.reserve(int64(len(p)))
	return block{extent{e.at, int64(used)}, xxh3.Hash(p[:used])}, b.write(p, e.at)
}

// readBlock fills p, which has the block's size, with the block.
func (b *blob) readBlock(p []byte, from block) error {
	if err := b.read(p, from.at); err != nil {
		return err
	}
	if xxh3.Hash(p) != from.sum {
		return errDamaged
	}
	return nil
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

// A stream fills a place that was reserved for it, block by block.
type stream struct {
	blob   *blob
	at     int64
	buffer []byte // not written yet
}

func (s *stream) write(p []byte) error {
	s.buffer = append(s.buffer, p...)
	whole := len(s.buffer) &^ (blockBytes - 1)
	if whole == 0 {
		return nil
	}
	if err := s.blob.write(s.buffer[:whole], s.at); err != nil {
		return err
	}
	s.at += int64(whole)
	s.buffer = s.buffer[:copy(s.buffer, s.buffer[whole:])]
	return nil
}

// end writes what is left.
func (s *stream) end() error { return s.blob.write(s.buffer, s.at) }
