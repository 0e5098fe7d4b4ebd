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
	u := &r.Unless
	if r.AtLeast.Count > 0 {
		fmt.Fprintf(b, "  至少 %d 个词: %s\n", r.AtLeast.Count, strings.Join(r.AtLeast.Of, " | "))
	}
	if p := r.Position; p.First > 0 {
		fmt.Fprintf(b, "  只看本会话里他说的前 %d 条\n", p.First)
	} else if p.Last > 0 {
		fmt.Fprintf(b, "  只看本会话里他说的最后 %d 条\n", p.Last)
	}
	if g := r.Gap; g.Over > 0 {
		fmt.Fprintf(b, "  距客户上一条消息超过 %d 秒\n", g.Over)
	}
	if g := r.Gap; g.Under > 0 {
		fmt.Fprintf(b, "  距客户上一条消息不到 %d 秒\n", g.Under)
	}
	if r.Nth > 0 {
		fmt.Fprintf(b, "  从本会话第 %d 次起\n", r.Nth)
	}
	for _, condition := range []struct {
		title string
		words []string
	}{
		{"任一词", r.Any}, {"全部词", r.All}, {"没有词", r.None}, {"句式", r.Regex}, {"例外", r.Except},
		{"客户上一轮问到", r.Asked},
		{fmt.Sprintf("其后 %d 条%s消息有", r.Then.Messages, r.Then.Say.Speaker()), r.Then.Any},
		{"除非同一分句前面有", u.Before}, {"除非同一分句后面有", u.After}, {"除非同一分句有", u.Clause},
		{"除非同一条消息有", u.Message}, {"除非同一轮有", u.Turn},
		{fmt.Sprintf("除非客户再开口之前、其后 %d 条客服消息有", u.Next.Messages), u.Next.Any},
	} {
		if len(condition.words) > 0 {
			fmt.Fprintf(b, "  %s: %s\n", condition.title, strings.Join(condition.words, " | "))
		}
	}
	if r.WholeWords {
		b.WriteString("  只认完整的词，不认别的词的一部分\n")
	}
}
