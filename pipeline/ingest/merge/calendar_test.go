package merge

import (
	"testing"
	"time"
	_ "time/tzdata" // clocks that change at midnight

	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
)

// The remembered bounds never give another day than chat.DateOf, not even in zones
// whose clocks skip midnight or have it twice.
func TestCalendar(t *testing.T) {
	zones := make([]*time.Location, 0, 5)
	for _, name := range []string{
		"UTC", "Asia/Shanghai", "America/Sao_Paulo", "America/Havana", "Pacific/Apia",
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, zone)
	}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		c := calendar{zone: zone}
		at := time.Date(2011, 1, 1, 0, 0, 0, 0, zone).UnixMicro()
		at += rapid.Int64Range(0, 365).Draw(t, "day") * 86400e6
		for range 100 {
			if got, want := c.date(at), chat.DateOf(at, zone); got != want {
				t.Fatalf("%d in %s: got %v; want %v", at, zone, got, want)
			}
			at += rapid.Int64Range(-1, 3).Draw(t, "hours") * 1800e6
		}
	})
}
