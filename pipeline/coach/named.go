package coach

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/table"
)

// A Named gathers the rows of the agents with one name, of which each shop may have one, and
// gives their sheets. It holds findings up to the week's memory and spills the others; and
// it holds 16 bytes a valid session for the medians, and an example of each template that the
// agents used. It is not for concurrent use.
type Named struct {
	week    *Week
	agentID string
	sheets  map[string]*sheet // by shop
	last    *sheet
	shelf   *shelf
}

// A shelf is where findings wait to be sorted.
type shelf struct {
	held   []table.Finding
	bytes  int
	sorter *table.Sorter[table.Finding]
	waits  [][]float64 // room for those of the next sheets
}

// room returns an empty list for waits.
func (h *shelf) room() []float64 {
	last := len(h.waits) - 1
	if last < 0 {
		return nil
	}
	room := h.waits[last]
	h.waits = h.waits[:last]
	return room[:0]
}

// AgentFindings orders findings as a Named takes them: by agent, then days and sessions.
var AgentFindings = table.Order[table.Finding]{
	Compare: func(a, b *table.Finding) int {
		return cmp.Or(cmp.Compare(a.AgentID, b.AgentID), cmp.Compare(a.SessionDate, b.SessionDate),
			cmp.Compare(a.SessionID, b.SessionID))
	},
}

// sheetOrder is that of the findings in sheets, shop by shop.
var sheetOrder = table.Order[table.Finding]{
	Group: func(f *table.Finding) string { return f.ShopID },
	Compare: func(a, b *table.Finding) int {
		return cmp.Or(cmp.Compare(a.ShopID, b.ShopID),
			cmp.Compare(severityRank(a.Severity), severityRank(b.Severity)), earlierFirst(a, b))
	},
}

// A Session is what a sheet needs of a row of the table of sessions, those that are valid.
type Session struct {
	ShopID, AgentID string

	// The first wait and the mean of all, in seconds; below 0 for none.
	FirstSeconds, MeanSeconds float64
}

// SessionOf returns what a sheet needs of a valid session.
func SessionOf(s *table.Session) Session {
	of := Session{ShopID: s.ShopID, AgentID: s.AgentID, FirstSeconds: -1, MeanSeconds: -1}
	if p := s.FirstResponseSeconds; p != nil {
		of.FirstSeconds = *p
	}
	if p := s.MeanResponseSeconds; p != nil {
		of.MeanSeconds = *p
	}
	return of
}

// Names returns the names that agents have, sorted, after the first pass. The caller must not
// change them.
func (w *Week) Names() []string {
	w.secondPass()
	return w.names
}

// Named begins the sheets of the agents with a name, after the first pass.
func (w *Week) Named(agentID string) (*Named, error) {
	w.secondPass()
	n := &Named{week: w, agentID: strings.Clone(agentID), sheets: map[string]*sheet{}}
	w.mu.Lock()
	defer w.mu.Unlock()
	if last := len(w.idle) - 1; last >= 0 {
		n.shelf, w.idle = w.idle[last], w.idle[:last]
		return n, nil
	}
	sorter, err := table.NewSorter(w.dir, sheetOrder)
	n.shelf = &shelf{sorter: sorter}
	w.shelves = append(w.shelves, n.shelf)
	return n, err
}

// Shops returns the shops that have an agent with this name, sorted. The caller must not
// change them.
func (n *Named) Shops() []string { return n.week.named[n.agentID] }

func (n *Named) sheet(shopID string) *sheet {
	if n.last != nil && n.last.key.shopID == shopID {
		return n.last
	}
	n.last = n.sheets[shopID]
	if n.last == nil {
		key := agentKey{strings.Clone(shopID), n.agentID}
		n.last = &sheet{
			week: n.week, key: key, mine: n.week.agents[key], counts: map[string]int32{},
			faults: groups{}, praised: groups{}, templates: map[string]*template{},
			shelf: n.shelf, firstSeconds: n.shelf.room(), meanSeconds: n.shelf.room(),
		}
		n.sheets[key.shopID] = n.last
	}
	return n.last
}

// AddSession keeps the waits of a valid session.
func (n *Named) AddSession(s *Session) {
	sheet := n.sheet(s.ShopID)
	if s.FirstSeconds >= 0 {
		sheet.firstSeconds = append(sheet.firstSeconds, s.FirstSeconds)
	}
	if s.MeanSeconds >= 0 {
		sheet.meanSeconds = append(sheet.meanSeconds, s.MeanSeconds)
	}
}

