package participant_test

import (
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/participant"
	"eclosion/models/programme"
)

func TestEntryIsFrozenWhenCoachingStarts(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		x := tw.holder("Zoe", tw.liege, programme.Accepted, "", "")
		r := tw.record(x.Actor, x.ref)
		if got := r.Shown(); r.Version != 0 || got.Labour != participant.Unemployed || got.JoblessSince != "2025-01-02" || got.Schooling != "isced_3_4" || got.Gender != "F" || got.BirthOn != "1990-05-06" {
			t.Errorf("what is known is proposed: %+v", got)
		}
		e := full()
		e.JoblessSince = "2026-11-24"
		wantField(t, tw.save(x.Actor, x.ref, e, ""), "jobless_since", "not_after")
		e = full()
		if err := tw.save(x.Actor, x.ref, e, ""); err != nil {
			t.Fatal(err)
		}
		e.Schooling, e.Minority = "isced_5_8", participant.No // before the entry anybody may change their mind
		if err := tw.save(x.Actor, x.ref, e, ""); err != nil {
			t.Fatal(err)
		}
		tw.exec(`UPDATE projects SET phase = 'coaching', entered_on = '2026-11-20' WHERE id = ?`, x.id)
		tw.exec(`UPDATE participant_rules SET long_months = 24, version = version + 1`)
		tw.freeze(x)
		tw.freeze(x) // twice is once
		tw.exec(`UPDATE participant_rules SET long_months = 6, version = version + 1`)
		tw.exec(`UPDATE persons SET birth_on = '2000-01-01', gender = 'M'`)
		tw.exec(`UPDATE applications SET situation = 'on_notice', schooling = 'none', jobseeker_since = NULL`)
		r = tw.record(x.Actor, x.ref)
		if !r.Frozen() || r.Carried || r.Shown() != e || r.Entry != e || len(r.History) != 0 {
			t.Errorf("later changes of the dossier move the entry: %+v", r.Entry)
		}
		if r.LongTerm() != participant.No {
			t.Error("the rules of the day of entry hold for those who entered")
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'participant.freeze' AND project_id = ?`, x.id); n != 1 {
			t.Errorf("%d traces of the freezing", n)
		}
		err := tw.as(operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE participants SET frozen_at = NULL WHERE project_id = ?`, x.id)
			return err
		})
		if err == nil {
			t.Error("the database lets an entry thaw")
		}
		nobody := tw.holder("Sam", tw.liege, programme.Coaching, "2026-11-20", "")
		tw.freeze(nobody)
		if r := tw.record(nobody.Actor, nobody.ref); !r.Frozen() || r.Entry.Labour != participant.Unemployed || r.Entry.Schooling != "isced_3_4" || len(r.Entry.Missing()) != 6 {
			t.Errorf("who was not asked is frozen with what is known: %+v", r.Entry)
		}
	})
}

