package export

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"
)

// A NoInputError names every input that led to no export.
type NoInputError struct {
	Faults []string // one a bad input: its name and what is wrong with it
}

// Error returns one line for each input.
func (e *NoInputError) Error() string { return strings.Join(e.Faults, "\n") }

// A FileError is a fault of a file as a whole: an export that cannot be read, or a
// mapping that is not valid. Nothing can be said about the rows after it.
type FileError struct {
	Path    string
	Line    int    // 1-based, 0 when no line is at fault
	Column  int    // 1-based, in characters; 0 when no column is at fault
	Problem string // what was got before what is wanted
	Hint    string // what to do about it; never empty
	Err     error  // the cause, or nil
}

// Error returns "path:line:column: problem", without what is not known.
func (e *FileError) Error() string {
	out := e.Path
	if e.Line > 0 {
		out += ":" + strconv.Itoa(e.Line)
		if e.Column > 0 {
			out += ":" + strconv.Itoa(e.Column)
		}
	}
	out += ": " + e.Problem
	if e.Err != nil {
		out += ": " + e.Err.Error()
	}
	return out
}

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// unreadable gives an error of reading its path. What the system says stays as it is:
// a broken disk is no fault of the export.
func unreadable(path, what string, err error) error {
	var system *fs.PathError
	if errors.As(err, &system) {
		return err
	}
	return &FileError{
		Path: path, Problem: "got a broken or cut " + what, Err: err,
		Hint: "fetch or export the file again; it ends too early or was changed on its way",
	}
}
