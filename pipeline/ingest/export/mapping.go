package export

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/text"
)

// A Mapping explains an unusual export. The zero value explains nothing; LoadMapping
// makes others. It is read-only, so any number of goroutines may use one.
type Mapping struct {
	columns   map[string]field
	roles     map[string]chat.Role
	constants [fieldCount]string // for rows that do not have the field
	layout    string
	zone      *time.Location // overrides Options.Zone
}

const mappingHint = "a mapping has columns (name: field), roles (word: role), " +
	"constants (field: value) and time (layout, zone)"

// LoadMapping reads a mapping from a YAML file:
//
//	columns:               # name in the export: field; "ignore" hides a column
//	  聊天编号: session_id
//	roles:                 # word in the export: customer, agent, bot or system
//	  掌柜: agent
//	constants:             # for rows that do not have the field themselves
//	  shop_id: 店甲
//	time:
//	  layout: DD.MM.YYYY HH:mm:ss   # or a layout of Go's package time
//	  zone: Asia/Shanghai
//
// All parts are optional. Every fault is a *FileError with line and column; they come
// joined.
func LoadMapping(path string) (Mapping, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Mapping{}, err
	}
	return parseMapping(path, data)
}

func parseMapping(path string, data []byte) (Mapping, error) {
	r := mappingReader{path: path}
	r.out.columns, r.out.roles = map[string]field{}, map[string]chat.Role{}
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return Mapping{}, &FileError{
			Path: path, Problem: "got no valid YAML", Hint: mappingHint, Err: err,
		}
	}
	if len(document.Content) > 0 {
		r.each(document.Content[0], r.part)
	}
	return r.out, errors.Join(r.faults...)
}

// A mappingReader goes through the nodes of a mapping and collects all faults.
type mappingReader struct {
	path   string
	out    Mapping
	faults []error
}

func (r *mappingReader) fault(at *yaml.Node, format string, args ...any) {
	r.faults = append(r.faults, &FileError{
		Path: r.path, Line: at.Line, Column: at.Column,
		Problem: fmt.Sprintf(format, args...), Hint: mappingHint,
	})
}

// each calls do for every key of a mapping node; null is an empty one.
func (r *mappingReader) each(node *yaml.Node, do func(key, value *yaml.Node)) {
	if node.Kind == yaml.ScalarNode && node.Tag == "!!null" {
		return
	}
	if node.Kind != yaml.MappingNode {
		r.fault(node, "got %s, want keys with values", describe(node))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode:
			r.fault(key, "got %s, want a key", describe(key))
		case seen[key.Value]:
			r.fault(key, "got the key %q twice, want it once", key.Value)
		default:
			seen[key.Value] = true
			do(key, value)
		}
	}
}

func describe(node *yaml.Node) string {
	switch node.Kind {
	case yaml.ScalarNode:
		return fmt.Sprintf("%q", node.Value)
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "keys with values"
	}
	return "an alias"
}

// scalar returns the text of a value as it is written.
func (r *mappingReader) scalar(node *yaml.Node) (value string, ok bool) {
	if node.Kind != yaml.ScalarNode || node.Tag == "!!null" {
		r.fault(node, "got %s, want a word", describe(node))
		return "", false
	}
	return node.Value, true
}

func (r *mappingReader) part(key, value *yaml.Node) {
	switch key.Value {
	case "columns":
		r.each(value, r.column)
	case "roles":
		r.each(value, r.role)
	case "constants":
		r.each(value, r.constant)
	case "time":
		r.each(value, r.time)
	default:
		r.unknown(key, "key", []string{"columns", "roles", "constants", "time"})
	}
}

func (r *mappingReader) column(key, value *yaml.Node) {
	if f, ok := r.field(value); ok {
		r.out.columns[key.Value] = f
	}
}

func (r *mappingReader) field(node *yaml.Node) (f field, ok bool) {
	name, ok := r.scalar(node)
	if !ok {
		return fieldNone, false
	}
	for f := range fieldCount {
		if f.String() == name {
			return f, true
		}
	}
	r.unknown(node, "field", fieldNames[:])
	return fieldNone, false
}

func (r *mappingReader) role(key, value *yaml.Node) {
	name, ok := r.scalar(value)
	if !ok {
		return
	}
	role, ok := chat.ParseRole(name)
	if !ok {
		r.unknown(value, "role", []string{"customer", "agent", "bot", "system"})
		return
	}
	r.out.roles[key.Value] = role
}

func (r *mappingReader) constant(key, value *yaml.Node) {
	f, known := r.field(key)
	text, ok := r.scalar(value)
	if !known || !ok {
		return
	}
	switch f {
	case fieldShopID, fieldPlatform, fieldAgentID, fieldCustomerID, fieldKind:
		r.out.constants[f] = text
	default:
		r.fault(key, "got a constant %s, want shop_id, platform, agent_id, customer_id or kind", f)
	}
}

func (r *mappingReader) time(key, value *yaml.Node) {
	text, ok := r.scalar(value)
	if !ok {
		return
	}
	switch key.Value {
	case "layout":
		r.out.layout = layoutOf(text)
		sample := time.Date(2026, 11, 16, 13, 14, 15, 0, time.UTC)
		back, err := time.Parse(r.out.layout, sample.Format(r.out.layout))
		if err != nil || back.Truncate(time.Minute) != sample.Truncate(time.Minute) {
			r.fault(value, "got the layout %q, want one with year, month, day, hour and minute, "+
				"like YYYY-MM-DD HH:mm:ss", text)
		}
	case "zone":
		zone, err := time.LoadLocation(text)
		if err != nil || text == "" {
			r.fault(value, "got the zone %q, want a name like Asia/Shanghai", text)
			return
		}
		r.out.zone = zone
	default:
		r.unknown(key, "key", []string{"layout", "zone"})
	}
}

// layoutOf turns YYYY-MM-DD HH:mm:ss into a layout of package time, and leaves others.
func layoutOf(text string) string {
	if !strings.Contains(text, "YYYY") {
		return text
	}
	return strings.NewReplacer("YYYY", "2006", "MM", "01", "DD", "02", "HH", "15", "mm", "04",
		"SSS", "000", "ss", "05").Replace(text)
}

func (r *mappingReader) unknown(at *yaml.Node, what string, want []string) {
	best := text.Nearest(at.Value, want)
	if best != "" {
		r.fault(at, "got the %s %q, did you mean %q?", what, at.Value, best)
		return
	}
	r.fault(at, "got the %s %q, want one of %s", what, at.Value, strings.Join(want, ", "))
}
