package programme

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/db"
)

// Extension is months added to a phase, decided with a reason.
type Extension struct {
	ID        int64
	Phase     Phase
	Months    int
	Reason    string
	DecidedOn models.Date
}

// Pauses gives the suspensions of a dossier by phase, oldest first.
func Pauses(tx *db.Tx, projectID int64) (map[Phase][]Suspension, error) {
	list := map[Phase][]Suspension{}
	err := tx.Each(func(rows *sql.Rows) error {
		var s Suspension
		var phase Phase
		err := rows.Scan(&s.ID, &phase, &s.From, &s.To, &s.Reason)
		list[phase] = append(list[phase], s)
		return err
	}, `SELECT id, phase, from_on, to_on, reason FROM suspensions WHERE project_id = ? ORDER BY from_on, id`, projectID)
	return list, err
}

// Extensions gives the extensions of a dossier, oldest first.
func Extensions(tx *db.Tx, projectID int64) ([]Extension, error) {
	var list []Extension
	err := tx.Each(func(rows *sql.Rows) error {
		var e Extension
		err := rows.Scan(&e.ID, &e.Phase, &e.Months, &e.Reason, &e.DecidedOn)
		list = append(list, e)
		return err
	}, `SELECT id, phase, months, reason, decided_on FROM extensions WHERE project_id = ? ORDER BY id`, projectID)
	return list, err
}

// LoadClock gives the clock of the phase in which the dossier is; nil when the
// terms give that phase no minimum and maximum.
func LoadClock(tx *db.Tx, p *Project, terms Terms) (*Clock, error) {
	if !p.Phase.IsClocked() {
		return nil, nil
	}
	pauses, err := Pauses(tx, p.ID)
	if err != nil {
		return nil, err
	}
	extensions, err := Extensions(tx, p.ID)
	if err != nil {
		return nil, err
	}
	months := 0
	for _, e := range extensions {
		if e.Phase == p.Phase {
			months += e.Months
		}
	}
	clock := terms.ClockOf(p.Phase, p.PhaseStartedOn, months, pauses[p.Phase])
	return &clock, nil
}
