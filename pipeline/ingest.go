package pipeline

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/ingest/export"
	"chatqc/pipeline/ingest/mask"
	"chatqc/pipeline/ingest/merge"
	"chatqc/pipeline/table"
)

// ingest reads the exports and commits the days of messages that they change. Until
// every file has been read and the bad rows counted, nothing is committed.
func (r *run) ingest(ctx context.Context) error {
	files, err := export.Find(r.cfg.Inputs)
	if err != nil {
		return err
	}
	if err := r.checkRoom(files); err != nil {
		return err
	}
	spill, err := r.newSpill(files)
	if err != nil {
		return err
	}
	r.spill = spill
	touched, err := r.read(ctx, files, spill)
	if err != nil {
		return err
	}
	held, err := r.addHeld(touched, spill)
	if err != nil {
		return err
	}
	merged, err := spill.Merge(ctx)
	if err != nil {
		return err
	}
	r.merged = merged
	if err := r.checkRebuilt(merged); err != nil {
		return err
	}
	if err := r.account(files, merged); err != nil {
		return err
	}
	return r.commitMessages(ctx, merged, held)
}

func (r *run) newSpill(files []export.File) (*merge.Spill, error) {
	config := merge.Config{
		Dir: filepath.Join(r.stage.Dir(), "spill"), Zone: r.cfg.Zone,
		IdleGap: r.cfg.IdleGap, Jobs: r.cfg.jobs(), Memory: r.cfg.share(mergeParts),
		LookbackDays: r.cfg.Lookback, Expected: expectedBytes(files),
		OnConflict: func(row merge.Row) error {
			if row.Held {
				return nil // counted with the row that takes its place
			}
			r.bad.add(BadRow{
				File: files[row.File].Path, Row: row.Number, ByteOffset: row.Offset,
				Column: "message_id", Code: "conflict", Text: row.Text,
				Message: "同一消息编号有不同内容，已保留时间较晚的一条",
			})
			return nil
		},
	}
	if w := r.cfg.Dates; w != nil {
		config.HasWindow, config.From, config.To = true, w.From, w.To
	}
	if err := os.MkdirAll(config.Dir, 0o700); err != nil {
		return nil, err
	}
	return merge.NewSpill(config)
}

// expectedBytes estimates how much the rows of the files are when they are spilled.
func expectedBytes(files []export.File) (total int64) {
	const packed = 6 // times smaller than plain text
	for i := range files {
		info, err := os.Stat(files[i].Path)
		if err != nil {
			continue // reading it is going to tell
		}
		size := info.Size()
		switch filepath.Ext(files[i].Path) {
		case ".gz", ".zst", ".parquet":
			size *= packed
		}
		total += size
	}
	return total
}

// read decodes all files into the spill and returns the days on which their rows lie.
func (r *run) read(ctx context.Context, files []export.File, spill *merge.Spill) (
	map[chat.Date]bool, error) {
	options, err := r.cfg.exportOptions()
	if err != nil {
		return nil, err
	}
	var mu, days = sync.Mutex{}, map[chat.Date]bool{}
	var writers []*merge.Writer
	meter := r.newMeter(files)
	newSink := func() export.Sink {
		mu.Lock()
		defer mu.Unlock()
		w := spill.Writer()
		writers = append(writers, w)
		return &intake{
			files: files, masker: mask.New(), writer: w, bad: &r.bad,
			touched: &dayset{mu: &mu, days: days}, zone: newDayOf(r.cfg.Zone), meter: meter,
		}
	}
	reports, err := export.Read(ctx, files, options, newSink)
	for _, w := range writers {
		err = errors.Join(err, w.Close())
	}
	if err != nil {
		return nil, err
	}
	for i := range reports {
		r.manifest.Files = append(r.manifest.Files, fileAccount(&reports[i]))
	}
	return days, r.checkBadRows()
}

