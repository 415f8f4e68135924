package campaign

import (
	"database/sql"
	"fmt"

	"github.com/google/uuid"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

func journeyMonths() []int { return journey.FollowUpMonths() }

// due is an enterprise whose question is due.
type due struct {
	enterprise, project int64
	on                  models.Date
	name                string
	address             bool
}

// dueEnterprises gives the enterprises of which a month has come within the last half year, that are not known to be closed, were not
// looked at for that month or a later one, and whose holder neither was erased nor wants to be asked no more.
func dueEnterprises(tx *db.Tx, months int) (list []due, err error) {
	today := tx.Today()
	err = tx.Each(func(rows *sql.Rows) error {
		var d due
		var created models.Date
		err := rows.Scan(&d.enterprise, &d.project, &created, &d.name, &d.address)
		if d.on = created.AddMonths(months); d.on <= today {
			list = append(list, d)
		}
		return err
	}, `SELECT e.id, p.id, e.created_on, e.name, COALESCE(NULLIF(a.email, ''), h.email) <> '' FROM enterprises e JOIN projects p ON p.id = e.project_id
		JOIN persons h ON h.id = p.person_id LEFT JOIN accounts a ON a.person_id = h.id AND a.state <> 'disabled'
		WHERE e.created_on > ? AND e.created_on <= ? AND p.phase IN ('launched', 'followed_up') AND e.asks_ended_on IS NULL
		AND NOT EXISTS (SELECT 1 FROM follow_questions q WHERE q.enterprise_id = e.id AND q.months = ?)
		AND NOT EXISTS (SELECT 1 FROM enterprise_checks k WHERE k.enterprise_id = e.id AND k.months_after >= ?)
		AND COALESCE((SELECT k.state FROM enterprise_checks k WHERE k.enterprise_id = e.id ORDER BY k.observed_on DESC, k.id DESC LIMIT 1), '') <> 'closed'
		AND NOT EXISTS (SELECT 1 FROM erasures x WHERE x.project_id = p.id)
		ORDER BY e.created_on, e.id LIMIT ?`, today.AddMonths(-months-windowMonths), today.AddMonths(-months).AddDays(3), months, months, batch)
	if err != nil {
		return nil, fmt.Errorf("enterprises due after %d months: %w", months, err)
	}
	return list, nil
}

func insertQuestion(tx *db.Tx, d due, months int) (q *Question, fresh bool, err error) {
	mailed := models.Date("")
	if d.address {
		mailed = tx.Today()
	}
	q = &Question{PublicID: uuid.NewString(), Months: months, DueOn: d.on, State: Open, MailedOn: mailed, Version: 1, CreatedAt: tx.Now(),
		ProjectID: d.project, Enterprise: d.name}
	fresh, err = tx.Get([]any{&q.ID}, `INSERT INTO follow_questions (public_id, enterprise_id, project_id, months, due_on, due_month, mailed_on, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (enterprise_id, months) DO NOTHING RETURNING id`,
		q.PublicID, d.enterprise, d.project, months, d.on, string(d.on[:7]), mailed, tx.Now())
	return q, fresh, err
}

const questionColumns = `q.id, q.public_id, q.months, q.due_on, q.state, q.source, q.settled_at, q.mailed_on, q.reminders, q.version, q.created_at,
	COALESCE(q.check_id, 0), q.project_id, p.ref, e.name, e.created_on, h.first_name, h.last_name, h.phone, COALESCE(NULLIF(a.email, ''), h.email), s.name,
	e.asks_ended_on IS NOT NULL`

const questionTables = ` FROM follow_questions q JOIN enterprises e ON e.id = q.enterprise_id JOIN projects p ON p.id = q.project_id
	JOIN persons h ON h.id = p.person_id JOIN sites s ON s.id = p.site_id LEFT JOIN accounts a ON a.person_id = h.id AND a.state <> 'disabled' `

func scan(rows *sql.Rows, q *Question) error {
	var last string
	err := rows.Scan(&q.ID, &q.PublicID, &q.Months, &q.DueOn, &q.State, &q.Source, &q.SettledAt, &q.MailedOn, &q.Reminders, &q.Version, &q.CreatedAt,
		&q.CheckID, &q.ProjectID, &q.Ref, &q.Enterprise, &q.EnterpriseOn, &q.FirstName, &last, &q.Phone, &q.Email, &q.SiteName, &q.Ended)
	q.Holder = programme.FullName(q.FirstName, last)
	return err
}

func questions(tx *db.Tx, rest string, args ...any) (list []Question, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var q Question
		err := scan(rows, &q)
		list = append(list, q)
		return err
	}, `SELECT `+questionColumns+questionTables+rest, args...)
	return list, err
}

