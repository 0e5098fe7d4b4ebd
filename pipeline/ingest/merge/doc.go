// Package merge turns rows, given in any order by any number of goroutines, into days
// of sessions: each message once, conversations cut into sessions, sorted.
//
//	rows ─► Writer ─► 64 partitions by hash of conversation, on disk
//	     ─► Merge: a partition at a time in memory: dedupe, cut, sort ─► runs by day, on disk
//	     ─► Merged.Day: k-way merge of one day's runs ─► sessions
//
// The result depends on the contents of the rows alone: not on their order, on the
// files that gave them, on Config.Jobs or Config.Partitions, or on whether some of
// them were merged before and came back as held rows.
//
// # Identity
//
// A conversation is a shop with a session identifier or, without one, a shop with a
// customer. Within it a message is its identifier or, without one, a fingerprint of
// its time, role, agent, turn and text, which then becomes its identifier: msg- and
// 32 hexadecimal digits.
//
// A session without identifier is named gap- and 32 digits. What lasts longer than
// Config.MaxSession is cut into pieces; those after the first are named by the day on
// which they begin, ID@2026-11-16.9c1e. Both names end in a checksum, so that they are
// known again when they come back, and an export's own identifiers are never taken
// for them.
//
// # Memory
//
// A Writer holds at most 64 KiB a partition. Merge holds, for each job, one partition
// twice. A partition has no bound of its own: one conversation lies in one partition.
// Ten million messages in 64 partitions make about 30 MB each.
package merge
