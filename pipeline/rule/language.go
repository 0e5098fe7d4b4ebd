package rule

import (
	_ "embed" // the page around the tables
	"fmt"
	"slices"
	"strings"
)

// A key is one word of the language, as its manual explains it.
type key struct{ name, example, meaning string }

// ruleKeys are the keys of a rule in the order of the manual.
var ruleKeys = []key{
	{"title", "答“不知道”且没有跟进", "规则名称，写给质检主管看"},
	{"say", "agent", "谁说的话：agent（默认）、customer、bot、system"},
	{"any", "[不知道, 不清楚]", "消息里至少有其中一个词；词集写作 $名称"},
	{"all", "[今天, 发货]", "消息里每个词都要有"},
	{"none", "[最低消费, '/不.{0,2}保证/']", "消息里有其中一个就不算；/…/ 是句式，下同"},
	{"at_least", "{count: 2, of: [优惠券, 满减, 返现]}",
		"至少有其中几个不同的词；repeated: true 时同一个词说几次也算；" +
			"over: turn 或 session 数整轮、整个会话"},
	{"like", "{share: 0.6, of: [这个我们也没有办法呢]}",
		"和其中一句已确认的话相似：相邻两字的重合比例（Jaccard，0.3–1）"},
	{"regex", "['最(低|便宜)(了|价)', '{duration}内发货']",
		"句式（RE2），至少一个成立；命中的位置由它定。文本已转小写、转半角、繁转简，标点写成 , ! ?；" +
			"(?P<at>…) 只把这一段当作命中的位置；" +
			"可填的空：{$词集}、{number}、{amount}、{duration}、{range}、{percent}、{measure}"},
	{"except", "['最好(先|不要)']", "例外的句式：命中位置和它重叠就不算"},
	{"disguised", "true", "还要看穿变形的写法（薇❤信、zui好、加➕微）；只报原样没有命中的"},
	{"within", "clause", "词和命中位置同在：clause 分句、sentence 句、message 消息（默认）、turn 轮"},
	{"near", "{of: [发货, 到货], characters: 6, order: after}",
		"命中位置几个字（characters）或几个词（words）之内有其中一个；order: before、after 限定前后"},
	{"tagged", "{after: [v]}", "前一个词、命中的词、后一个词的词性（before、place、after，按词典）"},
	{"whole_words", "true", "只认完整的词，不认别的词的一部分（按词典分词）"},
	{"position", "{first: 3}",
		"只看这个人的前几条（first）、最后几条（last），" +
			"或会话开头、结尾几秒（first_seconds、last_seconds）"},
	{"asked", "[多少, 多重]", "客户上一轮要问到其中一个"},
	{"earlier", "{say: customer, messages: 5, any: [订单号]}", "之前有人说过其中一个，写法见下"},
	{"then", "{say: customer, messages: 3, any: [投诉, 差评]}", "之后有人说其中一个"},
	{"around", "{messages: 2, any: [快递]}", "之前或之后有人说其中一个"},
	{"echo", "customer", "句式第一个括号里的内容（没有括号就是整个命中），这个人之前说过"},
	{"gap", "{over: 180}", "距客户上一条消息超过（over）或不到（under）几秒"},
	{"typing", "{over: 15}", "每秒超过几个字，不像打字；十个字以上的消息才看"},
	{"repeats", "{share: 0.8, times: 2}", "这个人在本会话里说过几次差不多的话（share 同 like）"},
	{"nth", "2", "同一会话里第几次这样说才开始算"},
	{"when", "'campaign && !campaign_mentioned'",
		"对资料的条件（expr），能用的名称见下；缺资料时规则不作声"},
	{"unless", "{before: [您], context: [negated], rescue: {of: [step]}}",
		"命中位置周围有这些就不算，见下表"},
	{"severity", "major", "fatal 致命、major 严重、minor 轻微、hint 提示（不计分）、praise 加分"},
	{"points", "5", "扣分或加分，0–100"},
	{"status", "trial", "trial 试用（只提示，不计分）、active 启用（默认）、retired 停用"},
	{"from", "2026-01-01", "从这一天开始的会话才算"},
	{"to", "2026-12-31", "到这一天为止开始的会话才算"},
	{"platforms", "[taobao, jd]", "只看这些平台的消息，写法同导出"},
	{"law", "[AD9]", "法律依据的键，正文在 law.yaml，按消息日期取当时有效的一条"},
	{"why", "客户的问题没有得到回答", "为什么要紧，原样写进辅导单"},
	{"instead", "我去跟仓库核实，10分钟内回复您", "更好的一句；加分项可以不写"},
	{"schema", "1", "规则语言的版本，默认当前版本"},
	{"version", "1.0.0", "规则自己的版本，默认用规则包的"},
	{"owner", "合规组", "谁负责这条规则，默认用规则包的"},
	{"hits", "[客服: 这个不知道哦, [客户: 能洗吗, 客服: 不清楚]]",
		"应当命中的例子，至少三个；每次启动都会验证。各条隔 10 秒，写 客服 +70 则隔 70 秒；" +
			"第一条可以是 资料: {campaign: true}"},
	{"misses", "[客服: 您不知道的话可以看尺码表]", "不应命中的例子，至少三个；先写它，陷阱早发现"},
}

