package merge

import (
	"chatqc/pipeline/chat"
)

// readBytes is how much of a run is read at once, unless there are so many runs that it
// would be too much for the memory; then it is less, down to leastRead.
const (
	readBytes = 64 << 10
	leastRead = 4 << 10
)

// Day calls fn for each session of the day, sorted by shop, identifier and time. The
// session and its messages belong to fn only until it returns; the strings in them may
// be kept, though each keeps 64 KiB alive. Day returns the first error of fn or of
// reading. It may be called concurrently, for different days or the same one.
func (m *Merged) Day(d chat.Date, fn func(*chat.Session) error) error {
	heap := make(runHeap, 0, len(m.runs[d]))
	room := min(max(m.memory/max(len(m.runs[d]), 1), leastRead), readBytes)
	for _, e := range m.runs[d] {
		c := &cursor{blob: m.blob, left: e, room: room}
		if err := c.next(); err != nil {
			return err
		}
		heap = append(heap, c)
	}
	for i := len(heap)/2 - 1; i >= 0; i-- {
		heap.down(i)
	}
	session := chat.Session{Date: d}
	for len(heap) > 0 {
		c := heap[0]
		if !decodeSession(c.session, &session) {
			return errDamaged
		}
		if err := fn(&session); err != nil {
			return err
		}
		session.Date = d
		if c.done() {
			last := len(heap) - 1
			heap[0], heap = heap[last], heap[:last]
		} else if err := c.next(); err != nil {
			return err
		}
		heap.down(0)
	}
	return nil
}

// A cursor reads one run. Its buffers are never written twice, because callers keep
// parts of them.
type cursor struct {
	blob    *blob
	left    extent // not read yet
	room    int    // of the buffer, unless a session is larger
	buffer  string // read, after the session
	session string // encoded
	key     sessionKey
}

func (c *cursor) done() bool { return c.buffer == "" && c.left.size == 0 }

// next moves to the run's next session.
func (c *cursor) next() error {
	if recordSize(c.buffer) == 0 {
		if err := c.fill(sizeBytes); err != nil {
			return err
		}
	}
	n := recordSize(c.buffer)
	if n > len(c.buffer) {
		if err := c.fill(n); err != nil {
			return err
		}
	}
	if n <= sessionHeader {
		return errDamaged
	}
	c.session, c.buffer = c.buffer[:n], c.buffer[n:]
	var ok bool
	if c.key, ok = key(c.session); !ok || !intact(c.session) {
		return errDamaged
	}
	return nil
}

// fill reads on until the buffer has at least n bytes.
func (c *cursor) fill(n int) error {
	kept := len(c.buffer)
	more := min(int64(max(c.room, n)-kept), c.left.size)
	if int64(kept)+more < int64(n) {
		return errDamaged
	}
	fresh := make([]byte, kept+int(more))
	copy(fresh, c.buffer)
	if err := c.blob.read(fresh[kept:], c.left.at); err != nil {
		return err
	}
	c.left = extent{c.left.at + more, c.left.size - more}
	c.buffer = alias(fresh)
	return nil
}

// A runHeap has the cursor with the least session at its top.
type runHeap []*cursor

// down moves the cursor at i to its place below.
func (h runHeap) down(i int) {
	for {
		least := 2*i + 1
		if least >= len(h) {
			return
		}
		if right := least + 1; right < len(h) && h[right].key.compare(&h[least].key) < 0 {
			least = right
		}
		if h[i].key.compare(&h[least].key) <= 0 {
			return
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
}
