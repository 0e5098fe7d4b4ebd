package rule

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/fact"
	"chatqc/pipeline/metric"
	"chatqc/pipeline/segment"
	"chatqc/pipeline/text"
)

// A World is what rules may look at besides the session. The zero value is usable.
type World struct {
	Words *segment.Segmenter // cuts texts; nil: what asks for words of the dictionary holds
	Facts *fact.Book         // nil: rules that ask for facts are silent
	Zone  *time.Location     // of hours and days; nil is UTC

	Workers int // that have a Matcher each and share the room for what texts leave; 0 is one
}

// Facts are the names that a condition may use. A rule whose condition names something
// that is not known, for want of a file or of the agent in it, is silent.
type Facts struct {
	Platform string `expr:"platform"`
	Shop     string `expr:"shop"`
	Agent    string `expr:"agent"`
	Category string `expr:"category"`

	Hour    int `expr:"hour"`
	Weekday int `expr:"weekday"`

	Number          float64 `expr:"number"`
	Seq             int     `expr:"seq"`
	Turns           int     `expr:"turns"`
	AgentMessages   int     `expr:"agent_messages"`
	DurationSeconds int     `expr:"duration_seconds"`

	CustomerMessages     int     `expr:"customer_messages"`
	FirstResponseSeconds float64 `expr:"first_response_seconds"`
	MeanResponseSeconds  float64 `expr:"mean_response_seconds"`
	TenureDays           int     `expr:"tenure_days"`
	OrderState           string  `expr:"order_state"`
	Campaign             bool    `expr:"campaign"`
	CampaignMentioned    bool    `expr:"campaign_mentioned"`

	Knows func(word string) bool `expr:"knows"`
}

// A factName documents one name, and says which file it comes from.
type factName struct {
	name, meaning string
	kind          fact.Kind
	file          bool // kind counts
}

// factNames are all of them, in the order of the manual.
var factNames = []factName{
	{name: "platform", meaning: "平台，写法同导出"},
	{name: "shop", meaning: "店铺"},
	{name: "agent", meaning: "客服"},
	{name: "hour", meaning: "这条消息的小时，0–23"},
	{name: "weekday", meaning: "星期几，1–7，7 是星期日"},
	{name: "number", meaning: "命中位置里的第一个数（或句式第一个括号里的），没有是 0"},
	{name: "seq", meaning: "会话里的第几条消息，从 1 数起"},
	{name: "turns", meaning: "会话的轮数：同一个人相邻的几条算一轮"},
	{name: "customer_messages", meaning: "客户消息条数"},
	{name: "agent_messages", meaning: "客服消息条数"},
	{name: "duration_seconds", meaning: "会话长度，秒"},
	{name: "first_response_seconds", meaning: "首次响应，秒；没有人回复是 -1"},
	{name: "mean_response_seconds", meaning: "平均响应，秒；没有人回复是 -1"},
	{name: "category", meaning: "店铺类目", kind: fact.Shops, file: true},
	{name: "tenure_days", meaning: "客服入职几天", kind: fact.Roster, file: true},
	{
		name:    "order_state",
		meaning: "客户最近一单：unpaid、paid、shipped、received、cancelled、refunded，没有是空",
		kind:    fact.Orders, file: true,
	},
	{name: "campaign", meaning: "店铺这时有活动", kind: fact.Campaigns, file: true},
	{
		name: "campaign_mentioned", meaning: "本会话里客服或自动回复提到了活动",
		kind: fact.Campaigns, file: true,
	},
	{name: "knows", meaning: "knows(\"保质期\")：知识库里有这个词", kind: fact.Knowledge, file: true},
}

