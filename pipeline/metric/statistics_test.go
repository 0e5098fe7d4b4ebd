package metric

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

func near(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }

func TestZ95(t *testing.T) {
	if want := distuv.UnitNormal.Quantile(0.975); !near(Z95, want, 1e-14) {
		t.Errorf("Z95 = %v, want %v", Z95, want)
	}
}

func TestWilson(t *testing.T) {
	// The values of Newcombe (1998), table I, method 3.
	tests := []struct {
		k, n      int64
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
		{20, 20, 0.8389, 1},
		{0, 0, 0, 1},
		{7, 5, 0.5655, 1},
	}
	for _, tt := range tests {
		low, high := Wilson(tt.k, tt.n, Z95)
		if !near(low, tt.low, 5e-5) || !near(high, tt.high, 5e-5) {
			t.Errorf("Wilson(%d, %d) = %.4f, %.4f; want %.4f, %.4f",
				tt.k, tt.n, low, high, tt.low, tt.high)
		}
	}
}

// The ends of the score interval are the rates from which k/n lies z standard errors
// away.
func TestWilsonSolvesItsEquation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1_000_000).Draw(t, "n")
		k := rapid.Int64Range(0, n).Draw(t, "k")
		low, high := Wilson(k, n, Z95)
		rate := float64(k) / float64(n)
		if low < 0 || low > rate || high < rate || high > 1 {
			t.Fatalf("Wilson(%d, %d) = %v, %v does not hold %v", k, n, low, high, rate)
		}
		for _, end := range []float64{low, high} {
			distance := math.Abs(rate-end) / math.Sqrt(end*(1-end)/float64(n))
			if end > 0 && end < 1 && !near(distance, Z95, 1e-4) {
				t.Fatalf("Wilson(%d, %d): %v lies %v standard errors away", k, n, end, distance)
			}
		}
	})
}

func TestStudentT95(t *testing.T) {
	for _, freedom := range []int64{1, 2, 3, 7, 30, 299, 100_000, 2_000_000} {
		want := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(freedom)}.Quantile(0.975)
		if got := StudentT95(freedom); !near(got, want, 1e-5*want) {
			t.Errorf("StudentT95(%d) = %v, want %v", freedom, got, want)
		}
	}
}

func TestMeanIsTheTextbookIntervalForOneWaitEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		waits := rapid.SliceOfN(rapid.Int64Range(0, 86_400_000_000), 2, 50).Draw(t, "waits")
		var mean Mean
		values := make([]float64, len(waits))
		for i, micros := range waits {
			mean.Add(micros, 1)
			values[i] = float64(micros) / 1e6
		}
		center, deviation := stat.MeanStdDev(values, nil)
		half := StudentT95(int64(len(waits)-1)) * deviation / math.Sqrt(float64(len(waits)))
		got, _ := mean.Seconds()
		low, high, ok := mean.Interval95()
		tolerance := 1e-9 * (1 + center)
		if !ok || !near(got, center, tolerance) || !near(high, center+half, tolerance) ||
			!near(low, max(center-half, 0), tolerance) {
			t.Fatalf("mean %v (%v, %v), want %v ± %v", got, low, high, center, half)
		}
	})
}

func TestMeanKnowsNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		waits := rapid.SliceOfN(rapid.Int64Range(0, 1<<40), 1, 30).Draw(t, "waits")
		order := rapid.Permutation(waits).Draw(t, "order")
		cut := rapid.IntRange(0, len(order)).Draw(t, "cut")
		var whole, left, right Mean
		for _, micros := range waits {
			whole.Add(micros, micros%3)
		}
		for i, micros := range order {
			if part := &left; i < cut {
				part.Add(micros, micros%3)
			} else {
				right.Add(micros, micros%3)
			}
		}
		merged := left
		merged.Merge(&right)
		if merged != whole {
			t.Fatalf("merged %+v, want %+v", merged, whole)
		}
	})
}

