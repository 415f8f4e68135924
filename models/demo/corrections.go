package demo

import (
	"eclosion/models"
	"eclosion/models/correction"
	"eclosion/models/db"
)

// Corrected puts right, as the manager who acts, the day on which coaching began of the first dossier where it can be three days earlier.
func Corrected(tx *db.Tx) error {
	var refs []struct{ Ref string }
	if err := tx.Find(&refs, `SELECT p.ref FROM projects p JOIN account_roles r ON r.account_id = ? AND r.role = 'manager' AND r.site_id IN (0, p.site_id)
		WHERE p.phase = 'coaching' ORDER BY p.id LIMIT 20`, tx.Actor().AccountID); err != nil {
		return err
	}
	for _, r := range refs {
		d, err := correction.Load(tx, r.Ref)
		if err != nil {
			return err
		}
		entered, known := d.Known(correction.EnteredOn)
		if accepted, told := d.Known(correction.AcceptedOn); !known || !told || models.Date(entered).AddDays(-3) < models.Date(accepted) {
			continue
		}
		return correction.Correct(tx, r.Ref, d.Project.Version, correction.Draft{Fact: correction.EnteredOn, Value: string(models.Date(entered).AddDays(-3)),
			Reason: "La convention signée porte une date plus ancienne : elle avait été encodée le lundi suivant."})
	}
	return nil
}
