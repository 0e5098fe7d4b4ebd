package chat

// A Dimension is the score that a finding counts for, as it stands in the tables.
type Dimension string

// The dimensions of findings.
const (
	CopyPaste   Dimension = "copy_paste"
	Evasive     Dimension = "evasive"
	BannedClaim Dimension = "banned_claim"
	Selling     Dimension = "selling"
	Service     Dimension = "service"
	Fact        Dimension = "fact"
	Privacy     Dimension = "privacy"
)

// A Severity says how much a finding weighs, as it stands in the tables.
type Severity string

// The severities: a fatal finding makes a score 0, a hint weighs nothing, praise
// is a credit.
const (
	Fatal  Severity = "fatal"
	Major  Severity = "major"
	Minor  Severity = "minor"
	Hint   Severity = "hint"
	Praise Severity = "praise"
)

// Evidence is one marked place of a session that supports a finding.
type Evidence struct {
	Message int // index into Session.Messages
	Span    Span
}

// A Finding is one thing that a rule or a check says about one message of a
// session.
type Finding struct {
	RuleID      string
	RuleVersion string
	Title       string // Chinese: the rule's title
	Dimension   Dimension
	Severity    Severity
	Points      float64 // what it costs, positive; praise is positive too
	Message     int     // index into Session.Messages of the message at fault
	Span        Span    // in the raw text of that message
	Reason      string  // Chinese: why it fired
	LegalBasis  string  // Chinese: the law in force on the message's date, or ""
	Suggestion  string  // Chinese: the better sentence, or ""
	Evidence    []Evidence
}
