package documents_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"eclosion/models/documents"
)

// entry is one file of an archive.
type entry struct {
	name   string
	body   string
	method uint16
}

const (
	docxTypes = `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	xlsxTypes = `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`
	macros    = `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`
)

func zipped(entries ...entry) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		f, err := w.CreateHeader(&zip.FileHeader{Name: e.name, Method: e.method})
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(f, e.body)
	}
	_ = w.Close()
	return out.Bytes()
}

func deflated(name, body string) entry { return entry{name, body, zip.Deflate} }

func docx(more ...entry) []byte {
	return zipped(append([]entry{deflated("[Content_Types].xml", docxTypes), deflated("word/document.xml", "<w:document/>")}, more...)...)
}

func odt() []byte {
	return zipped(entry{"mimetype", documents.ODT, zip.Store}, deflated("content.xml", "<office/>"))
}

func xlsx() []byte {
	return zipped(deflated("[Content_Types].xml", xlsxTypes), deflated("xl/workbook.xml", "<workbook/>"))
}

// plainZip writes entries without a record behind their bytes, as most office programs do.
func plainZip(entries ...entry) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		var packed bytes.Buffer
		f, _ := flate.NewWriter(&packed, 9)
		_, _ = io.WriteString(f, e.body)
		_ = f.Close()
		raw, _ := w.CreateRaw(&zip.FileHeader{Name: e.name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE([]byte(e.body)),
			CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(len(e.body))})
		_, _ = raw.Write(packed.Bytes())
	}
	_ = w.Close()
	return out.Bytes()
}

func pngOf(m image.Image) []byte {
	var out bytes.Buffer
	_ = png.Encode(&out, m)
	return out.Bytes()
}

// hugePNG has a header that promises so many pixels, and almost no bytes.
func hugePNG(w, h uint32) []byte {
	small := pngOf(image.NewGray(image.Rect(0, 0, 1, 1)))
	binary.BigEndian.PutUint32(small[16:], w)
	binary.BigEndian.PutUint32(small[20:], h)
	binary.BigEndian.PutUint32(small[29:], crc32.ChecksumIEEE(small[12:29]))
	return small
}

func TestCheckTakes(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		kind string
		as   string
	}{
		{"a.pdf", pdf("a", 0), documents.PDF, "a.pdf"},
		{"trailing spaces.pdf", append(pdf("a", 0), "\r\n\x00 \t"...), documents.PDF, "trailing spaces.pdf"},
		{"photo.JPEG", photo(40, 30), documents.JPEG, "photo.jpg"},
		{"scan.png", pngOf(image.NewRGBA(image.Rect(0, 0, 20, 10))), documents.PNG, "scan.png"},
		{"cv.docx", docx(), documents.DOCX, "cv.docx"},
		{"cv.odt", odt(), documents.ODT, "cv.odt"},
		{"plan.xlsx", xlsx(), documents.XLSX, "plan.xlsx"},
		{"word.docx", plainZip(deflated("[Content_Types].xml", docxTypes), deflated("word/document.xml", "<w:document/>")), documents.DOCX, "word.docx"},
		{"chart.docx", docx(entry{"word/embeddings/sheet.xlsx", string(xlsx()), zip.Store}), documents.DOCX, "chart.docx"},
		{"pictures.docx", docx(entry{"word/media/image1.jpg", string(photo(40, 30)), zip.Store}), documents.DOCX, "pictures.docx"},
		{"lies.exe", pdf("a", 0), documents.PDF, "lies.exe.pdf"}, // the content says what it is
		{"", pdf("a", 0), documents.PDF, "document.pdf"},
	} {
		f, err := documents.Check(c.name, c.data)
		if err != nil || f.MediaType != c.kind || f.Name != c.as || len(f.Content()) == 0 {
			t.Errorf("%s: %s %q, %v", c.name, f.MediaType, f.Name, err)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	good, goodDocx := pdf("a", 3000), docx()
	zeros := strings.Repeat("\x00", 60<<20)
	twice := func(e entry) []entry { return []entry{e, e} }
	encrypted := bytes.Clone(goodDocx)
	binary.LittleEndian.PutUint16(encrypted[bytes.Index(encrypted, []byte("PK\x01\x02"))+8:], 9)
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "document.empty"},
		{"one byte too many", append(bytes.Repeat([]byte(" "), documents.MaxFile-len(good)+1), good...), "document.too_large"},
		{"a text", []byte("Bonjour"), "document.type"},
		{"a page", []byte("<!doctype html><script>alert(1)</script>"), "document.type"},
		{"an image that is a program", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), "document.type"},
		{"a program", []byte("MZ\x90\x00\x03\x00\x00\x00"), "document.type"},
		{"a GIF", []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00"), "document.type"},
		{"a HEIC", append([]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), make([]byte, 64)...), "document.type"},
		{"an old Word file", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), "document.type"},
		{"a name for a type", []byte("%PDF"), "document.type"},

		{"a PDF that begins late", append([]byte("\n"), good...), "document.type"},
		{"a PDF of no version", append([]byte("%PDF-9.9"), good[8:]...), "document.damaged"},
		{"a PDF cut in the middle", good[:len(good)/2], "document.incomplete"},
		{"a PDF without its last line", good[:len(good)-7], "document.incomplete"},
		{"a PDF whose end is long past", append(bytes.Clone(good), make([]byte, 3000)...), "document.incomplete"},
		{"a PDF and text", append(bytes.Clone(good), "reste"...), "document.polyglot"},
		{"a PDF and an archive", append(bytes.Clone(good), goodDocx...), "document.polyglot"},
		{"a PDF and a small archive", append(bytes.Clone(good), zipped(deflated("a", "b"))...), "document.polyglot"},
		{"an archive within a PDF", append(append([]byte("%PDF-1.4\n"), zipped(deflated("a", "b"))...), "\nstartxref\n0\n%%EOF\n"...), "document.polyglot"},
		{"a page within a PDF", append([]byte("%PDF-1.4\n% <HTML><body>\n"), good[9:]...), "document.polyglot"},
		{"a script within a PDF", append([]byte("%PDF-1.4\n% <ScRipt src=x>\n"), good[9:]...), "document.polyglot"},
		{"a 7z within a PDF", bytes.Replace(good, []byte("% a\n"), []byte("7z\xbc\xaf\x27\x1c"), 1), "document.polyglot"},
		{"a tape within a PDF", append(append(bytes.Clone(good[:257]), "ustar"...), good[262:]...), "document.polyglot"},

		{"a JPEG cut in the middle", photo(400, 300)[:2000], "document.incomplete"},
		{"a JPEG of noise", append([]byte("\xff\xd8\xff"), append(bytes.Repeat([]byte("x"), 500), "\xff\xd9"...)...), "document.damaged"},
		{"a PNG cut in the middle", pngOf(image.NewRGBA(image.Rect(0, 0, 300, 300)))[:60], "document.incomplete"},
		{"a PNG of a hundred million points", hugePNG(10_000, 10_000), "document.image_large"},
		{"a PNG of too many points in one line", hugePNG(0x7fffffff, 0x7fffffff), "document.damaged"},
		{"a PNG just above", hugePNG(40_000_001, 1), "document.image_large"},

		{"an archive of anything", zipped(deflated("a.txt", "a")), "document.type"},
		{"an empty archive", zipped(), "document.type"},
		{"an archive cut short", goodDocx[:len(goodDocx)-30], "document.incomplete"},
		{"an archive and more", append(bytes.Clone(goodDocx), "<html>"...), "document.polyglot"},
		{"an archive with a comment", commented(goodDocx), "document.polyglot"},
		{"an archive with a gap", gap(goodDocx), "document.polyglot"},
		{"an archive with a gap before its end", append(append(bytes.Clone(goodDocx[:len(goodDocx)-22]), "<script>"...), goodDocx[len(goodDocx)-22:]...), "document.polyglot"},
		{"an archive of locked files", encrypted, "document.damaged"},
		{"a document with macros", docx(deflated("word/vbaProject.bin", "x")), "document.macro"},
		{"macros by another name", zipped(deflated("[Content_Types].xml", macros), deflated("word/document.xml", "x")), "document.macro"},
		{"macros of the other office", zipped(entry{"mimetype", documents.ODT, zip.Store}, deflated("content.xml", "x"), deflated("Basic/Standard/Module1.xml", "x")), "document.macro"},
		{"controls", docx(deflated("word/activeX/activeX1.bin", "x")), "document.macro"},
		{"macros one level down", docx(entry{"word/embeddings/a.docx", string(docx(deflated("word/vbaProject.bin", "x"))), zip.Store}), "document.macro"},
		{"a way up", docx(deflated("word/../../evil", "x")), "document.polyglot"},
		{"a way from the root", docx(deflated("/etc/passwd", "x")), "document.polyglot"},
		{"a way of another system", docx(deflated(`..\evil`, "x")), "document.polyglot"},
		{"a drive", docx(deflated("C:evil", "x")), "document.polyglot"},
		{"the same entry twice", docx(twice(deflated("word/a.xml", "x"))...), "document.damaged"},
		{"a bomb", docx(deflated("word/a.xml", zeros)), "document.bomb"},
		{"a bomb in pieces", docx(deflated("a", zeros[:30<<20]), deflated("b", zeros[:30<<20])), "document.bomb"},
		{"a bomb one level down", docx(entry{"word/embeddings/a.zip", string(zipped(deflated("a", zeros))), zip.Store}), "document.bomb"},
		{"an archive in an archive in an archive", docx(entry{"a.zip", string(zipped(entry{"b.zip", string(zipped(deflated("c", "c"))), zip.Store})), zip.Store}), "document.bomb"},
		{"too many entries", docx(many(2000)...), "document.bomb"},
		{"an entry that lies of its sum", badSum(goodDocx), "document.damaged"},
		{"a text in the place of a spreadsheet", zipped(deflated("[Content_Types].xml", xlsxTypes), deflated("word/document.xml", "x")), "document.type"},
		{"an ODT that is not marked", zipped(deflated("mimetype", documents.ODT), deflated("content.xml", "x")), "document.type"},
		{"an ODT of another kind", zipped(entry{"mimetype", "application/epub+zip", zip.Store}, deflated("content.xml", "x")), "document.type"},
	} {
		if _, err := documents.Check("x.pdf", c.data); code(err) != c.want {
			t.Errorf("%s (%d bytes): %q, want %q", c.name, len(c.data), code(err), c.want)
		}
	}
}

func many(n int) (list []entry) {
	for i := range n {
		list = append(list, entry{fmt.Sprint("e", i), "", zip.Store})
	}
	return list
}

// commented gives an archive a comment, in which anything could stand.
func commented(archive []byte) []byte {
	out := append(bytes.Clone(archive), "<html>"...)
	binary.LittleEndian.PutUint16(out[len(archive)-2:], 6)
	return out
}

// gap puts bytes between the entries and the directory, which still points right.
func gap(archive []byte) []byte {
	const hidden = "<script>alert(1)</script>"
	at := bytes.Index(archive, []byte("PK\x01\x02"))
	out := append(append(bytes.Clone(archive[:at]), hidden...), archive[at:]...)
	binary.LittleEndian.PutUint32(out[len(out)-6:], uint32(at+len(hidden)))
	return out
}

// badSum changes the checksum of an entry in the directory.
func badSum(archive []byte) []byte {
	out := bytes.Clone(archive)
	out[bytes.LastIndex(out, []byte("PK\x01\x02"))+16] ^= 0xff
	return out
}

// withEXIF puts a block of metadata into a JPEG: a place, and how the camera was held.
func withEXIF(data []byte, order binary.ByteOrder, turn uint16) []byte {
	var tiff bytes.Buffer
	tiff.WriteString(map[bool]string{true: "II*\x00", false: "MM\x00*"}[order == binary.ByteOrder(binary.LittleEndian)])
	_ = binary.Write(&tiff, order, uint32(8))
	_ = binary.Write(&tiff, order, uint16(2))
	_ = binary.Write(&tiff, order, []uint16{0x010e, 2, 0, 0, 0, 0}) // a description of no length
	_ = binary.Write(&tiff, order, []uint16{0x0112, 3})
	_ = binary.Write(&tiff, order, uint32(1))
	_ = binary.Write(&tiff, order, []uint16{turn, 0})
	tiff.WriteString("GPS 50.6326 N 5.5797 E")
	segment := append([]byte("Exif\x00\x00"), tiff.Bytes()...)
	head := []byte{0xff, 0xd8, 0xff, 0xe1, 0, 0}
	binary.BigEndian.PutUint16(head[4:], uint16(len(segment)+2))
	return append(append(head, segment...), data[2:]...)
}

func TestImagesAreDrawnAnew(t *testing.T) {
	red := func(c color.Color) bool { r, g, _, _ := c.RGBA(); return r > 0xa000 && g < 0x6000 }
	corners := map[uint16][2]int{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}, 9: {0, 0}, 0: {0, 0}}
	for turn, at := range corners {
		for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			f := checked(t, "photo.jpg", append(withEXIF(photo(64, 32), order, turn), "<?php evil();"...))
			if bytes.Contains(f.Content(), []byte("GPS")) || bytes.Contains(f.Content(), []byte("Exif")) || bytes.Contains(f.Content(), []byte("php")) {
				t.Errorf("turn %d: the metadata stays", turn)
			}
			m, err := jpeg.Decode(bytes.NewReader(f.Content()))
			if err != nil {
				t.Fatal(err)
			}
			w, h := m.Bounds().Dx(), m.Bounds().Dy()
			if wide := turn < 5 || turn > 8; wide != (w == 64 && h == 32) {
				t.Errorf("turn %d: %d x %d", turn, w, h)
			}
			for x := range 2 {
				for y := range 2 {
					if got := red(m.At(2+x*(w-5), 2+y*(h-5))); got != (at == [2]int{x, y}) {
						t.Errorf("turn %d %v: corner %d,%d red: %v", turn, order, x, y, got)
					}
				}
			}
		}
	}
}

func TestLargeImagesAreMadeSmaller(t *testing.T) {
	f := checked(t, "large.png", pngOf(image.NewGray(image.Rect(0, 0, 6000, 1500))))
	config, err := png.DecodeConfig(bytes.NewReader(f.Content()))
	if err != nil || config.Width != 4096 || config.Height != 1024 {
		t.Errorf("%d x %d, %v", config.Width, config.Height, err)
	}
	if a, b := checked(t, "a.jpg", photo(50, 40)), checked(t, "b.jpg", photo(50, 40)); !bytes.Equal(a.Content(), b.Content()) {
		t.Error("the same photograph is kept in two ways: it would not be known again")
	}
}

// Whatever bytes come, the answer is a sentence and never a crash.
func FuzzCheck(f *testing.F) {
	for _, seed := range [][]byte{pdf("a", 0), photo(8, 8), withEXIF(photo(8, 8), binary.LittleEndian, 6), docx(), odt(), xlsx(), pngOf(image.NewGray(image.Rect(0, 0, 4, 4))), hugePNG(9, 9)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := documents.Check("x", data); err != nil && !strings.HasPrefix(code(err), "document.") {
			t.Errorf("%v", err)
		}
	})
}

func TestDisplayName(t *testing.T) {
	for raw, want := range map[string]string{"": "", "cv.pdf": "cv.pdf", "../a\x00b\u202e.pdf": "ab.pdf", "...": "document", "  un   nom  .pdf": "un nom .pdf", "\u2066x\u2069": "x"} {
		if got := documents.DisplayName(raw); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
}
