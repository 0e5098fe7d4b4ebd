package table

import (
	"os"
	"testing"

	"chatqc/pipeline/chat"
)

const (
	benchRows = 200_000
	benchPath = "tables/messages/dt=2026-11-16/part-0.parquet"
)

func perMessage(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/message")
}

func BenchmarkWrite(b *testing.B) {
	_, stage := newStage(b)
	rows := messages(benchRows)
	b.ReportAllocs()
	for b.Loop() {
		write(b, stage, benchPath, rows, 1<<13)
	}
	perMessage(b)
}

func BenchmarkReadSessions(b *testing.B) {
	_, stage := newStage(b)
	path := write(b, stage, benchPath, messages(benchRows))
	b.ReportAllocs()
	for b.Loop() {
		got := 0
		err := ReadSessions(path, func(s *chat.Session) error { got += len(s.Messages); return nil })
		if err != nil || got != benchRows {
			b.Fatalf("ReadSessions gave %d messages, %v; want %d", got, err, benchRows)
		}
	}
	perMessage(b)
}

func BenchmarkRead(b *testing.B) {
	_, stage := newStage(b)
	path := write(b, stage, benchPath, messages(benchRows))
	b.ReportAllocs()
	for b.Loop() {
		if err := Read(path, func([]Message) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	perMessage(b)
}

func BenchmarkVerify(b *testing.B) {
	_, stage := newStage(b)
	rows := messages(benchRows)
	path := write(b, stage, benchPath, rows)
	want := ledgerOf(b, rows)
	b.ReportAllocs()
	for b.Loop() {
		if err := verifyPath(b, path, want); err != nil {
			b.Fatal(err)
		}
	}
	perMessage(b)
}

func BenchmarkRecord(b *testing.B) {
	rows := messages(benchRows)
	b.ReportAllocs()
	for b.Loop() {
		ledgerOf(b, rows)
	}
	perMessage(b)
}

// One small file an agent, a few hundred a week.
func BenchmarkWriteCoachingFile(b *testing.B) {
	_, stage := newStage(b)
	rows := make([]Coaching, 60)
	for i := range rows {
		rows[i] = Coaching{ShopID: "店铺", AgentID: "客服", Section: "finding", Rank: int32(i), Reason: "答非所问"}
	}
	b.ReportAllocs()
	for b.Loop() {
		write(b, stage, "coaching/week=2026-W47/agents/a.parquet", rows)
	}
	info, err := os.Stat(stage.Path("coaching/week=2026-W47/agents/a.parquet"))
	if err == nil {
		b.ReportMetric(float64(info.Size()), "bytes/file")
	}
}
