package coach

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/table"
)

// severityOrder lists the severities as a sheet does; hints come last.
var severityOrder = []string{
	string(chat.Fatal), string(chat.Major), string(chat.Minor), string(chat.Praise),
	string(chat.Hint),
}

func severityRank(severity string) int {
	if i := slices.Index(severityOrder, severity); i >= 0 {
		return i
	}
	return len(severityOrder)
}

// severityWeight says how much one session with a fault weighs when priorities are
// ranked.
var severityWeight = map[string]int64{
	string(chat.Fatal): 25, string(chat.Major): 5, string(chat.Minor): 2,
}

// controllable says, in percent, how far the agent alone can mend a fault: copied texts
// often come from the team's phrase book, missed offers from an unknown campaign, wrong
// facts from the knowledge base.
var controllable = [dimensionCount]int64{
	copyPaste: 80, evasive: 100, bannedClaim: 100, selling: 70, service: 100, fact: 50,
	privacy: 100,
}

// A group is what the findings of one rule come to, those that count.
type group struct {
	clearest table.Finding
	findings int64
	sessions int64
	milli    int64 // sum of points, in thousandths
	weight   int64 // of the faults: severity × sessions × controllable

	gravest table.Finding // of the session at hand: the session weighs as much as it
}

func (g *group) example() *table.Finding { return &g.clearest }

// add counts a finding. Those of one session come one after the other.
func (g *group) add(f *table.Finding) {
	g.findings++
	g.milli += milliPoints(f)
	if g.findings == 1 || clearerFirst(f, &g.clearest) < 0 {
		g.clearest = cloned(f)
	}
	same := g.gravest.SessionDate == f.SessionDate && g.gravest.SessionID == f.SessionID
	if g.findings > 1 && same {
		if clearerFirst(f, &g.gravest) < 0 {
			g.gravest = *f
		}
		return
	}
	g.settle()
	g.sessions++
	g.gravest = *f
}

// settle weighs the session at hand.
func (g *group) settle() {
	if d := dimensionIndex(&g.gravest); d >= 0 {
		g.weight += severityWeight[g.gravest.Severity] * controllable[d]
	}
	g.gravest = table.Finding{}
}

// cloned returns a finding that does not hold on to the memory of others, without evidence.
func cloned(f *table.Finding) table.Finding {
	c := *f
	c.Evidence = nil
	for _, s := range []*string{
		&c.FindingID, &c.ShopID, &c.SessionID, &c.MessageID, &c.AgentID, &c.MatchedText,
		&c.MessageText, &c.ContextBefore, &c.ContextAfter,
	} {
		*s = strings.Clone(*s)
	}
	return c
}

// groups gathers findings by rule.
type groups map[string]*group

func (g groups) add(f *table.Finding) {
	of := g[f.RuleID]
	if of == nil {
		of = &group{}
		g[strings.Clone(f.RuleID)] = of
	}
	of.add(f)
}

// sorted returns the groups in order of the rule's identifier, when all findings are added.
func (g groups) sorted() []*group {
	list := make([]*group, 0, len(g))
	for _, id := range slices.Sorted(maps.Keys(g)) {
		g[id].settle()
		list = append(list, g[id])
	}
	return list
}

// clearMessage is the longest message, in runes, that a reader takes in at a glance.
const clearMessage = 60

// clearerFirst orders findings by how well they serve as an example: the graver, the
// one with more points, one that shows what the customer asked, one that is short,
// then the earliest.
func clearerFirst(a, b *table.Finding) int {
	return cmp.Or(
		cmp.Compare(severityRank(a.Severity), severityRank(b.Severity)),
		cmp.Compare(b.Points, a.Points),
		compareFalseFirst(!showsQuestion(a), !showsQuestion(b)),
		compareFalseFirst(isLong(a), isLong(b)),
		earlierFirst(a, b),
	)
}

func showsQuestion(f *table.Finding) bool { return strings.Contains(f.ContextBefore, "客户") }

func isLong(f *table.Finding) bool { return utf8.RuneCountInString(f.MessageText) > clearMessage }

func compareFalseFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// earlierFirst is a total order of findings, up to those equal in all that is shown.
func earlierFirst(a, b *table.Finding) int {
	return cmp.Or(
		cmp.Compare(a.SentAt, b.SentAt), cmp.Compare(a.ShopID, b.ShopID),
		cmp.Compare(a.SessionID, b.SessionID), cmp.Compare(a.MessageID, b.MessageID),
		cmp.Compare(a.BeginByte, b.BeginByte), cmp.Compare(a.EndByte, b.EndByte),
		cmp.Compare(a.RuleID, b.RuleID), cmp.Compare(a.FindingID, b.FindingID),
	)
}
