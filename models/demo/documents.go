package demo

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
)

// mostPapers bounds how many dossiers of a demonstration hold documents: they show the pages, and weigh.
const mostPapers = 60

// applicant is a dossier on its way to a decision, as the documents need it.
type applicant struct {
	id          int64
	programmeID int64
	ref, phase  string
	situation   string
	sent        models.Instant
}

// documents gives the applications of the demonstration their pieces: most are whole, some lack one, one was
// refused, one is asked for and late.
func (v *inventor) documents(tx *db.Tx) error {
	var list []applicant
	err := tx.Each(func(rows *sql.Rows) error {
		var a applicant
		err := rows.Scan(&a.id, &a.programmeID, &a.ref, &a.phase, &a.situation, &a.sent)
		list = append(list, a)
		return err
	}, `SELECT p.id, p.programme_id, p.ref, p.phase, a.situation, COALESCE(p.submitted_at, p.created_at) FROM projects p JOIN applications a ON a.project_id = p.id
		WHERE p.phase IN ('draft', 'submitted', 'review', 'waitlisted', 'accepted') ORDER BY p.id LIMIT ?`, mostPapers)
	if err != nil {
		return err
	}
	shown := map[string]int{}
	for _, a := range list {
		n := shown[a.phase]
		shown[a.phase]++
		if err := v.papersOf(tx, a, n); err != nil {
			return fmt.Errorf("documents of %s: %w", a.ref, err)
		}
	}
	return nil
}

// papersOf writes the pieces of one application, the n-th of its phase.
func (v *inventor) papersOf(tx *db.Tx, a applicant, n int) error {
	var codes, labels []string
	err := tx.Each(func(rows *sql.Rows) error {
		var code, label string
		err := rows.Scan(&code, &label)
		codes, labels = append(codes, code), append(labels, label)
		return err
	}, `SELECT c.code, c.label FROM document_categories c LEFT JOIN programme_gates g ON g.programme_id = c.programme_id AND g.category = c.code
		WHERE c.programme_id = ? AND (c.need = 'required' OR g.gate = ?) ORDER BY c.position`, a.programmeID, a.situation)
	if err != nil {
		return err
	}
	var bytes, files int
	for i, code := range codes {
		if a.phase == "draft" && i > 0 || a.phase == "submitted" && n == 0 && i == 1 {
			continue // what is still missing
		}
		review, reason := "new", ""
		switch {
		case a.phase == "submitted" && n == 1 && i == 0:
			review, reason = "refused", "La photo est floue : les dates ne se lisent pas."
		case a.phase != "draft" && a.phase != "submitted":
			review = "accepted"
		}
		size, err := v.paper(tx, a, code, labels[i], review, reason)
		if err != nil {
			return err
		}
		bytes, files = bytes+size, files+1
	}
	if a.phase == "submitted" && n < 2 && len(codes) > 1 {
		due := v.today.AddDays(4 - 6*n) // one to come, one late
		if _, err := tx.Exec(`INSERT INTO document_requests (project_id, category, note, due_on, after_id, asked_by, asked_at)
			SELECT ?, ?, ?, ?, COALESCE(MAX(d.id), 0), ?, ? FROM documents d WHERE d.project_id = ?`, a.id, codes[1-n], "Une photo bien lisible suffit.", due,
			v.chief.id, v.at(v.today.AddDays(-7)), a.id); err != nil {
			return err
		}
	}
	if files == 0 {
		return nil
	}
	_, err = tx.Exec(`INSERT INTO document_totals (project_id, bytes, files) VALUES (?, ?, ?)`, a.id, bytes, files)
	return err
}

// paper writes one small PDF that says what it stands for.
func (v *inventor) paper(tx *db.Tx, a applicant, code, label, review, reason string) (size int, err error) {
	content := page(models.Fold(label) + " - " + a.ref)
	sum := sha256.Sum256(content)
	var id int64
	if _, err := tx.Get([]any{&id}, `INSERT INTO document_contents (project_id, bytes) VALUES (?, ?) RETURNING id`, a.id, content); err != nil {
		return 0, err
	}
	var by, at any
	if review != "new" {
		by, at = v.chief.id, a.sent
	}
	_, err = tx.Exec(`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, content_id, added_at, scan, review, reason, reviewed_by, reviewed_at)
		VALUES (?, ?, ?, ?, 'application/pdf', ?, ?, ?, ?, 'waiting', ?, ?, ?, ?)`, v.publicID(), a.id, code, label+".pdf", len(content), hex.EncodeToString(sum[:]), id,
		a.sent, review, reason, by, at)
	return len(content), err
}

// page is a PDF of one page with one line of plain letters.
func page(line string) []byte {
	stream := "BT /F1 18 Tf 72 760 Td (" + line + ") Tj ET"
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	out := "%PDF-1.4\n"
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, len(out))
		out += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := len(out)
	out += fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		out += fmt.Sprintf("%010d 00000 n \n", at)
	}
	return []byte(out + fmt.Sprintf("trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start))
}
