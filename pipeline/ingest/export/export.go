package export

import (
	"time"

	"chatqc/pipeline/chat"
)

// A Row is one message as the export tells it. Its strings may alias a buffer: they are
// valid until Accept returns.
type Row struct {
	MessageID    string // "" when the export has none, as for all the other strings
	SessionID    string // this or CustomerID is never empty
	Text         string // as exported, at most 1 MiB; may be empty for bots, systems, images
	AgentID      string
	CustomerID   string
	ShopID       string
	Platform     string
	Kind         string // chat.KindText unless the export says otherwise
	Turn         int32  // from the export, or chat.NoTurn
	Role         chat.Role
	SentAtMicros int64 // microseconds since 1970 UTC
	File         int32 // index into the files given to Read
	Number       int64 // 1-based line of JSON lines, else data row
	Offset       int64 // of the row in the decoded stream in bytes, −1 when unknown
}

// Codes of rejects.
const (
	CodeBadJSON        = "bad_json"        // no JSON object, or a key twice
	CodeBadType        = "bad_type"        // a field is an object, a list or a boolean
	CodeBadTime        = "bad_time"        // no known form, or no such date
	CodeBadTurn        = "bad_turn"        // no whole number from 0 on
	CodeBadEncoding    = "bad_encoding"    // bytes that the charset does not have
	CodeRaggedRow      = "ragged_row"      // more or fewer fields than the header
	CodeOpenQuote      = "open_quote"      // a quote that never closes
	CodeMissingRole    = "missing_role"    // also when no sender can be made a role
	CodeMissingText    = "missing_text"    // of a person, in a row of kind text
	CodeMissingTime    = "missing_time"    // empty sent_at
	CodeMissingSession = "missing_session" // neither a session nor a customer
	CodeUnknownRole    = "unknown_role"    // a word that the mapping could explain
	CodeNULByte        = "nul_byte"        // U+0000 in a field or line
	CodeTooLong        = "too_long"        // a field over 1 MiB, a record over 8 MiB
)

// A Reject is one row that cannot be a message. Its strings are its own.
type Reject struct {
	File    int32  // index into the files given to Read
	Number  int64  // as in Row
	Offset  int64  // as in Row
	Column  string // canonical field, "" when the row as a whole is at fault
	Code    string // one of the Code constants
	Message string // Chinese, what was got before what is wanted; may quote raw text
	Text    string // the raw row or field, not masked, cut to about 4 KiB
}

// A Sink takes what one worker has read. It is used by one goroutine, so it needs no
// locks of its own. An error stops Read.
type Sink interface {
	// Accept takes neighbouring rows of one file, in its order. It must not keep their
	// strings.
	Accept(rows []Row) error
	// Reject takes bad rows of one file. It may keep their strings but not the slice.
	Reject(rejects []Reject) error
}

// Options say how exports are read. The zero value reads times as UTC with one worker.
type Options struct {
	Zone    *time.Location // of times without one; nil is UTC
	Jobs    int            // workers; 0 or less is 1
	Mapping Mapping
}

// A Report accounts for one file.
type Report struct {
	Path        string
	Format      string // jsonl, csv or parquet, the text formats with .gz or .zst
	Charset     string // utf-8, utf-16le, utf-16be or gb18030
	ContentHash string // xxh3, 128 bits in hexadecimal, of the file's raw bytes
	ByteCount   int64  // raw bytes
	Note        string // what a reader may want to know, "" for nothing
	Rows        int64  // data rows read, accepted or not; blank lines are none
	Rejected    int64  // of them
	Unusual     int64  // of them: JSON lines for the full parser, which takes ten times as long
}