func factTable() string {
	var b strings.Builder
	b.WriteString("| 名称 | 意思 | 来自 |\n|---|---|---|\n")
	for i := range factNames {
		from := "聊天"
		if factNames[i].file {
			from = "`" + factNames[i].kind.File() + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", factNames[i].name, factNames[i].meaning, from)
	}
	return b.String()
}

// sessionFacts gathers what is the same for all messages of the session.
func (m *Matcher) sessionFacts() *Facts {
	if m.factsOf == m.session {
		return &m.facts
	}
	m.factsOf = m.session
	s, first := m.session, &m.session.Messages[0]
	m.facts = Facts{
		Platform: first.Platform, Shop: s.ShopID(), FirstResponseSeconds: -1, MeanResponseSeconds: -1,
		Category: m.world.Facts.Category(s.ShopID()),
	}
	f := &m.facts
	f.Knows = func(word string) bool { return m.world.Facts.Knows(f.Shop, word) }
	m.turns = s.AppendTurns(m.turns[:0])
	f.Turns = len(m.turns)
	for i := range s.Messages {
		switch s.Messages[i].Role {
		case chat.RoleAgent:
			f.AgentMessages++
		case chat.RoleCustomer:
			f.CustomerMessages++
		}
	}
	last := &s.Messages[len(s.Messages)-1]
	f.DurationSeconds = int((last.SentAtMicros - first.SentAtMicros) / 1_000_000)
	if response := metric.Response(s); response.AnsweredRounds > 0 {
		f.FirstResponseSeconds, f.MeanResponseSeconds = response.FirstSeconds, response.MeanSeconds
	}
	return f
}

// messageFacts gathers what a condition may ask of one message and place; ok is false when
// something that it needs is not known.
func (m *Matcher) messageFacts(c *compiled, at int, p place) (f *Facts, ok bool) {
	if m.given != nil {
		f := *m.given
		f.Number = m.number(c, at, p)
		return &f, true
	}
	f = m.sessionFacts()
	message, book := &m.session.Messages[at], m.world.Facts
	zone := m.world.Zone
	if zone == nil {
		zone = time.UTC
	}
	sent := time.UnixMicro(message.SentAtMicros).In(zone)
	f.Agent, f.Hour, f.Weekday = m.session.NextAgent(at), sent.Hour(), (int(sent.Weekday())+6)%7+1
	f.Seq, f.Number = at+1, m.number(c, at, p)
	for _, kind := range c.condition.needs {
		known := book.Has(kind)
		switch kind {
		case fact.Roster:
			f.TenureDays, known = book.TenureDays(f.Shop, f.Agent, m.session.Date)
		case fact.Shops:
			known = f.Category != ""
		case fact.Orders:
			f.OrderState = book.OrderState(f.Shop, m.session.CustomerID(), message.SentAtMicros)
		case fact.Campaigns:
			m.campaigns = book.CampaignsAt(m.campaigns[:0], f.Shop, message.SentAtMicros)
			f.Campaign, f.CampaignMentioned = len(m.campaigns) > 0, m.mentioned()
		}
		if !known {
			return nil, false
		}
	}
	return f, true
}

// mentioned reports whether somebody of the shop spoke of one of the campaigns.
func (m *Matcher) mentioned() bool {
	for i := range m.session.Messages {
		if role := m.session.Messages[i].Role; role != chat.RoleAgent && role != chat.RoleBot {
			continue
		}
		folded := string(m.texts[i].Folded())
		for _, campaign := range m.campaigns {
			for _, word := range campaign.Words {
				if strings.Contains(folded, word) {
					return true
				}
			}
		}
	}
	return false
}

// number reads the first number of the place.
func (m *Matcher) number(c *compiled, at int, p place) float64 {
	p = m.group(c, at, p)
	return text.Number(m.folded(at)[p.begin:p.end])
}

// fields returns where each name of an example's facts is kept.
func (f *Facts) fields() map[string]reflect.Value {
	fields := map[string]reflect.Value{}
	v := reflect.ValueOf(f).Elem()
	for i := range v.NumField() {
		fields[v.Type().Field(i).Tag.Get("expr")] = v.Field(i)
	}
	return fields
}
