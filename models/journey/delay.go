package journey

import (
	"database/sql"
	"slices"

	"eclosion/models"
	"eclosion/models/db"
)

// Typical is how long a programme took to decide: the middle half of its decisions lies between Low
// and High days after the submission.
type Typical struct{ Low, Median, High, Count int }

const (
	// typicalLeast is how many decisions it takes to speak of a habit.
	typicalLeast = 5
	// typicalMonths is how far back habits are read.
	typicalMonths = 24
	// typicalMost bounds how many are read: the page of one candidate must not cost what a large house decides.
	typicalMost = 1000
)

// TypicalOf gives the middle half and the median of delays in days; ok is false with fewer than five.
// Each is one of the delays: a quarter, a half, three quarters of them are not longer.
func TypicalOf(days []int) (t Typical, ok bool) {
	n := len(days)
	if n < typicalLeast {
		return t, false
	}
	sorted := slices.Sorted(slices.Values(days))
	at := func(quarters int) int { return sorted[(n*quarters+3)/4-1] }
	return Typical{Low: at(1), Median: at(2), High: at(3), Count: n}, true
}

// TypicalDelay reads how long a programme took, over its latest decisions of the last 24 months, from the first submission of
// a file to its first decision. Files of earlier years, imported, tell nothing of the product's days.
func TypicalDelay(tx *db.Tx, programmeID int64) (Typical, bool, error) {
	var days []int
	err := tx.Each(func(rows *sql.Rows) error {
		var submitted models.Instant
		var decided models.Date
		if err := rows.Scan(&submitted, &decided); err != nil {
			return err
		}
		days = append(days, max(0, submitted.Date().DaysUntil(decided)))
		return nil
	}, `SELECT p.submitted_at, d.decided_on FROM decisions d JOIN projects p ON p.id = d.project_id
		WHERE d.decided_on > ? AND d.decided_on <= ? AND p.programme_id = ? AND p.submitted_at IS NOT NULL AND p.source_file = ''
		AND NOT EXISTS (SELECT 1 FROM decisions e WHERE e.project_id = d.project_id AND e.id < d.id)
		ORDER BY d.decided_on DESC, d.id DESC LIMIT ?`, tx.Today().AddMonths(-typicalMonths), tx.Today(), programmeID, typicalMost)
	t, ok := TypicalOf(days)
	return t, ok, err
}
