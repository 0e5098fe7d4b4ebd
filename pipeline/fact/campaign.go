package fact

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"chatqc/pipeline/text"
)

// The columns of campaigns.csv.
const (
	campaignShop = iota
	campaignName
	campaignFrom
	campaignTo
	campaignWords
)

var campaignColumns = []column{
	campaignShop:  {"shop", "店铺", "shop_id 店铺ID 店铺名称", false}, // empty: of all shops
	campaignName:  {"name", "活动", "campaign 活动名称", true},
	campaignFrom:  {"from", "开始", "begin start 开始时间 开始日期", true},
	campaignTo:    {"to", "结束", "end 结束时间 结束日期", true},
	campaignWords: {"words", "话术词", "word keywords 关键词", false}, // 满减|满199减30
}

// A Campaign is something a shop, or every shop, offers for a time. It is read-only.
type Campaign struct {
	Shop        string // "" for all shops
	Name        string
	BeginMicros int64 // first moment, microseconds since 1970 UTC
	EndMicros   int64 // last moment, inclusive

	// Words are how an agent would mention it, folded by text.Fold, in the order of the
	// file; the name alone where the file has none. Never empty.
	Words []string
}

// CampaignsAt appends to dst the campaigns that a shop, or every shop, has at a moment
// (microseconds since 1970 UTC), sorted by name, and returns it. O(log n) for each
// campaign that is found; it allocates only to grow dst.
func (b *Book) CampaignsAt(dst []*Campaign, shop string, micros int64) []*Campaign {
	if b == nil {
		return dst
	}
	start := len(dst)
	dst = b.campaigns[""].at(dst, micros)
	if shop != "" {
		dst = b.campaigns[shop].at(dst, micros)
	}
	slices.SortFunc(dst[start:], compareCampaigns)
	return dst
}

// compareCampaigns leaves nothing to the order of the rows.
func compareCampaigns(a, b *Campaign) int {
	return cmp.Or(
		strings.Compare(a.Name, b.Name), cmp.Compare(a.BeginMicros, b.BeginMicros),
		cmp.Compare(a.EndMicros, b.EndMicros), strings.Compare(a.Shop, b.Shop),
		slices.Compare(a.Words, b.Words),
	)
}

func (b *Book) addCampaign(r *row) {
	from, begins := r.moment(campaignFrom)
	to, ends := r.moment(campaignTo)
	if begins && ends && to.last < from.first {
		r.fault(campaignTo, hintCell, "got the end "+r.quote(r.text(campaignTo))+
			" before the beginning "+r.quote(r.text(campaignFrom))+", want it after")
	}
	if r.faulty {
		return
	}
	c := &Campaign{
		Shop: r.keep(campaignShop), Name: r.keep(campaignName),
		BeginMicros: from.first, EndMicros: to.last,
		Words: splitWords(r.text(campaignWords), "|、;"),
	}
	if len(c.Words) == 0 {
		c.Words = []string{text.Fold(c.Name)}
	}
	t := b.campaigns[c.Shop]
	t.campaigns = append(t.campaigns, c)
	b.campaigns[c.Shop] = t
}

// splitWords returns the folded words of a cell, each once, that any of the marks part.
func splitWords(cell, marks string) (words []string) {
	folded := text.Fold(cell) // so that full-width marks part words too
	for _, word := range strings.FieldsFunc(folded, func(r rune) bool {
		return strings.ContainsRune(marks, r)
	}) {
		if word = strings.TrimSpace(word); word != "" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

// A timeline finds the campaigns that hold a moment. Those that begin first come first,
// and the middle of each half knows when the last of its half ends: a balanced tree
// without pointers, of which only branches with a find are walked.
type timeline struct {
	campaigns []*Campaign
	last      []int64 // the latest end in the half whose middle this is
}

func (t timeline) finish() timeline {
	slices.SortFunc(t.campaigns, func(a, b *Campaign) int {
		return cmp.Or(cmp.Compare(a.BeginMicros, b.BeginMicros), compareCampaigns(a, b))
	})
	t.last = make([]int64, len(t.campaigns))
	t.note(0, len(t.campaigns))
	return t
}

// note fills last for a half and returns its latest end.
func (t timeline) note(begin, end int) int64 {
	if begin >= end {
		return math.MinInt64
	}
	middle := begin + (end-begin)/2
	t.last[middle] = max(t.campaigns[middle].EndMicros, t.note(begin, middle), t.note(middle+1, end))
	return t.last[middle]
}

func (t timeline) at(dst []*Campaign, micros int64) []*Campaign {
	return t.within(dst, 0, len(t.campaigns), micros)
}

func (t timeline) within(dst []*Campaign, begin, end int, micros int64) []*Campaign {
	middle := begin + (end-begin)/2
	if begin >= end || t.last[middle] < micros {
		return dst
	}
	dst = t.within(dst, begin, middle, micros)
	c := t.campaigns[middle]
	if c.BeginMicros > micros {
		return dst
	}
	if micros <= c.EndMicros {
		dst = append(dst, c)
	}
	return t.within(dst, middle+1, end, micros)
}
