package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parquet-go/parquet-go"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"chatqc/pipeline/chat"
)

const csvSample = "会话ID,消息ID,发送时间,角色,内容,客服,买家,店铺\n" +
	"s1,m1,2026-11-16 10:00:00,买家,\"请问,有货吗\",a1,c1,店甲\n" +
	"s1,m2,2026-11-16 10:00:05,客服,\"有的亲\n第二行\"\"好\"\"\",a1,c1,店甲\n"

const jsonSample = `{"session_id":"s1","message_id":"m1","sent_at":"2026-11-16T10:00:00+08:00","role":"customer","text":"请问,有货吗","agent_id":"a1","customer_id":"c1","shop_id":"店甲"}
{"会话ID":"s1","消息ID":"m2","发送时间":1794794405000,"角色":"客服","内容":"有的亲\n第二行\"好\"","客服":"a1","买家":"c1","店铺":"店甲","extra":{"a":[1]}}
`

func sampleRows() []Row {
	at := time.Date(2026, 11, 16, 10, 0, 0, 0, shanghai).UnixMicro()
	return []Row{
		{
			MessageID: "m1", SessionID: "s1", Text: "请问,有货吗", AgentID: "a1", CustomerID: "c1",
			ShopID: "店甲", Kind: "text", Turn: chat.NoTurn, Role: chat.RoleCustomer, SentAtMicros: at, Number: 1,
		},
		{
			MessageID: "m2", SessionID: "s1", Text: "有的亲\n第二行\"好\"", AgentID: "a1", CustomerID: "c1",
			ShopID: "店甲", Kind: "text", Turn: chat.NoTurn, Role: chat.RoleAgent, SentAtMicros: at + 5e6, Number: 2,
		},
	}
}

func TestUnusualLinesAreCounted(t *testing.T) {
	tests := []struct {
		name, data string
		want       int64
	}{
		{"a nested value", jsonSample, 1},
		{"nothing but usual lines", okJSON + "\n\n" + okJSON + "\n", 0},
		{"a line that is no JSON", okJSON + "\n{]\n", 1},
		{"delimited text", csvSample, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			name := "a.jsonl"
			if tt.data == csvSample {
				name = "a.csv"
			}
			_, report, err := readCut(t, write(t, name, []byte(tt.data)), defaultLimits(), 1, false)
			if err != nil || report.Unusual != tt.want {
				t.Errorf("got %d unusual lines, %v; want %d", report.Unusual, err, tt.want)
			}
		})
	}
}