func TestMeanOfFewSessions(t *testing.T) {
	var mean Mean
	if _, ok := mean.Seconds(); ok {
		t.Error("an empty Mean has a value")
	}
	mean.Add(30_000_000, 2)
	mean.Add(99, 0)
	if got, ok := mean.Seconds(); got != 15 || !ok {
		t.Errorf("mean = %v, %v; want 15", got, ok)
	}
	if _, _, ok := mean.Interval95(); ok {
		t.Error("one session has an interval")
	}
	mean.Add(15_000_000, 1)
	if low, high, ok := mean.Interval95(); low != 15 || high != 15 || !ok {
		t.Errorf("interval of equal waits = %v, %v, %v; want 15, 15", low, high, ok)
	}
}

func TestFitPrior(t *testing.T) {
	tests := []struct {
		name              string
		counts            []Count
		mean              float64
		fewest, most      float64 // sessions the prior may be worth
		k, n              int64
		shrunkLow, shrunk float64
	}{
		{"agents alike: all rates are the shop's",
			[]Count{{10, 100}, {11, 100}, {9, 100}, {10, 100}}, 0.1, 998, 999, 5, 10, 0.1, 0.11},
		{"agents differ: each keeps their own",
			[]Count{{1, 100}, {50, 100}, {95, 100}}, 146. / 300, 0, 5, 9, 10, 0.7, 0.9},
		{"one agent: nobody to learn from", []Count{{3, 10}}, 0.3, 0, 0, 3, 10, 0.3, 0.3},
		{"nothing happened", []Count{{0, 10}, {0, 20}}, 0, 0, 0, 0, 10, 0, 0},
		{"no sessions", []Count{{0, 0}}, 0, 0, 0, 0, 0, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := FitPrior(tt.counts)
			if !near(p.Mean, tt.mean, 1e-12) || p.Sessions < tt.fewest || p.Sessions > tt.most+1e-9 {
				t.Errorf("FitPrior = %+v, want mean %v and %v–%v sessions",
					p, tt.mean, tt.fewest, tt.most)
			}
			if got := p.Shrink(tt.k, tt.n); got < tt.shrunkLow || got > tt.shrunk {
				t.Errorf("Shrink(%d, %d) = %v, want %v–%v", tt.k, tt.n, got, tt.shrunkLow, tt.shrunk)
			}
		})
	}
}

func TestFitPriorKnowsNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Count {
			n := rapid.Int64Range(0, 500).Draw(t, "n")
			return Count{rapid.Int64Range(0, n).Draw(t, "k"), n}
		}), 0, 20).Draw(t, "counts")
		p := FitPrior(counts)
		if q := FitPrior(rapid.Permutation(counts).Draw(t, "order")); p != q {
			t.Fatalf("FitPrior = %+v, in another order %+v", p, q)
		}
		for _, c := range counts {
			if got := p.Shrink(c.K, c.N); got < 0 || got > 1 {
				t.Fatalf("Shrink(%d, %d) = %v, want 0–1", c.K, c.N, got)
			}
		}
	})
}

func TestQuantile(t *testing.T) {
	tests := []struct {
		values []float64
		p      float64
		want   float64
	}{
		{[]float64{3, 1, 2}, 0.5, 2},
		{[]float64{4, 1, 3, 2}, 0.5, 2.5},
		{[]float64{10, 0}, 0.9, 9},
		{[]float64{7}, 0.5, 7},
		{[]float64{1, 2, 3}, 0, 1},
		{[]float64{1, 2, 3}, 1, 3},
	}
	for _, tt := range tests {
		if got, ok := Quantile(tt.values, tt.p); got != tt.want || !ok {
			t.Errorf("Quantile(%v, %v) = %v, want %v", tt.values, tt.p, got, tt.want)
		}
	}
	if _, ok := Quantile(nil, 0.5); ok {
		t.Error("Quantile of nothing has a value")
	}
}
