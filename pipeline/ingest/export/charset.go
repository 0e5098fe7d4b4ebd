package export

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// sampleBytes is what a charset is told from.
const sampleBytes = 256 << 10

// badByte stands in the decoded stream for what could not be decoded.
const badByte = 0xff

const (
	charsetUTF8    = "utf-8"
	charsetUTF16LE = "utf-16le"
	charsetUTF16BE = "utf-16be"
	charsetGB18030 = "gb18030"
)

// A textReader gives a text file as UTF-8 without byte order mark. Bytes that the
// charset does not have come out as badByte, or as they are when the file is UTF-8.
type textReader struct {
	in      *bufio.Reader
	charset string    // as far as it is known
	decoded io.Reader // nil until the charset is decided
}

func newTextReader(r io.Reader) (*textReader, error) {
	t := &textReader{in: bufio.NewReaderSize(r, sampleBytes), charset: charsetUTF8}
	head, err := t.in.Peek(sampleBytes)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err = t.in.Discard(3)
		t.decoded = t.in
		return t, ignoreEOF(err)
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		_, err = t.in.Discard(2)
		t.decide(charsetUTF16LE)
		return t, ignoreEOF(err)
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		_, err = t.in.Discard(2)
		t.decide(charsetUTF16BE)
		return t, ignoreEOF(err)
	}
	if name := zeroPattern(head); name != "" {
		t.decide(name)
	}
	return t, nil
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func (t *textReader) decide(charset string) {
	t.charset, t.decoded = charset, t.in
	switch charset {
	case charsetGB18030:
		t.decoded = newStrictReader(t.in, simplifiedchinese.GB18030.NewDecoder())
	case charsetUTF16LE:
		t.decoded = newStrictReader(t.in,
			unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case charsetUTF16BE:
		t.decoded = newStrictReader(t.in,
			unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	}
}

// Read passes ASCII on until the first byte that is none, and decides there.
func (t *textReader) Read(p []byte) (n int, err error) {
	if t.decoded != nil {
		return t.decoded.Read(p)
	}
	buffered, err := t.in.Peek(1)
	if err == nil {
		buffered, err = t.in.Peek(min(t.in.Buffered(), len(p)))
	}
	if err != nil || len(buffered) == 0 {
		return 0, err
	}
	ascii := asciiPrefix(buffered)
	if ascii > 0 {
		n = copy(p, buffered[:ascii])
		_, err = t.in.Discard(n)
		return n, err
	}
	sample, err := t.in.Peek(sampleBytes)
	if err != nil && err != io.EOF {
		return 0, err
	}
	t.decide(multibyteCharset(sample))
	return t.decoded.Read(p)
}

func asciiPrefix(b []byte) int {
	for i, c := range b {
		if c >= utf8.RuneSelf {
			return i
		}
	}
	return len(b)
}

// zeroPattern finds UTF-16 without a byte order mark: every character below U+0100, and
// exports are full of those, has one zero byte, always on the same side.
func zeroPattern(head []byte) string {
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	units := len(head) / 2
	switch {
	case zeros[1]*10 > units && zeros[0]*10 < zeros[1]:
		return charsetUTF16LE
	case zeros[0]*10 > units && zeros[1]*10 < zeros[0]:
		return charsetUTF16BE
	}
	return ""
}

// multibyteCharset decides between UTF-8 and GB18030. A character cut by the end of the
// sample counts for neither.
func multibyteCharset(sample []byte) string {
	good, bad := 0, 0
	for len(sample) > 0 {
		if sample[0] < utf8.RuneSelf {
			sample = sample[max(asciiPrefix(sample), 1):]
			continue
		}
		if !utf8.FullRune(sample) {
			break
		}
		r, size := utf8.DecodeRune(sample)
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		sample = sample[size:]
	}
	if bad == 0 && good > 0 || bad > 0 && good >= 4*bad {
		return charsetUTF8
	}
	return charsetGB18030
}

// A strictReader decodes and marks what the decoder replaced.
type strictReader struct {
	in      io.Reader
	decoder transform.Transformer
	raw     []byte // not decoded yet, in rawBuffer
	out     []byte // decoded and not read yet, in outBuffer
	err     error  // of in

	rawBuffer, outBuffer []byte
}

const decodeBytes = 32 << 10

func newStrictReader(in io.Reader, decoder transform.Transformer) *strictReader {
	return &strictReader{
		in: in, decoder: decoder,
		rawBuffer: make([]byte, decodeBytes), outBuffer: make([]byte, 3*decodeBytes),
	}
}

// Read returns decoded bytes.
func (s *strictReader) Read(p []byte) (int, error) {
	for len(s.out) == 0 {
		if s.err != nil && (s.err != io.EOF || len(s.raw) == 0) {
			return 0, s.err
		}
		if s.err == nil {
			kept := copy(s.rawBuffer, s.raw)
			n, err := s.in.Read(s.rawBuffer[kept:])
			s.raw, s.err = s.rawBuffer[:kept+n], err
		}
		nDst, nSrc, err := s.decoder.Transform(s.outBuffer, s.raw, s.err == io.EOF)
		if err != nil && err != transform.ErrShortSrc && err != transform.ErrShortDst {
			return 0, err
		}
		s.raw, s.out = s.raw[nSrc:], s.outBuffer[:nDst]
		markReplaced(s.out)
	}
	n := copy(p, s.out)
	s.out = s.out[n:]
	return n, nil
}

func markReplaced(out []byte) {
	for {
		i := bytes.Index(out, []byte("\ufffd"))
		if i < 0 {
			return
		}
		copy(out[i:], []byte{badByte, badByte, badByte})
		out = out[i+3:]
	}
}
