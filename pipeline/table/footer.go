package table

import (
	"bytes"
	"encoding/binary"
	"io"
	"reflect"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

const magic = "PAR1"

// A footer is what stands behind the pages of a file: what they are, and where. It grows
// with each row group.
type footer struct {
	meta    format.FileMetaData
	indexes []format.ColumnIndex // by chunk
	offsets []format.OffsetIndex
}

// newFooter returns the footer of a file without rows, as the library makes it from the
// row struct: it stays the judge of what columns a struct has.
func newFooter[T any](p Program) (footer, error) {
	w := parquet.NewGenericWriter[T](io.Discard,
		parquet.CreatedBy("chatqc", p.Version, p.Build))
	if err := w.Close(); err != nil {
		return footer{}, err
	}
	meta := *w.File().Metadata()
	return footer{meta: format.FileMetaData{
		Version: meta.Version, Schema: slices.Clone(meta.Schema), CreatedBy: meta.CreatedBy,
		ColumnOrders: slices.Clone(meta.ColumnOrders),
	}}, nil
}

// clear readies the footer for another file.
func (f *footer) clear() {
	f.meta.NumRows = 0
	f.meta.RowGroups, f.indexes, f.offsets = f.meta.RowGroups[:0], f.indexes[:0], f.offsets[:0]
}

// addGroup enters a row group that begins at a place of the file.
func (f *footer) addGroup(columns []*chunkPen, rows, at int64) {
	group := format.RowGroup{
		NumRows: rows, FileOffset: at, Ordinal: int16(len(f.meta.RowGroups)),
		Columns: make([]format.ColumnChunk, 0, len(columns)),
	}
	for _, c := range columns {
		chunk := &c.chunk
		chunk.place(c.leaf, at)
		at += chunk.meta.TotalCompressedSize
		group.TotalByteSize += chunk.meta.TotalUncompressedSize
		group.TotalCompressedSize += chunk.meta.TotalCompressedSize
		group.Columns = append(group.Columns, format.ColumnChunk{MetaData: chunk.meta})
		index := chunk.index
		if chunk.unsorted {
			index = format.ColumnIndex{}
		}
		f.indexes, f.offsets = append(f.indexes, index), append(f.offsets, chunk.offsets)
	}
	f.meta.NumRows += rows
	f.meta.RowGroups = append(f.meta.RowGroups, group)
}

// place fills in what is known once the chunk has its place in the file.
func (c *finished) place(l *leaf, at int64) {
	c.meta.PathInSchema = l.names
	c.meta.Codec = format.Zstd
	c.meta.Type = physicalTypes[l.kind]
	c.meta.DataPageOffset = at + int64(c.words.Len())
	if c.words.Len() > 0 {
		c.meta.DictionaryPageOffset = at
	}
	for i := range c.offsets.PageLocations {
		c.offsets.PageLocations[i].Offset += c.meta.DataPageOffset
	}
	if l.maxDef > 0 {
		c.meta.Encoding = append(c.meta.Encoding, format.RLE)
	}
	for _, s := range c.meta.EncodingStats {
		if !slices.Contains(c.meta.Encoding, s.Encoding) {
			c.meta.Encoding = append(c.meta.Encoding, s.Encoding)
		}
	}
	slices.Sort(c.meta.Encoding)
}

var physicalTypes = map[reflect.Kind]format.Type{
	reflect.String: format.ByteArray, reflect.Int32: format.Int32, reflect.Int64: format.Int64,
	reflect.Float64: format.Double, reflect.Bool: format.Boolean,
}

// encode appends the indexes of pages and the footer to a file that is at bytes long. Where
// every column has one page, its index would say what the footer says.
func (f *footer) encode(out *bytes.Buffer, at int64) error {
	base := at - int64(out.Len())
	encoder := thrift.NewEncoder(new(thrift.CompactProtocol).NewWriter(out))
	if f.manyPages() {
		if err := f.encodeIndexes(out, encoder, base); err != nil {
			return err
		}
	}
	before := out.Len()
	if err := encoder.Encode(&f.meta); err != nil {
		return err
	}
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(out.Len()-before)))
	out.WriteString(magic)
	return nil
}

func (f *footer) manyPages() bool {
	return slices.ContainsFunc(f.offsets, func(o format.OffsetIndex) bool {
		return len(o.PageLocations) > 1
	})
}

// encodeIndexes appends first what pages hold, then where they are, and enters both into
// the footer. base is the file's length less out's.
func (f *footer) encodeIndexes(out *bytes.Buffer, encoder *thrift.Encoder, base int64) error {
	for n := range f.indexes {
		column := f.column(n)
		if len(f.indexes[n].NullPages) == 0 {
			continue
		}
		begin := out.Len()
		if err := encoder.Encode(&f.indexes[n]); err != nil {
			return err
		}
		column.ColumnIndexOffset = base + int64(begin)
		column.ColumnIndexLength = int32(out.Len() - begin)
	}
	for n := range f.offsets {
		column, begin := f.column(n), out.Len()
		if err := encoder.Encode(&f.offsets[n]); err != nil {
			return err
		}
		column.OffsetIndexOffset = base + int64(begin)
		column.OffsetIndexLength = int32(out.Len() - begin)
	}
	return nil
}

// column returns the n-th chunk of the file.
func (f *footer) column(n int) *format.ColumnChunk {
	each := len(f.meta.RowGroups[0].Columns)
	return &f.meta.RowGroups[n/each].Columns[n%each]
}
