package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"chatqc/pipeline"
	"chatqc/pipeline/chat"
)

var isoWeek = regexp.MustCompile(`^(\d{4})-?W(\d{2})$`)

// parseDates reads what --date takes: 2026-11-16, 20261116, today, yesterday, the ISO
// week 2026-W47, or a range a..b of any two of these, both ends included. Today is
// the day on which now falls in the zone.
func parseDates(s string, now time.Time, zone *time.Location) (pipeline.Window, error) {
	from, to, isRange := strings.Cut(s, "..")
	first, err := parseDay(from, now, zone)
	if err != nil || !isRange {
		return first, err
	}
	last, err := parseDay(to, now, zone)
	if err != nil {
		return pipeline.Window{}, err
	}
	if last.To < first.From {
		return pipeline.Window{}, fmt.Errorf("got %q, want a range whose end is not before its begin", s)
	}
	return pipeline.Window{From: first.From, To: last.To}, nil
}

// parseDay reads one day, or one week as the window of its seven days.
func parseDay(s string, now time.Time, zone *time.Location) (pipeline.Window, error) {
	today := chat.DateOf(now.UnixMicro(), zone)
	switch strings.ToLower(s) {
	case "today":
		return pipeline.Window{From: today, To: today}, nil
	case "yesterday":
		return pipeline.Window{From: today - 1, To: today - 1}, nil
	}
	if m := isoWeek.FindStringSubmatch(s); m != nil {
		year, _ := strconv.Atoi(m[1])
		week, _ := strconv.Atoi(m[2])
		// 4 January always lies in week 1.
		monday := chat.NewDate(year, time.January, 4).Week() + chat.Date(7*(week-1))
		if week < 1 || monday.WeekName() != fmt.Sprintf("%04d-W%02d", year, week) {
			return pipeline.Window{}, fmt.Errorf("got %q, want a week that the year has", s)
		}
		return pipeline.Window{From: monday, To: monday + 6}, nil
	}
	d, err := chat.ParseDate(s)
	if err != nil {
		return pipeline.Window{}, fmt.Errorf(
			"got %q, want a date: 2026-11-16, 20261116, yesterday, 2026-W47 or a..b", s)
	}
	return pipeline.Window{From: d, To: d}, nil
}
