package privacy_test

import (
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/privacy"
	"eclosion/models/programme"
)

func TestDueOn(t *testing.T) {
	for _, row := range []struct {
		phase programme.Phase
		since models.Date
		keep  int
		want  models.Date
	}{
		{programme.Declined, "2026-05-04", 0, "2026-08-04"},
		{programme.Declined, "2026-05-04", 1, "2026-08-04"}, // a consent never shortens the time to complain
		{programme.Declined, "2026-05-04", 3, "2026-08-04"},
		{programme.Declined, "2026-05-04", 4, "2026-09-04"},
		{programme.Declined, "2026-05-04", 24, "2028-05-04"},
		{programme.Declined, "2026-05-04", 36, "2028-05-04"},
		{programme.Declined, "2026-11-30", 0, "2027-02-28"},
		{programme.Withdrawn, "2026-05-04", 12, "2027-05-04"},
		{programme.Draft, "2025-11-23", 0, "2026-11-23"},
		{programme.Draft, "2025-11-23", 24, "2026-11-23"},
		{programme.Submitted, "2020-01-01", 0, ""}, {programme.Review, "2020-01-01", 0, ""}, {programme.Waitlisted, "2020-01-01", 0, ""},
		{programme.Accepted, "2020-01-01", 0, ""}, {programme.Coaching, "2020-01-01", 0, ""}, {programme.Test, "2020-01-01", 0, ""},
		{programme.Launched, "2020-01-01", 0, ""}, {programme.FollowedUp, "2020-01-01", 0, ""}, {programme.Exited, "2020-01-01", 0, ""},
	} {
		if got, ok := privacy.DueOn(row.phase, row.since, row.keep); got != row.want || ok != (row.want != "") {
			t.Errorf("%s since %s, kept %d months: %s, want %s", row.phase, row.since, row.keep, got, row.want)
		}
	}
}

func TestJudge(t *testing.T) {
	for _, row := range []struct {
		phase       programme.Phase
		ended, paid models.Date
		why         privacy.Why
		until       models.Date
	}{
		{programme.Draft, "", "", privacy.Nothing, ""}, {programme.Declined, "2026-01-01", "", privacy.Nothing, ""}, {programme.Withdrawn, "", "", privacy.Nothing, ""},
		{programme.Submitted, "", "", privacy.Examined, ""}, {programme.Review, "", "", privacy.Examined, ""}, {programme.Waitlisted, "", "", privacy.Examined, ""},
		{programme.Accepted, "", "", privacy.Running, ""}, {programme.Coaching, "", "2026-01-01", privacy.Running, ""}, {programme.Test, "", "", privacy.Running, ""},
		{programme.Exited, "2024-02-29", "", privacy.Evidence, "2029-12-31"}, {programme.Launched, "2026-01-01", "2026-11-30", privacy.Evidence, "2036-12-31"},
		{programme.FollowedUp, "2026-01-01", "2025-11-30", privacy.Evidence, "2036-12-31"}, {programme.Launched, "", "", privacy.Evidence, ""},
	} {
		if why, until := privacy.Judge(row.phase, row.ended, row.paid); why != row.why || until != row.until {
			t.Errorf("%s ended %s paid %s: %q until %s, want %q until %s", row.phase, row.ended, row.paid, why, until, row.why, row.until)
		}
	}
}

func refs(list []privacy.File) string {
	var names []string
	for _, f := range list {
		names = append(names, f.Ref+" "+string(f.DueOn))
	}
	return strings.Join(names, ", ")
}

