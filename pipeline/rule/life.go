package rule

import (
	"slices"

	"go.yaml.in/yaml/v4"

	"chatqc/pipeline/chat"
)

// A Status says how far a rule is trusted.
type Status string

// The statuses. What a trial finds is a hint and weighs nothing until people have read
// enough of it; a retired rule finds nothing and keeps its place, so that decisions about
// what it found keep theirs.
const (
	Trial   Status = "trial"
	Active  Status = "active"
	Retired Status = "retired"
)

// A Life says where and when a rule holds. The zero value holds always and everywhere.
type Life struct {
	Status    Status    // Active unless the rule says otherwise
	From, To  chat.Date // of the sessions, both ends included; 0 for no end
	Platforms []string  // as the messages name them; none for all
}

// lifeFields are the keys of a rule's life, which language.go documents.
func (s *source) lifeFields(life *Life) map[string]func(*yaml.Node) {
	return map[string]func(*yaml.Node){
		"status": choice(s, &life.Status, Trial, Active, Retired),
		"from":   s.day(&life.From), "to": s.day(&life.To), "platforms": s.texts(&life.Platforms),
	}
}

// holds reports whether the rule looks at a message of a session that began on the day.
func (l *Life) holds(day chat.Date, platform string) bool {
	return l.Status != Retired && day >= l.From && (l.To == 0 || day <= l.To) &&
		(len(l.Platforms) == 0 || slices.Contains(l.Platforms, platform))
}

// settle applies the status: what a trial finds is a hint without points.
func (r *Rule) settle() {
	if r.Life.Status == Trial {
		r.Severity, r.Points = chat.Hint, 0
	}
}

// validateLife faults a life that no session can meet.
func (r *Rule) validateLife() {
	if l := &r.Life; l.To != 0 && l.To < l.From {
		r.source.fault(r.source.find("to:"), "can never fire: got the end %s before the begin %s",
			l.To, l.From)
	}
}

// exampleScene is a day and a platform on which the rule holds, for its examples.
func (l *Life) exampleScene() (day chat.Date, platform string) {
	day = max(exampleDay, l.From)
	if l.To != 0 {
		day = min(day, l.To)
	}
	if len(l.Platforms) > 0 {
		platform = l.Platforms[0]
	}
	return day, platform
}
