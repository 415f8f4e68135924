package documents

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// CheckOpen says whether a document may be opened: where a scanner is in use, not before it has spoken.
func CheckOpen(d Document, scanning bool) *models.Problem {
	switch {
	case d.Scan == Infected:
		return models.Refuse("document.infected", models.Facts{"name": d.Name})
	case scanning && d.Scan != Clean:
		return models.Refuse("document.unscanned", models.Facts{"name": d.Name})
	}
	return nil
}

// Waiting gives the contents that no scanner has seen, oldest first, after the given one; at most so many.
func Waiting(tx *db.Tx, after int64, most int) ([]int64, error) {
	var list []int64
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		list = append(list, id)
		return err
	}, `SELECT DISTINCT d.content_id FROM documents d WHERE d.scan = 'waiting' AND d.content_id > ? ORDER BY d.content_id LIMIT ?`, after, most)
	return list, err
}

// Content gives the bytes of a content that waits for its scan; nil when they are gone.
func Content(tx *db.Tx, id int64) (content []byte, err error) {
	_, err = tx.Get([]any{&content}, `SELECT bytes FROM document_contents WHERE id = ?`, id)
	return content, err
}

// Scanned records what the scanner said of a content, for every document that names it. Infected
// bytes are deleted, and the holder is told. The operator's verb.
func Scanned(tx *db.Tx, content int64, scan Scan) error {
	var projectID int64
	found, err := tx.Get([]any{&projectID}, `SELECT project_id FROM document_contents WHERE id = ?`, content)
	if err != nil || !found {
		return err
	}
	p, err := programme.LoadByID(tx, projectID, access.DocumentReview)
	if err != nil {
		return err
	}
	if scan != Infected {
		_, err := tx.Exec(`UPDATE documents SET scan = ?, scanned_at = ? WHERE content_id = ? AND scan = 'waiting'`, scan, tx.Now(), content)
		return err
	}
	docs, err := Of(tx, p)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE documents SET scan = 'infected', scanned_at = ?, content_id = NULL, version = version + 1 WHERE content_id = ?`, tx.Now(), content); err != nil {
		return err
	}
	if err := dropUnused(tx, p.ID); err != nil {
		return err
	}
	for _, d := range docs {
		if d.contentID != content {
			continue
		}
		if err := tx.Audit("document.infected", "document", d.ID, p.ID, models.Facts{"category": d.Category}); err != nil {
			return err
		}
		if err := tellInfected(tx, p, d); err != nil {
			return err
		}
	}
	return nil
}