// AddFinding adds a finding, those of one day in the order of their table. Its strings may be
// kept until the sheets are written.
func (n *Named) AddFinding(f *table.Finding) error {
	sheet := n.sheet(f.ShopID)
	if f.SessionValid && isFault(f) {
		sheet.faults.add(f)
	}
	if f.SessionValid && isPraise(f) {
		sheet.praised.add(f)
	}
	h := n.shelf
	kept := *f
	kept.Evidence = nil // no sheet shows it
	h.held = append(h.held, kept)
	h.bytes += h.sorter.Weigh(h.held[len(h.held)-1:])
	if h.bytes < n.week.memory {
		return nil
	}
	err := h.sorter.Spill(h.held)
	h.clear()
	return err
}

func (h *shelf) clear() {
	clear(h.held)
	h.held, h.bytes = h.held[:0], 0
}

// IsContent reports whether a copied message says something: the others count for nothing,
// and need not be added.
func IsContent(c *table.Copy) bool { return c.Class == content }

// AddCopy adds a copied message.
func (n *Named) AddCopy(c *table.Copy) {
	if !IsContent(c) {
		return
	}
	templates := n.sheet(c.ShopID).templates
	t := templates[c.TemplateID]
	if t == nil {
		t = &template{example: clonedCopy(c)}
		templates[t.example.TemplateID] = t
	}
	t.messages++
	if compareCopies(c, &t.example) < 0 {
		t.example = clonedCopy(c)
	}
}

// A template is a text that the agent sent again and again.
type template struct {
	messages int64
	example  table.Copy // the least of its copies, so that any order gives the same one
}

// id returns the template's identifier.
func (t *template) id() string { return t.example.TemplateID }

// clonedCopy returns what is needed of an example, without holding on to the memory of others.
func clonedCopy(c *table.Copy) table.Copy {
	all := c.TemplateID + c.SessionID + c.MessageID + c.MatchedText // one piece of memory
	part := func(size int) (part string) {
		part, all = all[:size], all[size:]
		return part
	}
	return table.Copy{
		SessionDate: c.SessionDate, Seq: c.Seq, BeginByte: c.BeginByte, EndByte: c.EndByte,
		TemplateID: part(len(c.TemplateID)), SessionID: part(len(c.SessionID)),
		MessageID: part(len(c.MessageID)), MatchedText: part(len(c.MatchedText)),
	}
}

func compareCopies(a, b *table.Copy) int {
	return cmp.Or(cmp.Compare(a.SessionDate, b.SessionDate), cmp.Compare(a.SessionID, b.SessionID),
		cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.MessageID, b.MessageID),
		cmp.Compare(a.BeginByte, b.BeginByte), cmp.Compare(a.EndByte, b.EndByte),
		cmp.Compare(a.MatchedText, b.MatchedText))
}

// Sheets calls write with the rows of each sheet, shop by shop, some rows at a time. The slice
// is reused. It must be called once, after all rows are added; it returns the first error of
// write or of the disk.
//
// A sheet is in this order: the summary, one strength, at most two priorities, the findings,
// the templates, the selling phrases.
//
// The strength is the praised rule with the most points, with its best sentence; where
// nothing was praised, the first number whose interval lies wholly on the good side of
// the interval of the shop's other agents; else there is none.
//
// The priorities are the rules with the greatest severity weight × sessions × share
// that the agent controls. All faults and praise are listed, hints last; findings of
// invalid sessions are marked and count for nothing.
func (n *Named) Sheets(write func(shopID string, rows []table.Coaching) error) error {
	for _, shopID := range n.Shops() {
		n.sheet(shopID) // of whom only the sessions were counted
	}
	left := slices.Sorted(maps.Keys(n.sheets))
	var open *sheet
	next := func() error {
		if open != nil {
			if err := open.end(); err != nil {
				return err
			}
		}
		open, left = n.sheets[left[0]], left[1:]
		open.write = func(rows []table.Coaching) error { return write(open.key.shopID, rows) }
		open.begin()
		return open.err
	}
	h := n.shelf
	err := h.sorter.Merge(n.week.memory, [][]table.Finding{h.held}, func(rows []table.Finding) error {
		for i := range rows {
			for open == nil || open.key.shopID != rows[i].ShopID {
				if err := next(); err != nil {
					return err
				}
			}
			open.finding(&rows[i])
		}
		return open.err
	})
	for err == nil && len(left) > 0 {
		err = next()
	}
	if err == nil && open != nil {
		err = open.end()
	}
	n.release()
	return err
}

// release leaves the shelf to the next name.
func (n *Named) release() {
	n.shelf.clear()
	n.week.mu.Lock()
	defer n.week.mu.Unlock()
	n.week.idle = append(n.week.idle, n.shelf)
	n.shelf = nil
}

// isSelling reports whether a group is of selling phrases.
func isSelling(g *group) bool { return g.example().Dimension == string(chat.Selling) }
