package pdf

import (
	"context"
	"io"
	"testing"
)

// The targets: a small paper about 10 ms, 1,000 rows 50 ms, 10,000 rows 350 ms.
func BenchmarkTwoPages(b *testing.B) { bench(b, gallery) }

func BenchmarkTable1000(b *testing.B) {
	t := sampleTable(1000)
	bench(b, func(d *Doc) { d.Table(t) })
}

func BenchmarkTable10000(b *testing.B) {
	t := sampleTable(10000)
	bench(b, func(d *Doc) { d.Table(t) })
}

func bench(b *testing.B, build func(*Doc)) {
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(context.Background(), io.Discard, paper(), build); err != nil {
			b.Fatal(err)
		}
	}
}
