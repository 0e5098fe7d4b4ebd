package rule

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// each calls do with 0 to count−1, on all cores, and returns when all are done.
func each(count int, do func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), count) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < count; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
}
