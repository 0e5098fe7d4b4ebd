package pipeline_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/rule"
	"chatqc/rules"
)

// An exportRow is one row of an export, as a shop's system writes it.
type exportRow struct {
	MessageID  string `json:"message_id" parquet:"message_id"`
	SessionID  string `json:"session_id" parquet:"session_id"`
	Turn       string `json:"turn,omitempty" parquet:"turn"`
	Role       string `json:"role" parquet:"role"`
	Text       string `json:"text" parquet:"text"`
	SentAt     string `json:"sent_at" parquet:"sent_at"`
	AgentID    string `json:"agent_id" parquet:"agent_id"`
	CustomerID string `json:"customer_id" parquet:"customer_id"`
	ShopID     string `json:"shop_id" parquet:"shop_id"`
	Platform   string `json:"platform,omitempty" parquet:"platform"`
	Kind       string `json:"kind,omitempty" parquet:"kind"`

	second int64 // since the beginning of the first day
}

// firstDay is the Monday on which generated chats begin.
var firstDay = chattest.Day

func (r *exportRow) day() chat.Date { return firstDay + chat.Date(r.second/86400) }

func (r *exportRow) at(second int64) {
	r.second = second
	begin := firstDay.Time().Add(-8 * time.Hour) // midnight in chattest.Zone
	r.SentAt = begin.Add(time.Duration(second) * time.Second).In(chattest.Zone).Format(time.RFC3339)
}

// said is what people and machines say: templates that come again and again, what rules look
// for, what is masked, and what a format may stumble over.
var said = []string{
	"亲，这款今天下单明天就能发出哦", "亲，这款今天下单明天就能发出哦", "您好，很高兴为您服务，请问有什么可以帮您",
	"质量问题七天内可以退换，运费我们承担的哦", "这个我不知道", "建议您拍大一码", "在吗", "好的", "嗯", "。", "😊", "👨‍👩‍👧‍👦😀❤️",
	"我的电话13812345678", "收货地址：广东省深圳市南山区科技路12号", "第一行\n第二行", " 前后有空格 ", `他说"好",就这样`, "a\tb;c,d|e",
	"加Ｖ\u200bＸ：abc_12345", "亲,这款今天下单明天就能发出哦~", "顏色沒貨了", "\ufffd", "null", "0", "=1+1", strings.Repeat("长", 4000),
}

// examples are the sentences that the shipped rules find, and the rules.
var examples = sync.OnceValues(func() (sentences []string, set *rule.Set) {
	set, err := rule.LoadTested(rules.Files())
	if err != nil {
		panic(err) // their own tests say more
	}
	for _, r := range set.Rules() {
		for _, e := range r.Hits {
			for _, m := range e.Messages {
				sentences = append(sentences, m.Text)
			}
		}
	}
	return sentences, set
})

// drawText draws what is said, now and then what a shipped rule finds.
func drawText(t *rapid.T) string {
	sentences, _ := examples()
	if n := rapid.IntRange(0, 3*len(said)).Draw(t, "text"); n < len(said) {
		return said[n]
	}
	return sentences[rapid.IntRange(0, len(sentences)-1).Draw(t, "example")]
}

// longText is said once in a while.
var longText = strings.Repeat("这句话很长很长，", 12_000)

// drawWeek draws conversations over so many days, in the order in which they are said within
// each of them. No session is silent for a whole day: after that, its identifier begins a
// new one for a run that does not see the days before.
func drawWeek(t *rapid.T, days int) (rows []exportRow) {
	for k := range rapid.IntRange(2, 9).Draw(t, "conversations") {
		rows = append(rows, drawConversation(t, k, int64(days)*86400)...)
	}
	for k := range rapid.IntRange(0, 3).Draw(t, "choruses") {
		rows = append(rows, drawChorus(t, k, int64(days)*86400)...)
	}
	return rows
}