func encode(t *testing.T, e encoding.Encoding, s string) []byte {
	t.Helper()
	out, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestOneExportInEveryFormReadsTheSame(t *testing.T) {
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	late := strings.Repeat("s0,m0,2026-11-16 10:00:00,bot,,,,\n", 12000) // 400 KiB of ASCII
	ascii := "session_id,message_id,sent_at,role,text,agent_id,customer_id,shop_id\n"
	body := csvSample[strings.IndexByte(csvSample, '\n')+1:]
	forms := []struct {
		name, charset string
		data          []byte
		skip          int
	}{
		{"plain.csv", "utf-8", []byte(csvSample), 0},
		{"bom.csv", "utf-8", []byte("\ufeff" + csvSample), 0},
		{"crlf.csv", "utf-8", []byte(crlf(csvSample)), 0},
		{"cut.csv", "utf-8", []byte(strings.TrimSuffix(csvSample, "\n")), 0},
		{"blank.csv", "utf-8", []byte("\n" + strings.Replace(csvSample, "s1,m2", "\n\r\ns1,m2", 1)), 0},
		{"tab.tsv", "utf-8", []byte(strings.ReplaceAll(strings.ReplaceAll(csvSample, ",", "\t"), "问\t", "问,")), 0},
		{"semi.csv", "utf-8", []byte(strings.ReplaceAll(strings.ReplaceAll(csvSample, ",", ";"), "问;", "问,")), 0},
		{"quoted.csv", "utf-8", []byte(`"会话ID"` + strings.TrimPrefix(csvSample, "会话ID")), 0},
		{"gb.csv", "gb18030", encode(t, simplifiedchinese.GB18030, csvSample), 0},
		{"gb.csv.gz", "gb18030", gz(t, encode(t, simplifiedchinese.GB18030, csvSample)), 0},
		{"le.csv", "utf-16le", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), csvSample), 0},
		{"be.csv", "utf-16be", encode(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), csvSample), 0},
		{"le-bare.csv", "utf-16le", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), csvSample), 0},
		{"be-bare.csv", "utf-16be", encode(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), csvSample), 0},
		{"late.csv", "gb18030", encode(t, simplifiedchinese.GB18030, ascii+late+body), 12000},
		{"late-utf8.csv", "utf-8", []byte(ascii + late + body), 12000},
		{"plain.jsonl", "utf-8", []byte(jsonSample), 0},
		{"bom.ndjson", "utf-8", []byte("\ufeff" + jsonSample), 0},
		{"crlf.json", "utf-8", []byte(crlf(jsonSample)), 0},
		{"cut.jsonl", "utf-8", []byte(strings.TrimSuffix(jsonSample, "\n")), 0},
		{"gb.jsonl", "gb18030", encode(t, simplifiedchinese.GB18030, jsonSample), 0},
		{"le.jsonl", "utf-16le", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), jsonSample), 0},
		{"packed.jsonl.gz", "utf-8", gz(t, []byte(jsonSample)), 0},
		{"packed.jsonl.zst", "utf-8", zst(t, []byte(jsonSample)), 0},
		{"misnamed.jsonl", "utf-8", gz(t, []byte(jsonSample)), 0},
		{"json.data", "utf-8", []byte(jsonSample), 0},
		{"csv.data", "utf-8", []byte(csvSample), 0},
		{"rows.parquet", "utf-8", parquetSample(t), 0},
	}
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			got, reports, err := readAll(t, Options{}, write(t, f.name, f.data))
			if err != nil || len(got.rejects) > 0 {
				t.Fatalf("got %v and %+v, want no fault", err, got.rejects)
			}
			want := sampleRows()
			for i := range want {
				want[i].Number += int64(f.skip)
			}
			if d := cmp.Diff(got.rows[f.skip:], want, cmpopts.IgnoreFields(Row{}, "Offset")); d != "" {
				t.Errorf("rows differ (-got +want):\n%s", d)
			}
			r := reports[0]
			if r.Charset != f.charset || r.Rows != int64(2+f.skip) || r.ByteCount != int64(len(f.data)) || len(r.ContentHash) != 32 {
				t.Errorf("got report %+v, want charset %s, %d rows, %d bytes", r, f.charset, 2+f.skip, len(f.data))
			}
		})
	}
}

type parquetRow struct {
	SessionID string    `parquet:"session_id,dict"`
	MessageID []byte    `parquet:"message_id"`
	SentAt    time.Time `parquet:"sent_at,timestamp(microsecond)"`
	Role      string    `parquet:"role,dict"`
	Text      *string   `parquet:"text,optional,zstd"`
	Agent     string    `parquet:"客服"`
	Customer  string    `parquet:"customer_id"`
	Shop      string    `parquet:"shop_id"`
	Turn      *int64    `parquet:"turn,optional"`
	Other     float64   `parquet:"other"`
	Nested    []string  `parquet:"nested,list"`
}

func parquetSample(t testing.TB) []byte {
	var rows []parquetRow
	for _, r := range sampleRows() {
		rows = append(rows, parquetRow{
			SessionID: r.SessionID, MessageID: []byte(r.MessageID), SentAt: time.UnixMicro(r.SentAtMicros),
			Role: r.Role.String(), Text: &r.Text, Agent: r.AgentID, Customer: r.CustomerID, Shop: r.ShopID,
			Nested: []string{"x", "y"},
		})
	}
	return parquetBytes(t, rows)
}

