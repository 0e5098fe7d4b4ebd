package copypaste

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/check"
)

// MinRunes is the shortest text, in letters and runs of digits, whose repetition
// says anything.
const MinRunes = 6

// RuleID names the findings of this check.
const RuleID = "copypaste/repeat"

// Version of the check, as it stands in its findings.
const Version = "1.0.0"

// Check reports the same content sent again to the same customer in a session.
var Check = check.Check{
	Kind: "repeat",
	Doc: "重复发送同样的回答\n\n同一会话里，客服把同一段内容原样再发一遍，而客户并没有再问同样的问题。" +
		"问候、稍等、结束语、应答和单纯的数据不算。",
	Run: run,
}

// resendWords in the customer's turn ask for the message once more.
var resendWords = []string{"再发", "重发", "没收到", "没看到", "没看见", "看不到", "发一遍", "再说一遍", "撤回"}

// nearby is how many messages before an occurrence are searched for its cause. It
// keeps the check linear in sessions of any length.
const nearby = 10

func run(p *check.Pass) {
	for _, group := range repeated(p) {
		first, second := group[0], group[1]
		if Classify(p.Texts[second].Folded) == Content && !askedAgain(p, first, second) {
			p.Report(finding(p, group))
		}
	}
}

// repeated returns, for each text that agents sent more than once, the indices of
// its messages in order; the groups stand in the order of their second message.
func repeated(p *check.Pass) (groups [][]int) {
	var order []int
	for i := range p.Session.Messages {
		if p.Session.Messages[i].Human() && p.Prints[i].Runes >= MinRunes {
			order = append(order, i)
		}
	}
	if len(order) < 2 {
		return nil
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(p.Prints[i].Hash, p.Prints[j].Hash),
			compareDigits(p.Texts[i].Folded, p.Texts[j].Folded))
	})
	for begin := 0; begin < len(order); {
		end := begin + 1
		for end < len(order) && same(p, order[begin], order[end]) {
			end++
		}
		if end-begin > 1 {
			groups = append(groups, order[begin:end:end])
		}
		begin = end
	}
	slices.SortFunc(groups, func(a, b []int) int { return cmp.Compare(a[1], b[1]) })
	return groups
}

// same reports whether two messages are the same words and the same figures.
func same(p *check.Pass, i, j int) bool {
	return p.Prints[i] == p.Prints[j] && compareDigits(p.Texts[i].Folded, p.Texts[j].Folded) == 0
}

// compareDigits orders two texts by their digits alone.
func compareDigits(a, b []byte) int {
	i, j := nextDigit(a, 0), nextDigit(b, 0)
	for i < len(a) && j < len(b) {
		if a[i] != b[j] {
			return cmp.Compare(a[i], b[j])
		}
		i, j = nextDigit(a, i+1), nextDigit(b, j+1)
	}
	return cmp.Compare(len(a)-i, len(b)-j)
}

func nextDigit(s []byte, from int) int {
	for from < len(s) && (s[from] < '0' || s[from] > '9') {
		from++
	}
	return from
}

// askedAgain reports whether the customer gave cause for the repetition: the same
// question again, or the wish to have it sent once more.
func askedAgain(p *check.Pass, first, again int) bool {
	for i := max(first+1, again-nearby); i < again; i++ {
		if p.Session.Messages[i].Role != chat.RoleCustomer {
			continue
		}
		if containsAny(p.Texts[i].Folded, resendWords) || askedBefore(p, i, first) {
			return true
		}
	}
	return false
}

// askedBefore reports whether what the customer says at i was also said shortly
// before the answer at first.
func askedBefore(p *check.Pass, i, first int) bool {
	for j := max(0, first-nearby); j < first; j++ {
		if p.Session.Messages[j].Role == chat.RoleCustomer &&
			p.Prints[i].Runes > 1 && p.Prints[i] == p.Prints[j] {
			return true
		}
	}
	return false
}

func containsAny(folded []byte, words []string) bool {
	for _, word := range words {
		if bytes.Contains(folded, []byte(word)) {
			return true
		}
	}
	return false
}

func finding(p *check.Pass, occurrences []int) chat.Finding {
	i := occurrences[1]
	f := chat.Finding{
		RuleID: RuleID, RuleVersion: Version, Dimension: chat.CopyPaste, Title: "重复发送同样的回答",
		Severity: chat.Minor, Points: 2, Message: i,
		Span: chat.Span{Begin: 0, End: len(p.Session.Messages[i].Text)},
		Reason: fmt.Sprintf("同一段回答在本会话里原样发了 %d 次，客户没有再问同样的问题；"+
			"客户会觉得在和机器说话，真正的疑问也没有解决。", len(occurrences)),
		Suggestion: "先回应客户刚才的话，再用一句新的、针对这位客户情况的说明代替整段重发。",
	}
	if len(occurrences) > 2 {
		f.Severity, f.Points = chat.Major, 4
	}
	for _, at := range occurrences {
		f.Evidence = append(f.Evidence, chat.Evidence{
			Message: at, Span: chat.Span{Begin: 0, End: len(p.Session.Messages[at].Text)},
		})
	}
	return f
}
