package fact_test

import (
	"fmt"
	"strings"
	"testing"

	"chatqc/pipeline/fact"
)

func BenchmarkLoadOrders(b *testing.B) {
	var data strings.Builder
	data.WriteString("订单号,店铺,买家,下单时间,付款时间,状态\n")
	for i := range 100_000 {
		fmt.Fprintf(&data, "D%d,屿上电器,c%d,2026-11-16 10:%02d:%02d,2026-11-16 11:00:00,已付款\n",
			i, i/2, i%60, i%59)
	}
	files := folder("orders.csv", data.String())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := fact.Load(files, shanghai); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkKnows(b *testing.B) {
	var data strings.Builder
	data.WriteString("问题,答案\n")
	for i := range 1000 {
		fmt.Fprintf(&data, "问题第%d条,答\n", i)
	}
	book, err := fact.Load(folder("knowledge.csv", data.String()), shanghai)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		book.Knows("A", "这款能不能机洗")
	}
}
