package selection_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

func TestAnswersComeBackAsTheyWereGiven(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		ref := tw.start("zoe", 0)
		tw.fill("zoe", ref)
		a := tw.load("zoe", ref)
		kept := map[string]string{"email": "zoe@exemple.be", "benefits_end_on": "2027-02-28", "funds_needed": "125050", "funds_sources": "savings\nloan"}
		for _, x := range answers {
			for code, sent := range x.sent {
				want := sent[0]
				if normal, differs := kept[code]; differs {
					want = normal
				}
				if got := a.Answer(code); got != want {
					t.Errorf("%s: %q, want %q", code, got, want)
				}
			}
		}
		if a.Situation != selection.FullBenefits || !a.OwnVAT || a.KeepMonths != 12 || a.ConsentAt.IsZero() || a.Person.FullName() != "Zoë D'Hondt" ||
			a.Project.Title != "Épicerie <script>" || a.Answers["self_employment"] != "stopped" || len(a.Gaps()) != 0 {
			t.Errorf("%+v, gaps %v", a, a.Gaps())
		}
		if n := tw.count(`SELECT count(*) FROM projects WHERE search LIKE '%zoe%epicerie%'`); n != 1 {
			t.Error("the list does not find the title")
		}
		if err := tw.save("zoe", ref, form.Consent, "consent", ""); err != nil || !tw.load("zoe", ref).ConsentAt.IsZero() {
			t.Errorf("an agreement cannot be taken back: %v", err)
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'application.save' AND actor_name = 'zoe'`); n != 8 {
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
			return selection.SaveIntake(tx, second, a.Seen(form.Intake), tw.cohorts[0].Ref)
		})
		if code(err) != "application.duplicate" {
			t.Errorf("moved beside the other: %v", err)
		}
		tw.withdraw("zoe", first)
		tw.must("zoe", func(tx *db.Tx) error {
			return selection.SaveIntake(tx, second, a.Seen(form.Intake), tw.cohorts[0].Ref)
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
		for want, x := range map[string]topicAnswers{
			"birth_on:future":              {form.Identity, typed("birth_on", "2026-11-24")},
			"birth_on:date":                {form.Identity, typed("birth_on", "1990-02-30")},
			"gender:oneof":                 {form.Identity, typed("gender", "Z")},
			"email:email":                  {form.Identity, typed("email", "zoe@")},
			"phone:phone":                  {form.Identity, typed("phone", "appelez-moi")},
			"postcode:postcode":            {form.Identity, typed("postcode", "F-75001")},
			"situation:oneof":              {form.Situation, typed("situation", "rich")},
			"schooling:oneof":              {form.Situation, typed("schooling", "much")},
			"jobseeker_since:future":       {form.Situation, typed("situation", "cpas", "jobseeker_since", "2026-12-01")},
			"benefits_end_on:not_before":   {form.Situation, typed("situation", "cpas", "jobseeker_since", "2025-01-02", "benefits_end_on", "2025-01-01")},
			"own_vat:oneof":                {form.Situation, typed("own_vat", "peut-être")},
			"forem_registered:oneof":       {form.Situation, typed("forem_registered", "peut-être")},
			"project_title:too_long":       {form.Project, typed("project_title", strings.Repeat("é", selection.MaxLine+1))},
			"sector:oneof":                 {form.Project, typed("sector", "Piraterie")},
			"project_description:too_long": {form.Project, typed("project_description", long)},
			"clients:too_long":             {form.Market, typed("clients", long)},
			"motivation:too_long":          {form.Project, typed("motivation", long)},
			"experience:too_long":          {form.Skills, typed("experience", long)},
			"funds_needed:money":           {form.Money, typed("funds_needed", "beaucoup")},
			"funds_sources:oneof":          {form.Money, typed("funds_sources", "savings", "funds_sources", "heist")},
			"household:number":             {form.Money, typed("household", "-1")},
			"keep_months:oneof":            {form.Consent, typed("keep_months", "25")},
		} {
			err := tw.try("zoe", func(tx *db.Tx) error { return selection.Save(tx, ref, a.Seen(x.topic), x.topic, x.sent) })
			if code(err) != "form.invalid "+want {
				t.Errorf("%s: %v", want, err)
			}
		}
		for want, cohort := range map[string]string{"cohort:required": "", "cohort:intake_closed": "JI-NULLE-PART-1"} {
			err := tw.try("zoe", func(tx *db.Tx) error { return selection.SaveIntake(tx, ref, a.Seen(form.Intake), cohort) })
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
		save := func(topic form.Topic, pairs ...string) error {
			return tw.try("zoe", func(tx *db.Tx) error { return selection.Save(tx, ref, a.Seen(topic), topic, typed(pairs...)) })
		}
		for topic, field := range map[form.Topic]string{form.Project: "project_title", form.Identity: "first_name", form.Money: "funds_needed"} {
			if err := errors.Join(save(topic, field, "12"), save(topic, field, "12")); err != nil {
				t.Errorf("%s, the same twice: %v", topic, err)
			}
			if err := save(topic, field, "13"); !models.IsKind(err, models.Conflict) {
				t.Errorf("%s, unseen: %v", topic, err)
			}
		}
		if err := errors.Join(save(form.Skills, "experience", "Vendeuse"), save(form.Project, "project_title", "", "sector", "Mode")); err != nil {
			t.Errorf("another topic, and another answer beside one that was left alone: %v", err)
		}
		if err := tw.try("zoe", func(tx *db.Tx) error {
			return selection.Save(tx, ref, "", form.Project, typed("sector", "Design"))
		}); !models.IsKind(err, models.Conflict) {
			t.Errorf("from a form that does not say what it showed: %v", err)
		}
		if a = tw.load("zoe", ref); a.Project.Title != "12" || a.Person.FirstName != "12" || a.Answer("funds_needed") != "1200" || a.Project.Sector != "Mode" {
			t.Errorf("overwritten unseen: %q %q %q", a.Project.Title, a.Person.FirstName, a.Answer("funds_needed"))
		}
		if err := tw.try("zoe", func(tx *db.Tx) error { return selection.SaveIntake(tx, ref, "old", tw.cohorts[1].Ref) }); !models.IsKind(err, models.Conflict) {
			t.Errorf("an intake from an old page: %v", err)
		}
	})
}

func TestSubmissionFreezes(t *testing.T) {
	each(t, func(t *testing.T, tw *town, clock *dbtest.Clock) {
		ref := tw.start("zoe", 0)
		err := tw.submit("zoe", ref)
		if p, ok := models.ProblemOf(err); !ok || len(p.Fields) != 18 {
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
		err = tw.save("zoe", ref, form.Project, "project_title", "Autre")
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
		if err := tw.save("zoe", ref, form.Market, "clients", "Douze"); err != nil {
			t.Fatal(err)
		}
		if err := tw.submit("zoe", ref); err != nil {
			t.Fatal(err)
		}
		if a = tw.load("zoe", ref); a.CompletionNote != "" || a.Project.SubmittedAt != first || a.Clients != "Douze" {
			t.Errorf("after completion: %+v", a)
		}
	})
}
