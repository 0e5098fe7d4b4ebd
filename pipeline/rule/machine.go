package rule

import (
	"encoding/binary"
	"maps"
	"regexp/syntax"
	"slices"
)

// A machine says whether an expression matches anywhere in a text: a deterministic
// automaton whose states are made when they are first reached (Thompson 1968; Cox, Regular
// Expression Matching: the Virtual Machine Approach, 2009, for RE2). It takes one step a
// character, where package regexp tries each way by itself; most texts that are tried do not
// match, and then that is all. It is not for concurrent use: take one a Matcher.
type machine struct {
	program  *syntax.Prog
	alphabet *alphabet
	classes  []uint8 // by symbol, plus 1; 0 is one that was not met yet
	sets     map[string]uint8
	members  []rune // of each class: one character

	cuts      []rune  // where what the expression takes begins or ends
	intervals []uint8 // the class of the characters up to each cut, plus 1

	least, most int    // how long a text is that matches; most is −1 for any length
	last        []bool // by symbol: a text that matches may end with it; nil for any

	table  []int32 // by state and class, in rows of 1<<shift
	shift  uint
	states []machineState
	known  map[string]int32
	begin  int32 // the state at the beginning of a text
	mark   []int
	marks  int
}

// What stands in the table besides the number of the next state, plus 1.
const (
	unknownState = 0
	deadState    = -1 // nothing can match any more
	matchedState = -2
)

// A machineState is a set of instructions that are under way.
type machineState struct {
	under     []uint32
	over      bool // something matched, or nothing can any more
	accepts   bool // something matched
	acceptEnd bool // something matches if the text ends here
}

// The bounds of a machine. One that outgrows them says that it does not know, and package
// regexp decides.
const (
	maxMachineStates  = 512
	maxMachineClasses = 254
)

// newMachine returns a machine for a valid expression. One that asks for more than the
// beginning and the end of a text, such as the border of a word, never knows.
func newMachine(expression string, a *alphabet) *machine {
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return &machine{}
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil || asksMore(program) {
		return &machine{}
	}
	m := &machine{
		program: program, alphabet: a, classes: make([]uint8, a.count),
		sets: map[string]uint8{}, known: map[string]int32{}, mark: make([]int, len(program.Inst)),
		shift: 3,
	}
	cuts := map[rune]bool{}
	addCuts(cuts, parsed)
	m.cuts = slices.Sorted(maps.Keys(cuts))
	m.intervals = make([]uint8, len(m.cuts)+1)
	m.measure(measureOf(parsed))
	m.begin = m.state([]uint32{uint32(program.Start)}, syntax.EmptyBeginText)
	return m
}

// measure keeps what lengths and last characters say.
func (m *machine) measure(size measure) {
	m.least, m.most = size.least, size.most
	if size.last == nil {
		return
	}
	m.last = make([]bool, m.alphabet.count)
	for i := 0; i+1 < len(size.last); i += 2 {
		for s := m.alphabet.of(size.last[i]); s <= m.alphabet.of(size.last[i+1]); s++ {
			m.last[s] = true
		}
	}
}

func asksMore(program *syntax.Prog) bool {
	const handled = syntax.EmptyBeginText | syntax.EmptyEndText
	return slices.ContainsFunc(program.Inst, func(in syntax.Inst) bool {
		return in.Op == syntax.InstEmptyWidth && syntax.EmptyOp(in.Arg)&^handled != 0
	})
}

// matches reports whether the expression matches in a text of symbols; ok is false when the
// machine has outgrown its bounds and does not know.
func (m *machine) matches(text []symbol) (found, ok bool) {
	if m.program == nil {
		return false, false
	}
	if len(text) < m.least || m.most >= 0 && len(text) > m.most ||
		m.last != nil && len(text) > 0 && !m.last[text[len(text)-1]] {
		return false, true
	}
	at := m.begin
	if m.states[at].over {
		return m.states[at].accepts, true
	}
	for _, s := range text {
		class := m.classes[s]
		if class == 0 {
			if class = m.class(s); class == 0 {
				return false, false
			}
		}
		next := m.table[int(at)<<m.shift+int(class)]
		if next == unknownState {
			if next = m.step(at, class); next == unknownState {
				return false, false
			}
		}
		if next < 0 {
			return next == matchedState, true
		}
		at = next - 1
	}
	return m.states[at].acceptEnd, true
}

