package export

import (
	"archive/zip"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// HouseFormat names the layout of the couveuse's archive: docs/formats/couveuse.md.
const HouseFormat = "eclosion.house/1"

// Manifest says what an archive of the couveuse holds.
type Manifest struct {
	Format string   `json:"format"`
	MadeAt string   `json:"made_at"` // 2026-11-23T09:00:00Z
	Schema int      `json:"schema"`  // the version of the database's layout
	Whole  bool     `json:"whole"`   // every site, and what belongs to none
	Sites  []string `json:"sites"`   // their codes, when not whole
	Files  []Listed `json:"files"`
}

// Listed is one file of an archive. Rows counts the lines of a table's file; nil for a document or a paper.
type Listed struct {
	File   string `json:"file"`
	Table  string `json:"table,omitempty"`
	Rows   *int   `json:"rows,omitempty"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// house is an archive being written.
type house struct {
	tx       *db.Tx
	zip      *zip.Writer
	at       time.Time
	scope    scope
	manifest Manifest
}

// WriteHouse writes everything that the actor may read of the couveuse as a ZIP: a file of JSON lines for each table, then
// documents and issued papers as they are, and at last manifest.json with the count and the SHA-256 of each. Secrets are never
// in it, and of what is not on the actor's sites nothing. Rows and files are read one by one. On an error it is no archive.
func WriteHouse(tx *db.Tx, w io.Writer) (Manifest, error) {
	h := house{tx: tx, zip: zip.NewWriter(w), at: tx.Now().Time().UTC().Truncate(2 * time.Second)}
	h.scope = scopeOf(tx)
	h.manifest = Manifest{Format: HouseFormat, MadeAt: tx.Now().Time().UTC().Format(time.RFC3339), Whole: h.scope.whole, Sites: []string{}, Files: []Listed{}}
	for _, step := range []func() error{h.frame, h.tables, h.documents, h.papers, h.close} {
		if err := step(); err != nil {
			return h.manifest, err
		}
	}
	return h.manifest, nil
}

// HouseTaken writes down who took the couveuse's data along, and how much of it.
func HouseTaken(tx *db.Tx, m Manifest) error {
	if !access.Can(tx.Actor(), access.HouseExport) {
		return models.Denied(string(access.HouseExport))
	}
	rows := 0
	for _, f := range m.Files {
		if f.Rows != nil {
			rows += *f.Rows
		}
	}
	return tx.Audit("house.export", "house", 0, 0, models.Facts{"whole": m.Whole, "sites": strings.Join(m.Sites, ", "), "files": len(m.Files), "rows": rows})
}

func (h *house) frame() (err error) {
	if h.manifest.Schema, err = h.tx.Count(`SELECT MAX(version_id) FROM goose_db_version`); err != nil || h.scope.whole {
		return err
	}
	in, args := db.In(h.scope.sites)
	return h.tx.Each(func(rows *sql.Rows) error {
		var code string
		err := rows.Scan(&code)
		h.manifest.Sites = append(h.manifest.Sites, code)
		return err
	}, `SELECT code FROM sites WHERE id IN `+in+` ORDER BY code`, args...)
}

// put adds a file that fill writes, and lists it.
func (h *house) put(l Listed, method uint16, fill func(io.Writer) error) error {
	f, err := h.zip.CreateHeader(&zip.FileHeader{Name: l.File, Method: method, Modified: h.at})
	if err != nil {
		return err
	}
	sum := &summed{to: f, hash: sha256.New()}
	if err := fill(sum); err != nil {
		return fmt.Errorf("%s: %w", l.File, err)
	}
	l.Bytes, l.SHA256 = sum.n, hex.EncodeToString(sum.hash.Sum(nil))
	h.manifest.Files = append(h.manifest.Files, l)
	return nil
}

type summed struct {
	to   io.Writer
	hash hash.Hash
	n    int64
}

func (s *summed) Write(p []byte) (int, error) {
	n, err := s.to.Write(p)
	_, _ = s.hash.Write(p[:n])
	s.n += int64(n)
	return n, err
}

func (h *house) tables() error {
	names, err := Tables(h.tx)
	if err != nil {
		return err
	}
	for _, name := range names {
		condition, args, taken := h.scope.of(h.tx, name)
		if !taken {
			continue
		}
		rows := 0
		err := h.put(Listed{File: "donnees/" + FileOf(name) + ".jsonl", Table: name, Rows: &rows}, zip.Deflate, func(w io.Writer) error {
			return h.table(w, name, condition, args, &rows)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// table writes the rows of a table, one JSON object a line, in the order of its first column.
func (h *house) table(w io.Writer, name, condition string, args []any, n *int) (err error) {
	rows, err := h.tx.Rows(`SELECT t.* FROM "`+name+`" t WHERE `+condition+` ORDER BY 1`, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := writeRow(w, name, columns, values); err != nil {
			return err
		}
		*n++
	}
	return rows.Err()
}

func writeRow(w io.Writer, table string, columns []string, values []any) error {
	line := []byte{'{'}
	for i, column := range columns {
		if isSecret(table, column) {
			continue
		}
		value, err := json.Marshal(plain(values[i]))
		if err != nil {
			return err
		}
		if len(line) > 1 {
			line = append(line, ',')
		}
		line = append(append(append(line, '"'), column...), `":`...)
		line = append(line, value...)
	}
	_, err := w.Write(append(line, "}\n"...))
	return err
}

