package participant_test

import (
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/participant"
	"eclosion/models/programme"
)

func TestWhoEnteredUnasked(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		old := tw.holder("Zoe", tw.liege, programme.Exited, "2024-03-01", "2026-11-01")
		tw.holder("Sam", tw.liege, programme.Accepted, "", "")
		tw.holder("Ida", tw.liege, programme.Coaching, "2025-03-01", "")
		for _, want := range []int{2, 0} {
			tw.must(operator, func(tx *db.Tx) error {
				n, err := participant.TakeOver(tx)
				if n != want {
					t.Errorf("%d taken over, want %d", n, want)
				}
				return err
			})
		}
		r := tw.record(tw.coach.Actor(), old.ref)
		if !r.Frozen() || !r.Carried || r.Entry.Labour != participant.Unemployed || r.Entry.JoblessSince != "" || r.Entry.Schooling != "isced_3_4" || r.Entry.Gender != "F" {
			t.Errorf("%+v", r)
		}
		late := tw.holder("Tard", tw.liege, programme.Coaching, "2024-03-01", "")
		if err := tw.save(tw.coach.Actor(), late.ref, participant.Entry{Labour: participant.Inactive}, ""); err != nil {
			t.Fatal(err)
		}
		if !tw.record(tw.coach.Actor(), late.ref).Frozen() {
			t.Error("what is first said after the entry is not frozen")
		}
	})
}

func TestIndicatorsAreData(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		change := func(i participant.Indicator) error {
			return tw.as(tw.admin.Actor(), func(tx *db.Tx) error { return participant.ChangeIndicator(tx, i) })
		}
		good := participant.Indicator{Counts: "rural", Code: " EECO99 ", Label: "Campagne", Active: true, Version: 1}
		if err := change(good); err != nil {
			t.Fatal(err)
		}
		if err := change(good); !models.IsKind(err, models.Conflict) {
			t.Errorf("an old version: %v", err)
		}
		wantField(t, change(participant.Indicator{Counts: "rural", Code: "EECO01", Label: "x", Version: 2}), "indicator_code", "unique")
		wantField(t, change(participant.Indicator{Counts: "rural", Label: "x", Version: 2}), "indicator_code", "required")
		wantField(t, change(participant.Indicator{Counts: "rural", Code: "X", Label: strings.Repeat("x", 201), Version: 2}), "indicator_label", "max")
		wantCode(t, change(participant.Indicator{Counts: "enterprises", Code: "EECO19", Label: "x", Active: true, Version: 1}), "indicator.not_people")
		if err := change(participant.Indicator{Counts: "enterprises", Code: "EECO19", Label: "PME", Version: 1}); err != nil {
			t.Errorf("what counts organisations is named: %v", err)
		}
		if err := change(participant.Indicator{Counts: "rien", Code: "X", Label: "x", Version: 1}); !models.IsKind(err, models.NotFound) {
			t.Errorf("an unknown definition: %v", err)
		}
		if err := change(participant.Indicator{Counts: "homeless", Code: "EECO16", Label: "x", Version: 1}); err != nil {
			t.Fatal(err)
		}
		tw.must(tw.admin.Actor(), func(tx *db.Tx) error { return participant.MoveIndicator(tx, "rural", true) })
		tw.must(operator, func(tx *db.Tx) error {
			table, err := participant.LoadTable(tx, participant.Filter{})
			for i, l := range table.Lines {
				if l.Counts == "rural" && (i != 15 || l.Code != "EECO99" || l.Label != "Campagne") || l.Counts == "homeless" {
					t.Errorf("%d: %+v", i, l.Indicator)
				}
			}
			return err
		})
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action IN ('indicator.change', 'indicator.order')`); n != 4 {
			t.Errorf("%d traces", n)
		}
		rules := participant.Rules{LongMonths: 24, YoungUnder: 30, YoungMonths: 12, ExitDays: 14, LaterMonths: 3, LaterDays: 7, Version: 1}
		set := func(r participant.Rules) error {
			return tw.as(tw.admin.Actor(), func(tx *db.Tx) error { return participant.ChangeRules(tx, r) })
		}
		if err := set(rules); err != nil {
			t.Fatal(err)
		}
		if err := set(rules); !models.IsKind(err, models.Conflict) {
			t.Errorf("an old version: %v", err)
		}
		rules.ExitDays = 0
		wantField(t, set(rules), "exit_days", "gte")
		tw.must(operator, func(tx *db.Tx) error {
			got, err := participant.LoadRules(tx)
			if got.LaterMonths != 3 || got.ExitDays != 14 || got.Version != 2 {
				t.Errorf("%+v", got)
			}
			return err
		})
	})
}
