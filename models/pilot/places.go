package pilot

import (
	"database/sql"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Intake is a cohort that takes applications, or will begin, with its places.
type Intake struct {
	programme.Cohort
	Held, Waiting, Review int // dossiers
}

// Left is how many places are left; unlimited for a cohort without a limit.
func (i Intake) Left() (places int, unlimited bool) {
	return max(0, i.Capacity-i.Held), i.Capacity == 0
}

// Intakes lists the cohorts of the filter that are open or coming: their window is not over, or they have not begun. The first to begin come first.
func Intakes(tx *db.Tx, f programme.Filter) ([]Intake, error) {
	cohorts, err := programme.Cohorts(tx)
	if err != nil {
		return nil, err
	}
	var list []Intake
	at, ids := map[int64]int{}, []int64{}
	for n := range cohorts { // the latest come first
		c := cohorts[len(cohorts)-1-n]
		if !c.Imported && max(c.IntakeClosesOn, c.StartsOn) >= tx.Today() && access.CanOnSite(tx.Actor(), access.PilotRead, c.SiteID) && inFilter(c, f) {
			at[c.ID] = len(list)
			ids, list = append(ids, c.ID), append(list, Intake{Cohort: c})
		}
	}
	where, args := f.Where(tx, access.PilotRead)
	in, inArgs := db.In(ids)
	return list, tx.Each(func(rows *sql.Rows) error {
		var id int64
		var i Intake
		err := rows.Scan(&id, &i.Held, &i.Waiting, &i.Review)
		if n, known := at[id]; known {
			list[n].Held, list[n].Waiting, list[n].Review = i.Held, i.Waiting, i.Review
		}
		return err
	}, `SELECT p.cohort_id, SUM(CASE WHEN `+held+` THEN 1 ELSE 0 END), SUM(CASE WHEN `+waitlisted+` THEN 1 ELSE 0 END), SUM(CASE WHEN `+underReview+` THEN 1 ELSE 0 END)
		FROM projects p WHERE p.cohort_id IN `+in+` AND `+where+` GROUP BY p.cohort_id`, append(inArgs, args...)...)
}

func inFilter(c programme.Cohort, f programme.Filter) bool {
	return (f.SiteID == 0 || f.SiteID == c.SiteID) && (f.ProgrammeID == 0 || f.ProgrammeID == c.ProgrammeID) && (f.CohortID == 0 || f.CohortID == c.ID)
}
