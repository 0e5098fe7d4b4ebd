package rule

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/text"
)

// fields reads a mapping: each key at most once, and only keys that are known.
func (s *source) fields(n *yaml.Node, read map[string]func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		s.fault(n, "got %s, want a mapping of keys", kindName(n))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		set, known := read[key.Value]
		switch {
		case !known:
			s.fault(key, "unknown key %q%s", key.Value, didYouMean(key.Value, read))
		case seen[key.Value]:
			s.fault(key, "got %q a second time, want each key once", key.Value)
		case value.Kind == yaml.AliasNode:
			s.fault(value, "got an alias, want the value itself")
		default:
			set(value)
		}
		seen[key.Value] = true
	}
}

// didYouMean names the known key that is nearest, if one is near.
func didYouMean(key string, known map[string]func(*yaml.Node)) string {
	best := text.Nearest(key, slices.Sorted(maps.Keys(known)))
	if best == "" {
		return ""
	}
	return ", did you mean " + strconv.Quote(best) + "?"
}

// text reads a scalar that must not be empty.
func (s *source) text(dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || strings.TrimSpace(n.Value) == "" {
			s.fault(n, "got %s, want a text", kindName(n))
			return
		}
		*dst = strings.TrimSpace(n.Value)
	}
}

// texts reads a list of texts, each once.
func (s *source) texts(dst *[]string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.SequenceNode {
			s.fault(n, "got %s, want a list: [a, b]", kindName(n))
			return
		}
		for _, item := range n.Content {
			switch {
			case item.Kind != yaml.ScalarNode || strings.TrimSpace(item.Value) == "":
				s.fault(item, "got %s, want a text", kindName(item))
			case slices.Contains(*dst, item.Value):
				s.fault(item, "got %q a second time, want each entry once", item.Value)
			default:
				*dst = append(*dst, item.Value)
			}
		}
	}
}

// choice reads one of some words.
func choice[T ~string](s *source, dst *T, allowed ...T) func(*yaml.Node) {
	return func(n *yaml.Node) {
		for _, word := range allowed {
			if n.Kind == yaml.ScalarNode && n.Value == string(word) {
				*dst = word
				return
			}
		}
		s.fault(n, "got %s, want one of %v", kindName(n), allowed)
	}
}

func (s *source) number(dst *float64, low, high float64) func(*yaml.Node) {
	return func(n *yaml.Node) {
		value, err := strconv.ParseFloat(n.Value, 64)
		if n.Kind != yaml.ScalarNode || err != nil || !(value >= low && value <= high) {
			s.fault(n, "got %s, want a number from %g to %g", kindName(n), low, high)
			return
		}
		*dst = value
	}
}

func (s *source) flag(dst *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "false" {
			s.fault(n, "got %s, want true or false", kindName(n))
			return
		}
		*dst = n.Value == "true"
	}
}

func (s *source) role(dst *chat.Role) func(*yaml.Node) {
	return func(n *yaml.Node) {
		role, ok := chat.ParseRole(n.Value)
		if !ok {
			s.fault(n, "got %s, want agent, customer, bot or system", kindName(n))
			return
		}
		*dst = role
	}
}

// day reads a date.
func (s *source) day(dst *chat.Date) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if d, ok := s.date(n); ok {
			*dst = d
		}
	}
}

func (s *source) date(n *yaml.Node) (chat.Date, bool) {
	d, err := chat.ParseDate(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil {
		s.fault(n, "got %s, want a date like 2025-10-15", kindName(n))
		return 0, false
	}
	return d, true
}
