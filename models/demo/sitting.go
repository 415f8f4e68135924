package demo

import (
	"eclosion/models"
	"eclosion/models/db"
)

// sittingDays is how many days ago the past committee sat.
const sittingDays = 4

// pastCommittee makes the committee that has sat, before the dossiers that it decided.
func (v *inventor) pastCommittee(tx *db.Tx) error {
	c := v.cohorts[2]
	_, err := tx.Get([]any{&v.past}, `INSERT INTO committees (ref, cohort_id, held_on, place, state, opened_at, created_at) VALUES (?, ?, ?, ?, 'closed', ?, ?) RETURNING id`,
		"CM-"+c.Ref+"-1", c.ID, v.today.AddDays(-sittingDays), "Design Station, rue Paradis 78, Liège", tx.Now(), tx.Now())
	return err
}

// satOn gives the past committee for what it decided.
func (v *inventor) satOn(d *dossier, on models.Date) any {
	if d.cohort.ID == v.cohorts[2].ID && on == v.today.AddDays(-sittingDays) {
		return v.past
	}
	return nil
}

// sitting tells the past committee's day, and when the open one begins.
func (v *inventor) sitting(tx *db.Tx) error {
	for _, s := range []struct {
		statement string
		args      []any
	}{
		{`INSERT INTO committee_members (committee_id, account_id) SELECT ?, account_id FROM account_roles WHERE role = 'jury'`, []any{v.past}},
		{`INSERT INTO committee_files (committee_id, project_id) SELECT committee_id, project_id FROM decisions WHERE committee_id = ?`, []any{v.past}},
		{`INSERT INTO opinions (committee_id, project_id, account_id, recommendation, comment, updated_at)
			SELECT f.committee_id, f.project_id, m.account_id, CASE WHEN p.phase = 'accepted' THEN 'yes' ELSE 'maybe' END, ?, ? FROM committee_files f
			JOIN projects p ON p.id = f.project_id JOIN committee_members m ON m.committee_id = f.committee_id WHERE f.committee_id = ?`,
			[]any{"Projet bien présenté.", tx.Now(), v.past}},
		{`INSERT INTO sittings (committee_id, starts_at, minutes_each, chair, remarks) VALUES (?, '09:30', 20, ?, ?)`,
			[]any{v.past, v.chief.name, "Les deux dernières places de la cohorte sont gardées pour le prochain comité."}},
		{`INSERT INTO sittings (committee_id, starts_at, minutes_each) SELECT id, '09:00', 20 FROM committees WHERE state = 'open'`, nil},
		{`INSERT INTO sitting_attendance (committee_id, account_id, state) SELECT m.committee_id, m.account_id,
			CASE WHEN a.email = 'jury3@demo.test' THEN 'excused' ELSE 'present' END FROM committee_members m JOIN accounts a ON a.id = m.account_id
			WHERE m.committee_id = ?`, []any{v.past}},
	} {
		if _, err := tx.Exec(s.statement, s.args...); err != nil {
			return err
		}
	}
	return nil
}
