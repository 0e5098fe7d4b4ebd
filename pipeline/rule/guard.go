package rule

// A guard is a condition of a rule that can keep it from firing.
type guard uint8

const (
	noGuard guard = iota
	guardAll
	guardNone
	guardRegex
	guardAtLeast
	guardLike
	guardWithin
	guardNear
	guardTagged
	guardPosition
	guardExcept
	guardEarlier
	guardThen
	guardAround
	guardEcho
	guardGap
	guardTyping
	guardRepeats
	guardNth
	guardWhen
	guardWholeWords
	guardAsked
	guardBefore
	guardAfter
	guardClause
	guardMessage
	guardTurn
	guardUnlessEarlier
	guardNext
	guardUnlessAround
	guardContext
	guardRescue
	guardUnlessTagged
)

// guards say for each guard what its key is called, and in Chinese what it means that it
// stopped a rule; %s is the word or text that did.
var guards = [...]struct{ key, reason string }{
	guardAll:           {"all", "缺少必须同时出现的词“%s”"},
	guardNone:          {"none", "有排除词“%s”"},
	guardRegex:         {"regex", "有关键词，但句式不符"},
	guardAtLeast:       {"at_least", "要求的几个词没有凑齐"},
	guardLike:          {"like", "和已确认的句子不够像"},
	guardWithin:        {"within", "要求的词不在同一处"},
	guardNear:          {"near", "附近没有要求的词"},
	guardTagged:        {"tagged", "前后的词性不符"},
	guardPosition:      {"position", "不在要求的位置（开头几条或最后几条）"},
	guardExcept:        {"except", "属于规则写明的例外“%s”"},
	guardEarlier:       {"earlier", "前面没有出现要求的话"},
	guardThen:          {"then", "后面没有出现要求的话"},
	guardAround:        {"around", "前后没有出现要求的话"},
	guardEcho:          {"echo", "对方没有说过同样的内容"},
	guardGap:           {"gap", "与客户上一条消息的间隔不符"},
	guardTyping:        {"typing", "没有快到不像打字"},
	guardRepeats:       {"repeats", "本会话里没有重复到这个次数"},
	guardNth:           {"nth", "本会话里还没有到第几次"},
	guardWhen:          {"when", "条件不成立，或缺少所需的资料"},
	guardWholeWords:    {"whole_words", "只是别的词的一部分"},
	guardAsked:         {"asked", "客户上一轮没有问到这件事"},
	guardBefore:        {"unless.before", "同一分句里，前面有“%s”"},
	guardAfter:         {"unless.after", "同一分句里，后面有“%s”"},
	guardClause:        {"unless.clause", "同一分句里有“%s”"},
	guardMessage:       {"unless.message", "同一条消息里有“%s”"},
	guardTurn:          {"unless.turn", "同一轮里有“%s”"},
	guardUnlessEarlier: {"unless.earlier", "前面说过“%s”"},
	guardNext:          {"unless.next", "接着说了“%s”"},
	guardUnlessAround:  {"unless.around", "前后说了“%s”"},
	guardContext:       {"unless.context", "上下文不是这个意思：“%s”"},
	guardRescue:        {"unless.rescue", "已经补救：“%s”"},
	guardUnlessTagged:  {"unless.tagged", "前后的词性属于例外：“%s”"},
}

// A verdict is what a rule says of one message: it fires at a place, or a guard stops
// it by something that stands somewhere.
type verdict struct {
	fired bool
	place place // of the rule's words; empty when it did not come so far

	guard guard
	stop  sighting // what stopped it, with an empty place when it was a lack
	note  string   // more about the guard: the name of a context or rescue
}

// lacking is the verdict of a rule that misses something.
func lacking(g guard, at int) verdict {
	return verdict{guard: g, stop: sighting{message: at, word: noWord}}
}

// stopped is the verdict of a rule that a cue stops.
func stopped(g guard, by sighting) verdict { return verdict{guard: g, stop: by} }

// at returns the verdict with the place that the rule had found.
func (v verdict) at(p place) verdict {
	v.place = p
	return v
}
