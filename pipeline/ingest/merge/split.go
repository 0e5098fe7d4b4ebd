package merge

import (
	"context"
	"errors"
	"math/bits"
	"slices"
)

const (
	// workerParts is how many parts of its memory a merge divides among its workers. Each
	// loads one, and encodes about as much; sorting takes a tenth of that.
	workerParts = 3

	// dayParts is how many parts of the memory make the buffers of one Merged.Day.
	dayParts = 8

	// maxFan is into how many parts a partition is split at once.
	maxFan = 64

	// leastBlock is the least size of the blocks that a split writes.
	leastBlock = 4 << 10
)

func sizeOf(blocks []block) (size int) {
	for _, b := range blocks {
		size += int(b.size)
	}
	return size
}

// partition merges a partition whose rows agree in the low bits of their hashes, used of
// them aside from the partition's number. One that is larger than the worker's share is
// split by further bits, over and over, until each part fits or is one conversation.
func (w *worker) partition(ctx context.Context, from *blob, chunks []block, used int) error {
	size := sizeOf(chunks)
	if size <= w.share || used >= 64 {
		return w.merge(ctx, from, chunks)
	}
	width := min(bits.Len(uint(2*size/w.share)), bits.Len(maxFan)-1)
	scratch, err := newBlob(w.spill.cfg.Dir, "split-*")
	if err != nil {
		return err
	}
	parts, err := w.split(ctx, from, chunks, splitting{scratch, used, width})
	for i := 0; i < len(parts) && err == nil; i++ {
		switch p := &parts[i]; {
		case len(p.blocks) == 0:
		case p.mixed:
			err = w.partition(ctx, scratch, p.blocks, used+width)
		default:
			err = w.merge(ctx, scratch, p.blocks)
		}
	}
	return errors.Join(err, scratch.remove())
}

// A part is some rows of a partition that is split.
type part struct {
	blocks []block
	buffer []byte // not written yet
	hash   uint64 // of its first row
	any    bool
	mixed  bool // it has rows with other hashes
}

// A splitting says into which blob rows are to be split, and by which bits of their hashes.
type splitting struct {
	to          *blob
	used, width int
}

// split writes the rows of the blocks by their bits. It takes no more memory than the
// worker's share.
func (w *worker) split(ctx context.Context, from *blob, chunks []block, by splitting) (
	[]part, error) {
	parts := make([]part, 1<<by.width)
	room := min(max(w.share/len(parts), leastBlock), blockBytes)
	partitions := uint64(len(w.spill.chunks))
	var data []byte
	for _, b := range chunks {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		data = slices.Grow(data[:0], int(b.size))[:b.size]
		if err := from.readBlock(data, b); err != nil {
			return nil, err
		}
		for s := alias(data); len(s) > 0; {
			hash, n := rowHeader(s)
			if n == 0 {
				return nil, errDamaged
			}
			p := &parts[hash/partitions>>by.used&uint64(len(parts)-1)]
			if err := p.add(by.to, data[len(data)-len(s):][:n], hash, room); err != nil {
				return nil, err
			}
			s = s[n:]
		}
	}
	for i := range parts {
		if err := parts[i].flush(by.to); err != nil {
			return nil, err
		}
		parts[i].buffer = nil
	}
	return parts, nil
}

// add adds one row, and writes the block before it when there is no room left in it.
func (p *part) add(to *blob, row []byte, hash uint64, room int) error {
	if !p.any {
		p.any, p.hash = true, hash
	}
	p.mixed = p.mixed || hash != p.hash
	if len(p.buffer)+len(row) > room {
		if err := p.flush(to); err != nil {
			return err
		}
	}
	if p.buffer == nil {
		p.buffer = make([]byte, 0, room)
	}
	p.buffer = append(p.buffer, row...)
	return nil
}

func (p *part) flush(to *blob) error {
	if len(p.buffer) == 0 {
		return nil
	}
	b, err := to.append(p.buffer, len(p.buffer))
	p.blocks, p.buffer = append(p.blocks, b), p.buffer[:0]
	return err
}
