package table

import (
	"fmt"
	"io"

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
	var protocol thrift.CompactProtocol
	buffer := make([]byte, headerBytes)
	at := begin
	for at < end {
		view := buffer[:min(headerBytes, end-at)]
		if _, err := in.ReadAt(view, at); err != nil {
			return 0, err
		}
		reader := protocol.NewReaderFromBytes(view)
		var header format.PageHeader
		if err := thrift.NewDecoder(reader).Decode(&header); err != nil {
			return 0, fmt.Errorf("header of page at byte %d: %w", at, err)
		}
		if header.CompressedPageSize < 0 {
			return 0, fmt.Errorf("page at byte %d: got %d bytes", at, header.CompressedPageSize)
		}
		levels += int64(header.DataPageHeader.V.NumValues)
		at += int64(reader.BytesRead()) + int64(header.CompressedPageSize)
	}
	if at != end {
		return 0, fmt.Errorf("pages end at byte %d, want %d", at, end)
	}
	return levels, nil
}

// extent returns where a column chunk begins, and its length.
func extent(chunk *metadata.ColumnChunkMetaData) (begin, length int64) {
	begin = chunk.DataPageOffset()
	if chunk.HasDictionaryPage() && chunk.DictionaryPageOffset() > 0 {
		begin = min(begin, chunk.DictionaryPageOffset())
	}
	return begin, chunk.TotalCompressedSize()
}
