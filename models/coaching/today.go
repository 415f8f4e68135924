package coaching

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Today is what needs a coach on opening the product. Each list is bounded by todayLimit.
type Today struct {
	Planned   []TodayMeeting // planned for today, by time; also of who is away and replaced by me
	Unwritten []TodayMeeting // over without an outcome, or held without a summary, latest first
	Mine      []TodayAction  // my own actions whose day has come or gone by
	Theirs    []TodayAction  // holders' actions whose day has gone by, on the dossiers I work on
	Silent    []SilentProject
}

// TodayMeeting is a meeting and the dossier to open it through.
type TodayMeeting struct {
	PublicID, Ref, Holder string
	Others                int // how many other dossiers are at it
	State                 State
	StartsAt              models.Instant
	Minutes               int
	Kind                  Kind
	Medium                Medium
	Place                 string
}

// TodayAction is an action and its dossier.
type TodayAction struct {
	ID                 int64
	Ref, Holder, Title string
	DueOn              models.Date
}

// SilentProject is a dossier that nobody has met for longer than its terms allow.
type SilentProject struct {
	Ref, Holder, Title string
	Phase              programme.Phase
	Since              models.Date // the last meeting, or the start of the phase
	Days               int
}

const (
	todayLimit = 50
	// unwrittenDays is how long a meeting without an outcome is recalled.
	unwrittenDays = 90
)

// TodayOf gathers what needs the coach, with one question for each list. The caller
// gives its own account.
func TodayOf(tx *db.Tx, accountID int64) (Today, error) {
	var t Today
	today := tx.Today()
	from, to := models.InstantOf(today.Start()), models.InstantOf(today.AddDays(1).Start())
	absents, err := programme.AbsentsOf(tx, accountID)
	if err != nil {
		return t, err
	}
	if t.Planned, err = todayMeetings(tx, accountID, absents, `k.starts_at >= ? AND k.starts_at < ? AND m.state = 'planned'`, ``, from, to); err != nil {
		return t, err
	}
	since := models.InstantOf(today.AddDays(-unwrittenDays).Start())
	if t.Unwritten, err = todayMeetings(tx, accountID, absents, `k.starts_at >= ? AND k.starts_at < ?
		AND (m.state = 'planned' AND k.starts_at < ? OR m.state = 'held' AND m.summary = '')`, ` DESC`, since, tx.Now(), from); err != nil {
		return t, err
	}
	working, worker := programme.WorksOn(tx, "a.project_id", accountID)
	in, ids := whoseWork(accountID, absents)
	whose, who := `a.coach_id = ?`, append(ids, accountID)
	for _, s := range absents {
		whose, who = whose+` OR a.coach_id = ? AND `+working, append(append(who, s.AbsentID), worker...)
	}
	if t.Mine, err = todayActions(tx, `a.owner = 'coach' AND a.coach_id IN `+in+` AND (`+whose+`) AND a.due_on <= ?`, append(who, today)...); err != nil {
		return t, err
	}
	if t.Theirs, err = todayActions(tx, `a.owner = 'holder' AND `+working+` AND a.due_on < ?`, append(worker, today)...); err != nil {
		return t, err
	}
	t.Silent, err = silentOf(tx, accountID)
	return t, err
}

// whoseWork lists the coach and those in whose place the coach works today: said besides the condition on each, it lets
// the engines go by the index of the accounts.
func whoseWork(accountID int64, absents []programme.StandIn) (string, []any) {
	ids := []int64{accountID}
	for _, s := range absents {
		ids = append(ids, s.AbsentID)
	}
	return db.In(ids)
}