func TestWhatIsDue(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		today := tw.dossier("zoe", programme.Declined, "2026-08-23", 0)
		later := []string{tw.dossier("sam", programme.Declined, "2026-08-24", 0), tw.dossier("sam", programme.Withdrawn, "2025-05-04", 24)}
		overdue := tw.dossier("sam", programme.Withdrawn, "2025-05-04", 12)
		draft := tw.dossier("sam", programme.Draft, "2025-11-23", 24)
		touched := tw.dossier("sam", programme.Draft, "2025-11-20", 0) // its answers were, since
		later = append(later, touched, tw.dossier("sam", programme.Submitted, "2020-01-01", 0), tw.dossier("sam", programme.Accepted, "2020-01-01", 0))
		tw.exec(`UPDATE applications SET updated_at = ? WHERE project_id = (SELECT id FROM projects WHERE ref = ?)`, models.InstantOf(models.Date("2026-01-01").At(9, 0)), touched)
		due := func() (list []privacy.File) {
			tw.as(tw.actors["admin"], func(tx *db.Tx) (err error) { list, err = privacy.Due(tx); return err })
			return list
		}
		if got := refs(due()); got != overdue+" 2026-05-04, "+today+" 2026-11-23, "+draft+" 2026-11-23" {
			t.Errorf("due: %s", got)
		}
		if n := tw.count(`SELECT count(*) FROM erasures`); n != 0 {
			t.Error("the dry run erased")
		}
		for _, ref := range later {
			if err := tw.try("admin", func(tx *db.Tx) error { return privacy.AnonymiseDue(tx, ref) }); !models.IsCode(err, "retention.not_due") {
				t.Errorf("%s: %v", ref, err)
			}
		}
		for range 2 { // again changes nothing
			tw.as(tw.actors["admin"], func(tx *db.Tx) error { return privacy.AnonymiseDue(tx, draft) })
		}
		if n := tw.count(`SELECT count(*) FROM erasures WHERE actor_name = 'admin'`); n != 1 {
			t.Errorf("%d erasures of one file", n)
		}
		if got := refs(due()); strings.Contains(got, draft) {
			t.Errorf("due still: %s", got)
		}
	})
}

func TestOnlyTheAdministratorAnonymises(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		ref := tw.dossier("zoe", programme.Declined, "2026-05-04", 0)
		for _, name := range []string{"zoe", "manager", "coach", "jury"} {
			for what, verb := range map[string]func(*db.Tx) error{
				"lists":      func(tx *db.Tx) error { _, err := privacy.Due(tx); return err },
				"anonymises": func(tx *db.Tx) error { return privacy.AnonymiseDue(tx, ref) },
				"warns":      func(tx *db.Tx) error { _, err := privacy.Warn(tx); return err },
				"sweeps":     func(tx *db.Tx) error { _, err := privacy.Sweep(tx); return err },
			} {
				if err := tw.try(name, verb); kindOf(err) != models.Forbidden {
					t.Errorf("%s %s: %v", name, what, err)
				}
			}
		}
		if n := tw.count(`SELECT count(*) FROM erasures`); n != 0 {
			t.Error("somebody did")
		}
	})
}

func TestPeopleAreTold(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.dossier("zoe", programme.Declined, "2026-08-23", 0) // due today: too late to tell
		tw.dossier("sam", programme.Declined, "2026-09-23", 0) // in thirty days
		tw.dossier("sam", programme.Declined, "2026-09-24", 0) // in thirty-one
		for _, want := range []int{1, 0} {
			tw.as(tw.actors["admin"], func(tx *db.Tx) error {
				n, err := privacy.Warn(tx)
				if n != want {
					t.Errorf("%d letters, want %d", n, want)
				}
				return err
			})
		}
		if n := tw.count(`SELECT count(*) FROM outbox WHERE kind = ? AND recipient = 'sam@x.be' AND facts LIKE '%2026-12-23%'`, outbox.DataDue); n != 1 {
			t.Errorf("%d letters to sam", n)
		}
	})
}

func (tw *town) ask(name, reason string) error {
	return tw.try(name, func(tx *db.Tx) error { return privacy.AskErasure(tx, "", reason) })
}

func (tw *town) open() (id string, version int) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) error {
		list, err := privacy.Asks(tx, true)
		if err == nil && len(list) > 0 {
			id, version = list[0].PublicID, list[0].Version
		}
		return err
	})
	return id, version
}

func (tw *town) decide(name string, d privacy.Decision) error {
	tw.t.Helper()
	id, version := tw.open()
	return tw.try(name, func(tx *db.Tx) error { return privacy.Decide(tx, id, version, d) })
}

