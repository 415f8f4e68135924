package plan

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// apply writes the steps and their history. The project's row is locked by then;
// the version is asked again all the same.
func apply(tx *db.Tx, p *programme.Project, steps []step) error {
	if len(steps) == 0 {
		return nil
	}
	for _, s := range steps {
		if err := keep(tx, p.ID, s); err != nil {
			return fmt.Errorf("plan of %s: %w", p.Ref, err)
		}
		for _, e := range s.events {
			_, err := tx.Exec(`INSERT INTO plan_events (project_id, item_id, event, comment, on_date, actor_id, actor_name, at)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, p.ID, s.line.Item.ID, e.Kind, e.Comment, tx.Today(),
				db.Nullable(tx.Actor().AccountID), tx.Actor().Name, tx.Now())
			if err != nil {
				return fmt.Errorf("plan of %s: %w", p.Ref, err)
			}
		}
	}
	return tx.Audit("plan.save", "project", p.ID, p.ID, models.Facts{"items": len(steps)})
}

func keep(tx *db.Tx, projectID int64, s step) error {
	if _, err := tx.Exec(`INSERT INTO plan_states (project_id, item_id, updated_at, version) VALUES (?, ?, ?, 0)
		ON CONFLICT DO NOTHING`, projectID, s.line.Item.ID, tx.Now()); err != nil {
		return err
	}
	to := s.after
	n, err := tx.Exec(`UPDATE plan_states SET claimed_on = ?, claimed_by = ?, validated_on = ?, validated_by = ?,
		not_applicable = ?, comment = ?, updated_at = ?, version = version + 1
		WHERE project_id = ? AND item_id = ? AND version = ?`,
		to.ClaimedOn, db.Nullable(to.claimedBy), to.ValidatedOn, db.Nullable(to.validatedBy),
		to.NotApplicable, to.Comment, tx.Now(), projectID, s.line.Item.ID, to.Version)
	if err == nil && n == 0 {
		err = conflict([]string{s.line.Item.Title})
	}
	return err
}
