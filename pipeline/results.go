package pipeline

import (
	"errors"

	"chatqc/pipeline/inspect"
	"chatqc/pipeline/table"
)

// Parts of the memory: each stage holds what it sorts below one of them.
const (
	mergeParts = 4  // of the merge of messages
	rowParts   = 8  // of the rows of a day, over all workers
	readParts  = 16 // of the buffers through which spilled rows are read

	observeParts = 16 // of the texts of the days that are being observed
	partialParts = 16 // of the texts of days that are kept for the window
	windowParts  = 12 // of the texts of the window

	sheetParts = 8 // of the findings of the agents whose sheets are being written
)

// dayRows sorts the rows of a day.
type dayRows struct {
	sessions *table.Sorter[table.Session]
	findings *table.Sorter[table.Finding]
	copies   *table.Sorter[table.Copy]
}

func newDayRows(dir string) (*dayRows, error) {
	sessions, errSessions := table.NewSorter(dir, inspect.SessionOrder)
	findings, errFindings := table.NewSorter(dir, inspect.FindingOrder)
	copies, errCopies := table.NewSorter(dir, inspect.CopyOrder)
	return &dayRows{sessions, findings, copies}, errors.Join(errSessions, errFindings, errCopies)
}

func (d *dayRows) spill(result *inspect.Result) error {
	return errors.Join(d.sessions.Spill(result.Sessions), d.findings.Spill(result.Findings),
		d.copies.Spill(result.Copies))
}

func (d *dayRows) close() error {
	if d == nil {
		return nil
	}
	return errors.Join(d.sessions.Close(), d.findings.Close(), d.copies.Close())
}

// writeSorted stages one table of a day and shows its rows to count.
func writeSorted[T any](r *run, partition string, sorter *table.Sorter[T],
	count func(rows []T)) error {
	w, err := table.Create[T](r.stage, partition+partFile)
	if err != nil {
		return err
	}
	var held [][]T
	for _, worker := range r.workers() {
		held = append(held, rowsOf[T](&worker.result))
	}
	err = sorter.Merge(r.cfg.share(readParts), held, func(rows []T) error {
		count(rows)
		return w.Write(rows)
	})
	_, closing := w.Close()
	return errors.Join(err, closing)
}

// rowsOf returns the rows of one kind.
func rowsOf[T any](result *inspect.Result) []T {
	for _, rows := range []any{result.Sessions, result.Findings, result.Copies} {
		if rows, ok := rows.([]T); ok {
			return rows
		}
	}
	return nil
}

func (a *DayAccount) addSessions(rows []table.Session) {
	a.Sessions += int64(len(rows))
	for i := range rows {
		if rows[i].Valid {
			a.Valid++
		}
	}
}

func (m *Manifest) addFindings(rows []table.Finding) {
	for i := range rows {
		m.Findings[rows[i].Dimension]++
		m.Severities[rows[i].Severity]++
	}
}
