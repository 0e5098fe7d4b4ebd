package fact_test

import (
	"testing"
	"testing/fstest"
	"time"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/fact"
	"chatqc/pipeline/ingest/mask"
)

func TestNilBookKnowsNothing(t *testing.T) {
	none, err := fact.Load(nil, nil)
	if none != nil || err != nil {
		t.Fatalf("Load(nil) = %v, %v; want nothing", none, err)
	}
	_, tenure := none.TenureDays("A", "小满", 0)
	if none.Has(fact.Campaigns) || none.CampaignsAt(nil, "A", 0) != nil || tenure ||
		none.Category("A") != "" || none.Knows("A", "保修") || none.OrderState("A", "c1", 0) != "" ||
		none.Fingerprint() != "" {
		t.Error("a nil book knows something")
	}
}

func TestHas(t *testing.T) {
	all := []fact.Kind{fact.Campaigns, fact.Roster, fact.Shops, fact.Knowledge, fact.Orders}
	book := load(t, "shops.csv", "shop,category\n", "README.md", "", ".~x.csv", "", "~$orders.csv", "")
	for _, kind := range all {
		if got, want := book.Has(kind), kind == fact.Shops; got != want {
			t.Errorf("Has(%s) = %v; want %v", kind, got, want)
		}
	}
	if book.Has(200) || fact.Kind(200).String() != "" {
		t.Error("there is a kind 200; want none")
	}
}

// Every row of charsets says the same.
func TestCharsetsAndDelimiters(t *testing.T) {
	const comma = "店铺,类目,店名\n屿上电器,小家电,\"屿上,旗舰\"\n"
	const tab = "Shop ID\tCategory\tname\r\n屿上电器\t 小家电 \t屿上,旗舰\r\n\r\n\t\t\r\n"
	for name, data := range map[string]string{
		"UTF-8": comma, "a byte order mark": "\ufeff" + comma, "GB18030": gb18030(t, comma), "tab": tab,
		"tab in GB18030": gb18030(t, tab), "no newline at the end": comma[:len(comma)-1],
		"unnamed columns": "店铺,类目,,\n屿上电器,小家电,,\n,,,\n",
	} {
		if got := load(t, "shops.csv", data).Category("屿上电器"); got != "小家电" {
			t.Errorf("%s: Category = %q; want 小家电", name, got)
		}
	}
}

func TestTenureDays(t *testing.T) {
	book := load(t, "roster.csv", "客服,店铺,入职,组,离职\n小满,,2026-01-01,售前,\n"+
		"小满,A,2026/11/1,售前,2026-11-20\n13800138000,A,2026年11月1日,,\n")
	var masker = mask.New()
	date := func(day int) chat.Date { return chat.NewDate(2026, time.November, day) }
	tests := []struct {
		name, shop, agent string
		day               chat.Date
		days              int
		ok                bool
	}{
		{"the day of joining", "A", "小满", date(1), 0, true},
		{"later", "A", "小满", date(20), 19, true},
		{"before joining", "A", "小满", date(0), 0, false},
		{"after leaving", "A", "小满", date(21), 0, false},
		{"in a shop without a row of its own", "B", "小满", date(1), 304, true},
		{"who is not on the roster", "A", "阿禾", date(1), 0, false},
		{"a telephone number as ingest has it", "A", masker.Identifier("13800138000"), date(3), 2, true},
		{"a telephone number as it was", "A", "13800138000", date(3), 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if days, ok := book.TenureDays(tt.shop, tt.agent, tt.day); days != tt.days || ok != tt.ok {
				t.Errorf("TenureDays = %d, %v; want %d, %v", days, ok, tt.days, tt.ok)
			}
		})
	}
}

func TestKnows(t *testing.T) {
	book := load(t, "knowledge.csv", "店铺,主题,答案\nA,保修多久|质保｜ＵＳＢ,两年\n,发票,有\n")
	tests := []struct {
		shop, word string
		want       bool
	}{
		{"A", "保修", true}, {"A", "这个质保几年", true}, {"A", "usb", true}, {"A", "Usb接口", true},
		{"A", "电子发票", true}, {"B", "发票", true}, {"", "发票", true}, {"B", "保修", false},
		{"A", "尺码", false}, {"A", "", false}, {"A", " \u200b", false}, {"A", "多久\n质", false},
		{"", "保修", false},
	}
	for _, tt := range tests {
		if got := book.Knows(tt.shop, tt.word); got != tt.want {
			t.Errorf("Knows(%q, %q) = %v; want %v", tt.shop, tt.word, got, tt.want)
		}
	}
}