// checkBadRows stops the run when more rows are bad than the limit allows.
func (r *run) checkBadRows() error {
	var total Rows
	for _, f := range r.manifest.Files {
		total.add(f.Rows)
	}
	limit := max(int64(r.cfg.MaxBadRate*float64(total.Read)), r.cfg.MinBadRows)
	limit = min(limit, maxQuarantined)
	if total.Quarantined <= limit {
		return nil
	}
	r.manifest.Totals = total
	if err := r.writeQuarantine(nil); err != nil {
		return err
	}
	return &TooManyBadRowsError{
		Bad: total.Quarantined, Read: total.Read, Limit: limit,
		Quarantine: filepath.Join(r.cfg.Out, r.manifest.Quarantine),
	}
}

// addHeld adds the messages that the tables already hold for the days around the
// touched ones: a session may have begun the day before, and end the day after. The day
// before the first that the run may write is only looked at, so that rows from just
// after midnight find the session that they belong to; days that are neither written
// nor looked at are protected from sessions that would come to begin on them.
func (r *run) addHeld(touched map[chat.Date]bool, spill *merge.Spill) ([]chat.Date, error) {
	existing, err := r.store.Days("messages")
	if err != nil {
		return nil, err
	}
	var held []chat.Date
	writer := spill.Writer()
	for _, d := range existing {
		if r.damage.messages[d] {
			continue // made anew from the exports alone
		}
		near := touched[d] || touched[d-1] || touched[d+1]
		if near && r.inWindow(d) {
			held = append(held, d)
			err = errors.Join(err, r.addHeldDay(d, writer, false))
			continue
		}
		spill.Protect(d)
		if w := r.cfg.Dates; w != nil && d == w.From-chat.Date(r.cfg.Lookback)-1 {
			err = errors.Join(err, r.addHeldDay(d, writer, true))
		}
	}
	return held, errors.Join(err, writer.Close())
}

func (r *run) addHeldDay(d chat.Date, writer *merge.Writer, fixed bool) error {
	path := r.store.DayPath("messages", d)
	return table.ReadSessions(path, func(s *chat.Session) error {
		for i := range s.Messages {
			m := &s.Messages[i]
			row := merge.Row{
				MessageID: m.MessageID, SessionID: m.SessionID, Text: m.Text,
				AgentID: m.AgentID, CustomerID: m.CustomerID, ShopID: m.ShopID,
				Platform: m.Platform, Kind: m.Kind, Turn: m.Turn, Role: m.Role,
				SentAtMicros: m.SentAtMicros, File: -1, Held: true, Fixed: fixed,
			}
			if err := writer.Add(&row); err != nil {
				return err
			}
		}
		return nil
	})
}

// inWindow reports whether the run may write the day's messages.
func (r *run) inWindow(d chat.Date) bool {
	w := r.cfg.Dates
	return w == nil || w.From-chat.Date(r.cfg.Lookback) <= d && d <= w.To
}

// account balances the rows of each file and writes the quarantine.
func (r *run) account(files []export.File, merged *merge.Merged) error {
	counts := merged.Files()
	for i := range r.manifest.Files {
		f := &r.manifest.Files[i]
		if i < len(counts) {
			c := counts[i]
			f.Rows.add(Rows{
				Accepted: c.Accepted, Duplicates: c.Duplicates, Conflicts: c.Conflicts,
				Quarantined: c.Conflicts, Outside: c.Outside,
			})
		}
		if !f.Rows.balanced() {
			return &AccountingError{files[i].Path, f.Rows}
		}
		r.manifest.Totals.add(f.Rows)
	}
	if r.bad.over > 0 {
		return &TooManyBadRowsError{
			Bad: r.manifest.Totals.Quarantined, Read: r.manifest.Totals.Read,
			Limit: maxQuarantined, Quarantine: filepath.Join(r.cfg.Out, "quarantine"),
		}
	}
	var last *chat.Date
	for _, d := range merged.Days() {
		last = &d.Date
	}
	return r.writeQuarantine(last)
}

