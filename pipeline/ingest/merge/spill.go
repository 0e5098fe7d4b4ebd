package merge

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"chatqc/pipeline/chat"
)

const (
	defaultPartitions = 64
	mostPartitions    = 512
	defaultIdleGap    = 30 * time.Minute
	defaultMaxSession = 24 * time.Hour
	defaultMemory     = 64 << 20

	// slackBytes is room for the row that does not go into a block any more.
	slackBytes = 4 << 10
)

var (
	errMerged  = errors.New("the spill is merged already")
	errClosed  = errors.New("the writer is closed")
	errDamaged = errors.New("the spill file is damaged")
)

// A Config says where to spill and how to cut. The zero value of a field means what
// its comment says.
type Config struct {
	Dir        string         // an existing folder; the spill's files lie nowhere else
	Partitions int            // 0 is 64, or more for what is expected to be larger
	Expected   int64          // bytes of all rows, about; 0 when unknown
	Zone       *time.Location // of the days; nil is UTC
	IdleGap    time.Duration  // a longer silence cuts what has no session identifier; 0 is 30 min
	MaxSession time.Duration  // no session is longer; 0 is 24 h
	Jobs       int            // partitions merged at once; 0 is GOMAXPROCS
	Memory     int            // bytes, see the package comment; 0 is 64 MiB

	// With HasWindow, only sessions that begin on From−LookbackDays … To are kept.
	HasWindow    bool
	From, To     chat.Date
	LookbackDays int

	// OnConflict, if not nil, is given each row that lost against another content of
	// the same message, once for equal rows. Its strings may be kept. It is never
	// called concurrently; the order of the calls is not fixed. An error ends Merge.
	OnConflict func(Row) error
}

// share is what one worker of a merge loads at once.
func (c *Config) share() int { return max(c.Memory/workerParts/c.Jobs, 1) }

// block is how many bytes a Writer writes at once, so that as many writers as there are jobs
// stay below half of the memory.
func (c *Config) block() int {
	room := c.Memory / 2 / c.Jobs / c.Partitions
	return min(max(room&^(pageBytes-1), 4*pageBytes), blockBytes)
}

// A Row is one message as an export or a table gave it, masked.
type Row struct {
	MessageID, SessionID, Text, AgentID, CustomerID, ShopID, Platform, Kind string

	Turn         int32 // number that the export gave it, or chat.NoTurn
	Role         chat.Role
	SentAtMicros int64 // microseconds since 1970 UTC
	File         int32 // index into the run's files; −1 for held rows
	Number       int64 // 1-based data row or line
	Offset       int64 // in the decoded stream; −1 when unknown
	Held         bool  // the tables have it already, on a day that is written anew
	Fixed        bool  // with Held: on a day that stays as it is; see the package comment
}

// A Spill collects rows on disk. Use it in this order: Writer (any number), Close of
// each writer, Merge, what Merge returned, Close.
type Spill struct {
	cfg  Config
	rows *blob // what writers wrote
	runs *blob // what Merge wrote

	mu        sync.Mutex
	chunks    [][]block // of rows, by partition
	writers   int       // open ones
	files     int32     // greater than each Row.File
	protected map[chat.Date]bool
	merged    bool

	conflicts sync.Mutex // held during Config.OnConflict
}

// NewSpill creates the spill's two files in Config.Dir.
func NewSpill(cfg Config) (*Spill, error) {
	if cfg.Jobs <= 0 {
		cfg.Jobs = runtime.GOMAXPROCS(0)
	}
	if cfg.Memory <= 0 {
		cfg.Memory = defaultMemory
	}
	if cfg.Partitions <= 0 {
		cfg.Partitions = defaultPartitions
		for cfg.Partitions < mostPartitions && cfg.Expected/int64(cfg.Partitions) > int64(cfg.share()) {
			cfg.Partitions *= 2
		}
	}
	if cfg.IdleGap <= 0 {
		cfg.IdleGap = defaultIdleGap
	}
	if cfg.MaxSession <= 0 {
		cfg.MaxSession = defaultMaxSession
	}
	if cfg.Zone == nil {
		cfg.Zone = time.UTC
	}
	rows, err := newBlob(cfg.Dir, "rows-*")
	if err != nil {
		return nil, err
	}
	runs, err := newBlob(cfg.Dir, "runs-*")
	if err != nil {
		return nil, errors.Join(err, rows.remove())
	}
	return &Spill{
		cfg: cfg, rows: rows, runs: runs, chunks: make([][]block, cfg.Partitions),
		protected: map[chat.Date]bool{},
	}, nil
}

