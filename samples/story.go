package samples

import "chatqc/pipeline/chat"

// run plays the whole session.
func (t *talk) run() {
	defer t.shift()
	night := t.now.Hour() > 0 && t.now.Hour() < 9
	switch n := t.rand.IntN(1000); {
	case night && n < 550, n < 25:
		t.machineOnly()
	case night, n < 55:
		t.leftAlone()
	case n < 65:
		t.system(notices[0])
		t.system(notices[3])
		t.nameless()
	case n < 75:
		t.answer(pick(t.rand, pushes))
	case n < 83:
		t.ask(pick(t.rand, marks))
	default:
		if n < 92 {
			t.now = lastMinute(t.rand, t.now)
		}
		t.served()
	}
}

// machineOnly is settled by the bot.
func (t *talk) machineOnly() {
	t.greeted = true
	for range 1 + t.rand.IntN(2) {
		topic := pick(t.rand, machineAnswers)
		t.ask(t.fresh(topic.asks))
		t.bot(topic.answers[0])
	}
	if t.chance(300) {
		t.ask(pick(t.rand, thanks))
	}
	t.nameless()
}

// leftAlone waits for a person who never comes.
func (t *talk) leftAlone() {
	if t.chance(400) {
		t.ask(pick(t.rand, opening))
	}
	t.question(pick(t.rand, t.topics()).asks)
	for range 1 + t.rand.IntN(2) {
		t.ask(t.fresh(unheard))
	}
}

// topics are what customers of the shop ask before they buy.
func (t *talk) topics() []topic {
	return [...][]topic{wearTopics, foodTopics, homeTopics}[t.agent.store]
}

// served is a session with a person of the shop.
func (t *talk) served() {
	if t.chance(150) {
		t.system(notices[1])
	}
	if t.chance(450) {
		t.ask(pick(t.rand, opening))
		if t.chance(700) {
			t.answer(pick(t.rand, greetings))
		}
	}
	if t.chance(620) {
		t.beforeSale()
	} else {
		t.afterSale()
	}
}

func (t *talk) beforeSale() {
	if t.chance(150) {
		t.say(chat.RoleCustomer, chat.KindCard, t.scene.fill("[商品卡片] {简}"), 8)
	}
	for range 1 + t.rand.IntN(3) {
		list := t.topics()
		if t.chance(250) {
			list = deliveryTopics
		}
		t.round(list, beforeSale)
	}
	if t.chance(550) {
		t.doubt()
	}
	if t.ends(beforeSale) {
		return
	}
	if t.chance(450) {
		t.ask(t.fresh(decided))
		t.answer(t.decorate(t.fresh(confirmations)))
		if t.chance(500) {
			t.identify()
		}
	}
	t.part()
}

func (t *talk) afterSale() {
	lists := [][]topic{parcelTopics, returnTopics}
	list := pick(t.rand, lists)
	t.round(list, afterSale)
	if t.chance(180) {
		t.transfer()
	}
	if t.chance(450) {
		t.round(list, afterSale)
	}
	if t.chance(150) {
		t.question(addressTopics[0].asks)
		t.reply(addressTopics[0].answers)
		t.identify()
	}
	if !t.ends(afterSale) {
		t.part()
	}
}

// round is one question and what comes of it: mostly an answer that fits.
func (t *talk) round(list []topic, s stage) {
	a := t.agent
	switch {
	case t.chance(a.claim) && t.slip(&claims, s):
	case t.chance(a.bait) && t.slip(&baits, s):
	case t.chance(a.pry) && t.slip(&prying, s):
	case s == beforeSale && t.chance(70):
		topic := pick(t.rand, carefulTopics)
		t.question(topic.asks)
		t.clean = append(t.clean, t.reply(topic.answers)...)
	default:
		t.plainRound(list, s)
	}
}

func (t *talk) plainRound(list []topic, s stage) {
	topic := pick(t.rand, list)
	t.question(topic.asks)
	if s == afterSale && t.chance(120) {
		t.say(chat.RoleCustomer, chat.KindImage, "[图片]", 15)
	}
	if t.chance(180) {
		t.answer(pick(t.rand, holds))
	}
	t.reply(topic.answers)
	switch text := t.last(); {
	case t.chance(t.agent.paste) && len(text) > 36:
		t.ask(t.fresh(beside[s]))
		t.plant(t.answer(text), chat.CopyPaste, "copypaste/repeat")
	case t.chance(15):
		t.ask(t.fresh(again))
		t.clean = append(t.clean, t.answer(text))
	case s == beforeSale && t.chance(t.agent.sells/3):
		t.plant(t.answer(t.fresh(hints[t.agent.store])), chat.Selling, "selling")
	}
}

// doubt is the moment at which good sellers sell.
func (t *talk) doubt() {
	i := t.rand.IntN(len(selling))
	t.question(selling[i].asks)
	if t.chance(2 * t.agent.sells) {
		t.plant(t.answer(t.fresh(selling[i].answers)), chat.Selling, "selling")
		return
	}
	t.answer(t.decorate(t.fresh(plain[i].answers)))
}

// ends reports whether a poor answer ends the session.
func (t *talk) ends(s stage) bool {
	switch {
	case t.chance(t.agent.evasive) && t.slip(&evasive, s):
	case t.chance(t.agent.rude) && t.slip(&rude, s):
	default:
		return false
	}
	if t.chance(700) {
		t.ask(pick(t.rand, shrugs))
	}
	return true
}

// identify lets the customer write who and where they are.
func (t *talk) identify() {
	t.ask(t.fresh(particulars))
	t.answer(t.decorate(t.fresh(receipts)))
}

// transfer hands the customer to a colleague, who knows what was said.
func (t *talk) transfer() {
	next := colleague(t.rand, t.staff, t.agent)
	if next == nil {
		return
	}
	t.answer(pick(t.rand, handovers))
	t.agent, t.scene["客服"] = next, next.id
	t.system("会话已转接给{客服}")
	t.answer(pick(t.rand, takeovers))
}

// part is a friendly end.
func (t *talk) part() {
	if t.chance(600) {
		t.ask(pick(t.rand, thanks))
		if t.chance(650) {
			t.answer(pick(t.rand, closings))
		}
	}
	if t.chance(60) {
		t.system(notices[2])
	}
}
