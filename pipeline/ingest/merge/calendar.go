package merge

import (
	"time"

	"chatqc/pipeline/chat"
)

// A calendar turns moments into days. It keeps the bounds of the day it gave last,
// because neighbours nearly always fall on the same one.
type calendar struct {
	zone       *time.Location
	begin, end int64 // of the day, in microseconds; end ≤ begin when not known
	day        chat.Date
}

func (c *calendar) date(micros int64) chat.Date {
	if micros >= c.begin && micros < c.end {
		return c.day
	}
	c.day = chat.DateOf(micros, c.zone)
	y, m, d := c.day.Time().Date()
	c.begin = time.Date(y, m, d, 0, 0, 0, 0, c.zone).UnixMicro()
	c.end = time.Date(y, m, d+1, 0, 0, 0, 0, c.zone).UnixMicro()
	// Where the clocks are changed at midnight, midnight may not exist.
	if chat.DateOf(c.begin, c.zone) != c.day || chat.DateOf(c.end-1, c.zone) != c.day {
		c.end = c.begin
	}
	return c.day
}
