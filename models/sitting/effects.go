package sitting

import (
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// TextEffects counts the letters of a programme for one outcome that were made and keep their words.
func TextEffects(tx *db.Tx, programmeID int64, o selection.Outcome) (programme.Effects, error) {
	n, err := tx.Count(`SELECT count(*) FROM decision_letters l JOIN decisions d ON d.id = l.decision_id JOIN projects p ON p.id = d.project_id
		WHERE p.programme_id = ? AND d.outcome = ?`, programmeID, o)
	return programme.Effects{{Code: "letter.keep", Count: n}}, err
}
