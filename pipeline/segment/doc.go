// Package segment cuts folded text into words: gse's dictionary of simplified Chinese,
// with the words of online shops (dict/shop.txt) before it, compiled.
//
//	亲,ｘｌ码不知道还有货吗  ─ text.Fold ─►  亲 , xl 码 不知道 还 有货 吗
//
// A Dictionary is loaded once and shared; each goroutine takes a Segmenter from it. What
// comes out are offsets and identifiers of words, never strings, so that counters of
// words can be arrays.
//
// # The model
//
// It is gse's, to the bit. A text is a row of units: one character each, except that
// letters and digits that UTF-8 writes in one or two bytes form runs (iphone15). A word
// is a row of units, and its distance is its information in bits, log2(total/frequency).
// A unit that is no word is one at 32 bits, which is more than any word has. The
// segmentation is the shortest way from the beginning of the text to its end.
//
// The ways are found from left to right (Viterbi's algorithm): for each unit the best
// way to its beginning is known; from there every word that begins with it is tried, the
// shortest first, and offers its end a way. Of two equal ways the one found first stays,
// which is the one with the longer last word. Sums are 32-bit floats in the same order as
// gse adds them, or equal ways would be told apart differently: a test compares both on
// sentences, on hostile bytes and on random rows of words. gse is the loader of the words
// and the oracle of the tests; nothing of it runs once a file is compiled.
//
// # The double array
//
// gse spends its time on lists of tokens and byte-wise steps. Here all words form a tree
// over characters, laid into one array: the child of a node by the character with code c
// stands at base+c, and check says whose child it is. A node is 16 bytes, so one cache
// line says whether a step exists, whether a word ends there, at what distance and which.
// Codes are numbered by frequency, so frequent siblings share lines. The first character
// of a word, which is always looked up, has a table of its own.
//
// Placing is first fit, large families first, over a list of free places that forgets
// what is full. The best packing was not sought: two fifths of the array stay free. Placing
// what texts reach most at the front was tried and gained nothing, and a filter of character
// pairs before the array neither.
//
// # The compiled file
//
// Loading the words by gse takes about a second and 135 MB; the image made of them is
// one block of bytes that is mapped as it lies. Its name holds the fingerprint of the
// dictionaries and of this format, and xxh3 over all of it tells damage. It is in the
// byte order of the machine and is remade when it is not.
//
// # Left out
//
// Words that no dictionary holds are not guessed (gse's HMM): they come out character by
// character. Decimal numbers, dates, amounts and links are cut at their marks, as gse
// cuts them.
//
// gse and its dictionaries are under the Apache License 2.0.
package segment
