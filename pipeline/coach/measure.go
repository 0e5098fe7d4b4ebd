package coach

import (
	"fmt"
	"strconv"
	"strings"

	"chatqc/pipeline/chat"
)

// A measure is one number of the summary: where it stands in the table of agents, what
// it is called, how it is counted, and which way is good.
type measure struct {
	column     string
	dimension  chat.Dimension
	title      string
	definition string
	better     int // 1: more is better, −1: less is better, 0: neither
	seconds    bool
	of         func(*tally) reading
}

const wilsonNote = "区间为 95% 威尔逊区间。"

// measures in the order of the sheet.
var measures = []measure{
	{"copy_paste_rate", chat.CopyPaste, "复制粘贴会话占比",
		"有效会话中，至少出现一次复制粘贴问题（致命、严重、轻微）的会话占比；" +
			"问候、稍等、结束语不算。" + wilsonNote,
		-1, false, (*tally).copyPaste},
	{"evasive_rate", chat.Evasive, "敷衍推诿会话占比",
		"有效会话中，至少出现一次敷衍推诿（致命、严重、轻微）的会话占比；" +
			"说了去查并给出时限的不算。" + wilsonNote,
		-1, false, (*tally).evasive},
	{"banned_claim_rate", chat.BannedClaim, "禁忌话术风险会话占比",
		"有效会话中，至少出现一次禁忌话术风险（致命、严重、轻微）的会话占比；" +
			"风险需人工复核。" + wilsonNote,
		-1, false, (*tally).bannedClaim},
	{"selling_rate", chat.Selling, "高转化话术会话占比",
		"有效会话中，至少用到一次高转化话术（加分项）的会话占比。" + wilsonNote,
		1, false, (*tally).selling},
	{"first_response_seconds", chat.Service, "首次响应（秒）",
		"客户首个需要回答的消息到其后首条人工回复的秒数，对有首次响应的有效会话取平均；自动回复不计。" +
			"区间为 95% t 区间，分母为会话数。",
		-1, true, (*tally).firstResponse},
	{"mean_response_seconds", chat.Service, "平均响应（秒）",
		"一轮从客户首条消息到首条人工回复，对所有已回复的轮取平均；" +
			"“好的”“谢谢”等结束语不开新一轮，自动回复不计。" +
			"区间为以会话为单位的 95% t 区间；计数为会话数，分母为轮数。",
		-1, true, (*tally).meanResponse},
	{"reply_rate", chat.Service, "回复率",
		"有提问的有效会话中，至少得到一次人工回复的会话占比。" + wilsonNote,
		1, false, (*tally).replyRate},
	{"unanswered_rate", chat.Service, "未回复率",
		"有提问的有效会话中，最后一轮提问没有人工回复的会话占比。" + wilsonNote,
		-1, false, (*tally).unansweredRate},
	{"template_share", chat.CopyPaste, "模板消息占比",
		"客服消息中，与店内常用模板相同且有实际内容的消息占比；只作参考，不扣分。" + wilsonNote,
		0, false, (*tally).templateShare},
}

func (m *measure) format(value float64) string {
	if m.seconds {
		return strconv.FormatFloat(value, 'f', 1, 64) + " 秒"
	}
	return percent(value)
}

func percent(rate float64) string { return strconv.FormatFloat(rate*100, 'f', 1, 64) + "%" }

// A standing says how an agent compares with the rest of the shop.
type standing int

const (
	unknown standing = iota // too few sessions on one side
	alike                   // the intervals overlap
	ahead
	behind
)

// compare tells whether two intervals are apart, which is the only thing that counts
// as a difference.
func (m *measure) compare(mine, peers *tally) standing {
	a, b := m.of(mine), m.of(peers)
	enough := mine.valid >= MinSessions && peers.valid >= MinSessions
	if !enough || a.low == nil || b.low == nil {
		return unknown
	}
	switch apart := separation(a, b); {
	case apart == 0 || m.better == 0:
		return alike
	case apart == m.better:
		return ahead
	}
	return behind
}

// separation is 1 when a lies wholly above b, −1 when below, 0 when they meet.
func separation(a, b reading) int {
	switch {
	case *a.low > *b.high:
		return 1
	case *a.high < *b.low:
		return -1
	}
	return 0
}

// remark explains the standing in one sentence.
func (m *measure) remark(mine, peers *tally) string {
	if mine.valid < MinSessions {
		return tooFewNote(mine)
	}
	theirs := m.of(peers)
	if theirs.value == nil || peers.valid < MinSessions {
		return "同店其他客服的有效会话不足，无从比较。"
	}
	others := "同店其他客服（" + m.format(*theirs.value) + "）"
	switch m.compare(mine, peers) {
	case ahead:
		return "好于" + others + "，两个区间不重叠。"
	case behind:
		return "不及" + others + "，两个区间不重叠。"
	case unknown:
		return "证据不足，不与" + others + "比较。"
	}
	if m.better == 0 {
		return "同店其他客服为 " + m.format(*theirs.value) + "；模板本身不是问题，用得对题即可。"
	}
	return "与" + others + "没有可以确定的差别。"
}

func tooFewNote(t *tally) string {
	return fmt.Sprintf("证据不足：有效会话只有 %d 个（少于 %d 个），先看例句，不下结论。",
		t.valid, MinSessions)
}

// scoreDefinition prints the formula with its caps.
func scoreDefinition() string {
	var b strings.Builder
	b.WriteString("100 分减去各维度扣分；维度扣分为每百个有效会话的扣分之和，上限：")
	for d, name := range dimensionNames {
		if d > 0 {
			b.WriteString("、")
		}
		fmt.Fprintf(&b, "%s %d", name, caps[d])
	}
	b.WriteString("；有致命项为 0 分。只计有效会话。")
	return b.String()
}

// explain writes the sum out: 100 − 敷衍推诿 6.5 = 93.5.
func (s *score) explain() string {
	var b strings.Builder
	b.WriteString("100")
	for d, tenths := range s.deductions {
		if tenths > 0 {
			fmt.Fprintf(&b, " − %s %.1f", dimensionNames[d], points(tenths))
		}
	}
	if s.fatal > 0 {
		fmt.Fprintf(&b, " − 致命项 %.1f", points(s.fatal))
	}
	fmt.Fprintf(&b, " = %.1f", points(s.total()))
	return b.String()
}
