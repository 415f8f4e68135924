package programme_test

import (
	"slices"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
)

// covers lays who stands in for the coach on their first three dossiers, at every edge of the days: name -> on how many
// dossiers they work today because of it. All of them are coaches of the other site, but for "nobody", who is no coach.
var covers = map[string]struct {
	from, to       int // days from today
	ended, nowhere bool
	dossiers       int
}{
	"from today": {0, 5, false, false, 3}, "until today": {-5, 0, false, false, 3}, "tomorrow": {1, 5, false, false, 0}, "until yesterday": {-5, -1, false, false, 0},
	"ended": {-5, 5, true, false, 0}, "nobody": {0, 0, false, true, 0},
}

func (tw *town) cover(t *testing.T, d *db.DB) {
	t.Helper()
	write(t, d, func(tx *db.Tx) error {
		for name, c := range covers {
			grant := access.Grant{Role: access.Coach, SiteID: tw.cohorts[1].SiteID}
			if c.nowhere {
				grant = access.Grant{Role: access.Jury}
			}
			a, err := accounts.CreateActive(tx, accounts.Draft{Email: strings.ReplaceAll(name, " ", "") + "@cover.be", Name: name, Grants: []access.Grant{grant}}, "x")
			if err != nil {
				return err
			}
			tw.accounts[name] = a
			var ended any
			if c.ended {
				ended = tx.Now()
			}
			var id int64
			if _, err := tx.Get([]any{&id}, `INSERT INTO coach_covers (public_id, absent_id, by_id, from_on, to_on, ended_at, created_at) VALUES (?, ?, ?, ?, ?, ?, 1) RETURNING id`,
				name, tw.accounts["coach"].ID, a.ID, tx.Today().AddDays(c.from), tx.Today().AddDays(c.to), ended); err != nil {
				return err
			}
			// The fourth is no dossier of the absent coach any more: a cover of it holds nothing.
			if _, err := tx.Exec(`INSERT INTO coach_cover_projects (cover_id, project_id) SELECT ?, id FROM projects WHERE ref IN (?, ?, ?, ?)`,
				id, tw.refs[0], tw.refs[7], tw.refs[14], tw.refs[21]); err != nil {
				return err
			}
		}
		_, err := tx.Exec(`UPDATE project_coaches SET to_on = ? WHERE project_id = (SELECT id FROM projects WHERE ref = ?)`, tx.Today(), tw.refs[21])
		return err
	})
}

// Who stands in for a coach works on their dossiers from the first to the last day of the cover, and never after.
func TestACoverHoldsBetweenItsDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		tw := build(t, d)
		// The first of the coach's dossiers is a draft, which is its author's alone.
		write(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET phase = 'coaching'`)
			return err
		})
		tw.cover(t, d)
		works := func(name string) int {
			var rows []programme.Row
			if err := d.Read(ctx, tw.accounts[name].Actor(), func(tx *db.Tx) (err error) {
				rows, _, err = programme.List(tx, access.MeetingLog, programme.Filter{Mine: true, Limit: 100})
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return len(rows)
		}
		for name, c := range covers {
			if n := works(name); n != c.dossiers {
				t.Errorf("%s: works on %d, want %d", name, n, c.dossiers)
			}
		}
		clock.Set("2026-11-24")
		for name, want := range map[string]int{"until today": 0, "tomorrow": 3, "from today": 3} {
			if n := works(name); n != want {
				t.Errorf("a day later, %s: works on %d, want %d", name, n, want)
			}
		}
		if n := works("coach"); n != 5 {
			t.Errorf("the absent coach works on %d", n)
		}
		err := d.Read(ctx, operator, func(tx *db.Tx) error {
			p, err := programme.Load(tx, tw.refs[7], access.ProjectRead)
			if err != nil {
				return err
			}
			in, err := programme.StandIns(tx, []int64{p.ID})
			var names []string
			for _, s := range in[p.ID] {
				names = append(names, s.Name)
			}
			slices.Sort(names)
			if !slices.Equal(names, []string{"from today", "tomorrow"}) {
				t.Errorf("stand in: %v", names)
			}
			condition, args := programme.WorkersOn(tx, "a.id", p.ID)
			n, err2 := tx.Count(`SELECT count(*) FROM accounts a WHERE `+condition, args...)
			if err == nil {
				err = err2
			}
			if n != 3 {
				t.Errorf("%d work on it", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
