package progress

import (
	"eclosion/models/db"
	"eclosion/models/programme"
)

// SettingsEffects counts what the settings of a programme's reports touch: journeys under way, whose next report follows them,
// reports being written, and those that were submitted or issued and stay as they are.
func SettingsEffects(tx *db.Tx, programmeID int64) (programme.Effects, error) {
	var running, open, kept int
	_, err := tx.Get([]any{&running, &open, &kept}, `SELECT (SELECT count(*) FROM projects p WHERE p.programme_id = ? AND p.phase IN ('coaching', 'test')),
		count(CASE WHEN r.state IN ('draft', 'returned') THEN 1 END), count(CASE WHEN r.state IN ('submitted', 'issued') THEN 1 END)
		FROM progress_reports r JOIN projects p ON p.id = r.project_id WHERE p.programme_id = ?`, programmeID, programmeID)
	return programme.Effects{{Code: "report.running", Count: running}, {Code: "report.open", Count: open}, {Code: "report.keep", Count: kept}}, err
}
