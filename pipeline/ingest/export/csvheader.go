package export

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// A header says what the columns of a table mean.
type header struct {
	columns   []column // fieldNone for those that are not used
	has       [fieldCount]bool
	delimiter byte // of delimited text
}

const mappingAdvice = "map the columns with --mapping FILE: columns, then NAME: FIELD lines"

// delimiters are tried in this order.
var delimiters = [...]byte{',', '\t', ';', '|'}

// readHeader finds the delimiter that makes the most of the first record, and what its
// columns mean.
func (n names) readHeader(rec []byte, path string) (best []string, delimiter byte) {
	most := -1
	order := delimiters
	if strings.Contains(strings.ToLower(filepath.Base(path)), ".tsv") {
		order[0], order[1] = order[1], order[0]
	}
	for _, d := range order {
		if size, _ := recordEnd(rec, d); size != len(rec) {
			continue
		}
		fields, _ := appendFields(nil, nil, rec, d)
		known := 0
		for _, name := range fields {
			if n.lookup(name).field != fieldNone {
				known++
			}
		}
		if known > most {
			most, best, delimiter = known, fields, d
		}
	}
	return best, delimiter
}

// newHeader resolves the columns of a table. The fault it returns lacks the path.
func (n names) newHeader(fields []string, m *Mapping) (*header, *FileError) {
	h := &header{columns: make([]column, len(fields))}
	seen := map[string]bool{}
	var at [fieldCount]int // 1-based position of the column used
	place := 1             // in characters
	for i, name := range fields {
		folded := foldName(name)
		c := n.lookup(name)
		if seen[folded] && c.field != fieldNone {
			return nil, &FileError{
				Line: 1, Column: place, Hint: "remove or rename one of the columns",
				Problem: fmt.Sprintf("got the column %q twice, want it once", clip(name)),
			}
		}
		seen[folded] = true
		place += utf8.RuneCountInString(name) + 1
		used := at[c.field]
		switch {
		case c.field == fieldNone:
		case used == 0 || c.rank < h.columns[used-1].rank:
			if used > 0 {
				h.columns[used-1] = column{}
			}
			h.columns[i], at[c.field] = c, i+1
		}
	}
	for f := range h.has {
		h.has[f] = at[f] > 0
	}
	return h, h.check(fields, m)
}

// note says what the header leaves to guessing.
func (h *header) note() string {
	if h.has[fieldRole] {
		return ""
	}
	return "no column for the role: it is taken from the sender"
}

// check says which columns are missing.
func (h *header) check(fields []string, m *Mapping) *FileError {
	var missing []string
	if !h.has[fieldSentAt] {
		missing = append(missing, "sent_at (发送时间)")
	}
	if !h.has[fieldRole] && !h.has[fieldSender] {
		missing = append(missing, "role (角色, or 发送者 beside 客服 and 买家)")
	}
	if !h.has[fieldText] {
		missing = append(missing, "text (内容)")
	}
	customer := h.has[fieldCustomerID] || m.constants[fieldCustomerID] != ""
	if !h.has[fieldSessionID] && !customer {
		missing = append(missing, "session_id (会话ID) or customer_id (买家)")
	}
	if len(missing) == 0 {
		return nil
	}
	names := make([]string, 0, len(fields))
	for _, name := range fields {
		if len(names) == 20 {
			names = append(names, "…")
			break
		}
		names = append(names, clip(name))
	}
	return &FileError{
		Line: 1, Column: 1, Hint: mappingAdvice + "; or mend the delimiter (comma, tab, ; or |)",
		Problem: fmt.Sprintf("got the columns %q, want one for %s",
			names, strings.Join(missing, ", one for ")),
	}
}

// clip shortens a name of a column for a message.
func clip(name string) string {
	runes := []rune(strings.ToValidUTF8(name, "\ufffd"))
	if len(runes) > 30 {
		return string(runes[:30]) + "…"
	}
	return string(runes)
}
