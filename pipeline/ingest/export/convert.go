package export

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"chatqc/pipeline/chat"
)

// maxFieldBytes is the longest field that is taken.
const maxFieldBytes = 1 << 20

// A form says what a cell holds.
type form uint8

const (
	formAbsent form = iota
	formText
	formNumber // text that was a number
	formOther  // an object, a list, a boolean
	formMicros // micros is a moment
	formWall   // micros counts on the clock of the zone
)

// A cell is one field of a row before it is converted.
type cell struct {
	text   string // may alias a buffer
	micros int64
	form   form
}

// A record is one row before it is converted.
type record struct {
	cells  [fieldCount]cell
	ranks  [fieldCount]uint8
	column [fieldCount]bool // the file has such a column; all false for JSON
	odd    bool             // a cell may be of a wrong type or too long
}

func (r *record) reset() {
	clear(r.cells[:])
	r.odd = false
}

// wants reports whether no surer name gave the field already.
func (r *record) wants(c column) bool {
	return r.cells[c.field].form == formAbsent || r.ranks[c.field] > c.rank
}

// set keeps a cell that is wanted.
func (r *record) set(c column, text string, f form) {
	r.cells[c.field].text, r.cells[c.field].form = text, f
	r.ranks[c.field] = c.rank
	if len(text) > maxFieldBytes || f == formOther || f == formNumber && c.field == fieldText {
		r.odd = true
	}
}

// A fault says why a row cannot be a message.
type fault struct {
	column  field
	code    string
	message string
	raw     string // the field at fault, "" to show the row
}

// A converter turns records into rows. It belongs to one worker.
type converter struct {
	clock     *clock
	words     *words
	constants *[fieldCount]string
	mayNUL    bool // the record may hold NUL bytes
	mayBreak  bool // the record may hold invalid UTF-8
}

// convert fills all of row but its place. It returns nil when the record is a message.
func (c *converter) convert(rec *record, row *Row) *fault {
	if rec.odd || c.mayNUL || c.mayBreak {
		if f := c.check(rec); f != nil {
			return f
		}
	}
	if f := c.time(rec, row); f != nil {
		return f
	}
	if f := c.role(rec, row); f != nil {
		return f
	}
	row.Text, row.Kind = rec.cells[fieldText].text, chat.KindText
	if kind := c.text(rec, fieldKind); kind != "" {
		row.Kind = c.words.kind(kind)
	}
	person := row.Role == chat.RoleCustomer || row.Role == chat.RoleAgent
	if person && row.Kind == chat.KindText && (row.Text == "" || spaceAtEdge(row.Text)) &&
		strings.TrimSpace(row.Text) == "" {
		return &fault{column: fieldText, code: CodeMissingText, message: "没有内容，应有消息的文字"}
	}
	row.Turn = chat.NoTurn
	if turn := c.text(rec, fieldTurn); turn != "" {
		n, ok := parseTurn(turn)
		if !ok {
			return &fault{
				column: fieldTurn, code: CodeBadTurn, raw: turn,
				message: "轮次是" + quote(turn) + "，应为从 0 起的整数",
			}
		}
		row.Turn = n
	}
	row.MessageID, row.SessionID = c.text(rec, fieldMessageID), c.text(rec, fieldSessionID)
	row.AgentID, row.CustomerID = c.text(rec, fieldAgentID), c.text(rec, fieldCustomerID)
	row.ShopID, row.Platform = c.text(rec, fieldShopID), c.text(rec, fieldPlatform)
	c.sender(rec, row)
	if row.SessionID == "" && row.CustomerID == "" {
		return &fault{
			column: fieldSessionID, code: CodeMissingSession,
			message: "会话编号和客户都没有，应至少有一个",
		}
	}
	return nil
}

// parseTurn reads a whole number from 0 on, which spreadsheets may write as 3.0.
func parseTurn(s string) (turn int32, ok bool) {
	if len(s) == 1 && s[0]-'0' <= 9 {
		return int32(s[0] - '0'), true
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(s, ".0"), 10, 32)
	return int32(n), err == nil && n >= 0
}

// text returns a field without the spaces and tabs that exports put around identifiers,
// or the constant of the mapping.
func (c *converter) text(rec *record, f field) string {
	s := rec.cells[f].text
	if s != "" && isPlain(s[0]) && isPlain(s[len(s)-1]) {
		return s
	}
	return c.trimmed(s, f)
}

// isPlain reports whether b is visible ASCII.
func isPlain(b byte) bool { return b > ' ' && b < 0x7f }

func (c *converter) trimmed(s string, f field) string {
	if s == "" {
		return c.constants[f]
	}
	if spaceAtEdge(s) {
		if s = strings.TrimSpace(s); s == "" {
			return c.constants[f]
		}
	}
	return s
}

