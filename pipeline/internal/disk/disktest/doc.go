// Package disktest is a disk.Layer for tests: over real files, it counts operations,
// refuses them, and knows what a power cut would leave of them.
//
// # What survives
//
// The content of a file survives when it was synced after it was written, a name in a
// folder when the folder was synced after the name was made, moved or removed. Anything
// else may survive or not, each change for itself: a file system may write it at any
// time, in any order. A rename, or an exchange of two names, survives as a whole or not at
// all, as all journalling file systems promise; so does syncing one of its two folders.
// That is stricter than any such system is, which keep an order at least in part.
package disktest
