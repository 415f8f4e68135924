package journey

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Line is a dossier that asks for something today.
type Line struct {
	Ref, Holder, Title string
	Phase              programme.Phase
	On                 models.Date // the day that the list is about: an end, a deposit, a suspension
	Count              int         // how many things wait, where the list counts them
}

// todayLimit bounds each list of what waits: beyond, the lists with filters serve.
const todayLimit = 50

// soonDays is how far ahead the end of a phase is announced.
const soonDays = 60

const (
	lineColumns = `p.ref, h.first_name, h.last_name, p.title, p.phase`
	lineTables  = ` FROM projects p JOIN persons h ON h.id = p.person_id `
)

func lines(tx *db.Tx, query string, args ...any) (list []Line, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var l Line
		var first, last string
		err := rows.Scan(&l.Ref, &first, &last, &l.Title, &l.Phase, &l.On, &l.Count)
		l.Holder = programme.FullName(first, last)
		list = append(list, l)
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("what waits today: %w", err)
	}
	return list, nil
}

// EndingFor lists the dossiers that the account works on whose phase is over or ends within
// two months, the most urgent first. A suspended one waits for its resumption.
func EndingFor(tx *db.Tx, accountID int64) ([]Line, error) {
	working, worker := programme.WorksOn(tx, "p.id", accountID)
	return lines(tx, `SELECT `+lineColumns+`, p.phase_ends_on, 0`+lineTables+`
		WHERE `+working+` AND p.phase IN ('coaching', 'test') AND p.phase_ends_on <= ? AND p.suspended_on IS NULL
		ORDER BY p.phase_ends_on, p.id LIMIT ?`, append(worker, tx.Today().AddDays(soonDays), todayLimit)...)
}

// RightsEndingFor lists the dossiers that the account works on whose holder's unemployment rights end between two days.
func RightsEndingFor(tx *db.Tx, accountID int64, from, to models.Date) ([]Line, error) {
	working, worker := programme.WorksOn(tx, "p.id", accountID)
	return lines(tx, `SELECT `+lineColumns+`, a.benefits_end_on, 0`+lineTables+`JOIN applications a ON a.project_id = p.id
		WHERE `+working+` AND p.phase IN ('accepted', 'coaching', 'test') AND a.benefits_end_on BETWEEN ? AND ?
		ORDER BY a.benefits_end_on, p.id LIMIT ?`, append(worker, from, to, todayLimit)...)
}

// withTest is how many days before its test a provisional status ends together with it.
const withTest = 7

// StatusEndingFor lists the dossiers that the account works on whose provisional status ends between two days, and well before
// the test does; one that ends with its test is told by EndingFor. Count is how many days the test goes on.
func StatusEndingFor(tx *db.Tx, accountID int64, from, to models.Date) ([]Line, error) {
	working, worker := programme.WorksOn(tx, "p.id", accountID)
	var list []Line
	err := tx.Each(func(rows *sql.Rows) error {
		var l Line
		var first, last string
		var end models.Date
		err := rows.Scan(&l.Ref, &first, &last, &l.Title, &l.Phase, &l.On, &end)
		l.Holder = programme.FullName(first, last)
		if l.Count = withTest + 1; end != "" {
			l.Count = l.On.DaysUntil(end)
		}
		if l.Count > withTest {
			list = append(list, l)
		}
		return err
	}, `SELECT `+lineColumns+`, s.ends_on, p.phase_ends_on`+lineTables+`JOIN agreements s ON s.project_id = p.id AND s.kind = 'status' AND s.ended_on IS NULL
		WHERE `+working+` AND p.phase = 'test' AND s.ends_on BETWEEN ? AND ?
		ORDER BY s.ends_on, p.id LIMIT ?`, append(worker, from, to, todayLimit)...)
	if err != nil {
		return nil, fmt.Errorf("whose status ends: %w", err)
	}
	return list, nil
}

