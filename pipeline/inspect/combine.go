package inspect

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"iter"

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
	for i := range b.shops {
		into := a.shop(b.shops[i].shopID)
		into.texts = mergeTexts(into.texts, b.shops[i].texts)
	}
	return a
}

// rowsAtOnce is how many rows of repeats are made at once.
const rowsAtOnce = 1024

// Rows gives the partial as rows of the table of repeats, sorted. The slice is reused.
func (p *Partial) Rows(day chat.Date) iter.Seq[[]table.Repeat] {
	return func(yield func([]table.Repeat) bool) {
		rows := make([]table.Repeat, 0, rowsAtOnce)
		for i := range p.shops {
			shop := &p.shops[i]
			for texts := shop.texts; len(texts) > 0; {
				n := min(rowsAtOnce-len(rows), len(texts))
				rows = appendRepeats(rows, day, shop.shopID, texts[:n])
				texts = texts[n:]
				if len(rows) == rowsAtOnce {
					if !yield(rows) {
						return
					}
					rows = rows[:0]
				}
			}
		}
		if len(rows) > 0 {
			yield(rows)
		}
	}
}

// appendRepeats makes rows whose identifiers lie in one block of memory.
func appendRepeats(dst []table.Repeat, day chat.Date, shopID string, texts []Text) []table.Repeat {
	names := make([]byte, 0, templateDigits*len(texts))
	for i := range texts {
		names = appendTemplateID(names, texts[i].Hash)
	}
	all := string(names)
	for i := range texts {
		dst = append(dst, table.Repeat{
			SessionDate: int32(day), ShopID: shopID,
			TemplateID: all[i*templateDigits : (i+1)*templateDigits],
			Messages:   int64(texts[i].Messages), Sessions: int64(texts[i].Sessions),
		})
	}
	return dst
}

// templateDigits is the length of a template's identifier.
const templateDigits = 16

func appendTemplateID(dst []byte, hash uint64) []byte {
	var bytes [8]byte
	binary.BigEndian.PutUint64(bytes[:], hash)
	return hex.AppendEncode(dst, bytes[:])
}

// TemplateID writes a fingerprint as it stands in the tables: 16 hexadecimal digits, which
// sort as the fingerprints do.
func TemplateID(hash uint64) string {
	var id [templateDigits]byte
	return string(appendTemplateID(id[:0], hash))
}

// parseTemplateID is the inverse of TemplateID.
func parseTemplateID(id string) (hash uint64, err error) {
	ok := len(id) == templateDigits
	for i := 0; ok && i < templateDigits; i++ {
		switch c := id[i]; {
		case c >= '0' && c <= '9':
			hash = hash<<4 | uint64(c-'0')
		case c >= 'a' && c <= 'f':
			hash = hash<<4 | uint64(c-'a'+10)
		default:
			ok = false
		}
	}
	if !ok {
		return 0, fmt.Errorf("template_id: got %q, want %d hexadecimal digits", id, templateDigits)
	}
	return hash, nil
}
