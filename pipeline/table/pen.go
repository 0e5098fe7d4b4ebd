package table

import (
	"bytes"
	"io"
	"reflect"
	"sync"
)

// batchWritten is how many rows a pen takes from column to column: they stay in the
// processor's cache.
const batchWritten = 256

// outBytes is how much of a file is gathered before it is written.
const outBytes = 256 << 10

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
	shared := &press{codec: s.codec}
	for i := range leaves {
		c := newChunkPen(&leaves[i])
		c.chunk.press = shared
		c.chunk.words.init()
		c.chunk.pages.init()
		p.columns = append(p.columns, c)
	}
	return p, nil
}

// begin begins a file.
func (p *pen) begin(file io.Writer) {
	p.file, p.rows, p.at = file, 0, 0
	p.footer.clear()
	p.out.Reset()
	p.put([]byte(magic))
}

// put appends bytes to the file. It keeps a few of them back.
func (p *pen) put(data []byte) {
	p.out.Write(data)
	p.at += int64(len(data))
}

// spill writes what was kept back once there is much of it.
func (p *pen) spill(least int) error {
	if p.out.Len() < least {
		return nil
	}
	_, err := p.out.WriteTo(p.file)
	p.out.Reset()
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
		p.put(c.chunk.words.Bytes())
		p.put(c.chunk.pages.Bytes())
		c.reset()
		if err := p.spill(outBytes); err != nil {
			return err
		}
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
	return p.spill(1)
}
