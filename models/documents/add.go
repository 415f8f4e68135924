package documents

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// Added is what became of a file that was given.
type Added struct {
	Document
	Known bool // it was there already, under this category: nothing was stored
}

// CheckAdd says whether a dossier takes documents in that phase.
func CheckAdd(phase programme.Phase) *models.Problem {
	switch phase {
	case programme.Declined, programme.Withdrawn, programme.Exited:
		return models.Refuse("document.closed", models.Facts{"phase": phase})
	}
	return nil
}

// MayAdd gives a dossier to an actor who may add documents to it now: the question to ask
// before a file is read.
func MayAdd(tx *db.Tx, ref string) (*programme.Project, error) {
	p, err := programme.Load(tx, ref, access.DocumentAdd)
	if err != nil {
		return nil, err
	}
	if problem := CheckAdd(p.Phase); problem != nil {
		return nil, problem
	}
	return p, nil
}

// Add puts a file that was looked into under a category of the dossier. A file that the dossier
// holds already is known by its hash: under the same category nothing is stored, under
// another one its bytes are shared. An infected one leaves its name and no bytes, and its holder is told.
// Fields: "category". Refused: no room ("document.dossier_full", "document.too_many"), the same file refused
// before ("document.refused_before").
func Add(tx *db.Tx, ref, category string, f File, scan Scan) (Added, error) {
	p, err := MayAdd(tx, ref)
	if err != nil {
		return Added{}, err
	}
	c, err := activeCategory(tx, p.ProgrammeID, category)
	if err != nil {
		return Added{}, err
	}
	if c == nil {
		return Added{}, models.Fields(models.FieldProblem{Field: "category", Code: "oneof"})
	}
	held, err := Of(tx, p)
	if err != nil {
		return Added{}, err
	}
	if scan == Infected {
		return addInfected(tx, p, c, f)
	}
	same := func(under func(Document) bool) int {
		return slices.IndexFunc(held, func(d Document) bool { return d.SHA256 == f.sha256 && d.contentID != 0 && under(d) })
	}
	if i := same(func(d Document) bool { return d.Category == c.Code }); i >= 0 {
		return again(tx, p, held[i])
	}
	var content int64
	if i := same(func(Document) bool { return true }); i >= 0 {
		content = held[i].contentID
	}
	d, err := store(tx, p, c, f, scan, content)
	return Added{Document: d}, err
}

// again is what becomes of a file that is there under its category.
func again(tx *db.Tx, p *programme.Project, d Document) (Added, error) {
	switch {
	case !d.RemovedAt.IsZero():
		return Added{Document: d}, putBack(tx, p, d)
	case d.Review == Refused:
		return Added{}, models.Refuse("document.refused_before", models.Facts{"reason": d.Reason})
	}
	return Added{Document: d, Known: true}, nil
}

// store writes a document. content is the bytes it shares with another one of the dossier; 0 writes them.
func store(tx *db.Tx, p *programme.Project, c *Category, f File, scan Scan, content int64) (Document, error) {
	size := len(f.content)
	if content != 0 {
		size = 0
	}
	full, err := reserve(tx, p.ID, size)
	if err == nil && full != nil {
		// What was removed still lies there, to be put back: it gives way to what is wanted.
		if err = Purge(tx, p.ID); err == nil {
			full, err = reserve(tx, p.ID, size)
		}
	}
	switch {
	case err != nil:
		return Document{}, err
	case full != nil:
		return Document{}, full
	}
	if content == 0 {
		if _, err := tx.Get([]any{&content}, `INSERT INTO document_contents (project_id, bytes) VALUES (?, ?) RETURNING id`, p.ID, f.content); err != nil {
			return Document{}, fmt.Errorf("store bytes: %w", err)
		}
	}
	d, err := insert(tx, p, c, f, scan, content)
	if err != nil {
		return d, err
	}
	return d, tx.Audit("document.add", "document", d.ID, p.ID, models.Facts{"category": c.Code, "type": f.MediaType, "size": len(f.content)})
}

