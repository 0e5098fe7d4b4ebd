package inspect_test

import (
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
		want := whole.Partial.Rows(chattest.Day)

		workers := make([]*inspect.Observer, rapid.IntRange(1, 4).Draw(t, "workers"))
		for i := range workers {
			workers[i] = inspect.NewObserver()
		}
		for _, s := range rapid.Permutation(sessions).Draw(t, "order") {
			workers[rapid.IntRange(0, len(workers)-1).Draw(t, "worker")].Observe(s)
		}
		left := inspect.NewPartial()
		for _, w := range workers {
			left = inspect.Combine(left, w.Partial)
		}
		if diff := cmp.Diff(want, left.Rows(chattest.Day)); diff != "" {
			t.Fatalf("combined from the left (-whole +combined):\n%s", diff)
		}
		right := inspect.NewPartial()
		for _, w := range slices.Backward(workers) {
			right = inspect.Combine(inspect.Combine(inspect.NewPartial(), w.Partial), right)
		}
		if diff := cmp.Diff(want, right.Rows(chattest.Day)); diff != "" {
			t.Fatalf("combined from the right (-whole +combined):\n%s", diff)
		}
	})
}

// The window moves on by removing its oldest day: what is left equals the merge of
// the days that stay.
func TestRemoveUndoesCombine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		observe := func(label string) *inspect.Partial {
			o := inspect.NewObserver()
			for _, s := range rapid.SliceOfN(rapid.Custom(drawSession), 0, 8).Draw(t, label) {
				o.Observe(s)
			}
			return o.Partial
		}
		old, kept := observe("old"), observe("kept")
		want := kept.Rows(chattest.Day)
		window := inspect.Combine(inspect.Combine(inspect.NewPartial(), old), kept)
		inspect.Remove(window, old)
		if diff := cmp.Diff(want, window.Rows(chattest.Day)); diff != "" {
			t.Fatalf("after Remove (-kept +window):\n%s", diff)
		}
	})
}

func TestRowsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := inspect.NewObserver()
		for _, s := range rapid.SliceOfN(rapid.Custom(drawSession), 0, 8).Draw(t, "sessions") {
			o.Observe(s)
		}
		rows := o.Partial.Rows(chattest.Day)
		read := inspect.NewPartial()
		for i := range rows {
			if err := read.AddRow(&rows[i]); err != nil {
				t.Fatalf("AddRow: %v", err)
			}
		}
		if diff := cmp.Diff(rows, read.Rows(chattest.Day)); diff != "" {
			t.Fatalf("read back (-written +read):\n%s", diff)
		}
	})
	if err := inspect.NewPartial().AddRow(&table.Repeat{TemplateID: "x"}); err == nil {
		t.Error("AddRow took a template_id that is no fingerprint")
	}
}
