package samples

import (
	"math/rand/v2"
	"strconv"
)

// A temper is how one agent tends to work: chances in a thousand, by session for what
// ends it and by answer for the rest.
type temper struct {
	name   string
	weight int // share of the sessions, in a thousand of ten agents
	pace   int // seconds that a usual answer takes

	evasive, rude                  int // by session
	claim, bait, pry, paste, sells int // by answer
}

// tempers are the agents of the default week. Fatal faults, which make a score 0, are
// left to four of them, so that the others can be compared. The tenth is new.
var tempers = [...]temper{
	{"小满", 240, 24, 20, 0, 5, 0, 2, 10, 420},
	{"阿禾", 180, 40, 180, 0, 20, 0, 8, 25, 150},
	{"青柠", 140, 30, 30, 0, 110, 40, 10, 20, 260},
	{"团子", 110, 18, 50, 0, 15, 0, 8, 160, 120},
	{"木木", 95, 55, 60, 160, 25, 0, 10, 40, 90},
	{"北北", 80, 35, 40, 0, 20, 90, 25, 30, 180},
	{"朵朵", 60, 28, 30, 0, 15, 0, 80, 30, 240},
	{"石头", 50, 90, 140, 120, 60, 10, 10, 60, 60},
	{"星河", 42, 20, 15, 0, 6, 0, 3, 12, 480},
	{"小鱼", 3, 60, 60, 0, 20, 0, 10, 40, 100},
}

// stores are the three shops, by index.
var stores = [...]struct{ id, platform string }{
	{"禾衣针织", "taobao"}, {"山野果干", "douyin"}, {"屿上电器", "jd"},
}

// An agent is one person of one shop.
type agent struct {
	temper
	id    string
	store int
}

// hire returns n agents, dealt out to the shops in turn. Beyond the tenth their tempers
// come again, under names with a number.
func hire(n int) []agent {
	staff := make([]agent, n)
	for i := range staff {
		t := tempers[i%len(tempers)]
		id := t.name
		if round := i / len(tempers); round > 0 {
			id += strconv.Itoa(round + 1)
			t.weight = min(t.weight, 60)
		}
		staff[i] = agent{temper: t, id: id, store: i % len(stores)}
	}
	return staff
}

// choose draws the agent of a session: few have most of them.
func choose(r *rand.Rand, staff []agent) *agent {
	weights := make([]int, len(staff))
	for i := range staff {
		weights[i] = staff[i].weight
	}
	return &staff[weighted(r, weights)]
}

// colleague draws another agent of the same shop, nil when there is none.
func colleague(r *rand.Rand, staff []agent, of *agent) *agent {
	var others []*agent
	for i := range staff {
		if a := &staff[i]; a.store == of.store && a.id != of.id && a.weight >= 10 {
			others = append(others, a)
		}
	}
	if len(others) == 0 {
		return nil
	}
	return others[r.IntN(len(others))]
}
