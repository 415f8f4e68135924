package documents

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Arrival is what the holder of a dossier sent and nobody has looked at.
type Arrival struct {
	Ref, Holder, Title string
	Count              int
	At                 models.Instant // of the newest
}

// Arrived lists the accompanied dossiers that an account works on with documents of their holders that await a verdict;
// who has waited longest first.
func Arrived(tx *db.Tx, accountID int64, most int) (list []Arrival, err error) {
	working, worker := programme.WorksOn(tx, "p.id", accountID)
	err = tx.Each(func(rows *sql.Rows) error {
		var a Arrival
		var first, last string
		err := rows.Scan(&a.Ref, &first, &last, &a.Title, &a.Count, &a.At)
		a.Holder = programme.FullName(first, last)
		list = append(list, a)
		return err
	}, `SELECT p.ref, h.first_name, h.last_name, p.title, count(*), MAX(d.added_at) FROM projects p JOIN persons h ON h.id = p.person_id
		JOIN documents d ON d.project_id = p.id JOIN accounts a ON a.id = d.added_by AND a.person_id = p.person_id
		WHERE `+working+` AND p.phase IN ('accepted', 'coaching', 'test') AND d.review = 'new' AND d.removed_at IS NULL AND d.scan <> 'infected'
		GROUP BY p.id, p.ref, h.first_name, h.last_name, p.title ORDER BY MIN(d.added_at), p.id LIMIT ?`, append(worker, most)...)
	return list, err
}

// Expected is a piece that was asked for and has not come.
type Expected struct {
	ID                 int64
	Ref, Holder, Label string
	DueOn              models.Date
}

// Awaited lists the pieces asked of accompanied dossiers that an account works on, that have not come and whose day has
// come or comes within a week; the most urgent first.
func Awaited(tx *db.Tx, accountID int64, most int) (list []Expected, err error) {
	const soon = 7
	working, worker := programme.WorksOn(tx, "p.id", accountID)
	err = tx.Each(func(rows *sql.Rows) error {
		var e Expected
		var first, last string
		err := rows.Scan(&e.ID, &e.Ref, &first, &last, &e.Label, &e.DueOn)
		e.Holder = programme.FullName(first, last)
		list = append(list, e)
		return err
	}, `SELECT r.id, p.ref, h.first_name, h.last_name,
		COALESCE((SELECT c.label FROM document_categories c WHERE c.code = r.category ORDER BY c.programme_id <> p.programme_id, c.id LIMIT 1), r.category), r.due_on
		FROM document_requests r JOIN projects p ON p.id = r.project_id JOIN persons h ON h.id = p.person_id
		WHERE `+working+` AND p.phase IN ('accepted', 'coaching', 'test') AND r.withdrawn_at IS NULL AND r.due_on <= ? AND NOT `+fulfilled+`
		ORDER BY r.due_on, r.id LIMIT ?`, append(worker, tx.Today().AddDays(soon), most)...)
	return list, err
}

// AskedSince gives, by dossier, the day for which the piece was asked that is due the longest and has not come, for a condition over
// projects p. What was asked of a file that is over waits for nobody.
func AskedSince(tx *db.Tx, condition string, args ...any) (map[int64]models.Date, error) {
	return daysOf(tx, `SELECT r.project_id, MIN(r.due_on) FROM document_requests r JOIN projects p ON p.id = r.project_id
		WHERE r.withdrawn_at IS NULL AND NOT `+fulfilled+` AND `+condition+` GROUP BY r.project_id`, args...)
}

// Unsound gives, by dossier, the day on which came the oldest file in which a virus was found and that nothing after it replaces, and the
// oldest that the scanner has not looked at, for a condition over projects p. Where no file ever was scanned there is no scanner, and no file waits for it.
func Unsound(tx *db.Tx, condition string, args ...any) (infected, unseen map[int64]models.Date, err error) {
	const first = `SELECT d.project_id, MIN(d.added_at) FROM documents d JOIN projects p ON p.id = d.project_id WHERE d.removed_at IS NULL AND `
	if infected, err = momentsOf(tx, first+`d.scan = 'infected' AND NOT EXISTS (SELECT 1 FROM documents x WHERE x.project_id = d.project_id
		AND x.category = d.category AND x.id > d.id AND x.removed_at IS NULL AND x.scan <> 'infected') AND `+condition+` GROUP BY d.project_id`, args...); err != nil {
		return nil, nil, err
	}
	unseen, err = momentsOf(tx, first+`d.scan = 'waiting' AND EXISTS (SELECT 1 FROM documents s WHERE s.scanned_at IS NOT NULL) AND `+condition+` GROUP BY d.project_id`, args...)
	return infected, unseen, err
}

func daysOf(tx *db.Tx, query string, args ...any) (map[int64]models.Date, error) {
	days := map[int64]models.Date{}
	return days, tx.Each(func(rows *sql.Rows) error {
		var id int64
		var on models.Date
		err := rows.Scan(&id, &on)
		days[id] = on
		return err
	}, query, args...)
}

func momentsOf(tx *db.Tx, query string, args ...any) (map[int64]models.Date, error) {
	days := map[int64]models.Date{}
	return days, tx.Each(func(rows *sql.Rows) error {
		var id int64
		var at models.Instant
		err := rows.Scan(&id, &at)
		days[id] = at.Date()
		return err
	}, query, args...)
}
