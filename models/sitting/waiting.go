package sitting

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// Waiting is a file on the waiting list of a cohort.
type Waiting struct {
	Ref, Holder, Title string
	Rank               int         // that the decision gave
	Position           int         // today, when those before it have left: 1 is the next
	Since              models.Date // of the decision
	Conflict           bool        // the actor declared a conflict of interest on it: Holder and Title are empty
}

// WaitingList is the waiting list of a cohort, the next first.
type WaitingList struct {
	Cohort *programme.Cohort
	Room   selection.Room
	Files  []Waiting
}

// Free is how many places are left; unlimited is true for a cohort without a limit.
func Free(r selection.Room) (places int, unlimited bool) {
	return max(0, r.Capacity-r.Taken), r.Capacity == 0
}

// WaitingOf gives the waiting list of a cohort to who decides on its applications. Nothing on it moves by
// itself: a place is given by a decision.
func WaitingOf(tx *db.Tx, cohortRef string) (l WaitingList, err error) {
	if l.Cohort, err = programme.LoadCohort(tx, cohortRef, access.ApplicationDecide); err != nil {
		return l, err
	}
	if l.Room, err = selection.RoomOf(tx, *l.Cohort); err != nil {
		return l, err
	}
	readable, args := programme.Visible(tx, access.ApplicationRead)
	err = tx.Each(func(rows *sql.Rows) error {
		w := Waiting{Position: len(l.Files) + 1}
		var first, last string
		err := rows.Scan(&w.Ref, &first, &last, &w.Title, &w.Rank, &w.Since, &w.Conflict)
		if w.Holder = programme.FullName(first, last); w.Conflict {
			w.Holder, w.Title = "", ""
		}
		l.Files = append(l.Files, w)
		return err
	}, `SELECT p.ref, h.first_name, h.last_name, p.title, COALESCE(d.list_rank, 0), d.decided_on, NOT `+readable+`
		FROM projects p JOIN persons h ON h.id = p.person_id
		JOIN decisions d ON d.project_id = p.id AND d.outcome = 'waitlisted' AND NOT EXISTS (SELECT 1 FROM decisions later
			WHERE later.project_id = p.id AND later.id > d.id)
		WHERE p.cohort_id = ? AND p.phase = 'waitlisted' ORDER BY d.list_rank, d.id`, append(args, l.Cohort.ID)...)
	return l, err
}

// Freed is a cohort with places free and people waiting.
type Freed struct {
	CohortRef, ProgrammeName, SiteName string
	Free, Waiting                      int
}

// FreedPlaces lists the cohorts of the actor's sites in which somebody waits although a place is
// free, by reference.
func FreedPlaces(tx *db.Tx) ([]Freed, error) {
	condition, args := onSites(tx, access.ApplicationDecide)
	var list []Freed
	err := tx.Each(func(rows *sql.Rows) error {
		var f Freed
		var capacity, taken int
		if err := rows.Scan(&f.CohortRef, &f.ProgrammeName, &f.SiteName, &capacity, &taken, &f.Waiting); err != nil {
			return err
		}
		if f.Free = capacity - taken; f.Free > 0 {
			list = append(list, f)
		}
		return nil
	}, `SELECT k.ref, g.name, s.name, k.capacity, (SELECT count(*) FROM projects p WHERE p.cohort_id = k.id AND `+selection.HoldsPlace+`), n.n
		FROM project_counts n JOIN cohorts k ON k.id = n.cohort_id JOIN programmes g ON g.id = k.programme_id JOIN sites s ON s.id = k.site_id
		WHERE n.phase = 'waitlisted' AND n.n > 0 AND k.capacity > 0 AND `+condition+` ORDER BY k.ref`, args...)
	return list, err
}
