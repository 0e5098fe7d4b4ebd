// Package export reads the chat exports of shops: files in, rows out.
//
//	file ─► hash ─► gzip, zstd ─► UTF-8 ─► blocks ─► workers: parse, convert ─► Sink
//
// One goroutine a file opens, decodes and cuts; Options.Jobs workers parse and convert.
// A bad row is a Reject and the others go on; a file that cannot be read at all is a
// *FileError. Which rows come out, and what is said about each, does not depend on the
// number of workers or on where blocks are cut; their order does.
//
// # Formats
//
// JSON lines, delimited text (comma, tab, semicolon or bar, found from the header) and
// Parquet. The text formats may be packed with gzip or zstd, which is seen from the first
// bytes. JSON lines have a scanner for flat objects; what is unusual in any way goes to
// jsontext, and the two agree on every line. A quote that never closes in delimited text
// costs one row, not the rest of the file.
//
// # Charsets
//
// A byte order mark decides. Else a regular pattern of zero bytes in the first 256 KiB
// means UTF-16. Else bytes pass through as long as they are ASCII, and the 256 KiB
// from the first other byte on decide between UTF-8 and GB18030, so a file that turns
// Chinese late is read right. Text that is valid UTF-8, or has at least four good
// characters for each bad byte, is UTF-8. What cannot be decoded becomes the byte 0xFF,
// which no text holds, and its row is set aside as bad_encoding. The same happens to
// U+FFFD in GB18030 and UTF-16: an earlier program lost a character there.
//
// # Memory
//
// A block is 1 MiB, or one record of up to 8 MiB. About two blocks a worker and two a
// file that is being read are held at once, whatever the size of the files. Parquet
// holds batches of 4096 rows instead.
package export
