package copypaste

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Class says what a message does, as far as its words alone tell. It stands in
// the tables as it is.
type Class string

// The classes. Only Content can be a copy-paste fault.
const (
	Greeting        Class = "greeting"
	Hold            Class = "hold"
	Closing         Class = "closing"
	Acknowledgement Class = "acknowledgement"
	Data            Class = "data"
	Content         Class = "content"
)

// macroPhrases are the building blocks of messages that carry no content of their
// own. A message belongs to the class whose phrases cover most of it.
var macroPhrases = map[Class][]string{
	Greeting: {
		"您好", "你好", "亲爱的", "哈喽", "hello", "hi", "在的", "在呢", "在哦", "欢迎光临", "欢迎",
		"有什么可以帮您", "有什么可以帮到您", "请问有什么", "有什么问题", "可以帮您", "处理或解决",
		"很高兴为您服务", "高兴为您服务", "竭诚为您服务", "为您服务", "客服", "官方旗舰店", "旗舰店",
		"上午好", "下午好", "早上好", "晚上好", "中午好", "让您久等", "久等了", "请问您是想咨询",
		"请问是", "想咨询", "想了解", "前来咨询", "随时为您", "我是", "工号", "有什么需要", "需要帮助",
	},
	Hold: {
		"稍等", "请稍等", "请您稍等", "您稍等", "稍等一下", "等一下", "等下", "稍候", "请稍候", "稍后",
		"马上为您", "正在为您", "正在查询", "帮您查", "帮您看", "查询一下", "为您查询", "核实一下", "看一下",
		"帮您核实", "为您核实", "请您不要着急", "不要着急", "别着急", "耐心等待", "这边", "马上", "尽快回复",
		"给您回复", "查看一下", "不要走开", "我看下", "查一下", "核实", "正在", "几分钟", "一会", "片刻",
	},
	Closing: {
		"感谢您", "感谢", "谢谢", "谢谢您", "祝您", "生活愉快", "购物愉快", "再见", "拜拜", "晚安", "不客气",
		"应该的", "期待您", "再次光临", "下次光临", "还有其他", "还有什么", "可以帮到您的", "可以帮您的",
		"如果没有", "辛苦您", "给个评价", "评价一下", "五星好评", "好评", "有问题随时", "随时联系", "随时咨询",
		"支持与理解", "支持和理解", "理解与支持", "您的支持", "您的光临", "您的理解", "您的来访", "请您点击",
		"下方", "小表情", "评价", "对我的服务", "满意", "祝您万事如意", "天天开心", "其他问题", "其他问题吗",
		"需要帮您", "关注", "收藏",
	},
	Acknowledgement: {
		"好的", "好", "嗯", "嗯嗯", "是的", "对的", "可以的", "可以", "收到", "明白", "了解", "知道了", "没问题",
		"没关系", "抱歉", "不好意思", "非常抱歉", "对不起", "理解您的心情", "给您添麻烦了", "带来不便",
		"深表歉意", "ok", "行", "哦", "恩", "恩恩", "没有", "有的", "没事", "不用", "是这样的", "好滴",
	},
}

// fillers carry nothing: they count for no class.
var fillers = []string{
	"亲", "呢", "哦", "哈", "啊", "呀", "吧", "吗", "的", "了", "您", "你", "我", "这里", "小", "妹", "请",
	"噢", "呐", "嘞", "咯", "哟", "喔", "一下", "那", "就", "都", "为", "给", "是", "还", "在",
}

type phrase struct {
	text  string
	runes int
	class Class // "" for a filler
}

// phrasesByFirst lists the phrases under their first rune, the longest first.
var phrasesByFirst = indexPhrases()

func indexPhrases() map[rune][]phrase {
	index := map[rune][]phrase{}
	add := func(text string, class Class) {
		first, _ := utf8.DecodeRuneInString(text)
		list := append(index[first], phrase{text, utf8.RuneCountInString(text), class})
		for i := len(list) - 1; i > 0 && list[i].runes > list[i-1].runes; i-- {
			list[i], list[i-1] = list[i-1], list[i]
		}
		index[first] = list
	}
	for _, class := range []Class{Greeting, Hold, Closing, Acknowledgement} {
		for _, text := range macroPhrases[class] {
			add(text, class)
		}
	}
	for _, text := range fillers {
		add(text, "")
	}
	return index
}

// Classify tells the class of a folded text. At most a quarter of its letters may
// stand outside macro phrases and fillers for it to be a macro; a text whose letters
// are mostly figures, masks, addresses of pages or Latin codes is Data. Linear; safe
// for concurrent use.
func Classify(folded []byte) Class {
	covered := map[Class]int{}
	total, outside, data := 0, 0, 0
	s := string(folded)
	for i := 0; i < len(s); {
		if n, runes := dataAt(s[i:]); n > 0 {
			data += runes
			total += runes
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) {
			i += size
			continue
		}
		if p, ok := longestPhrase(s[i:], r); ok {
			if p.class != "" {
				covered[p.class] += p.runes
			}
			total += p.runes
			i += len(p.text)
			continue
		}
		total++
		outside++
		i += size
	}
	return decide(covered, total, outside, data)
}

func decide(covered map[Class]int, total, outside, data int) Class {
	if total == 0 || data*2 > total {
		return Data
	}
	if (outside+data)*4 > total {
		return Content
	}
	best, most := Acknowledgement, 0
	for _, class := range []Class{Greeting, Hold, Closing, Acknowledgement} {
		if covered[class] > most {
			best, most = class, covered[class]
		}
	}
	return best
}

func longestPhrase(s string, first rune) (phrase, bool) {
	for _, p := range phrasesByFirst[first] {
		if strings.HasPrefix(s, p.text) {
			return p, true
		}
	}
	return phrase{}, false
}

// dataAt returns the length of the figure, page address or mask token at the start
// of s, in bytes and as a count of runes, or 0.
func dataAt(s string) (size, runes int) {
	switch {
	case strings.HasPrefix(s, "http"):
		size = strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII || r == ' ' })
		if size < 0 {
			size = len(s)
		}
		return size, size
	case s[0] == '[':
		if end := strings.IndexByte(s, ']'); end > 0 && end < 40 {
			return end + 1, utf8.RuneCountInString(s[1:end])
		}
	case s[0] >= '0' && s[0] <= '9':
		for size < len(s) && (s[size] >= '0' && s[size] <= '9' || s[size] == '.') {
			size++
		}
		return size, size
	}
	return 0, 0
}
