package segment

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-ego/gse"
)

// maxTags is the number of parts of speech that fit into an image.
const maxTags = 256

// compileAll loads all words by gse and compiles them.
func compileAll() (*image, error) {
	loader, err := loadGSE()
	if err != nil {
		return nil, err
	}
	return compile(loader.Dictionary())
}

// compile makes a sealed image of gse's words, which keep gse's order. Equal words give
// equal bytes. It takes about half a second.
func compile(words *gse.Dictionary) (*image, error) {
	codes, err := assignCodes(words.Tokens)
	if err != nil {
		return nil, err
	}
	tags, tagOf, err := collectTags(words.Tokens)
	if err != nil {
		return nil, err
	}
	nodes := newTrie(words.Tokens, codes).nodes()
	textSize, wide := 0, wideRunes(codes)
	for i := range words.Tokens {
		textSize += len(words.Tokens[i].Text())
	}
	h := header{
		nodes: uint32(len(nodes)), words: uint32(len(words.Tokens)), wide: uint32(len(wide)),
		text: uint32(textSize), tags: uint32(len(tags)), chars: uint32(len(codes)),
	}
	copy(h.fingerprint[:], fingerprint())
	m := newImage(h)
	copy(m.nodes, nodes)
	copy(m.wide, wide)
	copy(m.tagOf, tagOf)
	copy(m.tags, tags)
	for r, code := range codes {
		if r < codeCount {
			m.codes[r] = code
		}
	}
	m.fillWords(words)
	m.seal()
	return m, nil
}

// fillWords writes the texts, and the distances into the nodes.
func (m *image) fillWords(words *gse.Dictionary) {
	end := 0
	for i := range words.Tokens {
		end += copy(m.text[end:], words.Tokens[i].Text())
		m.offsets[i+1] = uint32(end)
	}
	for i := range m.nodes {
		if id := m.nodes[i].id; id >= 0 {
			m.nodes[i].distance = distance(words.TotalFreq(), words.Tokens[id].Freq())
		}
	}
}

// assignCodes numbers the characters from 1, the most frequent first: so the hot part
// of every row of the double array lies together.
func assignCodes(tokens []gse.Token) (map[rune]uint16, error) {
	weights := map[rune]float64{}
	for i := range tokens {
		for _, r := range tokens[i].Text() {
			// Its code would make a word of bytes that are not UTF-8.
			if r == utf8.RuneError {
				return nil, fmt.Errorf("got word %q, want UTF-8", tokens[i].Text())
			}
			weights[r] += tokens[i].Freq()
		}
	}
	if len(weights) > codeMask {
		return nil, fmt.Errorf("got %d characters in the dictionary, want at most %d",
			len(weights), codeMask)
	}
	runes := slices.Collect(maps.Keys(weights))
	slices.SortFunc(runes, func(a, b rune) int {
		return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(a, b))
	})
	codes := make(map[rune]uint16, len(runes))
	for i, r := range runes {
		codes[r] = uint16(i + 1)
	}
	return codes, nil
}

func wideRunes(codes map[rune]uint16) (wide []wideRune) {
	for r, code := range codes {
		if r >= codeCount {
			wide = append(wide, wideRune{r, int32(code)})
		}
	}
	slices.SortFunc(wide, func(a, b wideRune) int { return cmp.Compare(a.r, b.r) })
	return wide
}

// collectTags returns the parts of speech, one a line in the order of their first word,
// and for each word the line.
func collectTags(tokens []gse.Token) (lines string, tagOf []uint8, err error) {
	var tags []string
	index := map[string]int{}
	tagOf = make([]uint8, len(tokens))
	for i := range tokens {
		tag := tokens[i].Pos()
		at, known := index[tag]
		if !known {
			at = len(tags)
			index[tag] = at
			tags = append(tags, tag)
		}
		tagOf[i] = uint8(at)
	}
	if len(tags) > maxTags {
		return "", nil, fmt.Errorf("got %d parts of speech, want at most %d", len(tags), maxTags)
	}
	return strings.Join(tags, "\n"), tagOf, nil
}
