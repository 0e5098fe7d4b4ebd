package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"chatqc/pipeline"
	"chatqc/pipeline/table"
)

// printSummary writes what a person wants to know of a run.
func printSummary(w io.Writer, m *pipeline.Manifest, out string) {
	if len(m.Files) > 0 {
		r := m.Totals
		fmt.Fprintf(w, "rows      %s read = %s accepted + %s duplicates + %s quarantined"+
			" + %s outside the dates\n", thousands(r.Read), thousands(r.Accepted), thousands(r.Duplicates),
			thousands(r.Quarantined), thousands(r.Outside))
	}
	printDays(w, m)
	for _, silent := range m.SilentRules {
		fmt.Fprintf(w, "silent    %s needs %s (--facts DIR)\n", silent.RuleID, silent.Needs)
	}
	for _, partition := range m.Repaired {
		fmt.Fprintf(w, "repaired  %s/%s\n", out, partition)
	}
	if m.Worst != nil {
		printSentence(w, "worst", m.Worst)
	}
	if m.Best != nil {
		printSentence(w, "best", m.Best)
	}
	fmt.Fprintf(w, "files     %s/tables/<table>/dt=…  "+
		"(messages, sessions, findings, copies, repeats)\n", out)
	for _, week := range m.Weeks {
		fmt.Fprintf(w, "          %s/coaching/week=%s/agents/  (%d agents)\n",
			out, week.Week, week.Agents)
	}
	if m.Quarantine != "" {
		fmt.Fprintf(w, "          %s/%s\n", out, m.Quarantine)
	}
	fmt.Fprintf(w, "          %s/runs/%s.json  (every row accounted for)\n", out, m.Run)
}

func printDays(w io.Writer, m *pipeline.Manifest) {
	var sessions, valid int64
	for _, d := range m.Days {
		sessions += d.Sessions
		valid += d.Valid
	}
	if sessions == 0 {
		return
	}
	fmt.Fprintf(w, "sessions  %s on %d days, %s valid (%.1f %%)\n", thousands(sessions), len(m.Days),
		thousands(valid), 100*float64(valid)/float64(sessions))
	var parts []string
	for _, dimension := range slices.Sorted(maps.Keys(m.Findings)) {
		parts = append(parts, fmt.Sprintf("%s %s", dimension, thousands(int64(m.Findings[dimension]))))
	}
	fmt.Fprintf(w, "findings  %s\n", strings.Join(parts, ", "))
}

// printSentence shows a finding the way a QA lead reads one: the chat around it, the
// sentence marked, and why.
func printSentence(w io.Writer, label string, f *table.Finding) {
	fmt.Fprintf(w, "%-9s %s  [%s, %s, %s]\n", label, f.Title, f.RuleID, f.AgentID, f.SessionID)
	for line := range strings.Lines(f.ContextBefore) {
		fmt.Fprintf(w, "            %s\n", strings.TrimRight(line, "\n"))
	}
	text := f.MessageText
	marked := text[:f.BeginByte] + "【" + text[f.BeginByte:f.EndByte] + "】" + text[f.EndByte:]
	fmt.Fprintf(w, "          → 客服: %s\n", strings.ReplaceAll(marked, "\n", " "))
	for line := range strings.Lines(f.ContextAfter) {
		fmt.Fprintf(w, "            %s\n", strings.TrimRight(line, "\n"))
	}
	fmt.Fprintf(w, "            原因: %s\n", f.Reason)
	if f.Suggestion != "" {
		fmt.Fprintf(w, "            建议: %s\n", f.Suggestion)
	}
}

// printPlan writes what a run would do.
func printPlan(s streams, plan *pipeline.Plan) {
	if s.json {
		s.writeJSON(s.out, plan)
		return
	}
	for _, f := range plan.Files {
		fmt.Fprintf(s.out, "read      %s  %s, %s, %s rows, %s bad\n", f.Path, f.Format, f.Charset,
			thousands(f.Read), thousands(f.Quarantined))
	}
	for _, d := range plan.Days {
		verb := "create"
		if d.Exists {
			verb = "merge"
		}
		fmt.Fprintf(s.out, "%-9s dt=%s  %s rows\n", verb, d.Date, thousands(d.Rows))
	}
	for _, week := range plan.Weeks {
		fmt.Fprintf(s.out, "coach     week=%s\n", week)
	}
	fmt.Fprintln(s.out, "nothing was written")
}
