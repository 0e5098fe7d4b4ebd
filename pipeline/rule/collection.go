package rule

import (
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"chatqc/pipeline/text"
)

// A collection is a list of words that rules share: <pack>/words/<name>.yaml. A rule
// names it in place of a word, $name in its own pack and $pack/name in others, and in a
// pattern as {$name}; so may another collection.
type collection struct {
	title  string
	words  []string // as they stand in the file
	source *source
	nodes  []*yaml.Node // where each word stands

	once        sync.Once
	expanded    []string // words, and those of the collections that are named among them
	alternation string   // an expression for one of them
}

// collections are all collections by pack/name.
type collections map[string]*collection

const wordsFolder = "words"

// collections reads every collection of all packs.
func (l *loader) collections() collections {
	all := collections{}
	names, err := fs.Glob(l.files, "*/"+wordsFolder+"/*.yaml")
	if err != nil {
		return all // the pattern is well-formed
	}
	slices.Sort(names)
	for _, name := range names {
		data, ok := l.read(name)
		if !ok {
			continue
		}
		c := &collection{source: newSource(name, data)}
		if root, ok := c.source.document(data); ok {
			c.source.fields(root, map[string]func(*yaml.Node){
				"title": c.source.text(&c.title), "words": c.source.placed(&c.words, &c.nodes),
			})
			if len(c.words) == 0 {
				c.source.fault(root, "got no words, want words: [a, b]")
			}
		}
		pack := path.Dir(path.Dir(name))
		all[pack+"/"+strings.TrimSuffix(path.Base(name), ".yaml")] = c
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		c := all[name]
		for i, word := range c.words {
			if fault := all.check(word, path.Dir(name), []string{name}); fault != "" {
				c.source.fault(c.nodes[i], "%s", fault)
			}
		}
		l.faults = append(l.faults, c.source.faults...)
	}
	return all
}

// placed is texts that also keeps where each one stands.
func (s *source) placed(dst *[]string, nodes *[]*yaml.Node) func(*yaml.Node) {
	read := s.texts(dst)
	return func(n *yaml.Node) {
		read(n)
		for _, item := range n.Content {
			if len(*nodes) < len(*dst) && item.Value == (*dst)[len(*nodes)] {
				*nodes = append(*nodes, item)
			}
		}
	}
}

// reference returns the full name of the collection that a word names, ok when it
// names one.
func reference(word, pack string) (name string, ok bool) {
	name, ok = strings.CutPrefix(word, "$")
	if ok && !strings.Contains(name, "/") {
		name = pack + "/" + name
	}
	return name, ok
}

// check says what is wrong with a word that names a collection, "" when nothing is.
// within are the collections on the way to it.
func (all collections) check(word, pack string, within []string) string {
	name, ok := reference(word, pack)
	if !ok {
		return ""
	}
	c := all[name]
	if c == nil {
		fault := "got the collection $" + name + ", which is not there"
		if near := text.Nearest(name, slices.Sorted(maps.Keys(all))); near != "" {
			fault += ", did you mean $" + near + "?"
		}
		return fault
	}
	if slices.Contains(within, name) {
		return "got a circle of collections: " + strings.Join(append(within, name), " → ")
	}
	for _, inner := range c.words {
		if fault := all.check(inner, path.Dir(name), append(slices.Clone(within), name)); fault != "" {
			return fault
		}
	}
	return ""
}

// expand puts words in the place of names. Every name was checked.
func (all collections) expand(words []string, pack string) (expanded []string) {
	seen := map[string]bool{}
	for _, word := range words {
		list := []string{word}
		if name, ok := reference(word, pack); ok {
			list = all.expandedOf(name).expanded
		}
		for _, w := range list {
			if !seen[w] {
				seen[w] = true
				expanded = append(expanded, w)
			}
		}
	}
	return expanded
}

// expandedOf returns a collection, expanded when it is first asked for. It may be called
// concurrently. No collection is within itself: that was checked.
func (all collections) expandedOf(name string) *collection {
	c := all[name]
	c.once.Do(func() {
		c.expanded = all.expand(c.words, path.Dir(name))
		quoted := make([]string, len(c.expanded))
		for i, word := range c.expanded {
			quoted[i] = regexp.QuoteMeta(text.Fold(word))
		}
		c.alternation = "(?:" + strings.Join(quoted, "|") + ")"
	})
	return c
}

