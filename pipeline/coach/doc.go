// Package coach sums up a week: one row an agent, and for each agent the sheet that a
// QA lead coaches with. It reads rows and gives rows; files are the business of others.
//
//	all rows ─► Week.AddSession, AddFinding, AddCopy       sums of each agent
//	the rows of one agent's name ─► Named ─► Sheets        name by name
//	Week.Agents, Highlights                                in the end
//
// Twice, because a sheet compares its agent with the rest of the shop, and name by name,
// because no more than one agent's findings are to be held in memory.
//
// # What counts
//
// Only findings in valid sessions move a rate or the score: fatal, major and minor
// ones, and for the selling rate praise. Hints weigh nothing. A session belongs to the
// agent with the most messages in it, a finding to whoever sent the message; so after
// a transfer an agent may have findings in a session of somebody else's, and such a
// session is then added to the denominator rather than let a rate exceed 1.
//
// # Score
//
// 100, less for each dimension the points of its faults per 100 valid sessions, at most
// the dimension's cap; the caps sum to 100. A fatal finding takes the rest. Each term
// is rounded to a tenth before it is taken away, so the printed sum is the sum.
//
// # Any order
//
// Everything is counted in integers or sorted before it is used, so days in another
// order give the same bytes. A session is known by its day and its identifier.
package coach
