package documents

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// counts is the SQL condition, over documents d, of one that serves its purpose: Document.Counts.
const counts = `d.removed_at IS NULL AND d.scan <> 'infected' AND d.review <> 'refused'`

const documentColumns = `d.id, d.project_id, COALESCE(d.content_id, 0), d.public_id, d.category, ` + labelOf + `, d.name, d.media_type, d.size, d.sha256,
	COALESCE(d.added_by, 0), COALESCE(a.name, ''), d.added_at, d.scan, d.review, d.reason, d.removed_at, d.version`

// labelOf names a category: in the dossier's own programme, or in the one that it was given for.
const labelOf = `COALESCE((SELECT c.label FROM document_categories c WHERE c.code = d.category ORDER BY c.programme_id <> p.programme_id, c.id LIMIT 1), d.category)`

const documentTables = ` FROM documents d JOIN projects p ON p.id = d.project_id LEFT JOIN accounts a ON a.id = d.added_by`

func (d *Document) targets() []any {
	return []any{&d.ID, &d.ProjectID, &d.contentID, &d.PublicID, &d.Category, &d.Label, &d.Name, &d.MediaType, &d.Size, &d.SHA256,
		&d.AddedBy, &d.AddedByName, &d.AddedAt, &d.Scan, &d.Review, &d.Reason, &d.RemovedAt, &d.Version}
}

// Of lists the documents of a loaded dossier, newest first, also those that their author removed.
func Of(tx *db.Tx, p *programme.Project) ([]Document, error) {
	var list []Document
	err := tx.Each(func(rows *sql.Rows) error {
		var d Document
		err := rows.Scan(d.targets()...)
		list = append(list, d)
		return err
	}, `SELECT `+documentColumns+documentTables+` WHERE d.project_id = ? ORDER BY d.id DESC`, p.ID)
	return list, err
}

// find gives one document of a loaded dossier.
func find(tx *db.Tx, p *programme.Project, publicID string) (Document, error) {
	var d Document
	found, err := tx.Get(d.targets(), `SELECT `+documentColumns+documentTables+` WHERE d.project_id = ? AND d.public_id = ?`, p.ID, publicID)
	if err == nil && !found {
		err = models.Missing("document")
	}
	return d, err
}

// Has reports whether a dossier holds a document of the category that counts.
func Has(tx *db.Tx, projectID int64, category string) (bool, error) {
	n, err := tx.Count(`SELECT count(*) FROM documents d WHERE d.project_id = ? AND d.category = ? AND `+counts, projectID, category)
	return n > 0, err
}

// Open gives one document of a loaded dossier with its bytes. One that was removed, or whose
// bytes are gone, is missing or refused ("document.gone").
func Open(tx *db.Tx, p *programme.Project, publicID string) (Document, []byte, error) {
	d, err := find(tx, p, publicID)
	if err != nil {
		return d, nil, err
	}
	if !d.RemovedAt.IsZero() {
		return d, nil, models.Missing("document")
	}
	var content []byte
	found, err := tx.Get([]any{&content}, `SELECT c.bytes FROM document_contents c WHERE c.id = ?`, d.contentID)
	if err == nil && !found {
		err = models.Refuse("document.gone", models.Facts{"name": d.Name})
	}
	return d, content, err
}

// Categories lists the categories of a programme in order, closed ones too.
func Categories(tx *db.Tx, programmeID int64) ([]Category, error) {
	var list []Category
	err := tx.Each(func(rows *sql.Rows) error {
		var c Category
		err := rows.Scan(&c.ID, &c.Code, &c.Label, &c.Hint, &c.Need, &c.Position, &c.Active, &c.Version)
		list = append(list, c)
		return err
	}, `SELECT c.id, c.code, c.label, c.hint, c.need, c.position, c.active, c.version FROM document_categories c
		WHERE c.programme_id = ? ORDER BY c.position, c.id`, programmeID)
	return list, err
}

// activeCategory finds a category that the dossier's programme asks for today; nil for none.
func activeCategory(tx *db.Tx, programmeID int64, code string) (*Category, error) {
	var c Category
	found, err := tx.Get([]any{&c.ID, &c.Code, &c.Label, &c.Need}, `SELECT c.id, c.code, c.label, c.need FROM document_categories c
		WHERE c.programme_id = ? AND c.code = ? AND c.active`, programmeID, code)
	if err != nil || !found {
		return nil, err
	}
	return &c, nil
}

