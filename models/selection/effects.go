package selection

import (
	"eclosion/models/db"
	"eclosion/models/programme"
)

// GridEffects counts the committees of a programme that keep the grid they took when they were opened, and those that are
// prepared and will take the new one.
func GridEffects(tx *db.Tx, programmeID int64) (programme.Effects, error) {
	var keep, take int
	_, err := tx.Get([]any{&keep, &take}, `SELECT count(CASE WHEN c.state = 'open' OR c.state = 'preparing' AND c.opened_at IS NOT NULL THEN 1 END),
		count(CASE WHEN c.state = 'preparing' AND c.opened_at IS NULL THEN 1 END)
		FROM committees c JOIN cohorts k ON k.id = c.cohort_id WHERE k.programme_id = ?`, programmeID)
	return programme.Effects{{Code: "grid.keep", Count: keep}, {Code: "grid.take", Count: take}}, err
}
