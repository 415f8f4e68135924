package selection_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
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

var answers = []selection.Draft{
	selection.SituationDraft{Situation: selection.FullBenefits, JobseekerSince: "2025-03-01", BenefitsEndOn: "2027-02-28", Schooling: selection.UpperSecondary, OwnVAT: true},
	selection.ProjectDraft{Title: "Épicerie <script>", Sector: "Commerce", Description: "Vrac", Clients: ""},
	selection.MotivationDraft{Motivation: "Depuis longtemps", Experience: "Vendeuse"},
	selection.ConsentDraft{Given: true},
}

var zoe = selection.IdentityDraft{FirstName: "Zoë", LastName: "D'Hondt", BirthOn: "1990-02-28", Gender: "F", Email: "Zoe@Exemple.be", Phone: "0470 12 34 56",
	Street: "Rue Haute 1", Postcode: "4000", Municipality: "Liège"}

// fill answers everything that a submission needs.
func (tw *town) fill(name, ref string) {
	tw.t.Helper()
	a := tw.load(name, ref)
	tw.must(name, func(tx *db.Tx) error {
		if err := selection.Save(tx, ref, a.Person.Version, zoe); err != nil {
			return err
		}
		for i, d := range answers {
			if err := selection.Save(tx, ref, a.Version+i, d); err != nil {
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

func TestAnswersComeBackAsTheyWereGiven(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		ref := tw.start("zoe", 0)
		tw.fill("zoe", ref)
		a := tw.load("zoe", ref)
		got := []selection.Draft{selection.SituationDraft{Situation: a.Situation, JobseekerSince: a.JobseekerSince, BenefitsEndOn: a.BenefitsEndOn, Schooling: a.Schooling, OwnVAT: a.OwnVAT},
			selection.ProjectDraft{Title: a.Project.Title, Sector: a.Project.Sector, Description: a.Description, Clients: a.Clients},
			selection.MotivationDraft{Motivation: a.Motivation, Experience: a.Experience}, selection.ConsentDraft{Given: !a.ConsentAt.IsZero()}}
		if !slices.Equal(got, answers) {
			t.Errorf("%+v", got)
		}
		p := a.Person
		if p.Email != "zoe@exemple.be" || p.FullName() != "Zoë D'Hondt" || p.BirthOn != "1990-02-28" || len(a.Gaps()) != 0 {
			t.Errorf("%+v, gaps %v", p, a.Gaps())
		}
		tw.must("zoe", func(tx *db.Tx) error { return selection.Save(tx, ref, a.Version, selection.ConsentDraft{}) })
		if !tw.load("zoe", ref).ConsentAt.IsZero() {
			t.Error("an agreement cannot be taken back")
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'application.save' AND actor_name = 'zoe'`); n != 6 {
			t.Errorf("%d audit entries", n)
		}
	})
}

func TestStartingTwice(t *testing.T) {
	each(t, func(t *testing.T, tw *town, clock *dbtest.Clock) {
		start := func(key string, cohort int) (ref string, err error) {
			err = tw.try("zoe", func(tx *db.Tx) (err error) {
				ref, err = selection.Start(tx, key, tw.cohorts[cohort].Ref)
				return err
			})
			return ref, err
		}
		first, err := start("k", 0)
		if again, err2 := start("k", 0); err != nil || err2 != nil || again != first {
			t.Errorf("the same form twice: %q %v, %q %v", first, err, again, err2)
		}
		if _, err := start("other", 0); code(err) != "application.duplicate" {
			t.Errorf("a second dossier in the cohort: %v", err)
		}
		second, err := start("third", 1)
		if err != nil || second == first {
			t.Errorf("a dossier in another cohort: %q, %v", second, err)
		}
		a := tw.load("zoe", second)
		err = tw.try("zoe", func(tx *db.Tx) error {
			return selection.Save(tx, second, a.Version, selection.IntakeDraft{CohortRef: tw.cohorts[0].Ref})
		})
		if code(err) != "application.duplicate" {
			t.Errorf("moved beside the other: %v", err)
		}
		tw.withdraw("zoe", first)
		tw.must("zoe", func(tx *db.Tx) error {
			return selection.Save(tx, second, a.Version, selection.IntakeDraft{CohortRef: tw.cohorts[0].Ref})
		})
		if moved := tw.load("zoe", second); moved.Project.SiteID != tw.cohorts[0].SiteID || moved.Cohort.ID != tw.cohorts[0].ID {
			t.Errorf("moved to %+v", moved.Cohort)
		}
		clock.Set("2027-01-01")
		if _, err := start("late", 1); code(err) != "form.invalid cohort:intake_closed" {
			t.Errorf("after the window: %v", err)
		}
	})
}

func TestManyWindowsStartOneDossier(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				errs[i] = tw.try("zoe", func(tx *db.Tx) error {
					_, err := selection.Start(tx, fmt.Sprint("key", i), tw.cohorts[0].Ref)
					return err
				})
			})
		}
		wg.Wait()
		opened := 0
		for _, err := range errs {
			if err == nil {
				opened++
			} else if code(err) != "application.duplicate" {
				t.Errorf("unexpected: %v", err)
			}
		}
		if n := tw.count(`SELECT count(*) FROM projects`); opened != 1 || n != 1 {
			t.Errorf("%d opened, %d dossiers", opened, n)
		}
	})
}

func TestMalformedAnswersAreRefused(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		ref := tw.start("zoe", 0)
		a := tw.load("zoe", ref)
		long := strings.Repeat("mot ", 5000)
		for want, d := range map[string]selection.Draft{
			"birth_on:future":            selection.IdentityDraft{BirthOn: "2026-11-24"},
			"birth_on:date":              selection.IdentityDraft{BirthOn: "1990-02-30"},
			"gender:oneof":               selection.IdentityDraft{Gender: "Z"},
			"email:email":                selection.IdentityDraft{Email: "zoe@"},
			"phone:phone":                selection.IdentityDraft{Phone: "appelez-moi"},
			"postcode:postcode":          selection.IdentityDraft{Postcode: "F-75001"},
			"situation:oneof":            selection.SituationDraft{Situation: "rich"},
			"schooling:oneof":            selection.SituationDraft{Schooling: "much"},
			"jobseeker_since:future":     selection.SituationDraft{JobseekerSince: "2026-12-01"},
			"benefits_end_on:not_before": selection.SituationDraft{JobseekerSince: "2025-01-02", BenefitsEndOn: "2025-01-01"},
			"project_title:max":          selection.ProjectDraft{Title: strings.Repeat("é", selection.MaxLine+1)},
			"sector:oneof":               selection.ProjectDraft{Sector: "Piraterie"},
			"project_description:max":    selection.ProjectDraft{Description: long},
			"clients:max":                selection.ProjectDraft{Clients: long},
			"motivation:max":             selection.MotivationDraft{Motivation: long},
			"experience:max":             selection.MotivationDraft{Experience: long},
			"cohort:required":            selection.IntakeDraft{},
			"cohort:intake_closed":       selection.IntakeDraft{CohortRef: "JI-NULLE-PART-1"},
		} {
			err := tw.try("zoe", func(tx *db.Tx) error { return selection.Save(tx, ref, a.Version, d) })
			if code(err) != "form.invalid "+want {
				t.Errorf("%s: %v", want, err)
			}
		}
		if after := tw.load("zoe", ref); after.Version != a.Version || after.Person.Version != a.Person.Version {
			t.Error("a refused answer changed something")
		}
	})
}

func TestTwoEditors(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		ref := tw.start("zoe", 0)
		a := tw.load("zoe", ref)
		for _, d := range []selection.Draft{answers[1], zoe} {
			version := a.Version
			if d.Topic() == selection.TopicIdentity {
				version = a.Person.Version
			}
			tw.must("zoe", func(tx *db.Tx) error { return selection.Save(tx, ref, version, d) })
			err := tw.try("zoe", func(tx *db.Tx) error { return selection.Save(tx, ref, version, d) })
			if !models.IsKind(err, models.Conflict) {
				t.Errorf("%s, second: %v", d.Topic(), err)
			}
		}
	})
}

func TestSubmissionFreezes(t *testing.T) {
	each(t, func(t *testing.T, tw *town, clock *dbtest.Clock) {
		ref := tw.start("zoe", 0)
		err := tw.submit("zoe", ref)
		if p, ok := models.ProblemOf(err); !ok || len(p.Fields) != 14 {
			t.Fatalf("incomplete: %v", err)
		}
		tw.fill("zoe", ref)
		v := tw.load("zoe", ref).Version
		submit := func(key string, version int) error {
			return tw.try("zoe", func(tx *db.Tx) error { return selection.Submit(tx, ref, key, version) })
		}
		if err := submit("k0", v-1); !models.IsKind(err, models.Conflict) {
			t.Errorf("what was read is not what is submitted: %v", err)
		}
		if err := errors.Join(submit("k", v), submit("k", v)); err != nil {
			t.Fatalf("submitted, and the same form again: %v", err)
		}
		if err := submit("other", v+1); code(err) != "application.frozen" {
			t.Errorf("submitted twice: %v", err)
		}
		a := tw.load("zoe", ref)
		err = tw.try("zoe", func(tx *db.Tx) error { return selection.Save(tx, ref, a.Version, answers[1]) })
		if a.Project.Phase != programme.Submitted || a.Project.SubmittedAt.IsZero() || code(err) != "application.frozen" {
			t.Errorf("%s, %v", a.Project.Phase, err)
		}
		if n := tw.count(`SELECT count(*) FROM phase_changes WHERE project_id = ? AND to_phase = 'submitted'`, a.Project.ID); n != 1 {
			t.Errorf("%d rows of history", n)
		}
		late := tw.start("ali", 0)
		tw.fill("ali", late)
		clock.Set("2027-01-01")
		if err := tw.submit("ali", late); code(err) != "application.window_closed" {
			t.Errorf("after the window: %v", err)
		}
	})
}

func TestReturnedForCompletion(t *testing.T) {
	each(t, func(t *testing.T, tw *town, clock *dbtest.Clock) {
		ref := tw.submitted("zoe", 0)
		v := tw.version(ref)
		back := func(note string, version int) error {
			return tw.try("manager", func(tx *db.Tx) error { return selection.Return(tx, ref, note, version) })
		}
		if err := back("", v); code(err) != "form.invalid completion_note:required" {
			t.Errorf("without a note: %v", err)
		}
		if err := back("Précisez vos clients.", v-1); !models.IsKind(err, models.Conflict) {
			t.Errorf("from an old page: %v", err)
		}
		if err := back("Précisez vos clients.", v); err != nil {
			t.Fatal(err)
		}
		a := tw.load("zoe", ref)
		first := a.Project.SubmittedAt
		if !a.Returned() || a.CompletionNote != "Précisez vos clients." {
			t.Errorf("returned %v: %q", a.Returned(), a.CompletionNote)
		}
		if got := tw.load("manager", ref); !got.Returned() {
			t.Error("the couveuse no longer sees what it returned")
		}
		clock.Set("2027-01-04") // the intake is over, the first submission was in time
		tw.must("zoe", func(tx *db.Tx) error {
			return selection.Save(tx, ref, a.Version, selection.ProjectDraft{Title: "Épicerie", Sector: "Commerce", Description: "Vrac", Clients: "Douze"})
		})
		if err := tw.submit("zoe", ref); err != nil {
			t.Fatal(err)
		}
		if a = tw.load("zoe", ref); a.CompletionNote != "" || a.Project.SubmittedAt != first || a.Clients != "Douze" {
			t.Errorf("after completion: %+v", a)
		}
	})
}

func TestAcceptanceRespectsTheCapacity(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		refs := []string{tw.reviewed("zoe", 0), tw.reviewed("ali", 0), tw.reviewed("mia", 0)}
		versions := []int{tw.version(refs[0]), tw.version(refs[1]), tw.version(refs[2])}
		errs := make([]error, len(refs))
		var wg sync.WaitGroup
		for i, ref := range refs {
			wg.Go(func() {
				errs[i] = tw.try("manager", func(tx *db.Tx) error {
					return selection.Decide(tx, ref, "", versions[i], selection.DecisionDraft{Outcome: selection.Accepted, DecidedOn: "2026-11-23", Reasons: "Oui."})
				})
			})
		}
		wg.Wait()
		accepted, left := 0, ""
		for i, err := range errs {
			switch code(err) {
			case "":
				accepted++
			case "decision.cohort_full":
				left = refs[i]
				if p, _ := models.ProblemOf(err); p.Facts["count"] != 2 || p.Facts["limit"] != 2 {
					t.Errorf("facts %v", p.Facts)
				}
			default:
				t.Errorf("unexpected: %v", err)
			}
		}
		if accepted != 2 || tw.count(`SELECT count(*) FROM decisions`) != 2 {
			t.Fatalf("%d accepted in a cohort of two", accepted)
		}
		if err := tw.decide("manager", left, selection.DecisionDraft{Outcome: selection.Waitlisted, DecidedOn: "2026-11-23", Reasons: "Plus de place."}); err != nil {
			t.Fatal(err)
		}
		out := refs[slices.Index(errs, nil)]
		tw.as(access.Operator("test"), func(tx *db.Tx) error { // one leaves before coaching: a place is free
			p, err := programme.Load(tx, out, access.ProjectRead)
			if err != nil {
				return err
			}
			return programme.Move(tx, p, programme.Exited, tx.Today(), "", nil)
		})
		if err := tw.decide("manager", left, selection.DecisionDraft{Outcome: selection.Accepted, DecidedOn: "2026-11-23", Reasons: "Une place s'est libérée."}); err != nil {
			t.Error(err)
		}
	})
}

func TestDecisionsAreRecorded(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		ref, other := tw.reviewed("zoe", 0), tw.reviewed("ali", 0)
		v := tw.version(ref)
		draft := selection.DecisionDraft{Outcome: selection.Waitlisted, DecidedOn: "2026-11-23", Reasons: "Trop de dossiers.", NextStep: "Attendre janvier."}
		decide := func(key string) error {
			return tw.try("manager", func(tx *db.Tx) error { return selection.Decide(tx, ref, key, v, draft) })
		}
		if err := errors.Join(decide("k"), decide("k")); err != nil {
			t.Fatalf("decided, and the same form again: %v", err)
		}
		if err := decide("k2"); !models.IsKind(err, models.Conflict) {
			t.Errorf("from the old page: %v", err)
		}
		taken := draft
		taken.Rank = 1
		if err := tw.decide("manager", other, taken); code(err) != "form.invalid rank:rank_taken" {
			t.Errorf("a rank twice: %v", err)
		}
		if err := tw.decide("manager", other, draft); err != nil {
			t.Fatal(err)
		}
		a := tw.load("ali", other)
		tw.must("ali", func(tx *db.Tx) error {
			list, err := selection.Decisions(tx, a.Project)
			if err != nil || len(list) != 1 || list[0].Rank != 2 || list[0].DecidedBy != "manager" || list[0].NextStep != "Attendre janvier." {
				t.Errorf("%+v, %v", list, err)
			}
			n, err := selection.Position(tx, a.Cohort.ID, list[0].Rank)
			if n != 2 {
				t.Errorf("position %d", n)
			}
			return err
		})
		if n := tw.count(`SELECT count(*) FROM phase_changes WHERE project_id = ? AND to_phase = 'waitlisted' AND reason = 'Trop de dossiers.'`, a.Project.ID); n != 1 {
			t.Errorf("%d rows of history", n)
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'application.decide' AND entity = 'decision'`); n != 2 {
			t.Errorf("%d audit entries", n)
		}
		bad := draft
		bad.Outcome, bad.CommitteeRef = selection.Accepted, "CM-NULLE-PART"
		if err := tw.decide("manager", ref, bad); code(err) != "form.invalid committee:oneof" {
			t.Errorf("a committee without the file: %v", err)
		}
	})
}

// who may load it, by account: "" opens it, "missing" hides it.
func TestWhoSeesAnApplication(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		sees := func(ref string, want ...string) {
			t.Helper()
			for name := range tw.actors {
				err := tw.try(name, func(tx *db.Tx) error {
					_, err := selection.Load(tx, ref, access.ApplicationRead)
					return err
				})
				if err != nil && !models.IsKind(err, models.NotFound) {
					t.Errorf("%s: %v", name, err)
				}
				if opens := err == nil; opens != slices.Contains(want, name) {
					t.Errorf("%s sees it: %v", name, opens)
				}
			}
		}
		ref := tw.start("zoe", 0)
		sees(ref, "zoe")
		tw.withdraw("zoe", ref)
		sees(ref, "zoe") // a draft that was never sent stays its author's
		ref = tw.submitted("zoe", 0)
		sees(ref, "zoe", "coach", "manager")
		a := tw.load("coach", ref)
		for name, verb := range map[string]func(*db.Tx) error{
			"coach review": func(tx *db.Tx) error { return selection.TakeUnderReview(tx, ref, a.Project.Version) },
			"coach return": func(tx *db.Tx) error { return selection.Return(tx, ref, "x", a.Project.Version) },
			"coach decide": func(tx *db.Tx) error {
				return selection.Decide(tx, ref, "", a.Project.Version, selection.DecisionDraft{})
			},
			"manager save":   func(tx *db.Tx) error { return selection.Save(tx, ref, a.Version, answers[1]) },
			"manager submit": func(tx *db.Tx) error { return selection.Submit(tx, ref, "", a.Version) },
		} {
			who, _, _ := strings.Cut(name, " ")
			if err := tw.try(who, verb); !models.IsKind(err, models.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := tw.try("far", func(tx *db.Tx) error { return selection.TakeUnderReview(tx, ref, a.Project.Version) }); !models.IsKind(err, models.NotFound) {
			t.Errorf("a manager of another site: %v", err)
		}
		if err := tw.try("manager", func(tx *db.Tx) error { _, err := selection.Start(tx, "", tw.cohorts[0].Ref); return err }); !models.IsKind(err, models.Forbidden) {
			t.Errorf("a manager applies: %v", err)
		}
	})
}