// todayMeetings reads meetings of a coach, and of those in whose place the coach works today: of the days since, on
// the dossiers concerned. A group meeting is one line, opened
// through a dossier that the coach works on.
func todayMeetings(tx *db.Tx, accountID int64, absents []programme.StandIn, condition, direction string, args ...any) ([]TodayMeeting, error) {
	var list []TodayMeeting
	index, assigned := map[string]int{}, map[string]bool{}
	working, worker := programme.WorksOn(tx, "p.id", accountID)
	in, ids := whoseWork(accountID, absents)
	whose, who := `k.account_id = ?`, append(slices.Concat(worker, ids), accountID)
	for _, s := range absents {
		of, ofArgs := programme.WorksOn(tx, "l.project_id + 0", accountID) // not by its index, or SQLite tries every dossier on every meeting
		whose += ` OR k.account_id = ? AND k.starts_at >= ? AND EXISTS (SELECT 1 FROM meeting_projects l WHERE l.meeting_id = k.meeting_id AND ` + of + `)`
		who = append(append(who, s.AbsentID, models.InstantOf(s.FromOn.Start())), ofArgs...)
	}
	err := tx.Each(func(rows *sql.Rows) error {
		var m TodayMeeting
		var first, last string
		var mine bool
		if err := rows.Scan(&m.PublicID, &m.Ref, &first, &last, &m.State, &m.StartsAt, &m.Minutes, &m.Kind, &m.Medium, &m.Place, &mine); err != nil {
			return err
		}
		m.Holder = programme.FullName(first, last)
		i, known := index[m.PublicID]
		if !known {
			index[m.PublicID], assigned[m.PublicID] = len(list), mine
			list = append(list, m)
			return nil
		}
		if mine && !assigned[m.PublicID] {
			list[i].Ref, list[i].Holder = m.Ref, m.Holder
			assigned[m.PublicID] = true
		}
		list[i].Others++
		return nil
	}, `SELECT m.public_id, p.ref, h.first_name, h.last_name, m.state, m.starts_at, m.minutes, m.kind, m.medium, m.place,
			`+working+`
		FROM (SELECT DISTINCT k.meeting_id, k.starts_at FROM meeting_coaches k JOIN meetings m ON m.id = k.meeting_id
			WHERE k.account_id IN `+in+` AND (`+whose+`) AND `+condition+` ORDER BY k.starts_at`+direction+`, k.meeting_id LIMIT 50) k
		JOIN meetings m ON m.id = k.meeting_id JOIN meeting_projects l ON l.meeting_id = m.id
		JOIN projects p ON p.id = l.project_id JOIN persons h ON h.id = p.person_id
		ORDER BY k.starts_at`+direction+`, m.id, p.id`, append(who, args...)...)
	if err != nil {
		return nil, fmt.Errorf("meetings of today: %w", err)
	}
	return list, nil
}

// todayActions reads open actions of dossiers that are accompanied now.
func todayActions(tx *db.Tx, condition string, args ...any) ([]TodayAction, error) {
	var list []TodayAction
	err := tx.Each(func(rows *sql.Rows) error {
		var a TodayAction
		var first, last string
		err := rows.Scan(&a.ID, &a.Ref, &first, &last, &a.Title, &a.DueOn)
		a.Holder = programme.FullName(first, last)
		list = append(list, a)
		return err
	}, `SELECT a.id, p.ref, h.first_name, h.last_name, a.title, a.due_on FROM actions a
		JOIN projects p ON p.id = a.project_id JOIN persons h ON h.id = p.person_id
		WHERE a.done_on IS NULL AND p.phase IN ('accepted', 'coaching', 'test') AND `+condition+` ORDER BY a.due_on, a.id LIMIT ?`,
		append(args, todayLimit)...)
	if err != nil {
		return nil, fmt.Errorf("actions of today: %w", err)
	}
	return list, nil
}

// silentOf lists the dossiers that a coach works on, in coaching or test, not suspended,
// without a meeting to come, that have been silent for more than the days of
// their terms; the longest silence first.
func silentOf(tx *db.Tx, accountID int64) ([]SilentProject, error) {
	var list []SilentProject
	working, worker := programme.WorksOn(tx, "p.id", accountID)
	err := tx.Each(func(rows *sql.Rows) error {
		var s SilentProject
		var first, last string
		var c programme.Contact
		var limit int
		if err := rows.Scan(&s.Ref, &first, &last, &s.Title, &c.Phase, &c.LastMeetingOn, &c.StartedOn, &limit); err != nil {
			return err
		}
		s.Holder, s.Phase = programme.FullName(first, last), c.Phase
		silent := false
		if s.Since, s.Days, silent = c.Silent(limit, tx.Now()); silent {
			list = append(list, s)
		}
		return nil
	}, `SELECT p.ref, h.first_name, h.last_name, p.title, p.phase, p.last_meeting_on, p.phase_started_on, t.silent_days
		FROM projects p JOIN persons h ON h.id = p.person_id JOIN terms t ON t.id = p.terms_id
		WHERE `+working+` AND p.phase IN ('coaching', 'test') AND p.suspended_on IS NULL
			AND (p.next_meeting_at IS NULL OR p.next_meeting_at < ?)
		ORDER BY COALESCE(p.last_meeting_on, p.phase_started_on), p.id`, append(worker, tx.Now())...)
	if err != nil {
		return nil, fmt.Errorf("silent dossiers: %w", err)
	}
	return list[:min(len(list), todayLimit)], nil
}
