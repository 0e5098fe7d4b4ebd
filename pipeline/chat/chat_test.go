package chat_test

import (
	"testing"
	"time"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
)

func TestTurnsJoinAdjacentBubbles(t *testing.T) {
	tests := []struct {
		name string
		chat string
		want []chat.Turn
	}{
		{"bubbles of one speaker are one turn", `
			客户: 在吗
			客户: 这款有货吗
			客服: 在的亲`,
			[]chat.Turn{{Role: chat.RoleCustomer, Begin: 0, End: 2}, {Role: chat.RoleAgent, Begin: 2, End: 3}}},
		{"a system line breaks no turn", `
			客服: 稍等
			系统: 会话已转接
			客服: 有货的`,
			[]chat.Turn{{Role: chat.RoleAgent, Begin: 0, End: 3}}},
		{"a machine is not an agent", `
			自动: 您好
			客服: 您好`,
			[]chat.Turn{{Role: chat.RoleBot, Begin: 0, End: 1}, {Role: chat.RoleAgent, Begin: 1, End: 2}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := chattest.Session(t, tt.chat).AppendTurns(nil)
			if len(got) != len(tt.want) {
				t.Fatalf("AppendTurns = %v; want %v", got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("turn %d = %v; want %v", i, got[i], tt.want[i])
				}
			}
		})
	}
}

func TestDates(t *testing.T) {
	shanghai := time.FixedZone("Asia/Shanghai", 8*3600)
	tests := []struct {
		name       string
		at         string
		date, week string
	}{
		{"an evening in UTC is the next day in Shanghai", "2026-11-15T16:00:00Z", "2026-11-16", "2026-W47"},
		{"the last second of a day", "2026-11-16T23:59:59+08:00", "2026-11-16", "2026-W47"},
		{"the first days of a year may belong to the year before", "2027-01-03T12:00:00+08:00", "2027-01-03", "2026-W53"},
		{"before 1970", "1969-12-31T01:00:00+08:00", "1969-12-31", "1970-W01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, tt.at)
			if err != nil {
				t.Fatal(err)
			}
			d := chat.DateOf(at.UnixMicro(), shanghai)
			if d.String() != tt.date || d.WeekName() != tt.week {
				t.Errorf("got %s in %s; want %s in %s", d, d.WeekName(), tt.date, tt.week)
			}
			if monday := d.Week(); monday.Time().Weekday() != time.Monday || d < monday || d > monday+6 {
				t.Errorf("Week() = %s, want the Monday of %s's week", monday, d)
			}
		})
	}
}

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"2026-11-16": "2026-11-16", "20261116": "2026-11-16", "2024-02-29": "2024-02-29",
		"2026-02-29": "", "2026-13-40": "", "16.11.2026": "", "": "", "2026-1-6": "",
	} {
		d, err := chat.ParseDate(text)
		if (err == nil) != (want != "") || err == nil && d.String() != want {
			t.Errorf("ParseDate(%q) = %v, %v; want %q", text, d, err, want)
		}
	}
}

func TestRolesReadBack(t *testing.T) {
	for r := chat.RoleCustomer; r <= chat.RoleAgent; r++ {
		if got, ok := chat.ParseRole(r.String()); got != r || !ok {
			t.Errorf("ParseRole(%q) = %v, %v; want %v", r.String(), got, ok, r)
		}
	}
	if _, ok := chat.ParseRole("seller"); ok {
		t.Error("ParseRole(seller) is ok; want only the words of the tables")
	}
}

func TestSpeakersReadBack(t *testing.T) {
	for r := chat.RoleCustomer; r <= chat.RoleAgent; r++ {
		if got, ok := chat.ParseSpeaker(r.Speaker()); got != r || !ok {
			t.Errorf("ParseSpeaker(%q) = %v, %v; want %v", r.Speaker(), got, ok, r)
		}
	}
	for word, want := range map[string]chat.Role{
		"买家": chat.RoleCustomer, "机器人": chat.RoleBot, "老板": chat.RoleNone, "": chat.RoleNone,
	} {
		if got, ok := chat.ParseSpeaker(word); got != want || ok != (want != chat.RoleNone) {
			t.Errorf("ParseSpeaker(%q) = %v, %v; want %v", word, got, ok, want)
		}
	}
}
