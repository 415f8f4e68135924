package correction_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/correction"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/upkeep"
)

var operator = access.Operator("test")

// town is one site with a manager, a coach, a manager of elsewhere, and dossiers whose history is whole.
type town struct {
	t                         *testing.T
	db                        *db.DB
	cohort                    programme.Cohort
	manager, coach, elsewhere accounts.Account
}

func each(t *testing.T, fn func(t *testing.T, tw *town)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		clock.Set("2026-11-23")
		tw := &town{t: t, db: d}
		tw.write(tw.house)
		fn(t, tw)
	})
}

func (tw *town) house(tx *db.Tx) error {
	if _, err := programme.Found(tx); err != nil {
		return err
	}
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return err
	}
	sites, err := programme.Sites(tx)
	if err != nil {
		return err
	}
	c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID, IntakeOpensOn: "2026-01-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-01"})
	if err != nil {
		return err
	}
	if tw.cohort, err = programme.CohortByID(tx, c.ID); err != nil {
		return err
	}
	for name, who := range map[string]struct {
		to    *accounts.Account
		grant access.Grant
	}{"Marc": {&tw.manager, access.Grant{Role: access.Manager, SiteID: sites[0].ID}}, "Karim": {&tw.coach, access.Grant{Role: access.Coach, SiteID: sites[0].ID}},
		"Elsa": {&tw.elsewhere, access.Grant{Role: access.Manager, SiteID: sites[1].ID}}} {
		if *who.to, err = accounts.CreateActive(tx, accounts.Draft{Email: strings.ToLower(name) + "@test.be", Name: name, Grants: []access.Grant{who.grant}}, "hash"); err != nil {
			return err
		}
	}
	return nil
}

func (tw *town) write(fn func(*db.Tx) error) {
	tw.t.Helper()
	if err := tw.db.Write(context.Background(), operator, fn); err != nil {
		tw.t.Fatal(err)
	}
}

// walk is how far a dossier goes, each step on its day.
var walk = []struct {
	to programme.Phase
	on models.Date
}{{programme.Submitted, "2026-01-10"}, {programme.Review, "2026-01-20"}, {programme.Accepted, "2026-02-20"}, {programme.Coaching, "2026-03-30"}, {programme.Test, "2026-08-01"}, {programme.Launched, "2026-11-02"}}

// dossier walks to a phase; what comes after coaching may be an exit.
func (tw *town) dossier(until programme.Phase) (ref string) {
	tw.t.Helper()
	tw.write(func(tx *db.Tx) error {
		person, err := programme.InsertPerson(tx, programme.Person{FirstName: "Zoë", LastName: "D'Hondt", BirthOn: "1988-03-02", Gender: "F"})
		if err != nil {
			return err
		}
		if ref, _, err = programme.Open(tx, programme.NewProject{Cohort: tw.cohort, PersonID: person.ID, Holder: "Zoë D'Hondt", Title: "Épicerie"}); err != nil {
			return err
		}
		p, err := programme.Load(tx, ref, access.ProjectRead)
		if err != nil {
			return err
		}
		for _, step := range walk {
			if until == programme.Exited && step.to == programme.Test {
				step.to = programme.Exited
			}
			if err := programme.Move(tx, p, step.to, step.on, "", nil); err != nil {
				return err
			}
			if step.to == until {
				break
			}
		}
		return tw.keep(tx, p)
	})
	return ref
}

