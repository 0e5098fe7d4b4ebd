package samples

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"chatqc/pipeline/chat"
)

// A topic is what customers ask, and answers each of which fits each question.
type topic struct{ asks, answers []string }

// A talk is one session in the making. All chance comes from its own source, so a
// session does not depend on those before it.
type talk struct {
	rand     *rand.Rand
	staff    []agent
	agent    *agent // in charge now
	scene    scene
	now      time.Time
	session  string
	customer string
	greeted  bool            // a machine or a person has greeted
	said     map[string]bool // sentences that were drawn, before they were filled

	messages []Message
	truth    []Truth
	clean    []string
}

func newTalk(r *rand.Rand, staff []agent, at time.Time) *talk {
	t := &talk{
		rand: r, staff: staff, agent: choose(r, staff), now: at,
		customer: "c" + pad(100000+r.IntN(900000), 6), said: map[string]bool{},
	}
	t.scene = newScene(r, t.agent, at)
	return t
}

func (t *talk) name(session string) { t.session = session }

// chance is true n times in a thousand.
func (t *talk) chance(n int) bool { return t.rand.IntN(1000) < n }

// fresh draws a sentence that was not drawn in this session before, while there is one.
func (t *talk) fresh(list []string) string {
	at := t.rand.IntN(len(list))
	for i := range list {
		if s := list[(at+i)%len(list)]; !t.said[s] {
			t.said[s] = true
			return s
		}
	}
	return list[at]
}

// say adds a message after so many seconds and returns its identifier.
func (t *talk) say(role chat.Role, kind, text string, seconds int) string {
	t.now = t.now.Add(time.Duration(max(1, seconds)) * time.Second)
	turn := len(t.messages) + 1
	m := Message{
		MessageID: t.session + "-" + pad(turn, 2), SessionID: t.session, Turn: turn, Role: role,
		Text: text, SentAt: t.now, CustomerID: t.customer, Kind: kind,
		ShopID: stores[t.agent.store].id, Platform: stores[t.agent.store].platform,
		AgentID: t.agent.id,
	}
	t.messages = append(t.messages, m)
	return m.MessageID
}

func (t *talk) bot(text string) { t.say(chat.RoleBot, chat.KindText, t.scene.fill(text), 1) }

func (t *talk) system(text string) {
	t.say(chat.RoleSystem, chat.KindText, t.scene.fill(text), 1)
}

// ask lets the customer write.
func (t *talk) ask(text string) {
	text = t.scene.fill(text)
	wait := 6 + t.rand.IntN(40)
	if t.chance(60) {
		wait += t.rand.IntN(400)
	}
	t.say(chat.RoleCustomer, chat.KindText, text, wait)
	if !t.greeted && t.chance(650) {
		t.bot(pick(t.rand, machineGreetings))
	}
	t.greeted = true
}

// question is ask with a mark of a question, perhaps.
func (t *talk) question(asks []string) {
	text := t.fresh(asks)
	if isQuestion(text) {
		text += pick(t.rand, askSuffixes)
	}
	t.ask(text)
}

// isQuestion tells a question from a remark by its words.
func isQuestion(text string) bool {
	if strings.ContainsAny(text, "吗么怎哪几谁呢啥") || strings.HasSuffix(text, "不") {
		return true
	}
	return slices.ContainsFunc([]string{"多少", "多久", "多大", "会不会", "是不是", "还是"},
		func(word string) bool { return strings.Contains(text, word) })
}

// answer lets the agent write a sentence as it stands and returns its identifier.
func (t *talk) answer(text string) string {
	wait := t.agent.pace*(40+t.rand.IntN(120))/100 + utf8.RuneCountInString(text)/8
	if t.chance(40) {
		wait += 60 + t.rand.IntN(600)
	}
	return t.say(chat.RoleAgent, chat.KindText, t.scene.fill(text), wait)
}

// decorate adds a form of address and a particle or an emoticon, perhaps.
func (t *talk) decorate(text string) string {
	prefix, suffix := pick(t.rand, agentPrefixes), pick(t.rand, agentSuffixes)
	for _, word := range []string{"亲", "您好", "好的", "嗯嗯"} {
		if strings.HasPrefix(text, word) {
			prefix = ""
		}
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	if strings.ContainsRune("吗呢哦吧啊亲了~", last) && strings.ContainsAny(suffix, "哦呢") {
		suffix = ""
	}
	return prefix + text + suffix
}

// reply answers with one of a topic's answers, in one or more messages, and returns
// their identifiers.
func (t *talk) reply(answers []string) (ids []string) {
	text := t.fresh(answers)
	for i, part := range strings.Split(text, "|") {
		if i == 0 {
			part = t.decorate(part)
		}
		ids = append(ids, t.answer(part))
	}
	return ids
}

// last returns the text said last.
func (t *talk) last() string { return t.messages[len(t.messages)-1].Text }

// plant notes that a message must be found.
func (t *talk) plant(id string, d chat.Dimension, kind string) {
	t.truth = append(t.truth, Truth{t.session, id, d, kind})
}

// slip lets the agent commit a fault that suits the stage and the shop. It reports
// whether there was one.
func (t *talk) slip(v *vice, s stage) bool {
	var fit []*fault
	for i := range v.faults {
		f := &v.faults[i]
		if (f.stage == anyStage || f.stage == s) && f.shops>>t.agent.store&1 == 1 {
			fit = append(fit, f)
		}
	}
	if len(fit) == 0 {
		return false
	}
	f := pick(t.rand, fit)
	t.question(f.asks)
	text := t.fresh(f.answers)
	if !strings.Contains(text, "亲") && t.chance(150) {
		text = "亲，" + text
	}
	t.plant(t.answer(text), v.dimension, f.kind)
	return true
}

// shift moves the whole session before the end of the week.
func (t *talk) shift() {
	late := t.now.Sub(endOfWeek)
	if late < 0 {
		return
	}
	late += time.Duration(1+t.rand.IntN(600)) * time.Second
	for i := range t.messages {
		t.messages[i].SentAt = t.messages[i].SentAt.Add(-late)
	}
}

// nameless takes the agent's name off every message: no person was in charge.
func (t *talk) nameless() {
	for i := range t.messages {
		t.messages[i].AgentID = ""
	}
}
