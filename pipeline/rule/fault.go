package rule

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// A Fault is one thing that is wrong with the files of rules, and where.
type Fault struct {
	File         string
	Line, Column int    // 1-based; a column counts characters
	Message      string // what is wrong, got before want
	Excerpt      string // the offending line, "" when there is none
	Hint         string // what to do
}

// Error gives file:line:col: what is wrong, and below it, indented, the line.
func (f *Fault) Error() string {
	s := fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Message)
	if f.Excerpt != "" {
		s += "\n    " + f.Excerpt
	}
	return s
}

const (
	hintExplain = `run "chatqc rules explain ID" to see what a rule matches and why`
	hintForm    = `compare with a shipped rule: "chatqc rules explain evasion/dont-know"`
)

// excerptRunes is where a long line is cut in a message.
const excerptRunes = 96

// A source is one file that is being read. It gathers the faults found in it.
type source struct {
	path   string
	trust  trust
	lines  []string
	faults []error
}

func newSource(path string, data []byte) *source {
	return &source{path: path, lines: strings.Split(string(data), "\n")}
}

// fault notes what is wrong at a node; a nil node stands for the whole file.
func (s *source) fault(at *yaml.Node, format string, args ...any) {
	s.hinted(at, hintForm, format, args...)
}

// hinted is fault with a hint of its own.
func (s *source) hinted(at *yaml.Node, hint, format string, args ...any) {
	f := &Fault{File: s.path, Line: 1, Column: 1, Hint: hint}
	if at != nil && at.Line > 0 {
		f.Line, f.Column = at.Line, at.Column
	}
	f.Message, f.Excerpt = fmt.Sprintf(format, args...), s.excerpt(f.Line)
	s.faults = append(s.faults, f)
}

// exampleFault is the fault of an example that does not do what it should.
func (s *source) exampleFault(e *Example, message string) error {
	return &Fault{
		File: s.path, Line: e.line, Column: e.column, Message: message,
		Excerpt: s.excerpt(e.line), Hint: hintExplain,
	}
}

func (s *source) excerpt(line int) string {
	if line < 1 || line > len(s.lines) {
		return ""
	}
	text := strings.ToValidUTF8(strings.TrimSpace(s.lines[line-1]), "�")
	if utf8.RuneCountInString(text) > excerptRunes {
		text = string([]rune(text)[:excerptRunes]) + "…"
	}
	return text
}

// document parses the file; ok is false when it is not YAML or not a mapping.
func (s *source) document(data []byte) (root *yaml.Node, ok bool) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		at := &yaml.Node{Line: 1, Column: 1}
		message := strings.TrimPrefix(err.Error(), "yaml: ")
		var load *yaml.LoadError
		if errors.As(err, &load) {
			at.Line, at.Column = max(load.Mark.Line, 1), max(load.Mark.Column, 1)
			message = load.Message
		}
		s.fault(at, "not YAML: %s", message)
		return nil, false
	}
	if len(doc.Content) == 0 {
		s.fault(nil, "got an empty file, want a mapping of keys")
		return nil, false
	}
	root = doc.Content[0]
	if root.Kind != yaml.MappingNode {
		s.fault(root, "got %s, want a mapping of keys", kindName(root))
		return nil, false
	}
	return root, true
}

func kindName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	return fmt.Sprintf("%q", n.Value)
}
