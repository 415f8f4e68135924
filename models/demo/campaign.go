package demo

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/journey"
)

// campaigns shows the follow-up under way: what was answered in the last two years, by the form, the phone or otherwise, and who is asked at
// present, some of them twice already. The question that was due last is left to the clock, which asks it as the program starts.
func (v *inventor) campaigns(tx *db.Tx) error {
	since := v.today.AddMonths(-24)
	if _, err := tx.Exec(`UPDATE enterprise_checks SET source = CASE WHEN state = 'unknown' OR id % 4 = 1 THEN 'phone' WHEN id % 4 = 3 THEN 'house' ELSE 'form' END WHERE observed_on > ?`, since); err != nil {
		return err
	}
	var rows [][]any
	add := func(enterprise, project int64, months int, created models.Date, state, source string, check, settled, mailed any, reminders int, at models.Date) {
		due := created.AddMonths(months)
		rows = append(rows, []any{v.publicID(), enterprise, project, months, due, string(due[:7]), state, source, check, settled, mailed, reminders, v.at(at), 1})
	}
	err := tx.Each(func(found *sql.Rows) error {
		var check, enterprise, project int64
		var months int
		var created, on models.Date
		var state, source string
		if err := found.Scan(&check, &enterprise, &project, &months, &created, &on, &state, &source); err != nil {
			return err
		}
		if state != "unknown" {
			state = "answered"
		}
		add(enterprise, project, months, created, state, source, check, v.at(on), created.AddMonths(months), 0, created.AddMonths(months))
		return nil
	}, `SELECT k.id, e.id, e.project_id, k.months_after, e.created_on, k.observed_on, k.state, k.source FROM enterprise_checks k JOIN enterprises e ON e.id = k.enterprise_id
		WHERE k.observed_on > ? ORDER BY k.id`, since)
	if err != nil {
		return err
	}
	open := len(rows)
	for _, months := range journey.FollowUpMonths() {
		err := tx.Each(func(found *sql.Rows) error {
			var enterprise, project int64
			var created models.Date
			if err := found.Scan(&enterprise, &project, &created); err != nil {
				return err
			}
			due := created.AddMonths(months)
			reminders := min(due.DaysUntil(v.today)/14, 2)
			add(enterprise, project, months, created, "open", "", nil, nil, due.AddDays(14*reminders), reminders, due)
			return nil
		}, `SELECT e.id, e.project_id, e.created_on FROM enterprises e WHERE e.created_on > ? AND e.created_on <= ?
			AND NOT EXISTS (SELECT 1 FROM enterprise_checks k WHERE k.enterprise_id = e.id AND (k.months_after >= ? OR k.state = 'closed')) ORDER BY e.created_on, e.id`,
			v.today.AddMonths(-months-6), v.today.AddMonths(-months), months)
		if err != nil {
			return err
		}
	}
	if last := len(rows) - 1; last >= open { // the clock's
		newest := open
		for i := open; i <= last; i++ {
			if rows[i][4].(models.Date) > rows[newest][4].(models.Date) {
				newest = i
			}
		}
		rows = append(rows[:newest], rows[newest+1:]...)
	}
	return tx.Bulk("follow_questions", []string{"public_id", "enterprise_id", "project_id", "months", "due_on", "due_month", "state", "source", "check_id", "settled_at",
		"mailed_on", "reminders", "created_at", "version"}, rows)
}
