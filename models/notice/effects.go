package notice

import (
	"eclosion/models/db"
	"eclosion/models/programme"
)

// TextEffects counts the notices of a programme of one kind that were issued and keep their words.
func TextEffects(tx *db.Tx, programmeID int64, k Kind) (programme.Effects, error) {
	n, err := tx.Count(`SELECT count(*) FROM notices n JOIN projects p ON p.id = n.project_id WHERE p.programme_id = ? AND n.kind = ?`, programmeID, k)
	return programme.Effects{{Code: "paper.keep", Count: n}}, err
}
