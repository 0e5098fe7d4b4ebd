package main

import (
	"context"
	"fmt"
	"io"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/text"
)

// rulesTryCommand shows what one rule finds in real chats: how often, and where.
type rulesTryCommand struct {
	Rule string `arg:"" help:"The rule's id, for example evasion/dont-know."`
	tryFlags
	Rules    string `help:"Folder of rule packs instead of the shipped ones." placeholder:"DIR"`
	Examples int    `default:"20" help:"Findings to show, drawn at random."`
}

// A tryOutcome is what one rule found in what was read.
type tryOutcome struct {
	Type   string `json:"message_type"`
	RuleID string `json:"rule_id"`
	Title  string `json:"title"`
	reading
	Speaker         string   `json:"speaker"` // Chinese: who says what the rule looks for
	SpeakerMessages int64    `json:"speaker_messages"`
	Findings        int64    `json:"findings"`
	Rate            *float64 `json:"findings_per_1000_messages"` // nil: no message
	Seed            uint64   `json:"seed"`
}

func (c *rulesTryCommand) run(ctx context.Context, s streams) (int, error) {
	if err := checkExamples(c.Examples); err != nil {
		return exitFailed, err
	}
	config, err := c.config(s, c.Rules)
	if err != nil {
		return exitFailed, err
	}
	tried, err := findRule(config.Rules, c.Rule)
	if err != nil {
		return exitFailed, err
	}
	outcome := tryOutcome{Type: "rule", RuleID: tried.ID, Title: tried.Title, Seed: c.Seed}
	lot := lot{limit: c.Examples, seed: c.Seed}
	matcher := config.Rules.NewMatcher(config.World())
	var findings []chat.Finding
	read, err := readSessions(ctx, s, config, func(one *chat.Session, texts []text.Text) {
		findings = matcher.Match(findings[:0], one, texts)
		for i := range findings {
			if findings[i].RuleID == tried.ID {
				outcome.Findings++
				lot.offer(one, &findings[i])
			}
		}
	})
	if err != nil {
		return exitFailed, err
	}
	outcome.measure(read, tried.Say)
	outcome.write(s, lot.drawn())
	return exitDone, nil
}

// findRule returns the rule of that name.
func findRule(set *rule.Set, id string) (*rule.Rule, error) {
	var known []string
	for _, r := range set.Rules() {
		if r.ID == id {
			return r, nil
		}
		known = append(known, r.ID)
	}
	const hint = "run \"chatqc rules list\""
	if near := text.Nearest(id, known); near != "" {
		return nil, usage(hint, "unknown rule %q, did you mean %q?", id, near)
	}
	return nil, usage(hint, "unknown rule %q, want one of %d", id, len(known))
}

// measure relates the findings to the messages of the rule's speaker.
func (o *tryOutcome) measure(read reading, speaker chat.Role) {
	o.reading, o.Speaker, o.SpeakerMessages = read, speaker.Speaker(), read.byRole[speaker]
	if o.SpeakerMessages > 0 {
		rate := 1000 * float64(o.Findings) / float64(o.SpeakerMessages)
		o.Rate = &rate
	}
}

func (o *tryOutcome) write(s streams, drawn []example) {
	if s.json {
		s.writeJSON(s.out, o)
		for i := range drawn {
			s.writeJSON(s.out, &drawn[i])
		}
		return
	}
	o.print(s.out)
	fmt.Fprintf(s.out, "examples  %s of %s, drawn with seed %d\n",
		thousands(int64(len(drawn))), thousands(o.Findings), o.Seed)
	for i := range drawn {
		drawn[i].print(s.out, fmt.Sprint(i+1))
	}
}

func (o *tryOutcome) print(w io.Writer) {
	fmt.Fprintf(w, "rule      %s  %s\n", o.RuleID, o.Title)
	o.reading.print(w)
	fmt.Fprintf(w, "findings  %s in %s messages of %s",
		thousands(o.Findings), thousands(o.SpeakerMessages), o.Speaker)
	if o.Rate != nil {
		fmt.Fprintf(w, " = %.2f per 1,000", *o.Rate)
	}
	fmt.Fprintln(w)
}
