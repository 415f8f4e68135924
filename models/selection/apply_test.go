package selection_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

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
