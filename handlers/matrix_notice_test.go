package handlers_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"eclosion/models/programme"
	"eclosion/views/pdf"
	"eclosion/views/report"
)

// matrixPaper lays an issued agreement of the dossier with a signed copy. Its series is an earlier year's.
func (k *kit) matrixPaper(p *programme.Project) {
	k.t.Helper()
	var out bytes.Buffer
	if err := pdf.WritePaper(k.t.Context(), &out, report.Paper{Title: "Convention", Date: "2025-11-24", Blocks: []report.Block{report.Text{Body: "Vu."}}}, "CA-2025-0099"); err != nil {
		k.t.Fatal(err)
	}
	content := out.Bytes()
	sum := fmt.Sprintf("%x", sha256.Sum256(content))
	k.exec(`INSERT INTO issued_papers (id, number, kind, subject_ref, project_id, title, sha256, pdf, issued_at) VALUES (900, 'CA-2025-0099', 'agreement', ?, ?, 'Convention', ?, ?, 1)`, p.Ref, p.ID, sum, content)
	k.exec(`INSERT INTO notices (paper_id, project_id, kind, cause, issue, content) VALUES (900, ?, 'coaching', 'coaching', 1, '{"body":"Vu."}')`, p.ID)
	k.exec(`INSERT INTO paper_scans (paper_id, project_id, number, name, media_type, size, sha256, bytes, scan, added_at) VALUES (900, ?, 1, 'signé.pdf', 'application/pdf', ?, ?, ?, 'clean', 2)`, p.ID, len(content), sum, content)
}

var noticeMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /projets/REF/papiers" /*                */, "s y 4 y y 4 3 y 4 3"},
	{"POST /projets/REF/papiers" /*               */, "s 3 3 3 3 3 3 y 4 3"},
	{"GET /projets/REF/papiers/projet?pour=coaching", "s 3 3 3 3 3 3 y 4 3"},
	{"GET /projets/REF/papiers/projet.pdf?pour=coaching", "s 3 3 3 3 3 3 y 4 3"},
	{"GET /papiers" /*                            */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /papiers/verifier" /*                   */, "s 3 3 3 3 3 3 y y 3"},
	{"POST /papiers/verifier" /*                  */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /papiers/PAPER" /*                      */, "s y 4 y y 4 3 y 4 3"},
	{"POST /papiers/PAPER/signatures" /*          */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /papiers/PAPER/copie" /*               */, "s 3 3 3 3 3 3 y 4 3"},
	{"GET /papiers/PAPER/copies/1" /*             */, "s y 4 y y 4 3 y 4 3"},
}
