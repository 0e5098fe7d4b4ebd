package main

import (
	"context"

	"chatqc/pipeline"
)

// runCommand is the nightly job: all stages in a row.
type runCommand struct{ exportFlags }

func (c *runCommand) run(ctx context.Context, s streams) (int, error) {
	return c.start(ctx, s, pipeline.Ingest, pipeline.Inspect, pipeline.Coach)
}

// ingestCommand reads exports into messages and nothing more.
type ingestCommand struct{ exportFlags }

func (c *ingestCommand) run(ctx context.Context, s streams) (int, error) {
	return c.start(ctx, s, pipeline.Ingest)
}

// inspectCommand inspects messages that are there already.
type inspectCommand struct{ jobFlags }

func (c *inspectCommand) run(ctx context.Context, s streams) (int, error) {
	return c.start(ctx, s, pipeline.Inspect)
}

// coachCommand rolls up weeks that are inspected already.
type coachCommand struct{ jobFlags }

func (c *coachCommand) run(ctx context.Context, s streams) (int, error) {
	return c.start(ctx, s, pipeline.Coach)
}
