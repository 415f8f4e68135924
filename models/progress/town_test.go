package progress_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/models/progress"
	"eclosion/models/reporting"
)

var ctx = context.Background()

// town is a couveuse with zoe's dossier in its fourth month of coaching.
type town struct {
	t      *testing.T
	d      *db.DB
	clock  *dbtest.Clock
	actors map[string]access.Actor
	ref    string
	id     int64
}

func each(t *testing.T, fn func(t *testing.T, tw *town)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		tw := &town{t: t, d: d, clock: clock, actors: map[string]access.Actor{"operator": access.Operator("test")}}
		tw.must("operator", tw.build)
		fn(t, tw)
	})
}

func (tw *town) build(tx *db.Tx) error {
	for _, found := range []func(*db.Tx) error{func(tx *db.Tx) error { _, err := programme.Found(tx); return err }, plan.Found, progress.Found} {
		if err := found(tx); err != nil {
			return err
		}
	}
	sites, err := programme.Sites(tx)
	if err != nil {
		return err
	}
	here, there := sites[0].ID, sites[1].ID
	people := map[string]access.Grant{"coach": {Role: access.Coach, SiteID: here}, "colleague": {Role: access.Coach, SiteID: here},
		"manager": {Role: access.Manager, SiteID: here}, "chief": {Role: access.Manager}, "far": {Role: access.Manager, SiteID: there},
		"zoe": {Role: access.Candidate}, "sam": {Role: access.Candidate}, "admin": {Role: access.Administrator}}
	var person int64
	for name, grant := range people {
		a, err := accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{grant}}, "x")
		if err != nil {
			return err
		}
		tw.actors[name] = a.Actor()
		if name == "zoe" {
			person = a.PersonID
		}
	}
	return tw.dossier(tx, here, person)
}

func (tw *town) dossier(tx *db.Tx, site, person int64) error {
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return err
	}
	c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: site, IntakeOpensOn: "2026-01-01", IntakeClosesOn: "2026-06-30", StartsOn: "2026-07-01"})
	if err != nil {
		return err
	}
	if c, err = programme.CohortByID(tx, c.ID); err != nil {
		return err
	}
	if tw.ref, tw.id, err = programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person, Holder: "zoe", Title: "Épicerie"}); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE projects SET phase = 'coaching', phase_started_on = '2026-07-01', entered_on = '2026-07-01', submitted_at = 1,
		terms_id = (SELECT MIN(id) FROM terms WHERE programme_id = projects.programme_id),
		template_id = (SELECT id FROM plan_templates WHERE programme_id = projects.programme_id AND state = 'published') WHERE id = ?`, tw.id)
	if err != nil {
		return err
	}
	if _, err = tx.Exec(`INSERT INTO project_coaches (project_id, account_id, from_on) VALUES (?, ?, '2026-07-01')`, tw.id, tw.actors["coach"].AccountID); err != nil {
		return err
	}
	for i, m := range []struct{ on, state, summary string }{{"2026-08-03", "held", "Trop tôt"}, {"2026-10-05", "held", "Le marché"}, {"2026-10-19", "held", "À taire"},
		{"2026-11-02", "held", ""}, {"2026-11-16", "cancelled", ""}, {"2026-11-20", "planned", ""}} {
		at := models.InstantOf(models.Date(m.on).At(10, 0))
		for _, q := range []string{`INSERT INTO meetings (id, public_id, state, held_on, starts_at, minutes, kind, medium, summary, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 60, 'coaching', 'phone', ?, 1, 1)`,
			`INSERT INTO meeting_projects (meeting_id, project_id) VALUES (?, ?)`, `INSERT INTO meeting_notes (meeting_id, body, updated_at) VALUES (?, 'canari-note', ?)`} {
			args := []any{i + 1, fmt.Sprintf("m%d", i+1), m.state, m.on, at, m.summary}
			if strings.Contains(q, "meeting_projects") {
				args = []any{i + 1, tw.id}
			} else if strings.Contains(q, "meeting_notes") {
				args = []any{i + 1, at}
			}
			if _, err := tx.Exec(q, args...); err != nil {
				return err
			}
		}
	}
	_, err = tx.Exec(`INSERT INTO plan_events (project_id, item_id, event, on_date, actor_name, at) SELECT ?, MIN(i.id), 'validated', '2026-10-05', 'coach', 1
		FROM plan_items i JOIN projects p ON p.template_id = i.template_id WHERE p.id = ?`, tw.id, tw.id)
	return err
}

func (tw *town) as(name string, fn func(*db.Tx) error) error {
	return tw.d.Write(ctx, tw.actors[name], fn)
}

func (tw *town) must(name string, fn func(*db.Tx) error) {
	tw.t.Helper()
	if err := tw.as(name, fn); err != nil {
		tw.t.Fatal(err)
	}
}

func (tw *town) exec(query string, args ...any) {
	tw.t.Helper()
	tw.must("operator", func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err })
}

func (tw *town) count(query string, args ...any) (n int) {
	tw.t.Helper()
	tw.must("operator", func(tx *db.Tx) (err error) { n, err = tx.Count(query, args...); return err })
	return n
}

var autumn = models.Period{From: "2026-10-01", To: "2026-11-23"}

func (tw *town) create(ask bool) (id string) {
	tw.t.Helper()
	tw.must("coach", func(tx *db.Tx) (err error) { id, err = progress.Create(tx, tw.ref, "", autumn, ask); return err })
	return id
}

func (tw *town) load(id string) (r progress.Report, c progress.Content) {
	tw.t.Helper()
	tw.must("manager", func(tx *db.Tx) (err error) {
		if r, err = progress.Load(tx, tw.ref, id); err != nil {
			return err
		}
		c, err = progress.ContentOf(tx, r)
		return err
	})
	return r, c
}

func (tw *town) submit(id string, version int) {
	tw.t.Helper()
	tw.must("coach", func(tx *db.Tx) error {
		return progress.Submit(tx, tw.ref, id, version, progress.Words{Synthesis: "Elle avance."})
	})
}

// approve lays a paper out and issues it, as the handler does.
func (tw *town) approve(name, id string, version int) error {
	return tw.as(name, func(tx *db.Tx) error {
		number, err := reporting.NextNumber(tx, reporting.KindProgress)
		if err != nil {
			return err
		}
		return progress.Approve(tx, tw.ref, id, version, reporting.Issued{Number: number, Kind: reporting.KindProgress, SubjectRef: tw.ref, Title: "t", PDF: []byte("%PDF")})
	})
}
