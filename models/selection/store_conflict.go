package selection

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
)

// lockFile finds a dossier on a loaded committee and makes what is written about it there follow each
// other. It is found by its reference alone: who declared a conflict may not load it.
func lockFile(tx *db.Tx, c *Committee, ref string) (projectID int64, err error) {
	found, err := tx.Get([]any{&projectID}, `SELECT p.id FROM projects p JOIN committee_files f ON f.project_id = p.id
		WHERE f.committee_id = ? AND p.ref = ?`+tx.ForUpdate("p"), c.ID, ref)
	if err != nil {
		return 0, fmt.Errorf("lock file %s: %w", ref, err)
	}
	if !found {
		return 0, models.Missing("project")
	}
	return projectID, nil
}

func insertConflict(tx *db.Tx, projectID, accountID int64, reason string) (fresh bool, err error) {
	n, err := tx.Exec(`INSERT INTO conflicts (project_id, account_id, reason, declared_by, declared_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		projectID, accountID, reason, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return false, fmt.Errorf("insert conflict: %w", err)
	}
	return n == 1, nil
}

func storeLift(tx *db.Tx, projectID, accountID int64) error {
	_, err := tx.Exec(`UPDATE conflicts SET lifted_by = ?, lifted_at = ? WHERE project_id = ? AND account_id = ? AND lifted_at IS NULL`,
		db.Nullable(tx.Actor().AccountID), tx.Now(), projectID, accountID)
	return err
}

// Conflicts lists the conflicts of interest that stand among the files and members of a committee, by dossier and
// name, to who manages it.
func Conflicts(tx *db.Tx, c *Committee) (map[int64][]Conflict, error) {
	byFile := map[int64][]Conflict{}
	if !c.Managed {
		return byFile, nil
	}
	err := tx.Each(func(rows *sql.Rows) error {
		var x Conflict
		err := rows.Scan(&x.ProjectID, &x.AccountID, &x.PublicID, &x.Name, &x.Reason, &x.DeclaredBy, &x.DeclaredAt, &x.SetAside)
		byFile[x.ProjectID] = append(byFile[x.ProjectID], x)
		return err
	}, `SELECT x.project_id, x.account_id, a.public_id, a.name, x.reason, COALESCE(b.name, ''), x.declared_at,
			EXISTS (SELECT 1 FROM opinions o WHERE o.committee_id = f.committee_id AND o.project_id = f.project_id AND o.account_id = x.account_id)
		FROM committee_files f JOIN conflicts x ON x.project_id = f.project_id AND x.lifted_at IS NULL
		JOIN accounts a ON a.id = x.account_id LEFT JOIN accounts b ON b.id = x.declared_by
		WHERE f.committee_id = ? AND (EXISTS (SELECT 1 FROM committee_members m WHERE m.committee_id = f.committee_id AND m.account_id = x.account_id)
			OR EXISTS (SELECT 1 FROM opinions o WHERE o.committee_id = f.committee_id AND o.project_id = f.project_id AND o.account_id = x.account_id))
		ORDER BY x.project_id, a.name, a.id`, c.ID)
	return byFile, err
}
