package table

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"

	compare "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var sessionsByAgent = Order[Session]{
	Group: func(s *Session) string { return s.AgentID },
	Compare: func(a, b *Session) int {
		return cmp.Or(cmp.Compare(a.AgentID, b.AgentID), cmp.Compare(a.SessionID, b.SessionID))
	},
}

// sorted returns what a Sorter makes of rows that come in pieces, some of which are spilled.
func sorted(t *rapid.T, s *Sorter[Session], pieces [][]Session) (all []Session) {
	var held [][]Session
	for _, rows := range pieces {
		if rapid.Bool().Draw(t, "held") {
			held = append(held, rows)
			continue
		}
		if err := s.Spill(slices.Clone(rows)); err != nil {
			t.Fatal(err)
		}
	}
	memory := rapid.SampledFrom([]int{1, 1 << 20}).Draw(t, "memory")
	err := s.Merge(memory, held, func(rows []Session) error {
		all = append(all, rows...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Whichever rows go to disk, and in whatever pieces, all come back in order.
func TestSorter(t *testing.T) {
	s, err := NewSorter(t.TempDir(), sessionsByAgent)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		var want []Session
		pieces := make([][]Session, rapid.IntRange(0, 6).Draw(t, "pieces"))
		for i := range pieces {
			for range rapid.IntRange(0, 30).Draw(t, "rows") {
				row := Session{
					AgentID:   rapid.SampledFrom([]string{"", "甲", "乙", "丙"}).Draw(t, "agent"),
					SessionID: fmt.Sprint(rapid.IntRange(0, 50).Draw(t, "session"), "-", len(want)),
				}
				pieces[i], want = append(pieces[i], row), append(want, row)
			}
		}
		slices.SortFunc(want, func(a, b Session) int { return sessionsByAgent.Compare(&a, &b) })
		if diff := compare.Diff(want, sorted(t, s, pieces)); diff != "" {
			t.Fatalf("rows differ (-want +got):\n%s", diff)
		}
	})
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(s.dir, "*")); len(left) > 0 {
		t.Errorf("got %v left behind; want nothing", left)
	}
}

func TestDamagedRunIsFound(t *testing.T) {
	for _, damage := range []func(f *os.File, size int64) error{
		func(f *os.File, size int64) error { return f.Truncate(size - 1) },
		func(f *os.File, _ int64) error { return f.Truncate(0) },
		func(f *os.File, size int64) error { _, err := f.WriteAt([]byte{0xfe}, size/2); return err },
		func(f *os.File, _ int64) error { _, err := f.WriteAt(make([]byte, 4), 0); return err },
	} {
		s, err := NewSorter(t.TempDir(), sessionsByAgent)
		if err == nil {
			err = s.Spill([]Session{{AgentID: "a", SessionID: strings.Repeat("长", 9000)}, {AgentID: "b"}})
		}
		if err == nil {
			err = damage(s.file, s.size)
		}
		if err != nil {
			t.Fatal(err)
		}
		err = s.Merge(1, nil, func([]Session) error { return nil })
		if !errors.Is(err, errDamagedRun) || !strings.Contains(err.Error(), s.file.Name()) {
			t.Errorf("got %v; want the damage and the file's name", err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Every row struct goes through a wire unchanged, whatever its fields hold.
func TestWire(t *testing.T) {
	t.Run("Session", wireTest(func(t *rapid.T) Session { return filled[Session](t) }))
	t.Run("Finding", wireTest(func(t *rapid.T) Finding { return filled[Finding](t) }))
	t.Run("Copy", wireTest(func(t *rapid.T) Copy { return filled[Copy](t) }))
	t.Run("Repeat", wireTest(func(t *rapid.T) Repeat { return filled[Repeat](t) }))
	t.Run("Coaching", wireTest(func(t *rapid.T) Coaching { return filled[Coaching](t) }))
}

func wireTest[T any](draw func(*rapid.T) T) func(t *testing.T) {
	return func(t *testing.T) {
		w, err := wireOf(reflect.TypeFor[T]())
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(t *rapid.T) {
			want, got := draw(t), draw(t) // what stood there before is overwritten
			data := w.append(nil, unsafe.Pointer(&want))
			in := wireReader{s: string(data)}
			w.read(&in, unsafe.Pointer(&got))
			if diff := compare.Diff(want, got); diff != "" || in.bad || in.s != "" {
				t.Fatalf("bad %v, %d bytes left (-want +got):\n%s", in.bad, len(in.s), diff)
			}
			if weight := w.weight(unsafe.Pointer(&want)); weight < int(unsafe.Sizeof(want)) {
				t.Fatalf("got a weight of %d; want at least the struct's %d", weight, unsafe.Sizeof(want))
			}
			cut := wireReader{s: string(data[:len(data)-1])}
			if w.read(&cut, unsafe.Pointer(&got)); !cut.bad {
				t.Fatalf("a row that was cut off is taken for whole")
			}
		})
	}
}

// filled draws every field of a row.
func filled[T any](t *rapid.T) (row T) {
	fill(t, reflect.ValueOf(&row).Elem())
	return row
}

func fill(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "set") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.Slice:
		if n := rapid.IntRange(0, 3).Draw(t, "elements"); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(t, v.Index(i))
			}
		}
	case reflect.String:
		v.SetString(rapid.StringN(0, 200, 300).Draw(t, "string"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Float64:
		v.SetFloat(rapid.Float64().Draw(t, "float"))
	case reflect.Int32:
		v.SetInt(int64(rapid.Int32().Draw(t, "int32")))
	default:
		v.SetInt(rapid.Int64().Draw(t, "int64"))
	}
}

func BenchmarkSorter(b *testing.B) {
	s, err := NewSorter(b.TempDir(), sessionsByAgent)
	if err != nil {
		b.Fatal(err)
	}
	rows := make([]Session, 50_000)
	for i := range rows {
		rows[i] = Session{
			AgentID: fmt.Sprint("a", i*7919%400), SessionID: fmt.Sprintf("s%08d", i),
			CustomerID: fmt.Sprint("c", i), Version: "0.1.0+abcdef",
		}
	}
	nothing := func([]Session) error { return nil }
	b.Run("memory", func(b *testing.B) {
		for b.Loop() {
			err = errors.Join(err, s.Merge(1<<20, [][]Session{rows}, nothing))
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(rows)), "ns/row")
	})
	b.Run("disk", func(b *testing.B) {
		for b.Loop() {
			err = errors.Join(err, s.Spill(rows), s.Merge(1<<20, nil, nothing))
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(rows)), "ns/row")
	})
	if err := errors.Join(err, s.Close()); err != nil {
		b.Fatal(err)
	}
}