func TestCorrections(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		x := tw.holder("Zoe", tw.liege, programme.Coaching, "2026-11-20", "")
		tw.freeze(x)
		e := tw.record(x.Actor, x.ref).Entry
		e.Minority = participant.Declined
		if err := tw.save(x.Actor, x.ref, e, ""); err != nil {
			t.Fatalf("the holder fills in what is blank: %v", err)
		}
		e.Gender = "X"
		wantCode(t, tw.save(x.Actor, x.ref, e, "non"), "participant.frozen")
		wantField(t, tw.save(tw.coach.Actor(), x.ref, e, "  "), "correction_reason", "required")
		wantField(t, tw.save(tw.coach.Actor(), x.ref, e, strings.Repeat("é", 1001)), "correction_reason", "max")
		e.JoblessSince = "2026-11-21"
		wantField(t, tw.save(tw.coach.Actor(), x.ref, e, "faute"), "jobless_since", "not_after") // the day of entry, not today
		e.JoblessSince = "2025-01-02"
		if err := tw.save(tw.coach.Actor(), x.ref, e, "Faute de frappe"); err != nil {
			t.Fatal(err)
		}
		if err := tw.save(tw.coach.Actor(), x.ref, e, "rien"); err != nil {
			t.Fatal(err)
		}
		r := tw.record(tw.manager.Actor(), x.ref)
		if r.Entry != e || len(r.History) != 2 {
			t.Fatalf("%+v %+v", r.Entry, r.History)
		}
		c := r.History[0]
		if c.Field != "gender" || c.From != "F" || c.To != "X" || c.By != "cyril" || c.Reason != "Faute de frappe" || c.Part != participant.EntryPart || c.At.IsZero() {
			t.Errorf("%+v", c)
		}
		if c := r.History[1]; c.Field != "minority" || c.Reason != "" || c.By != "Zoe" {
			t.Errorf("%+v", c)
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'participant.correct' AND project_id = ?`, x.id); n != 2 {
			t.Errorf("%d traces", n)
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE project_id = ? AND (detail LIKE '%declined%' OR detail LIKE '%minority%' OR detail LIKE '%isced%')`, x.id); n != 0 {
			t.Error("the audit tells an answer")
		}
		err := tw.as(tw.coach.Actor(), func(tx *db.Tx) error { return participant.Save(tx, x.ref, r.Version-1, full(), "vieux") })
		if !models.IsKind(err, models.Conflict) {
			t.Errorf("an old version: %v", err)
		}
		for _, q := range []string{`UPDATE participant_corrections SET reason = 'autre'`, `DELETE FROM participant_corrections`} {
			if err := tw.as(operator, func(tx *db.Tx) error { _, err := tx.Exec(q); return err }); err == nil {
				t.Errorf("%s is taken", q)
			}
		}
	})
}

func TestResults(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		x := tw.holder("Zoe", tw.liege, programme.Exited, "2026-03-01", "2026-11-01")
		running := tw.holder("Sam", tw.liege, programme.Test, "2026-03-01", "")
		wantCode(t, tw.saveResult(tw.coach.Actor(), running.ref, left("2026-11-20"), ""), "participant.not_left")
		wantCode(t, tw.saveResult(tw.coach.Actor(), x.ref, participant.Result{Moment: participant.Later, ObservedOn: "2026-11-20", Employment: participant.Yes, Improved: participant.Yes}, ""), "participant.too_early")
		if err := tw.saveResult(x.Actor, x.ref, left("2026-11-20"), ""); err != nil {
			t.Fatal(err)
		}
		r := tw.record(x.Actor, x.ref)
		if r.Exit == nil || !r.Exit.ByHolder || r.Exit.By != "Zoe" || r.Exit.Training != participant.Yes || r.Exit.JobSearch != participant.No || r.Later != nil {
			t.Fatalf("%+v", r.Exit)
		}
		other := left("2026-11-20")
		other.Employment = participant.No
		wantCode(t, tw.saveResult(x.Actor, x.ref, other, "je me suis trompée"), "participant.frozen")
		wantField(t, tw.saveResult(tw.coach.Actor(), x.ref, other, ""), "correction_reason", "required")
		if err := tw.saveResult(tw.coach.Actor(), x.ref, other, "Contrat non signé"); err != nil {
			t.Fatal(err)
		}
		r = tw.record(x.Actor, x.ref)
		if r.Exit.Employment != participant.No || !r.Exit.ByHolder || len(r.History) != 1 || r.History[0].Part != participant.Exit || r.History[0].Field != "employment" || r.History[0].From != "yes" {
			t.Errorf("%+v %+v", r.Exit, r.History)
		}
		err := tw.as(tw.coach.Actor(), func(tx *db.Tx) error { return participant.SaveResult(tx, x.ref, 1, left("2026-11-19"), "vieux") })
		if !models.IsKind(err, models.Conflict) {
			t.Errorf("an old version: %v", err)
		}
	})
}

