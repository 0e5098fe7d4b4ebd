package text

import "chatqc/pipeline/chat"

// A Text is one message, decoded when somebody looks at it. The zero value is an
// empty message. It holds buffers and is not for concurrent use.
type Text struct {
	raw       string
	key       uint64 // of raw, when keyed
	keyed     bool
	folded    []byte
	decoded   bool    // folded, breaks and disguised belong to raw
	breaks    []int32 // the spaces in folded that stand for a line break
	disguised bool

	origin spans // where in raw each byte of folded came from
	traced bool  // origin belongs to raw

	plain       undisguising
	undisguised bool // plain belongs to raw
}

// Set makes t the message raw, which need not be valid UTF-8. It costs nothing: many
// messages are never looked at.
func (t *Text) Set(raw string) {
	t.raw, t.keyed, t.decoded, t.traced, t.undisguised = raw, false, false, false, false
}

// Raw returns the message as it was set.
func (t *Text) Raw() string { return t.raw }

// Folded returns the folded message, valid until the next Set. The first call folds it,
// in one pass over the text that allocates only when it is longer than any before.
func (t *Text) Folded() []byte {
	if !t.decoded {
		t.fold(nil)
	}
	return t.folded
}

func (t *Text) fold(origin *spans) {
	f := folding{raw: t.raw, dst: t.folded[:0], space: -1, origin: origin, breaks: t.breaks[:0]}
	f.fold()
	t.folded, t.breaks, t.disguised = f.dst, f.breaks, f.signs&bridged != 0
	t.decoded = true
}

// RawSpan returns the bytes of the raw text for which the folded bytes [begin, end) stand,
// whole characters always. An empty range gives an empty span. It folds the text
// again when it is first asked, since few messages have a finding.
func (t *Text) RawSpan(begin, end int) chat.Span {
	if !t.traced {
		t.origin.begin, t.origin.end = t.origin.begin[:0], t.origin.end[:0]
		t.fold(&t.origin)
		t.traced = true
	}
	if begin >= end {
		if begin < len(t.origin.begin) {
			at := int(t.origin.begin[begin])
			return chat.Span{Begin: at, End: at}
		}
		return chat.Span{Begin: len(t.raw), End: len(t.raw)}
	}
	return chat.Span{Begin: int(t.origin.begin[begin]), End: int(t.origin.end[end-1])}
}
