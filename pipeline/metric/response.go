package metric

import (
	"slices"

	"chatqc/pipeline/chat"
)

// ResponseTimes says how fast people of the shop answered in one session.
type ResponseTimes struct {
	// FirstSeconds is the time from the first customer message that wants an answer to
	// the first human reply after it; it says nothing when AnsweredRounds is 0.
	FirstSeconds float64
	// MeanSeconds is the mean over answered rounds; it says nothing when there is none.
	MeanSeconds float64
	// Unanswered says that the last round got no human reply.
	Unanswered bool
	// Rounds are runs of customer messages up to the first human reply.
	Rounds int
	// AnsweredRounds are those of them that got one.
	AnsweredRounds int
}

// Response measures one session. A round begins with a customer message that wants an
// answer: pictures and cards do, closing lines (IsClosing) do not. It ends with the
// first human reply; bots and system lines are passed over, and a reply of any agent
// counts, so a transfer does not stop the clock. A message the agent sends unasked
// answers nothing. Linear; it allocates nothing.
func Response(s *chat.Session) ResponseTimes {
	var r ResponseTimes
	var since, first, total int64
	open := false
	for i := range s.Messages {
		m := &s.Messages[i]
		switch {
		case m.Role == chat.RoleCustomer && !open && opensRound(m):
			open, since = true, m.SentAtMicros
			r.Rounds++
		case m.Human() && open:
			open = false
			wait := max(m.SentAtMicros-since, 0)
			if r.AnsweredRounds == 0 {
				first = wait
			}
			total += wait
			r.AnsweredRounds++
		}
	}
	r.Unanswered = open
	if r.AnsweredRounds > 0 {
		r.FirstSeconds = float64(first) / 1e6
		r.MeanSeconds = float64(total) / (1e6 * float64(r.AnsweredRounds))
	}
	return r
}

func opensRound(m *chat.Message) bool {
	return !isText(m) || !IsClosing(m.Text)
}

func isText(m *chat.Message) bool { return m.Kind == chat.KindText || m.Kind == "" }

// Transfers returns how often the human agent changed. Messages without an agent's
// identifier are passed over.
func Transfers(s *chat.Session) int {
	transfers, current := 0, ""
	for i := range s.Messages {
		m := &s.Messages[i]
		if !m.Human() || m.AgentID == "" {
			continue
		}
		if current != "" && m.AgentID != current {
			transfers++
		}
		current = m.AgentID
	}
	return transfers
}

// MainAgent returns the agent with the most messages, the first one of equals. When
// no person replied it is the agent whom the customer's messages name, so that an
// unanswered customer counts for the one in charge; "" when nobody is named.
func MainAgent(s *chat.Session) string {
	if id := mostFrequent(s, chat.RoleAgent); id != "" {
		return id
	}
	return mostFrequent(s, chat.RoleCustomer)
}

// mostFrequent returns the agent named by most messages of one role, the first one of
// equals. Sessions know one or two agents, so a short list is cheaper than a map.
func mostFrequent(s *chat.Session, role chat.Role) string {
	type tally struct {
		agent    string
		messages int
	}
	tallies := make([]tally, 0, 8)
	for i := range s.Messages {
		m := &s.Messages[i]
		if m.Role != role || m.AgentID == "" {
			continue
		}
		at := slices.IndexFunc(tallies, func(t tally) bool { return t.agent == m.AgentID })
		if at < 0 {
			at = len(tallies)
			tallies = append(tallies, tally{agent: m.AgentID})
		}
		tallies[at].messages++
	}
	var best tally
	for _, t := range tallies {
		if t.messages > best.messages {
			best = t
		}
	}
	return best.agent
}
