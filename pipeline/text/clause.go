package text

// Clause returns the range of folded bytes of the clause that at lies in, without
// the marks around it. Clauses end at ，。！？；.~… and at spaces, but not at a stop or
// comma between digits, nor at a space between Latin words. A mark belongs to the
// clause before it. Linear in the length of the clause.
func (t *Text) Clause(at int) (begin, end int) {
	at = min(at, len(t.Folded()))
	for begin = at; begin > 0; begin-- {
		if t.cutBefore(begin) {
			break
		}
	}
	for end = at; end < len(t.folded); end++ {
		if t.cutAt(end) > 0 {
			break
		}
	}
	return begin, end
}

// cutBefore reports whether a mark ends just before i.
func (t *Text) cutBefore(i int) bool {
	return t.cutAt(i-1) == 1 || i >= 3 && t.cutAt(i-3) == 3
}

// cutAt returns the length in bytes of the mark that begins at i, 0 for none.
func (t *Text) cutAt(i int) int {
	s := t.folded
	switch c := s[i]; c {
	case '!', '?', ';', '~':
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
