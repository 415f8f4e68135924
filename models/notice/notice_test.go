package notice_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/notice"
	"eclosion/models/programme"
	"eclosion/models/trial"
)

func TestCauses(t *testing.T) {
	for _, good := range []string{"coaching", "status", "extension-4", "suspension-1", "resumption-12", "award-1", "refusal-2", "reduction-1-2", "recovery-3-1"} {
		if c, ok := notice.ParseCause(good); !ok || c.String() != good {
			t.Errorf("%s: %+v %v", good, c, ok)
		}
	}
	for _, bad := range []string{"", "x", "coaching-1", "extension", "extension-0", "extension--1", "extension-01", "extension-x", "award-1-1", "reduction-1", "reduction-1-0", "reduction-0-1", "award-+1", "award-99999999999999999999"} {
		if c, ok := notice.ParseCause(bad); ok {
			t.Errorf("%q is taken for %+v", bad, c)
		}
	}
}

func TestWhichPhaseTakesWhichAgreement(t *testing.T) {
	want := map[notice.Kind]map[programme.Phase]string{
		notice.Coaching: {programme.Review: "notice.early", programme.Accepted: "", programme.Coaching: "", programme.Test: "notice.late", programme.Exited: "notice.late", programme.Launched: "notice.late"},
		notice.Status:   {programme.Draft: "notice.early", programme.Accepted: "notice.early", programme.Coaching: "", programme.Test: "", programme.Launched: "notice.late"},
	}
	for k, phases := range want {
		for phase, want := range phases {
			var err error
			if p := notice.CheckPhase(k, phase); p != nil {
				err = p
			}
			if got := code(err); got != want {
				t.Errorf("%s in %s: %q, want %q", k, phase, got, want)
			}
		}
	}
}

func TestCheckText(t *testing.T) {
	const fine = "{debut} {fin}"
	for _, test := range []struct {
		kind       notice.Kind
		body, want string
	}{
		{notice.Coaching, fine, ""},
		{notice.Coaching, "{debut}", "form.invalid letter_body:placeholder_missing"},
		{notice.Coaching, fine + "\n\n{plafond}", "form.invalid letter_body:placeholder_unknown"},
		{notice.Status, fine + " {plafond}", ""},
		{notice.Coaching, fine + strings.Repeat("é", notice.MostText-len(fine)), ""},
		{notice.Coaching, fine + strings.Repeat("é", notice.MostText-len(fine)+1), "form.invalid letter_body:max"},
		{notice.Coaching, strings.Repeat("{x}", 40_000), "form.invalid letter_body:max letter_body:placeholder_missing"},
	} {
		var err error
		p := notice.CheckText(test.kind, test.body)
		if p != nil {
			err = p
		}
		if got := code(err); got != test.want {
			t.Errorf("%s %.20q: %q, want %q", test.kind, test.body, got, test.want)
		}
		if strings.Contains(test.want, "unknown") && p.Fields[0].Facts["line"] != 3 {
			t.Errorf("said where: %v", p.Fields[0].Facts)
		}
	}
	for _, k := range notice.Kinds() {
		if k.Paper() == "" || len(notice.Placeholders(k)) < 20 {
			t.Errorf("%s has no paper or no words", k)
		}
	}
}