func TestTwoRecordAtOnce(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		x := tw.holder("Zoe", tw.liege, programme.Exited, "2026-03-01", "2026-11-01")
		var wg sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			wg.Add(1)
			go func() {
				defer wg.Done()
				errs[i] = tw.as(tw.coach.Actor(), func(tx *db.Tx) error {
					if i%2 == 0 {
						return participant.SaveResult(tx, x.ref, 0, left("2026-11-20"), "")
					}
					return participant.Save(tx, x.ref, 0, full(), "")
				})
			}()
		}
		wg.Wait()
		stored := 0
		for _, err := range errs {
			switch {
			case err == nil:
				stored++
			case !models.IsKind(err, models.Conflict):
				t.Error(err)
			}
		}
		if stored != 2 {
			t.Errorf("%d were stored, not one of each", stored)
		}
	})
}

func TestWhoReadsAndWrites(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		x := tw.holder("Zoe", tw.liege, programme.Exited, "2026-03-01", "2026-11-01")
		other := tw.holder("Sam", tw.liege, programme.Coaching, "2026-03-01", "")
		const ok, no, gone = "", "denied", "missing"
		for _, c := range []struct {
			name string
			a    access.Actor
			want string
		}{{"holder", x.Actor, ok}, {"coach", tw.coach.Actor(), ok}, {"manager", tw.manager.Actor(), ok}, {"colleague", tw.colleague.Actor(), no},
			{"far", tw.far.Actor(), gone}, {"jury", tw.jury.Actor(), gone}, {"admin", tw.admin.Actor(), gone}, {"other", other.Actor, gone}} {
			for verb, fn := range map[string]func(tx *db.Tx) error{
				"read": func(tx *db.Tx) error { _, err := participant.Load(tx, x.ref, access.ParticipantRead); return err },
				"save": func(tx *db.Tx) error { return participant.Save(tx, x.ref, 99, full(), "") },
				"exit": func(tx *db.Tx) error { return participant.SaveResult(tx, x.ref, 99, left("2026-11-20"), "") },
			} {
				err, got := tw.as(c.a, fn), ok
				switch {
				case models.IsKind(err, models.Forbidden):
					got = no
				case models.IsKind(err, models.NotFound):
					got = gone
				case err != nil && !models.IsKind(err, models.Conflict):
					got = err.Error()
				}
				if got != c.want {
					t.Errorf("%s, %s: %q, want %q", c.name, verb, got, c.want)
				}
			}
		}
		for name, a := range map[string]access.Actor{"coach": tw.coach.Actor(), "holder": x.Actor, "admin": tw.admin.Actor()} {
			for _, fn := range []func(tx *db.Tx) error{
				func(tx *db.Tx) error { _, err := participant.LoadTable(tx, participant.Filter{}); return err },
				func(tx *db.Tx) error {
					_, _, err := participant.People(tx, participant.Filter{}, "EECO01", participant.Total)
					return err
				},
			} {
				if err := tw.as(a, fn); !models.IsKind(err, models.Forbidden) {
					t.Errorf("%s reads the indicators: %v", name, err)
				}
			}
		}
		for name, a := range map[string]access.Actor{"manager": tw.manager.Actor(), "coach": tw.coach.Actor()} {
			for _, fn := range []func(tx *db.Tx) error{
				func(tx *db.Tx) error {
					return participant.ChangeIndicator(tx, participant.Indicator{Counts: "all", Code: "X", Label: "x", Active: true, Version: 1})
				},
				func(tx *db.Tx) error { return participant.MoveIndicator(tx, "all", false) },
				func(tx *db.Tx) error {
					return participant.ChangeRules(tx, participant.Rules{LongMonths: 1, YoungMonths: 1, ExitDays: 1, LaterMonths: 1, LaterDays: 1, Version: 1})
				},
			} {
				if err := tw.as(a, fn); !models.IsKind(err, models.Forbidden) {
					t.Errorf("%s sets: %v", name, err)
				}
			}
		}
	})
}
