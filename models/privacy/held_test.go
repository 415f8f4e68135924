package privacy_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/privacy"
	"eclosion/models/programme"
)

func (tw *town) gather(name string) (h *privacy.Held, err error) {
	tw.t.Helper()
	err = tw.db.Read(ctx, tw.actors[name], func(tx *db.Tx) (err error) { h, err = privacy.Gather(tx); return err })
	return h, err
}

// archive is the ZIP of somebody's data, unpacked.
func (tw *town) archive(name string) (names []string, files map[string]string, raw []byte) {
	tw.t.Helper()
	h, err := tw.gather(name)
	if err != nil {
		tw.t.Fatal(err)
	}
	var out bytes.Buffer
	err = privacy.WriteArchive(&out, h, []byte("%PDF"), func(e privacy.Entry) (body []byte, err error) {
		err = tw.db.Read(ctx, tw.actors[name], func(tx *db.Tx) (err error) { body, err = privacy.Bytes(tx, e); return err })
		return body, err
	})
	if err != nil {
		tw.t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		tw.t.Fatal(err)
	}
	files = map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			tw.t.Fatal(err)
		}
		body, err := io.ReadAll(r) // checks the sum
		if err != nil {
			tw.t.Fatal(err)
		}
		names, files[f.Name] = append(names, f.Name), string(body)
	}
	return names, files, out.Bytes()
}

// secret begins what may never leave with somebody's data: private notes, opinions, other candidates.
const secret = "zzsecret"