// Ending lists the same of all that the actor may move.
func Ending(tx *db.Tx) ([]Line, error) {
	visible, args := programme.Visible(tx, access.JourneyMove)
	return lines(tx, `SELECT `+lineColumns+`, p.phase_ends_on, 0`+lineTables+`
		WHERE p.phase_ends_on <= ? AND p.suspended_on IS NULL AND p.phase IN ('coaching', 'test') AND `+visible+`
		ORDER BY p.phase_ends_on, p.id LIMIT ?`, append(append([]any{tx.Today().AddDays(soonDays)}, args...), todayLimit)...)
}

// LongSuspension is how many days a suspension lasts before somebody should ask.
const LongSuspension = 60

// SuspendedLong lists the dossiers that stand still for more than two months.
func SuspendedLong(tx *db.Tx) ([]Line, error) {
	visible, args := programme.Visible(tx, access.JourneyMove)
	return lines(tx, `SELECT `+lineColumns+`, p.suspended_on, 0`+lineTables+`
		WHERE p.suspended_on < ? AND `+visible+`
		ORDER BY p.suspended_on, p.id LIMIT ?`, append(append([]any{tx.Today().AddDays(-LongSuspension)}, args...), todayLimit)...)
}

// ToReview lists the applications that were sent and not decided, the oldest first.
func ToReview(tx *db.Tx) ([]Line, error) {
	visible, args := programme.Visible(tx, access.ApplicationReview)
	return lines(tx, `SELECT `+lineColumns+`, p.phase_started_on, 0`+lineTables+`
		WHERE p.phase IN ('submitted', 'review') AND `+visible+`
		ORDER BY p.phase_started_on, p.id LIMIT ?`, append(args, todayLimit)...)
}

// ToStart lists the accepted dossiers whose coaching has not begun.
func ToStart(tx *db.Tx) ([]Line, error) {
	visible, args := programme.Visible(tx, access.JourneyMove)
	return lines(tx, `SELECT `+lineColumns+`, p.phase_started_on, 0`+lineTables+`
		WHERE p.phase = 'accepted' AND `+visible+`
		ORDER BY p.phase_started_on, p.id LIMIT ?`, append(args, todayLimit)...)
}

// Claimed lists the dossiers that the account works on with plan items that their
// holder says are done and nobody has validated.
func Claimed(tx *db.Tx, accountID int64) ([]Line, error) {
	working, worker := programme.WorksOn(tx, "p.id", accountID)
	return lines(tx, `SELECT `+lineColumns+`, MIN(x.claimed_on), count(*)`+lineTables+`JOIN plan_states x ON x.project_id = p.id
		WHERE `+working+` AND p.phase IN ('coaching', 'test') AND x.claimed_on IS NOT NULL AND x.validated_on IS NULL AND x.not_applicable = ''
		GROUP BY p.id, p.ref, h.first_name, h.last_name, p.title, p.phase ORDER BY MIN(x.claimed_on), p.id LIMIT ?`, append(worker, todayLimit)...)
}

// newsWindow is how many months after a survival date its question still is
// today's work; an older silence is history.
const newsWindow = 6

// FollowUpsDue lists the launched enterprises of which news is due: a survival
// date has come and nobody has looked since. Count is the months after the launch.
func FollowUpsDue(tx *db.Tx) ([]Line, error) {
	visible, args := programme.Visible(tx, access.FollowUp)
	today := tx.Today()
	var windows string // one after another, so that the engines walk from the newest and stop at the limit
	var bounds []any
	for _, months := range FollowUpMonths() {
		windows += ` WHEN e.created_on > ? AND e.created_on <= ? THEN NOT EXISTS
			(SELECT 1 FROM enterprise_checks c WHERE c.enterprise_id = e.id AND c.months_after >= ?)`
		bounds = append(bounds, today.AddMonths(-months-newsWindow), today.AddMonths(-months), months)
	}
	newest, oldest := bounds[1], bounds[len(bounds)-3]
	list, err := lines(tx, `SELECT `+lineColumns+`, e.created_on, 0 FROM enterprises e CROSS JOIN projects p JOIN persons h ON h.id = p.person_id
		WHERE p.id = e.project_id AND p.phase IN ('launched', 'followed_up') AND e.created_on <= ? AND e.created_on > ? AND CASE`+windows+` ELSE FALSE END AND `+visible+`
		ORDER BY e.created_on DESC, p.id LIMIT ?`, slices.Concat([]any{newest, oldest}, bounds, args, []any{todayLimit})...)
	for i := range list {
		for _, months := range FollowUpMonths() {
			if list[i].On.AddMonths(months) <= today {
				list[i].Count = months
			}
		}
	}
	return list, err
}

