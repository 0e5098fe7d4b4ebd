package disktest

import (
	"math/rand/v2"
	"os"
	"path/filepath"
)

// Fates of what was not synced.
const (
	Lost   = 0 // nothing of it survives
	Empty  = 1 // all names survive, but no content
	Whole  = 2 // all survives, as when the process alone is killed
	Random = 3 // this and greater numbers: each change may survive, files may be torn
)

// Survive writes into the folder to, which it makes, what a power cut at this moment
// would leave of the Disk. What was not synced meets the given fate.
func (d *Disk) Survive(to string, fate uint64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := &survival{
		disk: d, fate: fate, chance: rand.New(rand.NewPCG(fate, 1)),
		names: map[*node]map[string]*node{}, paths: map[*node]string{},
	}
	s.locate(d.top, d.root)
	for _, c := range d.changes {
		if !c.durable && !s.keeps() {
			continue
		}
		for _, of := range c.names {
			of.apply(s.entries(of.folder))
		}
	}
	return s.write(d.top, to)
}

// A survival is one way in which a disk may come back.
type survival struct {
	disk   *Disk
	fate   uint64
	chance *rand.Rand
	names  map[*node]map[string]*node // that survive, of folders that changed
	paths  map[*node]string           // where files lie now
}

// keeps decides about a change that was not synced.
func (s *survival) keeps() bool {
	if s.fate >= Random {
		return s.chance.IntN(2) == 0
	}
	return s.fate != Lost
}

func (s *survival) locate(n *node, path string) {
	s.paths[n] = path
	for name, child := range n.entries {
		s.locate(child, filepath.Join(path, name))
	}
}

func (s *survival) entries(folder *node) map[string]*node {
	entries := s.names[folder]
	if entries == nil {
		entries = map[string]*node{}
		for name, n := range folder.durable {
			entries[name] = n
		}
		s.names[folder] = entries
	}
	return entries
}

func (s *survival) write(n *node, path string) error {
	if n.entries == nil {
		return os.WriteFile(path, s.content(n), 0o644)
	}
	if err := os.MkdirAll(path, 0o755); err != nil {
		return err
	}
	for name, child := range s.entries(n) {
		if err := s.write(child, filepath.Join(path, name)); err != nil {
			return err
		}
	}
	return nil
}

// content returns what survives of a file: what was synced, or what was written since, or
// a part of that.
func (s *survival) content(n *node) []byte {
	path, exists := s.paths[n]
	if !exists || s.fate < Whole {
		return n.synced
	}
	now, err := os.ReadFile(path)
	if err != nil || string(now) == string(n.synced) {
		return n.synced
	}
	if s.fate == Whole {
		return now
	}
	switch s.chance.IntN(3) {
	case 0:
		return n.synced
	case 1:
		return now[:s.chance.IntN(len(now)+1)]
	}
	return now
}