func parquetBytes[T any](t testing.TB, rows []T) []byte {
	var out bytes.Buffer
	w := parquet.NewGenericWriter[T](&out)
	_, err := w.Write(rows)
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestOffsetsPointAtTheRows(t *testing.T) {
	for name, data := range map[string]string{"a.csv": csvSample, "a.jsonl": jsonSample} {
		got, _, err := readAll(t, Options{}, write(t, name, []byte(data)))
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range got.rows {
			if at := data[r.Offset:]; r.Offset < 1 && name == "a.csv" || data[max(r.Offset-1, 0)] != '\n' && r.Offset > 0 || !strings.Contains(at[:40], "s1") {
				t.Errorf("%s: row %d has offset %d", name, i, r.Offset)
			}
		}
	}
}

const okJSON = `{"session_id":"s","role":"agent","text":"在","sent_at":"2026-11-16 10:00:00"}`

func TestBadRowsAreSetAside(t *testing.T) {
	with := func(old, new string) string { return strings.Replace(okJSON, old, new, 1) }
	long := strings.Repeat("好", maxFieldBytes/3)
	const head = "会话ID,发送时间,角色,内容\n"
	tests := []struct{ name, file, row, column, code string }{
		{"half a line", "a.jsonl", okJSON[:30], "", CodeBadJSON},
		{"two objects", "a.jsonl", okJSON + okJSON, "", CodeBadJSON},
		{"a list", "a.jsonl", `[1]`, "", CodeBadJSON},
		{"a word", "a.jsonl", `"x"`, "", CodeBadJSON},
		{"no JSON", "a.jsonl", `session`, "", CodeBadJSON},
		{"a key twice", "a.jsonl", with(`"role"`, `"text":"x","role"`), "", CodeBadJSON},
		{"an unused key twice", "a.jsonl", with(`{`, `{"x":1,"x":2,`), "", CodeBadJSON},
		{"a lone surrogate", "a.jsonl", with("在", `\ud83d`), "", CodeBadJSON},
		{"a control character", "a.jsonl", with("在", "\x01"), "", CodeBadJSON},
		{"text is a number", "a.jsonl", with(`"在"`, `7`), "text", CodeBadType},
		{"text is an object", "a.jsonl", with(`"在"`, `{"a":1}`), "text", CodeBadType},
		{"role is true", "a.jsonl", with(`"agent"`, `true`), "role", CodeBadType},
		{"no role", "a.jsonl", with(`"role":"agent",`, ``), "role", CodeMissingRole},
		{"role is null", "a.jsonl", with(`"agent"`, `null`), "role", CodeMissingRole},
		{"unknown role", "a.jsonl", with(`agent`, `老板`), "role", CodeUnknownRole},
		{"no text", "a.jsonl", with(`"text":"在",`, ``), "text", CodeMissingText},
		{"blank text", "a.jsonl", with(`在`, `  `), "text", CodeMissingText},
		{"no time", "a.jsonl", with(`2026-11-16 10:00:00`, ``), "sent_at", CodeMissingTime},
		{"no such month", "a.jsonl", with(`2026-11`, `2026-13`), "sent_at", CodeBadTime},
		{"no such day", "a.jsonl", with(`11-16`, `02-29`), "sent_at", CodeBadTime},
		{"a date alone", "a.jsonl", with(` 10:00:00`, ``), "sent_at", CodeBadTime},
		{"no session", "a.jsonl", with(`"session_id":"s",`, ``), "session_id", CodeMissingSession},
		{"a bad turn", "a.jsonl", with(`{`, `{"turn":-1,`), "turn", CodeBadTurn},
		{"an escaped NUL", "a.jsonl", with("在", `a\u0000b`), "text", CodeNULByte},
		{"a raw NUL", "a.jsonl", with("在", "a\x00b"), "", CodeNULByte},
		{"bad UTF-8", "a.jsonl", with("在", "在这里等您\xff"), "", CodeBadEncoding},
		{"a long text", "a.jsonl", with("在", long+"ab"), "text", CodeTooLong},
		{"too few fields", "a.csv", head + "s,2026-11-16 10:00:00,客服", "", CodeRaggedRow},
		{"too many fields", "a.csv", head + "s,2026-11-16 10:00:00,客服,在,", "", CodeRaggedRow},
		{"an open quote", "a.csv", head + "s,2026-11-16 10:00:00,客服,\"在", "", CodeOpenQuote},
		{"bad UTF-8 in CSV", "a.csv", head + "s,2026-11-16 10:00:00,客服,在\xff", "text", CodeBadEncoding},
		{"NUL in CSV", "a.csv", head + "s,2026-11-16 10:00:00,客服,在\x00", "text", CodeNULByte},
		{"missing text in CSV", "a.csv", head + "s,2026-11-16 10:00:00,客服,", "text", CodeMissingText},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			after := "\n" + okJSON + "\n"
			if tt.file == "a.csv" {
				after = "\ns,2026-11-16 10:00:00,客服,在\n"
			}
			before := ""
			if tt.file == "a.jsonl" {
				before = okJSON + "\n" // so that the file does not begin with a list
			}
			got, reports, err := readAll(t, Options{}, write(t, tt.file, []byte(before+tt.row+after)))
			if err != nil {
				t.Fatal(err)
			}
			if len(got.rejects) != 1 {
				t.Fatalf("got %d rejects %+v, want 1", len(got.rejects), got.rejects)
			}
			r := got.rejects[0]
			if r.Code != tt.code || r.Column != tt.column || r.Message == "" || len(r.Text) > excerptBytes+3 {
				t.Errorf("got %+v, want code %s in %q", r, tt.code, tt.column)
			}
			if n := int64(len(got.rows)); n == 0 || reports[0].Rows != n+1 || reports[0].Rejected != 1 {
				t.Errorf("got %d rows, report %+v: rows are lost", n, reports[0])
			}
		})
	}
}

