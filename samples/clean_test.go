package samples_test

import (
	"strings"
	"testing"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/ingest/mask"
	"chatqc/samples"
)

func TestCleanChats(t *testing.T) {
	chats, err := samples.Clean()
	if err != nil {
		t.Fatal(err)
	}
	if len(chats) < 60 {
		t.Errorf("got %d clean chats; want at least 60", len(chats))
	}
	masker := mask.New()
	for _, c := range chats {
		t.Run(c.Name, func(t *testing.T) {
			if !strings.HasPrefix(c.Text, "# ") {
				t.Error("the first line is no comment; want what looks bad and why it is not")
			}
			s := chattest.Session(t, c.Text)
			agents := 0
			for i := range s.Messages {
				m := &s.Messages[i]
				if m.Role == chat.RoleAgent {
					agents++
				}
				if masked := masker.Text(m.Text); masked != m.Text {
					t.Errorf("%q is masked as %q; want no personal data", m.Text, masked)
				}
			}
			if agents == 0 || len(s.Messages) < 3 {
				t.Errorf("got %d messages, %d of agents; want three and one", len(s.Messages), agents)
			}
		})
	}
}
