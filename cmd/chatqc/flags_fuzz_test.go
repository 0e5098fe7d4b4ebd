package main

import (
	"strings"
	"testing"
	"time"

	"chatqc/pipeline/chat/chattest"
)

// FuzzFlags gives the parsers of the command line any text: what they take is a window that
// reads back, and a limit that means something.
func FuzzFlags(f *testing.F) {
	for _, s := range []string{
		"2026-11-16", "20261116", "today", "YESTERDAY", "2026-W47", "2026W53", "2026-W00", "0000-W01", "9999-W52", "0000-01-01",
		"9999-12-31", "2026-11-16..2026-11-18", "..", "a..b", "2026-W47..yesterday", "2026-11-18..2026-11-16", "1%", "0.5%", "100%",
		"NaN%", "+Inf%", "-0%", "1e2%", "0x1p3%", "25", "-1", "9223372036854775808", "1_000", "evasion/dont-know", "客服: 不知道",
		"10:00:00 客户: 在吗\n客服: 在", "99:00:00 客服: 在", "客服:", "# 注\n\n客服: a:b",
	} {
		f.Add(s, int64(1794794405))
	}
	f.Fuzz(func(t *testing.T, s string, seconds int64) {
		now := time.Unix(seconds%4_000_000_000, 0)
		w, err := parseDates(s, now, chattest.Zone)
		if err == nil && w.To.Time().Year() <= 9999 { // no day after those can be written
			again, err := parseDates(w.From.String()+".."+w.To.String(), now, chattest.Zone)
			if err != nil || again != w || w.To < w.From {
				t.Errorf("%q is %s..%s, which is read as %s..%s (%v)", s, w.From, w.To, again.From, again.To, err)
			}
		}
		rate, count, err := parseMaxBad(s)
		if err == nil && (!(rate >= 0 && rate <= 1) || count < 0) {
			t.Errorf("%q: got a share of %v and %d rows", s, rate, count)
		}
		looksLikeID(s)
		session, err := chattest.Parse(s)
		if err != nil {
			return
		}
		for i := range session.Messages {
			m := &session.Messages[i]
			if m.Role == 0 || m.Seq != int32(i) || strings.Contains(m.Text, "\n") {
				t.Errorf("%q: got the message %+v", s, m)
			}
		}
	})
}
