package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/rule"
)

// rulesCommand groups what authors of rules use. Only try and diff read exports.
type rulesCommand struct {
	Lint    rulesLintCommand    `cmd:"" help:"Check the form of all rules and say every fault with its place."`
	Test    rulesTestCommand    `cmd:"" help:"Run the rules' own examples with the dictionary of words."`
	Explain rulesExplainCommand `cmd:"" help:"Show a rule, or what matches a sentence or a chat and what stopped the rest."`
	List    rulesListCommand    `cmd:"" help:"List the rules."`
	New     rulesNewCommand     `cmd:"" help:"Draft a rule in a folder of packs."`
	Doc     rulesDocCommand     `cmd:"" help:"Print the manual of the language and the list of the rules."`
	Try     rulesTryCommand     `cmd:"" help:"Run one rule over exports: how often it fires, and examples."`
	Diff    rulesDiffCommand    `cmd:"" help:"Compare what two folders of packs find in exports."`
	Schema  rulesSchemaCommand  `cmd:"" help:"Print the JSON Schema of a rule, for editors."`
}

// ruleFlags are the flags of every rules command.
type ruleFlags struct {
	Rules string `help:"Folder of rule packs instead of the shipped ones." placeholder:"DIR"`
	JSON  bool   `name:"json" help:"Print JSON lines."`
}

func (f *ruleFlags) asJSON() bool { return f.JSON }

type rulesLintCommand struct {
	ruleFlags
	Strict bool `help:"Take notes (a shadowed rule, a pattern without required words) for faults."`
}

func (c *rulesLintCommand) run(_ context.Context, s streams) (int, error) {
	set, err := lintRules(c.Rules)
	if err != nil {
		return exitFailed, err
	}
	notes := set.Advise()
	if c.Strict && len(notes) > 0 {
		return exitFailed, errors.Join(notes...)
	}
	if s.json {
		s.writeJSON(s.out, map[string]int{
			"rules": len(set.Rules()), "faults": 0, "notes": len(notes),
		})
		return exitDone, nil
	}
	for _, note := range notes {
		fmt.Fprintln(s.out, note)
	}
	fmt.Fprintf(s.out, "%d rules, no fault", len(set.Rules()))
	if len(notes) > 0 {
		fmt.Fprintf(s.out, ", %d notes", len(notes))
	}
	fmt.Fprintln(s.out)
	return exitDone, nil
}

type rulesTestCommand struct {
	ruleFlags
	Pattern string `arg:"" optional:"" default:"*/*" help:"Rules to test, for example evasion/*."`
}

func (c *rulesTestCommand) run(_ context.Context, s streams) (int, error) {
	if _, err := path.Match(c.Pattern, ""); err != nil {
		return exitFailed, usage("quote patterns like 'evasion/*'", "got pattern %q: %w", c.Pattern, err)
	}
	set, err := loadRules(c.Rules)
	if err != nil {
		return exitFailed, err
	}
	words, err := loadWords()
	if err != nil {
		return exitFailed, err
	}
	tested, examples := 0, 0
	var faults []error
	for _, r := range set.Rules() {
		if ok, _ := path.Match(c.Pattern, r.ID); !ok {
			continue
		}
		tested++
		examples += len(r.Hits) + len(r.Misses)
		faults = append(faults, set.Test(r, words.NewSegmenter()))
	}
	if tested == 0 {
		return exitFailed, usage("run \"chatqc rules list\"",
			"got pattern %q, want one that a rule matches", c.Pattern)
	}
	if err := errors.Join(faults...); err != nil {
		return exitFailed, err
	}
	if s.json {
		s.writeJSON(s.out, map[string]int{"rules": tested, "examples": examples, "faults": 0})
		return exitDone, nil
	}
	fmt.Fprintf(s.out, "%d rules, %d examples, all as expected\n", tested, examples)
	return exitDone, nil
}

type rulesExplainCommand struct {
	ruleFlags
	Subject string `arg:"" help:"A rule's id, a sentence of an agent, or a file with a chat: lines like \"客服: …\"."`
}

func (c *rulesExplainCommand) run(_ context.Context, s streams) (int, error) {
	set, err := loadRules(c.Rules)
	if err != nil {
		return exitFailed, err
	}
	for _, r := range set.Rules() {
		if r.ID == c.Subject {
			fmt.Fprint(s.out, r.Document())
			return exitDone, nil
		}
	}
	session, err := c.session()
	if err != nil {
		return exitFailed, err
	}
	words, err := loadWords()
	if err != nil {
		return exitFailed, err
	}
	explanation := set.Explain(session, words.NewSegmenter())
	if s.json {
		s.writeJSON(s.out, explanation)
	} else {
		fmt.Fprint(s.out, explanation.String())
	}
	return exitDone, nil
}

// session takes the subject as a file with a chat, as a chat, or as one sentence of
// an agent.
func (c *rulesExplainCommand) session() (*chat.Session, error) {
	text := c.Subject
	if data, err := os.ReadFile(c.Subject); err == nil {
		text = string(data)
	} else if looksLikeID(text) {
		return nil, &fault{exitUsage, "run \"chatqc rules list\"",
			fmt.Errorf("got %q, want a rule's id, a sentence or a file", text)}
	}
	session, err := chattest.Parse(text)
	if err == nil {
		return session, nil
	}
	if strings.Contains(strings.TrimSpace(text), "\n") {
		return nil, &fault{exitData, "write lines like \"客服: 这个不知道哦\"",
			fmt.Errorf("%s: %w", c.Subject, err)}
	}
	return chattest.Parse("客服: " + strings.TrimSpace(text))
}

// looksLikeID reports whether the text can only be meant as a rule's id.
func looksLikeID(text string) bool {
	pack, name, ok := strings.Cut(text, "/")
	plain := func(r rune) bool { return r >= 'a' && r <= 'z' || r == '-' }
	return ok && strings.TrimFunc(pack, plain) == "" && strings.TrimFunc(name, plain) == ""
}

type rulesListCommand struct{ ruleFlags }

func (c *rulesListCommand) run(_ context.Context, s streams) (int, error) {
	set, err := loadRules(c.Rules)
	if err != nil {
		return exitFailed, err
	}
	for _, r := range set.Rules() {
		if s.json {
			s.writeJSON(s.out, listed(r))
			continue
		}
		fmt.Fprintf(s.out, "%-32s %-12s %-7s %4g  %s\n",
			r.ID, r.Dimension, r.Severity, r.Points, r.Title)
	}
	return exitDone, nil
}

func listed(r *rule.Rule) map[string]any {
	return map[string]any{
		"rule_id": r.ID, "title": r.Title, "dimension": r.Dimension, "severity": r.Severity,
		"points": r.Points,
	}
}
