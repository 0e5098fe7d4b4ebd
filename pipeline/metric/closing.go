package metric

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// closingRunes is the longest closing line, in letters and digits. Whoever writes
// more says something.
const closingRunes = 24

// closingPhrases is the closed list of what customers write when they want no answer
// any more, under the first rune of each, the longest first. A closing line consists
// of these alone. 没有 and 不是 are missing on purpose: they answer a question and
// wait for what follows from it.
var closingPhrases = map[rune][]string{
	'好': {"好的", "好滴", "好嘞", "好哒", "好吧", "好"},
	'嗯': {"嗯"}, '恩': {"恩"}, '哦': {"哦"}, '噢': {"噢"}, '喔': {"喔"}, '哈': {"哈"},
	'行': {"行吧", "行"}, '可': {"可以的", "可以"}, 'o': {"okay", "okk", "ok"},
	'收': {"收到"}, '知': {"知道"}, '明': {"明白"}, '了': {"了解", "了"}, '懂': {"懂"},
	'谢': {"谢谢", "谢"}, '多': {"多谢"}, '感': {"感谢"}, 't': {"thanks", "thx"}, '3': {"3q"},
	'辛': {"辛苦"}, '麻': {"麻烦"}, '打': {"打扰"},
	'没': {"没问题", "没关系", "没有了", "没事", "没了"},
	'不': {"不客气", "不用了", "不用谢", "不需要了"},
	'再': {"再见"}, '拜': {"拜拜", "拜"}, 'b': {"byebye", "bye"}, '8': {"886", "88"}, '晚': {"晚安"},
	'那': {"那就这样", "那先这样", "那"}, '先': {"先这样"}, '就': {"就这样"},
	// Particles and forms of address: they add nothing.
	'亲': {"亲"}, '您': {"您"}, '你': {"你"}, '呢': {"呢"}, '啊': {"啊"}, '呀': {"呀"}, '哟': {"哟"},
	'啦': {"啦"}, '哒': {"哒"}, '的': {"的"}, '滴': {"滴"}, '吧': {"吧"}, '嘿': {"嘿"}, '呵': {"呵"},
}

// emoticonNames are the emoticons that exports write in brackets. Other words in
// brackets, such as the tokens of masked data, are content.
var emoticonNames = map[string]bool{
	"微笑": true, "笑": true, "呲牙": true, "大笑": true, "偷笑": true, "憨笑": true, "可爱": true,
	"害羞": true, "愉快": true, "调皮": true, "得意": true, "玫瑰": true, "鲜花": true, "爱心": true,
	"握手": true, "抱拳": true, "强": true, "赞": true, "鼓掌": true, "OK": true, "ok": true,
	"拥抱": true, "飞吻": true, "再见": true, "拜拜": true, "加油": true, "感谢": true, "谢谢": true,
	"捂脸": true, "笑哭": true, "流泪": true, "大哭": true, "委屈": true, "难过": true, "尴尬": true,
	"流汗": true, "抠鼻": true, "疑问": true, "发呆": true, "惊讶": true, "生气": true, "发怒": true,
	"表情": true, "动画表情": true,
}

// longestPhrase is the length in bytes of the longest closing phrase.
const longestPhrase = 4 * len("好")

// IsClosing reports whether a customer's text wants no answer: thanks, agreement,
// good-bye, emoticons, or nothing at all. A text with a question mark always wants
// one. At most 24 letters are looked at, of most texts the first one only: no closing
// phrase begins with it. No allocation.
func IsClosing(text string) bool {
	var letters [closingRunes * utf8.UTFMax]byte
	kept := letters[:0]
	for runes := 0; text != ""; {
		if n := emoticon(text); n > 0 {
			text = text[n:]
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		text = text[size:]
		switch r = narrow(r); {
		case r == '?':
			return false
		case isContent(r):
			if !isHan(r) {
				r = unicode.ToLower(r)
			}
			if runes++; runes > closingRunes || runes == 1 && !beginsClosing(r) {
				return false
			}
			kept = utf8.AppendRune(kept, r)
		}
		if len(kept) >= longestPhrase { // enough to tell the first phrase
			n := closingPhrase(kept)
			if n == 0 {
				return false
			}
			kept = kept[n:]
		}
	}
	for len(kept) > 0 {
		n := closingPhrase(kept)
		if n == 0 {
			return false
		}
		kept = kept[n:]
	}
	return true
}

// closingPhrase returns the length of the longest closing phrase that letters, of which
// there are some, begin with, or 0.
func closingPhrase(letters []byte) int {
	first, _ := utf8.DecodeRune(letters)
	for _, phrase := range closingPhrases[first] {
		if len(letters) >= len(phrase) && string(letters[:len(phrase)]) == phrase {
			return len(phrase)
		}
	}
	return 0
}

// beginsClosing reports whether a closing phrase may begin with r. It may say yes
// wrongly, of few Han characters.
func beginsClosing(r rune) bool { return closingFirsts[r>>6&63]&(1<<(r&63)) != 0 }

// closingFirsts are the first runes of closingPhrases by their low twelve bits.
var closingFirsts = func() (bits [64]uint64) {
	for r := range closingPhrases {
		bits[r>>6&63] |= 1 << (r & 63)
	}
	return bits
}()

// isContent reports whether r is a letter or a digit.
func isContent(r rune) bool {
	return isHan(r) || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// isHan reports whether r is one of the usual Han characters, which are letters without
// case.
func isHan(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// hasContent reports whether a text holds a letter or a digit outside emoticons.
func hasContent(text string) bool {
	for text != "" {
		if n := emoticon(text); n > 0 {
			text = text[n:]
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		if isContent(r) {
			return true
		}
		text = text[size:]
	}
	return false
}

// narrow maps full-width ASCII to ASCII.
func narrow(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

// emoticon returns the length in bytes of the emoticon code at the start of s, or 0:
// JD's #E-s12, Taobao's /:^_^ and names in brackets.
func emoticon(s string) int {
	switch s[0] {
	case '#':
		if strings.HasPrefix(s, "#E-") {
			return 3 + emoticonNumber(s[3:])
		}
	case '/':
		if strings.HasPrefix(s, "/:") {
			return 2 + asciiRun(s[2:], 4)
		}
	case '[':
		if end := strings.IndexByte(s[:min(len(s), 20)], ']'); end > 0 && emoticonNames[s[1:end]] {
			return end + 1
		}
	}
	return 0
}

// emoticonNumber returns the length of letters and digits, or of a masked number
// such as b[数字x].
func emoticonNumber(s string) (n int) {
	for n < len(s) && n < 8 && (s[n] >= '0' && s[n] <= '9' || s[n] >= 'a' && s[n] <= 'z') {
		n++
	}
	if n < len(s) && s[n] == '[' {
		if end := strings.IndexByte(s[n:min(len(s), n+20)], ']'); end > 0 {
			return n + end + 1
		}
	}
	return n
}

// asciiRun returns how many bytes of visible ASCII, at most limit, s begins with.
func asciiRun(s string, limit int) (n int) {
	for n < len(s) && n < limit && s[n] > ' ' && s[n] < 0x7f {
		n++
	}
	return n
}
