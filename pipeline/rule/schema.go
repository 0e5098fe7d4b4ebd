package rule

import (
	"bytes"
	"maps"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"chatqc/pipeline/chat"
)

// A pack is the folder that a rule stands in.
type pack struct {
	title, version, owner string
	dimension             chat.Dimension
}

func readPack(s *source, data []byte) *pack {
	p := &pack{}
	root, ok := s.document(data)
	if !ok || s.newer(root) {
		return p
	}
	s.fields(root, map[string]func(*yaml.Node){
		"schema": s.whole(new(int), 1, Schema),
		"title":  s.text(&p.title), "version": s.version(&p.version), "owner": s.text(&p.owner),
		"dimension": choice(s, &p.dimension, chat.CopyPaste, chat.Evasive, chat.BannedClaim,
			chat.Selling, chat.Service, chat.Fact, chat.Privacy),
	})
	s.require(root, map[string]bool{
		"title": p.title != "", "dimension": p.dimension != "", "version": p.version != "",
		"owner": p.owner != "",
	})
	return p
}

// require faults the keys that are missing. A key that stands there but is wrong has
// its fault already.
func (s *source) require(root *yaml.Node, have map[string]bool) {
	for i := 0; i < len(root.Content); i += 2 {
		have[root.Content[i].Value] = true
	}
	for _, key := range requiredKeys {
		if there, wanted := have[key]; wanted && !there {
			s.fault(root, "key %q is missing", key)
		}
	}
}

// requiredKeys are in the order in which their absence is reported.
var requiredKeys = []string{
	"title", "dimension", "version", "owner", "severity", "points", "why", "instead", "hits",
	"misses",
}

// version reads a semantic version such as 1.2.0.
func (s *source) version(dst *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		parts := strings.Split(n.Value, ".")
		ok := n.Kind == yaml.ScalarNode && len(parts) == 3
		for _, part := range parts {
			ok = ok && part != "" && strings.Trim(part, "0123456789") == ""
		}
		if !ok {
			s.fault(n, "got %s, want a version like 1.0.0", kindName(n))
			return
		}
		*dst = n.Value
	}
}

// Schema is the version of the rule language that this program knows. A file may name the
// one that it was written for; it grows when keys come that older programs do not know.
const Schema = 1

// newer faults a file that is written for a later version of the language, and nothing else
// of it: what it says cannot be judged.
func (s *source) newer(root *yaml.Node) bool {
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		version, err := strconv.Atoi(value.Value)
		if key.Value == "schema" && err == nil && version > Schema {
			s.hinted(value, "update chatqc, or write the rule for schema "+strconv.Itoa(Schema),
				"got schema %d of the rule language, want at most %d", version, Schema)
			return true
		}
	}
	return false
}

// minExamples is how many hits, and how many misses, a rule must have.
const minExamples = 3

// maxPoints is the most that one finding may cost.
const maxPoints = 100

// readRule reads the file of one rule into r, which knows its identifier and source.
func readRule(r *Rule, data []byte, p *pack) {
	s := r.source
	*r = Rule{
		ID: r.ID, Say: chat.RoleAgent, Version: p.version, Owner: p.owner, Dimension: p.dimension,
		source: s, Within: ScopeMessage, AtLeast: AtLeast{Over: ScopeMessage},
		Life: Life{Status: Active},
	}
	if s.trust == toRun {
		data = withoutExamples(data)
	}
	root, ok := s.document(data)
	if !ok || s.newer(root) {
		return
	}
	s.fields(root, s.ruleFields(r))
	defer r.settle()
	r.Why = strings.Join(strings.Fields(r.Why), " ")
	if s.trust == toRun {
		return
	}
	s.require(root, map[string]bool{
		"title": r.Title != "", "severity": r.Severity != "", "why": r.Why != "",
		"points": false, "hits": false, "misses": false,
		"instead": r.Instead != "" || r.Severity == chat.Praise,
	})
	s.count(root, "hits", len(r.Hits))
	s.count(root, "misses", len(r.Misses))
}

// withoutExamples cuts the examples off a file, where they stand at its end.
func withoutExamples(data []byte) []byte {
	begin := bytes.Index(data, []byte("\nhits:"))
	if begin < 0 {
		return data
	}
	rest := data[begin+1:]
	for len(rest) > 0 {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		if len(line) > 0 && line[0] >= 'a' && line[0] <= 'z' &&
			!bytes.HasPrefix(line, []byte("hits:")) && !bytes.HasPrefix(line, []byte("misses:")) {
			return data // a key that matters follows
		}
		rest = after
	}
	return data[:begin+1]
}

// ruleFields are the keys of a rule, which language.go documents.
func (s *source) ruleFields(r *Rule) map[string]func(*yaml.Node) {
	fields := s.lifeFields(&r.Life)
	maps.Copy(fields, map[string]func(*yaml.Node){
		"schema": s.whole(new(int), 1, Schema),
		"title":  s.text(&r.Title), "version": s.version(&r.Version), "owner": s.text(&r.Owner),
		"say": s.role(&r.Say),
		"any": s.texts(&r.Any), "all": s.texts(&r.All), "none": s.texts(&r.None),
		"at_least": s.atLeast(&r.AtLeast), "like": s.like(&r.Like),
		"regex": s.texts(&r.Regex), "except": s.texts(&r.Except),
		"disguised": s.flag(&r.Disguised),
		"within":    choice(s, &r.Within, ScopeClause, ScopeSentence, ScopeMessage, ScopeTurn),
		"near":      s.near(&r.Near), "tagged": s.tagged(&r.Tagged),
		"whole_words": s.flag(&r.WholeWords), "position": s.position(&r.Position),
		"asked": s.texts(&r.Asked), "earlier": s.said(&r.Earlier), "then": s.said(&r.Then),
		"around": s.said(&r.Around), "echo": s.role(&r.Echo), "gap": s.gap(&r.Gap),
		"typing": s.typing(&r.Typing), "repeats": s.repeats(&r.Repeats),
		"nth": s.whole(&r.Nth, 2, 20), "when": s.text(&r.When), "unless": s.unless(&r.Unless),
		"severity": choice(s, &r.Severity, chat.Fatal, chat.Major, chat.Minor, chat.Hint,
			chat.Praise),
		"points": s.number(&r.Points, 0, maxPoints), "law": s.texts(&r.Law),
		"why": s.text(&r.Why), "instead": s.text(&r.Instead),
		"hits": s.examples(&r.Hits), "misses": s.examples(&r.Misses),
	})
	return fields
}

// count faults a list of examples that is too short.
func (s *source) count(root *yaml.Node, key string, n int) {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == key && n < minExamples {
			s.fault(root.Content[i], "got %d %s, want at least %d", n, key, minExamples)
		}
	}
}
