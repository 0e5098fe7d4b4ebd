package table

import (
	"fmt"
	"hash/crc32"
	"io"
	"slices"

	"github.com/apache/arrow-go/v18/parquet/metadata"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// headerBytes is more than the header of a page has without statistics.
const headerBytes = 512

// countPages returns how many values and nulls the pages between two places of a file
// hold by their own headers. It goes from page to page without reading what is in them,
// and must arrive at end.
func countPages(in io.ReaderAt, begin, end int64) (levels int64, err error) {
	err = walkPages(in, begin, end, func(header *format.PageHeader, _ int64) error {
		levels += int64(header.DataPageHeader.V.NumValues)
		return nil
	})
	return levels, err
}

// checkPages reads the pages between two places of a file and compares them with the
// checksums in their headers.
func checkPages(in io.ReaderAt, begin, end int64) error {
	var buffer []byte
	return walkPages(in, begin, end, func(header *format.PageHeader, at int64) error {
		size := int(header.CompressedPageSize)
		if int64(size) > end-at {
			return fmt.Errorf("page at byte %d: got %d bytes, want at most %d", at, size, end-at)
		}
		buffer = slices.Grow(buffer[:0], size)[:size]
		if _, err := in.ReadAt(buffer, at); err != nil {
			return err
		}
		if got, want := crc32.ChecksumIEEE(buffer), uint32(header.CRC); got != want {
			return fmt.Errorf("page at byte %d: got checksum %08x, want %08x", at, got, want)
		}
		return nil
	})
}

// walkPages calls visit with the header of each page between two places of a file and the
// place of what is in the page.
func walkPages(in io.ReaderAt, begin, end int64,
	visit func(header *format.PageHeader, at int64) error) error {
	var protocol thrift.CompactProtocol
	buffer := make([]byte, headerBytes)
	at := begin
	for at < end {
		view := buffer[:min(headerBytes, end-at)]
		if _, err := in.ReadAt(view, at); err != nil {
			return err
		}
		reader := protocol.NewReaderFromBytes(view)
		var header format.PageHeader
		if err := thrift.NewDecoder(reader).Decode(&header); err != nil {
			return fmt.Errorf("header of page at byte %d: %w", at, err)
		}
		if header.CompressedPageSize < 0 {
			return fmt.Errorf("page at byte %d: got %d bytes", at, header.CompressedPageSize)
		}
		at += int64(reader.BytesRead())
		if err := visit(&header, at); err != nil {
			return err
		}
		at += int64(header.CompressedPageSize)
	}
	if at != end {
		return fmt.Errorf("pages end at byte %d, want %d", at, end)
	}
	return nil
}

// extent returns where a column chunk begins, and its length.
func extent(chunk *metadata.ColumnChunkMetaData) (begin, length int64) {
	begin = chunk.DataPageOffset()
	if chunk.HasDictionaryPage() && chunk.DictionaryPageOffset() > 0 {
		begin = min(begin, chunk.DictionaryPageOffset())
	}
	return begin, chunk.TotalCompressedSize()
}
