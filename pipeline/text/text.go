package text

import "chatqc/pipeline/chat"

// A Text is one decoded message. The zero value is ready for Decode. It holds
// buffers and is not for concurrent use.
type Text struct {
	Raw    string
	Folded []byte // valid until the next Decode

	origin spans
	traced bool // origin belongs to Raw
}

// Decode folds raw, which need not be valid UTF-8. It is one pass over the text and
// allocates only when the text is longer than any before.
func (t *Text) Decode(raw string) {
	t.Raw = raw
	t.Folded = appendFold(t.Folded[:0], raw, nil)
	t.traced = false
}

// RawSpan returns the bytes of Raw for which the folded bytes [begin, end) stand,
// whole characters always. An empty range gives an empty span. It folds the text
// again when it is first asked, since few messages have a finding.
func (t *Text) RawSpan(begin, end int) chat.Span {
	if !t.traced {
		t.origin.begin, t.origin.end = t.origin.begin[:0], t.origin.end[:0]
		t.Folded = appendFold(t.Folded[:0], t.Raw, &t.origin)
		t.traced = true
	}
	if begin >= end {
		if begin < len(t.origin.begin) {
			at := int(t.origin.begin[begin])
			return chat.Span{Begin: at, End: at}
		}
		return chat.Span{Begin: len(t.Raw), End: len(t.Raw)}
	}
	return chat.Span{Begin: int(t.origin.begin[begin]), End: int(t.origin.end[end-1])}
}
