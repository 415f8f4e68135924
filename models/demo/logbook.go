package demo

import (
	"encoding/json"

	"eclosion/models/db"
)

// logbook shows what coach@demo.test has begun to write and not logged yet, and why a meeting did not take place.
func (v *inventor) logbook(tx *db.Tx) error {
	if _, err := tx.Exec(`UPDATE meetings SET reason = 'Enfant malade, prévenu le matin.' WHERE state = 'excused'`); err != nil {
		return err
	}
	d, err := v.dossierOf(tx, `p.phase = 'coaching' AND p.id IN (SELECT k.project_id FROM project_coaches k WHERE k.account_id = ? AND k.to_on IS NULL)`, v.star.id)
	if err != nil || d.id == 0 {
		return err
	}
	fields, err := json.Marshal(map[string][]string{
		"meeting_state": {"held"}, "meeting_on": {string(v.today.AddDays(-1))}, "starts_at": {"16:00"}, "minutes": {"45"},
		"meeting_kind": {"coaching"}, "medium": {"phone"},
		"meeting_summary": {"Appel rapide après la visite du marché :\n\n- **deux clients** sur cinq sont prêts à commander\n- le prix paraît juste, l'emballage moins"},
		"action_1_title":  {"Comparer trois emballages"},
	})
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO meeting_drafts (account_id, form_key, project_id, fields, updated_at) VALUES (?, 'demo-1', ?, ?, ?)`,
		v.star.id, d.id, string(fields), v.at(v.today.AddDays(-1)))
	return err
}
