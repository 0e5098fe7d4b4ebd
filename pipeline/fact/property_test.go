package fact_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/fact"
	"chatqc/samples"
)

// A trial draws campaigns within one month.
type trial struct{ *rapid.T }

type campaignRow struct {
	shop, name string
	begin, end int64
	line       string
}

func checkProperty(t *testing.T, property func(*trial)) {
	rapid.Check(t, func(t *rapid.T) { property(&trial{t}) })
}

func day(n int) time.Time { return time.Date(2026, time.November, n, 0, 0, 0, 0, shanghai) }

func (t *trial) rows() []campaignRow {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) campaignRow {
		from := rapid.IntRange(1, 30).Draw(t, "from")
		to := rapid.IntRange(from, 30).Draw(t, "to")
		r := campaignRow{
			shop:  rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "shop"),
			name:  rapid.SampledFrom([]string{"满减", "直降", "秒杀", "清仓"}).Draw(t, "name"),
			begin: day(from).UnixMicro(), end: day(to+1).UnixMicro() - 1,
		}
		word := rapid.SampledFrom([]string{"", "a", "b|c"}).Draw(t, "words")
		r.line = fmt.Sprintf("%s,%s,2026-11-%d,2026-11-%d,%s\n", r.shop, r.name, from, to, word)
		return r
	}), 0, 40).Draw(t.T, "rows")
}

func (t *trial) load(rows []campaignRow) *fact.Book {
	var data strings.Builder
	data.WriteString("shop,name,from,to,words\n")
	for _, r := range rows {
		data.WriteString(r.line)
	}
	book, err := fact.Load(folder("campaigns.csv", data.String()), shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func (t *trial) moments() (all []int64) {
	for n := range 33 {
		all = append(all, day(n).UnixMicro()-1, day(n).UnixMicro())
	}
	return all
}

func TestTheOrderOfCampaignsDoesNotMatter(t *testing.T) {
	checkProperty(t, func(t *trial) {
		rows := t.rows()
		book, other := t.load(rows), t.load(rapid.Permutation(rows).Draw(t.T, "permuted"))
		for _, at := range t.moments() {
			for _, shop := range []string{"", "A", "B", "C"} {
				want, got := book.CampaignsAt(nil, shop, at), other.CampaignsAt(nil, shop, at)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("at %d in %q: −in order +permuted\n%s", at, shop, diff)
				}
			}
		}
	})
}

// Orders of one moment, agents of all shops and of one, topics of several rows: what the
// rows say together does not depend on which comes first.
func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	rows := map[string][]string{
		"orders.csv": {
			"shop,customer,placed,paid,status\n", "A,c1,2026-11-16,2026-11-18,paid\n",
			"A,c1,2026-11-16,,cancelled\n", "A,c1,2026-11-16,2026-11-18,refunded\n",
			"A,c1,2026-11-20,,unpaid\n", "B,c1,2026-11-17,,received\n",
		},
		"roster.csv": {
			"agent,shop,joined\n", "小满,,2026-11-02\n", "小满,A,2026-11-05\n", "阿禾,B,2026-11-03\n",
		},
		"knowledge.csv": {"shop,question,answer\n", "A,保修|质保,两年\n", ",保修,一年\n", "B,尺码,见表\n"},
		"shops.csv":     {"shop,category\n", "A,服饰\n", "B,食品\n"},
	}
	answers := func(files []string) (said []string) {
		book, err := fact.Load(folder(files...), shanghai)
		if err != nil {
			t.Fatal(err)
		}
		for _, shop := range []string{"A", "B"} {
			said = append(said, book.Category(shop), fmt.Sprint(book.Knows(shop, "质保"), book.Knows(shop, "尺码")))
			for n := 1; n < 30; n++ {
				days, ok := book.TenureDays(shop, "小满", chat.NewDate(2026, time.November, n))
				said = append(said, book.OrderState(shop, "c1", day(n).UnixMicro()), fmt.Sprint(days, ok))
			}
		}
		return said
	}
	var files []string
	for name, lines := range rows {
		files = append(files, name, strings.Join(lines, ""))
	}
	want := answers(files)
	rapid.Check(t, func(t *rapid.T) {
		var permuted []string
		for name, lines := range rows {
			body := rapid.Permutation(lines[1:]).Draw(t, name)
			permuted = append(permuted, name, lines[0]+strings.Join(body, ""))
		}
		if diff := cmp.Diff(want, answers(permuted)); diff != "" {
			t.Fatalf("−in order +permuted\n%s", diff)
		}
	})
}

func FuzzLoad(f *testing.F) {
	kinds := []fact.Kind{fact.Campaigns, fact.Roster, fact.Shops, fact.Knowledge, fact.Orders}
	for i, kind := range kinds {
		data, err := os.ReadFile("../../samples/facts/" + kind.File())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), data)
		f.Add(uint8(i), append([]byte("\xef\xbb\xbf"), data[:len(data)/2]...))
	}
	f.Add(uint8(2), []byte("shop\tcategory\r\n\"A\"\"\tB\xff\r\n\"\n"))
	f.Fuzz(func(t *testing.T, kind uint8, data []byte) {
		files := folder(kinds[int(kind)%len(kinds)].File(), string(data))
		book, err := fact.Load(files, samples.Zone)
		if (book == nil) != (err != nil) {
			t.Fatalf("Load = %v, %v; want one of them", book, err)
		}
		if err != nil {
			for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
				var fault *fact.Fault
				if !errors.As(e, &fault) || fault.Line < 1 || fault.Column < 1 || fault.Hint == "" {
					t.Fatalf("got %#v; want a fault with a place and a hint", e)
				}
			}
			return
		}
		for _, c := range book.CampaignsAt(nil, "A", samples.Monday.Time().UnixMicro()) {
			if len(c.Words) == 0 || c.EndMicros < c.BeginMicros {
				t.Fatalf("got the campaign %+v; want words and an end after its beginning", *c)
			}
		}
		book.Knows("A", string(data))
	})
}
