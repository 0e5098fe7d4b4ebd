package export

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/zeebo/xxh3"
)

// A source is one open text export: raw bytes hashed on their way, unpacked, decoded.
type source struct {
	file    *os.File
	raw     *hashReader
	packed  string // "", gzip or zstd
	closers []func()
	text    *textReader
}

// A hashReader hashes and counts what passes.
type hashReader struct {
	in    io.Reader
	hash  *xxh3.Hasher
	count int64
}

// Read reads from the file.
func (h *hashReader) Read(p []byte) (int, error) {
	n, err := h.in.Read(p)
	_, _ = h.hash.Write(p[:n]) // never fails
	h.count += int64(n)
	return n, err
}

func (h *hashReader) sum() string {
	sum := h.hash.Sum128().Bytes()
	return hex.EncodeToString(sum[:])
}

// maxWindow bounds what a zstd file may make the decoder hold.
const maxWindow = 128 << 20

// openSource opens a text export. The path is that of the file for faults.
func openSource(path string) (*source, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	s := &source{file: file, raw: &hashReader{in: file, hash: xxh3.New()}}
	if err := s.unpack(path); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *source) unpack(path string) error {
	buffered := bufio.NewReaderSize(s.raw, 64<<10)
	magic, err := buffered.Peek(4)
	if err != nil && err != io.EOF {
		return err
	}
	var plain io.Reader = buffered
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		s.packed = "gzip"
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return unreadable(path, "gzip file", err)
		}
		plain = unpacked
	case bytes.HasPrefix(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		s.packed = "zstd"
		unpacked, err := zstd.NewReader(buffered, zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return unreadable(path, "zstd file", err)
		}
		s.closers = append(s.closers, unpacked.Close)
		plain = unpacked
	case string(magic) == "PK\x03\x04", string(magic) == "\xd0\xcf\x11\xe0":
		return &FileError{
			Path: path, Problem: "got a spreadsheet or an archive, want text or Parquet",
			Hint: "save the sheet as CSV in UTF-8, or unpack the archive first",
		}
	}
	s.text, err = newTextReader(plain)
	if err != nil {
		return s.broken(path, err)
	}
	return nil
}

// broken gives an error of reading its path.
func (s *source) broken(path string, err error) error {
	what := "file"
	if s.packed != "" {
		what = s.packed + " file"
	}
	return unreadable(path, what, err)
}

// drain reads the raw bytes that no one has asked for, so that the hash covers them.
func (s *source) drain() error {
	_, err := io.Copy(io.Discard, s.raw)
	return err
}

func (s *source) close() {
	for _, closeIt := range s.closers {
		closeIt()
	}
	_ = s.file.Close() // only read
}
