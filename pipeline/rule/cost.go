package rule

import (
	"regexp/syntax"
	"strings"
)

// maxSteps is how many steps an expression may take for each character of a text
// written against it. A step takes about 4 ns, and a run with the shipped rules about 1,200 ns
// for each character of a text that is made of their words, so this is what twice the run
// comes to.
const maxSteps = 600

// cheapInstructions is the length of a program that cannot exceed maxSteps: not so many
// instructions are ever under way at once.
const cheapInstructions = maxSteps

// hostileRunes is how long the texts are that an expression is counted on.
const hostileRunes = 400

// worstSteps returns the steps of the dearest alternative of an expression: each is tried by
// itself.
func worstSteps(expression string) (worst float64) {
	for _, part := range splitAlternatives(expression) {
		if parsed, err := syntax.Parse(part, syntax.Perl); err == nil {
			worst = max(worst, steps(parsed))
		}
	}
	return worst
}

// steps returns how many steps an expression takes at worst for each character of a text
// that is made to keep many of its ways open: 0 for one that is too short to matter. It
// counts and measures no time, so lint says the same on every machine.
func steps(parsed *syntax.Regexp) float64 {
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil || len(program.Inst) <= cheapInstructions {
		return 0
	}
	worst := 0.0
	for _, bait := range baits(parsed) {
		text := []rune(bait)
		for len(text) > 0 && len(text) < hostileRunes {
			text = append(text, text...)
		}
		if len(text) > 0 {
			worst = max(worst, float64(countSteps(program, text))/float64(len(text)))
		}
	}
	return worst
}

// baits returns texts that the expression almost matches, each way, and beginnings of them,
// that it sets out on again and again.
func baits(parsed *syntax.Regexp) (texts []string) {
	for _, way := range []int{0, 1} {
		var b strings.Builder
		writeBait(&b, parsed, way)
		runes := []rune(b.String())
		for _, length := range []int{1, 2, 3, len(runes) - 1} {
			if length > 0 && length <= len(runes) {
				texts = append(texts, string(runes[:length]))
			}
		}
	}
	return texts
}

// maxBait bounds the repetitions in a hostile text.
const maxBait = 40

// writeBait writes a text that the expression matches, by the longest way or the first.
func writeBait(b *strings.Builder, re *syntax.Regexp, way int) {
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		if len(re.Rune) > 0 {
			b.WriteRune(re.Rune[0])
		}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteString("字")
	case syntax.OpRepeat, syntax.OpStar, syntax.OpPlus, syntax.OpQuest:
		times := re.Max
		if re.Op != syntax.OpRepeat {
			times = 1 + way
		}
		if times < 0 || times > maxBait {
			times = maxBait
		}
		for range times {
			writeBait(b, re.Sub[0], way)
		}
	case syntax.OpAlternate:
		writeBait(b, re.Sub[way*(len(re.Sub)-1)], way)
	default:
		for _, sub := range re.Sub {
			writeBait(b, sub, way)
		}
	}
}

// countSteps runs all ways of a program over the text at once, beginning one at every
// character (Thompson, CACM 11(6), 1968), and counts the instructions looked at.
func countSteps(program *syntax.Prog, text []rune) (count int) {
	var now, next []uint32
	seen := make([]int, len(program.Inst))
	for i, r := range text {
		mark := i + 1
		next = next[:0]
		stack := append(now, uint32(program.Start))
		for len(stack) > 0 {
			pc := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if seen[pc] == mark {
				continue
			}
			seen[pc] = mark
			count++
			switch in := &program.Inst[pc]; in.Op {
			case syntax.InstAlt, syntax.InstAltMatch:
				stack = append(stack, in.Out, in.Arg)
			case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
				stack = append(stack, in.Out)
			case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
				if in.MatchRune(r) {
					next = append(next, in.Out)
				}
			}
		}
		now, next = next, stack[:0]
	}
	return count
}
