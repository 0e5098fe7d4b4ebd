// Package pipeline runs the nightly job: exports in, per-agent Parquet out.
//
//	exports ─► ingest ─► messages ─► inspect ─► sessions, findings ─► coach ─► agents, coaching
//
// Each stage is a pure function of the tables before it and commits one partition
// at a time. The packages stand in the order in which the data passes through:
//
//	chat      the nouns
//	text      one decode pass: folding, offsets back, fingerprints
//	segment   words: gse's dictionary and ours, compiled
//	ingest    exports → messages: export (readers), mask, merge
//	rule      the rule language: load, check, compile, match, explain
//	check     what words alone cannot decide, one folder a kind
//	metric    service metrics
//	inspect   the hinge: observe → combine → inspect
//	coach     the week: agents, scores, coaching points
//	table     every table as one Go struct; atomic commit
//
// Imports go one way only; internal/arch holds that as a test.
package pipeline
