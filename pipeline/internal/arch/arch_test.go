package arch

import (
	"go/ast"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

const module = "chatqc/"

// mayImport lists, for each package, the packages of this module that it may import.
// What is not listed is an edge in the wrong direction. Tests may import more.
var mayImport = map[string][]string{
	"pipeline/chat":          {},
	"pipeline/chat/chattest": {"pipeline/chat"},
	"pipeline/text":          {"pipeline/chat"},
	"pipeline/segment":       {"pipeline/chat", "pipeline/text"},
	"pipeline/metric":        {"pipeline/chat", "pipeline/text"},
	"pipeline/table":         {"pipeline/chat", "pipeline/internal/disk", "pipeline/internal/arena"},
	"pipeline/ingest/export": {"pipeline/chat", "pipeline/text"},
	"pipeline/ingest/mask":   {"pipeline/chat", "pipeline/text", "pipeline/internal/arena"},
	"pipeline/ingest/merge":  {"pipeline/chat", "pipeline/ingest/export"},
	"pipeline/fact":          {"pipeline/chat", "pipeline/text", "pipeline/ingest/mask"},
	"pipeline/rule": {
		"pipeline/chat", "pipeline/text", "pipeline/segment", "pipeline/fact", "pipeline/metric",
	},
	"pipeline/check":           {"pipeline/chat", "pipeline/text"},
	"pipeline/check/copypaste": {"pipeline/chat", "pipeline/text", "pipeline/check"},
	"pipeline/inspect": {
		"pipeline/chat", "pipeline/text", "pipeline/segment", "pipeline/rule", "pipeline/metric",
		"pipeline/fact", "pipeline/check", "pipeline/check/copypaste", "pipeline/table",
		"pipeline/internal/arena",
	},
	"pipeline/coach": {"pipeline/chat", "pipeline/metric", "pipeline/table"},
	"pipeline": {
		"pipeline/chat", "pipeline/text", "pipeline/segment", "pipeline/rule", "pipeline/inspect",
		"pipeline/coach", "pipeline/table", "pipeline/ingest/export", "pipeline/ingest/mask",
		"pipeline/ingest/merge", "pipeline/fact", "pipeline/internal/disk",
	},
	"pipeline/internal/arch":          {},
	"pipeline/internal/arena":         {},
	"pipeline/internal/disk":          {},
	"pipeline/internal/disk/disktest": {"pipeline/internal/disk"},
	"rules":                           {},
	"samples":                         {"pipeline/chat"},
	"cmd/chatqc": {
		"pipeline", "pipeline/chat", "pipeline/chat/chattest", "pipeline/table", "pipeline/rule",
		"pipeline/segment", "pipeline/text", "pipeline/ingest/export", "pipeline/fact", "rules",
		"samples",
	},
}

func TestImportsGoOneWay(t *testing.T) {
	for _, s := range sources(t) {
		allowed, known := mayImport[s.folder()]
		if !known {
			t.Errorf("%s: package %s is not in the list of allowed imports", s.path, s.folder())
			continue
		}
		if s.isTest() {
			continue
		}
		for _, spec := range s.file.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			inner, ours := strings.CutPrefix(path, module)
			if ours && !slices.Contains(allowed, inner) {
				t.Errorf("%s:%d: imports %s, want only %v",
					s.path, s.line(spec.Pos()), path, allowed)
			}
		}
	}
}

func TestChatImportsTheStandardLibraryOnly(t *testing.T) {
	for _, s := range sources(t) {
		if s.folder() != "pipeline/chat" || s.isTest() {
			continue
		}
		for _, spec := range s.file.Imports {
			if strings.Contains(strings.Split(strings.Trim(spec.Path.Value, `"`), "/")[0], ".") {
				t.Errorf("%s: imports %s, want the standard library", s.path, spec.Path.Value)
			}
		}
	}
}

// topLevel is all that may stand at the top beside dot-entries.
var topLevel = []string{
	"cmd", "pipeline", "rules", "samples", "go.mod", "go.sum", "README.md", "LICENSE",
}

