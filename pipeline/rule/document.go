package rule

import (
	"fmt"
	"strings"

	"chatqc/pipeline/chat"
)

// dimensionTitles are what QA leads call the dimensions.
var dimensionTitles = map[chat.Dimension]string{
	chat.CopyPaste: "复制粘贴", chat.Evasive: "敷衍推诿", chat.BannedClaim: "禁忌话术",
	chat.Selling: "高转化话术", chat.Service: "服务规范", chat.Fact: "事实不符",
	chat.Privacy: "隐私",
}

// severityTitles are what QA leads call the severities.
var severityTitles = map[chat.Severity]string{
	chat.Fatal: "致命", chat.Major: "严重", chat.Minor: "轻微", chat.Hint: "提示",
	chat.Praise: "加分",
}

// Document describes the rule for people, in Chinese: what it looks for, what stops
// it, why it matters, what to say instead, and its examples.
func (r *Rule) Document() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n", r.ID, r.Title)
	fmt.Fprintf(&b, "维度 %s（%s），%s（%s），%g 分，版本 %s\n\n", dimensionTitles[r.Dimension],
		r.Dimension, severityTitles[r.Severity], r.Severity, r.Points, r.Version)
	r.Life.document(&b)
	fmt.Fprintf(&b, "原因: %s\n", r.Why)
	if r.Instead != "" {
		fmt.Fprintf(&b, "建议: %s\n", r.Instead)
	}
	if len(r.Law) > 0 {
		fmt.Fprintf(&b, "法律依据: %s（见 law.yaml，按消息日期取用）\n", strings.Join(r.Law, ", "))
	}
	b.WriteByte('\n')
	r.documentConditions(&b)
	for _, list := range []struct {
		title    string
		examples []Example
	}{{"应当命中", r.Hits}, {"不应命中", r.Misses}} {
		fmt.Fprintf(&b, "\n%s:\n", list.title)
		for i := range list.examples {
			fmt.Fprintf(&b, "  - %s\n", &list.examples[i])
		}
	}
	return b.String()
}

// statusTitles are what QA leads call the statuses.
var statusTitles = map[Status]string{
	Trial: "试用（只提示，不计分）", Active: "启用", Retired: "停用",
}

func (l *Life) document(b *strings.Builder) {
	if l.Status != Active {
		fmt.Fprintf(b, "状态: %s\n", statusTitles[l.Status])
	}
	if l.From != 0 {
		fmt.Fprintf(b, "自 %s 起\n", l.From)
	}
	if l.To != 0 {
		fmt.Fprintf(b, "到 %s 止\n", l.To)
	}
	if len(l.Platforms) > 0 {
		fmt.Fprintf(b, "平台: %s\n", strings.Join(l.Platforms, ", "))
	}
}

func (r *Rule) documentConditions(b *strings.Builder) {
	fmt.Fprintf(b, "由%s说，并且\n", r.Say.Speaker())
	for _, l := range r.lists() {
		if len(*l.words) > 0 {
			fmt.Fprintf(b, "  %s: %s%s\n", l.title, strings.Join(*l.words, " | "), r.detail(l.key))
		}
	}
	for _, c := range []struct {
		title  string
		values []string
	}{
		{"句式", r.Regex}, {"例外", r.Except},
		{fmt.Sprintf("和已确认的话相似（重合比例至少 %g）", r.Like.Share), r.Like.Of},
		{"除非语境是", r.Unless.Context}, {"除非已经补救", r.Unless.Rescue.Of},
		{"前一个词的词性", r.Tagged.Before}, {"命中的词的词性", r.Tagged.Place},
		{"后一个词的词性", r.Tagged.After}, {"除非前一个词的词性", r.Unless.Tagged.Before},
		{"除非命中的词的词性", r.Unless.Tagged.Place}, {"除非后一个词的词性", r.Unless.Tagged.After},
	} {
		if len(c.values) > 0 {
			fmt.Fprintf(b, "  %s: %s\n", c.title, strings.Join(c.values, " | "))
		}
	}
	r.documentNumbers(b)
}

// detail says in brackets what stands beside the words of a key.
func (r *Rule) detail(key string) string {
	said := map[string]*Said{
		"earlier": &r.Earlier, "then": &r.Then, "around": &r.Around,
		"unless.earlier": &r.Unless.Earlier, "unless.next": &r.Unless.Next,
		"unless.around": &r.Unless.Around,
	}[key]
	switch {
	case said != nil && said.Seconds > 0:
		return fmt.Sprintf("（%s，%d 条、%d 秒之内）", said.Say.Speaker(), said.Messages, said.Seconds)
	case said != nil:
		return fmt.Sprintf("（%s，%d 条之内）", said.Say.Speaker(), said.Messages)
	case key == "at_least":
		return fmt.Sprintf("（至少 %d 个）", r.AtLeast.Count)
	case key == "near":
		return fmt.Sprintf("（%d 个字、%d 个词之内）", r.Near.Characters, r.Near.Words)
	}
	return ""
}

// documentNumbers lists the conditions that are numbers and flags.
func (r *Rule) documentNumbers(b *strings.Builder) {
	p, none := &r.Position, ""
	for _, c := range []struct {
		holds bool
		text  string
	}{
		{r.Disguised, "也看穿变形的写法"}, {r.WholeWords, "只认完整的词，不认别的词的一部分"},
		{r.Within != ScopeMessage, "词和命中位置在同一处: " + string(r.Within)},
		{p.First > 0, fmt.Sprintf("只看本会话里他说的前 %d 条", p.First)},
		{p.Last > 0, fmt.Sprintf("只看本会话里他说的最后 %d 条", p.Last)},
		{p.FirstSeconds > 0, fmt.Sprintf("只看会话开头 %d 秒", p.FirstSeconds)},
		{p.LastSeconds > 0, fmt.Sprintf("只看会话结尾 %d 秒", p.LastSeconds)},
		{r.Gap.Over > 0, fmt.Sprintf("距客户上一条消息超过 %d 秒", r.Gap.Over)},
		{r.Gap.Under > 0, fmt.Sprintf("距客户上一条消息不到 %d 秒", r.Gap.Under)},
		{r.Typing.Over > 0, fmt.Sprintf("每秒超过 %d 个字", r.Typing.Over)},
		{r.Repeats.Times > 0, fmt.Sprintf("之前差不多的话说过 %d 次", r.Repeats.Times)},
		{r.Nth > 0, fmt.Sprintf("从本会话第 %d 次起", r.Nth)},
		{r.Echo != 0, "同样的内容之前说过: " + r.Echo.Speaker()},
		{r.When != none, "条件: " + r.When},
	} {
		if c.holds {
			fmt.Fprintf(b, "  %s\n", c.text)
		}
	}
}
