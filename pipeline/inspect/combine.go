package inspect

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/table"
)

// TemplateSessions is how many sessions of a shop must hold a text within the window
// for it to be a template.
const TemplateSessions = 3

// WindowDays is the length of the trailing window: day D is inspected against the
// merge of the days D−27 … D.
const WindowDays = 28

// Combine merges what was observed in b into a and returns a. It is associative and
// commutative, provided that no session was observed in both.
func Combine(a, b *Partial) *Partial {
	for shopID, texts := range b.shops {
		for hash, count := range texts {
			a.Add(shopID, hash, count)
		}
	}
	return a
}

// Remove takes out of a what was observed in b, all of which must have been combined
// into it: how a trailing window moves on by a day.
func Remove(a, b *Partial) {
	for shopID, texts := range b.shops {
		kept := a.shops[shopID]
		for hash, count := range texts {
			left := kept[hash]
			left.Messages -= count.Messages
			left.Sessions -= count.Sessions
			if left.Messages > 0 {
				kept[hash] = left
			} else {
				delete(kept, hash)
			}
		}
	}
}

// A Frozen is a merged window that is only read from now on, by any number of
// workers at once.
type Frozen struct{ partial *Partial }

// Freeze ends the merging of p, which must not change after it.
func Freeze(p *Partial) Frozen { return Frozen{p} }

// shop returns the counts of one shop's texts.
func (f Frozen) shop(id string) map[uint64]Count { return f.partial.shops[id] }

// Rows returns the partial as rows of the table of repeats, sorted.
func (p *Partial) Rows(day chat.Date) []table.Repeat {
	total := 0
	for _, texts := range p.shops {
		total += len(texts)
	}
	rows := make([]table.Repeat, 0, total)
	ids := make([]byte, 0, total*templateDigits)
	var hashes []uint64
	for _, shopID := range slices.Sorted(maps.Keys(p.shops)) {
		texts := p.shops[shopID]
		hashes = slices.AppendSeq(hashes[:0], maps.Keys(texts))
		slices.Sort(hashes) // which sorts the identifiers, too
		for _, hash := range hashes {
			ids = appendTemplate(ids, hash)
			rows = append(rows, table.Repeat{
				SessionDate: int32(day), ShopID: shopID,
				Messages: texts[hash].Messages, Sessions: texts[hash].Sessions,
			})
		}
	}
	all := string(ids) // one string for all: there are as many as texts in a day
	for i := range rows {
		rows[i].TemplateID, all = all[:templateDigits], all[templateDigits:]
	}
	return rows
}

// AddRow is the inverse of Rows for one row; a row that this package did not write is
// an error.
func (p *Partial) AddRow(row *table.Repeat) error {
	hash, err := strconv.ParseUint(row.TemplateID, 16, 64)
	if err != nil {
		return fmt.Errorf("template_id: got %q, want 16 hexadecimal digits", row.TemplateID)
	}
	p.Add(row.ShopID, hash, Count{row.Messages, row.Sessions})
	return nil
}

// TemplateID writes a fingerprint as it stands in the tables: 16 hexadecimal digits.
func TemplateID(hash uint64) string {
	return string(appendTemplate(make([]byte, 0, templateDigits), hash))
}

const templateDigits = 16

func appendTemplate(dst []byte, hash uint64) []byte {
	var bytes [8]byte
	binary.BigEndian.PutUint64(bytes[:], hash)
	return hex.AppendEncode(dst, bytes[:])
}
