package pipeline

import (
	"os"
	"strings"
	"sync"

	"chatqc/pipeline/ingest/export"
)

// A meter adds up how many bytes of the exports all workers have decoded.
type meter struct {
	mu          sync.Mutex
	done, total int64 // total is 0 when compressed files hide it
	show        func(done, total int64)
}

func (r *run) newMeter(files []export.File) *meter {
	m := &meter{show: func(done, total int64) { r.progress(Ingest, "bytes", done, total) }}
	for _, f := range files {
		info, err := os.Stat(f.Path)
		if err != nil || strings.HasSuffix(f.Path, ".gz") || strings.HasSuffix(f.Path, ".zst") {
			m.total = 0
			break
		}
		m.total += info.Size()
	}
	return m
}

// add counts a batch of rows, which are neighbours in one file. The length of the
// last row is not known, so it is taken to be like the others.
func (m *meter) add(rows []export.Row) {
	n := int64(len(rows))
	if n < 2 || rows[0].Offset < 0 {
		return
	}
	covered := (rows[n-1].Offset - rows[0].Offset) * n / (n - 1)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done += covered
	if m.total > 0 {
		m.done = min(m.done, m.total)
	}
	m.show(m.done, m.total)
}
