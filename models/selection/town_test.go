package selection_test

import (
	"context"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// town is a couveuse with a cohort on each of two sites and an account of each role.
type town struct {
	t       *testing.T
	db      *db.DB
	cohorts []programme.Cohort
	actors  map[string]access.Actor
	ids     map[string]string // public ids
}

func build(t *testing.T, d *db.DB) *town {
	t.Helper()
	tw := &town{t: t, db: d}
	tw.as(access.Operator("test"), func(tx *db.Tx) error {
		tw.cohorts, tw.actors, tw.ids = nil, map[string]access.Actor{}, map[string]string{}
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		if err := form.Found(tx); err != nil {
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
		for i := range 2 {
			c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[i].ID, Capacity: 2,
				IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
			if err != nil {
				return err
			}
			if c, err = programme.CohortByID(tx, c.ID); err != nil {
				return err
			}
			tw.cohorts = append(tw.cohorts, c)
		}
		for name, grant := range map[string]access.Grant{"zoe": {Role: access.Candidate}, "ali": {Role: access.Candidate}, "mia": {Role: access.Candidate},
			"coach": {Role: access.Coach, SiteID: sites[0].ID}, "jury": {Role: access.Jury}, "jury2": {Role: access.Jury},
			"manager": {Role: access.Manager, SiteID: sites[0].ID}, "far": {Role: access.Manager, SiteID: sites[1].ID}, "admin": {Role: access.Administrator}} {
			a, err := accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{grant}}, "x")
			if err != nil {
				return err
			}
			tw.actors[name], tw.ids[name] = a.Actor(), a.PublicID
		}
		return nil
	})
	return tw
}

func (tw *town) try(name string, fn func(*db.Tx) error) error {
	return tw.db.Write(context.Background(), tw.actors[name], fn)
}

func (tw *town) as(actor access.Actor, fn func(*db.Tx) error) {
	tw.t.Helper()
	if err := tw.db.Write(context.Background(), actor, fn); err != nil {
		tw.t.Fatal(err)
	}
}

func (tw *town) must(name string, fn func(*db.Tx) error) {
	tw.t.Helper()
	tw.as(tw.actors[name], fn)
}

func (tw *town) load(name, ref string) (a *selection.Application) {
	tw.t.Helper()
	tw.must(name, func(tx *db.Tx) (err error) {
		a, err = selection.Load(tx, ref, access.ApplicationRead)
		return err
	})
	return a
}

func (tw *town) version(ref string) int {
	tw.t.Helper()
	var v int
	tw.as(access.Operator("test"), func(tx *db.Tx) error {
		p, err := programme.Load(tx, ref, access.ProjectRead)
		if err == nil {
			v = p.Version
		}
		return err
	})
	return v
}

func (tw *town) count(query string, args ...any) (n int) {
	tw.t.Helper()
	tw.as(access.Operator("test"), func(tx *db.Tx) (err error) {
		n, err = tx.Count(query, args...)
		return err
	})
	return n
}

func (tw *town) start(name string, cohort int) (ref string) {
	tw.t.Helper()
	tw.must(name, func(tx *db.Tx) (err error) {
		ref, err = selection.Start(tx, "", tw.cohorts[cohort].Ref)
		return err
	})
	return ref
}

// topicAnswers are the answers of one topic's page.
type topicAnswers struct {
	topic form.Topic
	sent  map[string][]string
}

func typed(pairs ...string) map[string][]string {
	sent := map[string][]string{}
	for i := 0; i < len(pairs); i += 2 {
		sent[pairs[i]] = append(sent[pairs[i]], pairs[i+1])
	}
	return sent
}

// answers are all that a submission needs.
var answers = []topicAnswers{
	{form.Identity, typed("first_name", "Zoë", "last_name", "D'Hondt", "birth_on", "1990-02-28", "gender", "F", "email", "Zoe@Exemple.be",
		"phone", "0470 12 34 56", "street", "Rue Haute 1", "postcode", "4000", "municipality", "Liège")},
	{form.Situation, typed("situation", "full_benefits", "jobseeker_since", "2025-03-01", "benefits_end_on", "28/02/2027", "schooling", "upper_secondary",
		"own_vat", "oui", "self_employment", "stopped", "forem_registered", "oui")},
	{form.Project, typed("project_title", "Épicerie <script>", "sector", "Commerce", "project_description", "Vrac", "motivation", "Depuis longtemps", "project_stage", "trial")},
	{form.Skills, typed("experience", "Vendeuse")},
	{form.Market, typed("market_tested", "non", "clients", "")},
	{form.Money, typed("funds_needed", "1 250,50", "funds_sources", "loan", "funds_sources", "savings")},
	{form.Consent, typed("consent", "oui", "keep_months", "12")},
}

// save keeps the answers of a topic on what its author sees now.
func (tw *town) save(name, ref string, t form.Topic, pairs ...string) error {
	a := tw.load(name, ref)
	return tw.try(name, func(tx *db.Tx) error { return selection.Save(tx, ref, a.Seen(t), t, typed(pairs...)) })
}

// fill answers everything that a submission needs.
func (tw *town) fill(name, ref string) {
	tw.t.Helper()
	a := tw.load(name, ref)
	tw.must(name, func(tx *db.Tx) error {
		for _, x := range answers {
			if err := selection.Save(tx, ref, a.Seen(x.topic), x.topic, x.sent); err != nil {
				return err
			}
		}
		return nil
	})
}

func (tw *town) submit(name, ref string) error {
	a := tw.load(name, ref)
	return tw.try(name, func(tx *db.Tx) error { return selection.Submit(tx, ref, "", a.Version) })
}

// submitted is a complete, submitted application; reviewed is one under review.
func (tw *town) submitted(name string, cohort int) string {
	tw.t.Helper()
	ref := tw.start(name, cohort)
	tw.fill(name, ref)
	if err := tw.submit(name, ref); err != nil {
		tw.t.Fatal(err)
	}
	return ref
}

func (tw *town) reviewed(name string, cohort int) string {
	tw.t.Helper()
	ref := tw.submitted(name, cohort)
	v := tw.version(ref)
	tw.must([]string{"manager", "far"}[cohort], func(tx *db.Tx) error { return selection.TakeUnderReview(tx, ref, v) })
	return ref
}

func (tw *town) withdraw(name, ref string) {
	tw.t.Helper()
	v := tw.version(ref)
	tw.must(name, func(tx *db.Tx) error { return selection.Withdraw(tx, ref, "", v) })
}

func (tw *town) decide(name, ref string, d selection.DecisionDraft) error {
	v := tw.version(ref)
	return tw.try(name, func(tx *db.Tx) error { return selection.Decide(tx, ref, "", v, d) })
}

func each(t *testing.T, fn func(*testing.T, *town, *dbtest.Clock)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) { fn(t, build(t, d), clock) })
}

func code(err error) string {
	if err == nil {
		return ""
	}
	if p, ok := models.ProblemOf(err); ok {
		return strings.Join(append(p.Codes(), fields(p)...), " ")
	}
	return err.Error()
}
