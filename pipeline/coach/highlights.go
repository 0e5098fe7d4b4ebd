package coach

import (
	"cmp"

	"chatqc/pipeline/chat"
	"chatqc/pipeline/table"
)

// Highlights returns the worst and the best sentence of the week over all shops and
// agents: the gravest fault, and the praised sentence with the most points, selling
// phrases before courtesies; of equals the clearest and earliest. Only valid sessions
// are looked at; nil where there is none. Evidence is left out.
func (w *Week) Highlights() (worst, best *table.Finding) {
	for _, a := range w.agents {
		for i := range a.findings {
			f := &a.findings[i]
			switch {
			case !f.SessionValid:
			case isFault(f) && (worst == nil || clearerFirst(f, worst) < 0):
				worst = f
			case isPraise(f) && (best == nil || betterFirst(f, best) < 0):
				best = f
			}
		}
	}
	return clone(worst), clone(best)
}

func betterFirst(a, b *table.Finding) int {
	return cmp.Or(
		compareFalseFirst(a.Dimension != string(chat.Selling), b.Dimension != string(chat.Selling)),
		clearerFirst(a, b),
	)
}

func clone(f *table.Finding) *table.Finding {
	if f == nil {
		return nil
	}
	copied := *f
	return &copied
}
