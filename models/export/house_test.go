package export_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/export"
	"eclosion/models/reporting/reportingtest"
)

// archived is an archive as somebody else's program reads it.
type archived struct {
	manifest export.Manifest
	files    map[string][]byte
}

func archive(t *testing.T, d *db.DB, a access.Actor) archived {
	t.Helper()
	var b bytes.Buffer
	err := d.Read(context.Background(), a, func(tx *db.Tx) error { _, err := export.WriteHouse(tx, &b); return err })
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	got := archived{files: map[string][]byte{}}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := got.files[f.Name]; twice {
			t.Errorf("%s stands twice", f.Name)
		}
		got.files[f.Name] = body
	}
	if err := json.Unmarshal(got.files["manifest.json"], &got.manifest); err != nil {
		t.Fatal(err)
	}
	return got
}

// rows reads the lines of a table, and holds each file against the manifest.
func (a archived) rows(t *testing.T, table string) (list []map[string]any) {
	t.Helper()
	in := bufio.NewScanner(bytes.NewReader(a.files["donnees/"+export.FileOf(table)+".jsonl"]))
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var row map[string]any
		if err := json.Unmarshal(in.Bytes(), &row); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
		list = append(list, row)
	}
	return list
}

func (a archived) sound(t *testing.T) {
	t.Helper()
	if len(a.manifest.Files) != len(a.files)-1 {
		t.Errorf("the manifest lists %d of %d files", len(a.manifest.Files), len(a.files)-1)
	}
	for _, f := range a.manifest.Files {
		sum := sha256.Sum256(a.files[f.File])
		if hex.EncodeToString(sum[:]) != f.SHA256 || f.Bytes != int64(len(a.files[f.File])) {
			t.Errorf("%s is not what the manifest says", f.File)
		}
		if f.Rows != nil && *f.Rows != bytes.Count(a.files[f.File], []byte("\n")) {
			t.Errorf("%s has not %d rows", f.File, *f.Rows)
		}
	}
}

