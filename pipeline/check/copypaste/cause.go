package copypaste

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/check"
)

// resendWords in the customer's turn ask for the message once more.
var resendWords = []string{
	"再发", "重发", "重新发", "发一遍", "再说一遍", "再说一次", "没收到", "没看到", "没看见", "看不到",
	"看不见", "没看清", "没看懂", "没听懂", "撤回", "忘了", "哪里看", "上面说",
}

// nearby is how many messages before an occurrence are searched for its cause. It
// keeps the check linear in sessions of any length.
const nearby = 10

// faultsOf returns those of a text's occurrences that are a fault: the customer has
// spoken since the one before, and gave no cause for it. Twice in a row is a double
// click or a lost connection; the third time in a row is pestering.
func faultsOf(p *check.Pass, occurrences []int) (faults []int) {
	for k := 1; k < len(occurrences); k++ {
		before, again := occurrences[k-1], occurrences[k]
		if askedAgain(p, before, again) {
			continue
		}
		if k > 1 || customerSpoke(p, before, again) {
			faults = append(faults, again)
		}
	}
	return faults
}

func customerSpoke(p *check.Pass, before, again int) bool {
	for i := before + 1; i < again; i++ {
		if p.Session.Messages[i].Role == chat.RoleCustomer {
			return true
		}
	}
	return false
}

// quotesCustomer reports whether the customer wrote the same text: then it is a
// quotation, or the export mistook who said it.
func quotesCustomer(p *check.Pass, at int) bool {
	for i := range p.Session.Messages {
		if p.Session.Messages[i].Role == chat.RoleCustomer && p.Print(i) == p.Print(at) {
			return true
		}
	}
	return false
}

// askedAgain reports whether the customer gave cause for the repetition: the same
// question again, or the wish to have it sent once more.
func askedAgain(p *check.Pass, before, again int) bool {
	for i := max(before+1, again-nearby); i < again; i++ {
		if p.Session.Messages[i].Role != chat.RoleCustomer {
			continue
		}
		if containsAny(p.Texts[i].Folded(), resendWords) || askedBefore(p, i, before) {
			return true
		}
	}
	return false
}

// askedBefore reports whether what the customer says at i was also said, in much the
// same words, shortly before the answer at before. Thanks and greetings ask nothing.
func askedBefore(p *check.Pass, i, before int) bool {
	if p.Print(i).Runes < 2 || Classify(p.Texts[i].Folded()) != Content {
		return false
	}
	for j := max(0, before-nearby); j < before; j++ {
		if p.Session.Messages[j].Role != chat.RoleCustomer {
			continue
		}
		if p.Print(i) == p.Print(j) || alike(p.Texts[i].Folded(), p.Texts[j].Folded()) {
			return true
		}
	}
	return false
}

// alikeRunes is how much of a text alike looks at, in letters.
const alikeRunes = 48

// alike reports whether the shorter of two texts has most of its pairs of adjacent
// letters in common with the other, at least two. 几天能到 and 那几天能到货呢 are alike.
func alike(a, b []byte) bool {
	var bufferA, bufferB [alikeRunes]rune
	x, y := letters(bufferA[:0], a), letters(bufferB[:0], b)
	if len(x) > len(y) {
		x, y = y, x
	}
	common := 0
	for i := 1; i < len(x); i++ {
		for j := 1; j < len(y); j++ {
			if x[i-1] == y[j-1] && x[i] == y[j] {
				common++
				break
			}
		}
	}
	return common >= 2 && common*2 >= len(x)-1
}

// letters appends the letters and digits of a text, as many as dst has room for.
func letters(dst []rune, folded []byte) []rune {
	for len(folded) > 0 && len(dst) < cap(dst) {
		r, size := utf8.DecodeRune(folded)
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			dst = append(dst, r)
		}
		folded = folded[size:]
	}
	return dst
}

func containsAny(folded []byte, words []string) bool {
	for _, word := range words {
		if bytes.Contains(folded, []byte(word)) {
			return true
		}
	}
	return false
}
