package pipeline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"sync"
	"unicode/utf8"
)

// maxQuarantined bounds the rows that one run keeps aside, and with them its memory.
// A run that sets more aside stops like one over its limit.
const maxQuarantined = 100_000

// quarantinedTextBytes is where the masked text of a bad row is cut.
const quarantinedTextBytes = 2000

// A BadRow is one row that was set aside: a line of quarantine/dt=…/<run>.jsonl.
type BadRow struct {
	File       string `json:"file"`
	Row        int64  `json:"row"`         // 1-based data row or line
	ByteOffset int64  `json:"byte_offset"` // in the decoded stream; −1 when unknown
	Column     string `json:"column"`
	Code       string `json:"code"`
	Message    string `json:"message"` // Chinese: got before want
	Text       string `json:"text"`    // masked, cut
}

// A quarantine collects bad rows from many workers.
type quarantine struct {
	mu   sync.Mutex
	rows []BadRow
	over int64 // rows beyond maxQuarantined, counted only
}

func (q *quarantine) add(rows ...BadRow) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, row := range rows {
		if len(q.rows) == maxQuarantined {
			q.over++
			continue
		}
		row.Text = cut(row.Text, quarantinedTextBytes)
		q.rows = append(q.rows, row)
	}
}

func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit] + "…"
}

// encode returns the rows as JSON lines, in the order of files and rows.
func (q *quarantine) encode() ([]byte, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	slices.SortFunc(q.rows, func(a, b BadRow) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Text, b.Text))
	})
	var out bytes.Buffer
	lines := json.NewEncoder(&out)
	lines.SetEscapeHTML(false)
	for i := range q.rows {
		if err := lines.Encode(&q.rows[i]); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}
