package merge

import (
	"slices"
	"testing"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
)

// on returns a day of November 2026.
func on(day int) chat.Date { return chattest.Day + chat.Date(day-16) }

func TestWindow(t *testing.T) {
	window := Config{HasWindow: true, From: on(16), To: on(16), LookbackDays: 1}
	tests := []struct {
		name, rows, want string
		counts           Counts
	}{
		{"sessions that begin on the day or in the lookback are kept", `
			14 10:00:00 s:A 客户: 甲
			15 00:00:00 s:B 客户: 乙
			16 23:59:59 s:C 客户: 丙
			17 00:01:00 s:C 客服: 丁
			17 00:00:00 s:D 客户: 戊`,
			"15 B: 乙\n16 C: 丙 丁", Counts{Accepted: 3, Outside: 2}},
		{"a session that began before the window is outside as a whole", `
			14 23:50:00 客户: 甲
			15 00:10:00 客服: 乙`,
			"", Counts{Outside: 2}},
		{"a duplicate of a row outside is a duplicate", `
			14 23:50:00 客户: 甲
			14 23:50:00 客户: 甲`,
			"", Counts{Duplicates: 1, Outside: 1}},
		{"an earlier row moves a held session to an earlier day", `
			held 16 00:10:00 m:1 客户: 乙
			15 23:50:00 m:0 客户: 甲`,
			"15 gap: 甲 乙", Counts{Accepted: 1}},
		{"but not out of the window", `
			held 15 00:10:00 m:1 客户: 乙
			14 23:50:00 m:0 客户: 甲
			15 00:05:00 m:2 客户: 间
			15 00:20:00 m:3 客服: 丙`,
			"15 gap: 乙 丙", Counts{Accepted: 1, Outside: 2}},
		{"and a session with an identifier keeps its name", `
			held 15 00:10:00 s:S m:1 客户: 乙
			14 23:50:00 s:S m:0 客户: 甲`,
			"15 S: 乙", Counts{Outside: 1}},
		{"a session whose first message was said later is filed under the last day", `
			held 16 23:59:00 s:S m:1 客户: 甲
			held 17 00:05:00 s:S m:2 客服: 乙
			17 00:01:00 s:S m:1 客户: 甲`,
			"16 S: 甲 乙", Counts{Accepted: 1}},
		{"a message that was said days later does not vanish", `
			held 16 23:59:00 s:S m:1 客户: 甲
			held 16 23:59:30 s:S m:2 客服: 乙
			26 00:01:00 s:S m:1 客户: 甲`,
			"16 S: 乙\n16 S@2026-11-26: 甲", Counts{Accepted: 1}},
		{"what belongs to a session of the day before the window is outside", `
			fixed 14 23:50:00 s:S m:1 客户: 甲
			fixed 15 00:10:00 s:S m:2 客服: 乙
			15 00:10:00 s:S m:2 客服: 乙
			15 00:20:00 s:S m:3 客服: 丙
			15 23:55:00 s:S m:4 客服: 丁`,
			"15 S@2026-11-15: 丁", Counts{Accepted: 1, Duplicates: 1, Outside: 1}},
		{"what stays as it is wins every conflict", `
			fixed 14 10:00:00 s:S m:1 客户: 甲
			14 10:00:00 s:S m:1 客户: 甲甲
			13 10:00:00 s:S m:1 客户: 甲`,
			"", Counts{Outside: 1, Conflicts: 1}},
		{"and is not written a second time under a later day", `
			fixed 14 10:00:00 s:S m:1 客户: 甲
			16 10:00:00 s:S m:1 客户: 甲`,
			"", Counts{Outside: 1}},
		{"two sessions that a new row would join stay two", `
			fixed 14 23:50:00 m:1 客户: 甲
			held 15 00:30:00 m:3 客户: 丙
			15 00:10:00 m:2 客户: 乙
			15 00:40:00 m:4 客户: 丁`,
			"15 gap: 丙 丁", Counts{Accepted: 1, Outside: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows := parseRows(t, tt.rows)
			for range 2 {
				cfg := window
				cfg.Dir = t.TempDir()
				sessions, counts := mergeRows(t, cfg, 1, rows)
				if got, want := show(sessions), trimLines(tt.want); got != want {
					t.Errorf("got\n%s; want\n%s", got, want)
				}
				if counts[0] != tt.counts {
					t.Errorf("got %+v; want %+v", counts[0], tt.counts)
				}
				slices.Reverse(rows)
			}
		})
	}
}

// An earlier row makes the last piece of a session begin on a day that was not given
// back. To write that day would lose what it holds.
func TestProtectedDayIsNotWritten(t *testing.T) {
	rows := parseRows(t, `
		held 16 22:00:00 s:S m:1 客户: 甲
		held 17 21:00:00 s:S m:2 客服: 乙
		15 20:00:00 s:S m:0 客户: 前`)
	rows = append(rows, parseRows(t, `15 20:00:00 s:T m:9 客户: 旁`)...)
	free, _ := mergeRows(t, Config{Dir: t.TempDir()}, 1, rows)
	if got, want := show(free), "15 S: 前\n15 T: 旁\n16 S@2026-11-16: 甲 乙\n"; got != want {
		t.Errorf("got\n%s; want\n%s", got, want)
	}
	rows[2].SentAtMicros += 10 * 3600e6 // 16th, 06:00: the piece ends before 乙 at 17th, 06:00
	free, _ = mergeRows(t, Config{Dir: t.TempDir()}, 1, rows)
	if got, want := show(free), "15 T: 旁\n16 S: 前 甲\n17 S@2026-11-17: 乙\n"; got != want {
		t.Errorf("got\n%s; want\n%s", got, want)
	}
	kept, _ := mergeRows(t, Config{Dir: t.TempDir()}, 1, rows, on(17), on(18))
	if got, want := show(kept), "15 T: 旁\n16 S: 前 甲\n16 S@2026-11-17: 乙\n"; got != want {
		t.Errorf("got\n%s; want\n%s", got, want)
	}
	_, _, err := tryMerge(Config{Dir: t.TempDir()}, 1, rows, on(13), on(14), on(15), on(16), on(17))
	if err == nil {
		t.Errorf("got no error; want one that says that held rows have no place")
	}
}
