package pipeline

import "fmt"

// A TooManyBadRowsError stops a run before anything is committed. What was wrong
// with the rows stands in the quarantine.
type TooManyBadRowsError struct {
	Bad, Read, Limit int64
	Quarantine       string // path of the file with the rows
}

// Error says how many rows were bad and how many may be.
func (e *TooManyBadRowsError) Error() string {
	return fmt.Sprintf("got %d bad rows of %d, want at most %d; nothing was committed",
		e.Bad, e.Read, e.Limit)
}

// A NoMessagesError says that no day asked for has messages.
type NoMessagesError struct{ Dates string }

// Error names the days that were asked for.
func (e *NoMessagesError) Error() string {
	return fmt.Sprintf("got no messages for %s, want at least one day ingested", e.Dates)
}

// An AccountingError says that rows were lost or counted twice. It is a fault of the
// program, never of the data.
type AccountingError struct {
	Path string
	Rows Rows
}

// Error names the file and its counts.
func (e *AccountingError) Error() string {
	return fmt.Sprintf("%s: got %d rows accepted, %d duplicates, %d quarantined, %d outside, "+
		"want %d in all", e.Path, e.Rows.Accepted, e.Rows.Duplicates, e.Rows.Quarantined,
		e.Rows.Outside, e.Rows.Read)
}
