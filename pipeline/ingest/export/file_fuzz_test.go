package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// encodings are those that are decoded by x/text.
var encodings = map[string]encoding.Encoding{
	charsetGB18030: simplifiedchinese.GB18030,
	charsetUTF16LE: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
	charsetUTF16BE: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
}

// encoded returns s in a charset, with what stands before it.
func encoded(head, charset, s string) []byte {
	out, _, err := transform.String(encodings[charset].NewEncoder(), s)
	if err != nil {
		panic(err)
	}
	return []byte(head + out)
}

// FuzzCharset holds what a text is decoded to against x/text over the whole of it, however
// few bytes come at a time.
func FuzzCharset(f *testing.F) {
	for _, data := range [][]byte{
		[]byte(csvSample), []byte("\xef\xbb\xbf" + csvSample), encoded("\xff\xfe", charsetUTF16LE, csvSample),
		encoded("\xfe\xff", charsetUTF16BE, csvSample), encoded("", charsetUTF16LE, csvSample), encoded("", charsetGB18030, csvSample),
		encoded("", charsetGB18030, "𠮷😀\ufffd"), []byte("\xff\xfea"), []byte("\xff\xfe\x00\xd8a\x00"), []byte("a\x81"), []byte("a\x81\x30\x81"),
		[]byte("\x84\x31\xa4\x37\xff"), []byte("好\xff\xff"), []byte("a\x00b\x00c\x00\x3d\xd8"), {0xef, 0xbb}, {0xff}, nil,
		[]byte(strings.Repeat("a", decodeBytes-1) + "\xc4\xe3\xba\xc3"),
	} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		whole, err := newTextReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(whole)
		if err != nil {
			t.Fatal(err)
		}
		byByte, err := newTextReader(iotest.OneByteReader(bytes.NewReader(data)))
		if err != nil {
			t.Fatal(err)
		}
		slowly, err := io.ReadAll(iotest.OneByteReader(byByte))
		if err != nil || !bytes.Equal(got, slowly) || whole.charset != byByte.charset {
			t.Fatalf("%q: got %q of %s a byte at a time (%v), want %q of %s",
				data, slowly, byByte.charset, err, got, whole.charset)
		}
		want := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
		if e := encodings[whole.charset]; e != nil {
			switch whole.charset {
			case charsetUTF16LE:
				want = bytes.TrimPrefix(data, []byte("\xff\xfe"))
			case charsetUTF16BE:
				want = bytes.TrimPrefix(data, []byte("\xfe\xff"))
			}
			if want, err = e.NewDecoder().Bytes(want); err != nil {
				t.Fatal(err)
			}
			want = bytes.ReplaceAll(want, []byte("\ufffd"), []byte{badByte, badByte, badByte})
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%q as %s: got %q, want %q", data, whole.charset, got, want)
		}
	})
}

// FuzzClock holds times against package time: what RFC 3339 has is read as it reads it, and
// what is read is the moment that it says.
func FuzzClock(f *testing.F) {
	for _, s := range []string{
		"2026-11-16T10:00:00+08:00", "2026-11-16 10:00:00", "2026/1/6 8:05", "2026年11月16日10:00:00", "20261116100000",
		"1794794405", "1794794405.25", "1794794405123", "1794794405123456", "2026-11-16T10:00:00.123456789Z", "2026.1.6 08：05：09",
		"2026-03-08 02:30:00", "2026-11-01 01:30:00-0400", "2026-11-16 10:00:00,5 +0530", "2024-02-29 23:59:59", "2023-02-29 00:00:00",
		"1990-01-01 00:00:00+15:59", "2099-12-31T23:59:59-15:59", "19900101000000", "99999999999999", "2026-11-16T24:00:00", "2026-11-16 1", "+1794794405",
	} {
		f.Add(s, "2026-11-16 23:59:59", false)
		f.Add("2026-11-01 00:30:00", s, true)
	}
	york, err := time.LoadLocation("America/New_York")
	if err != nil {
		f.Skip(err)
	}
	f.Fuzz(func(t *testing.T, first, s string, summer bool) {
		zone := shanghai
		if summer {
			zone = york
		}
		c := newClock(zone, "")
		c.parse(first)
		got, ok := c.parse(s)
		if again, alike := newClock(zone, "").parse(s); alike != ok || again != got {
			t.Fatalf("%q: got %d, %v after %q, want %d, %v", s, got, ok, first, again, alike)
		}
		want, err := time.Parse(time.RFC3339, s)
		if err == nil && plausible(want.Year()) && (!ok || got != want.UnixMicro()) && usual.MatchString(s) {
			t.Fatalf("%q: got %d, %v, want %d", s, got, ok, want.UnixMicro())
		}
		if !ok {
			return
		}
		moment := time.UnixMicro(got)
		if y := moment.UTC().Year(); y < firstYear-1 || y > lastYear+1 {
			t.Fatalf("%q: got the year %d", s, y)
		}
		if !plausible(moment.UTC().Year()) {
			return // a zone may lead out of them by hours
		}
		written := moment.UTC().Format("2006-01-02T15:04:05.000000Z07:00")
		if back, ok := c.parse(written); !ok || back != got {
			t.Fatalf("%q is %s, which is read as %d, %v; want %d", s, written, back, ok, got)
		}
	})
}

