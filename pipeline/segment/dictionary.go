package segment

import (
	"math"
	"sort"
	"strings"
	"unicode"

	"github.com/go-ego/gse"
)

// unknownTag is the part of speech that gse gives what is not in the dictionary.
const unknownTag = "x"

// A Dictionary is a set of words with their distances, compiled. It does not change
// and may be used by any number of goroutines.
type Dictionary struct {
	image *image
	tags  []string
	low   [lowCount]uint32 // codes below lowCount, with the flag alphanumeric
	heads []head           // by code

	reference *gse.Segmenter // cuts in place of the compiled words; nil mostly
}

// A head is what a token of one character costs, and where longer words begin.
type head struct {
	base     int32
	distance float32
	id       int32
}

// lowCount is the first rune that takes three bytes: gse joins letters and digits
// below it into runs.
const lowCount = 0x800

func newDictionary(m *image) *Dictionary {
	d := &Dictionary{image: m, tags: strings.Split(string(m.tags), "\n")}
	for r := range rune(lowCount) {
		lower := r
		if r >= 'A' && r <= 'Z' {
			lower += 'a' - 'A'
		}
		d.low[r] = uint32(m.codes[lower])
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			d.low[r] |= alphanumeric
		}
	}
	d.heads = make([]head, int(m.header.chars)+1)
	for code := range d.heads {
		d.heads[code] = head{0, unknownDistance, -1}
		n := m.nodes[int(m.nodes[0].base)+code]
		if code > 0 && n.check == 0 {
			d.heads[code].base = n.base
			if n.id >= 0 {
				d.heads[code].distance, d.heads[code].id = n.distance, n.id
			}
		}
	}
	return d
}

// Len returns the number of words: identifiers are 0 to Len−1. Words of the shop
// dictionary come first.
func (d *Dictionary) Len() int { return len(d.image.tagOf) }

// Word returns the text of a word, folded; "" for an identifier outside 0 to Len−1,
// as tokens that are not in the dictionary have it. It allocates the string.
func (d *Dictionary) Word(id int32) string {
	if id < 0 || int(id) >= d.Len() {
		return ""
	}
	return string(d.image.text[d.image.offsets[id]:d.image.offsets[id+1]])
}

// PartOfSpeech returns the part of speech of a word as the ICTCLAS tag set writes it (n
// noun, v verb, nz other name …), and "x" for an identifier outside 0 to Len−1.
func (d *Dictionary) PartOfSpeech(id int32) string {
	if id < 0 || int(id) >= d.Len() {
		return unknownTag
	}
	return d.tags[d.image.tagOf[id]]
}

// Lookup finds a whole word, folded as by text.Fold; ok is false, and id −1, when the
// dictionary does not hold it. It costs one step a character and does not allocate.
func (d *Dictionary) Lookup(word string) (id int32, ok bool) {
	at := int32(0)
	for _, r := range word {
		code := d.code(r)
		if code == 0 || d.image.nodes[at].base == 0 {
			return -1, false
		}
		next := d.image.nodes[at].base + int32(code)
		if d.image.nodes[next].check != at {
			return -1, false
		}
		at = next
	}
	id = d.image.nodes[at].id
	return id, id >= 0
}

// Fingerprint names the words, their distances and the way of compiling them: two
// dictionaries with equal fingerprints cut every text alike. 32 hexadecimal digits.
func (d *Dictionary) Fingerprint() string { return string(d.image.header.fingerprint[:]) }

// code returns the code of a character, 0 when no word holds it.
func (d *Dictionary) code(r rune) uint32 {
	switch {
	case r < lowCount:
		return d.low[r] & codeMask
	case r < codeCount:
		return uint32(d.image.codes[r])
	}
	return d.wideCode(r)
}

// wideCode is code for characters above U+FFFF. Words hold few of them.
func (d *Dictionary) wideCode(r rune) uint32 {
	wide := d.image.wide
	i := sort.Search(len(wide), func(i int) bool { return wide[i].r >= r })
	if i < len(wide) && wide[i].r == r {
		return uint32(wide[i].code)
	}
	return 0
}

// distance is gse's: the information of a word in bits, log2(total/frequency), in the
// same order of roundings.
func distance(total, frequency float64) float32 {
	return float32(math.Log2(total)) - float32(math.Log2(frequency))
}
