package privacy

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
	"unicode"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/programme"
)

// Entry is a document or a paper of the archive: its place, and what finds its bytes.
type Entry struct {
	File     string
	Ref      string // of its dossier
	Document string // the public id of a document, or
	Paper    string // the number of a paper
}

// Entries lists the files of the archive beside data.json and the summary, in order.
func (h *Held) Entries() []Entry {
	var list []Entry
	for _, d := range h.Dossiers {
		list = append(list, d.Entries()...)
	}
	return list
}

// Entries lists the documents and papers of one dossier, in order.
func (d HeldDossier) Entries() []Entry {
	var list []Entry
	for _, x := range d.Documents {
		if x.File != "" {
			list = append(list, Entry{File: x.File, Ref: d.Ref, Document: x.ID})
		}
	}
	for _, x := range d.Papers {
		if x.File != "" {
			list = append(list, Entry{File: x.File, Ref: d.Ref, Paper: x.Number})
		}
	}
	return list
}

// Bytes gives the content of an entry, to the person whose dossier it is in.
func Bytes(tx *db.Tx, e Entry) ([]byte, error) { return BytesFor(tx, e, access.OwnData) }

// BytesFor gives the content of an entry to who may do the action on its dossier.
func BytesFor(tx *db.Tx, e Entry, action access.Action) ([]byte, error) {
	p, err := programme.Load(tx, e.Ref, action)
	if err != nil {
		return nil, err
	}
	if e.Paper != "" {
		return paperOf(tx, p, e.Paper)
	}
	_, body, err := documents.Open(tx, p, e.Document)
	return body, err
}

// WriteArchive writes the archive: the summary, data.json, then the entries, each asked for when its turn
// comes. The same content gives the same bytes. On an error what was written is no archive.
func WriteArchive(w io.Writer, h *Held, summary []byte, content func(Entry) ([]byte, error)) error {
	z := zip.NewWriter(w)
	at := models.Instant(h.MadeAt).Time().UTC().Truncate(2 * time.Second) // what a ZIP can tell
	data, err := json.MarshalIndent(h, "", "  ")
	if err != nil {
		return fmt.Errorf("write what is held: %w", err)
	}
	put := func(name string, method uint16, body []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: at})
		if err == nil {
			_, err = f.Write(body)
		}
		return err
	}
	if err := put("resume.pdf", zip.Store, summary); err != nil {
		return err
	}
	if err := put("data.json", zip.Deflate, append(data, '\n')); err != nil {
		return err
	}
	for _, e := range h.Entries() {
		body, err := content(e)
		if models.IsKind(err, models.NotFound) || models.IsCode(err, "document.gone") { // taken out since it was listed
			continue
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", e.File, err)
		}
		if err := put(e.File, zip.Store, body); err != nil { // pictures and papers are packed already
			return err
		}
	}
	return z.Close()
}

// mostName bounds a file's name in the archive, in characters.
const mostName = 80

// reserved are names that some systems keep for devices.
var reserved = map[string]bool{"con": true, "prn": true, "aux": true, "nul": true, "com1": true, "com2": true, "com3": true, "com4": true, "lpt1": true, "lpt2": true, "lpt3": true}

// safeName makes of a name that a person gave one that every system can unpack: no folder, no control, no mark
// of direction, nothing that a shell or a file system treats apart. Letters of any alphabet stay.
func safeName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	var b strings.Builder
	n := 0
	for _, r := range name {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r), strings.ContainsRune("-_.", r):
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			continue
		default:
			r = '_'
		}
		if n++; n > mostName {
			break
		}
		b.WriteRune(r)
	}
	safe := strings.Trim(b.String(), "._ ")
	stem, _, _ := strings.Cut(strings.ToLower(safe), ".")
	if safe == "" || reserved[stem] {
		return "document_" + safe
	}
	return safe
}
