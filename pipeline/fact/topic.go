package fact

import (
	"slices"
	"strings"

	"chatqc/pipeline/text"
)

// The columns of knowledge.csv.
const (
	topicShop = iota
	topicQuestion
	topicAnswer
)

var knowledgeColumns = []column{
	topicShop:     {"shop", "店铺", "shop_id 店铺ID 店铺名称", false}, // empty: of all shops
	topicQuestion: {"question", "问题", "topic 主题", true},       // 保修|质保
	topicAnswer:   {"answer", "答案", "回答", true},
}

// topics are the folded words that a shop's knowledge base answers.
type topics struct {
	words  []string
	joined string // by newlines, which no folded word holds
}

func (t *topics) finish() {
	slices.Sort(t.words)
	t.words = slices.Compact(t.words)
	t.joined = strings.Join(t.words, "\n")
}

// knows takes a folded word that is not empty.
func (t *topics) knows(word string) bool {
	if t == nil {
		return false
	}
	if strings.Contains(t.joined, word) {
		return true
	}
	return slices.ContainsFunc(t.words, func(topic string) bool {
		return strings.Contains(word, topic)
	})
}

// Knows reports whether the knowledge base of a shop, or that of all shops, has a topic
// that contains the word or that the word contains, both folded by text.Fold; false for
// a word of which nothing is left. Linear in the topics of the shop: under 10 ns each.
func (b *Book) Knows(shop, word string) bool {
	if b == nil || len(b.topics) == 0 {
		return false
	}
	folded := text.Fold(word)
	return folded != "" && (b.topics[""].knows(folded) || shop != "" && b.topics[shop].knows(folded))
}

func (b *Book) addTopic(r *row) {
	words := splitWords(r.text(topicQuestion), "|")
	if len(words) == 0 && !r.faulty {
		r.fault(topicQuestion, hintCell, "got "+r.quote(r.text(topicQuestion))+", want a word")
	}
	if r.faulty {
		return
	}
	shop := r.keep(topicShop)
	if b.topics[shop] == nil {
		b.topics[shop] = &topics{}
	}
	b.topics[shop].words = append(b.topics[shop].words, words...)
}