func TestOrderState(t *testing.T) {
	book := load(t, "orders.csv", "店铺,买家,下单时间,付款时间,状态\n"+
		"A,c1,2026-11-18 10:00:00,2026-11-18 10:05:00,已发货\nA,c1,2026-11-16 10:00:00,,已取消\n"+
		"A,c2,2026-11-16 10:00,,待付款\nA,c3,2026-11-16 10:00,,Refunded\nA,买家13800138000,2026-11-16,,已付款\n")
	var masker = mask.New()
	tests := []struct{ name, shop, customer, at, want string }{
		{"before the first order", "A", "c1", "2026-11-16 09:59:59", ""},
		{"at the order", "A", "c1", "2026-11-16 10:00:00", fact.Cancelled},
		{"before the next", "A", "c1", "2026-11-18 09:59:59", fact.Cancelled},
		{"before the payment", "A", "c1", "2026-11-18 10:04:59", fact.Unpaid},
		{"from the payment on", "A", "c1", "2026-11-18 10:05:00", fact.Shipped},
		{"never paid", "A", "c2", "2026-11-20 00:00:00", fact.Unpaid},
		{"an English word", "A", "c3", "2026-11-16 10:00:00", fact.Refunded},
		{"another shop", "B", "c1", "2026-11-20 00:00:00", ""},
		{"another customer", "A", "c9", "2026-11-20 00:00:00", ""},
		{"a telephone number as ingest has it", "A", masker.Identifier("买家13800138000"),
			"2026-11-16 00:00:00", fact.Paid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := book.OrderState(tt.shop, tt.customer, micros(t, tt.at)); got != tt.want {
				t.Errorf("OrderState = %q; want %q", got, tt.want)
			}
		})
	}
}

func TestFingerprintNamesTheContent(t *testing.T) {
	files := []string{"shops.csv", "shop,category\nA,服饰\n", "knowledge.csv", "问题,答案\n保修,两年\n"}
	first := load(t, files...).Fingerprint()
	if len(first) != 16 || load(t, files...).Fingerprint() != first {
		t.Errorf("Fingerprint = %q, then %q; want 16 digits, the same again",
			first, load(t, files...).Fingerprint())
	}
	if got := load(t, append(files, "notes.txt", "x")...).Fingerprint(); got != first {
		t.Errorf("with a file that is not read: %q; want %q", got, first)
	}
	for _, others := range [][]string{
		nil, files[:2], {files[0], files[1], files[2], "问题,答案\n保修,三年\n"},
		append(files, "orders.csv", "店铺,买家,下单时间,状态\n"),
	} {
		if load(t, others...).Fingerprint() == first {
			t.Errorf("%q has the fingerprint of other files", others)
		}
	}
}

func TestLookupsDoNotAllocate(t *testing.T) {
	book := load(t, "campaigns.csv", "活动,开始,结束\n满减,2026-11-16,2026-11-22\n",
		"roster.csv", "客服,入职\n小满,2026-01-01\n", "shops.csv", "店铺,类目\nA,服饰\n",
		"orders.csv", "店铺,买家,下单时间,状态\nA,c1,2026-11-16,已付款\n")
	at, day := micros(t, "2026-11-17 00:00:00"), chat.NewDate(2026, time.November, 17)
	var dst []*fact.Campaign
	allocs := testing.AllocsPerRun(100, func() {
		dst = book.CampaignsAt(dst[:0], "A", at)
		_, ok := book.TenureDays("A", "小满", day)
		if len(dst) != 1 || !ok || book.Category("A") == "" || book.OrderState("A", "c1", at) == "" {
			t.Error("a fact is not known")
		}
	})
	if allocs != 0 {
		t.Errorf("got %v allocations; want 0", allocs)
	}
}

func TestOtherFilesAreLeftAlone(t *testing.T) {
	files := folder("README.md", "", "notes.txt", "", "old/orders.csv", "nonsense", "backup.csv.bak", "")
	files["shelf.csv"] = &fstest.MapFile{Mode: 0o755 | 1<<31}
	if _, err := fact.Load(files, nil); err != nil {
		t.Errorf("Load = %v; want no fault", err)
	}
}
