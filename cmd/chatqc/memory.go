package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"

	"chatqc/pipeline"
)

// units of sizes, the longer ones first.
var units = []struct {
	name  string
	bytes float64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40}}

// parseMemory reads a size such as 256MiB or 1.5GiB.
func parseMemory(s string) (int64, error) {
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

// useMemory makes the collector work harder as the heap nears the size, instead of letting it
// grow to three times what is live. What the rules and the dictionary hold already comes on
// top: a limit that is always exceeded would cost half the time and save nothing.
func useMemory(size int64) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	debug.SetMemoryLimit(size + int64(stats.HeapAlloc))
}
