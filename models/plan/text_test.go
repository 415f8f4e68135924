package plan_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

func TestStateOfASection(t *testing.T) {
	line := func(s plan.State) plan.Line { return plan.Line{State: s} }
	done, off, open := plan.State{ValidatedOn: "2026-11-20"}, plan.State{NotApplicable: "non"}, plan.State{ClaimedOn: "2026-11-20"}
	part := func(states ...plan.State) plan.Part {
		c := plan.NewChecklist(plan.Template{Sections: []plan.Section{{Items: make([]plan.Item, len(states))}}}, nil)
		p := c.Parts[0]
		p.Progress = plan.Progress{}
		for i, s := range states {
			p.Lines[i] = line(s)
			one := plan.NewChecklist(plan.Template{Sections: []plan.Section{{Items: []plan.Item{{ID: 1}}}}}, map[int64]plan.State{1: s})
			p.Progress = p.Progress.Plus(one.Progress)
		}
		return p
	}
	late := models.Instant(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC).UnixMilli())
	for name, test := range map[string]struct {
		part plan.Part
		text plan.Text
		want plan.SectionState
	}{
		"nothing":                           {part(open), plan.Text{}, plan.SectionEmpty},
		"blanks alone":                      {part(open), plan.Text{Body: " \n "}, plan.SectionEmpty},
		"a text":                            {part(open), plan.Text{Body: "x"}, plan.SectionWriting},
		"a document":                        {part(open), plan.Text{Documents: []string{"x"}}, plan.SectionWriting},
		"handed in":                         {part(open, done), plan.Text{Body: "x", Turn: plan.Submitted}, plan.SectionSubmitted},
		"asked again":                       {part(open), plan.Text{Body: "x", Turn: plan.Returned}, plan.SectionReturned},
		"asked again although it is whole":  {part(done), plan.Text{Turn: plan.Returned}, plan.SectionReturned},
		"validated without a text":          {part(done, off), plan.Text{}, plan.SectionValidated},
		"validated while it was handed in":  {part(done), plan.Text{Body: "x", Turn: plan.Submitted}, plan.SectionValidated},
		"nothing applies":                   {part(off), plan.Text{}, plan.SectionEmpty},
		"one of two is still to be seen to": {part(done, open), plan.Text{Body: "x"}, plan.SectionWriting},
	} {
		if got := plan.StateOf(test.part, test.text); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
	for at, want := range map[models.Instant]bool{late: true, late - 86_400_000: false} {
		if got := plan.ChangedSinceValidated(part(done), plan.Text{Number: 1, UpdatedAt: at}); got != want {
			t.Errorf("changed at %v: %v", at, got)
		}
	}
	if plan.ChangedSinceValidated(part(open), plan.Text{Number: 1, UpdatedAt: late}) || plan.ChangedSinceValidated(part(done), plan.Text{UpdatedAt: late}) {
		t.Error("what is not validated, or not written, has not changed since")
	}
}