// drawChorus draws sessions in which agents of a shop say one text every so many days: it is
// a template where three of them lie within 28 days.
func drawChorus(t *rapid.T, k int, end int64) (rows []exportRow) {
	shop := rapid.SampledFrom([]string{"店A", "店B"}).Draw(t, "shop of the chorus")
	text := fmt.Sprintf("第%d句人人都会说的话哦亲", rapid.IntRange(1, 2).Draw(t, "sentence")) // figures count for nothing
	periods := []int64{1, 2}
	if end > 5*86400 {
		periods = []int64{13, 9, 14, 27, 28} // few days, since each costs partitions
	}
	period := rapid.SampledFrom(periods).Draw(t, "period") * 86400
	times := rapid.IntRange(1, 3).Draw(t, "sessions a day")
	for second := rapid.Int64Range(0, 90000).Draw(t, "first"); second < end; second += period {
		for i := range times {
			row := exportRow{
				ShopID: shop, CustomerID: fmt.Sprintf("众%d-%d", k, i), AgentID: []string{"小李", "阿禾", ""}[i], Role: "customer",
				SessionID: fmt.Sprintf("C%d-%d-%d", k, second, i), Text: fmt.Sprint("第", second, "问，能便宜吗"),
			}
			row.at(second)
			rows = append(rows, row)
			row.Role, row.Text = "agent", text
			row.at(min(second+int64(10*i), end-1))
			rows = append(rows, row)
		}
	}
	return rows
}

func drawConversation(t *rapid.T, k int, end int64) (rows []exportRow) {
	pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
	row := exportRow{
		ShopID: pick("shop", "店A", "店B", ""), CustomerID: fmt.Sprint("客户", k%5), Platform: pick("platform", "", "jd"),
		AgentID: pick("agent", "小李", "阿禾", "", "13812345678", "a/b:c"),
	}
	day := rapid.Int64Range(0, end/86400-1).Draw(t, "day")
	second := day*86400 + rapid.SampledFrom([]int64{0, 1, 36000, 52200, 84600, 86390, 86399}).Draw(t, "second")
	if rapid.Bool().Draw(t, "has a session") {
		row.SessionID = fmt.Sprintf("S%d-%d", day, k%4) // that others of the day may have
	}
	named := rapid.Bool().Draw(t, "has identifiers")
	step := rapid.SampledFrom([]int64{0, 0, 3, 40, 1799, 1800, 1801, 5000, 40000, 80000})
	for i := range rapid.IntRange(1, 9).Draw(t, "messages") {
		if second >= end {
			break
		}
		row.at(second)
		row.Role = pick("role", "agent", "customer", "agent", "agent", "customer", "bot", "system")
		row.Text, row.Kind, row.Turn, row.MessageID = drawText(t), "", "", ""
		switch rapid.IntRange(0, 24).Draw(t, "oddity") {
		case 20:
			row.Kind, row.Text = "image", ""
		case 21:
			row.Turn = fmt.Sprint(i)
		case 22: // handed over to another agent
			row.AgentID = pick("next agent", "小李", "阿禾", "夜班")
			row.Role, row.Text = "system", "会话已转接给"+row.AgentID
		case 23:
			row.Text = longText
		case 24:
			row.Role = "谁" // set aside
		}
		if named {
			row.MessageID = fmt.Sprintf("m%d-%d", k, i)
		}
		rows = append(rows, row)
		if again := rapid.IntRange(0, 9).Draw(t, "again"); again > 6 {
			rows = append(rows, drawOther(t, row, again))
		}
		second += step.Draw(t, "step")
	}
	return rows
}

// drawOther draws the same row once more, or one that contradicts it.
func drawOther(t *rapid.T, row exportRow, again int) exportRow {
	if again == 7 {
		return row
	}
	switch rapid.IntRange(0, 5).Draw(t, "contradiction") {
	case 0:
		row.Text = "改过了：" + row.Text
	case 1:
		row.AgentID = "夜班"
	case 2:
		row.Role = "agent"
	case 3:
		row.Kind = "card"
	case 4:
		row.Platform = "tb"
	case 5:
		if later := row; later.second%86400 < 86390 { // else it would come another night
			later.at(row.second + 5)
			return later
		}
	}
	return row
}

// roleWords are the roles as back offices write them.
var roleWords = map[string]string{"customer": "买家", "agent": "客服", "bot": "机器人", "system": "系统"}

