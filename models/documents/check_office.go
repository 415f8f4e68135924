package documents

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"eclosion/models"
)

// Bounds of what an office file may unpack to.
const (
	maxEntries  = 2_000
	maxUnpacked = 128 << 20 // bytes, nested files included
	maxRatio    = 200       // times the size of the file, beyond its first mebibyte
	maxNested   = 20 << 20  // bytes of one file within the file
)

var (
	errBomb    = errors.New("unpacks to too much")
	errMacro   = errors.New("holds a program")
	errDamaged = errors.New("cannot be read")
	errForeign = errors.New("is another thing besides")
)

// checkOffice tells which office file it is, and refuses what is none, what is more than one
// thing, what unpacks without measure and what runs.
func checkOffice(data []byte) (kind string, problem *models.Problem) {
	budget := maxUnpacked
	if most := 1<<20 + maxRatio*len(data); most < budget {
		budget = most
	}
	kind, err := readOffice(data, &budget, 0)
	switch {
	case errors.Is(err, errBomb):
		return "", models.Refuse("document.bomb", nil)
	case errors.Is(err, errMacro):
		return "", models.Refuse("document.macro", nil)
	case errors.Is(err, errForeign):
		return "", models.Refuse("document.polyglot", nil)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "", models.Refuse("document.incomplete", nil)
	case err != nil:
		return "", models.Refuse("document.damaged", nil)
	case kind == "":
		return "", models.Refuse("document.type", models.Facts{"type": ".zip"})
	}
	return kind, nil
}

// readOffice reads every entry to its end, against a budget that nested files share.
func readOffice(data []byte, budget *int, depth int) (kind string, err error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", io.ErrUnexpectedEOF // its directory, which stands at the end, is not there
	}
	if len(archive.File) > maxEntries {
		return "", errBomb
	}
	if err := plainLayout(data, archive); err != nil {
		return "", err
	}
	var seen []string
	small := map[string]string{} // the parts that say what it is
	for _, f := range archive.File {
		if slices.Contains(seen, strings.ToLower(f.Name)) {
			return "", errDamaged
		}
		seen = append(seen, strings.ToLower(f.Name))
		if err := checkEntry(f); err != nil {
			return "", err
		}
		content, err := readEntry(f, budget, depth)
		if err != nil {
			return "", err
		}
		if slices.Contains(telling, f.Name) {
			small[f.Name] = string(content)
		}
	}
	return officeKind(seen, archive.File[0], small)
}

// telling are the entries that say what an office file is.
var telling = []string{"[Content_Types].xml", "mimetype"}

func checkEntry(f *zip.File) error {
	name := f.Name
	switch {
	case name == "", strings.ContainsAny(name, "\\\x00:"), strings.HasPrefix(name, "/"), slices.Contains(strings.Split(name, "/"), ".."):
		return errForeign
	case f.Flags&1 != 0, !f.Mode().IsRegular() && !f.Mode().IsDir():
		return errDamaged
	}
	lower := strings.ToLower(name)
	base := path.Base(lower)
	if base == "vbaproject.bin" || base == "vbadata.xml" || strings.Contains(lower, "/activex/") ||
		strings.HasPrefix(lower, "basic/") || strings.HasPrefix(lower, "scripts/") {
		return errMacro
	}
	return nil
}

// readEntry unpacks one entry, counting what comes out and not what it says of itself. An archive
// within it is looked into once more; one within that is refused.
func readEntry(f *zip.File, budget *int, depth int) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, errDamaged
	}
	defer func() { _ = r.Close() }()
	head := make([]byte, 4)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, errDamaged
	}
	*budget -= n
	nested := n == 4 && string(head) == "PK\x03\x04"
	if !nested && !slices.Contains(telling, f.Name) {
		left, err := io.Copy(io.Discard, io.LimitReader(r, int64(max(0, *budget))+1))
		if *budget -= int(left); *budget < 0 {
			return nil, errBomb
		}
		if err != nil {
			return nil, errDamaged
		}
		return nil, nil
	}
	most := min(maxNested, max(0, *budget))
	rest, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	if err != nil {
		return nil, errDamaged
	}
	if *budget -= len(rest); len(rest) > most || *budget < 0 {
		return nil, errBomb
	}
	content := append(head[:n], rest...)
	if nested {
		if depth > 0 {
			return nil, errBomb
		}
		if _, err := readOffice(content, budget, depth+1); err != nil {
			return nil, err
		}
	}
	return content, nil
}

func officeKind(names []string, first *zip.File, small map[string]string) (string, error) {
	types := small["[Content_Types].xml"]
	if strings.Contains(strings.ToLower(types), "macroenabled") {
		return "", errMacro
	}
	switch {
	case strings.Contains(types, DOCX+".main+xml") && slices.Contains(names, "word/document.xml"):
		return DOCX, nil
	case strings.Contains(types, XLSX+".main+xml") && slices.Contains(names, "xl/workbook.xml"):
		return XLSX, nil
	case first.Name == "mimetype" && first.Method == zip.Store && small["mimetype"] == ODT && slices.Contains(names, "content.xml"):
		return ODT, nil
	}
	return "", nil
}

// Sizes of the records of a zip file, in bytes.
const (
	endRecord   = 22
	localHeader = 30
)

// plainLayout checks that the file is one archive from its first byte to its last: entry after entry
// without a gap or an overlap, then the directory, then its end. Between them another format could hide.
func plainLayout(data []byte, archive *zip.Reader) error {
	if len(archive.File) == 0 || len(data) < endRecord {
		return errDamaged
	}
	end := len(data) - endRecord
	if !bytes.HasPrefix(data[end:], []byte("PK\x05\x06")) || binary.LittleEndian.Uint16(data[end+20:]) != 0 {
		return errForeign
	}
	size, start := int(binary.LittleEndian.Uint32(data[end+12:])), int(binary.LittleEndian.Uint32(data[end+16:]))
	if start+size != end {
		return errForeign
	}
	files := slices.Clone(archive.File)
	offsets := map[*zip.File]int{}
	for _, f := range files {
		at, err := f.DataOffset()
		if err != nil {
			return errDamaged
		}
		offsets[f] = int(at)
	}
	slices.SortFunc(files, func(a, b *zip.File) int { return offsets[a] - offsets[b] })
	at := 0
	for _, f := range files {
		if at+localHeader > start || !bytes.HasPrefix(data[at:], []byte("PK\x03\x04")) {
			return errForeign
		}
		name, extra := int(binary.LittleEndian.Uint16(data[at+26:])), int(binary.LittleEndian.Uint16(data[at+28:]))
		body := at + localHeader + name + extra
		if body != offsets[f] || body > start || string(data[at+localHeader:at+localHeader+name]) != f.Name {
			return errForeign
		}
		if f.CompressedSize64 > uint64(start-body) {
			return errForeign
		}
		at = body + int(f.CompressedSize64)
		at += descriptor(data[at:start], f.Flags&8 != 0, at == start)
	}
	if at != start {
		return errForeign
	}
	return nil
}

// descriptor is the length of the record that may follow an entry's bytes: with or without a mark of its own,
// with numbers of four or of eight bytes. What comes next decides.
func descriptor(rest []byte, announced, last bool) int {
	if !announced || last {
		return 0
	}
	for _, n := range []int{16, 12, 24, 20} {
		if len(rest) == n || len(rest) > n && bytes.HasPrefix(rest[n:], []byte("PK\x03\x04")) {
			return n
		}
	}
	return 0
}
