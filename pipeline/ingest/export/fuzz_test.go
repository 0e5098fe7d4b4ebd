package export

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var pieces = []string{
	`"`, `""`, ",", "\n", "\r\n", "a", "好", "\\", "\xff", "\x00", "s1,2026-11-16 10:00:00,客服,在\n", " ", "{", "}", ":", "null", "12",
	`{"session_id":"s","role":"agent","text":"在\n\u5728","sent_at":"2026-11-16 10:00:00"}` + "\n",
	`{"session_id":5,"sent_at":1794794405,"role":"客服","text":"\ud83d\ude00"}` + "\n",
}

// TestRowsDoNotDependOnJobsOrBlocks reads nonsense in small blocks and by many workers.
func TestRowsDoNotDependOnJobsOrBlocks(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		data := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(rt, "pieces"), "")
		name := rapid.SampledFrom([]string{"a.jsonl", "a.csv"}).Draw(rt, "name")
		if name == "a.csv" {
			data = "会话ID,发送时间,角色,内容\n" + data
		} else {
			data = okJSON + "\n" + data
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(data), 0o666); err != nil {
			rt.Fatal(err)
		}
		record := rapid.IntRange(256, 400).Draw(rt, "record")
		want, wantReport, wantErr := readCut(t, path, limits{block: record, record: record}, 1, true)
		block := rapid.IntRange(1, 100).Draw(rt, "block")
		got, report, err := readCut(t, path, limits{block: block, record: record}, rapid.IntRange(1, 3).Draw(rt, "jobs"), false)
		if fmt.Sprint(err) != fmt.Sprint(wantErr) {
			rt.Fatalf("got %v, want %v", err, wantErr)
		}
		if err != nil {
			return
		}
		_, whole, err := readCut(t, path, limits{block: record, record: record}, 1, false)
		if err != nil || whole.Unusual != report.Unusual {
			rt.Fatalf("got %d unusual lines, %v; want %d, as in one block", report.Unusual, err, whole.Unusual)
		}
		wantReport.Unusual = report.Unusual // the slow one takes all lines for such
		if d := cmp.Diff(got.rows, want.rows) + cmp.Diff(got.rejects, want.rejects) + cmp.Diff(report, wantReport); d != "" {
			rt.Fatalf("block %d:\n%s", block, d)
		}
		if n := int64(len(got.rows) + len(got.rejects)); n != report.Rows {
			rt.Fatalf("got %d rows of %d, want none lost", n, report.Rows)
		}
	})
}

// FuzzJSONLines holds the scanner against jsontext.
func FuzzJSONLines(f *testing.F) {
	f.Add([]byte(jsonSample))
	for _, s := range []string{
		"\xe1\x80", "\xe0\x80\x80", "\xed\xa0\x80", "abcdefgh\xec\xbf\xbf\xf0\x9f\x98\x80\x80", okJSON, `{"a":1,"a":2}`, `{"a":"\u0061","a":01}`, `{"text":"\ud800"}`, `{}`, `{"turn":-0}`, `{"turn":1e5}`, `{"x":[{"y":1,"y":2}]}`,
		`{"text":"a` + "\t" + `"}`, okJSON + "\n" + `{"role":"agent","session_id":"s","text":"在","text":"x"}`, `{"text":tru}`, `{"a":123456789012345678901}`,
		`{"te\u0078t":"a","text":"b"}`, `{"text":"\/\b\f\n\r\t\"\\"}`, `{"text":"a"}}`, `{"text" : "a" , "b":null }`, `{"turn":1.}`, `{"turn":12`,
	} {
		f.Add([]byte(s))
	}
	opt := Options{Zone: shanghai}
	f.Fuzz(func(t *testing.T, data []byte) {
		read := func(slow bool) *shelf {
			s := &shelf{}
			w := newWorker(&opt, newNames(&opt.Mapping), newWords(&opt.Mapping), s)
			w.json.slowOnly = slow
			l := limits{block: len(data) + 1, record: len(data) + 1}
			b := &jsonBlock{file: &fileState{}, window: &window{limits: l, pool: newPool(l)}, data: bytes.Clone(data), line: 1}
			if err := b.run(w); err != nil {
				t.Fatal(err)
			}
			return s
		}
		if got, want := validUTF8(data), utf8.Valid(data); got != want {
			t.Errorf("validUTF8(%q) = %v, want %v", data, got, want)
		}
		got, want := read(false), read(true)
		if d := cmp.Diff(got.rows, want.rows) + cmp.Diff(got.rejects, want.rejects); d != "" {
			t.Errorf("scanner and jsontext differ on %q:\n%s", data, d)
		}
	})
}

// FuzzCSV holds the splitting of records against encoding/csv, where both know what is
// meant: a quote that never closes is an error here.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		csvSample, "a,\"b\nc\"\"d\",e\r\n", "\"a\"b\",c\n", "a\"b,c", "\"\"\n\"\",\"\"\n", ",,\n\n\r\n,", "\"a\r\nb\"\r\n", "\"a\"\r", "a\rb,c\n", "\"a\rb\",\"\r\n\"",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		data = append(data, '\n')
		var got [][]string
		for rest := data; len(rest) > 0; {
			size, _ := recordEnd(rest, ',')
			if size == 0 {
				return
			}
			if rec := rest[:size]; len(bytes.TrimRight(rec, "\r\n")) > 0 {
				fields, _ := appendFields(nil, nil, rec, ',')
				got = append(got, fields)
			}
			rest = rest[size:]
		}
		if bytes.Contains(data, []byte("\r\r")) || bytes.HasSuffix(data, []byte("\r\n")) || bytes.Contains(data, []byte("\r\"")) {
			return // encoding/csv drops carriage returns in other places
		}
		r := csv.NewReader(bytes.NewReader(data))
		r.LazyQuotes, r.FieldsPerRecord = true, -1
		want, err := r.ReadAll()
		if err != nil || !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("%q: got %q, want %q (%v)", data, got, want, err)
		}
	})
}

// FuzzParquet reads damaged files: any fault is a FileError, nothing hangs or dies.
func FuzzParquet(f *testing.F) {
	sample := parquetSample(f)
	f.Add(0, byte(0))
	for at := 0; at < len(sample); at += 97 {
		f.Add(at, byte(0x5a))
	}
	path := filepath.Join(f.TempDir(), "a.parquet")
	f.Fuzz(func(t *testing.T, at int, change byte) {
		data := bytes.Clone(sample)
		if at >= 0 && at < len(data) {
			data[at] ^= change
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		got, report, err := readCut(t, path, defaultLimits(), 1, false)
		if err == nil && int64(len(got.rows)+len(got.rejects)) != report.Rows {
			t.Errorf("got %d rows and %d rejects of %d", len(got.rows), len(got.rejects), report.Rows)
		}
	})
}

// FuzzMapping holds that a mapping is read or at fault at a place.
func FuzzMapping(f *testing.F) {
	for _, s := range []string{"", "columns: {a: text}", "roles: {掌柜: agent}", "time: {layout: 'YYYY'}", "- 1", "a: &a [*a]", "columns: &x {<<: *x}", "? [a]\n: b"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := parseMapping("m.yaml", data); err != nil && !strings.HasPrefix(err.Error(), "m.yaml:") {
			t.Errorf("got %v, want a path first", err)
		}
	})
}