// writeCSV writes rows as a spreadsheet of a back office.
func writeCSV(rows []exportRow) ([]byte, error) {
	var b bytes.Buffer
	table := csv.NewWriter(&b)
	err := table.Write([]string{"客服", "买家", "店铺", "平台", "消息类型", "消息ID", "会话ID", "轮次", "角色", "内容", "发送时间"})
	for _, r := range rows {
		role, known := roleWords[r.Role]
		if !known {
			role = r.Role
		}
		at, failed := time.Parse(time.RFC3339, r.SentAt)
		if err != nil || failed != nil {
			return nil, fmt.Errorf("row %+v: %v, %v", r, err, failed)
		}
		err = table.Write([]string{r.AgentID, r.CustomerID, r.ShopID, r.Platform, r.Kind, r.MessageID, r.SessionID, r.Turn,
			role, r.Text, at.In(chattest.Zone).Format(time.DateTime)})
	}
	table.Flush()
	return b.Bytes(), err
}

func writeJSON(rows []exportRow) ([]byte, error) {
	var b bytes.Buffer
	lines := json.NewEncoder(&b)
	lines.SetEscapeHTML(len(rows)%2 == 0)
	for i := range rows {
		if err := lines.Encode(&rows[i]); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func writeParquet(rows []exportRow) ([]byte, error) {
	type column struct { // the fields of exportRow that are exported
		MessageID, SessionID, Turn, Role, Text, SentAt, AgentID, CustomerID, ShopID, Platform, Kind string
	}
	columns := make([]column, len(rows))
	for i, r := range rows {
		columns[i] = column{r.MessageID, r.SessionID, r.Turn, r.Role, r.Text, r.SentAt, r.AgentID, r.CustomerID, r.ShopID, r.Platform, r.Kind}
	}
	var b bytes.Buffer
	err := parquet.Write(&b, columns)
	return b.Bytes(), err
}

func zipped(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err := w.Close()
	return b.Bytes(), err
}

func zstandard(data []byte) ([]byte, error) {
	w, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return w.EncodeAll(data, nil), nil
}

// A written form is how rows become a file.
type written struct {
	ending string
	write  func([]exportRow) ([]byte, error)
	pack   func([]byte) ([]byte, error) // nil for plain
}

var writtenForms = []written{
	{".jsonl", writeJSON, nil}, {".jsonl.gz", writeJSON, zipped}, {".jsonl.zst", writeJSON, zstandard},
	{".csv", writeCSV, nil}, {".csv.gz", writeCSV, zipped}, {".csv.zst", writeCSV, zstandard},
	{".parquet", writeParquet, nil},
}

// writeExport writes rows to a file in a form, whose ending it adds.
func writeExport(path string, form *written, rows []exportRow) (string, error) {
	data, err := form.write(rows)
	if err == nil && form.pack != nil {
		data, err = form.pack(data)
	}
	if err != nil {
		return "", err
	}
	return path + form.ending, os.WriteFile(path+form.ending, data, 0o600)
}

// drawExports writes rows in any order to so many files of any forms in a new folder, some
// rows to two of them.
func drawExports(t *rapid.T, folder string, files int, rows []exportRow) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	form := rapid.SampledFrom(writtenForms)
	only := form.Draw(t, "form")
	mixed := rapid.Bool().Draw(t, "several forms")
	parts := make([][]exportRow, files)
	seed := rapid.Uint64().Draw(t, "shuffle")
	twice := rapid.SampledFrom([]int{0, 3, 20}).Draw(t, "every so many rows twice")
	for n, i := range shuffled(len(rows), seed) {
		at := int(seed>>7+uint64(i)*2654435761) % files
		at = max(at, -at) % files
		parts[at] = append(parts[at], rows[i])
		if twice > 0 && n%twice == 0 {
			parts[(at+1)%files] = append(parts[(at+1)%files], rows[i])
		}
	}
	if rapid.Bool().Draw(t, "in order") {
		for _, part := range parts {
			slices.SortStableFunc(part, func(a, b exportRow) int { return int(a.second - b.second) })
		}
	}
	for n, part := range parts {
		if mixed {
			only = form.Draw(t, "form")
		}
		if _, err := writeExport(fmt.Sprintf("%s/part-%02d", folder, n), &only, part); err != nil {
			t.Fatal(err)
		}
	}
}