const fulfilled = `EXISTS (SELECT 1 FROM documents d WHERE d.project_id = r.project_id AND d.category = r.category AND d.id > r.after_id AND ` + counts + `)`

// Requests lists what the couveuse asked of a loaded dossier, the latest first.
func Requests(tx *db.Tx, p *programme.Project) ([]Request, error) {
	return requests(tx, ` WHERE r.project_id = ? ORDER BY r.id DESC`, p.ID)
}

func requests(tx *db.Tx, condition string, args ...any) ([]Request, error) {
	var list []Request
	err := tx.Each(func(rows *sql.Rows) error {
		var r Request
		err := rows.Scan(&r.ID, &r.ProjectID, &r.Ref, &r.Category, &r.Label, &r.Note, &r.DueOn, &r.AskedAt, &r.AskedByName, &r.afterID, &r.Withdrawn, &r.Fulfilled)
		list = append(list, r)
		return err
	}, `SELECT r.id, r.project_id, p.ref, r.category,
		COALESCE((SELECT c.label FROM document_categories c WHERE c.code = r.category ORDER BY c.programme_id <> p.programme_id, c.id LIMIT 1), r.category),
		r.note, r.due_on, r.asked_at, COALESCE(a.name, ''), r.after_id, r.withdrawn_at IS NOT NULL, `+fulfilled+`
		FROM document_requests r JOIN projects p ON p.id = r.project_id LEFT JOIN accounts a ON a.id = r.asked_by`+condition, args...)
	return list, err
}

// circumstancesOf reads what the gates ask; found is false without an application.
func circumstancesOf(tx *db.Tx, projectID int64) (c programme.Circumstances, found bool, err error) {
	found, err = tx.Get([]any{&c.Situation, &c.OwnVAT}, `SELECT a.situation, a.own_vat FROM applications a WHERE a.project_id = ?`, projectID)
	return c, found, err
}

// reserve takes room in a dossier for so many bytes of one file, guarded. full is the refusal when there is none.
func reserve(tx *db.Tx, projectID int64, size int) (full *models.Problem, err error) {
	if _, err := tx.Exec(`INSERT INTO document_totals (project_id, bytes, files) VALUES (?, 0, 0) ON CONFLICT DO NOTHING`, projectID); err != nil {
		return nil, err
	}
	n, err := tx.Exec(`UPDATE document_totals SET bytes = bytes + ?, files = files + 1
		WHERE project_id = ? AND bytes + ? <= ? AND files < ?`, size, projectID, size, MaxTotal, MaxFiles)
	if err != nil || n == 1 {
		return nil, err
	}
	held, files := 0, 0
	if _, err := tx.Get([]any{&held, &files}, `SELECT bytes, files FROM document_totals WHERE project_id = ?`, projectID); err != nil {
		return nil, err
	}
	if files >= MaxFiles {
		return models.Refuse("document.too_many", models.Facts{"limit": MaxFiles}), nil
	}
	return models.Refuse("document.dossier_full", models.Facts{"size": size, "held": held, "limit": MaxTotal}), nil
}

// recount sets the guard to what the dossier holds.
func recount(tx *db.Tx, projectID int64) error {
	_, err := tx.Exec(`UPDATE document_totals SET
		bytes = (SELECT COALESCE(SUM(x.size), 0) FROM (SELECT DISTINCT d.content_id, d.size FROM documents d WHERE d.project_id = ? AND d.content_id IS NOT NULL) x),
		files = (SELECT count(*) FROM documents d WHERE d.project_id = ? AND d.content_id IS NOT NULL) WHERE project_id = ?`,
		projectID, projectID, projectID)
	return err
}

// dropUnused deletes the bytes that no document of the dossier names.
func dropUnused(tx *db.Tx, projectID int64) error {
	_, err := tx.Exec(`DELETE FROM document_contents WHERE project_id = ?
		AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.content_id = document_contents.id)`, projectID)
	if err != nil {
		return fmt.Errorf("drop bytes: %w", err)
	}
	return recount(tx, projectID)
}

// Held gives how many bytes a dossier's documents take.
func Held(tx *db.Tx, projectID int64) (int, error) {
	return tx.Count(`SELECT bytes FROM document_totals WHERE project_id = ?`, projectID)
}