// resolve puts words in the place of collections in all lists and patterns of the rule.
func (r *Rule) resolve(all collections) {
	for _, list := range r.lists() {
		r.resolveList(list, all)
	}
	for _, pattern := range r.Regex {
		r.patterns = append(r.patterns, r.expandPattern(pattern, all))
	}
	for _, pattern := range r.Except {
		r.excepted = append(r.excepted, r.expandPattern(pattern, all))
	}
}

func (r *Rule) resolveList(l list, all collections) {
	pack := path.Dir(r.ID)
	var expanded []string
	seen := map[string]bool{}
	for _, word := range *l.words {
		if expression, ok := patternOf(word); ok {
			expanded = append(expanded, "/"+r.cuePattern(l, word, r.expandPattern(expression, all))+"/")
			continue
		}
		if fault := all.check(word, pack, nil); fault != "" {
			r.source.fault(r.source.find(word), "%s", fault)
			continue
		}
		for _, w := range all.expand([]string{word}, pack) {
			if !seen[w] {
				seen[w] = true
				expanded = append(expanded, w)
			}
		}
	}
	*l.words = expanded
}

// cuePattern faults the pattern of a cue, written as it stands in the file, that is wrong
// or stands where only words may.
func (r *Rule) cuePattern(l list, written, expression string) string {
	if !l.cues {
		r.source.fault(r.source.find(written),
			"%s: got the pattern %s, want words; patterns stand under regex", l.key, written)
	} else if r.source.trust == toRun {
		return expression
	} else if err := r.checkPattern(expression); err != nil {
		r.source.fault(r.source.find(written), "%s %s: %v", l.key, written, err)
	}
	return expression
}

// slot is a place in a pattern for something that has a name.
var slot = regexp.MustCompile(`\{(\$[a-z0-9/-]+|[a-z]+)\}`)

// kinds are the slots that need no collection.
var kinds = map[string]string{
	"number":  `[0-9零一二两三四五六七八九十百千万半几]+(?:\.[0-9]+)?`,
	"percent": `(?:[0-9]+(?:\.[0-9]+)? ?%|百分之[零一二三四五六七八九十百]+|[一二三四五六七八九]成)`,
	"range":   `[0-9一二两三四五六七八九十]+ ?(?:-|~|到|至) ?[0-9一二两三四五六七八九十]+`,
	"measure": `[0-9一二两三四五六七八九十百半]+(?:\.[0-9]+)? ?(?:` +
		`mm|cm|厘米|毫米|米|寸|kg|g|克|公斤|斤|ml|毫升|升|l|码|号|w|瓦|v|伏|mah|毫安|度|` +
		`片|包|件|个|支|瓶|层|档|岁|平|%)`,
	"amount":   `[0-9一二两三四五六七八九十百千万半]+(?:\.[0-9]+)? ?(?:元|块|毛|角|折)`,
	"duration": `[0-9一二两三四五六七八九十半几]+ ?(?:秒|分钟?|个?小时|天|日|周|个?星期|个?月|年)`,
}

// hasSlot reports whether there may be a slot in a pattern: most braces hold numbers.
func hasSlot(pattern string) bool {
	for i := range len(pattern) - 1 {
		if next := pattern[i+1]; pattern[i] == '{' && (next == '$' || next >= 'a' && next <= 'z') {
			return true
		}
	}
	return false
}

// expandPattern fills the slots of a pattern: {$name} is any word of a collection,
// {number}, {amount} and {duration} what their names say.
func (r *Rule) expandPattern(pattern string, all collections) string {
	if !hasSlot(pattern) {
		return pattern
	}
	return slot.ReplaceAllStringFunc(pattern, func(place string) string {
		name := place[1 : len(place)-1]
		if !strings.HasPrefix(name, "$") {
			if kinds[name] == "" {
				r.source.fault(r.source.find(place), "got the slot %s, want {$collection} or one of %v",
					place, slices.Sorted(maps.Keys(kinds)))
			}
			return kinds[name]
		}
		if fault := all.check(name, path.Dir(r.ID), nil); fault != "" {
			r.source.fault(r.source.find(place), "%s", fault)
			return place
		}
		full, _ := reference(name, path.Dir(r.ID))
		return all.expandedOf(full).alternation
	})
}
