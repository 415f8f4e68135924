package handover_test

import (
	"fmt"
	"testing"

	"eclosion/models"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/handover"
)

func TestACoverByDates(t *testing.T) {
	each(t, func(tw *town) {
		d := handover.CoverDraft{Key: "c1", Absent: tw.karim.PublicID, By: tw.lea.PublicID, From: "2026-11-25", To: "2026-11-30", Refs: tw.refs[:2], Note: "secret-note"}
		for range 2 {
			if err := tw.arrange(tw.karim.Actor(), d); err != nil {
				t.Fatal(err)
			}
		}
		tw.wants("covers", tw.count(`SELECT count(*) FROM coach_covers`), 1)
		tw.wants("history", tw.count(`SELECT count(*) FROM phase_changes WHERE detail LIKE '%"cover"%'`), 2)
		tw.wants("mails", tw.count(`SELECT count(*) FROM outbox WHERE kind = 'coach_cover' AND facts LIKE '%2026-11-30%' AND facts NOT LIKE '%secret%'`), 2)
		tw.wants("audit", tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'cover.arrange' AND detail NOT LIKE '%secret%'`), 2)
		for day, want := range map[models.Date]bool{"2026-11-24": false, "2026-11-25": true, "2026-11-30": true, "2026-12-01": false} {
			tw.clock.Set(day)
			if tw.may(tw.lea, tw.refs[0]) != want || tw.may(tw.lea, tw.refs[2]) || !tw.may(tw.karim, tw.refs[0]) {
				t.Errorf("%s: who works on it", day)
			}
		}
		tw.clock.Set("2026-11-25")
		if _, err := tw.hand(tw.lea.Actor(), handover.Transfer{From: tw.karim.PublicID, To: tw.yann.PublicID, Refs: tw.refs[:1]}); !models.IsKind(err, models.Forbidden) {
			t.Errorf("who stands in gives it away: %v", err)
		}
		for name, n := range map[string]int{"karim": 1, "lea": 1, "yann": 0, "manager": 1, "far": 0} {
			a := map[string]accounts.Account{"karim": tw.karim, "lea": tw.lea, "yann": tw.yann, "manager": tw.manager, "far": tw.far}[name]
			tw.as(a.Actor(), func(tx *db.Tx) error {
				list, err := handover.Covers(tx)
				if len(list) != n || n == 1 && len(list[0].Dossiers) != 2 {
					t.Errorf("%s sees %+v", name, list)
				}
				return err
			})
		}
		// A dossier that goes to another coach is not covered any more.
		if _, err := tw.hand(tw.manager.Actor(), handover.Transfer{From: tw.karim.PublicID, To: tw.yann.PublicID, Refs: tw.refs[:1]}); err != nil {
			t.Fatal(err)
		}
		if tw.may(tw.lea, tw.refs[0]) || !tw.may(tw.lea, tw.refs[1]) {
			t.Error("after the handover")
		}
	})
}

// What is refused for the first day says nothing of the last.
func TestTheLastDayOfACover(t *testing.T) {
	each(t, func(tw *town) {
		for days, want := range map[[2]models.Date]string{
			{"2020-01-01", "2026-11-30"}: "cover_from not_before 2026-11-23;", {"2020-01-01", "2020-01-05"}: "cover_from not_before 2026-11-23;cover_to not_before 2026-11-23;",
			{"", "2026-11-30"}: "cover_from required ;", {"2026-11-25", "2026-11-24"}: "cover_to not_before 2026-11-25;", {"2026-11-25", "2028-11-24"}: "cover_to not_after 2027-11-25;",
		} {
			err := tw.arrange(tw.manager.Actor(), handover.CoverDraft{Absent: tw.karim.PublicID, By: tw.lea.PublicID, From: days[0], To: days[1], Refs: tw.refs[:1]})
			p, _ := models.ProblemOf(err)
			got := ""
			for _, f := range p.Fields {
				got += fmt.Sprint(f.Field, " ", f.Code, " ", f.Facts["date"], ";")
			}
			if got != want {
				t.Errorf("%v: %q, want %q", days, got, want)
			}
		}
	})
}

func TestACoverIsShortenedAndEnded(t *testing.T) {
	each(t, func(tw *town) {
		if err := tw.arrange(tw.manager.Actor(), handover.CoverDraft{Absent: tw.karim.PublicID, By: tw.lea.PublicID, From: "2026-11-23", To: "2026-11-30", Refs: tw.refs[:1]}); err != nil {
			t.Fatal(err)
		}
		id := ""
		tw.as(operator, func(tx *db.Tx) error { _, err := tx.Get([]any{&id}, `SELECT public_id FROM coach_covers`); return err })
		shorten := func(a accounts.Account, to models.Date, version int) error {
			return tw.d.Write(ctx, a.Actor(), func(tx *db.Tx) error { return handover.Shorten(tx, id, to, version) })
		}
		for name, test := range map[string]struct {
			a       accounts.Account
			to      models.Date
			version int
			kind    models.Kind
		}{"later": {tw.karim, "2026-11-30", 1, models.Invalid}, "yesterday": {tw.karim, "2026-11-22", 1, models.Invalid}, "none": {tw.karim, "", 1, models.Invalid},
			"stale": {tw.karim, "2026-11-25", 2, models.Conflict}, "who stands in": {tw.lea, "2026-11-25", 1, models.Forbidden},
			"a stranger": {tw.yann, "2026-11-25", 1, models.NotFound}, "far": {tw.far, "2026-11-25", 1, models.NotFound}} {
			if err := shorten(test.a, test.to, test.version); !models.IsKind(err, test.kind) {
				t.Errorf("%s: %v", name, err)
			}
		}
		changes := func(a accounts.Account, want bool) {
			t.Helper()
			tw.as(a.Actor(), func(tx *db.Tx) error {
				list, err := handover.Covers(tx)
				if len(list) != 1 || list[0].MayChange != want {
					t.Errorf("%s may change it, %v wanted: %+v", a.Name, want, list)
				}
				if _, err := handover.CoverToChange(tx, id); (err == nil) != want || err != nil && !models.IsKind(err, models.Forbidden) {
					t.Errorf("%s opens it: %v", a.Name, err)
				}
				return err
			})
		}
		changes(tw.lea, false)
		changes(tw.manager, true)
		tw.as(operator, func(tx *db.Tx) error { // one of its dossiers is another site's: who is away may change it, this manager no more
			_, err := tx.Exec(`INSERT INTO coach_cover_projects (cover_id, project_id) SELECT v.id, p.id FROM coach_covers v, projects p WHERE p.ref = ?`, tw.refs[3])
			return err
		})
		changes(tw.manager, false)
		changes(tw.karim, true)
		tw.as(operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`DELETE FROM coach_cover_projects WHERE project_id = (SELECT id FROM projects WHERE ref = ?)`, tw.refs[3])
			return err
		})
		if err := shorten(tw.karim, "2026-11-25", 1); err != nil {
			t.Fatal(err)
		}
		tw.clock.Set("2026-11-25")
		if !tw.may(tw.lea, tw.refs[0]) {
			t.Error("not on its new last day")
		}
		end := func(version int) error {
			return tw.d.Write(ctx, tw.manager.Actor(), func(tx *db.Tx) error { return handover.End(tx, id, version) })
		}
		tw.known(1)
		tw.clock.Set("2026-11-26")
		tw.known(0)
		if err := end(2); !models.IsCode(err, "cover.over") {
			t.Errorf("ended the day after: %v", err)
		}
		tw.clock.Set("2026-11-25")
		if err := end(2); err != nil {
			t.Fatal(err)
		}
		tw.known(0)
		if tw.may(tw.lea, tw.refs[0]) {
			t.Error("works on after the end")
		}
		if err := end(3); !models.IsCode(err, "cover.over") {
			t.Errorf("ended twice: %v", err)
		}
		for kind, n := range map[string]int{"coach_cover": 2, "coach_back": 1} {
			tw.wants(kind, tw.count(`SELECT count(*) FROM outbox WHERE kind = ?`, kind), n)
		}
		for what, n := range map[string]int{"cover.shorten": 1, "cover.end": 1} {
			tw.wants(what, tw.count(`SELECT count(*) FROM audit_entries WHERE action = ?`, what), n)
		}
		tw.wants("history", tw.count(`SELECT count(*) FROM phase_changes WHERE detail LIKE '%"cover%'`), 3)
		// The same days can be covered again; a dossier that goes to another coach takes its cover away.
		if err := tw.arrange(tw.manager.Actor(), handover.CoverDraft{Absent: tw.karim.PublicID, By: tw.lea.PublicID, From: "2026-11-25", To: "2026-11-25", Refs: tw.refs[:1]}); err != nil {
			t.Fatal(err)
		}
		tw.known(1)
		if _, err := tw.hand(tw.manager.Actor(), handover.Transfer{From: tw.karim.PublicID, To: tw.yann.PublicID, Refs: tw.refs[:1]}); err != nil {
			t.Fatal(err)
		}
		tw.as(tw.lea.Actor(), func(tx *db.Tx) error {
			list, err := handover.OwnCovers(tx, tw.lea.ID)
			if len(list) != 0 {
				t.Errorf("covers of a dossier that went away: %+v", list)
			}
			return err
		})
	})
}

// known checks how many covers Léa's home, the list and Karim's form of a handover tell of.
func (tw *town) known(n int) {
	tw.t.Helper()
	tw.as(tw.lea.Actor(), func(tx *db.Tx) error {
		own, err := handover.OwnCovers(tx, tw.lea.ID)
		if err != nil {
			return err
		}
		list, err := handover.Covers(tx)
		tw.wants("covers at home", len(own), n)
		tw.wants("covers listed", len(list), n)
		return err
	})
	tw.as(tw.karim.Actor(), func(tx *db.Tx) error {
		o, err := handover.OfferOf(tx, tw.karim.PublicID, tw.refs[0])
		if err == nil && (o.Dossiers[0].StandIn.Name != "") != (n > 0) {
			tw.t.Errorf("stands in: %+v", o.Dossiers[0].StandIn)
		}
		return err
	})
}

func TestCoversThatClash(t *testing.T) {
	each(t, func(tw *town) {
		karim := handover.CoverDraft{Absent: tw.karim.PublicID, By: tw.lea.PublicID, From: "2026-11-25", To: "2026-11-30", Refs: tw.refs[:1]}
		if err := tw.arrange(tw.manager.Actor(), karim); err != nil {
			t.Fatal(err)
		}
		change := func(fn func(*handover.CoverDraft)) handover.CoverDraft { c := karim; fn(&c); return c }
		for name, test := range map[string]struct {
			d    handover.CoverDraft
			code string
		}{
			"the last day again":       {change(func(d *handover.CoverDraft) { d.By, d.From, d.To = tw.yann.PublicID, "2026-11-30", "2026-12-05" }), "cover.overlap"},
			"the first day again":      {change(func(d *handover.CoverDraft) { d.By, d.From, d.To = tw.yann.PublicID, "2026-11-23", "2026-11-25" }), "cover.overlap"},
			"the day after":            {change(func(d *handover.CoverDraft) { d.By, d.From, d.To = tw.yann.PublicID, "2026-12-01", "2026-12-05" }), ""},
			"another dossier":          {change(func(d *handover.CoverDraft) { d.By, d.Refs = tw.yann.PublicID, tw.refs[1:2] }), ""},
			"ends before it begins":    {change(func(d *handover.CoverDraft) { d.From, d.To = "2026-12-10", "2026-12-09" }), "form.invalid"},
			"began yesterday":          {change(func(d *handover.CoverDraft) { d.From, d.To = "2026-11-22", "2026-11-24" }), "form.invalid"},
			"more than a year":         {change(func(d *handover.CoverDraft) { d.From, d.To = "2026-12-10", "2027-12-11" }), "form.invalid"},
			"without days":             {change(func(d *handover.CoverDraft) { d.From, d.To = "", "" }), "form.invalid"},
			"by somebody of elsewhere": {change(func(d *handover.CoverDraft) { d.By = tw.nora.PublicID }), "form.invalid"},
			"by oneself":               {change(func(d *handover.CoverDraft) { d.By = tw.karim.PublicID }), "form.invalid"},
		} {
			if err := tw.arrange(tw.manager.Actor(), test.d); test.code == "" && err != nil || test.code != "" && !models.IsCode(err, test.code) {
				t.Errorf("%s: %v", name, err)
			}
		}
		// Léa, who stands in from the 25th to the 30th, coaches one dossier herself: she cannot be away then.
		if _, err := tw.hand(tw.karim.Actor(), handover.Transfer{From: tw.karim.PublicID, To: tw.lea.PublicID, Refs: tw.refs[2:3]}); err != nil {
			t.Fatal(err)
		}
		lea := handover.CoverDraft{Absent: tw.lea.PublicID, By: tw.yann.PublicID, From: "2026-11-30", To: "2026-12-02", Refs: tw.refs[2:3]}
		if err := tw.arrange(tw.manager.Actor(), lea); !models.IsCode(err, "cover.stands_in") {
			t.Errorf("who stands in is away: %v", err)
		}
		lea.From = "2026-12-01"
		if err := tw.arrange(tw.manager.Actor(), lea); err != nil {
			t.Error(err)
		}
		if err := tw.arrange(tw.manager.Actor(), change(func(d *handover.CoverDraft) { d.Refs, d.From, d.To = tw.refs[1:2], "2026-12-02", "2026-12-03" })); !models.IsCode(err, "cover.absent") {
			t.Errorf("by somebody who is away: %v", err)
		}
		lea.Refs, lea.From, lea.To = tw.refs[:1], "2026-12-20", "2026-12-21"
		if err := tw.arrange(tw.manager.Actor(), lea); !models.IsKind(err, models.Conflict) {
			t.Errorf("a dossier that she does not coach: %v", err)
		}
	})
}
