package pdf

import (
	"encoding/binary"
	"math"
	"sync"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansitalic"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
)

// face is one of the three cuts of Liberation Sans that papers use.
type face int

const (
	regular face = iota
	bold
	italic
	faces
)

// style is the name that the library gives to the cut.
func (f face) style() string { return [faces]string{"", "B", "I"}[f] }

func (f face) ttf() []byte {
	switch f {
	case bold:
		return liberationsansbold.TTF
	case italic:
		return liberationsansitalic.TTF
	}
	return liberationsansregular.TTF
}

// metrics holds the advance width of every rune of the basic plane, in
// thousandths of the size; absent when the font has no glyph. The library
// measures with a map look-up per rune and cannot say that a glyph is missing,
// so papers measure here: a table of 10,000 rows spends its time in this.
type metrics struct {
	advance [1 << 16]uint16
}

const absent = math.MaxUint16

// loaded reads a font when it is first asked for, once a process.
var loaded = func() (all [faces]func() *metrics) {
	for f := range faces {
		all[f] = sync.OnceValue(func() *metrics { return readMetrics(f.ttf()) })
	}
	return all
}()

func (f face) metrics() *metrics { return loaded[f]() }

func (m *metrics) has(r rune) bool {
	return r >= 0 && r < 1<<16 && m.advance[r] != absent
}

// width measures a text that was cleaned, in millimetres at a size in points.
func (m *metrics) width(s string, size float64) float64 {
	total := 0
	for _, r := range s {
		total += int(m.advance[uint16(r)])
	}
	return float64(total) * size * millimetre / 1000
}

// millimetre is the length of a point.
const millimetre = 25.4 / 72

// readMetrics reads the character map (format 4) and the horizontal metrics of
// a TrueType font that is compiled in; it trusts its bytes.
func readMetrics(ttf []byte) *metrics {
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(ttf[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(ttf[at:])) }
	tables := map[string]int{}
	for i := range u16(4) {
		entry := 12 + 16*i
		tables[string(ttf[entry:entry+4])] = u32(entry + 8)
	}
	unitsPerEm := float64(u16(tables["head"] + 18))
	count := u16(tables["hhea"] + 34) // glyphs beyond share the last width
	width := func(glyph int) uint16 {
		units := float64(u16(tables["hmtx"] + 4*min(glyph, count-1)))
		return uint16(math.Round(units * 1000 / unitsPerEm))
	}

	m := &metrics{}
	for i := range m.advance {
		m.advance[i] = absent
	}
	cmap := unicodeMap(tables["cmap"], u16, u32)
	segments := u16(cmap+6) / 2
	ends, starts := cmap+14, cmap+16+2*segments
	deltas, offsets := starts+2*segments, starts+4*segments
	for s := range segments {
		start, end := u16(starts+2*s), u16(ends+2*s)
		for r := start; r <= end && r < 0xFFFF; r++ {
			glyph := r
			if offset := u16(offsets + 2*s); offset != 0 {
				if glyph = u16(offsets + 2*s + offset + 2*(r-start)); glyph == 0 {
					continue
				}
			}
			if glyph = (glyph + u16(deltas+2*s)) & 0xFFFF; glyph != 0 {
				m.advance[r] = width(glyph)
			}
		}
	}
	return m
}

// unicodeMap finds the sub-table of the basic plane.
func unicodeMap(cmap int, u16, u32 func(int) int) int {
	for i := range u16(cmap + 2) {
		entry := cmap + 4 + 8*i
		if at := cmap + u32(entry+4); u16(at) == 4 && (u16(entry) == 0 || u16(entry) == 3) {
			return at
		}
	}
	panic("pdf: the compiled-in font has no Unicode map")
}
