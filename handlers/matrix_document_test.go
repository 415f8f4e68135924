package handlers_test

import (
	"eclosion/models/db"
	"eclosion/models/programme"
)

// The kit's programmes ask for no document: forms that name one answer 422, which lets in.
var documentMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /candidatures/FILE/documents" /*        */, "s y 4 y y 4 y y 4 3"},
	{"POST /candidatures/FILE/documents" /*       */, "s y 4 3 3 4 3 y 4 3"},
	{"GET /candidatures/FILE/documents/d1", "s y 4 y y 4 y y 4 3"},
	{"POST /candidatures/FILE/documents/d1/retrait", "s y 4 3 3 4 3 y 4 3"},
	{"POST /candidatures/FILE/documents/d1/remise", "s y 4 3 3 4 3 y 4 3"},
	{"POST /candidatures/FILE/documents/d1/verdict", "s 3 3 3 3 4 3 y 4 3"},
	{"POST /candidatures/FILE/documents/demandes", "s 3 3 3 3 4 3 y 4 3"},
	{"POST /candidatures/FILE/documents/demandes/900/annulation", "s 3 3 3 3 4 3 y 4 3"},
	{"GET /candidatures/DRAFT/documents" /*       */, "s y 4 4 4 4 4 4 4 3"},

	{"GET /projets/REF/documents" /*              */, "s y 4 y y 4 4 y 4 3"},
	{"POST /projets/REF/documents" /*             */, "s y 4 y 3 4 3 y 4 3"},
	{"GET /projets/REF/documents/d2" /*   */, "s y 4 y y 4 4 y 4 3"},
	{"POST /projets/REF/documents/d2/retrait", "s y 4 y 3 4 3 y 4 3"},
	{"POST /projets/REF/documents/d2/remise", "s y 4 y 3 4 3 y 4 3"},
	{"POST /projets/REF/documents/d2/verdict", "s 3 3 y 3 4 3 y 4 3"},
	{"POST /projets/REF/documents/demandes" /*    */, "s 3 3 y 3 4 3 y 4 3"},
	{"POST /projets/REF/documents/demandes/901/annulation", "s 3 3 y 3 4 3 y 4 3"},
}

// matrixDocuments gives each dossier of the matrix a document and a piece that was asked.
func (k *kit) matrixDocuments(dossiers ...*programme.Project) {
	k.t.Helper()
	k.write(func(tx *db.Tx) error {
		for i, p := range dossiers {
			id := []string{"d1", "d2"}[i]
			if _, err := tx.Exec(`INSERT INTO document_contents (id, project_id, bytes) VALUES (?, ?, ?)`, 900+i, p.ID, []byte("%PDF-1.4")); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, content_id, added_at, scan)
				VALUES (?, ?, 'cv', 'cv.pdf', 'application/pdf', 8, ?, ?, 1, 'waiting')`, id, p.ID,
				"0000000000000000000000000000000000000000000000000000000000000000", 900+i); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO document_requests (id, project_id, category, due_on, after_id, asked_at) VALUES (?, ?, 'forem', ?, 0, 1)`,
				900+i, p.ID, tx.Today()); err != nil {
				return err
			}
		}
		return nil
	})
}
