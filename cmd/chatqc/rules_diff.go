package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"chatqc/pipeline"
	"chatqc/pipeline/chat"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/text"
)

// rulesDiffCommand compares what two folders of packs find in the same chats. A finding
// is the same when shop, session, message, rule and span are: a rule under another
// identifier loses all of its findings and gains them anew.
type rulesDiffCommand struct {
	Old string `arg:"" help:"Folder of rule packs, or the word shipped."`
	New string `arg:"" help:"Folder of rule packs, or the word shipped."`
	tryFlags
	Examples int `default:"5" help:"Findings gained, and lost, to show of each rule, drawn at random."`
}

// shippedPacks stands for the packs inside the program. A folder of that name is
// ./shipped.
const shippedPacks = "shipped"

func (c *rulesDiffCommand) run(ctx context.Context, s streams) (int, error) {
	if err := checkExamples(c.Examples); err != nil {
		return exitFailed, err
	}
	config, err := c.config(s, "")
	if err != nil {
		return exitFailed, err
	}
	before, err := loadPacks(c.Old, config.Rules)
	if err != nil {
		return exitFailed, err
	}
	after, err := loadPacks(c.New, config.Rules)
	if err != nil {
		return exitFailed, err
	}
	d := newRulesDiff(before, after, &config)
	d.lot = lot{limit: c.Examples, seed: c.Seed}
	read, err := readSessions(ctx, s, config, d.compare)
	if err != nil {
		return exitFailed, err
	}
	d.write(s, read)
	return exitDone, nil
}

// loadPacks loads a folder of packs and says which one it is when it has faults.
func loadPacks(folder string, shipped *rule.Set) (*rule.Set, error) {
	if folder == shippedPacks {
		return shipped, nil
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, &fault{exitData,
			"name a folder that holds packs, DIR/<pack>/<rule>.yaml, or the word shipped",
			fmt.Errorf("got %q, want a folder", folder)}
	}
	set, err := loadRules(folder)
	if err != nil {
		return nil, fmt.Errorf("%s: got rules with faults, want none\n%w", folder, err)
	}
	return set, nil
}

// A ruleChange is how the findings of one rule differ.
type ruleChange struct {
	Type   string `json:"message_type"`
	RuleID string `json:"rule_id"`
	Title  string `json:"title"`
	Only   string `json:"only,omitempty"` // old or new, when the other has no such rule
	findingChange

	gains, losses lot
}

// A findingChange counts findings: Old − Lost = New − Gained are in both.
type findingChange struct {
	Old    int64 `json:"findings_old"`
	New    int64 `json:"findings_new"`
	Gained int64 `json:"findings_gained"`
	Lost   int64 `json:"findings_lost"`
}

func (c *findingChange) sum(o findingChange) {
	c.Old += o.Old
	c.New += o.New
	c.Gained += o.Gained
	c.Lost += o.Lost
}

// A diffTotal is what is said of all rules together.
type diffTotal struct {
	Type     string `json:"message_type"`
	OldRules int    `json:"rules_old"`
	NewRules int    `json:"rules_new"`
	Changed  int    `json:"rules_changed"` // with a finding gained or lost
	findingChange
	reading
	Seed uint64 `json:"seed"`
}

// A rulesDiff compares two sets of rules session by session. Its memory is bounded by the
// rules and the examples, whatever the number of findings.
type rulesDiff struct {
	before, after *rule.Set
	old, new      *rule.Matcher
	lot           lot // what the lots of all rules begin as
	changes       map[string]*ruleChange

	oldFound, newFound []chat.Finding
	seen               map[place]bool // what the old rules find in the session at hand
}

// A place tells the findings of one session apart.
type place struct {
	rule    string
	message int
	span    chat.Span
}

func placeOf(f *chat.Finding) place { return place{f.RuleID, f.Message, f.Span} }