// keep writes what the journey keeps besides.
func (tw *town) keep(tx *db.Tx, p *programme.Project) error {
	terms, err := programme.TermsOn(tx, tw.cohort.ProgrammeID, "2026-03-30")
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE projects SET submitted_at = ?, terms_id = ?, source_file = 'x' WHERE id = ?`, models.InstantOf(models.Date("2026-01-10").At(10, 0)), terms.ID, p.ID); err != nil {
		return err
	}
	if !p.Phase.IsApplication() && p.Phase != programme.Accepted {
		_, err = tx.Exec(`UPDATE projects SET entered_on = '2026-03-30' WHERE id = ?`, p.ID)
	}
	switch {
	case err != nil:
	case p.Phase.IsClocked():
		_, err = tx.Exec(`UPDATE projects SET phase_ends_on = ? WHERE id = ?`, terms.ClockOf(p.Phase, p.PhaseStartedOn, 0, nil).End(tx.Today()), p.ID)
	case p.Phase == programme.Launched:
		if _, err = tx.Exec(`UPDATE projects SET left_on = '2026-11-02', study_completed = ? WHERE id = ?`, true, p.ID); err == nil {
			_, err = tx.Exec(`INSERT INTO enterprises (project_id, name, number, legal_form, created_on, created_at) VALUES (?, 'Épicerie', '0403019261', 'SRL', '2026-11-02', 1)`, p.ID)
		}
	case p.Phase == programme.Exited:
		if _, err = tx.Exec(`UPDATE projects SET left_on = '2026-08-01', exit_reason = 'gave_up' WHERE id = ?`, p.ID); err == nil {
			_, err = tx.Exec(`INSERT INTO agreements (project_id, kind, number, signed_on, starts_on, ended_on, end_reason, created_at) VALUES (?, 'coaching', 'C1', '2026-03-30', '2026-03-30', '2026-08-01', 'exit', 1)`, p.ID)
		}
	}
	return err
}

func (tw *town) version(ref string) int {
	return tw.count(`SELECT version FROM projects WHERE ref = ?`, ref)
}

func (tw *town) count(query string, args ...any) (n int) {
	tw.t.Helper()
	tw.write(func(tx *db.Tx) (err error) { n, err = tx.Count(query, args...); return err })
	return n
}

func (tw *town) correct(a accounts.Account, ref string, version int, f correction.Fact, value string) error {
	return tw.db.Write(context.Background(), a.Actor(), func(tx *db.Tx) error {
		return correction.Correct(tx, ref, version, correction.Draft{Fact: f, Value: value, Reason: "Vu sur la convention."})
	})
}

func (tw *town) must(ref string, f correction.Fact, value string) {
	tw.t.Helper()
	if err := tw.correct(tw.manager, ref, tw.version(ref), f, value); err != nil {
		tw.t.Fatalf("%s = %s: %v", f, value, err)
	}
}

// sound fails when what is kept does not agree with what can be computed.
func (tw *town) sound() {
	tw.t.Helper()
	r, err := upkeep.Check(context.Background(), tw.db)
	if err != nil {
		tw.t.Fatal(err)
	}
	for _, f := range r.Findings {
		tw.t.Error(f)
	}
}

// The day of a step counts everywhere from its correction on, and again from the next; the row of history stays.
func TestCorrectADay(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		ref := tw.dossier(programme.Coaching)
		tw.sound()
		before := tw.count(`SELECT count(*) FROM projects WHERE ref = ? AND phase_ends_on IS NOT NULL`, ref)
		var ended models.Date
		ends := func() (on models.Date) {
			tw.write(func(tx *db.Tx) error {
				_, err := tx.Get([]any{&on}, `SELECT phase_ends_on FROM projects WHERE ref = ?`, ref)
				return err
			})
			return on
		}
		if ended = ends(); before != 1 {
			t.Fatal("no clock runs")
		}
		tw.must(ref, correction.EnteredOn, "2026-03-03")
		tw.sound()
		if moved := ends().DaysUntil(ended); moved < 26 || moved > 28 {
			t.Errorf("the end of the phase moved by %d days", moved)
		}
		tw.must(ref, correction.EnteredOn, "2026-03-04") // the last one counts
		tw.must(ref, correction.AcceptedOn, "2026-03-01")
		tw.sound()
		if n := tw.count(`SELECT count(*) FROM projects WHERE ref = ? AND entered_on = '2026-03-04' AND phase_started_on = '2026-03-04'`, ref); n != 1 {
			t.Error("the dossier keeps another day")
		}
		if n := tw.count(`SELECT count(*) FROM phase_changes WHERE to_phase = 'coaching' AND from_phase <> to_phase AND effective_on = '2026-03-30'`); n != 1 {
			t.Error("the history was written over")
		}
		tw.write(func(tx *db.Tx) error {
			p, err := programme.Load(tx, ref, access.ProjectRead)
			if err != nil {
				return err
			}
			history, err := programme.History(tx, p.ID)
			if err != nil {
				return err
			}
			if c := history[4]; c.ToPhase != programme.Coaching || c.EffectiveOn != "2026-03-04" || c.FirstOn != "2026-03-30" {
				t.Errorf("the history tells %+v", c)
			}
			if c := history[len(history)-1]; len(history) != 8 || c.FromPhase != c.ToPhase || c.Reason != "Vu sur la convention." || c.ActorName != "Marc" || c.EffectiveOn != tx.Today() || c.FirstOn != c.EffectiveOn {
				t.Errorf("%d rows, the last %+v", len(history), c)
			}
			d, err := correction.Load(tx, ref)
			if err != nil {
				return err
			}
			if x := d.Done; len(x) != 3 || x[1].Was != "2026-03-03" || x[1].Becomes != "2026-03-04" || x[2].Was != "2026-03-30" || x[0].Fact != correction.AcceptedOn || x[0].By != "Marc" || x[0].Reason == "" {
				t.Errorf("corrections %+v", x)
			}
			return nil
		})
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'fact.correct' AND actor_name = 'Marc'`); n != 3 {
			t.Errorf("%d audit entries", n)
		}
		for _, sql := range []string{`UPDATE corrections SET becomes = '2026-03-05'`, `DELETE FROM corrections`} {
			if err := tw.db.Write(context.Background(), operator, func(tx *db.Tx) error { _, err := tx.Exec(sql); return err }); err == nil {
				t.Errorf("%s passes", sql)
			}
		}
	})
}

