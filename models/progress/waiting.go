package progress

import (
	"database/sql"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Line is a report, or the lack of one, that waits for somebody.
type Line struct {
	ProjectID          int64 // of DueWithin and SubmittedWithin
	Ref, Holder, Title string
	PublicID           string // "" when no report is begun
	State              State  // "" when one is due
	On                 models.Date
	Period             models.Period
}

// linesShown bounds the lists of a home.
const linesShown = 50

const lineColumns = `SELECT p.ref, h.first_name, h.last_name, p.title, r.public_id, r.state, r.from_on, r.to_on, COALESCE(r.submitted_at, r.created_at)
	FROM progress_reports r JOIN projects p ON p.id = r.project_id JOIN persons h ON h.id = p.person_id WHERE `

func lines(tx *db.Tx, action access.Action, condition, order string, args ...any) ([]Line, error) {
	visible, more := programme.Visible(tx, action)
	var list []Line
	err := tx.Each(func(rows *sql.Rows) error {
		var l Line
		var first, last string
		var at models.Instant
		err := rows.Scan(&l.Ref, &first, &last, &l.Title, &l.PublicID, &l.State, &l.Period.From, &l.Period.To, &at)
		l.Holder, l.On = programme.FullName(first, last), at.Date()
		list = append(list, l)
		return err
	}, lineColumns+condition+` AND `+visible+` ORDER BY `+order+` LIMIT ?`, append(append(args, more...), linesShown)...)
	return list, err
}

// Waiting lists the reports that the actor writes on: those that were returned first, then drafts. On is the day
// of the last submission, or of the beginning.
func Waiting(tx *db.Tx) ([]Line, error) {
	return lines(tx, access.ProgressWrite, `r.state IN ('draft', 'returned')`, `CASE r.state WHEN 'returned' THEN 0 ELSE 1 END, r.updated_at, r.id`)
}

// ToDecide lists the submitted reports on which the actor decides, the longest waiting first. What they wrote
// themselves is another manager's.
func ToDecide(tx *db.Tx) ([]Line, error) {
	me := tx.Actor().AccountID
	return lines(tx, access.ProgressDecide, `r.state = 'submitted' AND COALESCE(r.created_by, 0) <> ? AND COALESCE(r.submitted_by, 0) <> ?`,
		`r.submitted_at, r.id`, me, me)
}

// AskedFor lists the reports about the actor's own dossiers for which they have not written a paragraph yet.
func AskedFor(tx *db.Tx) ([]Line, error) {
	return lines(tx, access.ProgressTell, `r.state IN ('draft', 'returned') AND r.asked_at IS NOT NULL AND r.paragraph = ''`, `r.id`)
}

// Cadence is how often a programme asks for a report, in months of each phase; 0 for never.
type Cadence struct{ CoachingMonths, TestMonths, Version int }

// Months is the cadence of a phase.
func (c Cadence) Months(p programme.Phase) int {
	switch p {
	case programme.Coaching:
		return c.CoachingMonths
	case programme.Test:
		return c.TestMonths
	}
	return 0
}

// DueOn is the day on which the next report is due: so many months after the phase began, or after the
// day to which the last report of the phase goes. due is false when none is asked.
func DueOn(c Cadence, phase programme.Phase, began, lastTo models.Date) (day models.Date, due bool) {
	months := c.Months(phase)
	if months == 0 || began.IsZero() {
		return "", false
	}
	return max(began, lastTo).AddMonths(months), true
}

// Due lists the dossiers for which the actor owes a report today, the longest due first. While a
// report is on its way, or the dossier is suspended, none is due.
func Due(tx *db.Tx) ([]Line, error) {
	visible, args := programme.Visible(tx, access.ProgressWrite)
	return due(tx, visible, args...)
}

// DueWithin is Due for a condition over projects p, whoever asks.
func DueWithin(tx *db.Tx, condition string, args ...any) ([]Line, error) {
	return due(tx, condition, args...)
}

// SubmittedWithin lists the submitted reports that nobody has decided, for a condition over projects p, the longest waiting first.
func SubmittedWithin(tx *db.Tx, condition string, args ...any) ([]Line, error) {
	var list []Line
	return list, tx.Each(func(rows *sql.Rows) error {
		var l Line
		var at models.Instant
		err := rows.Scan(&l.ProjectID, &l.Ref, &l.PublicID, &l.State, &l.Period.From, &l.Period.To, &at)
		l.On = at.Date()
		list = append(list, l)
		return err
	}, `SELECT p.id, p.ref, r.public_id, r.state, r.from_on, r.to_on, r.submitted_at FROM progress_reports r JOIN projects p ON p.id = r.project_id
		WHERE r.state = 'submitted' AND `+condition+` ORDER BY r.submitted_at, r.id`, args...)
}

// DueFor tells since when a report is due for a loaded dossier; "" when none is.
func DueFor(tx *db.Tx, p *programme.Project) (models.Date, error) {
	list, err := due(tx, `p.id = ?`, p.ID)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0].On, nil
}

func due(tx *db.Tx, condition string, args ...any) ([]Line, error) {
	var list []Line
	err := tx.Each(func(rows *sql.Rows) error {
		var l Line
		var first, last string
		var c Cadence
		var phase programme.Phase
		var began, lastTo models.Date
		err := rows.Scan(&l.ProjectID, &l.Ref, &first, &last, &l.Title, &phase, &began, &c.CoachingMonths, &c.TestMonths, &lastTo)
		l.Holder = programme.FullName(first, last)
		if day, asked := DueOn(c, phase, began, lastTo); asked && day <= tx.Today() {
			l.On = day
			list = append(list, l)
		}
		return err
	}, `SELECT p.id, p.ref, h.first_name, h.last_name, p.title, p.phase, p.phase_started_on, c.coaching_months, c.test_months,
			(SELECT MAX(r.to_on) FROM progress_reports r WHERE r.project_id = p.id AND r.state = 'issued')
		FROM projects p JOIN persons h ON h.id = p.person_id JOIN progress_cadences c ON c.programme_id = p.programme_id
		WHERE p.phase IN ('coaching', 'test') AND p.suspended_on IS NULL AND `+condition+`
			AND NOT EXISTS (SELECT 1 FROM progress_reports o WHERE o.project_id = p.id AND o.state IN ('draft', 'submitted', 'returned'))
		ORDER BY p.phase_started_on, p.id`, args...)
	slices.SortStableFunc(list, func(a, b Line) int { return strings.Compare(string(a.On), string(b.On)) })
	return list, err
}