// class finds the class of a symbol: symbols that the same instructions take are one. It
// returns 0 when there are too many.
func (m *machine) class(s symbol) uint8 {
	r := m.alphabet.first[s]
	interval, on := slices.BinarySearch(m.cuts, r)
	if on {
		interval++
	}
	if m.intervals[interval] == 0 {
		m.intervals[interval] = m.newClass(r)
	}
	m.classes[s] = m.intervals[interval]
	return m.classes[s]
}

func (m *machine) newClass(r rune) uint8 {
	var key []byte
	for i := range m.program.Inst {
		if takes(&m.program.Inst[i], r) {
			key = binary.AppendUvarint(key, uint64(i))
		}
	}
	class, known := m.sets[string(key)]
	if !known {
		if len(m.members) == maxMachineClasses {
			return 0
		}
		m.members = append(m.members, r)
		class = uint8(len(m.members))
		m.sets[string(key)] = class
		if int(class) >= 1<<m.shift {
			m.widen()
		}
	}
	return class
}

// widen makes room for twice as many classes.
func (m *machine) widen() {
	wide := make([]int32, 2*len(m.table))
	for i := range m.states {
		copy(wide[i<<(m.shift+1):], m.table[i<<m.shift:(i+1)<<m.shift])
	}
	m.table = wide
	m.shift++
}

func takes(in *syntax.Inst, r rune) bool {
	switch in.Op {
	case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		return in.MatchRune(r)
	}
	return false
}

// step makes the state that follows another by a class, and returns what the table says of
// it: unknownState when there are too many. A match may begin anywhere, so the first
// instruction is always under way too.
func (m *machine) step(from int32, class uint8) int32 {
	var under []uint32
	for _, pc := range m.states[from].under {
		if in := &m.program.Inst[pc]; takes(in, m.members[class-1]) {
			under = append(under, in.Out)
		}
	}
	to := m.state(append(under, uint32(m.program.Start)), 0)
	entry := to + 1
	switch {
	case to < 0:
		return unknownState
	case m.states[to].accepts:
		entry = matchedState
	case m.states[to].over:
		entry = deadState
	}
	m.table[int(from)<<m.shift+int(class)] = entry
	return entry
}

// state returns the state of the instructions that follow from some without a character,
// where the text stands as flags say.
func (m *machine) state(from []uint32, flags syntax.EmptyOp) int32 {
	s := machineState{}
	s.under, s.accepts = m.follow(from, flags)
	if _, s.acceptEnd = m.follow(s.under, flags|syntax.EmptyEndText); s.accepts {
		s.under = nil // what comes after does not matter
	}
	slices.Sort(s.under)
	key := []byte{0, byte(flags)}
	if s.accepts {
		key[0] |= 1
	}
	for _, pc := range s.under {
		key = binary.AppendUvarint(key, uint64(pc))
	}
	if known, ok := m.known[string(key)]; ok {
		return known
	}
	if len(m.states) == maxMachineStates {
		return -1
	}
	s.over = len(s.under) == 0
	m.table = append(m.table, make([]int32, 1<<m.shift)...)
	m.states = append(m.states, s)
	m.known[string(key)] = int32(len(m.states) - 1)
	return int32(len(m.states) - 1)
}

// follow goes on from instructions for as long as no character is taken. It returns those
// that wait for one, or for the end of the text.
func (m *machine) follow(from []uint32, flags syntax.EmptyOp) (under []uint32, accepts bool) {
	m.marks++
	stack := slices.Clone(from)
	for len(stack) > 0 {
		pc := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if m.mark[pc] == m.marks {
			continue
		}
		m.mark[pc] = m.marks
		switch in := &m.program.Inst[pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			stack = append(stack, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			stack = append(stack, in.Out)
		case syntax.InstMatch:
			accepts = true
		case syntax.InstEmptyWidth:
			if want := syntax.EmptyOp(in.Arg); want&^flags == 0 {
				stack = append(stack, in.Out)
			} else if want&syntax.EmptyEndText != 0 {
				under = append(under, pc)
			}
		case syntax.InstFail:
		default:
			under = append(under, pc)
		}
	}
	return under, accepts
}