// accompanied gives zoe a coached dossier with all that a coach writes, shared and not.
func (tw *town) accompanied() (ref string) {
	tw.t.Helper()
	ref = tw.dossier("zoe", programme.Accepted, "2026-05-04", 0)
	id, other := tw.count(`SELECT id FROM projects WHERE ref = ?`, ref), tw.count(`SELECT id FROM projects WHERE ref = ?`, tw.dossier("sam", programme.Accepted, "2026-05-04", 0))
	tw.exec(`UPDATE projects SET title = ? WHERE id = ?`, secret+" projet", other)
	tw.exec(`UPDATE persons SET first_name = ?, last_name = ? WHERE id = ?`, secret+"-prénom", secret+"-nom", tw.actors["sam"].PersonID)
	coach := tw.actors["coach"].AccountID
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO meetings (id, public_id, state, held_on, starts_at, minutes, kind, medium, place, summary, reason, created_by, created_at, updated_at)
			VALUES (77, 'm1', 'held', '2026-06-01', 1, 60, 'coaching', 'phone', 'Bureau', ?, ?, ?, 1, 1)`, []any{canary + " compte rendu", canary + " motif", coach}},
		{`INSERT INTO meeting_projects (project_id, meeting_id) VALUES (?, 77), (?, 77)`, []any{id, other}},
		{`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) VALUES (77, ?, 1)`, []any{coach}},
		{`INSERT INTO meeting_notes (meeting_id, body, author_id, updated_at) VALUES (77, ?, ?, 1)`, []any{secret + " note privée", coach}},
		{`INSERT INTO actions (project_id, title, owner, created_at) VALUES (?, ?, 'holder', 1)`, []any{id, canary + " action"}},
		{`INSERT INTO actions (project_id, title, owner, coach_id, created_at) VALUES (?, ?, 'coach', ?, 1)`, []any{id, secret + " action", coach}},
		{`INSERT INTO plan_templates (id, programme_id, number, state) SELECT 77, programme_id, 77, 'retired' FROM projects WHERE id = ?`, []any{id}},
		{`INSERT INTO plan_sections (id, template_id, position, title) VALUES (77, 77, 1, 'Offre')`, nil},
		{`INSERT INTO plan_items (id, section_id, template_id, position, title, mandatory) VALUES (77, 77, 77, 1, 'Prix', ?)`, []any{true}},
		{`UPDATE projects SET template_id = 77 WHERE id IN (?, ?)`, []any{id, other}},
		{`INSERT INTO plan_texts (project_id, section_id, body, updated_at) VALUES (?, 77, ?, 1), (?, 77, ?, 1)`, []any{id, canary + " texte", other, secret + " texte"}},
		{`INSERT INTO plan_text_versions (project_id, section_id, number, body, author_name, begun_at, at) VALUES (?, 77, 1, ?, 'x', 1, 1), (?, 77, 1, ?, 'x', 1, 1)`, []any{id, canary + " texte", other, secret + " texte"}},
		{`INSERT INTO plan_comments (public_id, project_id, section_id, side, body, author_name, at) VALUES ('c1', ?, 77, 'house', ?, 'x', 1), ('c2', ?, 77, 'house', ?, 'x', 1)`, []any{id, canary + " remarque", other, secret}},
		{`INSERT INTO progress_indicators (id, programme_id, code, label, unit, active, position) SELECT 77, programme_id, 'canari', ?, 'count', ?, 7 FROM projects WHERE id = ?`, []any{canary + " chiffre", true, id}},
		{`INSERT INTO progress_indicators (id, programme_id, code, label, unit, active, position) SELECT 78, programme_id, 'maison', ?, 'count', ?, 8 FROM projects WHERE id = ?`, []any{secret + " chiffre", true, id}},
		{`INSERT INTO progress_reports (id, public_id, project_id, state, from_on, to_on, paragraph, created_at, updated_at) VALUES (77, 'r1', ?, 'draft', '2026-05-04', '2026-06-01', '', 1, 1),
			(78, 'r2', ?, 'draft', '2026-05-04', '2026-06-01', ?, 1, 1)`, []any{id, other, secret + " paragraphe"}},
		{`INSERT INTO progress_values (report_id, indicator_id, side, amount) VALUES (77, 77, 'holder', 4200), (77, 78, 'house', 4300), (78, 77, 'holder', 4400)`, nil},
		{`INSERT INTO finance_plans (project_id, inputs, updated_at, updated_name) VALUES (?, '{}', 1, 'x'), (?, '{}', 1, 'x')`, []any{id, other}},
		{`INSERT INTO finance_versions (project_id, number, inputs, author_name, at) VALUES (?, 1, ?, 'x', 1), (?, 1, ?, 'x', 1)`,
			[]any{id, `{"fixed":[{"label":"` + canary + ` loyer"}]}`, other, `{"fixed":[{"label":"` + secret + `"}]}`}},
		{`UPDATE opinions SET comment = ?`, []any{secret + " avis"}}, {`UPDATE opinion_scores SET comment = ?`, []any{secret + " note"}},
		{`UPDATE opinion_drafts SET comment = ?, marks = ?`, []any{secret, secret}}, {`UPDATE sitting_notes SET body = ?`, []any{secret + " séance"}},
		{`UPDATE conflicts SET reason = ?`, []any{secret + " conflit"}},
		{`INSERT INTO issued_papers (number, kind, subject_ref, project_id, title, sha256, pdf, issued_at) VALUES ('PV-1', 'minutes', 'CM', ?, ?, 'x', ?, 1)`, []any{id, secret, []byte(secret)}},
		{`INSERT INTO issued_papers (number, kind, subject_ref, project_id, title, sha256, pdf, issued_at) VALUES ('LD-9', 'letter', 'JI', ?, ?, 'x', ?, 1)`, []any{other, secret, []byte(secret)}},
		{`INSERT INTO outbox (mail_key, kind, recipient, account_id, facts, state, next_at, created_at) VALUES ('k', 'signin_link', ?, ?, ?, 'sent', 1, 1)`,
			[]any{canary + "@exemple.be", tw.actors["zoe"].AccountID, `{"link":"` + secret + `"}`}},
	} {
		tw.exec(s.sql, s.args...)
	}
	return ref
}

// What leaves is all of one's own, and nothing of what others wrote for themselves or of other people.
func TestWhatLeavesWithMyData(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		ref := tw.accompanied()
		old := tw.dossier("zoe", programme.Declined, "2026-05-04", 0)
		tw.exec(`UPDATE opinions SET comment = ?`, secret)
		tw.exec(`UPDATE opinion_scores SET comment = ?`, secret)
		tw.exec(`UPDATE sitting_notes SET body = ?`, secret)
		tw.atHome()
		names, files, _ := tw.archive("zoe")
		if want := []string{"resume.pdf", "data.json"}; !slices.Equal(names[:2], want) || len(names) != 6 {
			t.Errorf("the archive holds %q", names)
		}
		for name, body := range files {
			if strings.Contains(models.Fold(name+body), secret) {
				t.Errorf("%s tells a secret: %s", name, around(body))
			}
		}
		if files[ref+"/lettres/L-"+ref+".pdf"] != canary || files[ref+"/documents/01-"+canary+".pdf"] != canary {
			t.Errorf("letters and documents: %q", names)
		}
		data := files["data.json"]
		for _, want := range []string{`"eclosion.own-data/1"`, `"1987-06-05"`, `"+32470999111"`, `"` + ref + `"`, `"` + old + `"`, canary + " compte rendu", canary + " action", canary + " texte", canary + " remarque", canary + " loyer", canary + " chiffre", `"amount": 4200`,
			canary + "-ville", `"code": "project_description"`, `"info_sessions": [` + "\n    {", `"kind": "signin_link"`, `"reason": "` + canary + `"`, `"author": "manager"`, `"coach"`} {
			if !strings.Contains(data, want) {
				t.Errorf("data.json does not hold %s", want)
			}
		}
		var h map[string]any
		if err := json.Unmarshal([]byte(data), &h); err != nil {
			t.Fatal(err)
		}
		if n := len(h["dossiers"].([]any)); n != 2 {
			t.Errorf("%d dossiers", n)
		}
	})
}

func around(body string) string {
	i := strings.Index(models.Fold(body), secret)
	return body[max(0, min(i, len(body))-80):min(len(body), i+80)]
}

func TestTheSameDataTheSameArchive(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.accompanied()
		_, _, one := tw.archive("zoe")
		_, _, two := tw.archive("zoe")
		if !bytes.Equal(one, two) {
			t.Error("two archives of the same data differ")
		}
	})
}

func TestOnlyOnesOwnData(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		ref := tw.dossier("zoe", programme.Declined, "2026-05-04", 0)
		for _, name := range []string{"manager", "admin", "coach", "jury"} {
			if _, err := tw.gather(name); kindOf(err) != models.Forbidden {
				t.Errorf("%s gathers: %v", name, err)
			}
		}
		for _, name := range []string{"sam", "manager", "coach", "admin"} {
			for _, e := range []privacy.Entry{{Ref: ref, Document: "d" + ref}, {Ref: ref, Paper: "L-" + ref}} {
				err := tw.try(name, func(tx *db.Tx) error { _, err := privacy.Bytes(tx, e); return err })
				if kind := kindOf(err); kind != models.NotFound && kind != models.Forbidden {
					t.Errorf("%s opens %+v: %v", name, e, err)
				}
			}
		}
		if _, files, _ := tw.archive("sam"); strings.Contains(files["data.json"], canary) {
			t.Error("sam's data hold zoe's")
		}
	})
}

func TestFileNamesInTheArchive(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		ref := tw.dossier("zoe", programme.Declined, "2026-05-04", 0)
		for name, want := range map[string]string{
			"../../etc/passwd": "01-passwd", `C:\Windows\cv.pdf`: "01-cv.pdf", "CON.pdf": "01-document_CON.pdf", "...": "01-document_", "cv\u202Efdp.exe": "01-cvfdp.exe",
			"mon CV (final).pdf": "01-mon_CV__final_.pdf", "Олена – портфолио.pdf": "01-Олена___портфолио.pdf", "a\x01b\n.pdf": "01-ab.pdf",
			strings.Repeat("é", 300) + ".pdf": "01-" + strings.Repeat("é", 80), "<script>.html": "01-script_.html",
		} {
			tw.exec(`UPDATE documents SET name = ?`, name)
			names, _, _ := tw.archive("zoe")
			if !slices.Contains(names, ref+"/documents/"+want) {
				t.Errorf("%q became %q, want %q", name, names, want)
			}
		}
	})
}

// What was taken out, is infected or has lost its bytes is told and not sent.
func TestDocumentsThatStayBehind(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.dossier("zoe", programme.Declined, "2026-05-04", 0)
		for _, change := range []string{`UPDATE documents SET removed_at = 5`, `UPDATE documents SET removed_at = NULL, content_id = NULL`, `UPDATE documents SET scan = 'infected'`} {
			tw.exec(change)
			names, files, _ := tw.archive("zoe")
			if len(names) != 3 || !strings.Contains(files["data.json"], canary+".pdf") {
				t.Errorf("after %s: %q", change, names)
			}
		}
	})
}

func TestAnErasedDossierTellsThatItIs(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		old := tw.dossier("zoe", programme.Declined, "2026-05-04", 0)
		tw.dossier("zoe", programme.Submitted, "2026-11-04", 0)
		tw.anonymise(old)
		h, err := tw.gather("zoe")
		if err != nil {
			t.Fatal(err)
		}
		if len(h.Dossiers) != 2 || h.Dossiers[0].ErasedOn != "2026-11-23" || h.Dossiers[0].Title != "" || h.Dossiers[1].ErasedOn != "" {
			t.Errorf("%+v", h.Dossiers)
		}
	})
}
