package fact_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"chatqc/pipeline/fact"
)

var shanghai = time.FixedZone("UTC+8", 8*3600)

// folder makes a folder of files from name, content, name, content.
func folder(pairs ...string) fstest.MapFS {
	files := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		files[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return files
}

func load(t *testing.T, pairs ...string) *fact.Book {
	t.Helper()
	book, err := fact.Load(folder(pairs...), shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// micros reads a moment of Shanghai, to the second or to the microsecond.
func micros(t *testing.T, at string) int64 {
	t.Helper()
	m, err := time.ParseInLocation("2006-01-02 15:04:05", at, shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return m.UnixMicro()
}

// faults returns what is wrong, a line each.
func faults(t *testing.T, err error) (lines []string) {
	t.Helper()
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("got %v; want joined faults", err)
	}
	for _, e := range joined.Unwrap() {
		var f *fact.Fault
		if !errors.As(e, &f) {
			t.Fatalf("got %T %v; want a *fact.Fault", e, e)
		}
		if f.Hint == "" || f.Line < 1 || f.Column < 1 {
			t.Errorf("got the fault %+v; want a hint and a place", *f)
		}
		lines = append(lines, f.Error())
	}
	return lines
}

func gb18030(t *testing.T, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func names(campaigns []*fact.Campaign) string {
	var all []string
	for _, c := range campaigns {
		all = append(all, c.Name)
	}
	return strings.Join(all, " ")
}
