package copypaste

import (
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
const Version = "1.1.0"

const title = "重复发送同样的回答"

// Check reports the same content sent again to the same customer in a session.
var Check = check.Check{
	Kind: "repeat",
	Doc: title + "\n\n同一会话里，客户说了别的话，同一位客服却把同一段内容原样再发一遍。" +
		"客户又问了同样的问题、请客服重发，或客服只是连点了两次，都不算；" +
		"问候、稍等、索要订单号、结束语、应答和单纯的数据不算；数字不同的也不算。",
	Run: run,
}

func run(p *check.Pass) {
	for _, group := range repeated(p) {
		if Classify(p.Texts[group[0]].Folded()) != Content || quotesCustomer(p, group[0]) {
			continue
		}
		if faults := faultsOf(p, group); len(faults) > 0 {
			p.Report(finding(p, group, faults))
		}
	}
}

// repeated returns, for each text that an agent sent more than once, the indices of
// its messages in order; the groups stand in the order of their second message.
func repeated(p *check.Pass) (groups [][]int) {
	if !anyTwice(p) {
		return nil
	}
	order := make([]int, 0, len(p.Session.Messages))
	for i := range p.Session.Messages {
		if telling(p, i) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return compare(p, i, j) })
	for begin := 0; begin < len(order); {
		end := begin + 1
		for end < len(order) && compare(p, order[begin], order[end]) == 0 {
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

// telling reports whether an agent sent the message and its repetition says anything.
func telling(p *check.Pass, message int) bool {
	return p.Session.Messages[message].Human() && p.Print(message).Runes >= MinRunes
}

// anyTwice reports whether two of these messages have one fingerprint, which is rare:
// the rest is only worth its cost where they have.
func anyTwice(p *check.Pass) bool {
	var buffer [32]uint64
	hashes := buffer[:0]
	for i := range p.Session.Messages {
		if telling(p, i) {
			hashes = append(hashes, p.Print(i).Hash)
		}
	}
	slices.Sort(hashes)
	for i := 1; i < len(hashes); i++ {
		if hashes[i] == hashes[i-1] {
			return true
		}
	}
	return false
}

// compare orders messages by what they say; equal ones are the same words and the same
// figures of the same agent. Who takes a customer over may say what was said before.
func compare(p *check.Pass, i, j int) int {
	if c := cmp.Compare(p.Print(i).Hash, p.Print(j).Hash); c != 0 {
		return c
	}
	if c := compareDigits(p.Texts[i].Folded(), p.Texts[j].Folded()); c != 0 {
		return c
	}
	return cmp.Compare(p.Session.Messages[i].AgentID, p.Session.Messages[j].AgentID)
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

func finding(p *check.Pass, occurrences, faults []int) chat.Finding {
	i := faults[0]
	f := chat.Finding{
		RuleID: RuleID, RuleVersion: Version, Dimension: chat.CopyPaste, Title: title,
		Severity: chat.Minor, Points: 2, Message: i, Span: whole(p, i),
		Reason: fmt.Sprintf("同一段回答在本会话里原样发了 %d 次，客户没有再问同样的问题；"+
			"客户会觉得在和机器说话，真正的疑问也没有解决。", len(occurrences)),
		Suggestion: "先回应客户刚才的话，再用一句新的、针对这位客户情况的说明代替整段重发。",
	}
	if len(faults) > 1 {
		f.Severity, f.Points = chat.Major, 4
	}
	for _, at := range occurrences {
		f.Evidence = append(f.Evidence, chat.Evidence{Message: at, Span: whole(p, at)})
	}
	return f
}

func whole(p *check.Pass, i int) chat.Span {
	return chat.Span{Begin: 0, End: len(p.Session.Messages[i].Text)}
}
