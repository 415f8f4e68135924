package selection_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

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
			"manager save": func(tx *db.Tx) error {
				return selection.Save(tx, ref, a.Seen(form.Project), form.Project, typed("project_title", "Mien"))
			},
			"manager keep": func(tx *db.Tx) error {
				_, err := selection.Keep(tx, ref, a.Seen(form.Project), form.Project, typed("project_title", "Mien"))
				return err
			},
			"manager move": func(tx *db.Tx) error {
				return selection.SaveIntake(tx, ref, a.Seen(form.Intake), tw.cohorts[1].Ref)
			},
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
