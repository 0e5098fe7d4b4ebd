// Package rule is the rule language: it loads packs of rules, refuses those that
// cannot be right, matches them against sessions and explains what it did.
//
//	<pack>/pack.yaml    title, dimension, version, owner
//	<pack>/<rule>.yaml  one rule: what is said, unless what, why, instead, hits, misses
//	<pack>/words/*.yaml words that rules share, named $file
//	law.yaml            the law that rules cite by key, with its dates
//
// A rule fires on one message of the role it names. Its words select the message, its
// regular expressions, if there are any, the place; then the guards under unless look
// around that place. The first place that no guard stops is the finding.
//
// # Cost
//
// All words of all rules and guards are found in one pass of a lexicon over the folded
// text. A regular expression runs only where a word of its rule and a pair of characters
// of each of its parts was seen, and guards are looked at only where a rule matched, so a
// message without any word costs the lexicon alone. Messages of customers are read only
// when a rule asks.
//
// # Being right
//
// A rule carries at least three examples that must be found and three that must not.
// Load runs them all and refuses the rule when one fails.
package rule
