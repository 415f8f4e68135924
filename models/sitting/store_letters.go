package sitting

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/selection"
)

// TextOf gives the text that holds today for the letters of a programme with that outcome.
func TextOf(tx *db.Tx, programmeID int64, o selection.Outcome) (t Text, err error) {
	_, err = tx.Get([]any{&t.ID, &t.Number, &t.Body, &t.WrittenBy, &t.CreatedAt}, `SELECT t.id, t.number, t.body, COALESCE(a.name, ''), t.created_at
		FROM letter_texts t LEFT JOIN accounts a ON a.id = t.written_by WHERE t.programme_id = ? AND t.outcome = ? ORDER BY t.number DESC LIMIT 1`,
		programmeID, o)
	return t, err
}

func insertText(tx *db.Tx, programmeID int64, o selection.Outcome, number int, body string) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `INSERT INTO letter_texts (programme_id, outcome, number, body, written_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?) RETURNING id`, programmeID, o, number, body, db.Nullable(tx.Actor().AccountID), tx.Now())
	if db.IsUnique(err) {
		return 0, models.Stale("letter", nil)
	}
	if err != nil {
		return 0, fmt.Errorf("insert letter text: %w", err)
	}
	return id, nil
}

// letterNumber gives the number of a decision's letter; "" while it has none.
func letterNumber(tx *db.Tx, decisionID int64) (number string, err error) {
	_, err = tx.Get([]any{&number}, `SELECT p.number FROM decision_letters l JOIN issued_papers p ON p.id = l.paper_id WHERE l.decision_id = ?`, decisionID)
	return number, err
}

// insertLetter ties an issued paper to its decision; written is false when the decision has a letter already.
func insertLetter(tx *db.Tx, s Subject, number, body string) (written bool, err error) {
	n, err := tx.Exec(`INSERT INTO decision_letters (decision_id, paper_id, text_id, body) SELECT ?, p.id, ?, ? FROM issued_papers p
		WHERE p.number = ? ON CONFLICT DO NOTHING`, s.Decision.ID, db.Nullable(s.Text.ID), body, number)
	if err != nil {
		return false, fmt.Errorf("insert letter %s: %w", number, err)
	}
	return n == 1, nil
}

func pendingLetters(tx *db.Tx, committeeID int64) ([]string, error) {
	var list []string
	err := tx.Each(func(rows *sql.Rows) error {
		var ref string
		err := rows.Scan(&ref)
		list = append(list, ref)
		return err
	}, `SELECT p.ref FROM decisions d JOIN projects p ON p.id = d.project_id WHERE d.committee_id = ?
		AND NOT EXISTS (SELECT 1 FROM decisions later WHERE later.project_id = d.project_id AND later.id > d.id)
		AND NOT EXISTS (SELECT 1 FROM decision_letters l WHERE l.decision_id = d.id) ORDER BY p.ref`, committeeID)
	return list, err
}

func lettersOf(tx *db.Tx, projectID int64) ([]Letter, error) {
	var list []Letter
	err := tx.Each(func(rows *sql.Rows) error {
		var l Letter
		err := rows.Scan(&l.Number, &l.SHA256, &l.Outcome, &l.DecidedOn, &l.IssuedAt, &l.Body)
		list = append(list, l)
		return err
	}, `SELECT p.number, p.sha256, d.outcome, d.decided_on, p.issued_at, l.body FROM decision_letters l
		JOIN decisions d ON d.id = l.decision_id JOIN issued_papers p ON p.id = l.paper_id WHERE d.project_id = ? ORDER BY d.id DESC`, projectID)
	return list, err
}

// Unsent is a committee with letters to issue.
type Unsent struct {
	CommitteeRef string
	HeldOn       models.Date
	Letters      int
}

// UnsentDays is how long a decision without a letter stays on the home: older ones were told otherwise.
const UnsentDays = 60

// unlettered is the condition, over decisions d, of those of late that stand and have no letter; it takes the day since when.
const unlettered = `d.decided_on >= ? AND NOT EXISTS (SELECT 1 FROM decisions later WHERE later.project_id = d.project_id AND later.id > d.id)
		AND NOT EXISTS (SELECT 1 FROM decision_letters l WHERE l.decision_id = d.id)`

// Unlettered gives, by dossier, the day of the decision of late that has no letter, for a condition over projects p.
func Unlettered(tx *db.Tx, condition string, args ...any) (map[int64]models.Date, error) {
	days := map[int64]models.Date{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var on models.Date
		err := rows.Scan(&id, &on)
		days[id] = on
		return err
	}, `SELECT d.project_id, d.decided_on FROM decisions d JOIN projects p ON p.id = d.project_id WHERE `+unlettered+` AND `+condition,
		append([]any{tx.Today().AddDays(-UnsentDays)}, args...)...)
	return days, err
}

// UnsentLetters lists the committees of the actor's sites whose decisions of late have no letter, the latest first.
func UnsentLetters(tx *db.Tx) ([]Unsent, error) {
	condition, args := onSites(tx, access.CommitteeManage)
	args = append([]any{tx.Today().AddDays(-UnsentDays)}, args...)
	var list []Unsent
	err := tx.Each(func(rows *sql.Rows) error {
		var u Unsent
		err := rows.Scan(&u.CommitteeRef, &u.HeldOn, &u.Letters)
		list = append(list, u)
		return err
	}, `SELECT c.ref, c.held_on, count(*) FROM decisions d JOIN committees c ON c.id = d.committee_id JOIN cohorts k ON k.id = c.cohort_id
		WHERE `+unlettered+` AND `+condition+`
		GROUP BY c.id, c.ref, c.held_on ORDER BY c.held_on DESC, c.id DESC`, args...)
	return list, err
}

// onSites is the condition, over cohorts k, of the sites on which the actor may do the action.
func onSites(tx *db.Tx, action access.Action) (string, []any) {
	sites, all := access.SitesFor(tx.Actor(), action)
	if all {
		return "TRUE", nil
	}
	in, args := db.In(sites)
	return "k.site_id IN " + in, args
}