func TestTexts(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		p := programme.Programme{}
		tw.must("admin", func(tx *db.Tx) (err error) {
			p, err = programme.ProgrammeByCode(tx, tw.cohort.ProgrammeCode)
			return err
		})
		for _, test := range []struct {
			who    string
			kind   notice.Kind
			number int
			body   string
			want   string
		}{
			{"manager", notice.Coaching, 0, "{debut}{fin}", "access.denied"}, {"admin", "x", 0, "{debut}", "letter.not_found"}, {"admin", notice.Coaching, 0, "x", "form.invalid letter_body:placeholder_missing"},
			{"admin", notice.Coaching, 0, "{debut}{fin}", ""}, {"admin", notice.Coaching, 0, "Un {debut}{fin}", "letter.stale"}, {"admin", notice.Coaching, 1, "{debut}{fin}", ""},
			{"admin", notice.Coaching, 1, "", ""}, {"admin", notice.Refusal, 0, "{raison}", ""},
		} {
			err := tw.try(test.who, func(tx *db.Tx) error { return notice.SaveText(tx, p.Code, test.kind, test.number, test.body) })
			if got := code(err); got != test.want {
				t.Errorf("%+v: %q", test, got)
			}
		}
		tw.must("admin", func(tx *db.Tx) error {
			text, err := notice.TextOf(tx, p.ID, notice.Coaching)
			if text.Number != 2 || text.Body != "" || text.WrittenBy != "admin" {
				t.Errorf("%+v", text)
			}
			return err
		})
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'notice.text'`); n != 3 {
			t.Errorf("%d on record", n)
		}
	})
}

func TestANoticeIsIssuedOnce(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		errs := make([]error, 12) // two managers, six clicks each
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = tw.issue([]string{"manager", "chief"}[i%2], "coaching", "") })
		}
		wg.Wait()
		made := 0
		for _, err := range errs {
			switch code(err) {
			case "":
				made++
			case "notice.issued":
			default:
				t.Errorf("unexpected: %v", err)
			}
		}
		if made != 1 {
			t.Errorf("made %d times", made)
		}
		tw.holds(map[string]int{
			`SELECT count(*) FROM notices`: 1, `SELECT count(*) FROM issued_papers WHERE number = 'CA-2026-0001' AND kind = 'agreement'`: 1, `SELECT count(*) FROM issued_papers`: 1,
			`SELECT count(*) FROM outbox WHERE kind = 'paper_issued' AND mail_key = 'notice/CA-2026-0001' AND account_id IS NOT NULL`: 1,
			`SELECT count(*) FROM audit_entries WHERE action = 'notice.issue' AND project_id IS NOT NULL`:                             1,
			`SELECT last FROM sequences WHERE name = 'paper-CA-2026'`:                                                                 1,
		})

		for i := range errs { // other words: it replaces the first, once
			wg.Go(func() { _, errs[i] = tw.issue([]string{"manager", "chief"}[i%2], "coaching", "corrigé") })
		}
		wg.Wait()
		tw.holds(map[string]int{`SELECT count(*) FROM notices`: 2, `SELECT count(*) FROM notices WHERE issue = 2 AND replaces IS NOT NULL`: 1, `SELECT count(*) FROM outbox WHERE kind = 'paper_issued'`: 2})
		tw.must("holder", func(tx *db.Tx) error {
			first, err := notice.Load(tx, "CA-2026-0001")
			if err != nil {
				return err
			}
			second, err := notice.Load(tx, "CA-2026-0002")
			if first.ReplacedBy() != "CA-2026-0002" || second.Notice.Replaces != "CA-2026-0001" || second.ReplacedBy() != "" || first.MaySign {
				t.Errorf("%+v, %+v", first.Notice, second.Notice)
			}
			return err
		})
	})
}

func (tw *town) holds(want map[string]int) {
	tw.t.Helper()
	for query, n := range want {
		if got := tw.count(query); got != n {
			tw.t.Errorf("%s: %d, want %d", query, got, n)
		}
	}
}

func TestFactsThatMovedAreLaidOutAnew(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		s, err := tw.subject("manager", "coaching", notice.Wish{})
		if err != nil {
			t.Fatal(err)
		}
		tw.must("operator", func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE persons SET last_name = 'Neuve', version = version + 1 WHERE id = ?`, s.Person.ID)
			return err
		})
		err = tw.try("manager", func(tx *db.Tx) error {
			return notice.Issue(tx, s, notice.Wish{}, "CA-2026-0001", notice.Content{Body: "x"}, []byte("x"))
		})
		if code(err) != "paper.stale" || tw.count(`SELECT count(*) FROM issued_papers`)+tw.count(`SELECT count(*) FROM sequences WHERE name LIKE 'paper-CA%'`) != 0 {
			t.Errorf("%v", err)
		}
	})
}

func TestWhoIssues(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		for who, want := range map[string]string{"coach": "access.denied", "holder": "access.denied", "other": "project.not_found", "elsewhere": "project.not_found", "admin": "project.not_found"} {
			if _, err := tw.subject(who, "coaching", notice.Wish{}); code(err) != want {
				t.Errorf("%s: %v, want %s", who, err, want)
			}
		}
	})
}

