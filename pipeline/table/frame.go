package table

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"unsafe"

	"github.com/zeebo/xxh3"
)

// A temporary file is frames: four bytes of size, four of checksum, and what they hold.
const frameHeader = 8

const (
	// frameBytes is how much of a temporary file is written at once.
	frameBytes = 128 << 10

	// Between these lies how much of a run is read at once.
	leastRoom = 4 << 10
	mostRoom  = 64 << 10
)

var errDamagedRun = errors.New("the temporary file is damaged")

// A frameWriter writes frames one after the other. Its owner appends to buffer between begin
// and end.
type frameWriter struct {
	file   *os.File
	at     int64
	buffer []byte
	frame  int // where the open frame begins
}

func (w *frameWriter) begin() {
	w.frame = len(w.buffer)
	w.buffer = append(w.buffer, make([]byte, frameHeader)...)
}

func (w *frameWriter) end() error {
	frame := w.buffer[w.frame:]
	binary.LittleEndian.PutUint32(frame, uint32(len(frame)))
	binary.LittleEndian.PutUint32(frame[4:], uint32(xxh3.Hash(frame[frameHeader:])))
	if len(w.buffer) < frameBytes {
		return nil
	}
	return w.flush()
}

func (w *frameWriter) flush() error {
	n, err := w.file.WriteAt(w.buffer, w.at)
	w.at += int64(n)
	w.buffer = w.buffer[:0]
	return err
}

// A frameReader reads the frames of a run. Its buffers are never written twice, because
// callers keep parts of them.
type frameReader struct {
	file   *os.File
	left   extentOf // not read yet
	room   int      // of a buffer, unless a frame is larger
	buffer string   // read, not given yet
}

// next returns what the next frame holds, "" at the end.
func (r *frameReader) next() (string, error) {
	if r.buffer == "" && r.left.size == 0 {
		return "", nil
	}
	if err := r.fill(frameHeader); err != nil {
		return "", err
	}
	n, sum := little32(r.buffer), little32(r.buffer[4:])
	if n <= frameHeader {
		return "", r.damaged()
	}
	if err := r.fill(int(n)); err != nil {
		return "", err
	}
	frame := r.buffer[frameHeader:n]
	r.buffer = r.buffer[n:]
	if uint32(xxh3.HashString(frame)) != sum {
		return "", r.damaged()
	}
	return frame, nil
}

// fill reads on until the buffer has at least n bytes.
func (r *frameReader) fill(n int) error {
	kept := len(r.buffer)
	if n <= kept {
		return nil
	}
	more := min(int64(max(r.room, n)-kept), r.left.size)
	if int64(kept)+more < int64(n) {
		return r.damaged()
	}
	fresh := make([]byte, kept+int(more))
	copy(fresh, r.buffer)
	if _, err := r.file.ReadAt(fresh[kept:], r.left.at); errors.Is(err, io.EOF) {
		return r.damaged()
	} else if err != nil {
		return err
	}
	r.left = extentOf{r.left.at + more, r.left.size - more}
	r.buffer = unsafe.String(unsafe.SliceData(fresh), len(fresh))
	return nil
}

func (r *frameReader) damaged() error {
	return fmt.Errorf("%s: %w", r.file.Name(), errDamagedRun)
}

func little32(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}
