package table

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"sync"
)

// batchWritten is how many rows a pen takes from column to column: they stay in the
// processor's cache.
const batchWritten = 256

// outBytes is how much of a file is gathered before it is written.
const outBytes = 64 << 10

// A pen is the costly part of a Writer: for a small file, making one would take longer
// than writing and verifying. The next Writer of the store takes it over.
type pen struct {
	leaves  []leaf
	columns []*chunkPen
	footer  footer
	rows    int64 // of the row group at hand
	at      int64 // bytes of the file so far
	out     bytes.Buffer
	file    io.Writer
	counter *counter
}

// A penKind is what pens have in common: what they write, and who stands in the footer.
type penKind struct {
	row     reflect.Type
	program Program
}

// pensOf returns the store's idle pens for rows of type T.
func pensOf[T any](s *Store) *sync.Pool {
	kind := penKind{reflect.TypeFor[T](), s.Program}
	pens, ok := s.pens.Load(kind)
	if !ok {
		pens, _ = s.pens.LoadOrStore(kind, new(sync.Pool))
	}
	return pens.(*sync.Pool)
}

func newPen[T any](s *Store) (*pen, error) {
	leaves, err := leavesOf(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	p := &pen{leaves: leaves, counter: newCounter()}
	if p.footer, err = newFooter[T](s.Program); err != nil {
		return nil, err
	}
	for i := range leaves {
		c := newChunkPen(&leaves[i])
		c.chunk.words.init()
		c.chunk.pages.init()
		p.columns = append(p.columns, c)
	}
	return p, nil
}

// begin begins a file, whose pages are made in a press.
func (p *pen) begin(file io.Writer, with *press) {
	for _, c := range p.columns {
		c.chunk.press = with
	}
	p.file, p.rows = file, 0
	p.footer.clear()
	p.out.Reset()
	p.out.WriteString(magic)
	p.at = int64(len(magic))
}

// leave gives the press back.
func (p *pen) leave() *press {
	with := p.columns[0].chunk.press
	for _, c := range p.columns {
		c.chunk.press = nil
	}
	return with
}

// put appends bytes to the file. It keeps a few of them back.
func (p *pen) put(data []byte) error {
	p.at += int64(len(data))
	if p.out.Len()+len(data) <= outBytes {
		p.out.Write(data)
		return nil
	}
	err := p.spill()
	if err == nil {
		_, err = p.file.Write(data)
	}
	return err
}

// spill writes what was kept back.
func (p *pen) spill() error {
	_, err := p.out.WriteTo(p.file)
	return err
}

// write encodes rows, which lie in no more than one row group.
func (p *pen) write(b block) {
	p.rows += int64(b.rows)
	for b.rows > 0 {
		some := block{b.first, min(b.rows, batchWritten), b.size}
		for _, c := range p.columns {
			c.add(some)
		}
		b = b.from(some.rows)
	}
}

// endGroup puts the row group at hand into the file.
func (p *pen) endGroup() error {
	if p.rows == 0 {
		return nil
	}
	for _, c := range p.columns {
		if err := c.end(); err != nil {
			return err
		}
	}
	p.footer.addGroup(p.columns, p.rows, p.at)
	for _, c := range p.columns {
		err := errors.Join(p.put(c.chunk.words.Bytes()), p.put(c.chunk.pages.Bytes()))
		if err != nil {
			return err
		}
		c.reset()
	}
	p.rows = 0
	return nil
}

// end writes what is left of the rows, and the footer.
func (p *pen) end() error {
	if err := p.endGroup(); err != nil {
		return err
	}
	if err := p.footer.encode(&p.out, p.at); err != nil {
		return err
	}
	return p.spill()
}
