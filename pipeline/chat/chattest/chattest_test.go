package chattest

import (
	"testing"

	"chatqc/pipeline/chat"
)

func TestParse(t *testing.T) {
	s, err := Parse("# 题目\n10:00:00 客户: 在吗\n自动: 您好：欢迎\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Messages) != 2 || s.Messages[1].Role != chat.RoleBot || s.Messages[1].Text != "您好：欢迎" {
		t.Errorf("got %+v; want a customer's and a machine's message", s.Messages)
	}
	if gap := s.Messages[1].SentAtMicros - s.Messages[0].SentAtMicros; gap != 10_000_000 {
		t.Errorf("got %d microseconds between the messages; want ten seconds", gap)
	}
	for _, bad := range []string{"", "老板: 在吗", "没有说话人"} {
		if _, err := Parse(bad); err == nil {
			t.Errorf("Parse(%q) succeeds; want an error", bad)
		}
	}
}
