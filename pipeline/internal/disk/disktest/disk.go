package disktest

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"chatqc/pipeline/internal/disk"
)

// A Disk follows what is done to the files below a folder. Its methods may be called
// concurrently; operations are done one after another.
type Disk struct {
	root string

	mu      sync.Mutex
	ops     int
	before  func(n int, op disk.Op) error
	top     *node
	changes []*change // of names, in their order
}

// A node is a file or a folder, whatever its name.
type node struct {
	entries map[string]*node // of a folder, as they are now; nil for a file
	durable map[string]*node // of a folder, when the Disk began
	synced  []byte           // of a file
}

// A change is one change of names, which survives as a whole or not at all.
type change struct {
	names   []naming
	durable bool
}

// A naming gives a name in a folder to a node, or to nothing.
type naming struct {
	folder *node
	name   string
	to     *node
}

// New returns a Disk over an existing folder. All that is in it counts as durable.
func New(root string) (*Disk, error) {
	top, err := load(root)
	return &Disk{root: filepath.Clean(root), top: top}, err
}

// load reads a folder with all that is in it.
func load(folder string) (*node, error) {
	n := &node{entries: map[string]*node{}, durable: map[string]*node{}}
	entries, err := os.ReadDir(folder)
	for _, entry := range entries {
		child, path := &node{}, filepath.Join(folder, entry.Name())
		if entry.IsDir() {
			child, err = load(path)
		} else {
			child.synced, err = os.ReadFile(path)
		}
		if err != nil {
			return nil, err
		}
		n.entries[entry.Name()], n.durable[entry.Name()] = child, child
	}
	return n, err
}

// Before sets what is called before each operation, with its number from 1 on. An error
// of it is the operation's, which is then not done.
func (d *Disk) Before(before func(n int, op disk.Op) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.before = before
}

// Ops returns the number of operations so far.
func (d *Disk) Ops() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ops
}

// Layer does operations on the Disk.
func (d *Disk) Layer() disk.Layer {
	return func(op disk.Op, act func() error) error {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.ops++
		if d.before != nil {
			if err := d.before(d.ops, op); err != nil {
				return wrap(op, err)
			}
		}
		d.adopt(op.Path)
		d.adopt(op.To)
		if op.Kind == disk.Sync || op.Kind == disk.SyncFolder {
			// What is durable is decided here: the real disk need not be waited for.
			act = func() error { _, err := os.Lstat(op.Path); return err }
		}
		if err := act(); err != nil {
			return err
		}
		return d.follow(op)
	}
}

// wrap makes an error look like the system's.
func wrap(op disk.Op, err error) error {
	if op.To != "" {
		return &os.LinkError{Op: string(op.Kind), Old: op.Path, New: op.To, Err: err}
	}
	return &fs.PathError{Op: string(op.Kind), Path: op.Path, Err: err}
}

// follow does to the nodes what was done to the files.
func (d *Disk) follow(op disk.Op) error {
	folder, name, n := d.find(op.Path)
	if folder == nil {
		return nil // above the root
	}
	if n == nil && op.Kind != disk.Mkdir && op.Kind != disk.Create {
		return nil // removed by other ways
	}
	switch op.Kind {
	case disk.Mkdir:
		made := &node{entries: map[string]*node{}, durable: map[string]*node{}}
		d.change(naming{folder, name, made})
	case disk.Create:
		if n == nil {
			d.change(naming{folder, name, &node{}})
		}
	case disk.Sync:
		data, err := os.ReadFile(op.Path)
		n.synced = data
		return err
	case disk.SyncFolder:
		d.reconcile(n, op.Path)
		d.sync(n)
	case disk.Rename, disk.Exchange:
		toFolder, toName, to := d.find(op.To)
		if op.Kind == disk.Rename {
			to = nil
		}
		d.change(naming{folder, name, to}, naming{toFolder, toName, n})
	case disk.Remove:
		d.remove(folder, name, n)
	}
	return nil
}

// find returns the node of a path, nil for none, and the folder that it stands in. The
// root stands in itself.
func (d *Disk) find(path string) (folder *node, name string, n *node) {
	rel, err := filepath.Rel(d.root, path)
	if err != nil || strings.HasPrefix(rel, "..") {
		return nil, "", nil
	}
	folder, n = d.top, d.top
	if rel == "." {
		return folder, "", n
	}
	for _, name = range strings.Split(rel, string(filepath.Separator)) {
		if n == nil {
			return nil, "", nil
		}
		folder, n = n, n.entries[name]
	}
	return folder, name, n
}

// adopt takes note of what was made by other ways than the Layer, down to a path: as if
// it had been made just now.
func (d *Disk) adopt(path string) {
	rel, err := filepath.Rel(d.root, path)
	if err != nil || rel == "." || strings.HasPrefix(rel, "..") {
		return
	}
	folder, at := d.top, d.root
	for _, name := range strings.Split(rel, string(filepath.Separator)) {
		at = filepath.Join(at, name)
		if folder.entries[name] == nil {
			info, err := os.Lstat(at)
			if err != nil || folder.entries == nil {
				return
			}
			made := &node{}
			if info.IsDir() {
				made.entries, made.durable = map[string]*node{}, map[string]*node{}
			}
			d.change(naming{folder, name, made})
		}
		folder = folder.entries[name]
	}
}

// reconcile takes note of what was made and removed in a folder by other ways.
func (d *Disk) reconcile(folder *node, path string) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return
	}
	there := map[string]bool{}
	for _, entry := range entries {
		there[entry.Name()] = true
		d.adopt(filepath.Join(path, entry.Name()))
	}
	for name, n := range folder.entries {
		if !there[name] {
			d.remove(folder, name, n)
		}
	}
}

func (d *Disk) change(names ...naming) {
	for _, c := range names {
		c.apply(c.folder.entries)
	}
	d.changes = append(d.changes, &change{names: names})
}

func (c naming) apply(entries map[string]*node) {
	if c.to == nil {
		delete(entries, c.name)
		return
	}
	entries[c.name] = c.to
}

// sync makes every change of names in the folder durable.
func (d *Disk) sync(folder *node) {
	for _, c := range d.changes {
		for _, of := range c.names {
			c.durable = c.durable || of.folder == folder
		}
	}
}

// remove removes a node name by name, from the leaves up.
func (d *Disk) remove(folder *node, name string, n *node) {
	if n == nil {
		return
	}
	for inner, child := range n.entries {
		d.remove(n, inner, child)
	}
	d.change(naming{folder, name, nil})
}
