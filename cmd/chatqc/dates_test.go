package main

import (
	"testing"
	"time"
)

func TestParseDates(t *testing.T) {
	zone := time.FixedZone("Asia/Shanghai", 8*3600)
	now := time.Date(2026, time.November, 17, 1, 30, 0, 0, zone) // still the 16th in UTC
	tests := []struct{ in, from, to string }{
		{"2026-11-16", "2026-11-16", "2026-11-16"},
		{"20261116", "2026-11-16", "2026-11-16"},
		{"today", "2026-11-17", "2026-11-17"},
		{"yesterday", "2026-11-16", "2026-11-16"},
		{"YESTERDAY", "2026-11-16", "2026-11-16"},
		{"2026-W47", "2026-11-16", "2026-11-22"},
		{"2026W47", "2026-11-16", "2026-11-22"},
		{"2026-W01", "2025-12-29", "2026-01-04"},
		{"2026-W53", "2026-12-28", "2027-01-03"},
		{"2026-11-16..2026-11-18", "2026-11-16", "2026-11-18"},
		{"20261116..yesterday", "2026-11-16", "2026-11-16"},
		{"2026-W47..2026-W48", "2026-11-16", "2026-11-29"},
		{"2024-02-29", "2024-02-29", "2024-02-29"},
		{"2025-W53", "", ""}, {"2026-W54", "", ""}, {"2026-W00", "", ""},
		{"2026-02-29", "", ""}, {"2026-13-40", "", ""}, {"2026-11", "", ""},
		{"", "", ""}, {"..", "", ""}, {"2026-11-16..", "", ""}, {"..2026-11-16", "", ""},
		{"2026-11-18..2026-11-16", "", ""}, {"16/11/2026", "", ""}, {"2026-11-16 ", "", ""},
		{"tomorrow", "", ""}, {"2026-11-1", "", ""}, {"202611160", "", ""},
		{"2026-11-16...2026-11-17", "", ""}, {"a..b", "", ""},
	}
	for _, tt := range tests {
		got, err := parseDates(tt.in, now, zone)
		if (err == nil) != (tt.from != "") {
			t.Errorf("parseDates(%q): error %v; want %q..%q", tt.in, err, tt.from, tt.to)
			continue
		}
		if err == nil && (got.From.String() != tt.from || got.To.String() != tt.to) {
			t.Errorf("parseDates(%q) = %s..%s; want %s..%s", tt.in, got.From, got.To, tt.from, tt.to)
		}
	}
}

func TestParseMaxBad(t *testing.T) {
	tests := []struct {
		in    string
		rate  float64
		count int64
		ok    bool
	}{
		{"1%", 0.01, 100, true}, {"0.5%", 0.005, 100, true}, {"0", 0, 0, true},
		{"25", 0, 25, true}, {"100%", 1, 100, true},
		{"-1", 0, 0, false}, {"101%", 0, 0, false}, {"%", 0, 0, false}, {"a lot", 0, 0, false},
		{"0.01", 0, 0, false}, {"NaN%", 0, 0, false},
	}
	for _, tt := range tests {
		rate, count, err := parseMaxBad(tt.in)
		if (err == nil) != tt.ok || tt.ok && (rate != tt.rate || count != tt.count) {
			t.Errorf("parseMaxBad(%q) = %v, %v, %v; want %v, %v", tt.in, rate, count, err, tt.rate, tt.count)
		}
	}
}

func TestProgressLine(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", -1234567: "-1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("thousands(%d) = %q; want %q", n, got, want)
		}
	}
}

func TestParseMemory(t *testing.T) {
	tests := []struct {
		in   string
		want int64 // 0 for an error
	}{
		{"256MiB", 256 << 20}, {"", 256 << 20}, {"64MiB", 64 << 20}, {"1GiB", 1 << 30}, {"1.5 GiB", 3 << 29},
		{"65536KiB", 64 << 20}, {"1TiB", 1 << 40},
		{"63MiB", 0}, {"256", 0}, {"256MB", 0}, {"MiB", 0}, {"-1GiB", 0}, {"NaNGiB", 0},
		{"InfTiB", 0}, {"1e30GiB", 0},
	}
	for _, tt := range tests {
		got, err := parseMemory(tt.in)
		if got != tt.want || (err == nil) != (tt.want > 0) {
			t.Errorf("parseMemory(%q) = %d, %v; want %d", tt.in, got, err, tt.want)
		}
	}
}
