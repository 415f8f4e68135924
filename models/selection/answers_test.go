package selection_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/form"
	"eclosion/models/outbox"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// The product's own lists are what the locked questions offer.
func TestLockedQuestionsOfferWhatRulesKnow(t *testing.T) {
	for code, list := range map[string][]string{
		"situation": values([]selection.Situation{selection.FullBenefits, selection.PartialBenefits, selection.CPAS, selection.HealthFund,
			selection.NoBenefits, selection.OnNotice, selection.OtherSituation}),
		"schooling": values([]selection.Schooling{selection.NoSchooling, selection.LowerSecondary, selection.UpperSecondary, selection.Tertiary}),
	} {
		if got := form.LockedValues(code); !slices.Equal(got, list) || len(got) < 4 {
			t.Errorf("%s offers %v", code, got)
		}
	}
}

func values[T ~string](list []T) []string {
	var texts []string
	for _, v := range list {
		texts = append(texts, string(v))
	}
	return texts
}

// keep sends a topic while its author types.
func (tw *town) keep(name, ref, seen string, t form.Topic, pairs ...string) (kept selection.Kept, err error) {
	err = tw.try(name, func(tx *db.Tx) error {
		kept, err = selection.Keep(tx, ref, seen, t, typed(pairs...))
		return err
	})
	return kept, err
}

