package segment

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"unsafe"

	"github.com/go-ego/gse"
)

// few is an image of few words, quick to make and to damage.
var few = sync.OnceValues(func() (*image, error) {
	loader := &gse.Segmenter{SkipLog: true, NotLoadHMM: true}
	err := loader.LoadDictStr("不知道 500 v\n知道 900 v\n包邮 300 v\nt恤 20 n\n𫘨𫘧 2 n\n不 2 d\n道 2 n")
	if err != nil {
		return nil, err
	}
	return compile(loader.Dictionary())
})

// A builder counts how often the words were compiled.
type builder struct{ builds atomic.Int32 }

func (b *builder) build() (*image, error) {
	b.builds.Add(1)
	return few()
}

// want loads from a folder and checks the words and the number of builds so far.
func (b *builder) want(t *testing.T, folder string, builds int32) *Dictionary {
	t.Helper()
	d, err := load(folder, b.build)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.builds.Load(); got != builds {
		t.Errorf("got %d builds, want %d", got, builds)
	}
	checkFew(t, d)
	return d
}

func checkFew(t *testing.T, d *Dictionary) {
	t.Helper()
	tokens := d.NewSegmenter().Segment(nil, []byte("t恤不知道𫘨𫘧"))
	want := []Token{{0, 4, 3}, {4, 13, 0}, {13, 21, 4}}
	if len(tokens) != 3 || tokens[0] != want[0] || tokens[1] != want[1] || tokens[2] != want[2] {
		t.Errorf("got tokens %v, want %v", tokens, want)
	}
	if got := d.Fingerprint(); got != fingerprint() || len(got) != 32 {
		t.Errorf("got fingerprint %q, want %q", got, fingerprint())
	}
}

func cachedFile(folder string) string {
	return filepath.Join(folder, "words-"+fingerprint()+".bin")
}

func TestCompiledFileIsKeptAndReused(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "cache")
	var b builder
	first := b.want(t, folder, 1)
	b.want(t, folder, 1)
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 {
		t.Errorf("got %v, %v; want one file", entries, err)
	}
	if err := os.RemoveAll(folder); err != nil && runtime.GOOS != "windows" {
		t.Fatal(err)
	}
	checkFew(t, first) // a mapped file may be removed
	b.want(t, "", 2)
	b.want(t, "", 3)
}

func TestDamagedFileIsMadeAnew(t *testing.T) {
	m, err := few()
	if err != nil {
		t.Fatal(err)
	}
	flip := func(at int) []byte {
		changed := bytes.Clone(m.bytes)
		changed[at] ^= 4
		return changed
	}
	tests := []struct {
		name string
		file []byte
	}{
		{"empty", nil},
		{"shorter than a header", m.bytes[:40]},
		{"a header alone", m.bytes[:headerSize]},
		{"truncated", m.bytes[:len(m.bytes)/2]},
		{"one byte short", m.bytes[:len(m.bytes)-1]},
		{"one byte long", append(bytes.Clone(m.bytes), 0)},
		{"another program's", []byte("PK\x03\x04 not a dictionary at all, but longer than a header is: " +
			"one hundred and twenty-eight bytes, so that this must be looked at more closely than that.")},
		{"changed magic", flip(0)},
		{"changed sum", flip(9)},
		{"other byte order", flip(16)},
		{"other format", flip(20)},
		{"other fingerprint", flip(30)},
		{"more nodes than bytes", flip(59)},
		{"changed node", flip(headerSize + 5)},
		{"changed in the middle", flip(len(m.bytes) / 2)},
		{"changed at the end", flip(len(m.bytes) - 1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.WriteFile(cachedFile(folder), tt.file, 0o600); err != nil {
				t.Fatal(err)
			}
			var b builder
			b.want(t, folder, 1)
			b.want(t, folder, 1)
			if got, err := os.ReadFile(cachedFile(folder)); err != nil || !bytes.Equal(got, m.bytes) {
				t.Errorf("got a file of %d bytes, %v; want the image", len(got), err)
			}
		})
	}
}

func TestFolderThatCannotBeWrittenToCostsTimeOnly(t *testing.T) {
	base := t.TempDir()
	file := filepath.Join(base, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	taken := filepath.Join(base, "taken")
	if err := os.MkdirAll(filepath.Join(cachedFile(taken), "inside"), 0o755); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, folder string }{
		{"a file in place of the folder", file},
		{"a file above the folder", filepath.Join(file, "cache")},
		{"a folder in place of the file", taken},
		{"a name with a zero byte", "a\x00b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b builder
			b.want(t, tt.folder, 1)
			b.want(t, tt.folder, 2)
		})
	}
	if left, err := filepath.Glob(filepath.Join(taken, "*.tmp")); err != nil || len(left) != 0 {
		t.Errorf("got %v, %v; want no temporary file left", left, err)
	}
}

func TestConcurrentLoadsAgree(t *testing.T) {
	folder := t.TempDir()
	var b builder
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			for range 20 {
				d, err := load(folder, b.build)
				if err != nil {
					t.Error(err)
					return
				}
				checkFew(t, d)
			}
		})
	}
	group.Wait()
	if got := b.builds.Load(); got < 1 || got > 16 {
		t.Errorf("got %d builds, want 1 to 16", got)
	}
}

func TestEqualWordsGiveEqualBytes(t *testing.T) {
	o := theOracle(t)
	again, err := compile(o.gse.Dictionary())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again.bytes, o.image.bytes) {
		t.Error("got other bytes from the same words")
	}
}

func FuzzOpenImage(f *testing.F) {
	m, err := few()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(m.bytes[:headerSize], uint8(0), byte(0))
	f.Add(m.bytes[:200], uint8(60), byte(0xFF))
	f.Add([]byte(magic), uint8(8), byte(1))
	f.Add(m.bytes, uint8(75), byte(0x80))
	f.Fuzz(func(t *testing.T, data []byte, at uint8, change byte) {
		if _, err := openImage(data, fingerprint()); err == nil && !bytes.Equal(data, m.bytes) {
			t.Errorf("got an image from %d foreign bytes", len(data))
		}
		// A header that lies, in an image whose sum is right: its sections would overlap.
		changed := image{bytes: bytes.Clone(m.bytes)}
		changed.bytes[int(at)%headerSize] ^= change
		changed.header = (*header)(unsafe.Pointer(&changed.bytes[0]))
		changed.seal()
		got, err := openImage(changed.bytes, fingerprint())
		if err == nil && (len(got.nodes) != len(m.nodes) || len(got.tagOf) != len(m.tagOf)) &&
			got.header.size() != int64(len(m.bytes)) {
			t.Errorf("got an image from a header of %d nodes and %d words", got.header.nodes, got.header.words)
		}
	})
}

func TestWordThatIsNotUTF8IsRefused(t *testing.T) {
	loader := &gse.Segmenter{SkipLog: true, NotLoadHMM: true}
	if err := loader.LoadDictStr("包邮 300 v\n坏\xff词 20 n"); err != nil {
		t.Fatal(err)
	}
	if _, err := compile(loader.Dictionary()); err == nil {
		t.Error("got no error, want one")
	}
}
