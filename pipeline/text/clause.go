package text

// Clause returns the range of a folded text's clause that at lies in, without the marks
// around it. Clauses end at ，。！？；.~… and at spaces, but not at a stop or comma between
// digits, nor at a space between Latin words. A mark belongs to the clause before it.
// Linear in the length of the clause.
func Clause(folded []byte, at int) (begin, end int) { return around(folded, at, cutAt) }

// Sentence returns the range of a folded text's sentence that at lies in: like Clause, with
// 。！？; and … alone as ends.
func Sentence(folded []byte, at int) (begin, end int) { return around(folded, at, stopAt) }

// around goes from at to both sides until cut finds a mark: it returns the length in bytes
// of the mark that begins at an offset, 0 for none.
func around(s []byte, at int, cut func(s []byte, i int) int) (begin, end int) {
	at = min(at, len(s))
	for begin = at; begin > 0; begin-- {
		if cut(s, begin-1) == 1 || begin >= 3 && cut(s, begin-3) == 3 {
			break
		}
	}
	for end = at; end < len(s); end++ {
		if cut(s, end) > 0 {
			break
		}
	}
	return begin, end
}

// cutAt returns the length in bytes of the mark that ends a clause at i, 0 for none.
func cutAt(s []byte, i int) int {
	switch c := s[i]; c {
	case '~':
		return 1
	case ',', '.':
		if i > 0 && i+1 < len(s) && isDigit(s[i-1]) && isDigit(s[i+1]) {
			return 0
		}
		return 1
	case ' ':
		if i > 0 && i+1 < len(s) && isWord(s[i-1]) && isWord(s[i+1]) {
			return 0
		}
		return 1
	}
	return stopAt(s, i)
}

// stopAt returns the length in bytes of the mark that ends a sentence at i, 0 for none.
func stopAt(s []byte, i int) int {
	switch s[i] {
	case '!', '?', ';':
		return 1
	case 0xE3: // 。
		if i+2 < len(s) && s[i+1] == 0x80 && s[i+2] == 0x82 {
			return 3
		}
	case 0xE2: // …
		if i+2 < len(s) && s[i+1] == 0x80 && s[i+2] == 0xA6 {
			return 3
		}
	}
	return 0
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isWord(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'z' }
