package handlers_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
)

// A dossier goes out whole: with its documents and papers, and without a word that is private unless asked for; each time is written down.
func TestADossierGoesOutWhole(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.coachTown()
		err := k.db.Write(t.Context(), tw.karim.Actor(), func(tx *db.Tx) error {
			if _, err := tx.Exec(`UPDATE projects SET created_at = 1, entered_on = '2026-03-02' WHERE id = ?`, tw.first.ID); err != nil {
				return err
			}
			if _, err := coaching.LogMeeting(tx, tw.first.Ref, coaching.Draft{State: coaching.Held, HeldOn: "2026-11-20", Time: coaching.TimeOfDay{Hour: 14}, Minutes: 60, Kind: coaching.Coaching, Medium: coaching.Phone,
				Summary: "=resume-partage", Note: "note-privee-secrete"}); err != nil {
				return err
			}
			if err := coaching.AddAction(tx, tw.first.Ref, "", coaching.ActionDraft{Title: "action-de-la-couveuse", Coach: tw.karim.PublicID}); err != nil {
				return err
			}
			for _, s := range []string{
				`INSERT INTO agreements (project_id, kind, number, signed_on, starts_on, created_at) VALUES (?, 'coaching', 'CA-77', '2026-03-01', '2026-03-02', 1)`,
				`INSERT INTO issued_papers (number, kind, title, subject_ref, project_id, pdf, sha256, issued_at) VALUES ('P-2026-0009', 'progress', 'Rapport', 'x', ?, X'255044462D', 'aa', 1)`,
				`INSERT INTO document_contents (id, project_id, bytes) VALUES (900, ?, X'414243')`,
			} {
				s = strings.ReplaceAll(strings.ReplaceAll(s, "X'255044462D'", blob(tx, "255044462D")), "X'414243'", blob(tx, "414243"))
				if _, err := tx.Exec(s, tw.first.ID); err != nil {
					return err
				}
			}
			_, err := tx.Exec(`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, content_id, added_by, added_at, scan)
				VALUES ('doc1', ?, 'cv', '../CV Zoé.pdf', 'application/pdf', 3, ?, 900, ?, 1, 'clean')`, tw.first.ID, strings.Repeat("b", 64), tw.owner.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		karim := k.as(tw.karim)
		base := "/projets/" + tw.first.Ref + "/dossier"
		secrets := []string{"note-privee-secrete", "action-de-la-couveuse"}
		karim.get(base).wants(http.StatusOK).has("=resume-partage", "CA-77", "Aucune demande", "Version interne").lacks(secrets...)
		karim.get(base+"?interne=1").wants(http.StatusOK).has("Interne à la couveuse", "note-privee-secrete", "action-de-la-couveuse")

		r := karim.get(base + ".zip").wants(http.StatusOK)
		if want := tw.first.Ref + `-dossier-2026-11-23.zip"`; !strings.HasSuffix(r.header.Get("Content-Disposition"), want) {
			t.Errorf("named %s", r.header.Get("Content-Disposition"))
		}
		files := unzip(t, r.body)
		for name, body := range files {
			for _, s := range secrets {
				if strings.Contains(body, s) && !strings.HasSuffix(name, ".pdf") {
					t.Errorf("%s holds %s", name, s)
				}
			}
		}
		var m struct {
			Internal bool
			Files    []struct {
				File, SHA256 string
				Bytes        int
			}
		}
		if err := json.Unmarshal([]byte(files["manifest.json"]), &m); err != nil || m.Internal || len(m.Files) != len(files)-1 || len(files) != 7 {
			t.Errorf("manifest %+v of %d files, %v", m, len(files), err)
		}
		for _, f := range m.Files {
			if sum := sha256.Sum256([]byte(files[f.File])); hex.EncodeToString(sum[:]) != f.SHA256 || f.Bytes != len(files[f.File]) {
				t.Errorf("%s is not what the manifest says", f.File)
			}
		}
		if files[tw.first.Ref+"/documents/01-CV_Zoé.pdf"] != "ABC" || files[tw.first.Ref+"/lettres/P-2026-0009.pdf"] != "%PDF-" || !strings.Contains(files["rencontres.csv"], "'=resume-partage") ||
			!strings.Contains(files["data.json"], `"number": "CA-77"`) || !strings.HasPrefix(files["dossier.pdf"], "%PDF-") {
			t.Errorf("the archive holds %v", len(files))
		}
		if again := karim.get(base + ".zip").body; again != r.body {
			t.Error("the same dossier gives other bytes")
		}
		private := unzip(t, karim.get(base+".zip?interne=1").wants(http.StatusOK).body)
		if !strings.Contains(private["data.json"], "note-privee-secrete") || private["dossier-INTERNE.pdf"] == "" || private["dossier.pdf"] != "" || !strings.Contains(private["manifest.json"], `"internal": true`) {
			t.Error("the internal version is not whole, or not named so")
		}
		karim.get(base + ".pdf?interne=1").wants(http.StatusOK)
		for what, want := range map[string]int{`"as":"zip","internal":false`: 2, `"as":"zip","internal":true`: 1, `"as":"pdf","internal":true`: 1, `"as":"pdf","internal":false`: 0} {
			if n := k.count(`SELECT count(*) FROM audit_entries WHERE action = 'dossier.export' AND project_id = ? AND detail LIKE ?`, tw.first.ID, "%"+what+"%"); n != want {
				t.Errorf("%s is audited %d times", what, n)
			}
		}
		for _, b := range []*browser{k.as(tw.owner), k.as(tw.lea)} {
			for _, path := range []string{"", ".pdf", ".zip", ".pdf?interne=1", ".zip?interne=1"} {
				b.get(base + path).wants(http.StatusForbidden).lacks(secrets...)
			}
		}
		k.as(k.account("Loin", access.Grant{Role: access.Manager, SiteID: k.siteID("NAMUR")})).get(base + ".zip").wants(http.StatusNotFound)
	})
}

// blob writes bytes as the engine reads them.
func blob(tx *db.Tx, hexed string) string {
	if tx.Engine() == db.Postgres {
		return `'\x` + hexed + `'`
	}
	return "X'" + hexed + "'"
}

func unzip(t *testing.T, body string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader([]byte(body)), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(content)
	}
	return files
}
