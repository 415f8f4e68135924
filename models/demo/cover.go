package demo

import (
	"database/sql"
	"encoding/json"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

// cover shows that coaches stand in for each other: coach@demo.test works on a dossier of a colleague who is away, has got
// another one from them for good, and has put off a line of the day.
func (v *inventor) cover(tx *db.Tx) error {
	var colleague staff
	var site int64
	found, err := tx.Get([]any{&colleague.id, &colleague.name, &site}, `SELECT a.id, a.name, r.site_id FROM accounts a JOIN account_roles r ON r.account_id = a.id AND r.role = 'coach'
		WHERE a.id <> ? AND r.site_id IN (SELECT s.site_id FROM account_roles s WHERE s.account_id = ? AND s.role = 'coach') ORDER BY a.id LIMIT 1`, v.star.id, v.star.id)
	if err != nil || !found {
		return err
	}
	var list []*programme.Project
	err = tx.Each(func(rows *sql.Rows) error {
		p := &programme.Project{}
		err := rows.Scan(&p.ID, &p.Ref, &p.Phase)
		list = append(list, p)
		return err
	}, `SELECT p.id, p.ref, p.phase FROM project_coaches k JOIN projects p ON p.id = k.project_id
		WHERE k.account_id = ? AND k.to_on IS NULL AND p.site_id = ? AND p.phase IN ('coaching', 'test') ORDER BY p.id LIMIT 2`, colleague.id, site)
	if err != nil || len(list) < 2 {
		return err
	}
	if err := v.away(tx, colleague, list[0]); err != nil {
		return err
	}
	if err := v.handed(tx, colleague, list[1]); err != nil {
		return err
	}
	return v.snoozed(tx)
}

// away is a cover that runs since three days.
func (v *inventor) away(tx *db.Tx, absent staff, p *programme.Project) error {
	var id int64
	from, to := v.today.AddDays(-3), v.today.AddDays(11)
	_, err := tx.Get([]any{&id}, `INSERT INTO coach_covers (public_id, absent_id, by_id, from_on, to_on, note, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		v.publicID(), absent.id, v.star.id, from, to, "Le dossier avance bien ; il faut seulement **relancer pour le plan de trésorerie** avant la fin du mois.", v.chief.id, v.at(from.AddDays(-4)))
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO coach_cover_projects (cover_id, project_id) VALUES (?, ?)`, id, p.ID); err != nil {
		return err
	}
	return v.told(tx, p, from, models.Facts{"kind": journey.KindCover, "absent": absent.name, "by": v.star.name, "from": from, "to": to})
}

// handed is a dossier that went to coach@demo.test two days ago.
func (v *inventor) handed(tx *db.Tx, from staff, p *programme.Project) error {
	on := v.today.AddDays(-2)
	if _, err := tx.Exec(`UPDATE project_coaches SET to_on = ? WHERE project_id = ? AND account_id = ? AND to_on IS NULL`, on, p.ID, from.id); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO project_coaches (project_id, account_id, from_on) SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM project_coaches k
		WHERE k.project_id = ? AND k.account_id = ? AND k.to_on IS NULL)`, p.ID, v.star.id, on, p.ID, v.star.id); err != nil {
		return err
	}
	var id int64
	_, err := tx.Get([]any{&id}, `INSERT INTO coach_handovers (public_id, from_id, to_id, on_day, note, by_id, by_name, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		v.publicID(), from.id, v.star.id, on, "Deux choses à savoir :\n\n- la banque attend le prévisionnel corrigé ;\n- le bail n’est pas signé, le propriétaire hésite encore.\n\nLe reste est dans les comptes rendus.", v.chief.id, v.chief.name, v.at(on))
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO coach_handover_projects (handover_id, project_id) VALUES (?, ?)`, id, p.ID); err != nil {
		return err
	}
	return v.told(tx, p, on, models.Facts{"kind": journey.KindHandover, "from": from.name, "to": v.star.name})
}

// told is the row of history of what the manager arranged on a day.
func (v *inventor) told(tx *db.Tx, p *programme.Project, on models.Date, detail models.Facts) error {
	text, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO phase_changes (project_id, seq, from_phase, to_phase, effective_on, detail, actor_id, actor_name, at)
		SELECT ?, MAX(seq) + 1, ?, ?, ?, ?, ?, ?, ? FROM phase_changes WHERE project_id = ?`, p.ID, p.Phase, p.Phase, on, string(text), v.chief.id, v.chief.name, v.at(on), p.ID)
	return err
}

// snoozed puts off what presses least of the star's day: the phase that ends last, within its sixty days.
func (v *inventor) snoozed(tx *db.Tx) error {
	var ref string
	var end models.Date
	found, err := tx.Get([]any{&ref, &end}, `SELECT p.ref, p.phase_ends_on FROM project_coaches k JOIN projects p ON p.id = k.project_id
		WHERE k.account_id = ? AND k.to_on IS NULL AND p.phase IN ('coaching', 'test') AND p.suspended_on IS NULL AND p.phase_ends_on <= ? ORDER BY p.phase_ends_on DESC, p.id LIMIT 1`,
		v.star.id, v.today.AddDays(60))
	if err != nil || !found {
		return err
	}
	_, err = tx.Exec(`INSERT INTO day_snoozes (account_id, line, until_on, urgency, at) VALUES (?, ?, ?, 2, ?)`, v.star.id, "ending/"+ref+"/"+string(end), v.today.AddDays(7), v.at(v.today.AddDays(-1)))
	return err
}
