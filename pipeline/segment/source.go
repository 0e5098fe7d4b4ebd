package segment

import (
	"fmt"
	"strings"

	"github.com/go-ego/gse"
	"github.com/zeebo/xxh3"
)

// gseVersion is the module version of gse, whose own constant is not kept up. gseWords
// names the dictionary inside it: the simplified words, since the traditional ones
// double the time and the size and occur in no chat of a shop on the mainland.
const (
	gseVersion = "v1.0.2"
	gseWords   = "zh_s"
)

// fingerprint names all that an image is made of. gse's own text is not within reach;
// its version stands for it.
func fingerprint() string {
	sum := xxh3.HashString128(fmt.Sprintf("%d\n%s\n%s\n%s\n%s",
		formatVersion, gseVersion, gse.Version, gseWords, shopText)).Bytes()
	return fmt.Sprintf("%x", sum)
}

// loadGSE returns gse with the shop dictionary before its own: of two entries for a
// word gse keeps the first. It takes about a second and 135 MB.
func loadGSE() (*gse.Segmenter, error) {
	words, err := parseWords(shopName, shopText)
	if err != nil {
		return nil, err
	}
	var lines strings.Builder
	for _, w := range words {
		fmt.Fprintf(&lines, "%s %d %s\n", w.text, w.frequency, w.tag)
	}
	loader := &gse.Segmenter{SkipLog: true, NotLoadHMM: true}
	if err := loader.LoadDictStr(lines.String()); err != nil {
		return nil, fmt.Errorf("%s: %w", shopName, err)
	}
	if err := loader.LoadDictEmbed(gseWords); err != nil {
		return nil, fmt.Errorf("gse dictionary %s: %w", gseWords, err)
	}
	return loader, nil
}