func insert(tx *db.Tx, p *programme.Project, c *Category, f File, scan Scan, content int64) (Document, error) {
	var scanned models.Instant
	if scan != Unscanned {
		scanned = tx.Now()
	}
	id := uuid.NewString()
	_, err := tx.Exec(`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, content_id, added_by, added_at, scan, scanned_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, p.ID, c.Code, f.Name, f.MediaType, len(f.content), f.sha256, db.Nullable(content),
		db.Nullable(tx.Actor().AccountID), tx.Now(), scan, scanned)
	if err != nil {
		return Document{}, fmt.Errorf("insert document: %w", err)
	}
	return find(tx, p, id)
}

func addInfected(tx *db.Tx, p *programme.Project, c *Category, f File) (Added, error) {
	d, err := insert(tx, p, c, f, Infected, 0)
	if err != nil {
		return Added{}, err
	}
	if err := tx.Audit("document.infected", "document", d.ID, p.ID, models.Facts{"category": c.Code}); err != nil {
		return Added{}, err
	}
	return Added{Document: d}, tellInfected(tx, p, d)
}

func tellInfected(tx *db.Tx, p *programme.Project, d Document) error {
	return programme.Tell(tx, p, outbox.DocumentInfected, fmt.Sprintf("document/%d/infected", d.ID), models.Facts{"category": d.Label})
}

// CheckRemove says whether an account may take a document out of a dossier in that phase: its own, while the
// application is a draft and the couveuse has not accepted it.
func CheckRemove(d Document, accountID int64, phase programme.Phase) *models.Problem {
	switch {
	case phase != programme.Draft:
		return models.Refuse("document.submitted", models.Facts{"phase": phase})
	case d.AddedBy != accountID:
		return models.Refuse("document.not_yours", nil)
	case d.Review == Accepted:
		return models.Refuse("document.accepted", nil)
	}
	return nil
}

// Remove takes a document of one's own out of a draft. It can be put back until the submission.
func Remove(tx *db.Tx, ref, publicID string) (Document, error) {
	p, d, err := own(tx, ref, publicID)
	if err != nil || !d.RemovedAt.IsZero() {
		return d, err
	}
	if _, err := tx.Exec(`UPDATE documents SET removed_at = ?, version = version + 1 WHERE id = ?`, tx.Now(), d.ID); err != nil {
		return d, err
	}
	return d, tx.Audit("document.remove", "document", d.ID, p.ID, models.Facts{"category": d.Category})
}

// PutBack undoes a removal.
func PutBack(tx *db.Tx, ref, publicID string) (Document, error) {
	p, d, err := own(tx, ref, publicID)
	if err != nil || d.RemovedAt.IsZero() {
		return d, err
	}
	return d, putBack(tx, p, d)
}

// own gives a document that the actor may take out of its dossier, or put back.
func own(tx *db.Tx, ref, publicID string) (*programme.Project, Document, error) {
	p, err := programme.Load(tx, ref, access.DocumentAdd)
	if err != nil {
		return nil, Document{}, err
	}
	d, err := find(tx, p, publicID)
	if err != nil {
		return nil, d, err
	}
	if problem := CheckRemove(d, tx.Actor().AccountID, p.Phase); problem != nil {
		return nil, d, problem
	}
	return p, d, nil
}

func putBack(tx *db.Tx, p *programme.Project, d Document) error {
	_, err := tx.Exec(`UPDATE documents SET removed_at = NULL, version = version + 1 WHERE id = ?`, d.ID)
	if db.IsUnique(err) { // the same file was given anew meanwhile
		return models.Refuse("document.known", models.Facts{"name": d.Name})
	}
	if err != nil {
		return err
	}
	return tx.Audit("document.restore", "document", d.ID, p.ID, models.Facts{"category": d.Category})
}

// Purge deletes what was removed from a dossier, bytes and all: a submission does, and a lack of room.
func Purge(tx *db.Tx, projectID int64) error {
	if _, err := tx.Exec(`DELETE FROM documents WHERE project_id = ? AND removed_at IS NOT NULL`, projectID); err != nil {
		return err
	}
	return dropUnused(tx, projectID)
}

// EraseAll deletes everything that a dossier holds here: documents, bytes, and what was asked. The
// caller has the right to, and audits it.
func EraseAll(tx *db.Tx, projectID int64) error {
	for _, statement := range []string{
		`DELETE FROM documents WHERE project_id = ?`, `DELETE FROM document_contents WHERE project_id = ?`,
		`DELETE FROM document_requests WHERE project_id = ?`, `DELETE FROM document_totals WHERE project_id = ?`,
	} {
		if _, err := tx.Exec(statement, projectID); err != nil {
			return fmt.Errorf("erase documents: %w", err)
		}
	}
	return nil
}
