package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"

	"chatqc/pipeline"
)

// defaultMemory is what --memory is when nobody says.
const defaultMemory = "256MiB"

// units of sizes, the longer ones first.
var units = []struct {
	name  string
	bytes float64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40}}

// parseMemory reads a size such as 256MiB or 1.5GiB; "" is the default.
func parseMemory(s string) (int64, error) {
	if s == "" {
		return pipeline.DefaultMemory, nil
	}
	for _, unit := range units {
		number, ok := strings.CutSuffix(s, unit.name)
		if !ok {
			continue
		}
		size, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err != nil || math.IsNaN(size) || size*unit.bytes > math.MaxInt64/2 {
			break
		}
		if size*unit.bytes < pipeline.LeastMemory {
			return 0, usage("", "--memory: got %q, want at least 64MiB", s)
		}
		return int64(size * unit.bytes), nil
	}
	return 0, usage("", "--memory: got %q, want a size like 256MiB or 1GiB", s)
}

// useMemory makes the collector work harder as the heap nears three quarters of the size,
// instead of letting it grow to three times what is live; the last quarter is for the program
// itself and its mapped files. What is live decides when it is more than the size allows,
// because a heap without room to grow would cost most of the time and save nothing.
func useMemory(size int64) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	limit := size / 4 * 3
	debug.SetMemoryLimit(limit)
	afterCollection(func(live int64) { debug.SetMemoryLimit(max(limit, live/2*3)) })
}

// afterCollection calls fn after every collection with the bytes that are live. It costs some
// microseconds each time.
func afterCollection(fn func(live int64)) {
	type canary struct{ _ [16]byte }
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	var sing func(*canary)
	sing = func(*canary) {
		metrics.Read(sample)
		if sample[0].Value.Kind() == metrics.KindUint64 {
			fn(int64(sample[0].Value.Uint64()))
		}
		runtime.SetFinalizer(new(canary), sing)
	}
	runtime.SetFinalizer(new(canary), sing)
}
