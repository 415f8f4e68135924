package handover

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"eclosion/models"
	"eclosion/models/privacy"
)

// File is a file of the archive that was made beforehand.
type File struct {
	Name string
	Body []byte
}

// listed is a line of the manifest.
type listed struct {
	File   string `json:"file"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// WriteArchive writes the dossier as a ZIP: the files made beforehand, data.json, then documents and issued papers, each
// asked for when its turn comes, and at last manifest.json, which names every file with its length and SHA-256. The same
// content gives the same bytes. On an error what was written is no archive.
func WriteArchive(w io.Writer, whole Whole, made []File, content func(privacy.Entry) ([]byte, error)) error {
	z := zip.NewWriter(w)
	at := models.Instant(whole.MadeAt).Time().UTC().Truncate(2 * time.Second) // what a ZIP can tell
	var manifest []listed
	put := func(name string, method uint16, body []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: at})
		if err == nil {
			_, err = f.Write(body)
		}
		sum := sha256.Sum256(body)
		manifest = append(manifest, listed{name, len(body), hex.EncodeToString(sum[:])})
		return err
	}
	data, err := json.MarshalIndent(whole, "", "  ")
	if err != nil {
		return fmt.Errorf("write the dossier: %w", err)
	}
	for _, f := range append(made, File{"data.json", append(data, '\n')}) {
		if err := put(f.Name, zip.Deflate, f.Body); err != nil {
			return err
		}
	}
	for _, e := range whole.Dossier.Entries() {
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
	names, err := json.MarshalIndent(struct {
		Format   string         `json:"format"`
		Ref      string         `json:"ref"`
		MadeAt   privacy.Moment `json:"made_at"`
		Internal bool           `json:"internal"`
		Files    []listed       `json:"files"`
	}{Format, whole.Dossier.Ref, whole.MadeAt, whole.Internal != nil, manifest}, "", "  ")
	if err == nil {
		err = put("manifest.json", zip.Deflate, append(names, '\n'))
	}
	if err != nil {
		return err
	}
	return z.Close()
}
