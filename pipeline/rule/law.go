package rule

import (
	"math"
	"strings"

	"go.yaml.in/yaml/v4"

	"chatqc/pipeline/chat"
)

// A provision is one wording of a law, in force from one day to another, both
// included.
type provision struct {
	from, to chat.Date
	text     string
}

// A lawIndex is the dated legal index: what stood under a key when. Laws are
// renumbered, so a finding cites what was in force on the day of its session.
type lawIndex map[string][]provision

// forever is the last day of a provision that is still in force.
const forever = chat.Date(math.MaxInt32)

// cite returns the provisions in force on a day, in the order of the keys.
func (law lawIndex) cite(keys []string, day chat.Date) string {
	var texts []string
	for _, key := range keys {
		for _, p := range law[key] {
			if p.from <= day && day <= p.to {
				texts = append(texts, p.text)
			}
		}
	}
	return strings.Join(texts, "；")
}

// readLaw reads law.yaml: a mapping from keys to lists of provisions.
func readLaw(s *source, data []byte) lawIndex {
	law := lawIndex{}
	if strings.TrimSpace(string(data)) == "{}" {
		return law
	}
	root, ok := s.document(data)
	if !ok {
		return law
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, list := root.Content[i], root.Content[i+1]
		if list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
			s.fault(list, "got %s, want a list of {from, to, text}", kindName(list))
			continue
		}
		if law[key.Value] != nil {
			s.fault(key, "got %q a second time, want each key once", key.Value)
		}
		for _, item := range list.Content {
			p := s.provision(item)
			if n := len(law[key.Value]); n > 0 && p.from <= law[key.Value][n-1].to {
				s.fault(item, "got a provision from %s, want one after the end of the one before", p.from)
			}
			law[key.Value] = append(law[key.Value], p)
		}
	}
	return law
}

func (s *source) provision(n *yaml.Node) provision {
	p := provision{to: forever}
	s.fields(n, map[string]func(*yaml.Node){
		"from": s.day(&p.from), "to": s.day(&p.to), "text": s.text(&p.text),
	})
	if p.from == 0 || p.text == "" {
		s.fault(n, "got a provision without its day or text, want {from: 2025-10-15, text: …}")
	}
	if p.to < p.from {
		s.fault(n, "got the end %s before the begin %s", p.to, p.from)
	}
	return p
}
