package coach

import (
	"cmp"
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

// A group is the findings of one rule that count, the clearest first.
type group struct {
	findings []*table.Finding
	sessions int64
	milli    int64 // sum of points, in thousandths
	weight   int64 // of the faults: severity × sessions × controllable
}

func (g *group) example() *table.Finding { return g.findings[0] }

// groups gathers findings by rule, those of valid sessions that want accepts, in order
// of the rule's identifier.
func groups(findings []table.Finding, want func(*table.Finding) bool) []*group {
	var kept []*table.Finding
	for i := range findings {
		if f := &findings[i]; f.SessionValid && want(f) {
			kept = append(kept, f)
		}
	}
	slices.SortFunc(kept, func(a, b *table.Finding) int {
		return cmp.Or(cmp.Compare(a.RuleID, b.RuleID), clearerFirst(a, b))
	})
	var list []*group
	for begin := 0; begin < len(kept); {
		end := begin + 1
		for end < len(kept) && kept[end].RuleID == kept[begin].RuleID {
			end++
		}
		list = append(list, newGroup(kept[begin:end]))
		begin = end
	}
	return list
}

// newGroup sums up findings that are sorted with the worst first: a session weighs as
// much as its worst finding.
func newGroup(findings []*table.Finding) *group {
	g := &group{findings: findings}
	seen := make(map[string]bool, len(findings))
	for _, f := range findings {
		g.milli += milliPoints(f)
		if seen[f.SessionID] {
			continue
		}
		seen[f.SessionID] = true
		g.sessions++
		if d := dimensionIndex(f); d >= 0 {
			g.weight += severityWeight[f.Severity] * controllable[d]
		}
	}
	return g
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
