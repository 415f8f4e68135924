package notice

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/documents"
)

func sumOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func signOffs(tx *db.Tx, paperID int64) ([]SignOff, error) {
	var list []SignOff
	err := tx.Each(func(rows *sql.Rows) error {
		var s SignOff
		err := rows.Scan(&s.Number, &s.Side, &s.Name, &s.Role, &s.On, &s.By, &s.At)
		list = append(list, s)
		return err
	}, `SELECT s.number, s.side, s.name, s.role, s.signed_on, COALESCE(a.name, ''), s.recorded_at FROM paper_signoffs s
		LEFT JOIN accounts a ON a.id = s.recorded_by WHERE s.paper_id = ? ORDER BY s.number`, paperID)
	return list, err
}

func insertSignOff(tx *db.Tx, p Paper, s SignOff) error {
	_, err := tx.Exec(`INSERT INTO paper_signoffs (paper_id, project_id, number, side, name, role, signed_on, recorded_by, recorded_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, p.ID, db.Nullable(p.ProjectID), s.Number, s.Side, s.Name, s.Role, s.On, db.Nullable(tx.Actor().AccountID), tx.Now())
	if db.IsUnique(err) {
		return models.Stale("signature", models.Facts{"number": p.Number})
	}
	if err != nil {
		return fmt.Errorf("sign %s: %w", p.Number, err)
	}
	return nil
}

func scans(tx *db.Tx, paperID int64) ([]Scan, error) {
	var list []Scan
	err := tx.Each(func(rows *sql.Rows) error {
		var s Scan
		err := rows.Scan(&s.Number, &s.Name, &s.MediaType, &s.Size, &s.SHA256, &s.Seen, &s.By, &s.At, &s.Erased)
		list = append(list, s)
		return err
	}, `SELECT s.number, s.name, s.media_type, s.size, s.sha256, s.scan, COALESCE(a.name, ''), s.added_at, length(s.bytes) = 0 FROM paper_scans s
		LEFT JOIN accounts a ON a.id = s.added_by WHERE s.paper_id = ? ORDER BY s.number DESC`, paperID)
	return list, err
}

func insertScan(tx *db.Tx, p Paper, number int, f documents.File, sum string, seen documents.Scan) error {
	_, err := tx.Exec(`INSERT INTO paper_scans (paper_id, project_id, number, name, media_type, size, sha256, bytes, scan, added_by, added_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, p.ID, db.Nullable(p.ProjectID), number, f.Name, f.MediaType, len(f.Content()), sum, f.Content(), seen,
		db.Nullable(tx.Actor().AccountID), tx.Now())
	if db.IsUnique(err) {
		return models.Stale("signature", models.Facts{"number": p.Number})
	}
	if err != nil {
		return fmt.Errorf("attach to %s: %w", p.Number, err)
	}
	return nil
}

func scanBytes(tx *db.Tx, paperID int64, number int) (content []byte, err error) {
	_, err = tx.Get([]any{&content}, `SELECT bytes FROM paper_scans WHERE paper_id = ? AND number = ?`, paperID, number)
	return content, err
}

func isErased(tx *db.Tx, paperID int64) (bool, error) {
	n, err := tx.Count(`SELECT count(*) FROM issued_papers p WHERE p.id = ? AND length(p.pdf) = 0`, paperID)
	return n > 0, err
}