func TestBadGB18030IsSetAsideAndTheNextLineIsWhole(t *testing.T) {
	data := encode(t, simplifiedchinese.GB18030, csvSample+"s1,m3,2026-11-16 10:00:05,客服,在呢,a1,c1,店甲\n")
	at := bytes.LastIndex(data, encode(t, simplifiedchinese.GB18030, "在呢"))
	got, _, err := readAll(t, Options{}, write(t, "a.csv", append(data[:at:at], append([]byte{0x81}, append(data[at+4:], data[bytes.IndexByte(data, '\n')+1:]...)...)...)))
	if err != nil || len(got.rows) != 5 || len(got.rejects) != 1 || got.rejects[0].Code != CodeBadEncoding {
		t.Errorf("got %d rows, %+v, %v; want 5 rows and a bad encoding", len(got.rows), got.rejects, err)
	}
}

func TestTextOfOneMebibyteIsTaken(t *testing.T) {
	for _, extra := range []int{0, 3} {
		line := strings.Replace(okJSON, "在", strings.Repeat("好", maxFieldBytes/3)+strings.Repeat("a", 1+extra), 1)
		got, _, err := readAll(t, Options{}, write(t, "a.jsonl", []byte(line)))
		if err != nil || len(got.rows) != 1-min(extra, 1) || len(got.rejects) != min(extra, 1) {
			t.Errorf("extra %d: got %d rows, %d rejects, %v", extra, len(got.rows), len(got.rejects), err)
		}
	}
}

func TestTooLongLinesAreNotKept(t *testing.T) {
	l := limits{block: 256, record: 512}
	long := strings.Replace(okJSON, "在", strings.Repeat("长", 2000), 1)
	got, report, err := readCut(t, write(t, "a.jsonl", []byte(okJSON+"\n"+long+"\n"+okJSON+"\n"+long)), l, 1, false)
	if err != nil || len(got.rows) != 2 || got.rows[1].Number != 3 || report.Rows != 4 {
		t.Errorf("got %+v, %+v, %v; want rows 1 and 3 of 4", got.rows, report, err)
	}
	if len(got.rejects) != 2 || got.rejects[0].Code != CodeTooLong || got.rejects[0].Number != 2 {
		t.Errorf("got %+v, want lines 2 and 4 too long", got.rejects)
	}
}

