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
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.worst, w.best
}

// highlight looks at the clearest findings of one agent's rules.
func (w *Week) highlight(faults, praised []*group) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, g := range faults {
		if w.worst == nil || clearerFirst(g.example(), w.worst) < 0 {
			w.worst = g.example()
		}
	}
	for _, g := range praised {
		if w.best == nil || betterFirst(g.example(), w.best) < 0 {
			w.best = g.example()
		}
	}
}

func betterFirst(a, b *table.Finding) int {
	return cmp.Or(
		compareFalseFirst(a.Dimension != string(chat.Selling), b.Dimension != string(chat.Selling)),
		clearerFirst(a, b),
	)
}
