package segment_test

import (
	"fmt"

	"chatqc/pipeline/segment"
	"chatqc/pipeline/text"
)

func Example() {
	words, err := segment.Load("") // a program names a folder to keep the compiled words in
	if err != nil {
		fmt.Println(err)
		return
	}
	folded := []byte(text.Fold("亲，ＸＬ码不知道还有货吗"))
	for _, token := range words.NewSegmenter().Segment(nil, folded) {
		fmt.Printf("%s/%s ", folded[token.Begin:token.End], words.PartOfSpeech(token.ID))
	}
	// Output: 亲/v ,/x xl/x 码/n 不知道/v 还/d 有货/v 吗/y
}