func TestNothingElseAtTheTop(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	ignored, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()
		made := strings.Contains("\n"+string(ignored), "\n/"+name)
		if !strings.HasPrefix(name, ".") && !slices.Contains(topLevel, name) && !made {
			t.Errorf("%s stands at the top, want only %v", name, topLevel)
		}
	}
}

// maxDependencies is the number of direct dependencies of the root module.
const maxDependencies = 20

func TestFewDirectDependencies(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	direct := 0
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "\t") && !strings.Contains(line, "// indirect") {
			direct++
		}
	}
	if direct > maxDependencies {
		t.Errorf("got %d direct dependencies, want at most %d", direct, maxDependencies)
	}
}

func TestEveryPackageHasATest(t *testing.T) {
	tested, packages := map[string]bool{}, map[string]bool{}
	for _, s := range sources(t) {
		packages[s.folder()] = true
		tested[s.folder()] = tested[s.folder()] || s.isTest()
	}
	for folder := range packages {
		if !tested[folder] {
			t.Errorf("%s has no test", folder)
		}
	}
}

func TestEverythingExportedIsDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		if s.isTest() {
			continue
		}
		documented[s.folder()] = documented[s.folder()] || s.file.Doc != nil
		for _, decl := range s.file.Decls {
			for _, name := range undocumented(decl) {
				t.Errorf("%s:%d: %s has no doc comment", s.path, s.line(decl.Pos()), name)
			}
		}
	}
	for folder, ok := range documented {
		if !ok {
			t.Errorf("package %s has no doc comment", folder)
		}
	}
}

// undocumented returns the exported names of a declaration that have no comment.
func undocumented(decl ast.Decl) (names []string) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && exportedReceiver(d) && d.Doc == nil {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && s.Doc == nil && d.Doc == nil {
					names = append(names, s.Name.Name)
				}
			case *ast.ValueSpec:
				for _, name := range s.Names {
					if name.IsExported() && s.Doc == nil && d.Doc == nil && s.Comment == nil {
						names = append(names, name.Name)
					}
				}
			}
		}
	}
	return names
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}

func TestNothingHiddenRuns(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest() {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.FuncDecl:
				if x.Name.Name == "init" && x.Recv == nil {
					t.Errorf("%s:%d: init runs unseen", s.path, s.line(x.Pos()))
				}
			case *ast.CallExpr:
				if name := calledName(x); forbidden(s, name) {
					t.Errorf("%s:%d: calls %s", s.path, s.line(x.Pos()), name)
				}
			}
			return true
		})
	}
}

func forbidden(s *source, name string) bool {
	if name == "os.Exit" {
		return s.path != "cmd/chatqc/main.go"
	}
	return name == "panic" || strings.HasPrefix(name, "log.Fatal")
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if pkg, ok := f.X.(*ast.Ident); ok {
			return pkg.Name + "." + f.Sel.Name
		}
	}
	return ""
}

// The stage functions work on what they are given: no file, no clock, no global.
func TestStagesReachForNothing(t *testing.T) {
	pure := []string{
		"pipeline/chat", "pipeline/text", "pipeline/metric", "pipeline/check",
		"pipeline/check/copypaste", "pipeline/inspect", "pipeline/coach",
	}
	for _, s := range sources(t) {
		if s.isTest() || !slices.Contains(pure, s.folder()) {
			continue
		}
		for _, spec := range s.file.Imports {
			if path := spec.Path.Value; path == `"os"` || path == `"net"` || path == `"io/fs"` {
				t.Errorf("%s:%d: imports %s", s.path, s.line(spec.Pos()), path)
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && calledName(call) == "time.Now" {
				t.Errorf("%s:%d: reads the clock", s.path, s.line(call.Pos()))
			}
			return true
		})
	}
}

// columns is the width of a line: a Han character is as wide as two Latin letters.
func columns(line string) (width int) {
	for _, r := range line {
		width++
		if r > 0x2e7f && unicode.IsPrint(r) {
			width++
		}
	}
	return width
}