// Protect tells that the tables hold sessions of the day that are not among the held
// rows, so that no session may be filed under it. It may be called concurrently, but
// not during Merge.
func (s *Spill) Protect(d chat.Date) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.protected[d] = true
}

// mayWrite reports whether sessions may be filed under the day.
func (s *Spill) mayWrite(d chat.Date) bool {
	c := &s.cfg
	return (!c.HasWindow || c.From-chat.Date(c.LookbackDays) <= d && d <= c.To) && !s.protected[d]
}

// Writer returns a new way into the spill. It may be called concurrently.
func (s *Spill) Writer() *Writer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writers++
	return &Writer{spill: s, buffers: make([][]byte, s.cfg.Partitions), block: s.cfg.block()}
}

// Close removes the spill's files. Nothing that Merge returned can be read after it.
func (s *Spill) Close() error { return errors.Join(s.rows.remove(), s.runs.remove()) }

// A Writer adds rows to a spill. It belongs to one goroutine.
type Writer struct {
	spill   *Spill
	buffers [][]byte // encoded rows, by partition
	block   int      // bytes written at once
	files   int32    // greater than each Row.File
	closed  bool
}

// Add copies what it needs of the row, so the row's strings may alias a buffer. It
// returns the errors of writing to disk; the spill is then of no use.
func (w *Writer) Add(r *Row) error {
	if w.closed {
		return errClosed
	}
	c := conversationOf(r)
	p := int(c.hash % uint64(len(w.buffers)))
	w.files = max(w.files, r.File+1)
	b := w.buffers[p]
	if b == nil {
		b = make([]byte, 0, w.block+slackBytes)
	}
	full := len(b)
	b = appendRow(b, r, &c)
	if len(b) > w.block && full > 0 {
		// The beginning of the row only fills the block; all of it goes into the next one.
		if err := w.flush(p, b[:w.block], full); err != nil {
			return err
		}
		b = b[:copy(b, b[full:])]
	}
	if len(b) > w.block { // one huge row
		err := w.flush(p, b, len(b))
		b = nil
		if err != nil {
			return err
		}
	}
	w.buffers[p] = b
	return nil
}

// Close writes what is left. A second call does nothing.
func (w *Writer) Close() error {
	if w.closed {
		return nil
	}
	w.closed = true
	var err error
	for p, b := range w.buffers {
		if len(b) > 0 {
			err = errors.Join(err, w.flush(p, b, len(b)))
		}
	}
	w.buffers = nil
	w.spill.mu.Lock()
	w.spill.writers--
	w.spill.files = max(w.spill.files, w.files)
	w.spill.mu.Unlock()
	return err
}

// flush writes a block, of which the first bytes, used of them, are rows.
func (w *Writer) flush(p int, block []byte, used int) error {
	b, err := w.spill.rows.append(block, used)
	if err != nil {
		return err
	}
	w.spill.mu.Lock()
	w.spill.chunks[p] = append(w.spill.chunks[p], b)
	w.spill.mu.Unlock()
	return nil
}

// seal reports why the spill cannot be merged, and lets it be merged only once.
func (s *Spill) seal() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.merged {
		return errMerged
	}
	if s.writers > 0 {
		return fmt.Errorf("got %d open writers of the spill, want none", s.writers)
	}
	s.merged = true
	return nil
}
