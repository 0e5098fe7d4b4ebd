// Package merge turns rows, given in any order by any number of goroutines, into days
// of sessions: each message once, conversations cut into sessions, sorted.
//
//	rows ─► Writer ─► 64 or more partitions by hash of conversation, on disk
//	     ─► Merge: a partition at a time in memory: dedupe, sort, cut ─► runs by day, on disk
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
// A session without identifier ends where nothing is said for longer than
// Config.IdleGap and is named gap- and 32 digits, which stand for the customer and the
// moment at which it begins. No session lasts longer than Config.MaxSession. The rest
// of one with an identifier is named by the day on which it begins,
// ID@2026-11-16.9c1e. Both names end in a checksum, so that they are known again when
// they come back, and an export's own identifiers are never taken for them.
//
// # What the tables hold
//
// A run may write some days only: those of its window, less those that it protects
// because it has not given back what they hold. Let S be the day of a fresh row; the
// caller gives back the days S−1, S and S+1 as far as it may write them, and protects
// all others that it has. Held rows then never vanish and are never written twice:
//
//   - A session lies on the day on which it begins. When earlier rows arrive, it moves
//     to an earlier day, and both days are written anew.
//   - When those earlier rows lie on a day that may not be written, they are counted as
//     outside and the session goes on to begin where the held row does.
//   - When what a session began with turns out to have been said later, its new day
//     may be one that may not be written. It is then filed under the last day before it
//     that may; the run that writes the right day moves it there.
//   - The day before the window cannot be written but its sessions may reach into it.
//     Its rows are given as Row.Fixed: they stay as they are, win every conflict, are in
//     no day of the result, and what belongs to their sessions is counted as outside.
//     Without them, an exported row of such a session would seem to begin a new one.
//
// An identifier that is used again after days of silence begins anew under its own
// name, unless the days on which it was used before are given back too.
//
// # Memory
//
// The Writers of all jobs hold half of Config.Memory, 20 to 132 KiB a partition. Then Merge
// gives a third of it to what its workers load, a third to what they make of that, and the
// rest to sorting. A partition that is larger than its worker's part is split by more bits
// of the hash, over and over. A single conversation is not split: one of a hundred thousand
// messages takes some 50 MiB, whatever Config.Memory says. Merged.Day holds an eighth of
// Config.Memory, 4 to 64 KiB a run, and one session.
//
// # Damage
//
// Every block of rows and every session has a checksum, which is verified whenever it is read.
package merge