func TestDaysOfAnAgreement(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		days := func(cause string, w notice.Wish) string {
			s, err := tw.subject("manager", cause, w)
			if err != nil {
				return code(err)
			}
			return fmt.Sprint(s.StartsOn, " ", s.EndsOn)
		}
		for w, want := range map[notice.Wish]string{{}: "2026-12-01 2027-06-01", {StartsOn: "2027-01-10"}: "2027-01-10 2027-07-10", {StartsOn: "2027-02-30"}: "form.invalid starts_on:date"} {
			if got := days("coaching", w); got != want {
				t.Errorf("%v: %s, want %s", w, got, want)
			}
		}
		if got := days("status", notice.Wish{}); got != "notice.early" {
			t.Errorf("status: %s", got)
		}
		if _, err := tw.issue("manager", "coaching", ""); err != nil {
			t.Fatal(err)
		}
		tw.clock.Set("2026-12-15")
		if got := days("coaching", notice.Wish{}); got != "2026-12-01 2027-06-01" { // as it was issued
			t.Errorf("issued before: %s", got)
		}
		tw.must("manager", func(tx *db.Tx) error {
			p, err := programme.Load(tx, tw.ref, access.ProjectRead)
			if err != nil {
				return err
			}
			offers, err := notice.Offers(tx, p)
			if len(offers) != 1 || offers[notice.Coaching] != (notice.Offer{Number: "CA-2026-0001", StartsOn: "2026-12-01", EndsOn: "2027-06-01"}) {
				t.Errorf("offers %v", offers)
			}
			return err
		})
		tw.coaching()
		if got := days("coaching", notice.Wish{}); got != "2026-12-15 2027-06-15" { // as it was recorded
			t.Errorf("recorded: %s", got)
		}
		for w, want := range map[notice.Wish]string{{}: "2027-03-15 2028-03-14", {StartsOn: "2027-04-01", EndsOn: "2027-10-15"}: "2027-04-01 2027-10-15",
			{StartsOn: "2027-04-01", EndsOn: "2027-05-01"}: "form.invalid ends_on:status_short", {StartsOn: "2027-04-01", EndsOn: "x"}: "form.invalid ends_on:date"} {
			if got := days("status", w); got != want {
				t.Errorf("status %v: %s, want %s", w, got, want)
			}
		}
	})
}

func TestAmendments(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.coaching() // 23 November, until 23 May
		tw.clock.Set("2027-01-04")
		tw.do(func(tx *db.Tx, v int) error { return journey.Suspend(tx, tw.ref, v, "2027-01-04", "Raison de santé") })
		tw.clock.Set("2027-01-20")
		tw.do(func(tx *db.Tx, v int) error { return journey.Extend(tx, tw.ref, v, 1, "Un prêt attendu") })
		tw.clock.Set("2027-01-25")
		tw.do(func(tx *db.Tx, v int) error { return journey.Resume(tx, tw.ref, v, "2027-01-25") })
		tw.clock.Set("2027-02-10")
		tw.do(func(tx *db.Tx, v int) error { return journey.Extend(tx, tw.ref, v, 2, "Un local") })
		var options []notice.Option
		tw.must("manager", func(tx *db.Tx) error {
			p, err := programme.Load(tx, tw.ref, access.ProjectRead)
			if err == nil {
				options, err = notice.Options(tx, p)
			}
			return err
		})
		want := []string{"coaching", "status", "suspension before 2027-05-23 end  on 2027-01-04 0 months 0 days", "extension before 2027-05-23 end 2027-06-23 on 2027-01-20 1 months 0 days",
			"resumption before 2027-06-23 end 2027-07-14 on 2027-01-25 0 months 21 days", "extension before 2027-07-14 end 2027-09-13 on 2027-02-10 2 months 0 days"}
		if len(options) != len(want) {
			t.Fatalf("%d options: %+v", len(options), options)
		}
		for i, o := range options {
			got := string(o.Cause.Kind)
			if i >= 2 {
				s, err := tw.subject("manager", o.Cause.String(), notice.Wish{})
				if err != nil {
					t.Fatal(err)
				}
				c := s.Change
				got += fmt.Sprintf(" before %s end %s on %s %d months %d days", c.Before, c.End, c.On, c.Months, c.Days)
				if s.Agreement.Number != "CA-2026-0001" {
					t.Errorf("of agreement %+v", s.Agreement)
				}
			}
			if got != want[i] || o.Refused != nil {
				t.Errorf("%s (%v), want %s", got, o.Refused, want[i])
			}
		}
		// What the history says at the time of the last extension is what its replay says.
		if n := tw.count(`SELECT count(*) FROM projects WHERE ref = ? AND phase_ends_on = '2027-09-13'`, tw.ref); n != 1 {
			t.Error("the replay differs from what is kept")
		}
		for _, c := range []string{"extension-1", "extension-99", "suspension-6"} { // no such row, or of another kind
			if _, err := tw.subject("manager", c, notice.Wish{}); code(err) != "notice.not_found" {
				t.Errorf("%s: %v", c, err)
			}
		}
		number := tw.mustIssue(options[3].Cause.String())
		if number != "AV-2027-0001" {
			t.Errorf("number %s", number)
		}
		tw.must("operator", func(tx *db.Tx) error { _, err := tx.Exec(`DELETE FROM agreements`); return err })
		if _, err := tw.subject("manager", options[2].Cause.String(), notice.Wish{}); code(err) != "notice.no_agreement" {
			t.Errorf("without an agreement: %v", err)
		}
	})
}

