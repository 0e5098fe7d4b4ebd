package inspect

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/zeebo/xxh3"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/table"
)

// contextMessages is how many messages before and after a finding stand beside it.
const contextMessages = 3

// contextRunes is where a long message of the context is cut.
const contextRunes = 200

func (in *Inspector) findingRow(s *chat.Session, f *chat.Finding, valid bool) table.Finding {
	m := &s.Messages[f.Message]
	row := table.Finding{
		SessionDate: int32(s.Date), FindingID: in.findingID(m, f), ShopID: in.name(m.ShopID),
		SessionID: in.slab.String(m.SessionID), MessageID: in.slab.String(m.MessageID),
		AgentID: in.name(agentOf(s, f.Message)),
		SentAt:  m.SentAtMicros, Dimension: string(f.Dimension), RuleID: f.RuleID,
		RuleVersion: f.RuleVersion, Severity: string(f.Severity), Points: f.Points,
		BeginByte: int32(f.Span.Begin), EndByte: int32(f.Span.End),
		MatchedText: in.slab.String(f.Span.Of(m.Text)), Reason: f.Reason,
		LegalBasis: f.LegalBasis, Suggestion: f.Suggestion, Title: f.Title,
		MessageText: in.slab.String(m.Text), SessionValid: valid,
		ContextBefore: in.contextOf(s, f.Message-contextMessages, f.Message),
		ContextAfter:  in.contextOf(s, f.Message+1, f.Message+1+contextMessages),
	}
	for _, e := range f.Evidence {
		row.Evidence = append(row.Evidence, table.Evidence{
			MessageID: in.slab.String(s.Messages[e.Message].MessageID),
			BeginByte: int32(e.Span.Begin), EndByte: int32(e.Span.End),
		})
	}
	return row
}

// agentOf returns the agent whom a finding concerns: of its message, and where the export names
// none on what a customer says, the one who speaks next, or else before.
func agentOf(s *chat.Session, message int) string {
	if id := s.NextAgent(message); id != "" {
		return id
	}
	for i := message - 1; i >= 0; i-- {
		if s.Messages[i].AgentID != "" {
			return s.Messages[i].AgentID
		}
	}
	return ""
}

// findingID is a fingerprint of what the finding says and where: shop, session,
// message, rule, and the span with its text. A re-run gives the same one, so decisions
// of reviewers survive it; other words under the same message identifier do not
// inherit them.
func (in *Inspector) findingID(m *chat.Message, f *chat.Finding) string {
	b := in.scratch[:0]
	for _, part := range []string{
		m.ShopID, m.SessionID, m.MessageID, f.RuleID, f.Span.Of(m.Text),
	} {
		b = strconv.AppendInt(b, int64(len(part)), 10)
		b = append(b, ':')
		b = append(b, part...)
	}
	b = strconv.AppendInt(b, int64(f.Span.Begin), 10)
	b = append(b, '-')
	b = strconv.AppendInt(b, int64(f.Span.End), 10)
	sum := xxh3.Hash128(b).Bytes()
	in.scratch = hex.AppendEncode(b[:0], sum[:])
	return in.slab.Bytes(in.scratch)
}

// contextOf writes the messages [begin, end) one a line, the speaker first.
func (in *Inspector) contextOf(s *chat.Session, begin, end int) string {
	b := in.scratch[:0]
	for i := max(begin, 0); i < min(end, len(s.Messages)); i++ {
		if len(b) > 0 {
			b = append(b, '\n')
		}
		m := &s.Messages[i]
		b = append(b, m.Role.Speaker()...)
		b = append(b, ": "...)
		b = append(b, oneLine(m.Text)...)
	}
	in.scratch = b
	return in.slab.Bytes(b)
}

func oneLine(text string) string {
	runes := 0
	for i := range text {
		if runes == contextRunes {
			text = text[:i] + "…"
			break
		}
		runes++
	}
	if !strings.ContainsAny(text, "\r\n") {
		return text
	}
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(text)
}
