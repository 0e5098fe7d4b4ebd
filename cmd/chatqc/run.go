package main

import (
	"context"

	"chatqc/pipeline"
)

// runCommand is the nightly job: all stages in a row.
type runCommand struct {
	jobFlags
	ingestFlags
}

func (c *runCommand) run(ctx context.Context, s streams) (int, error) {
	s = c.streams(s)
	config, err := c.config(s)
	if err == nil {
		err = c.apply(&config)
	}
	if err != nil {
		return exitFailed, err
	}
	return c.finish(ctx, s, config, &c.ingestFlags,
		pipeline.Ingest, pipeline.Inspect, pipeline.Coach)
}

// ingestCommand reads exports into messages and nothing more.
type ingestCommand struct {
	jobFlags
	ingestFlags
}

func (c *ingestCommand) run(ctx context.Context, s streams) (int, error) {
	s = c.streams(s)
	config, err := c.config(s)
	if err == nil {
		err = c.apply(&config)
	}
	if err != nil {
		return exitFailed, err
	}
	return c.finish(ctx, s, config, &c.ingestFlags, pipeline.Ingest)
}

// inspectCommand inspects messages that are there already.
type inspectCommand struct{ jobFlags }

func (c *inspectCommand) run(ctx context.Context, s streams) (int, error) {
	s = c.streams(s)
	config, err := c.config(s)
	if err != nil {
		return exitFailed, err
	}
	return c.finish(ctx, s, config, nil, pipeline.Inspect)
}

// coachCommand rolls up weeks that are inspected already.
type coachCommand struct{ jobFlags }

func (c *coachCommand) run(ctx context.Context, s streams) (int, error) {
	s = c.streams(s)
	config, err := c.config(s)
	if err != nil {
		return exitFailed, err
	}
	return c.finish(ctx, s, config, nil, pipeline.Coach)
}
