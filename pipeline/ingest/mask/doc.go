// Package mask replaces personal data in chat texts by typed tokens, so that
// nothing raw is ever written.
//
// A phone number becomes [手机号], a postal address [地址]; the tokens are those of
// token.go, and package text counts them as figures. What is left of the sentence
// stays as it was, the words that announce the data too: 加微信abc123 becomes
// 加微信[微信号], which a rule can still read. Dates, prices, sizes, quantities, item
// numbers, hotlines and the names of cities stay.
//
// # How
//
// One scan decides what a text could hold; nineteen of twenty messages end there and
// come back as they are. The others are folded (full width to half width, invisible
// characters dropped) with offsets back to the raw bytes, and read once for numbers
// and accounts, once for addresses, once for names: for whatever of these the scan
// asked. What is found is blotted out of the folded text, so that a later reading
// stops at it as it would stop at a token.
//
// Every reading goes forward only, and what it looks at around a place is bounded, so
// the time is linear in the length of the text, however it was made.
//
// # What decides between two readings
//
// A checksum before a length, a word in front of a number before its shape: 11
// digits after 订单号 are an order, elsewhere they are a mobile phone when they
// begin with 13 to 19. Digits are only ever read as whole runs: a phone number
// inside a longer run is no phone number. Fewer than 15 digits are an order only by
// its word, for item numbers look the same. An address needs a region, a place and a
// number, or enough of two of them: 广东省发货 is not one.
//
// Web addresses stay, item numbers in them too; in their query, phones, ID cards and
// mail addresses are masked.
//
// # What is not found
//
// Numbers spelled in Han digits, names outside of a recipient's block, addresses
// without 区, 路 and the like, and phones in the path of a web address.
package mask
