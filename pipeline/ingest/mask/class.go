package mask

// What a Han character may begin or be, for the texts that are read. The gate has its
// own, smaller questions.
const (
	announceClass = 1 << iota // begins an announcement
	provinceClass             // begins a province or a city
	boundaryClass             // begins a word that ends a name
	numeralClass              // a figure
	stopClass                 // begins no name
	gapClass                  // may stand between a word and its number
	surnameClass              // begins a personal name
	nextClass                 // behind 5号 makes a date or a model of it
)

// classes hold one byte a Han character.
type classes [lastHan - firstHan + 1]uint8

func (c *classes) build() {
	for i := range announcements {
		c.first(announcements[i].word, announceClass)
	}
	for _, w := range &provinces {
		c.first(w, provinceClass)
	}
	for _, w := range &cities {
		c.first(w, provinceClass)
	}
	for i := range boundaries {
		c.first(boundaries[i].word, boundaryClass)
	}
	c.all(numerals, numeralClass)
	c.all(stops, stopClass)
	c.all(gap, gapClass)
	c.all(surnames, surnameClass)
	c.all(dated, nextClass)
}

// first marks the first character of word.
func (c *classes) first(word string, class uint8) {
	for _, r := range word {
		c.add(r, class)
		return
	}
}

// all marks every character of chars.
func (c *classes) all(chars string, class uint8) {
	for _, r := range chars {
		c.add(r, class)
	}
}

func (c *classes) add(r rune, class uint8) {
	if isHan(r) {
		c[r-firstHan] |= class
	}
}

// is reports whether r is a Han character of the class.
func (c *classes) is(r rune, class uint8) bool {
	return isHan(r) && c[r-firstHan]&class != 0
}
