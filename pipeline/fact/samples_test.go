package fact_test

import (
	"os"
	"testing"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/fact"
	"chatqc/samples"
)

func sampleBook(t *testing.T) *fact.Book {
	t.Helper()
	book, err := fact.Load(os.DirFS("../../samples/facts"), samples.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// The samples know the shops and the people of the synthetic week.
func TestSamplesFitTheWeek(t *testing.T) {
	book := sampleBook(t)
	for _, kind := range []fact.Kind{
		fact.Campaigns, fact.Roster, fact.Shops, fact.Knowledge, fact.Orders,
	} {
		if !book.Has(kind) {
			t.Errorf("samples/facts has no %s", kind.File())
		}
	}
	for _, m := range samples.Shop(1, samples.ShopConfig{}).Messages {
		if book.Category(m.ShopID) == "" {
			t.Fatalf("the shop %s has no category", m.ShopID)
		}
		day := chat.DateOf(m.SentAt.UnixMicro(), samples.Zone)
		if _, ok := book.TenureDays(m.ShopID, m.AgentID, day); m.AgentID != "" && !ok {
			t.Fatalf("%s is not on the roster of %s on %s", m.AgentID, m.ShopID, day)
		}
	}
}

func TestSamplesHaveACampaignOfTheWeek(t *testing.T) {
	book := sampleBook(t)
	for at, want := range map[string]string{
		"2026-11-15 23:59:59": "", "2026-11-16 00:00:00": "养生壶满减周",
		"2026-11-20 21:00:00": "会员日 养生壶满减周 周五晚场直降", "2026-11-22 23:59:59": "养生壶满减周",
		"2026-11-23 00:00:00": "",
	} {
		if got := names(book.CampaignsAt(nil, "屿上电器", micros(t, at))); got != want {
			t.Errorf("at %s: got %q; want %q", at, got, want)
		}
	}
	if got := book.OrderState("屿上电器", "c191505", micros(t, "2026-11-19 21:05:18")); got != fact.Shipped {
		t.Errorf("the order of c191505 is %q; want %q", got, fact.Shipped)
	}
	if !book.Knows("屿上电器", "保修多久") || book.Knows("屿上电器", "机洗") {
		t.Error("the knowledge base of 屿上电器 is not its own")
	}
}