// unlessKeys are the keys below unless.
var unlessKeys = []key{
	{"before", "[您]", "同一分句里，在命中位置之前开始的"},
	{"after", "[时间]", "同一分句里，在命中位置之后结束的"},
	{"clause", "[看不清]", "同一分句里任何位置的"},
	{"message", "[帮您]", "同一条消息里任何位置的"},
	{"turn", "[稍等]", "同一个人相邻的几条消息里的"},
	{"earlier", "{messages: 3, any: [已经告诉过]}", "之前说过的"},
	{"next", "{messages: 2, any: [问到了]}", "之后几条消息里的"},
	{"around", "{messages: 3, any: [帮您问]}", "之前或之后几条消息里的"},
	{"context", "[negated, quoted, question]", "命中位置的语境，名称见下表"},
	{"rescue", "{of: [step, answer], messages: 2}",
		"同一条消息的其余部分、或客户再开口之前的几条客服消息里已经补救，名称见下表；" +
			"across: true 不管客户是否开口"},
	{"tagged", "{after: [v]}", "前后的词性，写法同上"},
}

// saidKeys are the keys below earlier, then, around and next.
var saidKeys = []key{
	{"any", "[问到了]", "至少有其中一个"},
	{"say", "customer", "谁说：agent（默认）、customer、bot、system"},
	{"messages", "3", "最近的几条他的消息，默认 1"},
	{"seconds", "600", "几秒之内"},
	{"across", "true", "中间客户开口也不停"},
}

// manual is the page around the tables.
//
//go:embed manual.md
var manual string

// Manual returns the manual of the language and the list of the set's rules, in
// Markdown and Chinese: what rules/README.md holds.
func (s *Set) Manual() string {
	return strings.NewReplacer(
		"{{keys}}", keyTable(ruleKeys), "{{unless}}", keyTable(unlessKeys),
		"{{said}}", keyTable(saidKeys), "{{contexts}}", contextTable(),
		"{{rescues}}", rescueTable(), "{{facts}}", factTable(),
		"{{rules}}\n", s.ruleTable(),
	).Replace(manual)
}

func contextTable() string {
	var b strings.Builder
	b.WriteString("| 语境 | 意思 |\n|---|---|\n")
	for i := range contexts {
		fmt.Fprintf(&b, "| `%s` | %s |\n", contexts[i].name, contexts[i].meaning)
	}
	return b.String()
}

func rescueTable() string {
	var b strings.Builder
	b.WriteString("| 补救 | 意思 |\n|---|---|\n")
	for i := range rescues {
		fmt.Fprintf(&b, "| `%s` | %s |\n", rescues[i].name, rescues[i].meaning)
	}
	return b.String()
}

func keyTable(keys []key) string {
	var b strings.Builder
	b.WriteString("| 键 | 意思 | 例子 |\n|---|---|---|\n")
	for _, k := range keys {
		example := strings.ReplaceAll(k.example, "|", "\\|")
		fmt.Fprintf(&b, "| `%s` | %s | `%s` |\n", k.name, k.meaning, example)
	}
	return b.String()
}

func (s *Set) ruleTable() string {
	var b strings.Builder
	b.WriteString("| 规则 | 名称 | 维度 | 严重度 | 分 | 例子 |\n|---|---|---|---|---|---|\n")
	for _, r := range s.rules {
		fmt.Fprintf(&b, "| [%s](%s.yaml) | %s | %s | %s | %g | %d + %d |\n", r.ID, r.ID, r.Title,
			dimensionTitles[r.Dimension], severityTitles[r.Severity], r.Points, len(r.Hits),
			len(r.Misses))
	}
	return b.String()
}

// Scaffold returns a new rule file to fill in. It is refused until its examples are
// real ones.
func Scaffold() string {
	var b strings.Builder
	for _, k := range ruleKeys {
		if slices.Contains([]string{"title", "any", "severity", "points"}, k.name) {
			fmt.Fprintf(&b, "%s: %s  # %s\n", k.name, k.example, k.meaning)
		}
	}
	b.WriteString(`# 可选：say all none regex whole_words asked unless law version，见 rules/README.md
why: |
  为什么要紧，客户会怎样。
instead: 更好的一句。
# 先写不该命中的：否定、客户自己、别人家、有下一步
misses:
  - 客服: 您不清楚的话可以看尺码表
  - 客服: ……
  - 客户: ……
hits:
  - 客服: 这个不清楚哦
  - 客服: ……
  - [客户: ……, 客服: ……]
`)
	return b.String()
}
