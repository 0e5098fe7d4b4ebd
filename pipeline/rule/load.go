package rule

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/zeebo/xxh3"

	"chatqc/pipeline/chat"
)

// A Set is all rules of a folder of packs, compiled. It is read-only and safe for
// concurrent use.
type Set struct {
	rules       []*Rule
	program     *program
	law         lawIndex
	fingerprint string
}

// Rules returns the rules in the order of their identifiers.
func (s *Set) Rules() []*Rule { return s.rules }

// Fingerprint names the content of all files that the set was loaded from: 16
// hexadecimal digits. Other files, another fingerprint.
func (s *Set) Fingerprint() string { return s.fingerprint }

// Load reads law.yaml, <pack>/*.yaml and <pack>/words/*.yaml, checks every rule and runs
// its examples. It returns all faults at once, joined, each a *Fault; then there is no
// set. It needs no dictionary: examples of rules for whole words are left to Set.Test.
// About 20 ms for 40 rules.
func Load(files fs.FS) (*Set, error) { return load(files, untested) }

// LoadTested is Load for packs that were loaded before, as those that the program ships were
// by its tests: it does not run the examples again, nor count what patterns cost.
func LoadTested(files fs.FS) (*Set, error) { return load(files, tested) }

// LoadToRun is LoadTested for a run, which takes the files as they are and needs no examples:
// the rules have none. About 100 ms for 250 rules.
func LoadToRun(files fs.FS) (*Set, error) { return load(files, toRun) }

// A trust says how much of the packs was looked at before.
type trust int

const (
	untested trust = iota
	tested         // the examples are right
	toRun          // all is, and nobody asks for the examples
)

func load(files fs.FS, how trust) (*Set, error) {
	test := how == untested
	l := &loader{files: files, hash: xxh3.New(), trust: how}
	law := l.law()
	rules := l.rules(law, l.collections())
	if len(rules) == 0 && len(l.faults) == 0 {
		l.faults = append(l.faults, &Fault{
			File: ".", Line: 1, Column: 1, Message: "got no rules, want <pack>/<rule>.yaml",
			Hint: "name a folder that holds packs",
		})
	}
	var valid []*Rule
	for _, r := range rules {
		if len(r.source.faults) == 0 {
			valid = append(valid, r)
		}
	}
	set := &Set{
		rules: valid, law: law, program: compile(valid),
		fingerprint: fmt.Sprintf("%016x", l.hash.Sum64()),
	}
	matchers := sync.Pool{New: func() any { return set.newBriefMatcher(World{}) }}
	each(len(valid), func(i int) {
		r, m := valid[i], matchers.Get().(*Matcher)
		if test && !r.needsWords() && r.Life.Status != Retired {
			r.source.faults = append(r.source.faults, m.runExamples(int32(i))...)
		}
		matchers.Put(m)
	})
	for _, r := range rules {
		l.faults = append(l.faults, r.source.faults...)
	}
	if len(l.faults) > 0 {
		return nil, errors.Join(l.faults...)
	}
	return set, nil
}

// A loader reads files and gathers their faults.
type loader struct {
	files  fs.FS
	hash   *xxh3.Hasher
	faults []error
	trust  trust
}

const (
	lawFile  = "law.yaml"
	packFile = "pack.yaml"
)

// read returns a file's content and adds it to the fingerprint.
func (l *loader) read(name string) ([]byte, bool) {
	data, err := fs.ReadFile(l.files, name)
	if err != nil {
		l.faults = append(l.faults, &Fault{
			File: name, Line: 1, Column: 1, Message: errorOf(err), Hint: "name a folder that holds packs",
		})
		return nil, false
	}
	_, _ = fmt.Fprintf(l.hash, "%s\x00%d\x00", name, len(data))
	_, _ = l.hash.Write(data)
	return data, true
}

// errorOf leaves the path out, which the fault names already.
func errorOf(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

func (l *loader) law() lawIndex {
	if _, err := fs.Stat(l.files, lawFile); err != nil {
		return lawIndex{}
	}
	data, ok := l.read(lawFile)
	if !ok {
		return lawIndex{}
	}
	s := newSource(lawFile, data)
	law := readLaw(s, data)
	l.faults = append(l.faults, s.faults...)
	return law
}

// rules reads all packs, in the order of their names.
func (l *loader) rules(law lawIndex, words collections) (rules []*Rule) {
	names, err := fs.Glob(l.files, "*/*.yaml")
	if err != nil {
		return nil // the pattern is well-formed
	}
	slices.Sort(names)
	packs := map[string]*pack{}
	var contents [][]byte
	for _, name := range names {
		folder := path.Dir(name)
		if strings.HasPrefix(folder, ".") || path.Base(name) == packFile {
			continue
		}
		if packs[folder] == nil {
			packs[folder] = l.pack(folder)
		}
		if data, ok := l.read(name); ok {
			contents = append(contents, data)
			id := strings.TrimSuffix(name, ".yaml")
			s := newSource(name, data)
			s.trust = l.trust
			rules = append(rules, &Rule{ID: id, source: s})
		}
	}
	each(len(rules), func(i int) {
		r, s := rules[i], rules[i].source
		readRule(r, contents[i], packs[path.Dir(s.path)])
		if len(s.faults) == 0 {
			r.resolve(words)
		}
		if len(s.faults) == 0 {
			r.validate(law)
		}
	})
	return rules
}

// pack reads the facts of one folder. One with faults still lets its rules be checked.
func (l *loader) pack(folder string) *pack {
	name := path.Join(folder, packFile)
	data, ok := l.read(name)
	if !ok {
		return &pack{dimension: chat.Service}
	}
	s := newSource(name, data)
	p := readPack(s, data)
	l.faults = append(l.faults, s.faults...)
	return p
}
