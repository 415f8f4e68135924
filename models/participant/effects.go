package participant

import (
	"eclosion/models/db"
	"eclosion/models/programme"
)

// SettingsEffects counts the people on whom the figures of the Fund stand: those who have entered, and those whose result is known.
func SettingsEffects(tx *db.Tx) (programme.Effects, error) {
	var entered, results int
	_, err := tx.Get([]any{&entered, &results}, `SELECT (SELECT count(*) FROM participants WHERE frozen_at IS NOT NULL), (SELECT count(*) FROM participant_results)`)
	return programme.Effects{{Code: "fund.people", Count: entered}, {Code: "fund.results", Count: results}}, err
}
