package metric

import (
	"math"
	"math/big"
	"math/bits"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// A Mean sums up waiting times, session by session. Its value is the mean over the
// waits; its interval treats the session as the unit that was drawn, because the
// waits within one session resemble each other. The sums are integers: any order of
// Add and Merge gives the same bits. The zero value is empty; a Mean is not for
// concurrent use and takes constant memory.
type Mean struct {
	sessions, waits, micros int64
	// Σ micros², Σ micros·waits and Σ waits² over sessions.
	microsSquared, cross, waitsSquared wide
}

// Add counts one session with the sum of its waits, in microseconds, and their number.
// Sessions without a wait are passed over.
func (m *Mean) Add(micros, waits int64) {
	if waits <= 0 || micros < 0 {
		return
	}
	m.sessions++
	m.waits += waits
	m.micros += micros
	m.microsSquared.add(product(micros, micros))
	m.cross.add(product(micros, waits))
	m.waitsSquared.add(product(waits, waits))
}

// Merge adds all that b has counted.
func (m *Mean) Merge(b *Mean) {
	m.sessions, m.waits, m.micros = m.sessions+b.sessions, m.waits+b.waits, m.micros+b.micros
	m.microsSquared.add(b.microsSquared)
	m.cross.add(b.cross)
	m.waitsSquared.add(b.waitsSquared)
}

// Remove takes away all that b has counted, which must have been merged in.
func (m *Mean) Remove(b *Mean) {
	m.sessions, m.waits, m.micros = m.sessions-b.sessions, m.waits-b.waits, m.micros-b.micros
	m.microsSquared.sub(b.microsSquared)
	m.cross.sub(b.cross)
	m.waitsSquared.sub(b.waitsSquared)
}

// Waits returns the number of waits, the denominator of the mean.
func (m *Mean) Waits() int64 { return m.waits }

// Sessions returns the number of sessions with a wait.
func (m *Mean) Sessions() int64 { return m.sessions }

// Seconds returns the mean wait; ok is false when there is none.
func (m *Mean) Seconds() (seconds float64, ok bool) {
	if m.waits == 0 {
		return 0, false
	}
	return float64(m.micros) / (1e6 * float64(m.waits)), true
}

// Interval95 returns the 95 % t interval of the mean in seconds, cut off at 0; ok is
// false with fewer than two sessions. With one wait a session it is the textbook
// interval; otherwise it is that of a ratio of sums, n/(n−1) · Σ(y − r·x)² / (Σx)².
func (m *Mean) Interval95() (low, high float64, ok bool) {
	if m.sessions < 2 {
		return 0, 0, false
	}
	mean, _ := m.Seconds()
	n := float64(m.sessions)
	deviation := math.Sqrt(m.residuals()*n/(n-1)) / float64(m.waits) / 1e6
	half := StudentT95(m.sessions-1) * deviation
	return max(mean-half, 0), mean + half, true
}

// residuals returns Σ(y − r·x)² with r = Y/X, that is (X²Σy² − 2XYΣxy + Y²Σx²) / X².
// The terms nearly cancel where waits are alike, so they are added up exactly.
func (m *Mean) residuals() float64 {
	x, y := big.NewInt(m.waits), big.NewInt(m.micros)
	sum, term := new(big.Int), new(big.Int)
	sum.Mul(sum.Mul(x, x), m.microsSquared.big())
	term.Mul(term.Mul(x, y), m.cross.big())
	sum.Sub(sum, term.Lsh(term, 1))
	term.Mul(term.Mul(y, y), m.waitsSquared.big())
	sum.Add(sum, term)
	quotient, _ := new(big.Rat).SetFrac(sum, x.Mul(x, x)).Float64()
	return quotient
}

// StudentT95 returns the two-sided 95 % quantile of Student's t distribution with the
// given degrees of freedom, at least 1.
func StudentT95(freedom int64) float64 {
	nu := float64(max(freedom, 1))
	if nu > 1e6 {
		return Z95
	}
	x := mathext.InvRegIncBeta(nu/2, 0.5, 0.05)
	return math.Sqrt(nu * (1 - x) / x)
}

// Quantile returns the exact quantile p (0–1) of values, interpolated between
// neighbours as DuckDB's quantile_cont and pandas do; ok is false without values. It
// sorts the values in place.
func Quantile(values []float64, p float64) (value float64, ok bool) {
	if len(values) == 0 {
		return 0, false
	}
	slices.Sort(values)
	at := min(max(p, 0), 1) * float64(len(values)-1)
	below := int(at)
	if below == len(values)-1 {
		return values[below], true
	}
	return values[below] + (at-float64(below))*(values[below+1]-values[below]), true
}

// wide is an unsigned integer of 128 bits: squares of microseconds do not fit in 64.
type wide struct{ high, low uint64 }

func product(a, b int64) (w wide) {
	w.high, w.low = bits.Mul64(uint64(a), uint64(b))
	return w
}

func (w *wide) add(v wide) {
	var carry uint64
	w.low, carry = bits.Add64(w.low, v.low, 0)
	w.high, _ = bits.Add64(w.high, v.high, carry)
}

func (w *wide) sub(v wide) {
	var borrow uint64
	w.low, borrow = bits.Sub64(w.low, v.low, 0)
	w.high, _ = bits.Sub64(w.high, v.high, borrow)
}

func (w wide) big() *big.Int {
	high := new(big.Int).SetUint64(w.high)
	return high.Add(high.Lsh(high, 64), new(big.Int).SetUint64(w.low))
}