func TestLettersOfTheGrant(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.coaching()
		tw.ask(award)
		tw.ask(func(tx *db.Tx, ref string) error {
			_, err := trial.RefuseGrant(tx, ref, 2, trial.RefusalDraft{Version: 1, Reason: "Pas de devis"})
			return err
		})
		after := func(verb func(*db.Tx, string, int, trial.Entry) (string, error), amount models.Cents, why string) {
			t.Helper()
			tw.must("manager", func(tx *db.Tx) error {
				v, err := tx.Count(`SELECT version FROM grant_requests WHERE number = 1`)
				if err == nil {
					_, err = verb(tx, tw.ref, 1, trial.Entry{Version: v, Amount: amount, On: tx.Today(), Text: why})
				}
				return err
			})
		}
		after(trial.Reduce, 10_000, "un")
		after(trial.Reduce, 5_000, "deux")
		after(func(tx *db.Tx, ref string, n int, e trial.Entry) (string, error) {
			id, err := tx.Count(`SELECT MIN(id) FROM grant_tranches`)
			if err != nil {
				return "", err
			}
			return trial.Pay(tx, ref, n, int64(id), e)
		}, 40_000, "virement")
		after(trial.Recover, 1_000, "trop-perçu")
		after(trial.Recover, 500, "encore")
		for cause, want := range map[string]string{"award-1": "200000 total 0 ", "refusal-2": "250000 total 0 Pas de devis", "reduction-1-1": "10000 total 190000 un", "reduction-1-2": "5000 total 185000 deux",
			"recovery-1-1": "1000 total 1000 trop-perçu", "recovery-1-2": "500 total 1500 encore", "award-2": "notice.not_found", "refusal-1": "notice.not_found", "award-3": "notice.not_found",
			"reduction-1-3": "notice.not_found", "recovery-2-1": "notice.not_found"} {
			s, err := tw.subject("manager", cause, notice.Wish{})
			got := fmt.Sprintf("%d total %d %s", s.Money.Amount, s.Money.Total, s.Money.Reason)
			if err != nil {
				got = code(err)
			}
			if got != want {
				t.Errorf("%s: %q, want %q", cause, got, want)
			}
			if err == nil && (s.Money.Left != 500_000-185_000 || s.Money.Cap != 500_000) {
				t.Errorf("%s: left %d of %d", cause, s.Money.Left, s.Money.Cap)
			}
		}
		if n := tw.mustIssue("award-1"); n != "LB-2026-0001" {
			t.Errorf("number %s", n)
		}
		if n := tw.mustIssue("reduction-1-2"); n != "LB-2026-0002" {
			t.Errorf("number %s", n)
		}
		tw.must("operator", func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE grant_requests SET imported = TRUE WHERE number = 1`)
			return err
		})
		if _, err := tw.subject("manager", "award-1", notice.Wish{}); code(err) != "notice.carried" {
			t.Errorf("carried: %v", err)
		}
	})
}
