package rule

import (
	"math"
	"math/bits"
	"regexp/syntax"
	"slices"
	"unicode"
)

// A machine says whether an expression matches in a text, and where its first match begins:
// the automaton of positions (Glushkov, Russian Mathematical Surveys 16, 1961), of which
// all that are under way stand in one word or a few, a bit each (Navarro and Raffinot,
// Flexible Pattern Matching in Strings, 2002, chapter 5). It has no states to be made first,
// which is what most patterns would spend their time on: they are tried on few texts, and
// most of these leave nothing under way. Package regexp, which says where a match ends,
// follows each way by itself.
//
// It is read-only and safe for concurrent use.
type machine struct {
	width     int // words of a set of positions; 0 for one that never knows
	always    bool
	whenEmpty bool // matches the empty text
	looksBack bool // asks for the beginning of the text
	endOnly   bool // matches end where the text does
	least     int  // symbols of the shortest match
	most      int  // of the longest text that matches, 0 for any

	atStart, first    []uint64 // positions that begin a match: of the text, elsewhere
	accept, acceptEnd []uint64 // positions that end one: anywhere, at the text's end
	shift             []uint64 // positions that the next position may follow
	branch            []uint64 // positions that others may follow
	groups            []uint8  // by position of branch: the number of that set of others
	follow            []uint64 // by group: the set
	starts            []uint64 // symbols with which a match begins, for machines of several words
	classes           symbolMap
	masks             []uint64 // by class: positions that take its characters
}

// maxWidth bounds machines: 1,024 positions. A longer expression is left to package regexp.
const maxWidth = 16

// A positions is a set of positions while a machine runs.
type positions [maxWidth]uint64

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
	b := builder{program: program, numbers: make([]int32, len(program.Inst)), mark: make([]int, len(program.Inst))}
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
	for i, set := range []*[]uint64{&m.atStart, &m.first, &m.accept, &m.acceptEnd, &m.shift, &m.branch} {
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
		b.eachRange(&b.program.Inst[pc], func(low, high rune) {
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
func (b *builder) eachRange(in *syntax.Inst, fn func(low, high rune)) {
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

func intersect(a, b []uint64) bool {
	for k := range a {
		if a[k]&b[k] != 0 {
			return true
		}
	}
	return false
}

// matches reports whether the expression matches in a text of symbols; ok is false when the
// machine does not know. Linear in the text.
func (m *machine) matches(text []symbol) (found, ok bool) {
	switch {
	case m.width == 0:
		return false, false
	case m.always || len(text) == 0:
		return m.always || m.whenEmpty, true
	case len(text) < m.least || m.most > 0 && len(text) > m.most ||
		m.endOnly && !intersect(m.mask(text[len(text)-1]), m.acceptEnd):
		return false, true
	case m.width == 1:
		return m.run(text, m.atStart[0], m.first[0]), true
	}
	return m.runWide(text, m.atStart, m.first), true
}

// leftmost returns where the leftmost match begins that begins at a symbol of the text or
// after it, −1 when there is none. The machine knows, and does not look back.
func (m *machine) leftmost(text []symbol, from int) int {
	for i := from; i < len(text); i++ {
		if intersect(m.mask(text[i]), m.first) &&
			(m.width == 1 && m.run(text[i:], m.first[0], 0) ||
				m.width > 1 && m.runWide(text[i:], m.first, nil)) {
			return i
		}
	}
	return -1
}

// mask returns the positions that take a symbol.
func (m *machine) mask(s symbol) []uint64 {
	class := int(m.classes.at(s))
	return m.masks[class*m.width : (class+1)*m.width]
}

// run runs a machine of one word over a text: begin are the positions that a match begins
// with at once, later those further on.
func (m *machine) run(text []symbol, begin, later uint64) bool {
	active, accept, shift, branch := uint64(0), m.accept[0], m.shift[0], m.branch[0]
	for _, s := range text {
		next := begin | active&shift<<1
		for left := active & branch; left != 0; left &= left - 1 {
			next |= m.follow[m.groups[bits.TrailingZeros64(left)]]
		}
		active = next & m.masks[m.classes.at(s)]
		if active&accept != 0 {
			return true
		}
		if begin = later; active|later == 0 {
			return false
		}
	}
	return active&m.acceptEnd[0] != 0
}

// runWide is run for a machine of several words; later is nil where no match begins later.
func (m *machine) runWide(text []symbol, begin, later []uint64) bool {
	var active, next positions
	w, alive := m.width, uint64(0)
	for _, s := range text {
		if alive == 0 && m.starts[s>>6]>>(s&63)&1 == 0 {
			begin = later
			continue
		}
		clear(next[:w])
		copy(next[:w], begin)
		if alive != 0 {
			m.spread(next[:w], active[:w])
		}
		mask := m.mask(s)
		alive = 0
		for k := range w {
			active[k] = next[k] & mask[k]
			if active[k]&m.accept[k] != 0 {
				return true
			}
			alive |= active[k]
		}
		if begin = later; alive == 0 && later == nil {
			return false
		}
	}
	for k := range w {
		if active[k]&m.acceptEnd[k] != 0 {
			return true
		}
	}
	return false
}

// spread adds to next what follows the positions under way.
func (m *machine) spread(next, active []uint64) {
	var seen [4]uint64
	carry, w := uint64(0), len(next)
	for k, word := range active {
		shifted := word & m.shift[k]
		next[k] |= shifted<<1 | carry
		carry = shifted >> 63
		for left := word & m.branch[k]; left != 0; left &= left - 1 {
			group := m.groups[k<<6+bits.TrailingZeros64(left)]
			if seen[group>>6]>>(group&63)&1 == 1 {
				continue
			}
			seen[group>>6] |= 1 << (group & 63)
			for i, f := range m.follow[int(group)*w : (int(group)+1)*w] {
				next[i] |= f
			}
		}
	}
}
