package documents

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	"github.com/gabriel-vasile/mimetype"

	"eclosion/models"
)

// Kinds of file that a dossier takes.
const (
	PDF  = "application/pdf"
	JPEG = "image/jpeg"
	PNG  = "image/png"
	DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	ODT  = "application/vnd.oasis.opendocument.text"
	XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

var extensions = map[string]string{PDF: ".pdf", JPEG: ".jpg", PNG: ".png", DOCX: ".docx", ODT: ".odt", XLSX: ".xlsx"}

// File is a file that was looked into and may be stored. Only [Check] makes one.
type File struct {
	Name      string
	MediaType string
	content   []byte
	sha256    string
}

// Content gives the bytes as they will be stored, for the scanner.
func (f File) Content() []byte { return f.content }

// Check looks into a file: what it is by its content, whether it is whole, whether it is
// something else besides. An image is drawn anew, upright and without its metadata. name is what the browser
// said. It is heavy work: the caller bounds how many run at once.
func Check(name string, data []byte) (File, error) {
	switch {
	case len(data) == 0:
		return File{}, models.Refuse("document.empty", nil)
	case len(data) > MaxFile:
		return File{}, models.Refuse("document.too_large", models.Facts{"limit": MaxFile})
	}
	kind, content, problem := inspect(data)
	if problem != nil {
		return File{}, problem
	}
	if len(content) > MaxFile { // an image that was drawn anew
		return File{}, models.Refuse("document.too_large", models.Facts{"limit": MaxFile})
	}
	sum := sha256.Sum256(content)
	return File{Name: cleanName(name, extensions[kind]), MediaType: kind, content: content, sha256: hex.EncodeToString(sum[:])}, nil
}

// inspect finds the kind of a file and gives the bytes to keep.
func inspect(data []byte) (kind string, content []byte, problem *models.Problem) {
	begins := func(mark string) bool { return bytes.HasPrefix(data, []byte(mark)) }
	switch {
	case begins("%PDF-"):
		return PDF, data, checkPDF(data)
	case begins("\xff\xd8\xff"):
		return redraw(JPEG, data)
	case begins("\x89PNG\r\n\x1a\n"):
		return redraw(PNG, data)
	case begins("PK\x03\x04"):
		kind, problem = checkOffice(data)
		return kind, data, problem
	}
	// What it is instead helps whoever sent it: a photograph of a telephone, an old office file.
	return "", nil, models.Refuse("document.type", models.Facts{"type": mimetype.Detect(data).Extension()})
}
