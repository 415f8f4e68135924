package trial

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// balanceColumns sums requests r; each request's records are found by their index.
const balanceColumns = `
	CAST(COALESCE(SUM(CASE WHEN r.state <> 'withdrawn' THEN (SELECT SUM(l.amount) FROM grant_lines l WHERE l.request_id = r.id) END), 0) AS BIGINT),
	CAST(COALESCE(SUM((SELECT w.amount FROM grant_awards w WHERE w.request_id = r.id)), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN r.imported THEN (SELECT w.amount FROM grant_awards w WHERE w.request_id = r.id) END), 0) AS BIGINT),
	CAST(COALESCE(SUM((SELECT SUM(x.amount) FROM grant_reductions x WHERE x.request_id = r.id)), 0) AS BIGINT),
	CAST(COALESCE(SUM((SELECT SUM(y.amount) FROM grant_tranches t JOIN grant_payments y ON y.tranche_id = t.id WHERE t.request_id = r.id)), 0) AS BIGINT),
	CAST(COALESCE(SUM((SELECT SUM(v.amount) FROM grant_recoveries v WHERE v.request_id = r.id)), 0) AS BIGINT),
	CAST(COALESCE(SUM((SELECT SUM(o.amount) FROM grant_proofs o WHERE o.request_id = r.id)), 0) AS BIGINT)`

func (b *Balance) targets() []any {
	return []any{&b.Asked, &b.Awarded, &b.Carried, &b.Reduced, &b.Paid, &b.Recovered, &b.Proven}
}

func balance(tx *db.Tx, condition string, args ...any) (Balance, error) {
	var b Balance
	_, err := tx.Get(b.targets(), `SELECT `+balanceColumns+` FROM grant_requests r WHERE `+condition, args...)
	b.Awarded -= b.Reduced
	return b, err
}

// HolderBalance sums every request of a person, over all projects and cohorts.
func HolderBalance(tx *db.Tx, personID int64) (Balance, error) {
	return balance(tx, `r.person_id = ?`, personID)
}

// CohortBalance sums the requests of a cohort's projects. The caller has loaded the cohort.
func CohortBalance(tx *db.Tx, cohortID int64) (Balance, error) {
	return balance(tx, `r.project_id IN (SELECT p.id FROM projects p WHERE p.cohort_id = ?)`, cohortID)
}

// CohortBalances gives the balance of each of a cohort's projects that has a request,
// by project id. The caller has loaded the cohort.
func CohortBalances(tx *db.Tx, cohortID int64) (map[int64]Balance, error) {
	list := map[int64]Balance{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var b Balance
		err := rows.Scan(append([]any{&id}, b.targets()...)...)
		b.Awarded -= b.Reduced
		list[id] = b
		return err
	}, `SELECT r.project_id,`+balanceColumns+` FROM grant_requests r
		WHERE r.project_id IN (SELECT p.id FROM projects p WHERE p.cohort_id = ?) GROUP BY r.project_id`, cohortID)
	return list, err
}

// Due is a tranche that waits for its payment.
type Due struct {
	ProjectRef, Holder, RequestRef string
	Number                         int // of the request within the project
	TrancheID                      int64
	Position                       int
	Left                           models.Cents
	Condition                      string
	DueOn                          models.Date // the day of the award for a tranche without one
}

