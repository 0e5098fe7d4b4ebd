package rule

import (
	"math"
	"regexp/syntax"
	"slices"
	"unicode"
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
	n := len(program.Inst)
	b := builder{program: program, numbers: make([]int32, n), mark: make([]int, n)}
	for pc := range program.Inst {
		b.numbers[pc] = -1
		if takesRune(&program.Inst[pc]) {
			b.numbers[pc] = int32(len(b.order))
			b.order = append(b.order, uint32(pc))
		}
	}
	if b.machine.width = max((len(b.order)+63)/64, 1); b.machine.width > maxWidth {
		return &machine{}
	}
	if b.link(); b.machine.width == 0 {
		return &machine{}
	}
	b.classify(parsed, a)
	b.machine.measure()
	b.machine.pack()
	return &b.machine
}

func asksMore(program *syntax.Prog) bool {
	const handled = syntax.EmptyBeginText | syntax.EmptyEndText
	return slices.ContainsFunc(program.Inst, func(in syntax.Inst) bool {
		return in.Op == syntax.InstEmptyWidth && syntax.EmptyOp(in.Arg)&^handled != 0
	})
}

func takesRune(in *syntax.Inst) bool {
	switch in.Op {
	case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		return true
	}
	return false
}

// A builder makes a machine.
type builder struct {
	machine
	program *syntax.Prog
	numbers []int32  // by instruction: its position, or −1
	order   []uint32 // by position: its instruction
	mark    []int
	marks   int
}

// link finds what follows what.
func (b *builder) link() {
	m, w := &b.machine, b.machine.width
	sets := make([]uint64, 7*w)
	for i, set := range []*[]uint64{
		&m.atStart, &m.first, &m.accept, &m.acceptEnd, &m.shift, &m.branch,
	} {
		*set = sets[i*w : (i+1)*w]
	}
	follow := sets[6*w:]
	start := uint32(b.program.Start)
	b.close(m.first, start, 0)
	m.always = b.close(m.atStart, start, syntax.EmptyBeginText) ||
		b.close(nil, start, syntax.EmptyEndText)
	m.whenEmpty = b.close(nil, start, syntax.EmptyBeginText|syntax.EmptyEndText)
	m.looksBack = !slices.Equal(m.atStart, m.first)
	for p, pc := range b.order {
		if m.width == 0 {
			return
		}
		out := b.program.Inst[pc].Out
		clear(follow)
		if b.close(follow, out, 0) {
			m.accept[p>>6] |= 1 << (p & 63)
		}
		m.lead(p, follow)
		if b.close(nil, out, syntax.EmptyEndText) {
			m.acceptEnd[p>>6] |= 1 << (p & 63)
		}
	}
}

// lead notes what follows a position. In a gap such as [^,]{0,8}, each position is followed by
// the next one and by what all others are followed by: a shift and one set for all of them,
// where a set for each would be joined eight times a character.
func (m *machine) lead(p int, follow []uint64) {
	if next := p + 1; next>>6 < m.width && follow[next>>6]>>(next&63)&1 == 1 {
		m.shift[p>>6] |= 1 << (p & 63)
		follow[next>>6] &^= 1 << (next & 63)
	}
	m.groups = append(m.groups, 0)
	if !slices.ContainsFunc(follow, func(word uint64) bool { return word != 0 }) {
		return
	}
	m.branch[p>>6] |= 1 << (p & 63)
	group, w := 0, m.width
	for group*w < len(m.follow) && !slices.Equal(m.follow[group*w:(group+1)*w], follow) {
		group++
	}
	if group > math.MaxUint8 {
		m.width = 0 // it never knows
		return
	}
	if group*w == len(m.follow) {
		m.follow = append(m.follow, follow...)
	}
	m.groups[p] = uint8(group)
}

