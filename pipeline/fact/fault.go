package fact

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"chatqc/pipeline/text"
)

// A Fault is one thing that is wrong with a file of facts, and where.
type Fault struct {
	File         string // within the folder
	Line, Column int    // 1-based; a column counts characters
	Message      string // what is wrong, got before want; personal data are masked
	Hint         string // what to do
}

// Error gives file:line:col: what is wrong.
func (f *Fault) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Message)
}

const (
	hintColumns = "compare with samples/facts; remove columns that are not needed"
	hintCharset = "save the sheet as CSV in UTF-8"
	hintQuotes  = "export again as CSV with quoting"
	hintTime    = "write 2026-11-11, 2026-11-11 20:00 or 2026-11-11 20:00:00"
	hintCell    = "mend the row, or remove it"
)

// maxFaults is how many faults of one file are told: one wrong column of a long file
// gives one in each row.
const maxFaults = 100

// faultAt notes what is wrong at a line and a byte of it, both from 1.
func (s *sheet) faultAt(line, column int, hint, message string) {
	if len(s.faults) == maxFaults {
		s.untold++
		return
	}
	s.faults = append(s.faults, &Fault{
		File: s.file, Line: line, Column: s.characters(line, column), Message: message, Hint: hint,
	})
}

// characters turns a byte of a line into a character of it.
func (s *sheet) characters(line, column int) int {
	if s.lines == nil {
		s.lines = strings.SplitAfter(s.text, "\n")
	}
	if line > len(s.lines) {
		return 1
	}
	text := s.lines[line-1]
	return utf8.RuneCountInString(text[:min(column-1, len(text))]) + 1
}

// told returns the faults in the order of their places.
func (s *sheet) told() (all []error) {
	slices.SortStableFunc(s.faults, func(a, b *Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	for _, f := range s.faults {
		all = append(all, f)
	}
	if s.untold > 0 {
		all = append(all, &Fault{
			File: s.file, Line: s.faults[maxFaults-1].Line, Column: 1, Hint: hintCell,
			Message: fmt.Sprintf("got %d more faults below, want none", s.untold),
		})
	}
	return all
}

// quoteRunes is where a long cell is cut in a message.
const quoteRunes = 30

// quote returns a cell as a message may show it. A row that is out of place may have a
// telephone number anywhere.
func (s *sheet) quote(cell string) string {
	cell = s.masker.Identifier(s.masker.Text(strings.ToValidUTF8(cell, "\ufffd")))
	if utf8.RuneCountInString(cell) > quoteRunes {
		cell = string([]rune(cell)[:quoteRunes]) + "…"
	}
	return fmt.Sprintf("%q", cell)
}

// orWant is the end of a message about a word that is not known: the one that was most
// likely meant, or what there is.
func orWant(word string, known []string, want string) string {
	if near := text.Nearest(word, known); near != "" {
		return fmt.Sprintf(", did you mean %q?", near)
	}
	return ", want " + want
}