// usual is RFC 3339 as exports have it: package time also takes offsets of a day, and a
// fraction of any length.
var usual = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-](0\d|1[0-5]):[0-5]\d)$`)

// FuzzFile reads any bytes as an export of any name, plain or packed, by one worker and by
// three in blocks of any size: the rows are the same, none is lost, and nothing dies.
func FuzzFile(f *testing.F) {
	names := []string{"a.jsonl", "a.csv", "a", "a.parquet", "a.tsv"}
	for i, data := range [][]byte{
		[]byte(jsonSample), []byte(csvSample), gz(f, []byte(jsonSample)), zst(f, []byte(csvSample)), encoded("\xff\xfe", charsetUTF16LE, csvSample),
		encoded("", charsetGB18030, csvSample), gz(f, nil), []byte("PAR1PAR1"), []byte("PK\x03\x04"), gz(f, []byte(csvSample))[:40],
		zst(f, bytes.Repeat([]byte(jsonSample), 20))[:60], []byte("[\n" + okJSON + ",\n" + okJSON + "\n]"), []byte("\n\n" + csvSample),
		[]byte(strings.ReplaceAll(csvSample, ",", "\t")), []byte(strings.ReplaceAll(csvSample, ",", ";")), parquetSample(f),
	} {
		for n := range 3 {
			f.Add(uint8(i+n), data, uint8(7*i))
		}
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, name uint8, data []byte, block uint8) {
		path := filepath.Join(dir, names[int(name)%len(names)])
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		const record = 4096
		want, wantReport, wantErr := readCut(t, path, limits{block: record, record: record}, 1, true)
		got, report, err := readCut(t, path, limits{block: int(block) + 1, record: record}, 3, false)
		if fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Fatalf("%q: got %v, want %v", data, err, wantErr)
		}
		if err != nil {
			var fault *FileError
			if !errors.As(err, &fault) || fault.Problem == "" || fault.Hint == "" {
				t.Fatalf("%q: got %#v, want a fault of the file with a hint", data, err)
			}
			return
		}
		wantReport.Unusual = report.Unusual // the first one reads every line as unusual
		if d := cmp.Diff(got.rows, want.rows) + cmp.Diff(got.rejects, want.rejects) + cmp.Diff(report, wantReport); d != "" {
			t.Fatalf("%q in blocks of %d:\n%s", data, block, d)
		}
		if n := int64(len(got.rows) + len(got.rejects)); n != report.Rows {
			t.Fatalf("%q: got %d rows of %d, want none lost", data, n, report.Rows)
		}
		for _, r := range got.rows {
			if !inPlausibleYears(r.SentAtMicros) && !inPlausibleYears(r.SentAtMicros+secondsPerDay*microsPerSecond) &&
				!inPlausibleYears(r.SentAtMicros-secondsPerDay*microsPerSecond) || r.Role == 0 {
				t.Fatalf("%q: got the row %+v", data, r)
			}
		}
	})
}
