// Package metric holds the service metrics of one session and the statistics with
// which a week of sessions is summed up. It imports chat and nothing else of the job,
// and every function is pure: safe for concurrent use, the same result for any order
// in which sessions come.
//
// # What is counted
//
// A round begins with the first customer message that wants an answer and ends with
// the first reply typed by a person; machines never stop the clock (Response). What
// merely closes a talk (IsClosing) begins no round.
//
// # What an interval means
//
// Rates carry Wilson's score interval, means a t interval in which the session, not
// the message, is the unit that was drawn. Sums are kept as integers, so that adding
// in another order gives the same bits.
package metric
