// Package mask replaces personal data in chat texts by typed tokens, so that
// nothing raw is ever written.
//
// A phone number becomes [手机号], a postal address [地址]; the tokens are the
// constants below. What is left of the sentence stays as it was, the words that
// announce the data too: 加微信abc123 becomes 加微信[微信号], which a rule can still
// read. Dates, prices, sizes, quantities, web addresses and item numbers stay.
//
// # How
//
// One scan decides whether a text could hold anything at all; nine of ten messages
// end there and come back as they are. The others are folded (full width to half
// width, invisible characters dropped) with offsets back to the raw bytes, and read
// once for numbers and accounts, once for addresses, once for names.
//
// # What decides between two readings
//
// A checksum before a length, a word in front of a number before its shape: 11
// digits after 订单号 are an order, elsewhere they are a mobile phone when they
// begin with 13 to 19. Digits are only ever read as whole runs: a phone number
// inside a longer run is no phone number. An address needs a region, a place and a
// number, or enough of two of them: 广东省发货 is not one.
//
// # What is not found
//
// Numbers spelled in Han digits, names outside of a recipient's block, and whatever
// stands in a web address.
package mask
