package selection

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
)

func criteriaOf(tx *db.Tx, programmeID int64) ([]Criterion, error) {
	var list []Criterion
	err := tx.Each(func(rows *sql.Rows) error {
		var c Criterion
		err := rows.Scan(&c.ID, &c.Position, &c.Label, &c.Meaning, &c.Weight, &c.Active, &c.Version)
		list = append(list, c)
		return err
	}, `SELECT id, position, label, meaning, weight, active, version FROM criteria WHERE programme_id = ? ORDER BY position, id`, programmeID)
	return list, err
}

// Criteria gives a loaded committee's own grid, in order; empty before it was first opened, and
// for committees that were opened when there was none.
func Criteria(tx *db.Tx, c *Committee) ([]Criterion, error) {
	var list []Criterion
	err := tx.Each(func(rows *sql.Rows) error {
		k := Criterion{Active: true}
		err := rows.Scan(&k.Position, &k.Label, &k.Meaning, &k.Weight)
		list = append(list, k)
		return err
	}, `SELECT position, label, meaning, weight FROM committee_criteria WHERE committee_id = ? ORDER BY position`, c.ID)
	return list, err
}

// copyGrid gives a committee the active criteria of its programme, numbered anew.
func copyGrid(tx *db.Tx, c *Committee) error {
	_, err := tx.Exec(`INSERT INTO committee_criteria (committee_id, position, label, meaning, weight)
		SELECT ?, ROW_NUMBER() OVER (ORDER BY x.position, x.id), x.label, x.meaning, x.weight
		FROM criteria x JOIN cohorts k ON k.programme_id = x.programme_id WHERE k.id = ? AND x.active`, c.ID, c.CohortID)
	if err != nil {
		return fmt.Errorf("copy the grid to %s: %w", c.Ref, err)
	}
	return nil
}

func insertCriterion(tx *db.Tx, programmeID int64, c Criterion) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `INSERT INTO criteria (programme_id, position, label, meaning, weight, active)
		SELECT ?, COALESCE(MAX(position), 0) + 1, ?, ?, ?, ? FROM criteria WHERE programme_id = ? RETURNING id`,
		programmeID, c.Label, c.Meaning, c.Weight, c.Active, programmeID)
	if err != nil {
		return 0, fmt.Errorf("insert criterion: %w", err)
	}
	return id, nil
}

func storeCriterion(tx *db.Tx, programmeID int64, c Criterion) error {
	n, err := tx.Exec(`UPDATE criteria SET label = ?, meaning = ?, weight = ?, active = ?, version = version + 1
		WHERE id = ? AND programme_id = ? AND version = ?`, c.Label, c.Meaning, c.Weight, c.Active, c.ID, programmeID, c.Version)
	if err != nil {
		return fmt.Errorf("store criterion: %w", err)
	}
	if n == 0 {
		return models.Stale("criterion", nil)
	}
	return nil
}

// lockGrid makes those who reorder one grid follow each other.
func lockGrid(tx *db.Tx, programmeID int64) error {
	_, err := tx.Exec(`UPDATE programmes SET version = version WHERE id = ?`, programmeID)
	return err
}

// storeOrder numbers criteria by where they stand in the list.
func storeOrder(tx *db.Tx, list []Criterion) error {
	for i, c := range list {
		if _, err := tx.Exec(`UPDATE criteria SET position = ? WHERE id = ? AND position <> ?`, i+1, c.ID, i+1); err != nil {
			return fmt.Errorf("order criteria: %w", err)
		}
	}
	return nil
}
