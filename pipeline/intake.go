package pipeline

import (
	"sync"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/ingest/export"
	"chatqc/pipeline/ingest/mask"
	"chatqc/pipeline/ingest/merge"
)

// An intake is one worker's way from decoded rows to the spill: it masks first, so
// nothing raw is ever written.
type intake struct {
	files   []export.File
	masker  *mask.Masker
	writer  *merge.Writer
	bad     *quarantine
	touched *dayset
	zone    *dayOf
	meter   *meter
	row     merge.Row
}

// Accept masks the rows and spills them.
func (in *intake) Accept(rows []export.Row) error {
	for i := range rows {
		r := &rows[i]
		in.row = merge.Row{
			MessageID: r.MessageID, SessionID: in.masker.Identifier(r.SessionID),
			Text: in.masker.Text(r.Text), AgentID: in.masker.Identifier(r.AgentID),
			CustomerID: in.masker.Identifier(r.CustomerID), ShopID: r.ShopID,
			Platform: r.Platform, Kind: r.Kind, Turn: r.Turn, Role: r.Role,
			SentAtMicros: r.SentAtMicros, File: r.File, Number: r.Number, Offset: r.Offset,
		}
		in.touched.add(in.zone.date(r.SentAtMicros))
		if err := in.writer.Add(&in.row); err != nil {
			return err
		}
	}
	in.meter.add(rows)
	return nil
}

// Reject sets bad rows aside, masked.
func (in *intake) Reject(rejects []export.Reject) error {
	for i := range rejects {
		r := &rejects[i]
		in.bad.add(BadRow{
			File: in.files[r.File].Path, Row: r.Number, ByteOffset: r.Offset, Column: r.Column,
			Code: r.Code, Message: in.masker.Text(r.Message), Text: in.masker.Text(r.Text),
		})
	}
	return nil
}

// A dayset collects days from many workers. Each worker asks for its last day again
// and again, so that one is kept apart.
type dayset struct {
	mu   *sync.Mutex
	days map[chat.Date]bool // shared
	last chat.Date
	any  bool
}

func (s *dayset) add(d chat.Date) {
	if s.any && s.last == d {
		return
	}
	s.last, s.any = d, true
	s.mu.Lock()
	s.days[d] = true
	s.mu.Unlock()
}
