package table

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// A LockedError says that another run holds the output folder, and which. PID is 0
// when the holder did not say.
type LockedError struct {
	PID       int       `json:"pid"`
	Host      string    `json:"host"`
	StartedAt time.Time `json:"started_at"`
}

// Error says who holds the folder and since when.
func (e *LockedError) Error() string {
	if e.PID == 0 {
		return "output folder is in use by another run"
	}
	return fmt.Sprintf("output folder is in use by process %d on %s, started at %s",
		e.PID, e.Host, e.StartedAt.Format(time.RFC3339))
}

// Lock makes this process the only one that writes to the store, and clears away
// what killed runs left behind. now is written down as the start of the run. It
// fails with *LockedError, within a second, while another process holds the lock, and
// with *CannotCreateError when the folder cannot be written to. The kernel releases the
// lock of a process that dies; release does so earlier.
func (s *Store) Lock(now time.Time) (release func() error, err error) {
	release, err = s.lock(now)
	var locked *LockedError
	if err != nil && !errors.As(err, &locked) {
		err = &CannotCreateError{Path: s.root, Err: err}
	}
	return release, err
}

func (s *Store) lock(now time.Time) (release func() error, err error) {
	path := filepath.Join(s.root, lockName)
	lock := flock.New(path, flock.SetPermissions(0o644))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if !locked {
		return nil, errors.Join(lock.Close(), holder(path))
	}
	release = func() error {
		// Whoever finds the folder locked next must not read this run's name.
		return errors.Join(os.Truncate(path, 0), lock.Close())
	}
	if err := writeHolder(path, now); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), release())
	}
	if err := s.clearStages(); err != nil {
		return nil, errors.Join(fmt.Errorf("clear %s: %w", stagingName, err), release())
	}
	return release, nil
}

func writeHolder(path string, now time.Time) error {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	data, err := json.Marshal(LockedError{PID: os.Getpid(), Host: host, StartedAt: now})
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}

// holder reads who holds the lock. The holder writes it down just after it took the
// lock, so an empty file is given a moment.
func holder(path string) error {
	for range 5 {
		var held LockedError
		data, err := os.ReadFile(path)
		if err == nil && json.Unmarshal(data, &held) == nil {
			return &held
		}
		time.Sleep(50 * time.Millisecond)
	}
	return &LockedError{}
}

// clearStages removes the stages of runs that are no longer there.
func (s *Store) clearStages() error {
	staging := filepath.Join(s.root, stagingName)
	entries, err := os.ReadDir(staging)
	if err != nil {
		return ignoreMissing(err)
	}
	for _, entry := range entries {
		if err := s.removeStage(filepath.Join(staging, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}