// Every fact changes where it lives, and what is kept agrees afterwards.
func TestCorrectEveryFact(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		launched, exited, test := tw.dossier(programme.Launched), tw.dossier(programme.Exited), tw.dossier(programme.Test)
		for _, x := range []struct {
			ref   string
			fact  correction.Fact
			value string
			there string
		}{
			{test, correction.TestOn, "2026-07-15", `SELECT count(*) FROM projects WHERE ref = ? AND phase_started_on = '2026-07-15' AND entered_on = '2026-03-30' AND left_on IS NULL`},
			{test, correction.EnteredOn, "2026-04-02", `SELECT count(*) FROM projects WHERE ref = ? AND phase_started_on = '2026-07-15' AND entered_on = '2026-04-02'`},
			{launched, correction.LeftOn, "2026-10-30", `SELECT count(*) FROM projects WHERE ref = ? AND phase_started_on = '2026-10-30' AND left_on = '2026-10-30'`},
			{exited, correction.LeftOn, "2026-07-30", `SELECT count(*) FROM projects p JOIN agreements a ON a.project_id = p.id WHERE p.ref = ? AND left_on = '2026-07-30' AND a.ended_on = '2026-07-30' AND phase_ends_on IS NULL`},
			{exited, correction.ExitReason, "moved_away", `SELECT count(*) FROM projects WHERE ref = ? AND exit_reason = 'moved_away'`},
			{exited, correction.StudyCompleted, "yes", `SELECT count(*) FROM projects WHERE ref = ? AND study_completed`},
			{launched, correction.StudyCompleted, "no", `SELECT count(*) FROM projects WHERE ref = ? AND NOT study_completed`},
			{test, correction.BirthOn, "1978-03-02", `SELECT count(*) FROM projects p JOIN persons h ON h.id = p.person_id WHERE p.ref = ? AND h.birth_on = '1978-03-02'`},
			{test, correction.Gender, "X", `SELECT count(*) FROM projects p JOIN persons h ON h.id = p.person_id WHERE p.ref = ? AND h.gender = 'X' AND h.birth_on = '1978-03-02'`},
			{test, correction.Situation, "cpas", `SELECT count(*) FROM projects p JOIN applications a ON a.project_id = p.id WHERE p.ref = ? AND a.situation = 'cpas'`},
			{test, correction.Schooling, "tertiary", `SELECT count(*) FROM projects p JOIN applications a ON a.project_id = p.id WHERE p.ref = ? AND a.schooling = 'tertiary' AND a.situation = 'cpas'`},
			{launched, correction.CreatedOn, "2026-10-31", `SELECT count(*) FROM projects p JOIN enterprises e ON e.project_id = p.id WHERE p.ref = ? AND e.created_on = '2026-10-31'`},
			{launched, correction.LegalForm, "SC", `SELECT count(*) FROM projects p JOIN enterprises e ON e.project_id = p.id WHERE p.ref = ? AND e.legal_form = 'SC'`},
			{launched, correction.Number, "0202.239.951", `SELECT count(*) FROM projects p JOIN enterprises e ON e.project_id = p.id WHERE p.ref = ? AND e.number = '0202239951'`},
		} {
			tw.must(x.ref, x.fact, x.value)
			if tw.count(x.there, x.ref) != 1 {
				t.Errorf("%s = %s is not there", x.fact, x.value)
			}
		}
		if n := tw.count(`SELECT count(*) FROM persons WHERE gender = 'X'`); n != 1 {
			t.Errorf("%d persons changed", n)
		}
		tw.sound()
	})
}

func TestWhoMayCorrectWhat(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		ref, review := tw.dossier(programme.Coaching), tw.dossier(programme.Review)
		for _, x := range []struct {
			who     accounts.Account
			ref     string
			version int
			fact    correction.Fact
			kind    models.Kind
		}{
			{tw.coach, ref, tw.version(ref), correction.EnteredOn, models.Forbidden},
			{tw.elsewhere, ref, tw.version(ref), correction.EnteredOn, models.NotFound},
			{tw.manager, review, tw.version(review), correction.Gender, models.NotFound},
			{tw.manager, ref, tw.version(ref) - 1, correction.EnteredOn, models.Conflict},
			{tw.manager, ref, tw.version(ref), correction.LeftOn, models.Invalid},     // it has not left
			{tw.manager, ref, tw.version(ref), correction.Number, models.Invalid},     // nothing was launched
			{tw.manager, ref, tw.version(ref), correction.ExitReason, models.Invalid}, // nor ended
			{tw.manager, ref, tw.version(ref), "title", models.Invalid},
		} {
			err := tw.correct(x.who, x.ref, x.version, x.fact, "2026-03-03")
			var p *models.Problem
			if !errors.As(err, &p) || p.Kind != x.kind {
				t.Errorf("%s by %s: %v", x.fact, x.who.Name, err)
			}
		}
		if n := tw.count(`SELECT count(*) FROM corrections`); n != 0 {
			t.Errorf("%d corrections", n)
		}
		// Two at once on one page: one of them is told.
		version, done := tw.version(ref), make(chan error, 2)
		for _, day := range []string{"2026-03-03", "2026-03-04"} {
			go func() { done <- tw.correct(tw.manager, ref, version, correction.EnteredOn, day) }()
		}
		one, two := <-done, <-done
		if (one == nil) == (two == nil) || !models.IsKind(errors.Join(one, two), models.Conflict) {
			t.Errorf("at once: %v, %v", one, two)
		}
		tw.sound()
	})
}