func TestAskingForErasure(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.dossier("zoe", programme.Declined, "2026-11-01", 24)
		for _, name := range []string{"manager", "admin", "coach", "jury"} {
			if err := tw.ask(name, ""); kindOf(err) != models.Forbidden {
				t.Errorf("%s asks: %v", name, err)
			}
		}
		if err := tw.ask("zoe", strings.Repeat("x", privacy.MaxText+1)); kindOf(err) != models.Invalid {
			t.Errorf("a long reason: %v", err)
		}
		for range 2 {
			if err := tw.ask("zoe", canary); err != nil {
				t.Fatal(err)
			}
		}
		for query, want := range map[string]int{
			`SELECT count(*) FROM erasure_requests WHERE state = 'asked'`:                                          1,
			`SELECT count(*) FROM outbox WHERE kind = 'erasure_asked' AND recipient = '` + canary + `@exemple.be'`: 1,
			`SELECT count(*) FROM outbox WHERE kind = 'erasure_waiting' AND recipient = 'manager@x.be'`:            1,
			`SELECT count(*) FROM outbox WHERE kind = 'erasure_waiting'`:                                           1,
			`SELECT count(*) FROM outbox WHERE kind LIKE 'erasure_%' AND facts LIKE '%` + canary + `%'`:            0,
			`SELECT count(*) FROM audit_entries WHERE action = 'privacy.ask'`:                                      1,
			`SELECT count(*) FROM audit_entries WHERE action = 'privacy.ask' AND detail LIKE '%` + canary + `%'`:   0,
		} {
			if n := tw.count(query); n != want {
				t.Errorf("%d, want %d: %s", n, want, query)
			}
		}
		id, version := tw.open()
		for name, want := range map[string]models.Kind{"manager": 0, "admin": 0, "far": models.NotFound, "zoe": models.NotFound, "coach": models.NotFound, "jury": models.NotFound} {
			err := tw.try(name, func(tx *db.Tx) error { _, err := privacy.LoadAsk(tx, id); return err })
			if kindOf(err) != want {
				t.Errorf("%s reads the request: %v", name, err)
			}
			if want != 0 {
				if err := tw.try(name, func(tx *db.Tx) error { return privacy.Decide(tx, id, version, privacy.Decision{Accept: true}) }); kindOf(err) != want {
					t.Errorf("%s decides: %v", name, err)
				}
			}
			tw.as(tw.actors[name], func(tx *db.Tx) error {
				list, err := privacy.Asks(tx, false)
				if len(list) != map[bool]int{true: 1}[want == 0] {
					t.Errorf("%s lists %d requests", name, len(list))
				}
				return err
			})
		}
		tw.as(tw.actors["zoe"], privacy.WithdrawAsk)
		if err := tw.try("manager", func(tx *db.Tx) error { return privacy.Decide(tx, id, version, privacy.Decision{Accept: true}) }); kindOf(err) != models.Conflict {
			t.Errorf("decided after it was taken back: %v", err)
		}
		if err := tw.ask("zoe", ""); err != nil { // and asked again
			t.Fatal(err)
		}
	})
}

// Drafts that the couveuse never saw are for the administrator.
func TestARequestAboutDraftsAlone(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.dossier("zoe", programme.Draft, "2026-11-01", 0)
		if err := tw.ask("zoe", ""); err != nil {
			t.Fatal(err)
		}
		if n := tw.count(`SELECT count(*) FROM outbox WHERE kind = 'erasure_waiting' AND recipient = 'admin@x.be'`); n != 1 {
			t.Error("the administrator was not told")
		}
		if err := tw.decide("manager", privacy.Decision{Accept: true}); kindOf(err) != models.NotFound {
			t.Errorf("a manager decides on a draft: %v", err)
		}
		if err := tw.decide("admin", privacy.Decision{Accept: true}); err != nil {
			t.Fatal(err)
		}
		tw.gone(1)
	})
}

// gone checks that of zoe nothing is left but the letter that tells it, and nothing once that was swept.
func (tw *town) gone(letters int) {
	tw.t.Helper()
	if n := tw.count(`SELECT count(*) FROM outbox WHERE kind = 'erasure_done' AND recipient = ? AND account_id IS NULL AND name = ''`, canary+"@exemple.be"); n != letters {
		tw.t.Errorf("%d letters tell of the erasure", n)
	}
	for _, state := range []string{"waiting", "sent"} {
		tw.exec(`UPDATE outbox SET state = ? WHERE kind = 'erasure_done'`, state)
		tw.as(operator, func(tx *db.Tx) error { _, err := privacy.Sweep(tx); return err })
		if left := tw.found(traces...); state == "sent" && len(left) > 0 || state == "waiting" && len(left) != letters {
			tw.t.Errorf("left behind, the letter %s:\n%s", state, strings.Join(left, "\n"))
		}
	}
	tw.sound()
}

func TestAnErasureIsExecutedAtOnce(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.dossier("zoe", programme.Declined, "2026-11-01", 24) // long before its delay
		tw.dossier("zoe", programme.Draft, "2026-11-20", 0)
		tw.atHome()
		if err := tw.ask("zoe", canary); err != nil {
			t.Fatal(err)
		}
		if err := tw.decide("manager", privacy.Decision{Accept: true, Answer: canary}); err != nil {
			t.Fatal(err)
		}
		if n := tw.count(`SELECT count(*) FROM erasures WHERE reason = 'request' AND done_at IS NOT NULL AND actor_name = 'manager'`); n != 2 {
			t.Errorf("%d dossiers erased", n)
		}
		if n := tw.count(`SELECT count(*) FROM erasure_requests WHERE state = 'done' AND decided_by = ?`, tw.actors["manager"].AccountID); n != 1 {
			t.Error("the request is not settled")
		}
		tw.gone(1)
	})
}

