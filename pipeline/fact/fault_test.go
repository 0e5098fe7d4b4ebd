package fact_test

import (
	"slices"
	"strings"
	"testing"

	"chatqc/pipeline/fact"
)

func TestFaults(t *testing.T) {
	tests := []struct {
		name string
		file string
		data string
		want []string
	}{
		{"a file that is nearly known", "campaign.csv", "",
			[]string{`campaign.csv:1:1: got the file "campaign.csv", did you mean "campaigns.csv"?`}},
		{"a file that is not known", "prices.csv", "", []string{
			`prices.csv:1:1: got the file "prices.csv", want one of campaigns.csv, roster.csv, ` +
				`shops.csv, knowledge.csv, orders.csv`}},
		{"a Chinese file name", "花名册.csv", "",
			[]string{`花名册.csv:1:1: got the file "花名册.csv", want "roster.csv"`}},
		{"a file name in capitals", "Orders.CSV", "",
			[]string{`Orders.CSV:1:1: got the file "Orders.CSV", want "orders.csv"`}},
		{"a spreadsheet", "shops.xlsx", "",
			[]string{`shops.xlsx:1:1: got the file "shops.xlsx", want "shops.csv"`}},
		{"a spreadsheet under a false name", "shops.csv", "PK\x03\x04",
			[]string{`shops.csv:1:1: got a spreadsheet or an archive, want CSV`}},
		{"UTF-16", "shops.csv", "\xff\xfe\x97\x5e",
			[]string{`shops.csv:1:1: got UTF-16, want UTF-8 or GB18030`}},
		{"an empty file", "shops.csv", "\n\n",
			[]string{`shops.csv:1:1: got an empty file, want a line with the names of the columns`}},
		{"an unknown column", "shops.csv", "店铺,类目,电话\nA,服饰,1\n", []string{
			`shops.csv:1:7: got the column "电话", want one of shop (店铺), category (类目), name (店名)`}},
		{"an unknown column that is near", "roster.csv", "agent,jioned,joined\nA,2026-01-01,2026-01-01\n",
			[]string{`roster.csv:1:7: got the column "jioned", did you mean "joined"?`}},
		{"a column twice", "shops.csv", "店铺,类目,Category\nA,服饰,食品\n",
			[]string{`shops.csv:1:7: got the column category (类目) twice, want it once`}},
		{"columns missing", "campaigns.csv", "\n店铺,活动\nA,满减\n", []string{
			`campaigns.csv:2:1: got no column from (开始), want one`,
			`campaigns.csv:2:1: got no column to (结束), want one`}},
		{"a ragged row", "shops.csv", "店铺,类目\nA,服饰,多\nB\nC,食品\n", []string{
			`shops.csv:2:1: got 3 fields, want 2 as in the first line`,
			`shops.csv:3:1: got 1 fields, want 2 as in the first line`}},
		{"missing cells, all of a row", "campaigns.csv",
			"店铺,活动,开始,结束\nA,　,2026-11-31,\n", []string{
				`campaigns.csv:2:3: got no name (活动), want one`,
				`campaigns.csv:2:5: got the time "2026-11-31", want a date or a date and time that exist, ` +
					`from 1990 to 2099`,
				`campaigns.csv:2:16: got no to (结束), want one`}},
		{"an end before the beginning", "campaigns.csv",
			"活动,开始,结束\n满减,2026-11-22,2026-11-16\n", []string{
				`campaigns.csv:2:15: got the end "2026-11-16" before the beginning "2026-11-22", want it after`}},
		{"an agent twice", "roster.csv",
			"agent,shop,joined\n小满,A,2026-01-01\n小满,B,2026-01-01\n小满,A,2026-02-01\n",
			[]string{`roster.csv:4:1: got "小满" again, want it once; it stands in line 2`}},
		{"leaving before joining", "roster.csv", "agent,joined,left\n小满,2026-01-02,2026-01-01\n", []string{
			`roster.csv:2:15: got the day of leaving "2026-01-01" before that of joining "2026-01-02", ` +
				`want it after`}},
		{"a shop twice", "shops.csv", "shop,category\nA,服饰\nA,服饰\n",
			[]string{`shops.csv:3:1: got "A" again, want it once; it stands in line 2`}},
		{"a question without a word", "knowledge.csv", "question,answer\n|,两年\n",
			[]string{`knowledge.csv:2:1: got "|", want a word`}},
		{"a question without an answer", "knowledge.csv", "question,answer\n保修,\n",
			[]string{`knowledge.csv:2:4: got no answer (答案), want one`}},
		{"wrong words of status", "orders.csv",
			"shop,customer,placed,status\nA,c1,2026-11-16,payed\nA,c1,2026-11-16,在路上\nA,c1,2026-11-16,\n",
			[]string{
				`orders.csv:2:17: got the status "payed", did you mean "paid"?`,
				`orders.csv:3:17: got the status "在路上", want one of 待付款, 已付款, 已发货, 已签收, 已取消, 退款`,
				`orders.csv:4:17: got no status (状态), want one`}},
		{"payments that cannot be", "orders.csv", "shop,customer,placed,paid,status\n" +
			"A,c1,2026-11-16 10:00,2026-11-16 09:59,paid\nA,c1,2026-11-16 10:00,2026-11-16 10:01,待付款\n",
			[]string{
				`orders.csv:2:23: got the payment "2026-11-16 09:59" before the order "2026-11-16 10:00", want it after`,
				`orders.csv:3:40: got "待付款" and a time of payment, want one of them`}},
		{"personal data are masked", "orders.csv",
			"shop,customer,placed,status\nA,c1,15400001234,13800138000\n", []string{
				`orders.csv:2:6: got the time "[手机号]", want a date or a date and time that exist, ` +
					`from 1990 to 2099`,
				`orders.csv:2:18: got the status "[手机号]", want one of ` +
					`待付款, 已付款, 已发货, 已签收, 已取消, 退款`}},
		{"a quote inside a field", "shops.csv", "shop,category\nA,15\"屏\nB,食品\nC\n", []string{
			`shops.csv:2:5: got a quote inside a field, want the field quoted and the quote doubled`,
			`shops.csv:4:1: got 1 fields, want 2 as in the first line`}},
		{"text behind a quoted field", "shops.csv", "shop,category\nA,\"服饰\"类\n", []string{
			`shops.csv:2:6: got a quoted field that does not end with its quote, want quotes inside it doubled`}},
		{"a quote that does not close", "shops.csv", "shop,category\nA,\"服饰\nB,食品\n",
			[]string{`shops.csv:2:1: got a quote that does not close, want quotes in pairs`}},
		{"a broken character in UTF-8", "shops.csv", "店铺,类目\n好店铺好店铺,服\xe9饰\n", []string{
			`shops.csv:2:8: got a character that cannot be decoded, want text in one charset`}},
		{"a character that was lost before", "shops.csv", "店铺,类目\nA,\ufffd\n", []string{
			`shops.csv:2:3: got a character that cannot be decoded, want text in one charset`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			book, err := fact.Load(folder(tt.file, tt.data), shanghai)
			if err == nil || book != nil {
				t.Fatalf("Load = %v, %v; want no book and faults", book, err)
			}
			got := faults(t, err)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
			if strings.Contains(err.Error(), "13800138000") || strings.Contains(err.Error(), "15400001234") {
				t.Errorf("got %v; want no telephone number", err)
			}
		})
	}
}

