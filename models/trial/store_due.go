package trial

import (
	"database/sql"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Due is a tranche that waits for its payment.
type Due struct {
	ProjectID                      int64 // of Unpaid
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
	return list, leftOf(tx, list, ids)
}

// leftOf works out what is left to pay of tranches, from their whole requests.
func leftOf(tx *db.Tx, list []Due, requestIDs []int64) error {
	in, args := db.In(requestIDs)
	whole, err := requests(tx, `r.id IN `+in, args...)
	if err != nil {
		return err
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
	return nil
}

// Unpaid lists every tranche that is not settled, whatever its day, for a condition over projects p, in the order of their days; without the names of holders.
func Unpaid(tx *db.Tx, condition string, args ...any) ([]Due, error) {
	var list []Due
	var ids []int64
	err := tx.Each(func(rows *sql.Rows) error {
		var d Due
		var id int64
		err := rows.Scan(&d.ProjectID, &d.ProjectRef, &d.RequestRef, &d.Number, &id, &d.TrancheID, &d.Position, &d.Condition, &d.DueOn)
		list, ids = append(list, d), append(ids, id)
		return err
	}, `SELECT p.id, p.ref, r.ref, r.number, r.id, t.id, t.position, t.condition, COALESCE(t.due_on, w.awarded_on)
		FROM grant_tranches t JOIN grant_requests r ON r.id = t.request_id JOIN grant_awards w ON w.request_id = r.id JOIN projects p ON p.id = r.project_id
		WHERE t.settled = FALSE AND `+condition+` ORDER BY 9, t.id`, args...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	slices.Sort(ids)
	return list, leftOf(tx, list, slices.Compact(ids))
}

// AskedSince gives, by dossier, the day of the oldest request that is not decided, for a condition over projects p.
func AskedSince(tx *db.Tx, condition string, args ...any) (map[int64]models.Date, error) {
	days := map[int64]models.Date{}
	return days, tx.Each(func(rows *sql.Rows) error {
		var id int64
		var on models.Date
		err := rows.Scan(&id, &on)
		days[id] = on
		return err
	}, `SELECT r.project_id, MIN(r.asked_on) FROM grant_requests r JOIN projects p ON p.id = r.project_id WHERE r.state = 'submitted' AND `+condition+` GROUP BY r.project_id`, args...)
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
