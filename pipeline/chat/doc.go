// Package chat holds the nouns of a customer-service conversation: messages,
// who sends them, the sessions they form, and the calendar they are filed under.
//
// Every other package imports chat; chat imports only the standard library.
//
// # Auto-replies
//
// A message typed by a machine has RoleBot. It is evidence, but it never stops
// the first-response clock: only RoleAgent does.
//
// # Time
//
// A moment is an int64 of microseconds since 1970 UTC and its name says so. A
// Date is a day in the shop's own time zone, so turning one into the other always
// takes a *time.Location.
package chat
