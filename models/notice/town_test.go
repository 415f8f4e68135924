package notice_test

import (
	"context"
	"fmt"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/journey"
	"eclosion/models/notice"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/models/trial"
)

var ctx = context.Background()

// town is a couveuse with one accepted dossier in Liège, another in Namur, and their people.
type town struct {
	t        *testing.T
	d        *db.DB
	clock    *dbtest.Clock
	actors   map[string]access.Actor
	ref, far string
	cohort   programme.Cohort
}

func each(t *testing.T, fn func(t *testing.T, tw *town)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		tw := &town{t: t, d: d, clock: clock}
		clock.Set("2026-11-23")
		if err := d.Write(ctx, access.Operator("test"), tw.lay); err != nil {
			t.Fatal(err)
		}
		fn(t, tw)
	})
}

func (tw *town) lay(tx *db.Tx) error {
	tw.actors = map[string]access.Actor{"operator": access.Operator("test")}
	if _, err := programme.Found(tx); err != nil {
		return err
	}
	sites, err := programme.Sites(tx)
	if err != nil {
		return err
	}
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return err
	}
	for name, grant := range map[string]access.Grant{"manager": {Role: access.Manager, SiteID: sites[0].ID}, "chief": {Role: access.Manager}, "elsewhere": {Role: access.Manager, SiteID: sites[1].ID},
		"coach": {Role: access.Coach, SiteID: sites[0].ID}, "admin": {Role: access.Administrator}, "holder": {Role: access.Candidate}, "other": {Role: access.Candidate}} {
		a, err := accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{grant}}, "x")
		if err != nil {
			return err
		}
		tw.actors[name] = a.Actor()
		if grant.Role != access.Candidate {
			continue
		}
		site, to := sites[0], &tw.ref
		if name == "other" {
			site, to = sites[1], &tw.far
		}
		c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: site.ID, IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-11-01", StartsOn: "2026-12-01"})
		if err != nil {
			return err
		}
		if c, err = programme.CohortByID(tx, c.ID); err != nil {
			return err
		}
		if *to, err = tw.accepted(tx, c, a.PersonID); err != nil {
			return err
		}
		if name == "holder" {
			tw.cohort = c
		}
	}
	return nil
}

func (tw *town) accepted(tx *db.Tx, c programme.Cohort, person int64) (string, error) {
	ref, id, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person, Holder: "Zoé", Title: "Épicerie"})
	if err != nil {
		return "", err
	}
	if _, err := tx.Exec(`INSERT INTO applications (project_id, updated_at) VALUES (?, 1)`, id); err != nil {
		return "", err
	}
	p, err := programme.LoadByID(tx, id, access.ProjectRead)
	for _, to := range []programme.Phase{programme.Submitted, programme.Review, programme.Accepted} {
		if err == nil {
			err = programme.Move(tx, p, to, tx.Today(), "", nil)
		}
	}
	return ref, err
}

func (tw *town) try(name string, fn func(*db.Tx) error) error {
	return tw.d.Write(ctx, tw.actors[name], fn)
}

func (tw *town) must(name string, fn func(*db.Tx) error) {
	tw.t.Helper()
	if err := tw.try(name, fn); err != nil {
		tw.t.Fatal(err)
	}
}

func (tw *town) count(query string, args ...any) (n int) {
	tw.t.Helper()
	tw.must("operator", func(tx *db.Tx) (err error) { n, err = tx.Count(query, args...); return err })
	return n
}

func (tw *town) version() int { return tw.count(`SELECT version FROM projects WHERE ref = ?`, tw.ref) }

// do runs a verb of the journey as the manager.
func (tw *town) do(verb func(tx *db.Tx, version int) error) {
	tw.t.Helper()
	v := tw.version()
	tw.must("manager", func(tx *db.Tx) error { return verb(tx, v) })
}

// coaching records the signed agreement and starts the coaching today.
func (tw *town) coaching() {
	tw.t.Helper()
	tw.do(func(tx *db.Tx, v int) error {
		return journey.RecordAgreement(tx, tw.ref, v, journey.AgreementDraft{Kind: journey.CoachingAgreement, Number: "CA-2026-0001", SignedOn: tx.Today(), StartsOn: tx.Today()})
	})
	coach := tw.publicID("coach")
	tw.do(func(tx *db.Tx, v int) error {
		return journey.StartCoaching(tx, tw.ref, v, tx.Today(), []string{coach})
	})
}

func (tw *town) publicID(name string) (id string) {
	tw.t.Helper()
	tw.must("operator", func(tx *db.Tx) error {
		_, err := tx.Get([]any{&id}, `SELECT public_id FROM accounts WHERE name = ?`, name)
		return err
	})
	return id
}

func (tw *town) subject(name, cause string, w notice.Wish) (s notice.Subject, err error) {
	c, ok := notice.ParseCause(cause)
	if !ok {
		tw.t.Fatalf("%s is no cause", cause)
	}
	err = tw.d.Read(ctx, tw.actors[name], func(tx *db.Tx) (err error) {
		s, err = notice.SubjectOf(tx, tw.ref, c, w)
		return err
	})
	return s, err
}

// issue makes a notice as the page does: laid out outside, kept inside, again when somebody was faster. extra are further words.
func (tw *town) issue(name, cause, extra string) (number string, err error) {
	for range 60 {
		s, err := tw.subject(name, cause, notice.Wish{})
		if err != nil {
			return "", err
		}
		if err := tw.d.Read(ctx, tw.actors[name], func(tx *db.Tx) (err error) {
			number, err = reporting.NextNumber(tx, s.Cause.Kind.Paper())
			return err
		}); err != nil {
			return "", err
		}
		c := notice.Content{Title: "Papier " + cause, Body: fmt.Sprintf("%s %s %s", s.StartsOn, s.EndsOn, extra)}
		err = tw.try(name, func(tx *db.Tx) error { return notice.Issue(tx, s, notice.Wish{}, number, c, []byte("%PDF "+number)) })
		if !models.IsCode(err, "paper.stale") {
			return number, err
		}
	}
	return "", fmt.Errorf("no number left")
}

func (tw *town) mustIssue(cause string) string {
	tw.t.Helper()
	number, err := tw.issue("manager", cause, "")
	if err != nil {
		tw.t.Fatal(err)
	}
	return number
}

// ask asks for a grant as the coach; the manager decides with the verb.
func (tw *town) ask(decide func(tx *db.Tx, ref string) error) {
	tw.t.Helper()
	tw.must("coach", func(tx *db.Tx) error {
		_, err := trial.AskGrant(tx, tw.ref, trial.RequestDraft{Purpose: "Four {montant}", Lines: []trial.Line{{Label: "Four", Amount: 250_000}}})
		return err
	})
	tw.must("manager", func(tx *db.Tx) error { return decide(tx, tw.ref) })
}

func award(tx *db.Tx, ref string) error {
	_, err := trial.AwardGrant(tx, ref, 1, trial.AwardDraft{Version: 1, Amount: 200_000, Tranches: []trial.TrancheDraft{
		{Amount: 150_000, Condition: "à la signature"}, {Amount: 50_000, Condition: "sur factures", DueOn: "2027-02-01"}}})
	return err
}

func code(err error) string {
	p, ok := models.ProblemOf(err)
	switch {
	case err == nil:
		return ""
	case !ok:
		return err.Error()
	}
	text := p.Code
	for _, f := range p.Fields {
		text += " " + f.Field + ":" + f.Code
	}
	return text
}
