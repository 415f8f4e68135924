package programme

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/db"
)

// work is the relation (project_id, account_id) of who works on which dossier on a day: its coaches, and who stands in for
// one of them on that day. It is the only place that says so; it takes the day twice.
const work = `(SELECT k.project_id, k.account_id FROM project_coaches k WHERE k.to_on IS NULL
	UNION ALL SELECT x.project_id, v.by_id FROM coach_covers v JOIN coach_cover_projects x ON x.cover_id = v.id
		JOIN project_coaches k ON k.project_id = x.project_id AND k.account_id = v.absent_id AND k.to_on IS NULL
		WHERE v.ended_at IS NULL AND v.from_on <= ? AND v.to_on >= ?)`

// WorksOn gives the SQL condition that the dossier whose id the column holds ("p.id", "a.project_id") is one that the
// account works on today, as its coach or in a coach's place, with its arguments.
func WorksOn(tx *db.Tx, column string, accountID int64) (string, []any) {
	return column + ` IN (SELECT w.project_id FROM ` + work + ` w WHERE w.account_id = ?)`, []any{tx.Today(), tx.Today(), accountID}
}

// WorkersOn gives the SQL condition that the account whose id the column holds works on the dossier today.
func WorkersOn(tx *db.Tx, column string, projectID int64) (string, []any) {
	return column + ` IN (SELECT w.account_id FROM ` + work + ` w WHERE w.project_id = ?)`, []any{tx.Today(), tx.Today(), projectID}
}

// StandIn is somebody who stands in for a coach.
type StandIn struct {
	AbsentID     int64
	Name         string      // of who stands in
	FromOn, ToOn models.Date // both included
}

// Work is the relation (project_id, account_id) of who works on which dossier today, to read under a name, with its arguments. Who
// coaches a dossier and also stands in for another of its coaches is in it twice.
func Work(tx *db.Tx) (string, []any) { return work, []any{tx.Today(), tx.Today()} }

// AbsentsOf gives in whose place the account works today, and since when: one row for each absent coach and cover, without names.
func AbsentsOf(tx *db.Tx, accountID int64) (list []StandIn, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var s StandIn
		err := rows.Scan(&s.AbsentID, &s.FromOn, &s.ToOn)
		list = append(list, s)
		return err
	}, `SELECT v.absent_id, v.from_on, v.to_on FROM coach_covers v WHERE v.by_id = ? AND v.ended_at IS NULL AND v.from_on <= ? AND v.to_on >= ? ORDER BY v.id`,
		accountID, tx.Today(), tx.Today())
	return list, err
}

// StandIns gives who stands in for the coaches of each of the dossiers today, by project id.
func StandIns(tx *db.Tx, projectIDs []int64) (map[int64][]StandIn, error) {
	in, args := db.In(projectIDs)
	byProject := map[int64][]StandIn{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var s StandIn
		err := rows.Scan(&id, &s.AbsentID, &s.Name, &s.FromOn, &s.ToOn)
		byProject[id] = append(byProject[id], s)
		return err
	}, `SELECT x.project_id, v.absent_id, a.name, v.from_on, v.to_on FROM coach_cover_projects x JOIN coach_covers v ON v.id = x.cover_id
		JOIN project_coaches k ON k.project_id = x.project_id AND k.account_id = v.absent_id AND k.to_on IS NULL JOIN accounts a ON a.id = v.by_id
		WHERE x.project_id IN `+in+` AND v.ended_at IS NULL AND v.from_on <= ? AND v.to_on >= ? ORDER BY x.project_id, v.to_on, v.id`,
		append(args, tx.Today(), tx.Today())...)
	return byProject, err
}
