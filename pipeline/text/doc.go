// Package text decodes a message once for everything that reads it: width, case and
// traditional characters are folded, what cannot be seen is dropped, and offsets lead
// back to the raw text.
//
//	raw     您好，IPHONE１５  有货#E-s12
//	folded  您好,iphone15 有货
//
// Rules, words and fingerprints all work on the folded bytes, and literals are
// folded by the same Fold, so that a rule written once meets every way of typing it.
// Who means to hide a word types 微❤信: for that there is a second form, Undisguised,
// which most messages do not need, and Disguised says which do.
package text
