package samples

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"time"
)

// A row is a message as lines of JSON write it.
type row struct {
	MessageID  string `json:"message_id"`
	SessionID  string `json:"session_id"`
	Turn       int    `json:"turn"`
	Role       string `json:"role"`
	Text       string `json:"text"`
	SentAt     string `json:"sent_at"`
	AgentID    string `json:"agent_id"`
	CustomerID string `json:"customer_id"`
	ShopID     string `json:"shop_id"`
	Platform   string `json:"platform"`
	Kind       string `json:"kind"`
}

// WriteJSONLines writes one compact object a message, in the order of Messages, with the
// names of the table of messages as keys. Times are RFC 3339 with the zone. The writer
// is buffered here; the first error it returns ends the work.
func (w *Week) WriteJSONLines(to io.Writer) error {
	buffer := bufio.NewWriterSize(to, 1<<16)
	lines := json.NewEncoder(buffer)
	lines.SetEscapeHTML(false)
	for i := range w.Messages {
		m := &w.Messages[i]
		err := lines.Encode(row{
			MessageID: m.MessageID, SessionID: m.SessionID, Turn: m.Turn, Role: m.Role.String(),
			Text: m.Text, SentAt: m.SentAt.Format(time.RFC3339), AgentID: m.AgentID,
			CustomerID: m.CustomerID, ShopID: m.ShopID, Platform: m.Platform, Kind: m.Kind,
		})
		if err != nil {
			return err
		}
	}
	return buffer.Flush()
}

// csvHeader names the columns as platforms' back offices do.
var csvHeader = []string{
	"消息编号", "会话编号", "轮次", "角色", "消息内容", "发送时间", "客服", "客户", "店铺", "平台",
	"消息类型",
}

// roleWords are the words that stand under 角色, by chat.Role.
var roleWords = [...]string{"", "客户", "系统", "机器人", "客服"}

// WriteCSV writes a header in Chinese and one record a message, in UTF-8 without a byte
// order mark. Times have no zone: they are Zone's. The first error of the writer ends
// the work.
func (w *Week) WriteCSV(to io.Writer) error {
	table := csv.NewWriter(to)
	if err := table.Write(csvHeader); err != nil {
		return err
	}
	for i := range w.Messages {
		m := &w.Messages[i]
		err := table.Write([]string{
			m.MessageID, m.SessionID, strconv.Itoa(m.Turn), roleWords[m.Role], m.Text,
			m.SentAt.Format(time.DateTime), m.AgentID, m.CustomerID, m.ShopID, m.Platform, m.Kind,
		})
		if err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}
