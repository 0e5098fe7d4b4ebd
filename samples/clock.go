package samples

import (
	"math/rand/v2"
	"time"
)

// busy is how many of a hundred sessions begin on each day, from Monday.
var busy = [...]int{13, 13, 13, 14, 14, 17, 16}

// hours is how many of a thousand sessions begin in each hour: the shops answer from
// nine to midnight, the bot at any time.
var hours = [...]int{
	8, 4, 2, 1, 1, 2, 5, 14, 28, 52, 68, 66, 54, 58, 66, 64, 60, 56, 58, 72, 88, 86, 57, 30,
}

// beginning draws the moment at which a session begins.
func beginning(r *rand.Rand) time.Time {
	day, hour := weighted(r, busy[:]), weighted(r, hours[:])
	at := Monday.Time().AddDate(0, 0, day)
	return time.Date(at.Year(), at.Month(), at.Day(), hour, r.IntN(60), r.IntN(60), 0, Zone)
}

// lastMinute moves a moment to the last minutes of its day, so that the session ends on
// the next. Sunday's stay: the week ends with it.
func lastMinute(r *rand.Rand, at time.Time) time.Time {
	if at.Weekday() == time.Sunday {
		return at
	}
	return time.Date(at.Year(), at.Month(), at.Day(), 23, 58, 20+r.IntN(40), 0, Zone)
}

// endOfWeek is the first second that no message may have.
var endOfWeek = time.Date(2026, time.November, 23, 0, 0, 0, 0, Zone)

// weighted draws an index with a chance in proportion to its weight.
func weighted(r *rand.Rand, weights []int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	n := r.IntN(total)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	return len(weights) - 1
}
