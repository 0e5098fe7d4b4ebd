package rule

import (
	"strconv"

	"go.yaml.in/yaml/v4"

	"chatqc/pipeline/chat"
)

// maxSeconds is a day: no session is longer.
const maxSeconds = 24 * 60 * 60

func (s *source) unless(u *Unless) func(*yaml.Node) {
	return func(n *yaml.Node) { s.fields(n, s.unlessFields(u)) }
}

// unlessFields are the keys below unless, which language.go documents.
func (s *source) unlessFields(u *Unless) map[string]func(*yaml.Node) {
	return map[string]func(*yaml.Node){
		"before": s.texts(&u.Before), "after": s.texts(&u.After), "clause": s.texts(&u.Clause),
		"message": s.texts(&u.Message), "turn": s.texts(&u.Turn),
		"earlier": s.said(&u.Earlier), "next": s.said(&u.Next), "around": s.said(&u.Around),
		"context": s.texts(&u.Context), "rescue": s.rescue(&u.Rescue), "tagged": s.tagged(&u.Tagged),
	}
}

func (s *source) said(said *Said) func(*yaml.Node) {
	return func(n *yaml.Node) {
		said.Messages, said.Say = 1, chat.RoleAgent
		s.fields(n, map[string]func(*yaml.Node){
			"messages": s.whole(&said.Messages, 1, 100), "any": s.texts(&said.Any),
			"say": s.role(&said.Say), "seconds": s.whole(&said.Seconds, 1, maxSeconds),
			"across": s.flag(&said.Across),
		})
		if len(said.Any) == 0 {
			s.fault(n, "got no words, want {messages: 2, any: [帮您问]}")
		}
	}
}

func (s *source) rescue(r *Rescue) func(*yaml.Node) {
	return func(n *yaml.Node) {
		r.Messages = 2
		s.fields(n, map[string]func(*yaml.Node){
			"of": s.texts(&r.Of), "messages": s.whole(&r.Messages, 0, 20), "across": s.flag(&r.Across),
		})
		if len(r.Of) == 0 {
			s.fault(n, "got no kind, want rescue: {of: [step, answer], messages: 2}")
		}
	}
}

// whole reads a whole number.
func (s *source) whole(dst *int, low, high int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		value, err := strconv.Atoi(n.Value)
		if n.Kind != yaml.ScalarNode || err != nil || value < low || value > high {
			s.fault(n, "got %s, want a whole number from %d to %d", kindName(n), low, high)
			return
		}
		*dst = value
	}
}

func (s *source) atLeast(a *AtLeast) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s.fields(n, map[string]func(*yaml.Node){
			"count": s.whole(&a.Count, 2, 20), "of": s.texts(&a.Of), "repeated": s.flag(&a.Repeated),
			"over": choice(s, &a.Over, ScopeMessage, ScopeTurn, ScopeSession),
		})
		if a.Count == 0 || len(a.Of) == 0 {
			s.fault(n, "got no count or no words, want at_least: {count: 2, of: [a, b, c]}")
		}
	}
}

func (s *source) like(l *Like) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s.fields(n, map[string]func(*yaml.Node){
			"share": s.number(&l.Share, 0.3, 1), "of": s.texts(&l.Of),
		})
		if l.Share == 0 || len(l.Of) == 0 {
			s.fault(n, "got no share or no sentences, want like: {share: 0.6, of: [一句话]}")
		}
	}
}

func (s *source) near(near *Near) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s.fields(n, map[string]func(*yaml.Node){
			"of": s.texts(&near.Of), "characters": s.whole(&near.Characters, 1, 50),
			"words": s.whole(&near.Words, 1, 20),
			"order": choice(s, &near.Order, OrderBefore, OrderAfter),
		})
		if len(near.Of) == 0 || (near.Characters > 0) == (near.Words > 0) {
			s.fault(n, "got no cues or not one distance, want near: {of: [a], characters: 6}")
		}
	}
}

func (s *source) tagged(t *Tagged) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s.fields(n, map[string]func(*yaml.Node){
			"before": s.texts(&t.Before), "place": s.texts(&t.Place), "after": s.texts(&t.After),
		})
		if t.empty() {
			s.fault(n, "got no part of speech, want tagged: {after: [v]}")
		}
	}
}

func (s *source) gap(g *Gap) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s.fields(n, map[string]func(*yaml.Node){
			"over": s.whole(&g.Over, 1, maxSeconds), "under": s.whole(&g.Under, 1, maxSeconds),
		})
		if *g == (Gap{}) || g.Under > 0 && g.Over >= g.Under {
			s.fault(n, "got seconds that no gap has, want gap: {over: 60} or {under: 2}")
		}
	}
}

func (s *source) typing(t *Typing) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s.fields(n, map[string]func(*yaml.Node){"over": s.whole(&t.Over, 1, 1000)})
		if t.Over == 0 {
			s.fault(n, "got no speed, want typing: {over: 15}")
		}
	}
}

func (s *source) repeats(r *Repeats) func(*yaml.Node) {
	return func(n *yaml.Node) {
		r.Times = 1
		s.fields(n, map[string]func(*yaml.Node){
			"share": s.number(&r.Share, 0.3, 1), "times": s.whole(&r.Times, 1, 20),
		})
		if r.Share == 0 {
			s.fault(n, "got no share, want repeats: {share: 0.8, times: 2}")
		}
	}
}

func (s *source) position(p *Position) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s.fields(n, map[string]func(*yaml.Node){
			"first": s.whole(&p.First, 1, 100), "last": s.whole(&p.Last, 1, 100),
			"first_seconds": s.whole(&p.FirstSeconds, 1, maxSeconds),
			"last_seconds":  s.whole(&p.LastSeconds, 1, maxSeconds),
		})
		named := 0
		for _, value := range []int{p.First, p.Last, p.FirstSeconds, p.LastSeconds} {
			if value > 0 {
				named++
			}
		}
		if named != 1 {
			s.fault(n, "got %d positions, want one: position: {first: 3} or {last: 3}", named)
		}
	}
}