func TestVersionGrowsUntilAPauseOrAnotherAuthor(t *testing.T) {
	v := plan.TextVersion{Number: 1, AuthorID: 7, At: 1000}
	after := func(d time.Duration) models.Instant { return 1000 + models.Instant(d.Milliseconds()) }
	sealed := v
	sealed.Sealed = true
	for name, test := range map[string]struct {
		v      plan.TextVersion
		author int64
		now    models.Instant
		want   bool
	}{
		"at once":        {v, 7, after(0), true},
		"within a pause": {v, 7, after(plan.Pause - time.Millisecond), true},
		"after a pause":  {v, 7, after(plan.Pause), false},
		"another author": {v, 8, after(0), false},
		"sealed":         {sealed, 7, after(0), false},
		"none":           {plan.TextVersion{}, 0, after(0), false},
	} {
		if got := test.v.Grows(test.author, test.now); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func (k *desk) do(a access.Actor, fn func(*db.Tx) error) error { return k.d.Write(ctx, a, fn) }

func (k *desk) save(number, seen int, body string) (text plan.Text, err error) {
	err = k.do(k.holder, func(tx *db.Tx) (err error) { text, err = plan.SaveText(tx, k.ref, number, seen, body); return err })
	return text, err
}

func (k *desk) submit(number, seen int, body string) error {
	return k.do(k.holder, func(tx *db.Tx) error { return plan.SubmitText(tx, k.ref, number, seen, body) })
}

func (k *desk) remark(a access.Actor, number int, thread, body string) error {
	return k.do(a, func(tx *db.Tx) error { return plan.Remark(tx, k.ref, number, "", thread, body) })
}

// text gives a section's text, versions (newest first) and remarks as they stand.
func (k *desk) text(number int) (text plan.Text, versions []plan.TextVersion, remarks []plan.Comment) {
	k.t.Helper()
	k.write(operator, func(tx *db.Tx) error {
		p, err := programme.Load(tx, k.ref, access.PlanRead)
		if err != nil {
			return err
		}
		section := k.sections(tx, p)[number-1].ID
		all, err := plan.Texts(tx, p)
		if err != nil {
			return err
		}
		text = all[section]
		if versions, err = plan.TextVersions(tx, p, section); err != nil {
			return err
		}
		remarks, err = plan.CommentsOn(tx, p, section)
		return err
	})
	return text, versions, remarks
}

func (k *desk) sections(tx *db.Tx, p *programme.Project) []plan.Part {
	c, err := plan.Of(tx, p)
	if err != nil {
		k.t.Fatal(err)
	}
	return c.Parts
}

func (k *desk) n(query string, args ...any) (n int) {
	k.t.Helper()
	k.write(operator, func(tx *db.Tx) (err error) { n, err = tx.Count(query, args...); return err })
	return n
}

func TestATextGrowsInVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		k := lay(t, d)
		must := func(text plan.Text, err error) plan.Text {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
		one := must(k.save(1, 0, "Je m'appelle\r\nZoë."))
		two := must(k.save(1, one.Version, "Je m'appelle\nZoë. J'ai"))
		if again := must(k.save(1, 0, "Je m'appelle\nZoë. J'ai")); again.Version != two.Version {
			t.Error("the same text again is no change, whatever it was typed over")
		}
		if _, err := k.save(1, one.Version, "d'une autre fenêtre"); !models.IsCode(err, "plan_text.stale") {
			t.Errorf("another window: %v", err)
		}
		clock.Add(plan.Pause)
		three := must(k.save(1, two.Version, "Après la pause."))
		text, versions, _ := k.text(1)
		if text.Body != "Après la pause." || text.Number != 2 || text.Version != three.Version || len(versions) != 2 || !versions[1].Sealed || versions[0].Sealed {
			t.Errorf("text %+v, versions %+v", text, versions)
		}
		if err := k.do(k.holder, func(tx *db.Tx) error { return plan.RestoreText(tx, k.ref, 1, three.Version, 1) }); err != nil {
			t.Fatal(err)
		}
		if text, versions, _ = k.text(1); text.Body != "Je m'appelle\nZoë. J'ai" || versions[0].Number != 3 || versions[0].Restored != 1 || !versions[0].Sealed || versions[1].Length != 15 {
			t.Errorf("after taking back: %+v, %+v", text, versions)
		}
		four := must(k.save(1, text.Version, "Et encore."))
		if err := k.do(k.holder, func(tx *db.Tx) error { return plan.RestoreText(tx, k.ref, 1, three.Version, 1) }); !models.IsCode(err, "plan_text.stale") {
			t.Errorf("taking back over a newer text: %v", err)
		}
		if four.Number != 4 || k.n(`SELECT count(*) FROM plan_section_events WHERE event = 'restored' AND number = 1`) != 1 ||
			k.n(`SELECT count(*) FROM audit_entries WHERE action = 'plan.write'`) != 4 {
			t.Errorf("version %d; events or audit missing", four.Number)
		}
		if err := k.do(operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE plan_text_versions SET body = 'x' WHERE number = 1`)
			return err
		}); err == nil {
			t.Error("a sealed version was edited")
		}
	})
}

func TestFromSubmissionToValidation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		k := lay(t, d)
		waiting := func(a access.Actor) (list []plan.Handed) {
			t.Helper()
			if err := k.do(a, func(tx *db.Tx) (err error) { list, err = plan.Waiting(tx, 10); return err }); err != nil {
				t.Fatal(err)
			}
			return list
		}
		mails := func() int { return k.n(`SELECT count(*) FROM outbox WHERE kind = 'plan_news'`) }
		ask := func(a access.Actor, step int, reason string) error {
			return k.do(a, func(tx *db.Tx) error { return plan.AskAgain(tx, k.ref, 1, step, reason) })
		}
		if err := k.submit(1, 0, "  \n"); !models.IsCode(err, "plan.section_empty") {
			t.Errorf("empty: %v", err)
		}
		if err := k.submit(1, 0, "Mon parcours."); err != nil {
			t.Fatal(err)
		}
		if err := k.submit(1, 1, "Mon parcours."); err != nil || k.n(`SELECT count(*) FROM plan_section_events WHERE event = 'submitted'`) != 1 {
			t.Errorf("handed in twice: %v", err)
		}
		text, versions, _ := k.text(1)
		list := waiting(k.coach)
		if text.Turn != plan.Submitted || text.Submitted != 1 || text.Step != 1 || !versions[0].Sealed || len(list) != 1 || list[0].Place != 1 || list[0].Ref != k.ref ||
			list[0].Section != k.list(k.ref).Parts[0].Title || len(waiting(k.holder)) != 0 {
			t.Errorf("handed in: %+v, %+v, %+v", text, versions, list)
		}
		if mails() != 0 {
			t.Error("the holder was told of their own doing")
		}

		if err := ask(k.coach, 0, "Et les formations ?"); !models.IsCode(err, "plan_section.stale") {
			t.Errorf("asked on what was not seen: %v", err)
		}
		if err := ask(k.coach, 1, " "); !models.IsKind(err, models.Invalid) {
			t.Errorf("asked without a reason: %v", err)
		}
		if err := ask(k.coach, 1, "Et les formations ?"); err != nil {
			t.Fatal(err)
		}
		if err := ask(k.second, 1, "Et les formations ?"); err != nil {
			t.Errorf("asked twice alike: %v", err)
		}
		if text, _, _ = k.text(1); text.Turn != plan.Returned || text.Reason != "Et les formations ?" || len(waiting(k.coach)) != 0 || mails() != 1 ||
			k.n(`SELECT count(*) FROM plan_section_events WHERE event = 'returned' AND comment = 'Et les formations ?'`) != 1 {
			t.Errorf("asked again: %+v, %d mails", text, mails())
		}

		if err := k.submit(1, text.Version, "Mon parcours et mes formations."); err != nil {
			t.Fatal(err)
		}
		text, _, _ = k.text(1)
		more, err := k.save(1, text.Version, "Mon parcours et mes formations. Encore.")
		if err != nil || !more.ChangedSinceSubmitted() || more.Turn != plan.Submitted || more.Submitted != 2 || more.Number != 3 || text.ChangedSinceSubmitted() {
			t.Errorf("typing after handing in: %+v, %v", more, err)
		}
		var reviews []plan.Review
		for _, l := range k.list(k.ref).Parts[0].Lines {
			reviews = append(reviews, plan.Review{ItemID: l.Item.ID, Validated: true})
		}
		if _, err := k.review(k.coach, k.ref, reviews[1:]...); err != nil {
			t.Fatal(err)
		}
		if len(waiting(k.coach)) != 1 {
			t.Error("one item is left, and the section waits no more")
		}
		clock.Add(24 * time.Hour)
		if _, err := k.review(k.coach, k.ref, reviews[0]); err != nil {
			t.Fatal(err)
		}
		if text, _, _ = k.text(1); text.Turn != plan.Writing || len(waiting(k.coach)) != 0 || k.n(`SELECT count(*) FROM plan_section_events WHERE event = 'validated'`) != 1 || mails() != 2 {
			t.Errorf("validated: %+v, %d mails", text, mails())
		}
	})
}

func TestRemarksAndAnswers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		k := lay(t, d)
		if _, err := k.save(2, 0, "Un besoin."); err != nil {
			t.Fatal(err)
		}
		if err := k.remark(k.coach, 2, "", "Pour qui ?"); err != nil {
			t.Fatal(err)
		}
		text, versions, remarks := k.text(2)
		if len(remarks) != 1 || !remarks[0].House || remarks[0].Number != 1 || !remarks[0].Open() || text.Threads != 1 || !versions[0].Sealed {
			t.Fatalf("remark: %+v of %+v, %+v", remarks, text, versions)
		}
		thread := remarks[0].PublicID
		if err := k.remark(k.holder, 2, thread, "Pour le quartier."); err != nil {
			t.Fatal(err)
		}
		resolve := func(done bool) error {
			return k.do(k.coach, func(tx *db.Tx) error { return plan.Resolve(tx, k.ref, 2, thread, done) })
		}
		if err := resolve(true); err != nil || resolve(true) != nil {
			t.Fatal(err)
		}
		if text, _, remarks = k.text(2); text.Threads != 0 || remarks[0].Open() || len(remarks[0].Answers) != 1 || remarks[0].Answers[0].House {
			t.Errorf("resolved: %+v", remarks)
		}
		if err := k.remark(k.holder, 2, thread, "Une question encore."); err != nil {
			t.Fatal(err)
		}
		if _, _, remarks = k.text(2); !remarks[0].Open() || k.n(`SELECT count(*) FROM plan_section_events WHERE event IN ('commented', 'answered', 'resolved', 'unresolved')`) != 5 ||
			k.n(`SELECT count(*) FROM outbox WHERE kind = 'plan_news'`) != 1 {
			t.Errorf("answered after it was resolved: %+v", remarks)
		}
		for name, err := range map[string]error{"empty": k.remark(k.coach, 2, "", " "), "too long": k.remark(k.coach, 2, "", strings.Repeat("é", plan.RemarkMax+1))} {
			if !models.IsKind(err, models.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, err := range map[string]error{"a thread of another section": k.remark(k.coach, 3, thread, "x"), "an answer as a thread": k.remark(k.coach, 2, remarks[0].Answers[0].PublicID, "x")} {
			if !models.IsKind(err, models.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestDocumentsOfASection(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		k := lay(t, d)
		_, otherID := k.project(k.holder.PersonID, programme.Coaching)
		k.write(operator, func(tx *db.Tx) error {
			for public, project := range map[string]int64{"d1": k.id, "d2": otherID} {
				if _, err := tx.Exec(`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, added_at, scan, review)
					VALUES (?, ?, 'cv', 'cv.pdf', 'application/pdf', 3, ?, 1, 'clean', 'new')`, public, project, strings.Repeat("a", 64)); err != nil {
					return err
				}
			}
			return nil
		})
		attach := func(id string, on bool) error {
			return k.do(k.holder, func(tx *db.Tx) error { return plan.Attach(tx, k.ref, 1, id, on) })
		}
		if err := attach("d2", true); !models.IsKind(err, models.NotFound) {
			t.Errorf("a document of another dossier: %v", err)
		}
		again := errors.Join(attach("d1", true), attach("d1", true))
		if again != nil || k.submit(1, 0, "") != nil {
			t.Error("a document alone can be handed in")
		}
		if text, _, _ := k.text(1); len(text.Documents) != 1 || text.Turn != plan.Submitted {
			t.Errorf("attached: %+v", text)
		}
		again = errors.Join(attach("d1", false), attach("d1", false))
		if again != nil || k.n(`SELECT count(*) FROM plan_section_events WHERE event IN ('attached', 'detached') AND comment = 'cv.pdf'`) != 2 {
			t.Error("taken off")
		}
	})
}

func TestWhoMayWriteAndWhen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		k := lay(t, d)
		launched, _ := k.project(k.holder.PersonID, programme.Launched)
		verbs := map[string]func(tx *db.Tx, ref string, number int) error{
			"save":    func(tx *db.Tx, ref string, n int) error { _, err := plan.SaveText(tx, ref, n, 0, "x"); return err },
			"submit":  func(tx *db.Tx, ref string, n int) error { return plan.SubmitText(tx, ref, n, 0, "x") },
			"restore": func(tx *db.Tx, ref string, n int) error { return plan.RestoreText(tx, ref, n, 0, 1) },
			"attach":  func(tx *db.Tx, ref string, n int) error { return plan.Attach(tx, ref, n, "d1", true) },
			"ask":     func(tx *db.Tx, ref string, n int) error { return plan.AskAgain(tx, ref, n, 0, "x") },
			"remark":  func(tx *db.Tx, ref string, n int) error { return plan.Remark(tx, ref, n, "", "", "x") },
			"resolve": func(tx *db.Tx, ref string, n int) error { return plan.Resolve(tx, ref, n, "x", true) },
		}
		holders := map[string]bool{"save": true, "submit": true, "restore": true, "attach": true, "remark": true}
		coaches := map[string]bool{"ask": true, "remark": true, "resolve": true}
		for name, verb := range verbs {
			try := func(a access.Actor, ref string, n int) error {
				return k.do(a, func(tx *db.Tx) error {
					if err := verb(tx, ref, n); err != nil {
						return err
					}
					return models.Refuse("taken", nil) // nothing of it is kept
				})
			}
			if err := try(k.holder, k.ref, 1); models.IsKind(err, models.Forbidden) == holders[name] {
				t.Errorf("%s as the holder: %v", name, err)
			}
			if err := try(k.coach, k.ref, 1); models.IsKind(err, models.Forbidden) == coaches[name] {
				t.Errorf("%s as the coach: %v", name, err)
			}
			who := k.coach
			if holders[name] {
				who = k.holder
				if err := try(who, launched, 1); !models.IsCode(err, "plan.phase") {
					t.Errorf("%s after the launch: %v", name, err)
				}
			}
			for _, n := range []int{0, -1, 99} {
				if err := try(who, k.ref, n); !models.IsKind(err, models.NotFound) {
					t.Errorf("%s of section %d: %v", name, n, err)
				}
			}
		}
		if _, err := k.save(1, 0, strings.Repeat("é", plan.TextMax+1)); !models.IsKind(err, models.Invalid) {
			t.Errorf("too long: %v", err)
		}
		if _, err := k.save(1, 0, strings.Repeat("é", plan.TextMax)); err != nil {
			t.Errorf("as long as may be: %v", err)
		}
	})
}

// Two windows save over the same text at once: one is kept, the other is told.
func TestTwoWindowsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		k := lay(t, d)
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i := range errs {
			wg.Add(1)
			go func() { defer wg.Done(); _, errs[i] = k.save(1, 0, strings.Repeat("x", i+1)) }()
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || !models.IsCode(errs[0], "plan_text.stale") && !models.IsCode(errs[1], "plan_text.stale") {
			t.Errorf("two windows: %v", errs)
		}
		text, versions, _ := k.text(1)
		if len(versions) != 1 || versions[0].Length != len(text.Body) {
			t.Errorf("kept %+v of %+v", text, versions)
		}
	})
}

func TestPrintsCompareWithTheOneBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		k := lay(t, d)
		var prints []plan.Print
		for _, a := range []access.Actor{k.holder, k.coach, k.coach} {
			k.write(a, func(tx *db.Tx) error {
				before, err := plan.RecordPrint(tx, k.ref, plan.PrintedWhole)
				prints = append(prints, before)
				return err
			})
		}
		if prints[0].ID != 0 || prints[1].Name != "h@x.be" || prints[2].Name != "c@x.be" || prints[2].Kind != plan.PrintedWhole {
			t.Errorf("prints %+v", prints)
		}
		other, _ := k.project(k.holder.PersonID, programme.Coaching)
		k.write(operator, func(tx *db.Tx) error {
			p, err := programme.Load(tx, other, access.PlanRead)
			if err != nil {
				return err
			}
			if _, err := plan.PrintOf(tx, p.ID, prints[1].ID); !models.IsKind(err, models.NotFound) {
				t.Errorf("the print of another dossier: %v", err)
			}
			return nil
		})
	})
}
