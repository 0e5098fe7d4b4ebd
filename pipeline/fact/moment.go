package fact

import (
	"strings"
	"time"
)

// A span is the day, minute or second that a time names: its first and its last
// microsecond since 1970 UTC.
type span struct{ first, last int64 }

// Times outside these years are mistakes.
const (
	firstYear = 1990
	lastYear  = 2099
)

var dateMarks = strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-")

// parseSpan reads a date, or a date and a time with or without seconds and zone. Sheets
// write 2026/11/1 8:00 on their own, so zeros and dashes are not insisted on.
func parseSpan(s string, zone *time.Location) (span, bool) {
	s = strings.ReplaceAll(s, "：", ":")
	date, clock := s, ""
	if i := strings.IndexAny(s, " T日"); i >= 0 {
		date = s[:i]
		clock = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(s[i:], "T"), "日"))
	}
	if strings.ContainsAny(date, "/.年月") { // few dates have them, and replacing allocates
		date = dateMarks.Replace(date)
	}
	layout, unit := "2006-1-2", time.Duration(0)
	switch strings.Count(clock, ":") {
	case 0:
		if clock != "" {
			return span{}, false
		}
	case 1:
		layout, unit = layout+" 15:4", time.Minute
	default:
		layout, unit = layout+" 15:4:5", time.Second
		if strings.ContainsAny(clock, "Z+-") {
			layout += "Z07:00"
		}
	}
	text := strings.TrimSpace(date + " " + clock)
	t, err := time.ParseInLocation(layout, text, zone)
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		return span{}, false
	}
	end := t.Add(unit)
	if unit == 0 { // not every day has 24 hours
		end = time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, zone)
	}
	return span{t.UnixMicro(), end.UnixMicro() - 1}, true
}