func TestSomebodyWithoutADossier(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.atHome()
		if err := tw.ask("zoe", ""); err != nil {
			t.Fatal(err)
		}
		if err := tw.decide("admin", privacy.Decision{Accept: true}); err != nil {
			t.Fatal(err)
		}
		tw.gone(1)
	})
}

func TestWhatMustBeKeptIsKept(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		kept := tw.dossier("zoe", programme.Accepted, "2026-10-01", 0)
		if err := tw.ask("zoe", ""); err != nil {
			t.Fatal(err)
		}
		if err := tw.decide("manager", privacy.Decision{Accept: true}); !models.IsCode(err, "erasure.nothing") {
			t.Errorf("nothing can be erased: %v", err)
		}
		if err := tw.decide("manager", privacy.Decision{Answer: "  "}); kindOf(err) != models.Invalid {
			t.Errorf("refused without a reason: %v", err)
		}
		old := tw.dossier("zoe", programme.Withdrawn, "2026-11-01", 24)
		if err := tw.decide("manager", privacy.Decision{Accept: true}); err != nil {
			t.Fatal(err)
		}
		for query, want := range map[string]int{
			`SELECT count(*) FROM erasures e JOIN projects p ON p.id = e.project_id WHERE p.ref = '` + old + `' AND e.person_id IS NULL`: 1,
			`SELECT count(*) FROM erasures e JOIN projects p ON p.id = e.project_id WHERE p.ref = '` + kept + `'`:                        0,
			`SELECT count(*) FROM projects WHERE title = '` + canary + `' AND ref = '` + kept + `'`:                                      1,
			`SELECT count(*) FROM persons WHERE last_name = '` + canary + `-nom'`:                                                        1,
			`SELECT count(*) FROM accounts WHERE email = '` + canary + `@exemple.be' AND state = 'active'`:                               1,
			`SELECT count(*) FROM outbox WHERE kind = 'erasure_done' AND facts LIKE '%"kept":1%' AND account_id IS NOT NULL`:             1,
		} {
			if n := tw.count(query); n != want {
				t.Errorf("%d, want %d: %s", n, want, query)
			}
		}
		if left := tw.aboutDossier(old); len(left) > 0 {
			t.Errorf("left of %s:\n%s", old, strings.Join(left, "\n"))
		}
	})
}

func TestARefusalIsTold(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.dossier("zoe", programme.Declined, "2026-11-01", 0)
		if err := tw.ask("zoe", ""); err != nil {
			t.Fatal(err)
		}
		if err := tw.decide("manager", privacy.Decision{Answer: "Un recours est en cours."}); err != nil {
			t.Fatal(err)
		}
		if n := tw.count(`SELECT count(*) FROM outbox WHERE kind = 'erasure_refused' AND facts LIKE '%recours%' AND recipient = ?`, canary+"@exemple.be"); n != 1 {
			t.Errorf("%d letters", n)
		}
		if n := tw.count(`SELECT count(*) FROM erasures`); n != 0 {
			t.Error("erased though it was refused")
		}
		tw.as(tw.actors["zoe"], func(tx *db.Tx) error {
			a, err := privacy.OwnAsk(tx)
			if a == nil || a.State != privacy.Refused || a.Answer != "Un recours est en cours." {
				t.Errorf("zoe reads %+v", a)
			}
			return err
		})
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'privacy.decide'`); n != 1 {
			t.Errorf("%d audit rows", n)
		}
	})
}

// Nobody decides on their own request, whatever they are in the house.
func TestOnesOwnRequest(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.dossier("zoe", programme.Declined, "2026-11-01", 0)
		tw.exec(`INSERT INTO account_roles (account_id, role, site_id) VALUES (?, 'administrator', 0)`, tw.actors["zoe"].AccountID)
		zoe := tw.actors["zoe"]
		zoe.Grants = append(zoe.Grants, access.Grant{Role: access.Administrator})
		tw.actors["zoe"] = zoe
		if err := tw.ask("zoe", ""); err != nil {
			t.Fatal(err)
		}
		if err := tw.decide("zoe", privacy.Decision{Accept: true}); kindOf(err) != models.Forbidden {
			t.Errorf("decided for oneself: %v", err)
		}
	})
}
