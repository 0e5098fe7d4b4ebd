package table

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math/bits"
	"reflect"

	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// A finished is the pages that are done of a column's row group and what the footer says of them.
type finished struct {
	*press
	words pages // that of the dictionary
	pages pages // those of data

	meta     format.ColumnMetaData
	bounds   bounds
	index    format.ColumnIndex
	offsets  format.OffsetIndex
	rows     int64
	unsorted bool  // a page has values without an order
	err      error // the first one
}

// Pages are finished pages with their headers.
type pages struct {
	bytes.Buffer
	headers *thrift.Encoder
}

func (p *pages) init() {
	p.headers = thrift.NewEncoder(new(thrift.CompactProtocol).NewWriter(&p.Buffer))
}

// endPage compresses the page at hand and begins another. Offsets count from the chunk's
// first page of data.
func (c *chunkPen) endPage() {
	page, chunk := &c.page, &c.chunk
	if page.levels == 0 {
		return
	}
	encoding, raw := c.assemble()
	header := format.PageHeader{Type: format.DataPage}
	header.DataPageHeader = thrift.New(format.DataPageHeader{
		NumValues: int32(page.levels), Encoding: encoding,
		DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE,
	})
	at := int64(chunk.pages.Len())
	chunk.addPage(&chunk.pages, &header, raw)
	chunk.offsets.PageLocations = append(chunk.offsets.PageLocations, format.PageLocation{
		Offset: at, CompressedPageSize: int32(int64(chunk.pages.Len()) - at),
		FirstRowIndex: chunk.rows,
	})
	chunk.rows += int64(page.rows)
	chunk.meta.NumValues += int64(page.levels)
	chunk.meta.Statistics.NullCount += int64(page.nulls)
	if c.bounded {
		c.indexPage()
	}
	page.rows, page.levels, page.nulls, page.bounds = 0, 0, 0, bounds{}
	page.values, page.numbers = page.values[:0], page.numbers[:0]
	page.defs, page.reps = page.defs[:0], page.reps[:0]
}

// assemble returns the page's bytes: levels, then values.
func (c *chunkPen) assemble() (format.Encoding, []byte) {
	page, chunk, encoding := &c.page, &c.chunk, format.Plain
	chunk.raw = chunk.raw[:0]
	chunk.addLevels(page.reps, c.leaf.maxRep)
	chunk.addLevels(page.defs, c.leaf.maxDef)
	switch {
	case c.dict != nil && !c.plain:
		encoding = format.RLEDictionary
		chunk.addNumbers(page.numbers, c.dict.len())
	case c.leaf.kind == reflect.Bool:
		chunk.addBits(page.values)
	case len(chunk.raw) == 0:
		return encoding, page.values
	default:
		chunk.raw = append(chunk.raw, page.values...)
	}
	return encoding, chunk.raw
}

// indexPage notes the page's bounds.
func (c *chunkPen) indexPage() {
	page, index := &c.page.bounds, &c.chunk.index
	low, high := []byte{}, []byte{}
	if page.any {
		low, high = page.encode(0, c.leaf.kind), page.encode(1, c.leaf.kind)
	} else if c.page.levels > c.page.nulls {
		c.chunk.unsorted = true
	}
	index.NullPages = append(index.NullPages, !page.any)
	index.MinValues, index.MaxValues = append(index.MinValues, low), append(index.MaxValues, high)
	index.NullCounts = append(index.NullCounts, int64(c.page.nulls))
	c.chunk.bounds.merge(page, c.leaf.kind)
}

// addLevels puts levels of 0 and 1 before the values of the page.
func (c *finished) addLevels(levels []byte, most int16) {
	if most == 0 {
		return
	}
	encoded, err := (&rle.Encoding{BitWidth: 1}).EncodeLevels(c.spare, levels)
	c.fail(err)
	c.spare = encoded
	c.raw = binary.LittleEndian.AppendUint32(c.raw, uint32(len(encoded)))
	c.raw = append(c.raw, encoded...)
}

// addNumbers puts numbers of a dictionary of n values into the page.
func (c *finished) addNumbers(numbers []int32, n int) {
	width := max(1, bits.Len(uint(max(n, 1)-1)))
	encoded, err := (&rle.Encoding{BitWidth: width}).EncodeInt32(c.spare, numbers)
	c.fail(err)
	c.spare = encoded
	c.raw = append(append(c.raw, byte(width)), encoded...)
}

// addBits puts booleans into the page, eight in a byte.
func (c *finished) addBits(values []byte) {
	for i, v := range values {
		if i%8 == 0 {
			c.raw = append(c.raw, 0)
		}
		c.raw[len(c.raw)-1] |= v << (i % 8)
	}
}

// addPage appends a page, compressed, behind its header.
func (c *finished) addPage(to *pages, header *format.PageHeader, raw []byte) {
	packed := c.press.compress(raw)
	header.UncompressedPageSize, header.CompressedPageSize = int32(len(raw)), int32(len(packed))
	header.CRC = int32(crc32.ChecksumIEEE(packed))
	before := to.Len()
	c.fail(to.headers.Encode(header))
	c.meta.TotalUncompressedSize += int64(to.Len() - before + len(raw))
	to.Write(packed)
	c.meta.TotalCompressedSize += int64(to.Len() - before)
	encoding := format.Plain
	if header.Type == format.DataPage {
		encoding = header.DataPageHeader.V.Encoding
	}
	c.count(header.Type, encoding)
}

func (c *finished) count(page format.PageType, encoding format.Encoding) {
	for i := range c.meta.EncodingStats {
		if s := &c.meta.EncodingStats[i]; s.PageType == page && s.Encoding == encoding {
			s.Count++
			return
		}
	}
	c.meta.EncodingStats = append(c.meta.EncodingStats, format.PageEncodingStats{
		PageType: page, Encoding: encoding, Count: 1,
	})
}

func (c *finished) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// end finishes the chunk, but for its places in the file, which count from 0.
func (c *chunkPen) end() error {
	chunk := &c.chunk
	c.endPage()
	if c.dict != nil {
		header := format.PageHeader{Type: format.DictionaryPage}
		header.DictionaryPageHeader = thrift.New(format.DictionaryPageHeader{
			NumValues: int32(c.dict.len()), Encoding: format.Plain,
		})
		chunk.addPage(&chunk.words, &header, c.dict.page)
	}
	if chunk.bounds.any {
		chunk.meta.Statistics.MinValue = chunk.bounds.encode(0, c.leaf.kind)
		chunk.meta.Statistics.MaxValue = chunk.bounds.encode(1, c.leaf.kind)
	}
	return chunk.err
}

// reset readies the pen for another row group. What the footer needs of the old one was
// taken.
func (c *chunkPen) reset() {
	if c.dict != nil {
		c.dict.clear()
	}
	c.plain = false
	chunk := &c.chunk
	chunk.words.Reset()
	chunk.pages.Reset()
	chunk.meta = format.ColumnMetaData{}
	chunk.bounds, chunk.index, chunk.offsets = bounds{}, format.ColumnIndex{}, format.OffsetIndex{}
	chunk.rows, chunk.unsorted, chunk.err = 0, false, nil
}
