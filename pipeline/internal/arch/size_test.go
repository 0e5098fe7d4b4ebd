package arch

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// The budgets. They are what the best-kept Go projects of this kind keep to.
const (
	maxFileLines        = 500
	medianFileLines     = 120
	maxFunctionLines    = 100
	medianFunctionLines = 12
	p90FunctionLines    = 45
	maxColumns          = 100
	maxParameters       = 4
	maxMethods          = 3
)

func TestFilesAndLines(t *testing.T) {
	var sizes []int
	for _, s := range sources(t) {
		if n := len(s.lines); n > maxFileLines {
			t.Errorf("%s: %d lines, want at most %d", s.path, n, maxFileLines)
		}
		if s.isTest() {
			continue
		}
		sizes = append(sizes, len(s.lines))
		for i, line := range s.lines {
			// A struct tag cannot be broken.
			if columns(line) > maxColumns && !strings.HasSuffix(line, "`") {
				t.Errorf("%s:%d: %d columns, want at most %d", s.path, i+1, columns(line), maxColumns)
			}
		}
	}
	if m := quantile(sizes, 0.5); m > medianFileLines {
		t.Errorf("the median file has %d lines, want at most %d", m, medianFileLines)
	}
}

func TestFunctions(t *testing.T) {
	var sizes []int
	for _, s := range sources(t) {
		for _, decl := range s.file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			lines := s.line(f.End()) - s.line(f.Pos()) + 1
			if s.isTest() {
				continue
			}
			sizes = append(sizes, lines)
			if lines > maxFunctionLines {
				t.Errorf("%s:%d: %s has %d lines, want at most %d",
					s.path, s.line(f.Pos()), f.Name.Name, lines, maxFunctionLines)
			}
			if n := f.Type.Params.NumFields(); n > maxParameters {
				t.Errorf("%s:%d: %s has %d parameters, want at most %d",
					s.path, s.line(f.Pos()), f.Name.Name, n, maxParameters)
			}
		}
	}
	if m := quantile(sizes, 0.5); m > medianFunctionLines {
		t.Errorf("the median function has %d lines, want at most %d", m, medianFunctionLines)
	}
	if m := quantile(sizes, 0.9); m > p90FunctionLines {
		t.Errorf("a tenth of the functions have over %d lines, want %d", m, p90FunctionLines)
	}
}

func TestInterfacesAreSmall(t *testing.T) {
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			if i, ok := n.(*ast.InterfaceType); ok && i.Methods.NumFields() > maxMethods {
				t.Errorf("%s:%d: an interface of %d methods, want at most %d",
					s.path, s.line(i.Pos()), i.Methods.NumFields(), maxMethods)
			}
			return true
		})
	}
}

func quantile(values []int, q float64) int {
	slices.Sort(values)
	return values[int(q*float64(len(values)-1))]
}