func TestFilesAtFaultAreAllNamed(t *testing.T) {
	packed := gz(t, []byte(strings.Repeat(jsonSample, 50)))
	parquetFile := parquetSample(t)
	type floats struct {
		SessionID float64 `parquet:"session_id"`
		Role      string  `parquet:"role"`
		Text      string  `parquet:"text"`
		SentAt    int64   `parquet:"sent_at"`
	}
	tests := []struct {
		name, file string
		data       []byte
		want       string
	}{
		{"a cut gzip file", "a.jsonl.gz", packed[:len(packed)-9], ": got a broken or cut gzip file"},
		{"a cut zstd file", "a.jsonl.zst", zst(t, []byte(jsonSample))[:40], ": got a broken or cut zstd file"},
		{"a wrong delimiter", "a.csv", []byte("会话ID#发送时间#角色#内容\ns#1#2#3\n"), ":1:1: got the columns"},
		{"a column twice", "a.csv", []byte("会话ID,发送时间,角色,内容,内容\n"), `:1:17: got the column "内容" twice`},
		{"no role", "a.csv", []byte("会话ID,发送时间,内容\n"), "role"},
		{"no session", "a.csv", []byte("发送时间,角色,内容\n"), "session_id"},
		{"a spreadsheet", "a.csv", []byte("PK\x03\x04rest"), "spreadsheet"},
		{"a JSON list", "a.json", []byte("\n [\n{}]"), ":2:1: got JSON over several lines"},
		{"a JSON object over lines", "a.json", []byte("{\n\"a\":1}"), ":1:1: got JSON over several lines"},
		{"no Parquet", "a.parquet", []byte("nothing"), "broken or cut Parquet"},
		{"a cut Parquet file", "a.parquet", parquetFile[:len(parquetFile)-30], "broken or cut Parquet"},
		{"a floating-point identifier", "a.parquet", parquetBytes(t, []floats{{}}), "float64"},
		{"quotes without end", "a.csv", []byte("会话ID,发送时间,角色,内容\n" + strings.Repeat("\"s,1\n", 120)), "quotes that never close"},
	}
	var paths []string
	for _, tt := range tests {
		path := write(t, tt.file, tt.data)
		paths = append(paths, path)
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := readAll(t, Options{}, path)
			var fault *FileError
			if !errors.As(err, &fault) || fault.Hint == "" || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want a FileError with a hint and %q", err, tt.want)
			}
		})
	}
	_, _, err := readAll(t, Options{}, paths...)
	for _, p := range paths {
		if err == nil || !strings.Contains(err.Error(), p) {
			t.Errorf("got %v, want %s named", err, p)
		}
	}
}

func TestSendersBecomeRoles(t *testing.T) {
	const data = "会话ID,时间,发送者,内容,客服,买家\ns,2026-11-16 10:00:00,小美,在的,小美,阿强\n" +
		"s,2026-11-16 10:00:00,阿强,在吗,小美,阿强\ns,2026-11-16 10:00:00,机器人,您好,小美,阿强\n" +
		"s,2026-11-16 10:00:00,路人,您好,小美,阿强\n"
	got, reports, err := readAll(t, Options{}, write(t, "a.csv", []byte(data)))
	if err == nil && reports[0].Note == "" {
		t.Error("got no note, want one on the senders")
	}
	if err != nil || len(got.rows) != 3 || len(got.rejects) != 1 || got.rejects[0].Code != CodeUnknownRole {
		t.Fatalf("got %+v, %+v, %v", got.rows, got.rejects, err)
	}
	for i, want := range []chat.Role{chat.RoleAgent, chat.RoleCustomer, chat.RoleBot} {
		if got.rows[i].Role != want {
			t.Errorf("row %d: got %v, want %v", i, got.rows[i].Role, want)
		}
	}
}

func TestEmptyFilesAreNoFault(t *testing.T) {
	for _, name := range []string{"a.jsonl", "a.csv", "a.jsonl.gz", "blank.csv"} {
		data := []byte{}
		if name == "blank.csv" {
			data = []byte("\r\n\n")
		}
		got, reports, err := readAll(t, Options{}, write(t, name, data))
		if err != nil || len(got.rows)+len(got.rejects) > 0 || reports[0].Rows != 0 {
			t.Errorf("%s: got %+v, %v", name, reports, err)
		}
	}
}

type failing struct{ shelf }

func (f *failing) Accept([]Row) error { return errors.New("full") }

