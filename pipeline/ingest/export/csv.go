package export

import (
	"bytes"
	"context"
	"fmt"
)

// maxOpenQuotes bounds what quotes that never close may cost: for each of them the window
// is searched to its end.
const maxOpenQuotes = 100

// A csvCutter finds where records end.
type csvCutter struct {
	cutter
	names   names
	mapping *Mapping
	header  *header
	number  int64 // of the next data row
	open    int   // quotes that never closed
	block   *csvBlock
	at      int // in the window, behind what the block has
}

func (c *csvCutter) cut(ctx context.Context) error {
	c.number = 1
	for {
		delimiter := byte(0)
		if c.header != nil {
			delimiter = c.header.delimiter
		}
		size, ready := c.next(delimiter)
		if !ready {
			more, err := c.more(ctx)
			if err != nil || !more {
				return err
			}
			continue
		}
		rec := c.window.data[c.at : c.at+size]
		blank := len(bytes.TrimRight(rec, "\r\n")) == 0
		switch {
		case blank:
		case c.header == nil:
			if err := c.readHeader(rec); err != nil {
				return err
			}
		default:
			c.add(size)
		}
		c.at += size
	}
}

// next returns the size of the record at c.at. Without a delimiter, before the header,
// it is the physical line or, with quotes, what a comma would make of it.
func (c *csvCutter) next(delimiter byte) (size int, ready bool) {
	if delimiter == 0 {
		delimiter = ','
	}
	if c.at >= len(c.window.data) {
		return 0, false
	}
	size, _ = recordEnd(c.window.data[c.at:], delimiter)
	return size, size > 0
}

func (c *csvCutter) readHeader(rec []byte) error {
	fields, delimiter := c.names.readHeader(rec, c.file.path)
	h, fault := c.names.newHeader(fields, c.mapping)
	if fault != nil {
		fault.Path = c.file.path
		return fault
	}
	h.delimiter = delimiter
	c.header, c.file.note = h, h.note()
	return nil
}

func (c *csvCutter) add(size int) {
	if c.block == nil {
		c.block = &csvBlock{
			file: c.file, window: c.window, header: c.header, first: c.number,
			offset: c.window.offset + int64(c.at), base: c.at,
		}
	}
	begin := int32(c.at - c.block.base)
	c.block.spans = append(c.block.spans, span{begin, begin + int32(size)})
	c.number++
}

// sendBlock gives the records so far to a worker and moves what follows to the front.
func (c *csvCutter) sendBlock(ctx context.Context) error {
	if c.at == 0 {
		return nil
	}
	at, b := c.at, c.block
	c.at, c.block = 0, nil
	if b == nil {
		c.window.drop(at)
		return nil
	}
	b.taken = c.window.take(at)
	b.data = b.taken[b.base:]
	return c.send(ctx, b)
}

// more is called when no record ends in the window. It sends what is there and reads on;
// false at the end of the file.
func (c *csvCutter) more(ctx context.Context) (bool, error) {
	w := c.window
	if err := c.sendBlock(ctx); err != nil {
		return false, err
	}
	grown, err := w.fill()
	if err != nil || grown {
		return true, err
	}
	if len(w.data) == 0 {
		return false, nil
	}
	if w.eof && w.data[len(w.data)-1] != '\n' {
		w.data = append(w.data, '\n') // the last line may lack it
		return true, nil
	}
	return true, c.lose(ctx)
}

// lose sets the line aside at which a record begins that has no end.
func (c *csvCutter) lose(ctx context.Context) error {
	w := c.window
	if c.header == nil {
		return &FileError{
			Path: c.file.path, Line: 1, Column: 1, Hint: mappingAdvice,
			Problem: "got a first line that has no end, want the names of the columns",
		}
	}
	fault := c.tooLong()
	if _, quoted := recordEnd(w.data, c.header.delimiter); quoted {
		if c.open++; c.open > maxOpenQuotes {
			return &FileError{
				Path: c.file.path,
				Problem: fmt.Sprintf("got more than %d quotes that never close, the last in row %d, "+
					"want quotes in a field doubled", maxOpenQuotes, c.number),
				Hint: "export again as CSV with quoting, or as JSON lines",
			}
		}
		fault = openQuote()
	}
	offset := w.offset
	head, err := w.skipLine()
	if err != nil {
		return err
	}
	number := c.number
	c.number++
	return c.send(ctx, &lost{
		file: c.file, number: number, offset: offset, head: head, fault: fault,
	})
}

func openQuote() *fault {
	return &fault{code: CodeOpenQuote, message: "引号没有结束，应成对，字段中的引号应写两次"}
}

// A csvBlock is some whole records.
type csvBlock struct {
	file   *fileState
	window *window
	header *header
	taken  []byte // goes back to the window
	data   []byte
	base   int // of data in taken
	spans  []span
	first  int64 // number of the first record
	offset int64 // of data in the decoded stream
}

func (b *csvBlock) run(w *worker) error {
	w.begin(b.file)
	w.rec.column = b.header.has
	mayBreak, mayNUL := !validUTF8(b.data), bytes.IndexByte(b.data, 0) >= 0
	for i, s := range b.spans {
		w.convert.mayBreak, w.convert.mayNUL = mayBreak, mayNUL
		err := b.record(w, b.data[s.begin:s.end], b.first+int64(i), b.offset+int64(s.begin))
		if err != nil {
			return err
		}
	}
	err := w.end()
	b.window.recycle(b.taken)
	return err
}

func (b *csvBlock) record(w *worker, rec []byte, number, offset int64) error {
	w.fields, w.arena = appendFields(w.fields[:0], w.arena, rec, b.header.delimiter)
	if len(w.fields) != len(b.header.columns) {
		return w.fault(number, offset, &fault{
			code: CodeRaggedRow,
			message: fmt.Sprintf("这一行有 %d 个字段，应与表头一样是 %d 个",
				len(w.fields), len(b.header.columns)),
		}, bytes.TrimRight(rec, "\r\n"))
	}
	w.rec.reset()
	for i, c := range b.header.columns {
		if c.field != fieldNone && w.fields[i] != "" {
			w.rec.set(c, w.fields[i], formText)
		}
	}
	return w.emit(number, offset, bytes.TrimRight(rec, "\r\n"))
}
