package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"chatqc/pipeline/rule"
)

// rulesNewCommand drafts a rule.
type rulesNewCommand struct {
	ID    string `arg:"" help:"The rule's id: <pack>/<rule>, small letters and hyphens."`
	Rules string `required:"" help:"Folder of rule packs." placeholder:"DIR"`
}

func (c *rulesNewCommand) asJSON() bool { return false }

func (c *rulesNewCommand) run(_ context.Context, s streams) (int, error) {
	if !looksLikeID(c.ID) {
		return exitFailed, usage("for example evasion/dont-know", "got %q, want <pack>/<rule>", c.ID)
	}
	path := filepath.Join(c.Rules, filepath.FromSlash(c.ID)+".yaml")
	pack := filepath.Join(filepath.Dir(path), "pack.yaml")
	if _, err := os.Stat(pack); err != nil {
		return exitFailed, &fault{exitData,
			"make it: title, dimension, version and owner, like rules/evasion/pack.yaml",
			fmt.Errorf("%s: got no pack, want its facts first", pack)}
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return exitFailed, usage("choose another id", "%s: got a rule that is there already", path)
	}
	if err != nil {
		return exitFailed, err
	}
	_, err = file.WriteString(rule.Scaffold())
	if err := errors.Join(err, file.Close()); err != nil {
		return exitFailed, err
	}
	fmt.Fprintf(s.out, "%s: fill it in, then: chatqc rules lint --rules %s\n", path, c.Rules)
	return exitDone, nil
}

// rulesSchemaCommand prints the JSON Schema of a rule file.
type rulesSchemaCommand struct{}

func (c *rulesSchemaCommand) asJSON() bool { return true }

func (c *rulesSchemaCommand) run(_ context.Context, s streams) (int, error) {
	schema, err := rule.EditorSchema()
	if err != nil {
		return exitFailed, err
	}
	fmt.Fprintf(s.out, "%s\n", schema)
	return exitDone, nil
}

// rulesDocCommand prints the manual.
type rulesDocCommand struct{ ruleFlags }

func (c *rulesDocCommand) run(_ context.Context, s streams) (int, error) {
	set, err := loadRules(c.Rules)
	if err != nil {
		return exitFailed, err
	}
	fmt.Fprint(s.out, set.Manual())
	return exitDone, nil
}