// close adds the positions that can be reached from an instruction without a character to
// a set, unless it is nil, where the text stands as flags say. It reports whether a match
// can be.
func (b *builder) close(set []uint64, from uint32, flags syntax.EmptyOp) (matches bool) {
	b.marks++
	stack := []uint32{from}
	for len(stack) > 0 {
		pc := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if b.mark[pc] == b.marks {
			continue
		}
		b.mark[pc] = b.marks
		switch in := &b.program.Inst[pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			stack = append(stack, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			stack = append(stack, in.Out)
		case syntax.InstMatch:
			matches = true
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^flags == 0 {
				stack = append(stack, in.Out)
			}
		case syntax.InstFail:
		default:
			if p := b.numbers[pc]; set != nil {
				set[p>>6] |= 1 << (p & 63)
			}
		}
	}
	return matches
}

// classify finds the classes of characters that the same positions take. Class 0 is the one
// of the most symbols.
func (b *builder) classify(parsed *syntax.Regexp, a *alphabet) {
	var ends []rune // of intervals of characters that no position tells apart
	eachCut(parsed, func(r rune) { ends = append(ends, r) })
	slices.Sort(ends)
	ends = slices.Compact(ends)
	w := b.machine.width
	takes := make([]uint64, (len(ends)+1)*w)
	for p, pc := range b.order {
		eachRange(&b.program.Inst[pc], func(low, high rune) {
			from, to := interval(ends, low), interval(ends, high)
			for i := from; i <= to; i++ {
				takes[i*w+p>>6] |= 1 << (p & 63)
			}
		})
	}
	b.machine.number(ends, takes, a)
}

// interval returns the number of cuts that are not above a character.
func interval(ends []rune, r rune) int {
	at, found := slices.BinarySearch(ends, r)
	if found {
		at++
	}
	return at
}

// eachRange calls fn with the ranges of characters that an instruction takes.
func eachRange(in *syntax.Inst, fn func(low, high rune)) {
	switch {
	case in.Op == syntax.InstRuneAny:
		fn(0, unicode.MaxRune)
	case in.Op == syntax.InstRuneAnyNotNL:
		fn(0, '\n'-1)
		fn('\n'+1, unicode.MaxRune)
	case len(in.Rune) == 1:
		r := in.Rune[0]
		fn(r, r)
		if syntax.Flags(in.Arg)&syntax.FoldCase != 0 {
			for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
				fn(f, f)
			}
		}
	default:
		for i := 0; i+1 < len(in.Rune); i += 2 {
			fn(in.Rune[i], in.Rune[i+1])
		}
	}
}

// number numbers the classes. takes are the positions that take the characters of each
// interval.
func (m *machine) number(ends []rune, takes []uint64, a *alphabet) {
	classes, sizes := make([]uint16, len(ends)+1), []int{}
	for i := range classes {
		mask := takes[i*m.width : (i+1)*m.width]
		class := 0
		for class < len(sizes) && !slices.Equal(m.masks[class*m.width:(class+1)*m.width], mask) {
			class++
		}
		if class == len(sizes) {
			m.masks, sizes = append(m.masks, mask...), append(sizes, 0)
		}
		low, high := a.span(ends, i)
		classes[i], sizes[class] = uint16(class), sizes[class]+int(high-low)
	}
	largest := uint16(slices.Index(sizes, slices.Max(sizes)))
	for k := range m.width {
		m.masks[k], m.masks[int(largest)*m.width+k] = m.masks[int(largest)*m.width+k], m.masks[k]
	}
	m.classes = newSymbolMap(a.count)
	for i, class := range classes {
		switch class {
		case largest:
			continue
		case 0:
			class = largest
		}
		low, high := a.span(ends, i)
		for s := low; s < high; s++ {
			m.classes.add(symbol(s), class)
		}
	}
	m.classes.seal()
	if m.width > 1 {
		m.starts = make([]uint64, a.count/64+1)
		for s := range a.count {
			if mask := m.mask(symbol(s)); intersect(mask, m.first) || intersect(mask, m.atStart) {
				m.starts[s>>6] |= 1 << (s & 63)
			}
		}
	}
}

// maxMeasured is how many symbols a text has at most that is told by its length.
const maxMeasured = 80

// measure finds how long what matches is, by running over any characters at all.
func (m *machine) measure() {
	var active, next positions
	w := m.width
	m.endOnly = !intersect(m.accept, m.accept)
	copy(active[:w], m.atStart)
	for k, word := range m.first {
		active[k] |= word
	}
	for n := 1; n <= maxMeasured; n++ {
		if m.least == 0 && (intersect(active[:w], m.accept) || intersect(active[:w], m.acceptEnd)) {
			m.least = n
		}
		clear(next[:w])
		m.spread(next[:w], active[:w])
		if active = next; !intersect(active[:w], active[:w]) {
			if m.endOnly && !intersect(m.first, m.first) {
				m.most = n
			}
			break
		}
	}
}

// pack moves what the machine reads while it runs into one piece of memory: machines are many,
// each is run now and then, and each piece would be a miss.
func (m *machine) pack() {
	words := []*[]uint64{
		&m.atStart, &m.first, &m.accept, &m.acceptEnd, &m.shift, &m.branch, &m.starts,
		&m.classes.members, &m.masks, &m.follow,
	}
	size := 0
	for _, part := range words {
		size += len(*part)
	}
	piece := make([]uint64, 0, size)
	for _, part := range words {
		begin := len(piece)
		piece = append(piece, *part...)
		*part = piece[begin:len(piece):len(piece)]
	}
	small := make([]uint16, 0, len(m.classes.ranks)+len(m.classes.values))
	small = append(append(small, m.classes.ranks...), m.classes.values...)
	ranks := len(m.classes.ranks)
	m.classes.ranks, m.classes.values = small[:ranks:ranks], small[ranks:]
}