func TestASinkOrTheContextStopsReading(t *testing.T) {
	path := write(t, "a.jsonl", []byte(strings.Repeat(okJSON+"\n", 100_000)))
	_, err := Read(context.Background(), []File{{path}}, Options{Jobs: 2}, func() Sink { return &failing{} })
	if err == nil || err.Error() != "full" {
		t.Errorf("got %v, want full", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	stop := &stopping{cancel: cancel}
	if _, err := Read(ctx, []File{{path}}, Options{Jobs: 2}, func() Sink { return stop }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context canceled", err)
	}
}

type stopping struct {
	shelf
	cancel func()
}

func (s *stopping) Accept([]Row) error { s.cancel(); return nil }

func TestFindNamesEveryInputAtFault(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.jsonl", "a.csv.gz", ".hidden.csv", "note.md", "deep/c.parquet", ".git/d.csv"} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, nil, 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Find([]string{filepath.Join(dir, "*.jsonl"), dir, filepath.Join(dir, "b.jsonl"), filepath.Join(dir, "note.md")})
	var names []string
	for _, f := range got {
		rel, _ := filepath.Rel(dir, f.Path)
		names = append(names, rel)
	}
	if d := cmp.Diff(names, []string{"a.csv.gz", "b.jsonl", "deep/c.parquet", "note.md"}); d != "" || err != nil {
		t.Errorf("%v\n%s", err, d)
	}
	_, err = Find([]string{filepath.Join(dir, "gone.csv"), t.TempDir(), filepath.Join(dir, "x-*.csv"), dir})
	var none *NoInputError
	if !errors.As(err, &none) || len(none.Faults) != 3 {
		t.Errorf("got %v, want three inputs named", err)
	}
}

func TestExcerptsDoNotCutNumbersInTwo(t *testing.T) {
	for pad := range 12 {
		s := strings.Repeat("好", 20) + " " + strings.Repeat("x", pad) + "13912345678" + strings.Repeat("好", 40)
		if got := excerpt(s, 70); strings.Contains(got, "139") && !strings.Contains(got, "13912345678") {
			t.Errorf("got %q, want the number whole or not at all", got)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	const messages = 50_000
	var lines, table bytes.Buffer
	var rows []parquetRow
	table.WriteString("session_id,message_id,sent_at,role,text,agent_id,customer_id,shop_id,turn\n")
	for i := range messages {
		at := time.Unix(1794794400+int64(i), 0).In(shanghai)
		text := fmt.Sprintf("亲，您看的这款现在有货哦，第%d件下单后明天给您发出", i)
		fmt.Fprintf(&lines, `{"message_id": "m%09d", "session_id": "s%09d", "turn": %d, "role": "agent", "text": "%s", "sent_at": "%s", "agent_id": "shop1:a0001", "customer_id": "c00012345", "shop_id": "shop1"}`+"\n", i, i/10, i%10, text, at.Format(time.RFC3339))
		fmt.Fprintf(&table, "s%09d,m%09d,%s,agent,%s,shop1:a0001,c00012345,shop1,%d\n", i/10, i, at.Format(time.DateTime), text, i%10)
		turn := int64(i % 10)
		rows = append(rows, parquetRow{SessionID: fmt.Sprint("s", i/10), MessageID: fmt.Appendf(nil, "m%d", i), SentAt: at, Role: "agent", Text: &text, Agent: "a", Customer: "c", Shop: "shop1", Turn: &turn})
	}
	gb, _ := simplifiedchinese.GB18030.NewEncoder().Bytes(table.Bytes())
	for _, f := range []struct {
		name string
		data []byte
	}{
		{"a.jsonl", lines.Bytes()}, {"a.jsonl.zst", zst(b, lines.Bytes())}, {"a.jsonl.gz", gz(b, lines.Bytes())},
		{"a.csv", table.Bytes()}, {"gb.csv", gb}, {"a.parquet", parquetBytes(b, rows)},
	} {
		b.Run(f.name, func(b *testing.B) {
			path := write(b, f.name, f.data)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(context.Background(), []File{{path}}, Options{Zone: shanghai}, func() Sink { return counting{} }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/messages, "ns/message")
		})
	}
}

type counting struct{}

func (counting) Accept([]Row) error { return nil }

func (counting) Reject(r []Reject) error { return fmt.Errorf("%+v", r[0]) }
