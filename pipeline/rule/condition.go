package rule

import (
	"errors"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/fact"
	"chatqc/pipeline/text"
)

// A condition is a compiled expression over Facts.
type condition struct {
	program *vm.Program
	needs   []fact.Kind // files without which it is silent
}

// maxCondition is how many bytes a condition has at most: the parser goes down a bracket at a
// time, and would end the program in a million of them.
const maxCondition = 4096

// compileCondition compiles the rule's condition and faults one that is wrong.
func (r *Rule) compileCondition() {
	if r.When == "" {
		return
	}
	if len(r.When) > maxCondition {
		r.source.fault(r.source.find("when:"), "when: got %d bytes, want at most %d",
			len(r.When), maxCondition)
		return
	}
	tree, err := parser.Parse(r.When)
	if err == nil {
		// Without a clock: the same chats give the same findings on any day.
		program, compileErr := expr.Compile(r.When, expr.Env(&Facts{}), expr.AsBool(),
			expr.DisableBuiltin("now"))
		r.condition, err = &condition{program: program}, compileErr
	}
	if err != nil {
		r.source.fault(r.source.find("when:"), "when: %s", r.conditionFault(err))
		return
	}
	names := &nameVisitor{}
	ast.Walk(&tree.Node, names)
	for i := range factNames {
		f := &factNames[i]
		if f.file && slices.Contains(names.found, f.name) && !slices.Contains(r.condition.needs, f.kind) {
			r.condition.needs = append(r.condition.needs, f.kind)
		}
	}
}

// conditionFault says what is wrong with the condition, with the nearest name for one that
// is not known.
func (r *Rule) conditionFault(err error) string {
	message := err.Error()
	var e *file.Error
	if errors.As(err, &e) {
		message = e.Message
	}
	message = strings.SplitN(message, "\n", 2)[0] + ", got " + r.When
	if unknown, ok := strings.CutPrefix(message, "unknown name "); ok {
		unknown, _, _ = strings.Cut(unknown, ",")
		var known []string
		for i := range factNames {
			known = append(known, factNames[i].name)
		}
		if near := text.Nearest(unknown, known); near != "" {
			message += ", did you mean " + near + "?"
		}
	}
	return message
}

// A nameVisitor gathers the names of an expression.
type nameVisitor struct{ found []string }

// Visit notes a name.
func (v *nameVisitor) Visit(node *ast.Node) {
	if name, ok := (*node).(*ast.IdentifierNode); ok {
		v.found = append(v.found, name.Value)
	}
}

// holds reports whether the rule's condition holds at a place. One that fails, as by
// dividing by nothing, does not.
func (m *Matcher) holds(c *compiled, at int, p place) bool {
	facts, ok := m.messageFacts(c, at, p)
	if !ok {
		return false
	}
	result, err := m.machine.Run(c.condition.program, facts)
	return err == nil && result == true
}

// A SilentRule is one that cannot fire for want of a file of facts.
type SilentRule struct {
	RuleID string `json:"rule_id"`
	Needs  string `json:"needs"` // the file's name
}

// Silent lists the rules that stay silent because the book lacks a file that they ask for,
// in the order of the rules.
func (s *Set) Silent(book *fact.Book) []SilentRule {
	var silent []SilentRule
	for _, r := range s.rules {
		if r.Life.Status == Retired {
			continue
		}
		for _, kind := range r.lacks(book) {
			silent = append(silent, SilentRule{r.ID, kind.File()})
		}
	}
	return silent
}

// lacks lists the files that the rule asks for and the book lacks.
func (r *Rule) lacks(book *fact.Book) (kinds []fact.Kind) {
	if r.condition == nil {
		return nil
	}
	for _, kind := range r.condition.needs {
		if !book.Has(kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// speaking returns the roles of which some rule may fire with the files that the book has.
func (s *Set) speaking(book *fact.Book) (roles [chat.RoleAgent + 1]bool) {
	for _, r := range s.rules {
		if r.Life.Status != Retired && len(r.lacks(book)) == 0 {
			roles[r.Say] = true
		}
	}
	return roles
}
