package demo

import (
	"fmt"
	"maps"
	"slices"

	"eclosion/models/db"
)

// finish writes what stands on the whole: the open committee, the series of
// references, and on PostgreSQL where the numbering of rows goes on.
func (v *inventor) finish(tx *db.Tx) error {
	for _, series := range slices.Sorted(maps.Keys(v.numbers)) {
		if _, err := tx.Exec(`INSERT INTO sequences (name, last) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET last = excluded.last`, series, v.numbers[series]); err != nil {
			return err
		}
	}
	for _, part := range []func(*db.Tx) error{v.committee, v.sessions, v.sitting} {
		if err := part(tx); err != nil {
			return err
		}
	}
	if tx.Engine() != db.Postgres {
		return nil
	}
	for _, table := range []string{"persons", "projects", "phase_changes", "enterprises", "meetings", "grant_requests", "grant_tranches"} {
		query := fmt.Sprintf(`SELECT setval(pg_get_serial_sequence('%[1]s', 'id'), (SELECT COALESCE(MAX(id), 1) FROM %[1]s))`, table)
		var last int64
		if _, err := tx.Get([]any{&last}, query); err != nil {
			return err
		}
	}
	return nil
}

// committee opens one for the cohort that takes applications now, with its files
// under review and all jurors.
func (v *inventor) committee(tx *db.Tx) error {
	c := v.cohorts[2]
	var id int64
	if _, err := tx.Get([]any{&id}, `INSERT INTO committees (ref, cohort_id, held_on, place, state, created_at) VALUES (?, ?, ?, ?, 'open', ?) RETURNING id`,
		"CM-"+c.Ref+"-2", c.ID, v.today.AddDays(6), "Salle du premier étage", tx.Now()); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO sequences (name, last) VALUES (?, 2)`, "CM-"+c.Ref); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO committee_members (committee_id, account_id)
		SELECT ?, account_id FROM account_roles WHERE role = 'jury'`, id); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO committee_files (committee_id, project_id)
		SELECT ?, id FROM projects WHERE cohort_id = ? AND phase IN ('review', 'waitlisted')`, id, c.ID); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO opinions (committee_id, project_id, account_id, recommendation, comment, updated_at)
		SELECT f.committee_id, f.project_id, m.account_id, 'yes', ?, ? FROM committee_files f
		JOIN committee_members m ON m.committee_id = f.committee_id JOIN accounts a ON a.id = m.account_id
		WHERE f.committee_id = ? AND a.email = 'jury2@demo.test' AND f.project_id % 2 = 0`,
		"Idée claire, prix à vérifier.", tx.Now(), id)
	return err
}
