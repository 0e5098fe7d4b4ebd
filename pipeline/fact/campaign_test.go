package fact_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones with summer time, on machines that know none

	"chatqc/pipeline/fact"
)

func TestCampaignsAt(t *testing.T) {
	book := load(t, "campaigns.csv", "店铺,活动,开始,结束,话术词\n"+
		"A,满减,2026-11-16,2026-11-22,\nA,秒杀,2026-11-20 20:00,2026-11-20 22:00,\n"+
		"B,直降,2026-11-16 00:00:30,2026-11-16 00:00:30,\n,会员日,2026-11-20,2026-11-20,\n"+
		"A,满减,2026-11-20,2026-11-30,\n")
	tests := []struct{ name, shop, at, want string }{
		{"before the first day", "A", "2026-11-15 23:59:59", ""},
		{"the first moment", "A", "2026-11-16 00:00:00", "满减"},
		{"two of a name and one of all shops", "A", "2026-11-20 12:00:00", "会员日 满减 满减"},
		{"sorted by name", "A", "2026-11-20 20:00:00", "会员日 满减 满减 秒杀"},
		{"the last second of the last minute", "A", "2026-11-20 22:00:59", "会员日 满减 满减 秒杀"},
		{"a minute later", "A", "2026-11-20 22:01:00", "会员日 满减 满减"},
		{"the last second of the last day", "A", "2026-11-30 23:59:59", "满减"},
		{"after the last day", "A", "2026-12-01 00:00:00", ""},
		{"one second", "B", "2026-11-16 00:00:30", "直降"},
		{"one second later", "B", "2026-11-16 00:00:31", ""},
		{"a shop without campaigns of its own", "C", "2026-11-20 12:00:00", "会员日"},
		{"no shop", "", "2026-11-20 12:00:00", "会员日"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := names(book.CampaignsAt(nil, tt.shop, micros(t, tt.at))); got != tt.want {
				t.Errorf("CampaignsAt = %q; want %q", got, tt.want)
			}
		})
	}
	kept := book.CampaignsAt([]*fact.Campaign{{Name: "零"}}, "A", micros(t, "2026-11-20 20:00:00"))
	if got := names(kept); got != "零 会员日 满减 满减 秒杀" {
		t.Errorf("CampaignsAt behind another = %q; want that one left where it was", got)
	}
}

func TestWordsOfACampaign(t *testing.T) {
	for cell, want := range map[string]string{
		"": "满减 节", "满减|满199减30": "满减,满199减30", "满减、ＶＩＰ；直降｜满减 ; ": "满减,vip,直降",
		" | ": "满减 节",
	} {
		book := load(t, "campaigns.csv", "活动,开始,结束,关键词\n满减　节,2026-11-16,2026-11-16,"+cell+"\n")
		c := book.CampaignsAt(nil, "A", micros(t, "2026-11-16 12:00:00"))[0]
		if got := strings.Join(c.Words, ","); got != want {
			t.Errorf("Words of %q = %q; want %q", cell, got, want)
		}
	}
}

func TestTimesStandForAllThatIsWritten(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, cell  string
		zone        *time.Location
		first, last string // "" for what is no time
	}{
		{"a day", "2026-11-11", shanghai, "2026-11-10T16:00:00Z", "2026-11-11T15:59:59.999999Z"},
		{"no zone is UTC", "2026-11-11", nil, "2026-11-11T00:00:00Z", "2026-11-11T23:59:59.999999Z"},
		{"a day of 25 hours", "2026-10-25", berlin, "2026-10-24T22:00:00Z", "2026-10-25T22:59:59.999999Z"},
		{"a day of 23 hours", "2026-03-29", berlin, "2026-03-28T23:00:00Z", "2026-03-29T21:59:59.999999Z"},
		{"a minute", "2026-11-11 20:00", shanghai, "2026-11-11T12:00:00Z", "2026-11-11T12:00:59.999999Z"},
		{"a second", "2026-11-11 20:00:05", shanghai, "2026-11-11T12:00:05Z", "2026-11-11T12:00:05.999999Z"},
		{"as sheets write it", "2026/1/2 8:05", shanghai, "2026-01-02T00:05:00Z", "2026-01-02T00:05:59.999999Z"},
		{"Chinese", "2026年1月2日 8：05", shanghai, "2026-01-02T00:05:00Z", "2026-01-02T00:05:59.999999Z"},
		{"points", "2026.1.2", shanghai, "2026-01-01T16:00:00Z", "2026-01-02T15:59:59.999999Z"},
		{"with a zone", "2026-11-11T20:00:00-01:00", shanghai, "2026-11-11T21:00:00Z",
			"2026-11-11T21:00:00.999999Z"},
		{"the leap day", "2028-02-29", shanghai, "2028-02-28T16:00:00Z", "2028-02-29T15:59:59.999999Z"},
		{"no leap day", "2026-02-29", shanghai, "", ""},
		{"hour 24", "2026-11-11 24:00", shanghai, "", ""},
		{"an hour alone", "2026-11-11 20", shanghai, "", ""},
		{"another century", "1926-11-11", shanghai, "", ""},
		{"for ever", "9999-12-31", shanghai, "", ""},
		{"no year", "11-11", shanghai, "", ""},
		{"a word", "长期", shanghai, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			book, err := fact.Load(folder("campaigns.csv",
				"活动,开始,结束\n满减,"+tt.cell+","+tt.cell+"\n"), tt.zone)
			if tt.first == "" {
				if len(faults(t, err)) != 2 {
					t.Errorf("Load = %v; want two faults", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			first, _ := time.Parse(time.RFC3339, tt.first)
			last, _ := time.Parse(time.RFC3339, tt.last)
			for at, want := range map[int64]int{
				first.UnixMicro() - 1: 0, first.UnixMicro(): 1, last.UnixMicro(): 1, last.UnixMicro() + 1: 0,
			} {
				if got := len(book.CampaignsAt(nil, "A", at)); got != want {
					t.Errorf("at %s: got %d campaigns; want %d", time.UnixMicro(at).UTC(), got, want)
				}
			}
		})
	}
}

// TestCampaignsAtFindsWhatALoopFinds compares the timeline with a look at every row.
func TestCampaignsAtFindsWhatALoopFinds(t *testing.T) {
	checkProperty(t, func(t *trial) {
		rows := t.rows()
		book := t.load(rows)
		for _, at := range t.moments() {
			var want []string
			for _, r := range rows {
				if (r.shop == "" || r.shop == "A") && r.begin <= at && at <= r.end {
					want = append(want, r.name)
				}
			}
			slices.Sort(want)
			if got := names(book.CampaignsAt(nil, "A", at)); got != strings.Join(want, " ") {
				t.Fatalf("CampaignsAt(%d) = %q; want %q", at, got, want)
			}
		}
	})
}
