package export

import (
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"chatqc/pipeline/chat"
)

func TestTimesOfEveryForm(t *testing.T) {
	const want = "2026-11-16T10:00:05Z"
	tests := []struct{ in, want string }{
		{"2026-11-16T18:00:05+08:00", want},
		{"2026-11-16T10:00:05Z", want},
		{"2026-11-16T10:00:05.250Z", "2026-11-16T10:00:05.25Z"},
		{"2026-11-16T10:00:05.123456789Z", "2026-11-16T10:00:05.123456Z"},
		{"2026-11-16T04:00:05-0600", want},
		{"2026-11-16 18:00:05 +08", want},
		{"2026-11-16 18:00:05", want},
		{"2026-11-16 18:00:05.5", "2026-11-16T10:00:05.5Z"},
		{"2026-11-16 18:00:05,5", "2026-11-16T10:00:05.5Z"},
		{"2026/11/16 18:00:05", want},
		{"2026/11/16 18:00", "2026-11-16T10:00:00Z"},
		{"2026-1-6 8:00:05", "2026-01-06T00:00:05Z"},
		{"2026.11.16 18:00:05", want},
		{"2026年11月16日 18:00:05", want},
		{"2026年1月6日8:00", "2026-01-06T00:00:00Z"},
		{"1794823205", want},
		{"1794823205.5", "2026-11-16T10:00:05.5Z"},
		{"1794823205000", want},
		{"1794823205000000", want},
		{"20261116180005", want},
		{"2028-02-29 18:00:05", "2028-02-29T10:00:05Z"},
		{"2026-02-29 18:00:05", ""},
		{"2026-13-40 10:00:00", ""},
		{"2026-11-31 10:00:00", ""},
		{"2026-00-10 10:00:00", ""},
		{"2026-11-16 24:00:00", ""},
		{"2026-11-16 10:60:00", ""},
		{"2026-11-16 10:00:60", ""},
		{"2026-11-16", ""},
		{"2026-11-16 10", ""},
		{"2026-11-16x10:00:00", ""},
		{"2026-11/16 10:00:00", ""},
		{"2026-11-16 10:00:00.", ""},
		{"2026-11-16 10:00:00Z8", ""},
		{"2026-11-16 10:00:00+8", ""},
		{"1970-01-01 10:00:00", ""},
		{"0", ""},
		{"12345", ""},
		{"99999999999999999999", ""},
		{"昨天 10:00", ""},
		{"", ""},
	}
	c := newClock(shanghai, "")
	for _, tt := range tests {
		got := ""
		if micros, ok := c.parse(tt.in); ok {
			got = time.UnixMicro(micros).UTC().Format(time.RFC3339Nano)
		}
		if got != tt.want {
			t.Errorf("parse(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestSummerTimeIsThatOfTheMoment(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	c := newClock(zone, "")
	for at := time.Date(2026, 3, 27, 0, 0, 0, 0, zone); at.Month() < 4; at = at.Add(17 * time.Minute) {
		got, ok := c.parse(at.Format(time.DateTime))
		wall, _ := c.wall(at.UnixMicro() + int64(offsetOf(at))*microsPerSecond)
		if want := at.UnixMicro(); !ok || got != want || wall != want {
			t.Fatalf("%v: got %d and %d, want %d", at, got, wall, want)
		}
	}
}

func offsetOf(t time.Time) int { _, offset := t.Zone(); return offset }

func TestAMappingExplainsAnUnusualExport(t *testing.T) {
	m, err := LoadMapping(write(t, "map.yaml", []byte(`
columns:
  聊天编号: session_id
  谁: role
  说了: text
  内容: ignore
  几时: sent_at
roles:
  掌柜: agent
  "1": customer
constants:
  shop_id: 店甲
  platform: 淘宝
time:
  layout: DD.MM.YYYY HH:mm:ss
  zone: UTC
`)))
	if err != nil {
		t.Fatal(err)
	}
	const data = "聊天编号,谁,说了,内容,几时\ns1,掌柜,在的,无,16.11.2026 10:00:00\ns1,1,在吗,无,16.11.2026 10:00:01\n"
	got, _, err := readAll(t, Options{Mapping: m}, write(t, "a.csv", []byte(data)))
	if err != nil || len(got.rows) != 2 || len(got.rejects) > 0 {
		t.Fatalf("got %+v, %+v, %v", got.rows, got.rejects, err)
	}
	r := got.rows[0]
	at := time.Date(2026, 11, 16, 10, 0, 0, 0, time.UTC).UnixMicro()
	if r.ShopID != "店甲" || r.Platform != "淘宝" || r.Text != "在的" || r.Role != chat.RoleAgent || r.SentAtMicros != at {
		t.Errorf("got %+v", r)
	}
	if got.rows[1].Role != chat.RoleCustomer {
		t.Errorf("got %v, want a customer", got.rows[1].Role)
	}
}

func TestFaultsOfMappingsHavePlaces(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"unknown part", "colums: {}", `m.yaml:1:1: got the key "colums", did you mean "columns"?`},
		{"unknown field", "columns:\n  谁: rol", `m.yaml:2:6: got the field "rol", did you mean "role"?`},
		{"unknown role", "roles:\n  a: manager", `m.yaml:2:6: got the role "manager", want one of customer`},
		{"a key twice", "columns: {}\ncolumns: {}", "m.yaml:2:1: "},
		{"a list", "- x", "m.yaml:1:1: got a list"},
		{"a bad zone", "time: {zone: Mars/Olympus}", "m.yaml:1:14: got the zone"},
		{"a bad layout", "time: {layout: YYYY}", "m.yaml:1:16: got the layout"},
		{"a constant time", "constants: {sent_at: x}", "m.yaml:1:13: got a constant sent_at"},
		{"no YAML", "columns: [", "m.yaml:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := parseMapping("m.yaml", []byte(tt.yaml))
			var fault *FileError
			if !errors.As(err, &fault) || !strings.Contains(err.Error(), tt.want) || fault.Hint == "" {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	_, err := parseMapping("m.yaml", []byte("a: 1\nb: 2"))
	if err == nil || strings.Count(err.Error(), "m.yaml:") != 2 {
		t.Errorf("got %v, want both faults", err)
	}
}

func TestHeadersAreKnownInAnySpelling(t *testing.T) {
	n := newNames(&Mapping{})
	for name, want := range map[string]field{
		"会话ID": fieldSessionID, " 会话 id ": fieldSessionID, "会话ＩＤ": fieldSessionID, "SessionId": fieldSessionID,
		"SENT-AT": fieldSentAt, "发送时间（北京时间）": fieldSentAt, "买家昵称": fieldCustomerID, "子账号": fieldAgentID,
		"\ufeff角色": fieldRole, "商品": fieldNone, "": fieldNone,
	} {
		if got := n.lookup(name).field; got != want {
			t.Errorf("lookup(%q) = %v, want %v", name, got, want)
		}
	}
	for f, list := range aliases {
		for alias := range strings.FieldsSeq(list) {
			if got := n.lookup(alias).field; got != field(f) {
				t.Errorf("%s names both %v and %v", alias, field(f), got)
			}
		}
	}
}

func TestOfTwoColumnsForOneFieldTheSurerCounts(t *testing.T) {
	const data = "客服昵称,客服账号,会话ID,时间,角色,内容\n小美,shop:01,s,2026-11-16 10:00:00,客服,在\n"
	got, _, err := readAll(t, Options{}, write(t, "a.csv", []byte(data)))
	if err != nil || len(got.rows) != 1 || got.rows[0].AgentID != "shop:01" {
		t.Errorf("got %+v, %v, want agent shop:01", got.rows, err)
	}
}
