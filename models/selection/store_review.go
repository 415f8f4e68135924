package selection

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Decisions lists the decisions on a loaded dossier, the latest first.
func Decisions(tx *db.Tx, p *programme.Project) ([]Decision, error) {
	var list []Decision
	err := tx.Each(func(rows *sql.Rows) error {
		var d Decision
		err := rows.Scan(&d.ID, &d.Outcome, &d.Reasons, &d.NextStep, &d.Conditions, &d.Rank, &d.DecidedOn, &d.DecidedBy, &d.CommitteeRef)
		list = append(list, d)
		return err
	}, `SELECT d.id, d.outcome, d.reasons, d.next_step, d.conditions, COALESCE(d.list_rank, 0), d.decided_on, COALESCE(a.name, ''), COALESCE(c.ref, '')
		FROM decisions d LEFT JOIN accounts a ON a.id = d.decided_by LEFT JOIN committees c ON c.id = d.committee_id
		WHERE d.project_id = ? ORDER BY d.id DESC`, p.ID)
	return list, err
}

func insertDecision(tx *db.Tx, projectID, committeeID int64, d DecisionDraft) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `INSERT INTO decisions (project_id, committee_id, outcome, reasons, next_step, conditions, list_rank, decided_on, decided_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, projectID, db.Nullable(committeeID), d.Outcome, d.Reasons, d.NextStep, d.Conditions,
		db.Nullable(int64(d.Rank)), d.DecidedOn, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return 0, fmt.Errorf("insert decision: %w", err)
	}
	return id, nil
}

// lockCohort makes the decisions on one cohort follow each other, so that its last
// place is given once.
func lockCohort(tx *db.Tx, id int64) error {
	var got int64
	_, err := tx.Get([]any{&got}, `SELECT c.id FROM cohorts c WHERE c.id = ?`+tx.ForUpdate("c"), id)
	return err
}

// HoldsPlace is the condition, over projects p, of who holds a place in their cohort: everybody
// accepted, but for those who left before coaching began.
const HoldsPlace = `(p.phase IN ('accepted', 'coaching', 'test', 'launched', 'followed_up') OR p.phase = 'exited' AND p.entered_on IS NOT NULL)`

func placesTaken(tx *db.Tx, cohortID int64) (int, error) {
	return tx.Count(`SELECT count(*) FROM projects p WHERE p.cohort_id = ? AND `+HoldsPlace, cohortID)
}

// waitingRanks lists the ranks held on the waiting list of a cohort.
func waitingRanks(tx *db.Tx, cohortID int64) ([]int, error) {
	var ranks []int
	err := tx.Each(func(rows *sql.Rows) error {
		var n int
		err := rows.Scan(&n)
		ranks = append(ranks, n)
		return err
	}, `SELECT d.list_rank FROM decisions d JOIN projects p ON p.id = d.project_id
		WHERE p.cohort_id = ? AND p.phase = 'waitlisted' AND d.list_rank IS NOT NULL ORDER BY d.list_rank`, cohortID)
	return ranks, err
}

// committeeOf finds a committee that has the dossier on it; "" is none.
func committeeOf(tx *db.Tx, p *programme.Project, ref string) (id int64, err error) {
	if ref == "" {
		return 0, nil
	}
	found, err := tx.Get([]any{&id}, `SELECT c.id FROM committees c JOIN committee_files f ON f.committee_id = c.id
		WHERE c.ref = ? AND f.project_id = ?`, ref, p.ID)
	if err == nil && !found {
		var f faults
		f.field("committee", "oneof", nil)
		err = models.Fields(f...)
	}
	return id, err
}
