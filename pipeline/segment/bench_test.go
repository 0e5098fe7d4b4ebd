package segment

import (
	"testing"
)

// corpus is a few thousand sentences of some 50 bytes.
func corpus() (texts [][]byte, size int64) {
	texts = sentences(4000)
	for _, source := range texts {
		size += int64(len(source))
	}
	return texts, size
}

func perMessage(b *testing.B, messages int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(messages), "ns/message")
}

func BenchmarkSegment(b *testing.B) {
	s := theOracle(b).words.NewSegmenter()
	texts, size := corpus()
	b.SetBytes(size)
	b.ReportAllocs()
	var tokens []Token
	for b.Loop() {
		for _, source := range texts {
			tokens = s.Segment(tokens[:0], source)
		}
	}
	perMessage(b, len(texts))
}

// BenchmarkGSE is what BenchmarkSegment is to be compared with.
func BenchmarkGSE(b *testing.B) {
	o := theOracle(b)
	texts, size := corpus()
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, source := range texts {
			o.gse.Segment(source)
		}
	}
	perMessage(b, len(texts))
}

func BenchmarkLoadCached(b *testing.B) {
	o := theOracle(b)
	folder := b.TempDir()
	if _, err := load(folder, func() (*image, error) { return o.image, nil }); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(o.image.bytes)))
	b.ReportAllocs()
	for b.Loop() {
		m, err := readImage(cachedFile(folder))
		if err != nil {
			b.Fatal(err)
		}
		newDictionary(m)
	}
}

func BenchmarkCompile(b *testing.B) {
	o := theOracle(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := compile(o.gse.Dictionary()); err != nil {
			b.Fatal(err)
		}
	}
}