// spaceAtEdge reports whether s, which is not empty, may begin or end with white space.
// It may say yes wrongly: it looks for the bytes with which the encodings of spaces
// begin, and most Han characters have others.
func spaceAtEdge(s string) bool {
	first, last := s[0], s[len(s)-1]
	if first <= ' ' || last <= ' ' || beginsSpace(first) {
		return true
	}
	return last >= 0x80 && (len(s) < 3 || beginsSpace(s[len(s)-2]) || beginsSpace(s[len(s)-3]))
}

func beginsSpace(b byte) bool { return b == 0xc2 || 0xe1 <= b && b <= 0xe3 }

// check looks for what no field may hold.
func (c *converter) check(rec *record) *fault {
	for f := fieldMessageID; f < fieldCount; f++ {
		value := &rec.cells[f]
		switch {
		case value.form == formOther,
			value.form == formNumber && f == fieldText:
			return &fault{
				column: f, code: CodeBadType, raw: value.text,
				message: "字段 " + f.String() + " 是" + quote(value.text) + "，应为文字",
			}
		case len(value.text) > maxFieldBytes:
			return &fault{
				column: f, code: CodeTooLong, raw: value.text,
				message: fmt.Sprintf("字段长 %d 字节，应不超过 %d 字节", len(value.text), maxFieldBytes),
			}
		case c.mayNUL && strings.IndexByte(value.text, 0) >= 0:
			return &fault{
				column: f, code: CodeNULByte, raw: value.text,
				message: "字段中有空字符 U+0000，应为正常文字",
			}
		case c.mayBreak && !utf8.ValidString(value.text):
			return &fault{
				column: f, code: CodeBadEncoding, raw: value.text,
				message: "字段中有无法解码的字节，应与文件的编码一致",
			}
		}
	}
	return nil
}

func (c *converter) time(rec *record, row *Row) *fault {
	value := &rec.cells[fieldSentAt]
	ok := false
	switch value.form {
	case formMicros:
		row.SentAtMicros, ok = value.micros, inPlausibleYears(value.micros)
	case formWall:
		row.SentAtMicros, ok = c.clock.wall(value.micros)
	default:
		s := c.text(rec, fieldSentAt)
		if s == "" {
			return &fault{
				column: fieldSentAt, code: CodeMissingTime, message: "没有发送时间，应有日期和时间",
			}
		}
		row.SentAtMicros, ok = c.clock.parse(s)
	}
	if ok {
		return nil
	}
	raw := value.text
	if raw == "" {
		raw = strconv.FormatInt(value.micros, 10)
	}
	return &fault{
		column: fieldSentAt, code: CodeBadTime, raw: raw,
		message: "时间是" + quote(raw) + "，应为 2026-11-16 10:00:00 这样存在的日期和时间",
	}
}

// role finds who sent the row: by its role, else by its sender, who is a role or the
// agent or customer of the row.
func (c *converter) role(rec *record, row *Row) *fault {
	f := fieldRole
	word := c.text(rec, fieldRole)
	if word == "" && !rec.column[fieldRole] {
		f = fieldSender
		word = c.text(rec, fieldSender)
	}
	if word == "" {
		return &fault{
			column: fieldRole, code: CodeMissingRole, message: "没有角色，应说明是客户还是客服发送",
		}
	}
	row.Role = c.words.role(word)
	if row.Role == chat.RoleNone && f == fieldSender {
		agent, customer := c.text(rec, fieldAgentID), c.text(rec, fieldCustomerID)
		switch {
		case agent == customer:
		case word == agent:
			row.Role = chat.RoleAgent
		case word == customer:
			row.Role = chat.RoleCustomer
		}
	}
	if row.Role == chat.RoleNone {
		return &fault{
			column: fieldRole, code: CodeUnknownRole, raw: word,
			message: "角色是" + quote(word) + "，应为客户、客服、机器人或系统，或在映射的 roles 中说明",
		}
	}
	return nil
}

// sender names the person of a row from its sender where the row has no column for it.
func (c *converter) sender(rec *record, row *Row) {
	name := c.text(rec, fieldSender)
	if name == "" || c.words.role(name) != chat.RoleNone {
		return
	}
	switch {
	case row.Role == chat.RoleAgent && row.AgentID == "":
		row.AgentID = name
	case row.Role == chat.RoleCustomer && row.CustomerID == "":
		row.CustomerID = name
	}
}

func quote(s string) string { return "“" + excerpt(s, 80) + "”" }

// excerptBytes is how much of a raw row goes with a reject.
const excerptBytes = 4096

// excerpt returns a valid copy of at most limit bytes. What it cuts, it cuts before a
// run of letters, digits and signs: half a telephone number would not be masked.
func excerpt(s string, limit int) string {
	if len(s) > limit {
		n := limit
		for n > 0 && (inRun(s[n]) || !utf8.RuneStart(s[n])) {
			n--
		}
		for n > 0 && inRun(s[n-1]) {
			n--
		}
		s = s[:n] + "…"
	}
	return strings.ToValidUTF8(strings.Clone(s), "\ufffd")
}

// inRun reports whether a number or an address could go on across the byte.
func inRun(b byte) bool {
	return b > ' ' && b < 0x7f && strings.IndexByte("\",;:{}[]\\|", b) < 0
}