func newRulesDiff(before, after *rule.Set, config *pipeline.Config) *rulesDiff {
	return &rulesDiff{
		before: before, after: after, old: before.NewMatcher(config.World()),
		new: after.NewMatcher(config.World()), changes: map[string]*ruleChange{},
		seen: map[place]bool{},
	}
}

// compare counts what the rules find in one session.
func (d *rulesDiff) compare(s *chat.Session, texts []text.Text) {
	d.oldFound = d.old.Match(d.oldFound[:0], s, texts)
	d.newFound = d.new.Match(d.newFound[:0], s, texts)
	clear(d.seen)
	for i := range d.oldFound {
		d.change(&d.oldFound[i]).Old++
		d.seen[placeOf(&d.oldFound[i])] = true
	}
	for i := range d.newFound {
		f := &d.newFound[i]
		c := d.change(f)
		c.New++
		if !d.seen[placeOf(f)] {
			c.Gained++
			c.gains.offer(s, f)
		}
		delete(d.seen, placeOf(f))
	}
	for i := range d.oldFound {
		if f := &d.oldFound[i]; d.seen[placeOf(f)] {
			c := d.change(f)
			c.Lost++
			c.losses.offer(s, f)
		}
	}
}

// change returns the account of a finding's rule.
func (d *rulesDiff) change(f *chat.Finding) *ruleChange {
	c := d.changes[f.RuleID]
	if c == nil {
		c = &ruleChange{Type: "rule", RuleID: f.RuleID, Title: f.Title, gains: d.lot, losses: d.lot}
		d.changes[f.RuleID] = c
	}
	return c
}

// write tells the changes by rule, and then the totals.
func (d *rulesDiff) write(s streams, read reading) {
	total := diffTotal{
		Type: "total", OldRules: len(d.before.Rules()), NewRules: len(d.after.Rules()),
		reading: read, Seed: d.lot.seed,
	}
	for _, id := range slices.Sorted(maps.Keys(d.changes)) {
		c := d.changes[id]
		total.sum(c.findingChange)
		if c.Gained+c.Lost == 0 {
			continue
		}
		total.Changed++
		c.Only = d.only(id)
		c.write(s)
	}
	if s.json {
		s.writeJSON(s.out, &total)
		return
	}
	total.print(s.out)
}

// only says which of the sets has the rule when the other has not.
func (d *rulesDiff) only(id string) string {
	has := func(set *rule.Set) bool {
		return slices.ContainsFunc(set.Rules(), func(r *rule.Rule) bool { return r.ID == id })
	}
	switch {
	case !has(d.before):
		return "new"
	case !has(d.after):
		return "old"
	}
	return ""
}

func (c *ruleChange) write(s streams) {
	gains, losses := c.gains.drawn(), c.losses.drawn()
	for i := range gains {
		gains[i].Change = "gained"
	}
	for i := range losses {
		losses[i].Change = "lost"
	}
	if s.json {
		s.writeJSON(s.out, c)
	} else {
		fmt.Fprintf(s.out, "rule      %s  %s%s\n          %s\n", c.RuleID, c.Title,
			map[string]string{"old": "  (only in OLD)", "new": "  (only in NEW)"}[c.Only],
			c.findingChange.String())
	}
	for _, e := range append(gains, losses...) {
		if s.json {
			s.writeJSON(s.out, &e)
		} else {
			e.print(s.out, e.Change)
		}
	}
}

// String writes old → new, and what that hides.
func (c *findingChange) String() string {
	return fmt.Sprintf("%s → %s findings: %s in both, %s gained, %s lost", thousands(c.Old),
		thousands(c.New), thousands(c.Old-c.Lost), thousands(c.Gained), thousands(c.Lost))
}

func (t *diffTotal) print(w io.Writer) {
	if t.Changed == 0 {
		fmt.Fprintln(w, "no difference: no finding gained or lost")
	}
	t.reading.print(w)
	fmt.Fprintf(w, "rules     %d → %d, %d of them with other findings\n",
		t.OldRules, t.NewRules, t.Changed)
	fmt.Fprintf(w, "total     %s\n", t.findingChange.String())
}