func one(tx *db.Tx, condition string, arg any) (*Question, error) {
	list, err := questions(tx, `WHERE `+condition, arg)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, models.Missing("follow_question")
	}
	q := &list[0]
	if q.CheckID == 0 {
		return q, nil
	}
	var a Answer
	_, err = tx.Get([]any{&a.State, &a.ObservedOn, &a.ClosedOn, &a.CloseReason, &a.Jobs, &a.Turnover, &a.Situation, &a.Comment, &a.Source},
		`SELECT state, observed_on, closed_on, close_reason, jobs, turnover, situation, note, source FROM enterprise_checks WHERE id = ?`, q.CheckID)
	q.Said = &a
	return q, err
}

func byID(tx *db.Tx, id int64) (*Question, error) { return one(tx, `q.id = ?`, id) }

func byPublicID(tx *db.Tx, id string) (*Question, error) { return one(tx, `q.public_id = ?`, id) }

// OfProject gives the open question of a dossier that the actor may see; nil without one.
func OfProject(tx *db.Tx, projectID int64) (*Question, error) {
	list, err := questions(tx, `WHERE q.project_id = ? AND q.state = 'open' ORDER BY q.months DESC LIMIT 1`, projectID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// ToCall lists the open questions of the dossiers that an account works on which only the phone can answer: there is no address, or every
// mail has gone.
func ToCall(tx *db.Tx, accountID int64, limit int) ([]Question, error) {
	working, args := programme.WorksOn(tx, "q.project_id", accountID)
	return questions(tx, `WHERE q.state = 'open' AND (q.mailed_on IS NULL OR q.reminders = ? AND q.mailed_on < ?) AND `+working+` ORDER BY q.due_on, q.id LIMIT ?`,
		append(append([]any{Reminders, tx.Today()}, args...), limit)...)
}

func toRemind(tx *db.Tx) ([]Question, error) {
	return questions(tx, `WHERE q.state = 'open' AND q.mailed_on <= ? AND q.reminders < ? ORDER BY q.mailed_on, q.id LIMIT ?`,
		tx.Today().AddDays(-ReminderDays), Reminders, batch)
}

func countReminder(tx *db.Tx, q *Question) (int64, error) {
	return tx.Exec(`UPDATE follow_questions SET reminders = reminders + 1, mailed_on = ? WHERE id = ? AND state = 'open' AND reminders = ?`, tx.Today(), q.ID, q.Reminders)
}

// endAsking keeps that an enterprise is asked nothing more; n is 0 when it was kept already.
func endAsking(tx *db.Tx, q *Question) (n int64, err error) {
	n, err = tx.Exec(`UPDATE enterprises SET asks_ended_on = ? WHERE project_id = ? AND asks_ended_on IS NULL`, tx.Today(), q.ProjectID)
	if err != nil || n == 0 {
		return n, err
	}
	_, err = tx.Exec(`UPDATE follow_questions SET state = 'declined', settled_at = ?, version = version + 1 WHERE project_id = ? AND state = 'open'`, tx.Now(), q.ProjectID)
	return n, err
}

// Filter narrows questions; zero values narrow nothing.
type Filter struct {
	SiteID, ProgrammeID, CohortID int64
	Months, Year                  int    // after the creation; of the creation
	Month                         string // in which they were due, YYYY-MM
	Standing                      string // one of Standings; "asked" is all
}

const standing = `(CASE WHEN q.state = 'answered' THEN CASE WHEN q.source = 'import' THEN 'house' ELSE q.source END ELSE q.state END)`

func (f Filter) where(tx *db.Tx) (string, []any) {
	where, args := `WHERE TRUE`, []any{}
	add := func(condition string, arg any) { where, args = where+` AND `+condition, append(args, arg) }
	if f.SiteID != 0 {
		add(`p.site_id = ?`, f.SiteID)
	}
	if f.ProgrammeID != 0 {
		add(`p.programme_id = ?`, f.ProgrammeID)
	}
	if f.CohortID != 0 {
		add(`p.cohort_id = ?`, f.CohortID)
	}
	if f.Months != 0 {
		add(`q.months = ?`, f.Months)
	}
	if f.Year != 0 {
		year := models.YearPeriod(f.Year)
		add(`e.created_on >= ?`, year.From)
		add(`e.created_on <= ?`, year.To)
	}
	if f.Month != "" {
		add(`q.due_month = ?`, f.Month)
	}
	if f.Standing != "" && f.Standing != "asked" {
		add(standing+` = ?`, f.Standing)
	}
	if sites, all := access.SitesFor(tx.Actor(), access.CampaignManage); !all {
		in, ids := db.In(sites)
		where, args = where+` AND p.site_id IN `+in, append(args, ids...)
	}
	return where, args
}

// Campaign is the questions that were due in one month.
type Campaign struct {
	Month  string // YYYY-MM
	Counts map[string]int
	Asked  int
}

// Count gives the number of a standing; "asked" is all.
func (c Campaign) Count(standing string) int {
	if standing == "asked" {
		return c.Asked
	}
	return c.Counts[standing]
}

// Campaigns counts the questions by the month in which they were due, the newest first, on the sites on which the actor keeps campaigns.
func Campaigns(tx *db.Tx, f Filter) ([]Campaign, error) {
	where, args := f.where(tx)
	var list []Campaign
	err := tx.Each(func(rows *sql.Rows) error {
		var month, how string
		var n int
		if err := rows.Scan(&month, &how, &n); err != nil {
			return err
		}
		if len(list) == 0 || list[len(list)-1].Month != month {
			list = append(list, Campaign{Month: month, Counts: map[string]int{}})
		}
		c := &list[len(list)-1]
		c.Counts[how] += n
		c.Asked += n
		return nil
	}, `SELECT q.due_month, `+standing+`, count(*) FROM follow_questions q JOIN enterprises e ON e.id = q.enterprise_id JOIN projects p ON p.id = q.project_id `+where+`
		GROUP BY q.due_month, `+standing+` ORDER BY q.due_month DESC`, args...)
	return list, err
}

// pageSize is how many questions a page of the list shows.
const pageSize = 50

// List gives a page of the questions of a filter, those that were due last first; after is the public id of the last one seen.
func List(tx *db.Tx, f Filter, after string) (list []Question, more bool, err error) {
	where, args := f.where(tx)
	if after != "" {
		q, err := byPublicID(tx, after)
		if err != nil {
			return nil, false, models.Fields(models.FieldProblem{Field: "apres", Code: "cursor"})
		}
		where, args = where+` AND (q.due_on < ? OR q.due_on = ? AND q.id < ?)`, append(args, q.DueOn, q.DueOn, q.ID)
	}
	list, err = questions(tx, where+` ORDER BY q.due_on DESC, q.id DESC LIMIT ?`, append(args, pageSize+1)...)
	if len(list) > pageSize {
		return list[:pageSize], true, err
	}
	return list, false, err
}

// Count counts the questions of a filter.
func Count(tx *db.Tx, f Filter) (int, error) {
	where, args := f.where(tx)
	return tx.Count(`SELECT count(*) FROM follow_questions q JOIN enterprises e ON e.id = q.enterprise_id JOIN projects p ON p.id = q.project_id `+where, args...)
}

// CohortID gives the id of a cohort by its reference.
func CohortID(tx *db.Tx, ref string) (id int64, err error) {
	found, err := tx.Get([]any{&id}, `SELECT id FROM cohorts WHERE ref = ?`, ref)
	if err == nil && !found {
		err = models.Missing("cohort")
	}
	return id, err
}

// launched is where the enterprises are on whose sites the actor keeps campaigns.
func launched(tx *db.Tx) (string, []any) {
	condition := ` FROM enterprises e JOIN projects p ON p.id = e.project_id`
	if sites, all := access.SitesFor(tx.Actor(), access.CampaignManage); !all {
		in, ids := db.In(sites)
		return condition + ` WHERE p.site_id IN ` + in, ids
	}
	return condition, nil
}

// Cohorts lists the references of the cohorts from which enterprises came, the newest first.
func Cohorts(tx *db.Tx) (refs []string, err error) {
	from, args := launched(tx)
	err = tx.Each(func(rows *sql.Rows) error {
		var ref string
		err := rows.Scan(&ref)
		refs = append(refs, ref)
		return err
	}, `SELECT c.ref FROM cohorts c WHERE c.id IN (SELECT p.cohort_id`+from+`) ORDER BY c.starts_on DESC, c.ref`, args...)
	return refs, err
}

// Years lists the years in which enterprises were created, the newest first.
func Years(tx *db.Tx) (years []int, err error) {
	from, args := launched(tx)
	var first, last models.Date
	if _, err := tx.Get([]any{&first, &last}, `SELECT MIN(e.created_on), MAX(e.created_on)`+from, args...); err != nil || first == "" {
		return nil, err
	}
	for year := last.Year(); year >= first.Year(); year-- {
		years = append(years, year)
	}
	return years, nil
}