func TestFaultsOfAllFilesComeAtOnce(t *testing.T) {
	_, err := fact.Load(folder(
		"shops.csv", "shop,category\nA,\n", "roster.csv", "agent\n小满\n", "order.csv", "", "notes.md", "",
		"campaigns.csv", "\ufeff活动,开始,结束\r\n\"满\n减\",2026-11-16,2026-13-01\r\n",
	), shanghai)
	want := []string{
		`order.csv:1:1: got the file "order.csv", did you mean "orders.csv"?`,
		`campaigns.csv:3:15: got the time "2026-13-01", want a date or a date and time that exist, ` +
			`from 1990 to 2099`,
		`roster.csv:1:1: got no column joined (入职), want one`,
		`shops.csv:2:3: got no category (类目), want one`,
	}
	if got := faults(t, err); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestALongFileTellsAHundredFaults(t *testing.T) {
	_, err := fact.Load(folder("shops.csv", "shop,category\n"+strings.Repeat("A,\n", 300)), nil)
	got := faults(t, err)
	if want := "shops.csv:52:1: got 499 more faults below, want none"; len(got) != 101 || got[100] != want {
		t.Errorf("got %d faults, the last %q; want 101, %q", len(got), got[len(got)-1], want)
	}
}

func TestAFolderThatIsNotThere(t *testing.T) {
	sub, err := folder().Sub("none")
	if err != nil {
		t.Fatal(err)
	}
	_, err = fact.Load(sub, nil)
	if got := faults(t, err); len(got) != 1 || got[0] != ".:1:1: file does not exist" {
		t.Errorf("got %q; want that the folder does not exist", got)
	}
}
