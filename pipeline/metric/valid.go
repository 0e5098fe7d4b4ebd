package metric

import (
	"strings"

	"chatqc/pipeline/chat"
)

// Reasons why a session is no consultation, as they stand in the tables.
const (
	Empty      = "empty"       // system lines only
	NoCustomer = "no_customer" // the customer wrote nothing
	NoContent  = "no_content"  // blanks, emoticons and punctuation only
	BotOnly    = "bot_only"    // a machine answered all of it
)

// askForPerson in a customer's message asks for a human agent.
var askForPerson = []string{"人工", "真人"}

// botHolds in a machine's message put the customer off until a person comes: they
// answer nothing.
var botHolds = []string{
	"稍后", "稍候", "稍等", "为您转接", "正在转接", "排队", "繁忙", "正忙", "留言", "不在线",
}

// Valid reports whether a session counts as a consultation, and if not, why.
//
// A customer whom no person answered is a consultation, and an unanswered one. Only
// where a machine settled the whole talk is it bot_only: no person wrote, every
// customer message that wants an answer is followed by one of the machine's, the last
// of these does not merely put the customer off, and the customer did not ask for a
// person. A picture or a card is content. Linear, no allocation.
func Valid(s *chat.Session) (ok bool, reason string) {
	var customers, agents, bots int
	content := false
	for i := range s.Messages {
		m := &s.Messages[i]
		switch m.Role {
		case chat.RoleCustomer:
			customers++
			content = content || !isText(m) || hasContent(m.Text)
		case chat.RoleBot:
			bots++
		case chat.RoleAgent:
			agents++
		}
	}
	switch {
	case customers+agents+bots == 0:
		return false, Empty
	case customers == 0:
		return false, NoCustomer
	case !content:
		return false, NoContent
	case agents == 0 && bots > 0 && settledByBot(s):
		return false, BotOnly
	}
	return true, ""
}

// settledByBot reports whether no customer waits at the end of a session without a
// person.
func settledByBot(s *chat.Session) bool {
	waiting := false
	for i := range s.Messages {
		m := &s.Messages[i]
		switch m.Role {
		case chat.RoleCustomer:
			if containsAny(m.Text, askForPerson) {
				return false
			}
			waiting = waiting || opensRound(m)
		case chat.RoleBot:
			waiting = waiting && containsAny(m.Text, botHolds)
		}
	}
	return !waiting
}

func containsAny(text string, words []string) bool {
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