func TestKeepingWhileTyping(t *testing.T) {
	each(t, func(t *testing.T, tw *town, clock *dbtest.Clock) {
		ref := tw.start("zoe", 0)
		clock.Add(time.Hour)
		first := tw.load("zoe", ref)
		kept, err := tw.keep("zoe", ref, first.Seen(form.Situation), form.Situation, "situation", "cpas", "jobseeker_since", "31/02/2025", "cpas_name", "Namur")
		if err != nil {
			t.Fatal(err)
		}
		if told, err := tw.keep("zoe", ref, first.Seen(form.Identity), form.Identity, "birth_on", "2030-01-01"); err != nil || len(told.Wrong) != 1 || tw.load("zoe", ref).Person.BirthOn != "" {
			t.Errorf("born in the future: %+v, %v", told, err)
		}
		if len(kept.Wrong) != 1 || kept.Wrong[0].Field != "jobseeker_since" || kept.Wrong[0].Code != "date" {
			t.Errorf("told: %+v", kept.Wrong)
		}
		a := tw.load("zoe", ref)
		if a.Situation != selection.CPAS || a.Answers["cpas_name"] != "Namur" || a.JobseekerSince != "" || a.Version != first.Version+1 || kept.Seen != a.Seen(form.Situation) {
			t.Errorf("kept: %+v", a)
		}
		// The page goes on from what it was told; the page before it would overwrite.
		if _, err := tw.keep("zoe", ref, kept.Seen, form.Situation, "jobseeker_since", "2025-02-28"); err != nil {
			t.Error(err)
		}
		if _, err := tw.keep("zoe", ref, first.Seen(form.Situation), form.Situation, "cpas_name", "Liège"); !models.IsKind(err, models.Conflict) {
			t.Errorf("an old page: %v", err)
		}
		if _, err := tw.keep("zoe", ref, first.Seen(form.Situation), form.Situation, "cpas_name", "Namur"); err != nil {
			t.Errorf("the same again: %v", err)
		}
		// A page that left an answer alone does not bring it back, however often it sends it.
		page := tw.load("zoe", ref)
		if err := tw.save("zoe", ref, form.Situation, "cpas_name", "Ans"); err != nil {
			t.Fatal(err)
		}
		seen := page.Seen(form.Situation)
		for _, yes := range []string{"oui", "non"} {
			kept, err := tw.keep("zoe", ref, seen, form.Situation, "cpas_name", "Namur", "forem_registered", yes)
			if a := tw.load("zoe", ref); err != nil || a.Answers["cpas_name"] != "Ans" || a.Answers["forem_registered"] != yes {
				t.Errorf("%+v, %v", a.Answers, err)
			}
			conflict, old := tw.load("zoe", ref).Overtaken(form.Situation, seen, typed("cpas_name", "Namur", "forem_registered", "peut-être"))
			if len(conflict) != 0 || !slices.Equal(old, []string{"cpas_name"}) {
				t.Errorf("overtaken: %v, %v", conflict, old)
			}
			seen = kept.Seen
		}
		conflict, _ := tw.load("zoe", ref).Overtaken(form.Situation, seen, typed("cpas_name", "Liège"))
		if !slices.Equal(conflict, []string{"cpas_name"}) {
			t.Errorf("in conflict: %v", conflict)
		}
		version := tw.load("zoe", ref).Version
		long := strings.Repeat("mot ", 5000)
		kept, err = tw.keep("zoe", ref, tw.load("zoe", ref).Seen(form.Project), form.Project, "motivation", long)
		if after := tw.load("zoe", ref); err != nil || len(kept.Wrong) != 1 || kept.Wrong[0].Code != "too_long" || after.Motivation != "" || after.Version != version {
			t.Errorf("5 000 words: %+v, %v", kept, err)
		}
		entries := func() int { return tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'application.keep'`) }
		if n := entries(); n != 1 {
			t.Errorf("one burst of typing makes %d entries", n)
		}
		clock.Add(10 * time.Minute)
		if _, err := tw.keep("zoe", ref, after(tw, ref, form.Skills), form.Skills, "experience", "Vendeuse"); err != nil || entries() != 2 {
			t.Errorf("a later burst: %v, %d entries", err, entries())
		}
		tw.fill("zoe", ref)
		if err := tw.submit("zoe", ref); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.keep("zoe", ref, after(tw, ref, form.Skills), form.Skills, "experience", "Autre"); code(err) != "application.frozen" {
			t.Errorf("after submission: %v", err)
		}
		if _, err := tw.keep("ali", ref, "", form.Skills, "experience", "Autre"); !models.IsKind(err, models.NotFound) {
			t.Errorf("somebody else: %v", err)
		}
	})
}

func after(tw *town, ref string, t form.Topic) string { return tw.load("zoe", ref).Seen(t) }

// What a hidden question was answered is kept, and neither asked for nor shown.
func TestHiddenAnswersAreKept(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		ref := tw.start("zoe", 0)
		tw.fill("zoe", ref)
		save := func(pairs ...string) {
			t.Helper()
			if err := tw.save("zoe", ref, form.Situation, pairs...); err != nil {
				t.Fatal(err)
			}
		}
		asked := func(code string) bool {
			return slices.ContainsFunc(tw.load("zoe", ref).Asked(form.Situation), func(q form.Question) bool { return q.Code == code })
		}
		save("situation", "cpas")
		a := tw.load("zoe", ref)
		if gaps := a.Gaps(); len(gaps) != 2 || gaps[0].Field != "cpas_name" || gaps[1].Field != "cpas_informed" {
			t.Errorf("helped by the CPAS, missing %v", gaps)
		}
		if _, missing := a.Progress(form.Situation); missing != 2 {
			t.Errorf("the topic misses %d", missing)
		}
		save("cpas_name", "Namur", "cpas_informed", "oui")
		save("situation", "on_notice", "notice_ends_on", "2027-01-31", "cpas_name", "Liège")
		if a = tw.load("zoe", ref); asked("cpas_name") || a.Answers["cpas_name"] != "Liège" || asked("jobseeker_since") || a.JobseekerSince == "" || len(a.Gaps()) != 0 {
			t.Errorf("on notice: %+v, missing %v", a.Answers, a.Gaps())
		}
		save("situation", "full_benefits", "notice_ends_on", "hier") // malformed, and not asked
		if a = tw.load("zoe", ref); a.Answers["notice_ends_on"] != "2027-01-31" || asked("notice_ends_on") {
			t.Errorf("%+v", a.Answers)
		}
		save("situation", "on_notice", "benefits_end_on", "2024-12-31") // before the first day of a situation that is over
		if a = tw.load("zoe", ref); a.BenefitsEndOn != "2024-12-31" || a.JobseekerSince != "2025-03-01" {
			t.Errorf("%s, %s", a.BenefitsEndOn, a.JobseekerSince)
		}
		if err := tw.save("zoe", ref, form.Consent, "keep_months", ""); err != nil || tw.load("zoe", ref).KeepMonths != 12 {
			t.Errorf("no answer is no change of mind: %v", err)
		}
		save("own_vat", "")
		if asked("self_employment") || asked("self_employment_until") {
			t.Error("without a number, the activity is still asked about")
		}
	})
}

// An application keeps the questions that it was written on; moved to another programme, it takes that
// programme's, with the answers to the questions that both ask.
func TestAnApplicationKeepsItsForm(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		ref := tw.start("zoe", 0)
		tw.fill("zoe", ref)
		before := tw.load("zoe", ref)
		var design programme.Cohort
		tw.as(access.Operator("test"), func(tx *db.Tx) error {
			if _, err := tx.Exec(`UPDATE form_versions SET state = 'retired' WHERE id = ?`, before.Form.ID); err != nil {
				return err
			}
			programmes, err := programme.Programmes(tx)
			if err != nil {
				return err
			}
			i := slices.IndexFunc(programmes, func(p programme.Programme) bool { return p.Code == "JID" })
			design, err = programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[i].ID, SiteID: tw.cohorts[0].SiteID, Capacity: 2,
				IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
			return err
		})
		if a := tw.load("zoe", ref); a.Form.ID != before.Form.ID || slices.Contains(a.Topics(), form.Design) || len(a.Gaps()) != 0 {
			t.Errorf("it changed to form %d", a.Form.ID)
		}
		if err := tw.try("zoe", func(tx *db.Tx) error { return selection.SaveIntake(tx, ref, before.Seen(form.Intake), design.Ref) }); err != nil {
			t.Fatal(err)
		}
		a := tw.load("zoe", ref)
		if a.Form.ID == before.Form.ID || !slices.Contains(a.Topics(), form.Design) || a.Answers["funds_needed"] != "125050" {
			t.Errorf("moved: form %d, topics %v, answers %v", a.Form.ID, a.Topics(), a.Answers)
		}
		if gaps := a.Gaps(); len(gaps) != 2 || gaps[0].Field != "discipline" || gaps[1].Field != "works" {
			t.Errorf("missing %v", gaps)
		}
		tw.as(access.Operator("test"), func(tx *db.Tx) error { // as a question of that name elsewhere might have been answered
			_, err := tx.Exec(`UPDATE application_answers SET value = 'beaucoup' WHERE code = 'funds_needed'`)
			return err
		})
		if foreign := tw.load("zoe", ref); foreign.Answers["funds_needed"] != "" || len(foreign.Gaps()) != 3 {
			t.Errorf("an answer to another question is read: %v, missing %v", foreign.Answers, foreign.Gaps())
		}
		if a.Version == before.Version {
			t.Error("what was read before the move could be submitted")
		}
	})
}

func TestEachStepIsWrittenToTheCandidate(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		letters := func(kind outbox.Kind, like string) int {
			return tw.count(`SELECT count(*) FROM outbox WHERE kind = ? AND recipient = 'zoe@x.be' AND facts LIKE ?`, kind, "%"+like+"%")
		}
		ref := tw.start("zoe", 0)
		tw.fill("zoe", ref)
		v := tw.load("zoe", ref).Version
		for range 2 {
			tw.must("zoe", func(tx *db.Tx) error { return selection.Submit(tx, ref, "key", v) })
		}
		if n := letters(outbox.ApplicationSubmitted, tw.cohorts[0].Ref); n != 1 || letters(outbox.ApplicationSubmitted, "2027-01-11") != 1 {
			t.Errorf("one submission makes %d letters", n)
		}
		v = tw.version(ref)
		tw.must("manager", func(tx *db.Tx) error { return selection.Return(tx, ref, "Précisez.", v) })
		if letters(outbox.ApplicationReturned, "Précisez.") != 1 {
			t.Error("what is asked is not written")
		}
		if err := tw.submit("zoe", ref); err != nil || letters(outbox.ApplicationSubmitted, ref) != 2 {
			t.Errorf("submitted again: %v, %d letters", err, letters(outbox.ApplicationSubmitted, ref))
		}
		v = tw.version(ref)
		tw.must("manager", func(tx *db.Tx) error { return selection.TakeUnderReview(tx, ref, v) })
		tw.withdraw("zoe", ref)
		tw.withdraw("zoe", ref)
		if a, b := letters(outbox.ApplicationReviewed, ref), letters(outbox.ApplicationWithdrawn, ref); a != 1 || b != 1 {
			t.Errorf("%d letters of the review, %d of the withdrawal", a, b)
		}
	})
}

// Somebody who applies under a second account, or who came in a file of earlier years, is noticed by the couveuse alone.
func TestTheSamePersonTwiceIsNoticed(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		refs := map[string]string{}
		for name, pairs := range map[string][]string{
			"zoe": {"first_name", "Zoë", "last_name", "D'Hondt", "birth_on", "1990-02-28", "email", "zoe@ailleurs.be", "phone", "0470 12 34 56"},
			"ali": {"first_name", "Ali", "last_name", "Kaya", "birth_on", "1990-02-28", "email", "ali@ailleurs.be", "phone", "+32 (0)470/12.34.56"},
			"mia": {"first_name", "ZOE", "last_name", "d’Hondt", "birth_on", "1990-02-28", "email", "mia@ailleurs.be", "phone", "0499 00 00 00"},
		} {
			refs[name] = tw.start(name, 0)
			tw.fill(name, refs[name])
			if err := tw.save(name, refs[name], form.Identity, pairs...); err != nil {
				t.Fatal(err)
			}
			if err := tw.submit(name, refs[name]); err != nil {
				t.Fatal(err)
			}
		}
		var imported string
		tw.as(access.Operator("test"), func(tx *db.Tx) error { // on the other site, in a file of earlier years
			person, err := programme.InsertPerson(tx, programme.Person{FirstName: "Z.", LastName: "Hondt", Email: "zoe@ailleurs.be"})
			if err != nil {
				return err
			}
			var id int64
			if imported, id, err = programme.Open(tx, programme.NewProject{Cohort: tw.cohorts[1], PersonID: person.ID, Holder: "Z. Hondt"}); err != nil {
				return err
			}
			_, err = tx.Exec(`UPDATE projects SET phase = 'exited', exit_reason = 'other', submitted_at = 1 WHERE id = ?`, id)
			return err
		})
		seen := func(name, of string) string {
			var found []string
			tw.must(name, func(tx *db.Tx) error {
				a, err := selection.Load(tx, refs[of], access.ApplicationRead)
				if err != nil {
					return err
				}
				list, err := selection.PerhapsKnown(tx, a)
				found = nil
				for _, x := range list {
					found = append(found, fmt.Sprint(x.Ref, x.SameName, x.SameEmail, x.SamePhone))
				}
				slices.Sort(found)
				return err
			})
			return strings.Join(found, " ")
		}
		both := []string{refs["ali"] + "false false true", refs["mia"] + "true false false"}
		slices.Sort(both)
		if got := seen("manager", "zoe"); got != strings.Join(both, " ") {
			t.Errorf("the manager sees %q", got)
		}
		if got := seen("zoe", "zoe"); got != "" {
			t.Errorf("the candidate is told %q", got)
		}
		twice := tw.actors["zoe"] // who works for the couveuse as well is still told nothing of herself
		twice.Grants = append(slices.Clone(twice.Grants), access.Grant{Role: access.Manager, SiteID: tw.cohorts[0].SiteID})
		tw.actors["zoe the manager"] = twice
		if got := seen("zoe the manager", "zoe"); got != "" {
			t.Errorf("a candidate who is a manager is told %q", got)
		}
		if got := seen("manager", "mia"); got != refs["zoe"]+"true false false" {
			t.Errorf("beside mia stands %q", got)
		}
		tw.as(access.Operator("test"), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE account_roles SET site_id = 0 WHERE role = 'manager'`)
			return err
		})
		everywhere := tw.actors["manager"]
		everywhere.Grants = []access.Grant{{Role: access.Manager}}
		tw.actors["manager"] = everywhere
		if got := seen("manager", "zoe"); !strings.Contains(got, imported+"false true false") {
			t.Errorf("the manager of all sites sees %q", got)
		}
	})
}

// Members of a committee judge without knowing who else somebody is.
func TestACommitteeIsToldNothingOfTheSamePerson(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		first, second := tw.reviewed("zoe", 0), tw.reviewed("ali", 0) // the same identity under two accounts
		if err := tw.move("manager", tw.committee("jury"), open); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]int{"jury": 0, "manager": 1} {
			tw.must(name, func(tx *db.Tx) error {
				a, err := selection.Load(tx, second, access.ApplicationRead)
				if err != nil {
					return err
				}
				list, err := selection.PerhapsKnown(tx, a)
				if len(list) != want || want > 0 && list[0].Ref != first {
					t.Errorf("%s: %+v", name, list)
				}
				return err
			})
		}
	})
}
