package fact

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"chatqc/pipeline/text"
)

// A row is one record of a sheet, valid until the next one is read. Its columns are
// numbered by the constants of the kind.
type row struct {
	*sheet
	cells  []string
	line   int
	faulty bool
}

// check looks at what every kind wants; false when the cells are not in their places.
func (r *row) check() bool {
	if len(r.cells) != r.width {
		r.faultAt(r.line, 1, hintCell, fmt.Sprintf("got %d fields, want %d as in the first line",
			len(r.cells), r.width))
		return false
	}
	for i, c := range r.kind.columns() {
		if r.at[i] < 0 {
			continue
		}
		cell := r.cells[r.at[i]]
		switch {
		case !utf8.ValidString(cell) || strings.ContainsRune(cell, utf8.RuneError):
			r.fault(i, hintCharset, "got a character that cannot be decoded, want text in one charset")
		case c.required && blank(cell):
			r.fault(i, hintCell, "got no "+c.String()+", want one")
		}
	}
	return true
}

// blank reports whether folding leaves nothing of a cell, which it need not try for most.
func blank(cell string) bool {
	if cell != "" && (cell[0]-'0' <= 9 || (cell[0]|0x20)-'a' <= 'z'-'a') {
		return false
	}
	return text.Fold(cell) == ""
}

// text returns a cell without white space at its ends, "" for a column that is not there.
func (r *row) text(column int) string {
	if r.at[column] < 0 {
		return ""
	}
	return strings.TrimSpace(r.cells[r.at[column]])
}

// keep returns a cell that does not hold the whole row in memory.
func (r *row) keep(column int) string { return strings.Clone(r.text(column)) }

// identifier returns a cell that names an agent or a customer as ingest would.
func (r *row) identifier(column int) string {
	return strings.Clone(r.masker.Identifier(r.text(column)))
}

// fault notes what is wrong with a cell.
func (r *row) fault(column int, hint, message string) {
	r.faulty = true
	line, place := r.csv.FieldPos(r.at[column])
	r.faultAt(line, place, hint, message)
}

// moment reads a time; false when there is none, which is a fault only if it is not one.
func (r *row) moment(column int) (span, bool) {
	cell := r.text(column)
	if cell == "" {
		return span{}, false
	}
	m, ok := parseSpan(cell, r.zone)
	if !ok {
		r.fault(column, hintTime, "got the time "+r.quote(cell)+
			", want a date or a date and time that exist, from 1990 to 2099")
	}
	return m, ok
}

// once notes a fault when an earlier row had the same person.
func (r *row) once(column int, p person) {
	if line, again := r.first[p]; again {
		r.fault(column, "remove one of the rows", fmt.Sprintf(
			"got %s again, want it once; it stands in line %d", r.quote(r.text(column)), line))
		return
	}
	r.first[p] = r.line
}
