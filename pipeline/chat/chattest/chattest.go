// Package chattest turns written-down chats into sessions, for the tests of every
// other package.
//
//	10:00:00 客户: 在吗
//	10:00:01 自动: 您好，稍后为您服务
//	10:00:42 客服: 在的亲
//
// The time may be left out (each such line then comes ten seconds after the one
// before) and empty lines and lines that begin with # are skipped.
package chattest

import (
	"fmt"
	"strings"
	"time"

	"chatqc/pipeline/chat"
)

// Day is the date of every parsed session: Monday 2026-11-16.
var Day = chat.NewDate(2026, time.November, 16)

// Zone is the zone of the written times.
var Zone = time.FixedZone("Asia/Shanghai", 8*3600)

// Session parses one transcript. The messages belong to session "s", shop "店",
// agent "a1", customer "c1" and are numbered m0, m1, …. It calls t.Fatal with the
// line when one cannot be read.
func Session(t interface {
	Helper()
	Fatalf(string, ...any)
}, transcript string) *chat.Session {
	t.Helper()
	s, err := Parse(transcript)
	if err != nil {
		t.Fatalf("transcript: %v", err)
	}
	return s
}

// Parse is Session for callers without a test.
func Parse(transcript string) (*chat.Session, error) {
	s := &chat.Session{Date: Day}
	clock := 9 * time.Hour
	for number, line := range strings.Split(transcript, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		clock += 10 * time.Second
		if stamp, rest, ok := strings.Cut(line, " "); ok {
			if at, err := time.Parse("15:04:05", stamp); err == nil {
				clock = time.Duration(at.Hour())*time.Hour +
					time.Duration(at.Minute())*time.Minute + time.Duration(at.Second())*time.Second
				line = strings.TrimSpace(rest)
			}
		}
		speaker, text, ok := strings.Cut(line, ":")
		role, known := chat.ParseSpeaker(strings.TrimSpace(speaker))
		if !ok || !known {
			return nil, fmt.Errorf("line %d: got %q, want [15:04:05] 客户|客服|自动|系统: text",
				number+1, line)
		}
		s.Messages = append(s.Messages, message(len(s.Messages), role, clock, strings.TrimSpace(text)))
	}
	if len(s.Messages) == 0 {
		return nil, fmt.Errorf("got no message, want at least one")
	}
	return s, nil
}

func message(n int, role chat.Role, clock time.Duration, text string) chat.Message {
	at := dayStart.Add(clock)
	return chat.Message{
		ShopID: "店", SessionID: "s", MessageID: fmt.Sprintf("m%d", n), Seq: int32(n),
		Turn:         chat.NoTurn,
		SentAtMicros: at.UnixMicro(), Role: role, AgentID: "a1", CustomerID: "c1",
		Kind: chat.KindText, Text: text,
	}
}

var dayStart = time.Date(2026, time.November, 16, 0, 0, 0, 0, Zone)
