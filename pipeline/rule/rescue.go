package rule

import "chatqc/pipeline/chat"

// A rescue is a kind of words that make up for an evasive reply.
type rescue struct {
	name    string
	meaning string // Chinese, for the manual
	cues    []string
	asked   []string // cues of what the customer asked, without which the cues do not count
}

// What the patterns of rescues are made of: act is what an agent does next, by a time by
// which, self says who, back that the customer will hear of it.
const (
	act = `(查|问|核实|核对|确认|登记|反馈|联系|申请|处理|回复|通知|跟进|上报|备注|催|转接|转给|` +
		`安排|沟通|协调|请示|咨询|落实|补发|记录|看看|看下|看一下|了解)`
	by = `({duration}|今天|今晚|明天|明早|上午|下午|晚上|中午|下班前|` +
		`[0-9一二两三四五六七八九十]+点)`
	self = `(我|这边|客服)(们|来|去|马上|现在|先|再|这就|立刻|帮忙)*`
	back = `(一下|下|好|清楚|到)?(再|后|以后|之后|就|会|马上)?(给|回复|告诉|通知|联系|答复)(您|你|亲)`
	yes  = `(可以|能|会|有|是|支持|包含|不可以|不能|不会|没有|不是|不支持|不含)`
)

// rescues are all of them, in the order of the manual.
var rescues = []rescue{
	{"promise", "第一人称的承诺加时间：我去问仓库，10分钟内回复您", []string{
		`/` + by + `[^。!?]{0,12}` + act + `/`, `/` + act + `[^。!?]{0,14}` + by + `/`,
	}, nil},
	{"step", "第一人称的下一步：帮您问一下、我去核实", []string{
		`/(帮|给|为|替)(您|你|亲)?[^,。!?]{0,6}` + act + `/`, `/` + self + act + `/`,
		`/` + act + back + `/`, "稍等", "请等", "等我", "马上回", "有消息", "有结果", "第一时间",
	}, nil},
	{"answer", "答案：数字加单位、出处，或对是非问的回答", []string{
		`/{measure}/`, `/{amount}/`, `/{duration}/`, "为准", "一般", "通常", "正常", "大概", "大约",
		"左右", "预计", "估计",
	}, nil},
	{
		"yes_no", "对是非问回答了是或不是",
		[]string{`/(^|[,。!?~ ])(亲,?)?` + yes + `(的|哦|呢|亲|[,。!~ ]|$)/`},
		[]string{
			`/(吗|么|没|不)([,。!?~ ]|$)/`, "是不是", "有没有", "能不能", "会不会", "可不可以", "?",
		},
	},
	{"alternative", "别的办法：不过可以…、建议换…", []string{
		"建议", "推荐", "可以换", "也可以", "可以先", "您可以", "你可以", "亲可以", "要不", "或者",
		"换成", "改成", "不过可以", "但可以", "但是可以", "可以联系", "可以申请", "可以在", "可以看",
		"可以选", "可以用", "可以走",
	}, nil},
	{"reason", "说出原因：因为、由于、已经发货", []string{
		"因为", "由于", "原因是", "已经发", "已经出", "已发货", "已出库", "已经打包", "所以", "毕竟",
		"是按", "系统设", "根据", "规定是", "要求是",
	}, nil},
}

// A compiledRescue is a rescue that some rule names.
type compiledRescue struct{ cues, asked cues }

func (n *numberer) rescue(r *rescue) compiledRescue {
	return compiledRescue{n.cues(slotted(r.cues)), n.cues(slotted(r.asked))}
}

// slotted fills the slots of cues that are the program's own.
func slotted(list []string) (filled []string) {
	for _, cue := range list {
		filled = append(filled, slot.ReplaceAllStringFunc(cue, func(place string) string {
			return kinds[place[1:len(place)-1]]
		}))
	}
	return filled
}

// judgeRescue looks for what makes up for the place: in the rest of the message, and in
// what the agent says next.
func (m *Matcher) judgeRescue(c *compiled, at int, p place) verdict {
	r := &c.Unless.Rescue
	for _, i := range c.rescues {
		kind := &m.program.rescues[i]
		if !kind.asked.empty() {
			if _, ok := m.question(&kind.asked, at); !ok {
				continue
			}
		}
		s, ok := m.sight(&kind.cues, at, func(w place) bool { return !w.overlaps(p) })
		if !ok && r.Messages > 0 {
			next := Said{Say: chat.RoleAgent, Messages: r.Messages, Across: r.Across}
			s, ok = m.sequel(&next, &kind.cues, at)
		}
		if ok {
			v := stopped(guardRescue, s)
			v.note = rescues[i].name
			return v
		}
	}
	return verdict{}
}

func rescueNames() (names []string) {
	for i := range rescues {
		names = append(names, rescues[i].name)
	}
	return names
}
