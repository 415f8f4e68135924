package participant_test

import (
	"context"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/participant"
	"eclosion/models/programme"
)

var (
	ctx      = context.Background()
	operator = access.Operator("test")
)

// town is a couveuse on 23 November 2026 with people of Liège and of Namur.
type town struct {
	t                                           *testing.T
	d                                           *db.DB
	clock                                       *dbtest.Clock
	liege, namur                                programme.Cohort
	coach, colleague, manager, far, jury, admin accounts.Account
}

func each(t *testing.T, fn func(t *testing.T, tw *town)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		clock.Set("2026-11-23")
		tw := &town{t: t, d: d, clock: clock}
		tw.must(operator, tw.build)
		fn(t, tw)
	})
}

func (tw *town) build(tx *db.Tx) error {
	if _, err := programme.Found(tx); err != nil {
		return err
	}
	p, err := programme.ProgrammeByCode(tx, "JI")
	if err != nil {
		return err
	}
	sites := map[string]int64{}
	for code, to := range map[string]*programme.Cohort{"LIEGE": &tw.liege, "NAMUR": &tw.namur} {
		s, err := programme.SiteByCode(tx, code)
		if err != nil {
			return err
		}
		sites[code] = s.ID
		c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: p.ID, SiteID: s.ID, IntakeOpensOn: "2026-01-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
		if err != nil {
			return err
		}
		if *to, err = programme.CohortByID(tx, c.ID); err != nil {
			return err
		}
	}
	for _, x := range []struct {
		to    *accounts.Account
		name  string
		grant access.Grant
	}{{&tw.coach, "cyril", access.Grant{Role: access.Coach, SiteID: sites["LIEGE"]}}, {&tw.colleague, "rita", access.Grant{Role: access.Coach, SiteID: sites["LIEGE"]}},
		{&tw.manager, "marc", access.Grant{Role: access.Manager, SiteID: sites["LIEGE"]}}, {&tw.far, "fatou", access.Grant{Role: access.Manager, SiteID: sites["NAMUR"]}},
		{&tw.jury, "jeanne", access.Grant{Role: access.Jury}}, {&tw.admin, "ada", access.Grant{Role: access.Administrator}}} {
		if *x.to, err = accounts.CreateActive(tx, accounts.Draft{Email: x.name + "@x.be", Name: x.name, Grants: []access.Grant{x.grant}}, "x"); err != nil {
			return err
		}
	}
	return nil
}

func (tw *town) as(a access.Actor, fn func(*db.Tx) error) error { return tw.d.Write(ctx, a, fn) }

func (tw *town) must(a access.Actor, fn func(*db.Tx) error) {
	tw.t.Helper()
	if err := tw.as(a, fn); err != nil {
		tw.t.Fatal(err)
	}
}

func (tw *town) exec(query string, args ...any) {
	tw.t.Helper()
	tw.must(operator, func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err })
}

func (tw *town) count(query string, args ...any) (n int) {
	tw.t.Helper()
	tw.must(operator, func(tx *db.Tx) (err error) { n, err = tx.Count(query, args...); return err })
	return n
}

// holder is somebody with a dossier on which cyril works.
type holder struct {
	access.Actor
	id  int64
	ref string
}

// holder makes one in a phase, without asking the rules.
func (tw *town) holder(name string, c programme.Cohort, phase programme.Phase, entered, left models.Date) (x holder) {
	tw.t.Helper()
	tw.must(operator, func(tx *db.Tx) error {
		a, err := accounts.CreateActive(tx, accounts.Draft{Email: models.Fold(name) + "@x.be", Name: name, Grants: []access.Grant{{Role: access.Candidate}}}, "x")
		if err != nil {
			return err
		}
		x.Actor = a.Actor()
		if x.ref, x.id, err = programme.Open(tx, programme.NewProject{Cohort: c, PersonID: a.PersonID, Holder: name, Title: name}); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE persons SET birth_on = '1990-05-06', gender = 'F' WHERE id = ?`, a.PersonID); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO applications (project_id, situation, jobseeker_since, schooling, updated_at) VALUES (?, 'full_benefits', '2025-01-02', 'upper_secondary', 1)`, x.id); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE projects SET phase = ?, submitted_at = 1, entered_on = ?, left_on = ? WHERE id = ?`, phase, entered, left, x.id); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO project_coaches (project_id, account_id, from_on) VALUES (?, ?, '2026-01-01')`, x.id, tw.coach.ID)
		return err
	})
	return x
}

func (tw *town) record(a access.Actor, ref string) (r *participant.Record) {
	tw.t.Helper()
	tw.must(a, func(tx *db.Tx) (err error) { r, err = participant.Load(tx, ref, access.ParticipantRead); return err })
	return r
}

func (tw *town) freeze(x holder) {
	tw.t.Helper()
	tw.must(operator, func(tx *db.Tx) error {
		p, err := programme.LoadByID(tx, x.id, access.ProjectRead)
		if err != nil {
			return err
		}
		return participant.Freeze(tx, p)
	})
}

// save writes an entry as somebody who has seen the present version.
func (tw *town) save(a access.Actor, ref string, e participant.Entry, reason string) error {
	tw.t.Helper()
	version := tw.record(operator, ref).Version
	return tw.as(a, func(tx *db.Tx) error { return participant.Save(tx, ref, version, e, reason) })
}

func (tw *town) saveResult(a access.Actor, ref string, x participant.Result, reason string) error {
	tw.t.Helper()
	version := 0
	if r := tw.record(operator, ref).Result(x.Moment); r != nil {
		version = r.Version
	}
	return tw.as(a, func(tx *db.Tx) error { return participant.SaveResult(tx, ref, version, x, reason) })
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	p, ok := models.ProblemOf(err)
	if !ok || p.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func wantField(t *testing.T, err error, field, code string) {
	t.Helper()
	p, _ := models.ProblemOf(err)
	if p == nil {
		t.Errorf("got %v, want %s:%s", err, field, code)
		return
	}
	for _, f := range p.Fields {
		if f.Field == field && f.Code == code {
			return
		}
	}
	t.Errorf("got %+v, want %s:%s", p.Fields, field, code)
}

// full is an entry with every answer.
func full() participant.Entry {
	return participant.Entry{Labour: participant.Unemployed, JoblessSince: "2026-01-01", BirthOn: "1990-05-06", Gender: "F", Schooling: "isced_3_4", Disability: participant.Declined,
		ThirdCountry: participant.No, Foreign: participant.Yes, Minority: participant.Declined, Homeless: participant.No, Rural: participant.Yes}
}

func left(observed models.Date) participant.Result {
	return participant.Result{Moment: participant.Exit, ObservedOn: observed, JobSearch: participant.No, Training: participant.Yes, Qualification: participant.No, Employment: participant.Yes}
}
