package fact

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"chatqc/pipeline/ingest/mask"
)

// A sheet is one file that is being read. It gathers the faults found in it.
type sheet struct {
	file   string
	kind   Kind
	zone   *time.Location
	masker *mask.Masker
	text   string   // UTF-8 without byte order mark
	lines  []string // of text; nil until a fault needs them
	csv    *csv.Reader
	width  int   // of a row, in cells
	at     []int // the cell of each column of the kind, −1 where the file lacks it
	first  map[person]int
	faults []*Fault
	untold int // faults beyond maxFaults
}

// read hands every row to add, those with a missing cell too, so that all their faults
// come out at once.
func (s *sheet) read(data []byte, add func(*row)) {
	var problem string
	if s.text, problem = decode(data); problem != "" {
		s.faultAt(1, 1, hintCharset, problem)
		return
	}
	s.csv = csv.NewReader(strings.NewReader(s.text))
	s.csv.FieldsPerRecord = -1
	s.csv.ReuseRecord = true
	s.csv.Comma = s.delimiter()
	names, ok := s.next()
	if !ok {
		if len(s.faults) == 0 {
			s.faultAt(1, 1, hintColumns, "got an empty file, want a line with the names of the columns")
		}
		return
	}
	if !s.readHeader(names) {
		return
	}
	for {
		cells, ok := s.next()
		if !ok {
			return
		}
		r := &row{sheet: s, cells: cells}
		r.line, _ = s.csv.FieldPos(0)
		if r.check() {
			add(r)
		}
	}
}

// next returns the next record that is not blank; false at the end of the file.
func (s *sheet) next() (cells []string, ok bool) {
	for {
		cells, err := s.csv.Read()
		var broken *csv.ParseError
		switch {
		case err == io.EOF:
			return nil, false
		case errors.As(err, &broken):
			s.quoteFault(broken)
		case err != nil:
			s.faultAt(1, 1, hintQuotes, err.Error())
			return nil, false
		case strings.TrimSpace(strings.Join(cells, "")) != "":
			return cells, true
		}
	}
}

func (s *sheet) quoteFault(e *csv.ParseError) {
	switch {
	case errors.Is(e.Err, csv.ErrBareQuote):
		s.faultAt(e.Line, e.Column, hintQuotes,
			"got a quote inside a field, want the field quoted and the quote doubled")
	case e.Line != e.StartLine:
		s.faultAt(e.StartLine, 1, hintQuotes, "got a quote that does not close, want quotes in pairs")
	default:
		s.faultAt(e.Line, e.Column, hintQuotes,
			"got a quoted field that does not end with its quote, want quotes inside it doubled")
	}
}

// delimiter returns the one that makes the most of the first line.
func (s *sheet) delimiter() rune {
	line, _, _ := strings.Cut(strings.TrimLeft(s.text, "\r\n"), "\n")
	known := s.kind.columnsByName()
	count := func(delimiter string) (n int) {
		for name := range strings.SplitSeq(line, delimiter) {
			if _, ok := known[foldName(strings.Trim(name, "\"\r"))]; ok {
				n++
			}
		}
		return n
	}
	commas, tabs := count(","), count("\t")
	only := strings.Contains(line, "\t") && !strings.Contains(line, ",")
	if tabs > commas || tabs == commas && only {
		return '\t'
	}
	return ','
}

// readHeader finds the columns; false when the rows cannot be read.
func (s *sheet) readHeader(names []string) bool {
	columns, known := s.kind.columns(), s.kind.columnsByName()
	s.width, s.at = len(names), make([]int, len(columns))
	for i := range s.at {
		s.at[i] = -1
	}
	for i, name := range names {
		name = strings.TrimSpace(name)
		c, ok := known[foldName(name)]
		line, place := s.csv.FieldPos(i)
		switch {
		case name == "": // sheets are saved with columns that nobody has filled
		case !ok:
			s.faultAt(line, place, hintColumns, s.unknownColumn(name))
		case s.at[c] >= 0:
			s.faultAt(line, place, "remove one of the columns", fmt.Sprintf(
				"got the column %s twice, want it once", &columns[c]))
		default:
			s.at[c] = i
		}
	}
	return s.complete(columns)
}

func (s *sheet) unknownColumn(name string) string {
	var all, want []string
	for _, c := range s.kind.columns() {
		all, want = append(all, c.names()...), append(want, c.String())
	}
	return "got the column " + s.quote(name) +
		orWant(strings.ToLower(name), all, "one of "+strings.Join(want, ", "))
}

// complete reports whether every required column is there.
func (s *sheet) complete(columns []column) bool {
	ok := true
	line, _ := s.csv.FieldPos(0)
	for i := range columns {
		if columns[i].required && s.at[i] < 0 {
			s.faultAt(line, 1, hintColumns, fmt.Sprintf("got no column %s, want one", &columns[i]))
			ok = false
		}
	}
	return ok
}