// Opinion is a file that waits for a committee member's word.
type Opinion struct {
	Committee, Ref, Holder, Title string
	HeldOn                        models.Date
}

// OpinionsDue lists the files of open committees on which the account sits and has
// not given an opinion yet: those that await a decision, and on which it declared no conflict of interest.
// A committee that judges blind names no Holder.
func OpinionsDue(tx *db.Tx, accountID int64) (list []Opinion, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var o Opinion
		var first, last string
		var blind bool
		err := rows.Scan(&o.Committee, &o.HeldOn, &blind, &o.Ref, &first, &last, &o.Title)
		if !blind {
			o.Holder = programme.FullName(first, last)
		}
		list = append(list, o)
		return err
	}, `SELECT o.ref, o.held_on, o.blind, p.ref, h.first_name, h.last_name, p.title FROM committee_members m
		JOIN committees o ON o.id = m.committee_id AND o.state = 'open' JOIN committee_files f ON f.committee_id = o.id
		JOIN projects p ON p.id = f.project_id JOIN persons h ON h.id = p.person_id
		WHERE m.account_id = ? AND p.phase IN ('review', 'waitlisted')
		AND NOT EXISTS (SELECT 1 FROM conflicts k WHERE k.project_id = p.id AND k.account_id = m.account_id AND k.lifted_at IS NULL)
		AND NOT EXISTS (SELECT 1 FROM opinions x WHERE x.committee_id = o.id AND x.project_id = p.id AND x.account_id = m.account_id)
		ORDER BY o.held_on, o.ref, p.id LIMIT ?`, accountID, todayLimit)
	return list, err
}

// Invited is an account that waits for its first sign-in.
type Invited struct {
	Name, Email string
	CreatedAt   models.Instant
}

// WaitingAccounts lists the accounts that were invited and never came, the oldest first.
func WaitingAccounts(tx *db.Tx) (list []Invited, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var i Invited
		err := rows.Scan(&i.Name, &i.Email, &i.CreatedAt)
		list = append(list, i)
		return err
	}, `SELECT name, email, created_at FROM accounts WHERE state = 'invited' ORDER BY created_at, id LIMIT ?`, todayLimit)
	return list, err
}

// OpenIntakes lists the cohorts of the actor's sites that take applications today,
// with how many have been sent to each.
func OpenIntakes(tx *db.Tx) ([]Intake, error) {
	cohorts, err := programme.OpenCohorts(tx, tx.Today())
	if err != nil {
		return nil, err
	}
	var list []Intake
	index := map[int64]int{}
	var ids []int64
	for _, c := range cohorts {
		if access.CanOnSite(tx.Actor(), access.CohortManage, c.SiteID) {
			index[c.ID] = len(list)
			ids = append(ids, c.ID)
			list = append(list, Intake{Cohort: c})
		}
	}
	in, args := db.In(ids)
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		var n int
		err := rows.Scan(&id, &n)
		list[index[id]].Sent = n
		return err
	}, `SELECT cohort_id, SUM(n) FROM project_counts WHERE phase <> 'draft' AND cohort_id IN `+in+` GROUP BY cohort_id`, args...)
	return list, err
}

// Intake is a cohort that takes applications.
type Intake struct {
	programme.Cohort
	Sent int // applications that were sent, whatever became of them
}
