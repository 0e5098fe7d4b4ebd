package samples_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/ingest/export"
	"chatqc/samples"
)

// To change the samples edit exports/generic.jsonl, and have the others follow it:
//
//go:generate env UPDATE=1 go test -run TestExportsFollowTheOriginal .

// original reads exports/generic.jsonl, which all others are made of.
func original(t *testing.T) *samples.Week {
	t.Helper()
	data, err := os.ReadFile("exports/generic.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	w := &samples.Week{}
	for line := range bytes.Lines(data) {
		var r struct {
			MessageID  string `json:"message_id"`
			SessionID  string `json:"session_id"`
			AgentID    string `json:"agent_id"`
			CustomerID string `json:"customer_id"`
			ShopID     string `json:"shop_id"`
			SentAt     string `json:"sent_at"`
			Turn       int
			Role       string
			Text       string
			Platform   string
			Kind       string
		}
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		role, ok := chat.ParseRole(r.Role)
		at, err := time.Parse(time.RFC3339, r.SentAt)
		if err != nil || !ok {
			t.Fatalf("%s: role %q, time %v", line, r.Role, err)
		}
		w.Messages = append(w.Messages, samples.Message{
			MessageID: r.MessageID, SessionID: r.SessionID, Turn: r.Turn, Role: role, Text: r.Text,
			SentAt: at.In(samples.Zone), AgentID: r.AgentID, CustomerID: r.CustomerID,
			ShopID: r.ShopID, Platform: r.Platform, Kind: r.Kind,
		})
	}
	return w
}

// parquetRow is a row of generic.parquet.
type parquetRow struct {
	MessageID  string    `parquet:"message_id"`
	SessionID  string    `parquet:"session_id"`
	Turn       int32     `parquet:"turn"`
	Role       string    `parquet:"role,dict"`
	Text       string    `parquet:"text"`
	SentAt     time.Time `parquet:"sent_at,timestamp(microsecond)"`
	AgentID    string    `parquet:"agent_id,dict"`
	CustomerID string    `parquet:"customer_id"`
	ShopID     string    `parquet:"shop_id,dict"`
	Platform   string    `parquet:"platform,dict"`
	Kind       string    `parquet:"kind,dict"`
}

func parquetRows(w *samples.Week) []parquetRow {
	var rows []parquetRow
	for _, m := range w.Messages {
		rows = append(rows, parquetRow{
			m.MessageID, m.SessionID, int32(m.Turn), m.Role.String(), m.Text, m.SentAt.UTC(), m.AgentID,
			m.CustomerID, m.ShopID, m.Platform, m.Kind,
		})
	}
	return rows
}

// plainFiles are the contents of all samples but the Parquet one, as UTF-8.
func plainFiles(t *testing.T, w *samples.Week) map[string]string {
	t.Helper()
	var table bytes.Buffer
	if err := w.WriteCSV(&table); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(table.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i := range records {
		records[i] = records[i][3:] // without message, session and turn
	}
	var bare bytes.Buffer
	if err := csv.NewWriter(&bare).WriteAll(records); err != nil {
		t.Fatal(err)
	}
	epoch := lines(t, w)
	for _, m := range w.Messages {
		at := m.SentAt.Format(time.RFC3339)
		epoch = strings.ReplaceAll(epoch, `"`+at+`"`, fmt.Sprint(m.SentAt.UnixMilli()))
	}
	return map[string]string{
		"generic.jsonl": lines(t, w), "generic.jsonl.gz": lines(t, w), "epoch.jsonl": epoch,
		"generic.csv": table.String(), "gb18030.csv": table.String(), "utf16.csv": table.String(),
		"generic.csv.zst": table.String(), "no-ids.csv": bare.String(),
	}
}

var charsets = map[string]encoding.Encoding{
	"generic.csv": unicode.UTF8BOM,
	"gb18030.csv": simplifiedchinese.GB18030,
	"utf16.csv":   unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
}

func pack(t *testing.T, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch charset := charsets[name]; {
	case charset != nil:
		content, err = charset.NewEncoder().String(content)
		b.WriteString(content)
	case strings.HasSuffix(name, ".gz"):
		w = gzip.NewWriter(&b)
	case strings.HasSuffix(name, ".zst"):
		w, err = zstd.NewWriter(&b)
	default:
		b.WriteString(content)
	}
	if err == nil && w != nil {
		if _, err = io.WriteString(w, content); err == nil {
			err = w.Close()
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func unpack(t *testing.T, name string, data []byte) string {
	t.Helper()
	var r io.Reader = bytes.NewReader(data)
	var err error
	switch charset := charsets[name]; {
	case charset != nil:
		r = charset.NewDecoder().Reader(r)
	case strings.HasSuffix(name, ".gz"):
		r, err = gzip.NewReader(r)
	case strings.HasSuffix(name, ".zst"):
		r, err = zstd.NewReader(r)
	}
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestExportsFollowTheOriginal(t *testing.T) {
	w := original(t)
	rows := parquetRows(w)
	files := plainFiles(t, w)
	if os.Getenv("UPDATE") != "" {
		for name, content := range files {
			if err := os.WriteFile(filepath.Join("exports", name), pack(t, name, content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if err := parquet.WriteFile("exports/generic.parquet", rows, parquet.Compression(&parquet.Zstd)); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range files {
		data, err := os.ReadFile(filepath.Join("exports", name))
		if err != nil {
			t.Fatal(err)
		}
		if got := unpack(t, name, data); got != want {
			t.Errorf("exports/%s differs from generic.jsonl; run go generate", name)
		}
	}
	got, err := parquet.ReadFile[parquetRow]("exports/generic.parquet")
	if err != nil {
		t.Fatal(err)
	}
	same := func(a, b parquetRow) bool {
		at, bt := a.SentAt, b.SentAt
		a.SentAt, b.SentAt = time.Time{}, time.Time{}
		return a == b && at.Equal(bt)
	}
	if !slices.EqualFunc(got, rows, same) {
		t.Error("exports/generic.parquet differs from generic.jsonl; run go generate")
	}
}

// A kept sink keeps the rows that are read.
type kept struct {
	mu      sync.Mutex
	rows    []export.Row
	rejects []export.Reject
}

func (k *kept) Accept(rows []export.Row) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, r := range rows {
		for _, s := range []*string{
			&r.MessageID, &r.SessionID, &r.Text, &r.AgentID, &r.CustomerID, &r.ShopID, &r.Platform, &r.Kind,
		} {
			*s = strings.Clone(*s)
		}
		r.File, r.Number, r.Offset = 0, 0, 0
		k.rows = append(k.rows, r)
	}
	return nil
}

func (k *kept) Reject(rejects []export.Reject) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.rejects = append(k.rejects, rejects...)
	return nil
}

// Every export holds the same messages, whatever its format, charset and packing.
func TestExportsReadAlike(t *testing.T) {
	w := original(t)
	found, err := filepath.Glob("exports/*")
	if err != nil || len(found) != 9 {
		t.Fatalf("got %d exports, %v; want 9", len(found), err)
	}
	for _, path := range found {
		t.Run(filepath.Base(path), func(t *testing.T) {
			files, err := export.Find([]string{path})
			if err != nil {
				t.Fatal(err)
			}
			sink := &kept{}
			options := export.Options{Zone: samples.Zone, Jobs: 1}
			_, err = export.Read(context.Background(), files, options, func() export.Sink { return sink })
			if err != nil || len(sink.rejects) > 0 || len(sink.rows) != len(w.Messages) {
				t.Fatalf("got %d rows, rejects %+v, %v; want %d rows",
					len(sink.rows), sink.rejects, err, len(w.Messages))
			}
			for i, m := range w.Messages {
				want := export.Row{
					MessageID: m.MessageID, SessionID: m.SessionID, Text: m.Text, AgentID: m.AgentID,
					CustomerID: m.CustomerID, ShopID: m.ShopID, Platform: m.Platform, Kind: m.Kind,
					Turn: int32(m.Turn), Role: m.Role, SentAtMicros: m.SentAt.UnixMicro(),
				}
				if strings.Contains(path, "no-ids") {
					want.MessageID, want.SessionID, want.Turn = "", "", chat.NoTurn
				}
				if got := sink.rows[i]; got != want {
					t.Fatalf("row %d: got %+v; want %+v", i+1, got, want)
				}
			}
		})
	}
}

func TestTheOriginalIsSmallAndFull(t *testing.T) {
	w := original(t)
	agents, ids := map[string]bool{}, map[string]bool{}
	for _, m := range w.Messages {
		ids[m.MessageID] = true
		if m.Role == chat.RoleAgent {
			agents[m.AgentID] = true
		}
	}
	if len(w.Messages) > 60 || len(ids) != len(w.Messages) || len(agents) < 6 {
		t.Errorf("got %d messages, %d identifiers, %d agents; want at most 60, as many, at least 6",
			len(w.Messages), len(ids), len(agents))
	}
}

// The example of a mapping reads the example of an unusual export.
func TestTheExampleOfAMapping(t *testing.T) {
	mapping, err := export.LoadMapping("mapping/example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files, err := export.Find([]string{"mapping/example.csv"})
	if err != nil {
		t.Fatal(err)
	}
	sink := &kept{}
	options := export.Options{Zone: time.UTC, Jobs: 1, Mapping: mapping}
	_, err = export.Read(context.Background(), files, options, func() export.Sink { return sink })
	if err != nil || len(sink.rejects) > 0 || len(sink.rows) != 5 {
		t.Fatalf("got %d rows, rejects %+v, %v; want 5 rows", len(sink.rows), sink.rejects, err)
	}
	want := export.Row{
		MessageID: "L3", SessionID: "D1", Text: "可以机洗，翻面装洗衣袋，30度以下轻柔档", AgentID: "小满",
		CustomerID: "c1", ShopID: "禾衣针织", Platform: "taobao", Kind: chat.KindText, Turn: chat.NoTurn,
		Role:         chat.RoleAgent,
		SentAtMicros: time.Date(2026, time.November, 16, 10, 0, 26, 0, samples.Zone).UnixMicro(),
	}
	if got := sink.rows[2]; got != want {
		t.Errorf("got %+v; want %+v", got, want)
	}
}
