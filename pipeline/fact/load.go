package fact

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/zeebo/xxh3"

	"chatqc/pipeline/ingest/mask"
)

// A Book is what a shop knows beside its chats. It is read-only and safe for concurrent
// use. A nil *Book knows nothing.
type Book struct {
	has         [kindCount]bool
	campaigns   map[string]timeline // by shop; those of "" are of all shops
	roster      map[person]stint
	categories  map[string]string // by shop
	topics      map[string]*topics
	orders      map[person][]order
	fingerprint string
}

// A person is an agent or a customer in a shop.
type person struct{ shop, name string }

// Load reads a folder of facts. Times without a zone are in the given one, UTC when it is
// nil. It returns all faults at once, joined, each a *Fault, at most 100 a file and a last
// one that counts the others; then there is no Book. A nil folder gives a nil *Book.
//
// About 2 µs a row, at once for the usual few hundred.
func Load(files fs.FS, zone *time.Location) (*Book, error) {
	if files == nil {
		return nil, nil
	}
	if zone == nil {
		zone = time.UTC
	}
	l := &loader{files: files, zone: zone, masker: mask.New(), hash: xxh3.New(), book: newBook()}
	l.list()
	for kind := range kindCount {
		if l.book.has[kind] {
			l.load(kind)
		}
	}
	if len(l.faults) > 0 {
		return nil, errors.Join(l.faults...)
	}
	l.book.finish()
	l.book.fingerprint = fmt.Sprintf("%016x", l.hash.Sum64())
	return l.book, nil
}

func newBook() *Book {
	return &Book{
		campaigns: map[string]timeline{}, roster: map[person]stint{},
		categories: map[string]string{}, topics: map[string]*topics{},
		orders: map[person][]order{},
	}
}

// finish sorts what lookups search.
func (b *Book) finish() {
	for shop, t := range b.campaigns {
		b.campaigns[shop] = t.finish()
	}
	for _, t := range b.topics {
		t.finish()
	}
	for _, orders := range b.orders {
		sortOrders(orders)
	}
}

// Has reports whether the file of a kind was there, be it without rows. A condition on
// facts that nobody has given is neither true nor false.
func (b *Book) Has(kind Kind) bool { return b != nil && kind < kindCount && b.has[kind] }

// Fingerprint names the content of all files that were read: 16 hexadecimal digits, and
// "" for a nil *Book. Other files, another fingerprint.
func (b *Book) Fingerprint() string {
	if b == nil {
		return ""
	}
	return b.fingerprint
}

// A loader reads files and gathers their faults.
type loader struct {
	files  fs.FS
	zone   *time.Location
	masker *mask.Masker
	hash   *xxh3.Hasher
	faults []error
	book   *Book
}

func (l *loader) fault(file, hint, message string) {
	l.faults = append(l.faults, &Fault{
		File: file, Line: 1, Column: 1, Message: message, Hint: hint,
	})
}

// list notes which files are there, and those that look as if they should be read.
func (l *loader) list() {
	entries, err := fs.ReadDir(l.files, ".")
	if err != nil {
		l.fault(".", "name a folder that holds files of facts", errorOf(err))
		return
	}
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~$") {
			continue
		}
		l.note(e.Name())
	}
}

func (l *loader) note(name string) {
	ext := path.Ext(name)
	stem := strings.ToLower(strings.TrimSuffix(name, ext))
	kind, known := kindOf(stem)
	switch strings.ToLower(ext) {
	case extension:
		switch {
		case known && name == kind.File():
			l.book.has[kind] = true
		case known:
			l.fault(name, "rename the file", fmt.Sprintf("got the file %q, want %q", name, kind.File()))
		default:
			l.fault(name, "rename the file, or move it elsewhere", fmt.Sprintf("got the file %q%s",
				name, orWant(strings.ToLower(name), fileNames(), "one of "+strings.Join(fileNames(), ", "))))
		}
	case ".xlsx", ".xls", ".tsv", ".txt":
		if known {
			l.fault(name, hintCharset, fmt.Sprintf("got the file %q, want %q", name, kind.File()))
		}
	}
}

func kindOf(stem string) (kind Kind, ok bool) {
	for k, name := range kindNames {
		if name == stem {
			return Kind(k), true
		}
	}
	kind, ok = chineseFiles[stem]
	return kind, ok
}

func fileNames() (names []string) {
	for k := range kindCount {
		names = append(names, k.File())
	}
	return names
}

// load reads one file and adds it to the book and the fingerprint.
func (l *loader) load(kind Kind) {
	name := kind.File()
	data, err := fs.ReadFile(l.files, name)
	if err != nil {
		l.fault(name, "mend the file, or move it elsewhere", errorOf(err))
		return
	}
	_, _ = fmt.Fprintf(l.hash, "%s\x00%d\x00", name, len(data))
	_, _ = l.hash.Write(data) // never fails
	s := &sheet{
		file: name, kind: kind, zone: l.zone, masker: l.masker, first: map[person]int{},
	}
	s.read(data, l.book.adder(kind))
	l.faults = append(l.faults, s.told()...)
}

// adder returns what takes the rows of a kind.
func (b *Book) adder(kind Kind) func(*row) {
	return [kindCount]func(*row){
		b.addCampaign, b.addMember, b.addShop, b.addTopic, b.addOrder,
	}[kind]
}

// errorOf leaves the path out, which the fault names already.
func errorOf(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
