package export

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// A ChangedError says that an export was written to, or replaced, while it was read: its
// rows are partly of the one and partly of the other. Reading it later may go well.
type ChangedError struct {
	Path   string
	Reason string // got …, want …
}

// Error names the file and what changed.
func (e *ChangedError) Error() string {
	return e.Path + ": changed while it was read: " + e.Reason
}

// begin notes what the file is before its first byte is read.
func (s *fileState) begin() (err error) {
	s.before, err = os.Stat(s.path)
	return err
}

// fault returns what is wrong with the file, given what reading it gave. That a file
// changed, or is gone, explains any other fault. Writes within the clock tick of a file
// system that leave the size as it is go unnoticed.
func (s *fileState) fault(err error) error {
	now, gone := os.Stat(s.path)
	switch {
	case errors.Is(gone, fs.ErrNotExist):
		return &NoInputError{[]string{s.path + ": vanished before it was read to its end"}}
	case gone != nil:
		return errors.Join(err, gone)
	case s.before == nil || !s.before.Mode().IsRegular():
		return err
	}
	if reason := difference(s.before, now); reason != "" {
		return &ChangedError{s.path, reason}
	}
	return err
}

// difference returns "" for what is one unchanged file.
func difference(before, now fs.FileInfo) string {
	switch {
	case !os.SameFile(before, now):
		return "got another file of that name, want the one that was opened"
	case before.Size() != now.Size():
		return fmt.Sprintf("got %d bytes at the end, want %d as at the beginning",
			now.Size(), before.Size())
	case !before.ModTime().Equal(now.ModTime()):
		return fmt.Sprintf("got the time %s at the end, want %s as at the beginning",
			stamp(now.ModTime()), stamp(before.ModTime()))
	}
	return ""
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000000Z") }
