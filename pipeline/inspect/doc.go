// Package inspect is the hinge of the job: it turns sessions into findings and
// metrics, without reaching for a file, a clock or a global.
//
//	Observe(session) Partial → Combine(a, b) Partial → Inspect(session, Frozen) Result
//
// What needs more than one session goes through the partials: they are counted day
// by day, merged over a trailing window in any order, and frozen before any session
// is inspected. Nothing else crosses sessions, so any number of workers, here or
// elsewhere, give the same rows.
package inspect
