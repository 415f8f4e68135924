package pilot

import (
	"database/sql"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
)

const (
	// metDays is over how many days meetings held are counted, today included; aheadDays how far ahead planned ones are.
	metDays, aheadDays = 30, 7
)

// Load is the work of one coach.
type Load struct {
	Coach                                    accounts.Account
	Coaching, Test, Silent, Met, Ahead, Late Count
}

// teamFigures are the columns of the table of the team, as lists of a coach.
var teamFigures = []struct {
	code string
	into func(*Load) *Count
}{
	{"coach.coaching", func(l *Load) *Count { return &l.Coaching }}, {"coach.test", func(l *Load) *Count { return &l.Test }},
	{"coach.silent", func(l *Load) *Count { return &l.Silent }}, {"coach.met", func(l *Load) *Count { return &l.Met }},
	{"coach.ahead", func(l *Load) *Count { return &l.Ahead }}, {"coach.late", func(l *Load) *Count { return &l.Late }},
}

// Team gives the work of every coach of the filter's sites, and of who works on one of its dossiers, by name. Dossiers count for who works
// on them today, stand-ins too; meetings for who leads them; actions for whom they are given to.
func Team(tx *db.Tx, f programme.Filter) ([]Load, error) {
	g := Look(tx, f)
	able, err := accounts.WithRole(tx, access.Coach, f.SiteID)
	if err != nil {
		return nil, err
	}
	workers, err := workersOf(tx)
	if err != nil {
		return nil, err
	}
	loads := make([]Load, len(able))
	at := map[int64]int{}
	for i, a := range able {
		loads[i].Coach, at[a.ID] = a, i
	}
	for _, column := range teamFigures {
		items, kind, err := g.Items(column.code)
		if err != nil {
			return nil, err
		}
		for _, i := range items {
			whose := i.accounts
			if kind == Dossiers {
				whose = workers[i.ProjectID]
			}
			for _, id := range whose {
				if n, known := at[id]; known {
					c := column.into(&loads[n])
					c.N++
					c.Minutes += i.Minutes
				}
			}
		}
	}
	return slices.DeleteFunc(loads, func(l Load) bool { return !l.concerns(tx.Actor(), f) }), nil
}

// concerns reports whether a coach belongs in the table: they have work in it, or coach on a site that the reader looks after.
func (l Load) concerns(a access.Actor, f programme.Filter) bool {
	if f.CoachID != 0 {
		return l.Coach.ID == f.CoachID
	}
	if l.Coaching.N+l.Test.N+l.Silent.N+l.Met.N+l.Ahead.N+l.Late.N > 0 {
		return true
	}
	sites, all := access.SitesFor(a, access.PilotRead)
	own, everywhere := l.Coach.Actor().Sites(access.Coach)
	return all || everywhere || slices.ContainsFunc(own, func(s int64) bool { return slices.Contains(sites, s) })
}

// workersOf gives who works today on which dossier that is accompanied, each once.
func workersOf(tx *db.Tx) (map[int64][]int64, error) {
	work, args := programme.Work(tx)
	by := map[int64][]int64{}
	return by, tx.Each(func(rows *sql.Rows) error {
		var project, account int64
		err := rows.Scan(&project, &account)
		if !slices.Contains(by[project], account) {
			by[project] = append(by[project], account)
		}
		return err
	}, `SELECT w.project_id, w.account_id FROM `+work+` w JOIN projects p ON p.id = w.project_id WHERE p.phase IN ('coaching', 'test')`, args...)
}

// led is the filter without its coach, who is asked of the meeting or the action itself.
func (g *Glance) led() (where string, args []any, coach int64) {
	f := g.filter
	f.CoachID = 0
	where, args = f.Where(g.tx, access.PilotRead)
	return where, args, g.filter.CoachID
}

// met are the meetings held in the last 30 days.
func (g *Glance) met() ([]Item, error) {
	today := g.tx.Today()
	return g.meetings("met", `m.state = 'held'`, models.InstantOf(today.AddDays(1-metDays).Start()), models.InstantOf(today.AddDays(1).Start()))
}

// ahead are the meetings planned from now on for seven days.
func (g *Glance) ahead() ([]Item, error) {
	return g.meetings("ahead", `m.state = 'planned'`, g.tx.Now(), models.InstantOf(g.tx.Today().AddDays(aheadDays+1).Start()))
}

// meetings reads the meetings of a stretch of time with one of the filter's dossiers, each once, opened through the first.
func (g *Glance) meetings(name, state string, from, to models.Instant) ([]Item, error) {
	return g.shared(name, func() ([]Item, error) {
		where, args, coach := g.led()
		var list []Item
		at := map[int64]int{}
		err := g.tx.Each(func(rows *sql.Rows) error {
			var i Item
			var account int64
			if err := rows.Scan(&i.ID, &i.PublicID, &i.On, &i.At, &i.Minutes, &i.ProjectID, &account); err != nil {
				return err
			}
			n, known := at[i.ID]
			if !known {
				n = len(list)
				at[i.ID] = n
				list = append(list, i)
			}
			list[n].accounts = append(list[n].accounts, account)
			return nil
		}, `SELECT m.id, m.public_id, m.held_on, m.starts_at, m.minutes, MIN(p.id), k.account_id FROM meeting_coaches k JOIN meetings m ON m.id = k.meeting_id
			JOIN meeting_projects l ON l.meeting_id = m.id JOIN projects p ON p.id = l.project_id
			WHERE k.starts_at >= ? AND k.starts_at < ? AND `+state+` AND (? = 0 OR k.account_id = ?) AND `+where+`
			GROUP BY m.id, m.public_id, m.held_on, m.starts_at, m.minutes, k.account_id ORDER BY m.id`, append([]any{from, to, coach, coach}, args...)...)
		return list, err
	})
}

// lateActions are the open actions of coaches whose day has passed, on dossiers that are accompanied.
func (g *Glance) lateActions() ([]Item, error) {
	return g.shared("late", func() ([]Item, error) {
		where, args, coach := g.led()
		var list []Item
		err := g.tx.Each(func(rows *sql.Rows) error {
			var i Item
			var account int64
			err := rows.Scan(&i.ID, &i.ProjectID, &i.Title, &i.On, &account)
			i.accounts = []int64{account}
			list = append(list, i)
			return err
		}, `SELECT a.id, a.project_id, a.title, a.due_on, a.coach_id FROM actions a JOIN projects p ON p.id = a.project_id
			WHERE a.owner = 'coach' AND a.done_on IS NULL AND a.due_on < ? AND p.phase IN ('accepted', 'coaching', 'test') AND (? = 0 OR a.coach_id = ?) AND `+where,
			append([]any{g.tx.Today(), coach, coach}, args...)...)
		return list, err
	})
}
