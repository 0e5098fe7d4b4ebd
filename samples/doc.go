// Package samples is what a newcomer touches: a synthetic shop's week with faults in
// known places, small exports in every format, and chats that must yield nothing.
//
// Shop makes the week from a seed: the same seed gives the same bytes on every machine.
// The week knows its truth, so a whole run can be marked: Week.Truth lists the sentences
// that must be found, Week.Clean those that look bad and must stay silent.
//
// Nothing in it is real. Telephone numbers begin with 1540000, which no operator has been
// given, mail addresses end in example.com, and the towns do not exist.
//
// The package imports only the nouns, so that every test of the project may use it.
package samples
