package inspect_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/chat/chattest"
	"chatqc/pipeline/inspect"
	"chatqc/pipeline/table"
)

// sayings are what the agents of the properties may say: macros, content that is
// repeated, and texts that differ in figures alone.
var sayings = []string{
	"您好，很高兴为您服务", "这款是纯棉的，可以机洗", "满199减20，今天截止", "满299减30，今天截止",
	"好的", "您稍等，我帮您查一下库存", "这款是纯棉的！可以机洗～",
}

func drawSession(t *rapid.T) *chat.Session {
	s := &chat.Session{Date: chattest.Day}
	shop := rapid.SampledFrom([]string{"甲", "乙"}).Draw(t, "shop")
	for i, say := range rapid.SliceOfN(rapid.SampledFrom(sayings), 1, 6).Draw(t, "sayings") {
		s.Messages = append(s.Messages, chat.Message{
			ShopID: shop, SessionID: "s", Seq: int32(i), Role: chat.RoleAgent, Text: say,
		})
	}
	return s
}

// Whatever way the sessions of a day are spread over workers, and in whatever order
// the workers finish, the day's repeats are the same.
func TestCombineDoesNotDependOnTheSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sessions := rapid.SliceOfN(rapid.Custom(drawSession), 1, 12).Draw(t, "sessions")
		whole := inspect.NewObserver()
		for _, s := range sessions {
			whole.Observe(s)
		}
		want := rowsOf(whole.Take())

		workers := make([]*inspect.Observer, rapid.IntRange(1, 4).Draw(t, "workers"))
		for i := range workers {
			workers[i] = inspect.NewObserver()
		}
		for _, s := range rapid.Permutation(sessions).Draw(t, "order") {
			workers[rapid.IntRange(0, len(workers)-1).Draw(t, "worker")].Observe(s)
		}
		partials := make([]*inspect.Partial, len(workers))
		for i := range workers {
			partials[i] = workers[i].Take()
		}
		left := inspect.NewPartial()
		for i := range workers {
			left = inspect.Combine(left, partials[i])
		}
		if diff := cmp.Diff(want, rowsOf(left)); diff != "" {
			t.Fatalf("combined from the left (-whole +combined):\n%s", diff)
		}
		right := inspect.NewPartial()
		for i := range slices.Backward(workers) {
			right = inspect.Combine(inspect.Combine(inspect.NewPartial(), partials[i]), right)
		}
		if diff := cmp.Diff(want, rowsOf(right)); diff != "" {
			t.Fatalf("combined from the right (-whole +combined):\n%s", diff)
		}
	})
}

// rowsOf returns all rows of a partial.
func rowsOf(p *inspect.Partial) (all []table.Repeat) {
	for rows := range p.Rows(chattest.Day) {
		all = append(all, rows...)
	}
	return all
}

// counts gives rows as a source, two at a time.
func counts(rows []table.Repeat) inspect.Source {
	return inspect.RowSource(func() (some []inspect.RepeatCount, err error) {
		for len(rows) > 0 && len(some) < 2 {
			r := &rows[0]
			some = append(some, inspect.RepeatCount{
				ShopID: r.ShopID, TemplateID: r.TemplateID, Sessions: r.Sessions,
			})
			rows = rows[1:]
		}
		return some, nil
	})
}

// However a window came to its days, in memory or not, it says what the merge of them says.
func TestWindowIsTheMergeOfItsDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := make([]*inspect.Partial, 8)
		for i := range days {
			o := inspect.NewObserver()
			for _, s := range rapid.SliceOfN(rapid.Custom(drawSession), 0, 4).Draw(t, "day") {
				o.Observe(s)
			}
			days[i] = o.Take()
		}
		source := func(i int) inspect.Source {
			if rapid.Bool().Draw(t, "from the table") {
				return counts(rowsOf(days[i]))
			}
			return days[i].Source()
		}
		window := inspect.Window{Limit: rapid.SampledFrom([]int{0, 1, 40, 100}).Draw(t, "limit")}
		const length = 3
		for last := range days {
			var add, remove []inspect.Source
			whole := inspect.NewPartial()
			for i := max(last-length+1, 0); i <= last; i++ {
				inspect.Combine(whole, days[i])
				if i == last || !window.Kept() {
					add = append(add, source(i))
				}
			}
			if last >= length && window.Kept() {
				remove = append(remove, source(last-length))
			}
			got, err := window.Move(add, remove)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rowsOf(whole) {
				want := r.Sessions >= inspect.TemplateSessions
				if got.Template(r.ShopID, r.TemplateID) != want {
					t.Fatalf("day %d, %s in %d sessions: got the opposite of %v",
						last, r.TemplateID, r.Sessions, want)
				}
			}
		}
	})
}

// A million texts, some of them again and again, in more shops than one, against a map.
func TestObserverAgainstAMap(t *testing.T) {
	o, want := inspect.NewObserver(), map[string]int64{}
	for i := range 30_000 {
		shop := fmt.Sprint("店", i/12_000)
		said := fmt.Sprintf("这款%c%c%c%c有货的亲", 0x4e00+i%97, 0x4e00+i%89, 0x4e00+i%2, 0x4e00+i%83)
		o.Observe(&chat.Session{Messages: []chat.Message{
			{ShopID: shop, Role: chat.RoleAgent, Text: said}, {ShopID: shop, Role: chat.RoleAgent, Text: said},
		}})
		want[shop+said]++
	}
	var sessions, messages int64
	rows := rowsOf(o.Take())
	for _, r := range rows {
		sessions += r.Sessions
		messages += r.Messages
	}
	sorted := slices.IsSortedFunc(rows, func(a, b table.Repeat) int {
		return inspect.RepeatOrder.Compare(&a, &b)
	})
	if len(rows) != len(want) || sessions != 30_000 || messages != 60_000 || !sorted {
		t.Errorf("got %d texts in %d sessions and %d messages, sorted %v; want %d, 30000, 60000, true",
			len(rows), sessions, messages, sorted, len(want))
	}
	if again := rowsOf(o.Take()); len(again) > 0 {
		t.Errorf("got %d texts after all were taken; want none", len(again))
	}
}

func TestWindowRefusesWhatIsNoFingerprint(t *testing.T) {
	for _, id := range []string{"", "x", "00000000000000zz", "0000000000000000f"} {
		rows := []table.Repeat{{TemplateID: id, Sessions: 1}}
		if _, err := new(inspect.Window).Move([]inspect.Source{counts(rows)}, nil); err == nil {
			t.Errorf("%q: got no error; want one", id)
		}
	}
}
