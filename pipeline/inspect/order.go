package inspect

import (
	"cmp"
	"strings"

	"chatqc/pipeline/table"
)

// The orders of the tables of a day. Rows of different sessions may be added to a Result in
// any order, by any number of workers: sorted, they are the same.
var (
	SessionOrder = table.Order[table.Session]{
		Group: func(s *table.Session) string { return s.AgentID }, Compare: compareSessions,
	}
	FindingOrder = table.Order[table.Finding]{
		Group: func(f *table.Finding) string { return f.AgentID }, Compare: compareFindings,
	}
	CopyOrder = table.Order[table.Copy]{
		Group: func(c *table.Copy) string { return c.AgentID }, Compare: compareCopies,
	}
)

func compareSessions(a, b *table.Session) int {
	if c := strings.Compare(a.AgentID, b.AgentID); c != 0 {
		return c
	}
	if c := strings.Compare(a.SessionID, b.SessionID); c != 0 {
		return c
	}
	return strings.Compare(a.ShopID, b.ShopID)
}

func compareFindings(a, b *table.Finding) int {
	return cmp.Or(strings.Compare(a.AgentID, b.AgentID),
		strings.Compare(a.SessionID, b.SessionID), strings.Compare(a.ShopID, b.ShopID),
		cmp.Compare(a.SentAt, b.SentAt), strings.Compare(a.MessageID, b.MessageID),
		cmp.Compare(a.BeginByte, b.BeginByte), strings.Compare(a.RuleID, b.RuleID),
		strings.Compare(a.FindingID, b.FindingID))
}

func compareCopies(a, b *table.Copy) int {
	if c := strings.Compare(a.AgentID, b.AgentID); c != 0 {
		return c
	}
	if c := strings.Compare(a.SessionID, b.SessionID); c != 0 {
		return c
	}
	return cmp.Or(strings.Compare(a.ShopID, b.ShopID), cmp.Compare(a.Seq, b.Seq),
		cmp.Compare(a.BeginByte, b.BeginByte))
}