// DueTranches lists, in the order of their days, the unpaid tranches that are due
// until a day on the dossiers on which the actor decides grants, at most so many.
func DueTranches(tx *db.Tx, until models.Date, most int) ([]Due, error) {
	visible, args := programme.Visible(tx, access.GrantDecide)
	var list []Due
	var ids []int64
	err := tx.Each(func(rows *sql.Rows) error {
		var d Due
		var id int64
		var first, last string
		err := rows.Scan(&d.ProjectRef, &first, &last, &d.RequestRef, &d.Number, &id, &d.TrancheID, &d.Position, &d.Condition, &d.DueOn)
		d.Holder = programme.FullName(first, last)
		list, ids = append(list, d), append(ids, id)
		return err
	}, `SELECT p.ref, h.first_name, h.last_name, r.ref, r.number, r.id, t.id, t.position, t.condition, due.day
		FROM (SELECT * FROM (`+due(`t.due_on`, `t.due_on <= ?`, visible)+`) dated UNION ALL SELECT * FROM (`+due(`w.awarded_on`, `t.due_on IS NULL`, visible)+`) undated) due
		JOIN grant_tranches t ON t.id = due.id JOIN grant_requests r ON r.id = t.request_id JOIN projects p ON p.id = r.project_id JOIN persons h ON h.id = p.person_id
		ORDER BY due.day, t.id LIMIT ?`, slices.Concat([]any{until}, args, []any{most}, args, []any{most, most})...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	in, inArgs := db.In(ids)
	whole, err := requests(tx, `r.id IN `+in, inArgs...)
	if err != nil {
		return nil, err
	}
	left := map[int64]models.Cents{}
	for _, r := range whole {
		for _, t := range r.Tranches {
			left[t.ID] = t.Left()
		}
	}
	for i := range list {
		list[i].Left = left[list[i].TrancheID]
	}
	return list, nil
}

// due finds the unsettled tranches of a condition, those that have waited longest since their day. Those that have a day of their own are asked
// apart: their index knows the order.
func due(day, condition, visible string) string {
	return `SELECT t.id, ` + day + ` AS day FROM grant_tranches t JOIN grant_requests r ON r.id = t.request_id
		JOIN grant_awards w ON w.request_id = r.id JOIN projects p ON p.id = r.project_id
		WHERE t.settled = FALSE AND ` + condition + ` AND ` + visible + ` ORDER BY ` + day + `, t.id LIMIT ?`
}

// Waiting is a request that waits for its decision.
type Waiting struct {
	ProjectRef, Holder, RequestRef string
	Number                         int
	Asked                          models.Cents
	AskedOn                        models.Date
}

// WaitingRequests lists the undecided requests, oldest first, of the dossiers on
// which the actor decides grants, at most so many.
func WaitingRequests(tx *db.Tx, most int) ([]Waiting, error) {
	visible, args := programme.Visible(tx, access.GrantDecide)
	var list []Waiting
	err := tx.Each(func(rows *sql.Rows) error {
		var w Waiting
		var first, last string
		err := rows.Scan(&w.ProjectRef, &first, &last, &w.RequestRef, &w.Number, &w.AskedOn, &w.Asked)
		w.Holder = programme.FullName(first, last)
		list = append(list, w)
		return err
	}, `SELECT p.ref, h.first_name, h.last_name, r.ref, r.number, r.asked_on,
		CAST((SELECT COALESCE(SUM(l.amount), 0) FROM grant_lines l WHERE l.request_id = r.id) AS BIGINT)
		FROM grant_requests r JOIN projects p ON p.id = r.project_id JOIN persons h ON h.id = p.person_id
		WHERE r.state = 'submitted' AND `+visible+` ORDER BY r.id LIMIT ?`, append(args, most)...)
	return list, err
}

// Faults compares what is kept for speed or guard with what the records say, and
// the sums with their rules. It gives a line for each difference; none is health.
func Faults(tx *db.Tx) ([]string, error) {
	var faults []string
	add := func(format string) func(*sql.Rows) error {
		return func(rows *sql.Rows) error {
			var id, kept, counted int64
			err := rows.Scan(&id, &kept, &counted)
			faults = append(faults, fmt.Sprintf(format, id, kept, counted))
			return err
		}
	}
	for _, check := range []struct{ format, query string }{
		{"grant guard of person %d: %d awarded kept, %d counted", `SELECT person_id, kept, counted FROM (
			SELECT h.person_id, h.imported + h.awarded AS kept,
			CAST(COALESCE((SELECT SUM(w.amount) FROM grant_awards w WHERE w.person_id = h.person_id), 0)
			- COALESCE((SELECT SUM(x.amount) FROM grant_reductions x WHERE x.person_id = h.person_id), 0) AS BIGINT) AS counted
			FROM grant_holders h) s WHERE kept <> counted ORDER BY person_id`},
		{"grant cap of person %d: %d awarded, cap %d", `SELECT person_id, imported + awarded, cap FROM grant_holders
			WHERE awarded > 0 AND imported + awarded > cap ORDER BY person_id`},
		{"grant request %d: %d awarded, tranches of %d", `SELECT id, kept, counted FROM (SELECT w.request_id AS id, w.amount AS kept,
			CAST(COALESCE((SELECT SUM(t.amount) FROM grant_tranches t WHERE t.request_id = w.request_id), 0) AS BIGINT) AS counted
			FROM grant_awards w WHERE w.imported = FALSE) s WHERE kept <> counted ORDER BY id`},
		{"grant request %d: %d awarded, %d paid", `SELECT id, kept, counted FROM (SELECT w.request_id AS id,
			CAST(w.amount - COALESCE((SELECT SUM(x.amount) FROM grant_reductions x WHERE x.request_id = w.request_id), 0) AS BIGINT) AS kept,
			CAST(COALESCE((SELECT SUM(y.amount) FROM grant_tranches t JOIN grant_payments y ON y.tranche_id = t.id
			WHERE t.request_id = w.request_id), 0) AS BIGINT) AS counted FROM grant_awards w) s WHERE counted > kept ORDER BY id`},
	} {
		if err := tx.Each(add(check.format), check.query); err != nil {
			return nil, fmt.Errorf("grants: %w", err)
		}
	}
	return faults, nil
}
