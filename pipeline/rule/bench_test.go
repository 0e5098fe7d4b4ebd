package rule_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"chatqc/pipeline/rule"
)

// manyRules returns the shipped packs with their rules again and again under other names
// until there are so many.
func manyRules(tb testing.TB, count int) fstest.MapFS {
	tb.Helper()
	shipped := os.DirFS(filepath.Join("..", "..", "rules"))
	files := fstest.MapFS{}
	var rules []string
	for _, pattern := range []string{"law.yaml", "*/*.yaml", "*/words/*.yaml"} {
		names, err := fs.Glob(shipped, pattern)
		if err != nil {
			tb.Fatal(err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(shipped, name)
			if err != nil {
				tb.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: data}
			if pattern == "*/*.yaml" && path.Base(name) != "pack.yaml" {
				rules = append(rules, name)
			}
		}
	}
	for i := len(rules); i < count; i++ {
		name := rules[i%len(rules)]
		copied := strings.Replace(name, ".yaml", fmt.Sprintf("-%d.yaml", i/len(rules)), 1)
		files[copied] = files[name]
	}
	for _, name := range rules[min(count, len(rules)):] {
		delete(files, name)
	}
	return files
}

func BenchmarkLoad(b *testing.B) {
	for _, count := range []int{10, 500} {
		files := manyRules(b, count)
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			for b.Loop() {
				if _, err := rule.Load(files); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
