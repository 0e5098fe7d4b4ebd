package rule

import (
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"chatqc/pipeline/chat"
)

// examples reads a list whose entries are one line, {客服: text}, or a list of lines.
func (s *source) examples(dst *[]Example) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.SequenceNode {
			s.fault(n, "got %s, want a list of chats", kindName(n))
			return
		}
		for _, item := range n.Content {
			lines := []*yaml.Node{item}
			if item.Kind == yaml.SequenceNode {
				lines = item.Content
			}
			e := Example{line: item.Line, column: item.Column}
			for i, line := range lines {
				if i == 0 && s.exampleFacts(line, &e) {
					continue
				}
				if m, ok := s.exampleMessage(line); ok {
					e.Messages = append(e.Messages, m)
				}
			}
			if len(e.Messages) > 0 {
				*dst = append(*dst, e)
			}
		}
	}
}

// exampleWaitSeconds is how long each message of an example comes after the one before,
// unless it says so: 客服 +70: 在的.
const exampleWaitSeconds = 10

func (s *source) exampleMessage(n *yaml.Node) (ExampleMessage, bool) {
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 ||
		n.Content[1].Kind != yaml.ScalarNode {
		s.fault(n, "got %s, want a line like 客服: 这个不知道哦", kindName(n))
		return ExampleMessage{}, false
	}
	speaker, wait, timed := strings.Cut(n.Content[0].Value, " +")
	role, ok := chat.ParseSpeaker(speaker)
	if !ok {
		s.fault(n, "got speaker %q, want 客户, 客服, 自动 or 系统", speaker)
		return ExampleMessage{}, false
	}
	m := ExampleMessage{Role: role, Text: n.Content[1].Value, WaitSeconds: exampleWaitSeconds}
	if timed {
		s.whole(&m.WaitSeconds, 0, maxSeconds)(&yaml.Node{
			Kind: yaml.ScalarNode, Value: wait, Line: n.Line, Column: n.Column,
		})
	}
	return m, true
}

// exampleFacts reads the line 资料: {campaign: true}; ok is false for any other line.
func (s *source) exampleFacts(n *yaml.Node, e *Example) (ok bool) {
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 ||
		n.Content[0].Value != "资料" && n.Content[0].Value != "facts" {
		return false
	}
	e.Facts = &Facts{FirstResponseSeconds: -1, MeanResponseSeconds: -1}
	var known []string
	read := map[string]func(*yaml.Node){}
	for name, field := range e.Facts.fields() {
		read[name] = s.factValue(field)
	}
	read["knows"] = s.texts(&known)
	s.fields(n.Content[1], read)
	e.Facts.Knows = func(word string) bool { return slices.Contains(known, word) }
	return true
}

// factValue reads a text, a number or a flag into a field of Facts.
func (s *source) factValue(field reflect.Value) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if err := n.Decode(field.Addr().Interface()); err != nil {
			s.fault(n, "got %s, want a %s", kindName(n), field.Kind())
		}
	}
}
