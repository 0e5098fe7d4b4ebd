package chat

import (
	"fmt"
	"time"
)

// A Date is a calendar day, counted from 1970-01-01, without a time zone. It is
// what Parquet calls DATE.
type Date int32

// DateOf returns the day on which a moment (microseconds since 1970 UTC) falls in
// the given zone.
func DateOf(micros int64, zone *time.Location) Date {
	t := time.UnixMicro(micros).In(zone)
	_, offset := t.Zone()
	return Date(floorDiv(t.Unix()+int64(offset), 86400))
}

// NewDate returns the Date of a civil year, month and day.
func NewDate(year int, month time.Month, day int) Date {
	return Date(floorDiv(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix(), 86400))
}

// ParseDate reads 2026-11-16 or 20261116. It refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	for _, layout := range []string{"2006-01-02", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil {
			return NewDate(t.Year(), t.Month(), t.Day()), nil
		}
	}
	return 0, fmt.Errorf("got %q, want a date like 2026-11-16 or 20261116", s)
}

// Time returns the day's first moment in UTC.
func (d Date) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String returns the day as 2026-11-16.
func (d Date) String() string { return d.Time().Format("2006-01-02") }

// Week returns the Monday of the ISO week that the day belongs to.
func (d Date) Week() Date {
	weekday := (int(d.Time().Weekday()) + 6) % 7
	return d - Date(weekday)
}

// WeekName returns the ISO week that the day belongs to, as 2026-W47.
func (d Date) WeekName() string {
	year, week := d.Time().ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
