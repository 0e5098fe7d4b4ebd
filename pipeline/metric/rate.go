package metric

import (
	"cmp"
	"math"
	"slices"
)

// Z95 is the two-sided 95 % quantile of the normal distribution.
const Z95 = 1.959963984540054

// Wilson returns the score interval of a rate k/n for the two-sided normal quantile
// z. It lies within 0–1, holds k/n, and stays sensible for small n and for rates near
// 0 and 1, where k/n ± z·s does not. For n ≤ 0 nothing is known: 0, 1. k is clamped
// to 0…n.
func Wilson(k, n int64, z float64) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	k = min(max(k, 0), n)
	size, rate := float64(n), float64(k)/float64(n)
	scale := 1 + z*z/size
	centre := (rate + z*z/(2*size)) / scale
	half := z * math.Sqrt(rate*(1-rate)/size+z*z/(4*size*size)) / scale
	low, high = max(centre-half, 0), min(centre+half, 1)
	if k == 0 {
		low = 0
	}
	if k == n {
		high = 1
	}
	return low, high
}

// A Count is K of N.
type Count struct{ K, N int64 }

// A Prior says what is known of an agent's rate before the agent's own sessions are
// seen: the shop's rate, worth so many sessions.
type Prior struct {
	Mean     float64 // 0–1
	Sessions float64 // how many sessions of one's own weigh as much as the prior
}

// maxPriorSessions keeps agents who look alike by chance from being held equal.
const maxPriorSessions = 999

// FitPrior learns the prior of a beta-binomial model from the agents of one shop, by
// moments. With p the rate of all, I agents of n sessions each and N in all,
//
//	S = Σ n (k/n − p)²  has the mean  p(1−p) · ((I−1) + ρ (N − Σn²/N − (I−1)))
//
// where ρ is the share of the variance that lies between agents. The prior is worth
// 1/ρ − 1 sessions: few when agents differ much, many (at most 999) when they differ
// no more than chance makes them. With fewer than two agents there is nobody to learn
// from, and the prior is worth nothing. Any order of counts gives the same bits;
// counts with N ≤ 0 are left out. O(I log I).
func FitPrior(counts []Count) Prior {
	sorted := slices.DeleteFunc(slices.Clone(counts), func(c Count) bool { return c.N <= 0 })
	slices.SortFunc(sorted, func(a, b Count) int {
		return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(a.K, b.K))
	})
	var k, n int64
	var squares float64
	for _, c := range sorted {
		k, n = k+c.K, n+c.N
		squares += float64(c.N) * float64(c.N)
	}
	if n == 0 {
		return Prior{}
	}
	total, rate, groups := float64(n), float64(k)/float64(n), float64(len(sorted)-1)
	prior := Prior{Mean: rate}
	spread := total - squares/total - groups
	if groups < 1 || rate <= 0 || rate >= 1 || spread <= 0 {
		return prior
	}
	var between float64
	for _, c := range sorted {
		d := float64(c.K)/float64(c.N) - rate
		between += float64(c.N) * d * d
	}
	share := (between/(rate*(1-rate)) - groups) / spread
	share = min(max(share, 1/(maxPriorSessions+1.0)), 1)
	prior.Sessions = 1/share - 1
	return prior
}

// Shrink returns the rate k/n drawn towards the prior: an agent with few sessions
// stands near the shop's rate, one with many near their own.
func (p Prior) Shrink(k, n int64) float64 {
	weight := float64(max(n, 0)) + p.Sessions
	if weight == 0 {
		return p.Mean
	}
	return (float64(k) + p.Mean*p.Sessions) / weight
}
