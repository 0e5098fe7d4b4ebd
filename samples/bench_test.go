package samples_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/inspect"
	"chatqc/pipeline/rule"
	"chatqc/pipeline/segment"
	"chatqc/rules"
	"chatqc/samples"
)

// shipped returns the files of the shipped packs, with as many rules at most.
func shipped(tb testing.TB, most int) fstest.MapFS {
	tb.Helper()
	files, count := fstest.MapFS{}, 0
	err := fs.WalkDir(rules.Files(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		isRule := strings.Count(name, "/") == 1 && path.Base(name) != "pack.yaml"
		if isRule {
			count++
		}
		if isRule && count > most {
			return nil
		}
		data, err := fs.ReadFile(rules.Files(), name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

// wordRule is a rule of a QA lead's own: five words of the dictionary, and guards.
func wordRule(random *rand.Rand, words *segment.Dictionary, expression bool) string {
	var list []string
	for len(list) < 5 {
		word := words.Word(int32(random.IntN(words.Len())))
		if n := utf8.RuneCountInString(word); n >= 2 && n <= 4 && word[0] >= 0xE4 {
			list = append(list, word)
		}
	}
	regex := ""
	if expression {
		regex = fmt.Sprintf("regex: ['(%s)[^,。!?]{0,8}(有|是|到|了|{number})', '我们?(的|家)?(%s)']\n",
			strings.Join(list[:3], "|"), strings.Join(list[3:], "|"))
	}
	hit := "[客服: 我" + list[3] + "是, 客服: 我" + list[4] + "有, 客服: 我们" + list[4] + "到]"
	return "title: 自己的\nany: [" + strings.Join(list, ", ") + "]\n" + regex +
		"unless: {before: [不], context: [negated, quoted]}\nseverity: minor\npoints: 1\nwhy: 试\ninstead: 试\n" +
		"hits: " + hit + "\nmisses: [客服: 嗯, 客服: 在, 客服: 好]\n"
}

// manyRules is ten shipped rules and those of a QA lead's own to a thousand, two hundred of
// these with patterns.
func manyRules(tb testing.TB, words *segment.Dictionary) *rule.Set {
	files := shipped(tb, 10)
	files["own/pack.yaml"] = &fstest.MapFile{
		Data: []byte("title: 自己的\ndimension: service\nversion: 1.0.0\nowner: 质检\n"),
	}
	random := rand.New(rand.NewPCG(4, 4))
	for i := range 990 {
		name := fmt.Sprintf("own/r%03d.yaml", i)
		files[name] = &fstest.MapFile{Data: []byte(wordRule(random, words, i < 200))}
	}
	return load(tb, files)
}

func load(tb testing.TB, files fs.FS) *rule.Set {
	tb.Helper()
	set, err := rule.Load(files)
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

// BenchmarkManyRules inspects a week with ten rules and in turns with a thousand, and with all
// shipped packs: what rules cost where their words do not occur, and where they do.
func BenchmarkManyRules(b *testing.B) {
	words, err := segment.Load(filepath.Join(os.TempDir(), "chatqc-test-words"))
	if err != nil {
		b.Fatal(err)
	}
	week := sessions(samples.Shop(20261116, samples.ShopConfig{}))
	ten := load(b, shipped(b, 10))
	b.Run("own", func(b *testing.B) { compareSets(b, week, words, ten, manyRules(b, words)) })
	b.Run("shipped", func(b *testing.B) { compareSets(b, week, words, ten, load(b, rules.Files())) })
}

// compareSets inspects with two sets of rules in turns and reports what they cost.
func compareSets(b *testing.B, week []*chat.Session, words *segment.Dictionary, few, many *rule.Set) {
	window := inspect.Freeze(inspect.NewPartial())
	var result inspect.Result
	var took [2]time.Duration
	inspectors := []*inspect.Inspector{}
	for _, set := range []*rule.Set{few, many} {
		world := rule.World{Words: words.NewSegmenter()}
		inspectors = append(inspectors, inspect.NewInspector(set, world, "bench"))
	}
	for b.Loop() {
		for i, inspector := range inspectors {
			result.Clear()
			began := time.Now()
			for _, s := range week {
				inspector.Inspect(&result, s, window)
			}
			took[i] += time.Since(began)
		}
	}
	messages := 0
	for _, s := range week {
		messages += len(s.Messages)
	}
	for i, unit := range []string{"ns/message-few", "ns/message-many"} {
		b.ReportMetric(float64(took[i].Nanoseconds())/float64(b.N*messages), unit)
	}
	b.ReportMetric(took[1].Seconds()/took[0].Seconds(), "ratio")
}