// writeQuarantine stores the rows that were set aside under the run's last day.
func (r *run) writeQuarantine(last *chat.Date) error {
	r.manifest.identify(r.cfg)
	if len(r.bad.rows) == 0 {
		return nil
	}
	day := "__HIVE_DEFAULT_PARTITION__"
	if r.cfg.Dates != nil {
		last = &r.cfg.Dates.To
	}
	if last != nil {
		day = last.String()
	}
	data, err := r.bad.encode()
	if err != nil {
		return err
	}
	r.manifest.Quarantine = "quarantine/dt=" + day + "/" + r.manifest.Run + ".jsonl"
	return r.store.WriteFile(r.manifest.Quarantine, data)
}

// commitMessages writes every day that the merge gave, that was held, or that was
// asked for, and swaps in those that differ from what is published.
func (r *run) commitMessages(ctx context.Context, merged *merge.Merged, held []chat.Date) error {
	asked := map[chat.Date]bool{} // false: only written when it changes
	for _, d := range held {
		asked[d] = false
	}
	for _, d := range merged.Days() {
		asked[d.Date] = r.cfg.Dates == nil || r.cfg.Dates.Contains(d.Date)
	}
	if w := r.cfg.Dates; w != nil {
		for d := w.From; d <= w.To; d++ {
			asked[d] = true
		}
	}
	days := slices.Sorted(maps.Keys(asked))
	var group errgroup.Group
	group.SetLimit(r.cfg.jobs())
	for _, d := range days {
		group.Go(func() error { return r.writeMessages(ctx, merged, d) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if err := r.promiseDays(asked); err != nil {
		return err
	}
	for _, d := range days {
		r.observed[d] = r.inspects()
		changed, err := r.commit(partition("messages", d))
		if err != nil {
			return err
		}
		if changed || asked[d] {
			r.days[d] = changed
		}
	}
	return nil
}

// messageRows is how many messages are given to their file at once: they stay in the
// processor's cache.
const messageRows = 512

var messagePool sync.Pool // of *[]table.Message with room for as many

// writeMessages stages one day of messages and, when the run is going to inspect them,
// what was observed in them, which saves reading them once more.
func (r *run) writeMessages(ctx context.Context, merged *merge.Merged, d chat.Date) error {
	w, err := table.Create[table.Message](r.stage, partition("messages", d)+partFile)
	if err != nil {
		return err
	}
	lent, ok := messagePool.Get().(*[]table.Message)
	if !ok {
		buffer := make([]table.Message, 0, messageRows)
		lent = &buffer
	}
	defer messagePool.Put(lent)
	defer clear((*lent)[:messageRows]) // it would keep strings
	rows := *lent
	observer, err := r.newDayObserver(d)
	if err != nil {
		return err
	}
	err = merged.Day(d, func(s *chat.Session) error {
		if len(rows)+len(s.Messages) > messageRows {
			if err := errors.Join(ctx.Err(), w.Write(rows)); err != nil {
				return err
			}
			rows = rows[:0]
		}
		if r.inspects() {
			if err := observer.observe(s); err != nil {
				return err
			}
		}
		for i := range s.Messages {
			rows = append(rows, messageRow(s.Date, &s.Messages[i]))
		}
		return nil
	})
	if err == nil {
		err = w.Write(rows)
	}
	_, closing := w.Close()
	err = errors.Join(err, closing)
	return errors.Join(err, observer.finish(err == nil && r.inspects()))
}

func messageRow(d chat.Date, m *chat.Message) table.Message {
	return table.Message{
		SessionDate: int32(d), ShopID: m.ShopID, Platform: m.Platform, SessionID: m.SessionID,
		MessageID: m.MessageID, Seq: m.Seq, SentAt: m.SentAtMicros, Role: m.Role.String(),
		AgentID: m.AgentID, CustomerID: m.CustomerID, Kind: m.Kind, Text: m.Text,
		Turn: m.Turn,
	}
}
