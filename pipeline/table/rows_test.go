package table

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"chatqc/pipeline/chat"
)

// A failer is a *testing.T, *testing.B or *rapid.T.
type failer interface {
	Helper()
	Fatal(args ...any)
	Errorf(format string, args ...any)
}

// newStage makes a locked store in a temporary folder, and a stage in it.
func newStage(t testing.TB) (*Store, *Stage) {
	t.Helper()
	store, err := Open(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	release, err := store.Lock(time.Unix(1_800_000_000, 0))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := release(); err != nil {
			t.Error(err)
		}
	})
	stage, err := store.NewStage()
	if err != nil {
		t.Fatal(err)
	}
	return store, stage
}

// write writes rows into the stage in calls of the given sizes, the last of which
// is repeated, and returns the file's path in the file system.
func write[T any](t failer, stage *Stage, path string, rows []T, sizes ...int) string {
	t.Helper()
	w, err := Create[T](stage, path)
	if err != nil {
		t.Fatal(err)
	}
	want := len(rows)
	for i := 0; len(rows) > 0; i++ {
		n := len(rows)
		if len(sizes) > 0 {
			n = min(n, sizes[min(i, len(sizes)-1)])
		}
		if err := w.Write(rows[:n]); err != nil {
			t.Fatal(err)
		}
		rows = rows[n:]
	}
	got, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	if got != int64(want) {
		t.Errorf("Close = %d rows; want %d", got, want)
	}
	return stage.Path(path)
}

// anyRow draws a row of any table, with empty, Chinese and odd values in every column.
func anyRow[T any]() *rapid.Generator[T] {
	return rapid.Custom(func(t *rapid.T) (row T) {
		v := reflect.ValueOf(&row).Elem()
		for i := range v.NumField() {
			v.Field(i).Set(anyValue(t, v.Field(i).Type()))
		}
		return row
	})
}

func anyValue(t *rapid.T, of reflect.Type) reflect.Value {
	v := reflect.New(of).Elem()
	switch of.Kind() {
	case reflect.String:
		v.SetString(rapid.OneOf(rapid.SampledFrom(sentences), rapid.String()).Draw(t, "string"))
	case reflect.Int32:
		v.SetInt(int64(rapid.Int32().Draw(t, "int32")))
	case reflect.Int64:
		v.SetInt(rapid.Int64().Draw(t, "int64"))
	case reflect.Float64:
		v.SetFloat(rapid.Float64().Draw(t, "float64"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "null") {
			return v
		}
		v.Set(reflect.New(of.Elem()))
		v.Elem().Set(anyValue(t, of.Elem()))
	case reflect.Slice:
		for range rapid.IntRange(0, 3).Draw(t, "elements") {
			v.Set(reflect.Append(v, anyValue(t, of.Elem())))
		}
	case reflect.Struct:
		for i := range of.NumField() {
			v.Field(i).Set(anyValue(t, of.Field(i).Type))
		}
	}
	return v
}

var sentences = []string{
	"您好，这款外套现在有现货吗", "亲，有的哦，今天下单明天就能寄出", "尺码怎么选，我一米六五",
	"建议您拍中号，穿着会宽松一些", "好的谢谢😊", "不客气，有问题随时叫我~", "", "运费谁出呀？",
	"七天内退换都由我们承担来回运费，您放心拍", "电话 [手机号] 打不通", "👨‍👩‍👧 一家三口都能穿吗",
}

// messages makes rows like those of a shop: sessions of 1 to 30 messages, sorted.
func messages(n int) []Message {
	random := rand.New(rand.NewPCG(7, 9))
	rows := make([]Message, 0, n)
	roles := []string{"customer", "agent", "bot", "system"}
	for session := 0; len(rows) < n; session++ {
		shop := fmt.Sprintf("店铺%d", session*3/n)
		agent, customer := fmt.Sprintf("客服%02d", random.IntN(40)), fmt.Sprintf("tb%06d", session/2)
		sent := int64(1_800_000_000_000_000) + int64(session)*60_000_000
		for seq := range min(1+random.IntN(30), n-len(rows)) {
			sent += random.Int64N(40_000_000)
			text := sentences[random.IntN(len(sentences))]
			if random.IntN(3) > 0 {
				text = fmt.Sprintf("%s（第%d单）", text, random.IntN(100_000))
			}
			rows = append(rows, Message{
				SessionDate: int32(chat.NewDate(2026, 11, 16)), ShopID: shop, Platform: "taobao",
				SessionID: fmt.Sprintf("s%08d", session), MessageID: fmt.Sprintf("m%016x", random.Uint64()),
				Seq: int32(seq), SentAt: sent, Role: roles[seq%2+2*(random.IntN(20)/19)],
				AgentID: agent, CustomerID: customer, Kind: "text", Text: text, Turn: -1,
			})
		}
	}
	return rows
}
