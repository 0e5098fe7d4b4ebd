// Package fact is what a shop knows beside its chats, for conditions in rules: its
// campaigns, its roster, its category, its knowledge base and its orders.
//
//	folder ─► campaigns.csv, roster.csv, shops.csv, knowledge.csv, orders.csv ─► Book
//
// Each file is optional. What its columns are stands at the head of campaign.go, member.go,
// shop.go, topic.go and order.go.
//
// # Files
//
// A file is delimited text, comma or tab, in UTF-8 with or without byte order mark or in
// GB18030. Its first line names the columns, in Chinese or English. A file or a column
// that is not known is a fault and not passed over: a fact that is silently missing looks
// like an agent who told the truth.
//
// # Time
//
// A time stands for all of what is written: 2026-11-11 is a whole day, 2026-11-11 20:00 a
// whole minute. It begins with its first microsecond and ends with its last, in the zone
// that Load was given, unless it carries one of its own.
//
// # Who is who
//
// Shops, agents and customers are compared letter by letter with those of the export, so
// the files must spell them as the export does. Ingest gives agents and customers who are
// named by a telephone number, a mail address or an ID card a pseudonym; Load gives them
// the same one, by mask.Identifier, so that they match and nothing raw is kept. Faults are
// masked too.
//
// # Concurrency and cost
//
// A Book is read-only once it is loaded and safe for concurrent use. A nil *Book knows
// nothing and may be asked. Load holds the largest file about twice; 100,000 orders take
// about 15 MB and 0.2 s.
package fact
