package pipeline

import (
	"time"

	"chatqc/pipeline/chat"
)

// A dayOf turns moments into days. It keeps the bounds of the day it gave last,
// because neighbours in an export nearly always fall on the same one.
type dayOf struct {
	zone       *time.Location
	begin, end int64 // of the day, in microseconds
	day        chat.Date
}

func newDayOf(zone *time.Location) *dayOf { return &dayOf{zone: zone} }

func (z *dayOf) date(micros int64) chat.Date {
	if micros < z.begin || micros >= z.end {
		z.day = chat.DateOf(micros, z.zone)
		t := z.day.Time()
		y, m, d := t.Date()
		z.begin = time.Date(y, m, d, 0, 0, 0, 0, z.zone).UnixMicro()
		z.end = time.Date(y, m, d+1, 0, 0, 0, 0, z.zone).UnixMicro()
	}
	return z.day
}