// plain gives a value as both engines tell it: yes and no as 1 and 0, days as texts.
func plain(v any) any {
	switch v := v.(type) {
	case bool:
		if v {
			return 1
		}
		return 0
	case time.Time:
		return v.Format("2006-01-02")
	case []byte:
		return string(v)
	}
	return v
}

// documents adds the documents as they came, one in memory at a time.
func (h *house) documents() error {
	type file struct {
		id, content int64
		name, ref   string
	}
	var list []file
	condition, args, _ := h.scope.of(h.tx, "documents")
	err := h.tx.Each(func(rows *sql.Rows) error {
		var f file
		err := rows.Scan(&f.id, &f.name, &f.content, &f.ref)
		list = append(list, f)
		return err
	}, `SELECT t.id, t.name, t.content_id, p.ref FROM documents t JOIN projects p ON p.id = t.project_id
		WHERE t.content_id IS NOT NULL AND t.removed_at IS NULL AND t.scan <> 'infected' AND `+condition+` ORDER BY t.id`, args...)
	if err != nil {
		return err
	}
	for _, f := range list {
		name := fmt.Sprintf("documents/%s/%d-%s", f.ref, f.id, safeName(f.name))
		if err := h.bytes(name, `SELECT bytes FROM document_contents WHERE id = ?`, f.content); err != nil {
			return err
		}
	}
	return nil
}

// papers adds the issued papers, byte for byte.
func (h *house) papers() error {
	type file struct {
		id     int64
		number string
	}
	var list []file
	condition, args, _ := h.scope.of(h.tx, "issued_papers")
	err := h.tx.Each(func(rows *sql.Rows) error {
		var f file
		err := rows.Scan(&f.id, &f.number)
		list = append(list, f)
		return err
	}, `SELECT t.id, t.number FROM issued_papers t WHERE `+condition+` ORDER BY t.id`, args...)
	if err != nil {
		return err
	}
	for _, f := range list {
		if err := h.bytes("papiers/"+safeName(f.number)+".pdf", `SELECT pdf FROM issued_papers WHERE id = ?`, f.id); err != nil {
			return err
		}
	}
	return nil
}

func (h *house) bytes(name, query string, id int64) error {
	var body []byte
	found, err := h.tx.Get([]any{&body}, query, id)
	if err != nil || !found {
		return err
	}
	return h.put(Listed{File: name}, zip.Store, func(w io.Writer) error { _, err := w.Write(body); return err }) // packed already
}

func (h *house) close() error {
	text, err := json.MarshalIndent(h.manifest, "", "  ")
	if err != nil {
		return err
	}
	f, err := h.zip.CreateHeader(&zip.FileHeader{Name: "manifest.json", Method: zip.Deflate, Modified: h.at})
	if err != nil {
		return err
	}
	if _, err := f.Write(append(text, '\n')); err != nil {
		return err
	}
	return h.zip.Close()
}

// safeName makes of a name one that every system can unpack.
func safeName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune("-_.", r):
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return '_'
	}, path.Base(strings.ReplaceAll(name, `\`, "/")))
	if r := []rune(name); len(r) > 80 {
		name = string(r[len(r)-80:]) // its kind stands at its end
	}
	return strings.TrimLeft(name, ".")
}

// Tables lists the tables of the database, without what only its engine keeps there.
func Tables(tx *db.Tx) (names []string, err error) {
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
	if tx.Engine() == db.Postgres {
		query = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`
	}
	err = tx.Find(&names, query)
	names = slices.DeleteFunc(names, func(n string) bool { return strings.HasPrefix(n, "search_fts") })
	slices.Sort(names)
	return names, err
}
