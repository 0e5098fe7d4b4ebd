package segment

import (
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"chatqc/pipeline/text"
)

//go:embed dict/shop.txt
var shopText string

const shopName = "dict/shop.txt"

// Frequencies that a word may have. gse drops the lower ones without a word, and a
// huge one would shift the distance of all other words.
const (
	minFrequency = 2
	maxFrequency = 1_000_000
)

// A shopWord is one line of the shop dictionary.
type shopWord struct {
	text      string
	frequency int
	tag       string
}

// parseWords reads a dictionary: lines of a word, a frequency and a part of speech,
// with spaces between; empty lines and those that begin with # are skipped. It names
// all faulty lines at once, since gse drops them silently.
func parseWords(name, source string) ([]shopWord, error) {
	var words []shopWord
	var faults []error
	lineOf := map[string]int{}
	line := 0
	for s := range strings.Lines(source) {
		line++
		s = strings.TrimSpace(s)
		if s == "" || s[0] == '#' {
			continue
		}
		word, err := parseWord(s)
		if first := lineOf[word.text]; err == nil && first > 0 {
			err = fmt.Errorf("got %q again, want it once: line %d", word.text, first)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s:%d: %w", name, line, err))
			continue
		}
		lineOf[word.text] = line
		words = append(words, word)
	}
	return words, errors.Join(faults...)
}

func parseWord(line string) (shopWord, error) {
	fields := strings.Fields(line)
	if len(fields) != 3 {
		return shopWord{}, fmt.Errorf("got %q, want a word, a frequency and a part of speech", line)
	}
	word := shopWord{text: fields[0], tag: fields[2]}
	if folded := text.Fold(word.text); folded != word.text {
		return word, fmt.Errorf("got %q, want it folded: %q", word.text, folded)
	}
	// gse gives a single character the lowest frequency, whatever the line says.
	if utf8.RuneCountInString(word.text) < 2 {
		return word, fmt.Errorf("got %q, want at least 2 characters", word.text)
	}
	var err error
	word.frequency, err = strconv.Atoi(fields[1])
	if err != nil || word.frequency < minFrequency || word.frequency > maxFrequency {
		return word, fmt.Errorf("%s: got frequency %q, want a whole number from %d to %d",
			word.text, fields[1], minFrequency, maxFrequency)
	}
	if strings.Trim(word.tag, "abcdefghijklmnopqrstuvwxyz") != "" {
		return word, fmt.Errorf("%s: got part of speech %q, want lower-case letters",
			word.text, word.tag)
	}
	return word, nil
}
