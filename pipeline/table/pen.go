package table

import (
	"io"
	"reflect"
	"slices"
	"sync"

	"github.com/parquet-go/parquet-go"
)

// A pen is the costly part of a Writer: for a small file, making one would take longer
// than writing and verifying. The next Writer of the store takes it over.
type pen[T any] struct {
	out     *parquet.GenericWriter[T]
	leaves  []leaf
	pending []T // fewer than writeRows rows
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

func newPen[T any](s *Store) (*pen[T], error) {
	leaves, err := leavesOf(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	return &pen[T]{
		out:    parquet.NewGenericWriter[T](io.Discard, s.profile()...),
		leaves: leaves, pending: make([]T, 0, writeRows), counter: newCounter(),
	}, nil
}

// clean readies the pen for another file, after one was finished. What it keeps of the
// old one is memory.
func (p *pen[T]) clean() {
	clear(p.pending[:cap(p.pending)]) // they would keep the callers' strings
	p.pending = p.pending[:0]
	// parquet-go v0.32.0 clears, with the row groups of the old file, the names of the
	// columns in them, in memory that it shares with the row groups of the next file.
	var shared, names [][]string
	if groups := p.out.File().Metadata().RowGroups; len(groups) > 0 {
		for i := range groups[0].Columns {
			name := groups[0].Columns[i].MetaData.PathInSchema
			shared, names = append(shared, name), append(names, slices.Clone(name))
		}
	}
	p.out.Reset(io.Discard)
	for i := range shared {
		copy(shared[i], names[i])
	}
}
