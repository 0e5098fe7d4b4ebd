package pipeline

import (
	"fmt"
	"os"
	"syscall"

	"chatqc/pipeline/ingest/export"
	"chatqc/pipeline/table"
)

const (
	// roomShare is the part of the exports' bytes that must be free, as 1/roomShare. A run
	// over plain JSON lines takes 0.8 of them at its height; columns that are not used take
	// nothing, and a refusal cannot be argued with, so it asks for what surely is too little.
	roomShare = 4
	leastRoom = 256 << 10 // bytes that must be free in any case
)

// checkRoom refuses to begin what the disk has no room for.
func (r *run) checkRoom(files []export.File) error {
	var size int64
	for _, f := range files {
		if info, err := os.Stat(f.Path); err == nil { // else reading it will say so
			size += info.Size()
		}
	}
	free, known := r.store.Free()
	want := max(size/roomShare, leastRoom)
	if !known || free >= want {
		return nil
	}
	return &table.CannotCreateError{Path: r.cfg.Out, Err: fmt.Errorf(
		"got %d KiB free, want at least %d for exports of %d: %w",
		free>>10, want>>10, size>>10, syscall.ENOSPC)}
}