// Everything is in it, and can be read back: each table with as many rows as the database has, the documents and the papers.
func TestHouseIsWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		reportingtest.Build(t, d, reportingtest.Options{Size: 12})
		papers(t, d)
		a := archive(t, d, operator)
		a.sound(t)
		if m := a.manifest; m.Format != export.HouseFormat || !m.Whole || m.Schema < 26 || len(m.Sites) != 0 {
			t.Errorf("the manifest reads %+v", m)
		}
		err := d.Read(context.Background(), operator, func(tx *db.Tx) error {
			names, err := export.Tables(tx)
			if err != nil {
				return err
			}
			taken := map[string]bool{}
			for _, f := range a.manifest.Files {
				taken[f.Table] = true
			}
			if len(names) < 90 {
				t.Errorf("only %d tables", len(names))
			}
			for _, name := range names {
				if !taken[name] {
					if export.Left(name) == "" {
						t.Errorf("%s is not in the archive, and nobody says why", name)
					}
					continue
				}
				n, err := tx.Count(`SELECT count(*) FROM "` + name + `"`)
				if err != nil {
					return err
				}
				if got := len(a.rows(t, name)); got != n {
					t.Errorf("%s has %d rows, the archive %d", name, n, got)
				}
				if !export.ThoughtOf(tx, name) {
					t.Errorf("%s: who takes it along? Say so in models/export/scope.go", name)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if body := a.files["papiers/RC-2026-0001.pdf"]; string(body) != "%PDF one" {
			t.Errorf("the paper reads %q", body)
		}
		if body := a.files["documents/"+firstRef(t, d)+"/900-plan__.pdf"]; string(body) != "bytes of a document" {
			t.Errorf("the document reads %q in %v", body, keys(a.files))
		}
		all := strings.Join(texts(a.files), "")
		for _, secret := range []string{"password_hash", "$argon2", "secret_hash", "token", "form_key"} {
			if strings.Contains(all, secret) {
				t.Errorf("the archive holds %q", secret)
			}
		}
	})
}

func keys(m map[string][]byte) (list []string) {
	for name := range m {
		if !strings.HasPrefix(name, "donnees/") {
			list = append(list, name)
		}
	}
	return list
}

func texts(m map[string][]byte) (list []string) {
	for _, body := range m {
		list = append(list, string(body))
	}
	return list
}

// papers lays an issued paper of a year, one of a dossier, and a document.
func papers(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Write(context.Background(), operator, func(tx *db.Tx) error {
		for _, s := range []struct {
			sql  string
			args []any
		}{
			{`INSERT INTO issued_papers (number, kind, subject_ref, title, pdf, sha256, issued_at) VALUES ('RC-2026-0001', 'year', '2026', 'x', ?, 'x', 1)`, []any{[]byte("%PDF one")}},
			{`INSERT INTO issued_papers (number, kind, subject_ref, project_id, title, pdf, sha256, issued_at) VALUES ('RC-2026-0002', 'progress', 'x', (SELECT MIN(id) FROM projects), 'x', ?, 'x', 1)`, []any{[]byte("%PDF two")}},
			{`INSERT INTO document_contents (id, project_id, bytes) VALUES (900, (SELECT MIN(id) FROM projects), ?)`, []any{[]byte("bytes of a document")}},
			{`INSERT INTO documents (id, public_id, project_id, category, name, media_type, size, sha256, content_id, added_at, scan) VALUES (900, 'd1', (SELECT MIN(id) FROM projects), 'cv', ?, 'application/pdf', 19, '0123456789012345678901234567890123456789012345678901234567890123', 900, 1, 'clean')`, []any{"../plan?*.pdf"}},
		} {
			if _, err := tx.Exec(s.sql, s.args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func firstRef(t *testing.T, d *db.DB) (ref string) {
	t.Helper()
	err := d.Read(context.Background(), operator, func(tx *db.Tx) error {
		_, err := tx.Get([]any{&ref}, `SELECT ref FROM projects ORDER BY id LIMIT 1`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// A manager takes along what they may read, and of no other site anything.
func TestHouseOfASite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		reportingtest.Build(t, d, reportingtest.Options{Size: 40})
		papers(t, d)
		var one, other int64
		err := d.Read(context.Background(), operator, func(tx *db.Tx) (err error) {
			if _, err = tx.Get([]any{&one}, `SELECT site_id FROM projects ORDER BY id LIMIT 1`); err != nil {
				return err
			}
			_, err = tx.Get([]any{&other}, `SELECT id FROM sites WHERE id <> ? ORDER BY id LIMIT 1`, one)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		a := archive(t, d, access.Actor{AccountID: 1, Grants: []access.Grant{{Role: access.Manager, SiteID: one}}})
		a.sound(t)
		mine := map[float64]bool{}
		for _, p := range a.rows(t, "projects") {
			if int64(p["site_id"].(float64)) != one {
				t.Errorf("%v is of another site", p["ref"])
			}
			mine[p["id"].(float64)] = true
		}
		if len(mine) == 0 || a.manifest.Whole || len(a.manifest.Sites) != 1 {
			t.Errorf("%d dossiers, %+v", len(mine), a.manifest.Sites)
		}
		for _, f := range a.manifest.Files {
			for _, row := range a.rows(t, f.Table) {
				if id, about := row["project_id"].(float64); f.Table != "" && about && !mine[id] {
					t.Errorf("%s tells of dossier %v", f.File, id)
				}
			}
		}
		persons := map[float64]bool{}
		for _, p := range a.rows(t, "projects") {
			persons[p["person_id"].(float64)] = true
		}
		for _, p := range a.rows(t, "persons") {
			if !persons[p["id"].(float64)] {
				t.Errorf("person %v is nobody of theirs", p["id"])
			}
		}
		for table, some := range map[string]bool{"meetings": true, "grant_lines": true, "enterprises": true, "cohorts": true, "terms": true, "audit_entries": false, "imports": false} {
			if n := len(a.rows(t, table)); (n > 0) != some {
				t.Errorf("%d rows of %s", n, table)
			}
		}
		if a.files["papiers/RC-2026-0001.pdf"] != nil || a.files["papiers/RC-2026-0002.pdf"] == nil {
			t.Error("the papers are not those of the site")
		}
		far := archive(t, d, access.Actor{AccountID: 1, Grants: []access.Grant{{Role: access.Manager, SiteID: other}}})
		if far.files["papiers/RC-2026-0002.pdf"] != nil || len(keys(far.files)) != 1 {
			t.Errorf("another site's manager takes %v along", keys(far.files))
		}
		nobody := archive(t, d, access.Actor{AccountID: 1, Grants: []access.Grant{{Role: access.Coach, SiteID: one}}})
		if len(nobody.rows(t, "projects")) != 0 || len(nobody.rows(t, "persons")) != 0 {
			t.Error("a coach takes dossiers along")
		}
	})
}
