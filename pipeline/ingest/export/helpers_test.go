package export

import (
	"bytes"
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// A shelf keeps copies of all that its sinks are given.
type shelf struct {
	mu      sync.Mutex
	rows    []Row
	rejects []Reject
}

func (s *shelf) sink() Sink { return s }

func (s *shelf) Accept(rows []Row) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range rows {
		for _, p := range []*string{
			&r.MessageID, &r.SessionID, &r.Text, &r.AgentID, &r.CustomerID, &r.ShopID, &r.Platform, &r.Kind,
		} {
			*p = strings.Clone(*p)
		}
		s.rows = append(s.rows, r)
	}
	return nil
}

func (s *shelf) Reject(rejects []Reject) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rejects = append(s.rejects, rejects...)
	return nil
}

func (s *shelf) sort() *shelf {
	slices.SortFunc(s.rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Number, b.Number))
	})
	slices.SortFunc(s.rejects, func(a, b Reject) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Number, b.Number))
	})
	return s
}

var shanghai = time.FixedZone("CST", 8*3600)

func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// readAll reads files with two workers.
func readAll(t testing.TB, opt Options, paths ...string) (*shelf, []Report, error) {
	t.Helper()
	var files []File
	for _, p := range paths {
		files = append(files, File{p})
	}
	opt.Zone, opt.Jobs = cmp.Or(opt.Zone, shanghai), cmp.Or(opt.Jobs, 2)
	s := &shelf{}
	reports, err := Read(context.Background(), files, opt, s.sink)
	return s.sort(), reports, err
}

// readCut reads one file with given limits and jobs.
func readCut(t testing.TB, path string, l limits, jobs int, slow bool) (*shelf, Report, error) {
	t.Helper()
	opt := Options{Zone: shanghai, Jobs: jobs}
	r := newReading([]File{{path}}, opt, l)
	s, known := &shelf{}, newWords(&opt.Mapping)
	var workers []*worker
	for range jobs {
		w := newWorker(&opt, r.names, known, s)
		w.json.slowOnly = slow
		workers = append(workers, w)
	}
	reports, err := r.run(context.Background(), workers)
	if err != nil {
		return s.sort(), Report{}, err
	}
	return s.sort(), reports[0], err
}

func gz(t testing.TB, data []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(data)
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zst(t testing.TB, data []byte) []byte {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	return w.EncodeAll(data, nil)
}
