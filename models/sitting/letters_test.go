package sitting_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/models/selection"
	"eclosion/models/sitting"
)

func TestFill(t *testing.T) {
	values := map[string]string{"prenom": "Zoë", "raisons": "Le {nom} reste {prenom}.\n\nDeux raisons.", "conditions": ""}
	for _, test := range []struct{ body, want, unknown string }{
		{"Bonjour {prenom},", "Bonjour Zoë,", ""},
		{"Bonjour {Prenom} et {rien}, {rien}.", "Bonjour {Prenom} et {rien}, {rien}.", "{Prenom} {rien}"},
		{"Voici :\n{raisons}\n\nFin.", "Voici :\nLe {nom} reste Zoë_non", ""},
		{"Sous condition : {conditions}\n\nFin.", "Fin.", ""},
		{"{prenom} sous {conditions}.", "Zoë sous .", ""},
		{"Un.\r\n\r\nDeux.", "Un.\n\nDeux.", ""},
		{"\n\n\n\nSeul.\n\n", "Seul.", ""},
		{"Accolades { } et {} et {un\nsaut}", "Accolades { } et {} et {un\nsaut}", "{ } {}"},
		{"", "", ""},
	} {
		got, unknown := sitting.Fill(test.body, values)
		want := test.want
		if strings.HasSuffix(want, "_non") { // what a value holds is not filled in again
			want = "Voici :\nLe {nom} reste {prenom}.\n\nDeux raisons.\n\nFin."
		}
		if got != want || strings.Join(unknown, " ") != test.unknown {
			t.Errorf("%q: %q (%v), want %q (%s)", test.body, got, unknown, want, test.unknown)
		}
	}
}

func TestCheckText(t *testing.T) {
	for _, test := range []struct {
		outcome    selection.Outcome
		body, want string
	}{
		{selection.Accepted, "Bravo. {conditions}", ""},
		{selection.Accepted, "Bravo.", "form.invalid letter_body:placeholder_missing"},
		{selection.Declined, "{raisons} {suite}", ""},
		{selection.Declined, "{raisons}", "form.invalid letter_body:placeholder_missing"},
		{selection.Declined, "{suite} {raison}", "form.invalid letter_body:placeholder_unknown letter_body:placeholder_missing"},
		{selection.Waitlisted, "{raisons} {rang}", ""},
		{selection.Waitlisted, "{rang}", "form.invalid letter_body:placeholder_missing"},
		{selection.Waitlisted, "{raisons} {rang}" + strings.Repeat("é", 7984), ""},
		{selection.Waitlisted, "{raisons} {rang}" + strings.Repeat("é", 7985), "form.invalid letter_body:max"},
	} {
		var err error
		if p := sitting.CheckText(test.outcome, test.body); p != nil {
			err = p
		}
		if got := code(err); got != test.want {
			t.Errorf("%s %.20q: %q, want %q", test.outcome, test.body, got, test.want)
		}
	}
}

func TestTextsOfLetters(t *testing.T) {
	each(t, 0, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		save := func(name, programmeCode string, o selection.Outcome, number int, body string) string {
			return code(tw.try(name, func(tx *db.Tx) error { return sitting.SaveText(tx, programmeCode, o, number, body) }))
		}
		for _, test := range []struct {
			name    string
			outcome selection.Outcome
			number  int
			body    string
			want    string
		}{
			{"manager", selection.Accepted, 0, "{conditions}", "access.denied"}, {"admin", selection.Accepted, 0, "rien", "form.invalid letter_body:placeholder_missing"},
			{"admin", "peut-être", 0, "x", "letter.not_found"}, {"admin", selection.Accepted, 0, "Un {conditions}", ""},
			{"admin", selection.Accepted, 0, "Deux {conditions}", "letter.stale"}, {"admin", selection.Accepted, 5, "Deux {conditions}", "letter.stale"}, {"admin", selection.Accepted, 1, "Deux {conditions}", ""},
			{"admin", selection.Accepted, 2, "Deux {conditions}", ""}, {"admin", selection.Declined, 0, "{raisons}{suite}", ""}, {"admin", selection.Accepted, 2, "", ""},
		} {
			if got := save(test.name, tw.cohort.ProgrammeCode, test.outcome, test.number, test.body); got != test.want {
				t.Errorf("%+v: %q", test, got)
			}
		}
		if got := save("admin", "RIEN", selection.Accepted, 0, "{conditions}"); got != "programme.not_found" {
			t.Errorf("no programme: %q", got)
		}
		tw.must("admin", func(tx *db.Tx) error {
			text, err := sitting.TextOf(tx, tw.cohort.ProgrammeID, selection.Accepted)
			if text.Number != 3 || text.Body != "" || text.WrittenBy != "admin" {
				t.Errorf("%+v", text)
			}
			return err
		})
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'letter.text'`); n != 4 {
			t.Errorf("%d texts on record", n)
		}
	})
}

// issue makes the letter of a dossier as the page does: laid out outside, kept inside, again when
// somebody took the number.
func (tw *town) issue(name, ref string) error {
	for range 50 {
		var s sitting.Subject
		var number string
		err := tw.try(name, func(tx *db.Tx) (err error) {
			if s, err = sitting.SubjectOf(tx, ref); err != nil {
				return err
			}
			number, err = reporting.NextNumber(tx, reporting.KindLetter)
			return err
		})
		if err == nil {
			err = tw.try(name, func(tx *db.Tx) error {
				return sitting.Issue(tx, s, number, "Lettre", "Bonjour "+s.Person.FirstName, []byte("%PDF "+ref))
			})
		}
		if !models.IsCode(err, "paper.stale") {
			return err
		}
	}
	return fmt.Errorf("no number left")
}

func (tw *town) pending(name string) string {
	var list []string
	err := tw.try(name, func(tx *db.Tx) (err error) {
		list, err = sitting.PendingLetters(tx, tw.com)
		return err
	})
	if err != nil {
		return code(err)
	}
	for i, ref := range list {
		list[i] = ref[len(ref)-1:]
	}
	return strings.Join(list, "")
}

func TestALetterIsMadeOnce(t *testing.T) {
	each(t, 4, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		for i, o := range []selection.Outcome{selection.Accepted, selection.Waitlisted, selection.Declined} {
			tw.answered(tw.refs[i], o)
		}
		if got := tw.pending("manager"); got != "123" {
			t.Fatalf("pending %s", got)
		}
		errs := make([]error, 12) // two managers, each clicking twice, on three dossiers
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { errs[i] = tw.issue([]string{"manager", "chief"}[i%2], tw.refs[i/4]) })
		}
		wg.Wait()
		made := 0
		for _, err := range errs {
			switch code(err) {
			case "":
				made++
			case "letter.issued":
			default:
				t.Errorf("unexpected: %v", err)
			}
		}
		for query, want := range map[string]int{
			`SELECT count(*) FROM decision_letters`:                                         3,
			`SELECT count(*) FROM issued_papers WHERE kind = 'letter'`:                      3,
			`SELECT count(DISTINCT number) FROM issued_papers WHERE project_id IS NOT NULL`: 3,
			`SELECT count(*) FROM outbox WHERE kind = 'decision_letter'`:                    3,
			`SELECT count(*) FROM audit_entries WHERE action = 'letter.issue'`:              3,
			`SELECT last FROM sequences WHERE name = 'paper-LD-2026'`:                       3,
		} {
			if n := tw.count(query); n != want {
				t.Errorf("%s: %d, want %d", query, n, want)
			}
		}
		if made != 3 || tw.pending("manager") != "" {
			t.Errorf("%d letters made, pending %q", made, tw.pending("manager"))
		}
	})
}

func TestWhoMakesAndReadsLetters(t *testing.T) {
	each(t, 3, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		tw.answered(tw.refs[0], selection.Declined)
		if got := code(tw.issue("manager", tw.refs[1])); got != "letter.no_decision" {
			t.Errorf("without a decision: %q", got)
		}
		for name, want := range map[string]string{"jury": "access.denied", "coach": "access.denied", "holder0": "access.denied", "holder1": "project.not_found",
			"far": "project.not_found", "admin": "project.not_found"} {
			if got := code(tw.issue(name, tw.refs[0])); got != want {
				t.Errorf("%s makes it: %q, want %q", name, got, want)
			}
			err := tw.try(name, func(tx *db.Tx) error { _, err := sitting.SubjectOf(tx, tw.refs[0]); return err })
			if code(err) != want {
				t.Errorf("%s reads what it needs: %v", name, err)
			}
		}
		for name, want := range map[string]string{"manager": "1", "jury": "access.denied", "far": "committee.not_found"} {
			if got := tw.pending(name); got != want {
				t.Errorf("%s asks what is pending: %q", name, got)
			}
		}
		if err := tw.issue("manager", tw.refs[0]); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{"manager": "", "chief": "", "coach": "", "holder0": "", "jury": "access.denied", "holder1": "project.not_found",
			"far": "project.not_found", "admin": "project.not_found"} {
			err := tw.try(name, func(tx *db.Tx) error {
				list, err := sitting.Letters(tx, tw.refs[0])
				if err != nil {
					return err
				}
				if len(list) != 1 || list[0].Number != "LD-2026-0001" || list[0].Outcome != selection.Declined || len(list[0].SHA256) != 64 {
					t.Errorf("%s: %+v", name, list)
				}
				_, l, err := sitting.LetterByNumber(tx, tw.refs[0], "LD-2026-0001")
				if err == nil && !strings.HasPrefix(l.Body, "Bonjour") {
					t.Errorf("%s: %+v", name, l)
				}
				return err
			})
			if code(err) != want {
				t.Errorf("%s reads it: %q, want %q", name, code(err), want)
			}
			_, paper := tw.paper(name, "LD-2026-0001")
			if hidden := want != ""; hidden != models.IsKind(paper, models.NotFound) {
				t.Errorf("%s asks for the paper: %v", name, paper)
			}
		}
		wrong := tw.try("manager", func(tx *db.Tx) error { _, _, err := sitting.LetterByNumber(tx, tw.refs[1], "LD-2026-0001"); return err })
		if code(wrong) != "letter.not_found" {
			t.Errorf("through another dossier: %v", wrong)
		}
		if p, err := tw.paper("holder0", "LD-2026-0001"); err != nil || string(p.PDF) != "%PDF "+tw.refs[0] {
			t.Errorf("the paper's bytes: %q, %v", p.PDF, err)
		}
		to := `SELECT count(*) FROM outbox WHERE recipient = 'holder0@x.be' AND project_id IS NOT NULL AND facts LIKE '%"number":"LD-2026-0001"%'`
		if n := tw.count(to); n != 1 {
			t.Errorf("%d mails to the holder", n)
		}
	})
}

func (tw *town) paper(name, number string) (p reporting.Issued, err error) {
	err = tw.try(name, func(tx *db.Tx) error {
		p, err = reporting.LoadIssued(tx, number)
		return err
	})
	return p, err
}

// A letter tells the decision that its writer saw, or nothing.
func TestALetterOfADecisionThatWasFollowed(t *testing.T) {
	each(t, 1, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		tw.answered(tw.refs[0], selection.Waitlisted)
		var s sitting.Subject
		tw.must("manager", func(tx *db.Tx) (err error) { s, err = sitting.SubjectOf(tx, tw.refs[0]); return err })
		if s.Decision.Rank != 1 || s.Person.ID == 0 || s.Cohort.Ref != tw.cohort.Ref || s.Site.Code == "" || s.Today != "2026-11-23" {
			t.Errorf("%+v", s)
		}
		tw.answered(tw.refs[0], selection.Accepted)
		err := tw.try("manager", func(tx *db.Tx) error { return sitting.Issue(tx, s, "LD-2026-0001", "Lettre", "x", []byte("x")) })
		if code(err) != "letter.superseded" || tw.count(`SELECT count(*) FROM issued_papers`) != 0 {
			t.Errorf("the letter of the decision before: %v", err)
		}
		if tw.pending("manager") != "1" {
			t.Errorf("pending %q", tw.pending("manager"))
		}
		if err := tw.issue("manager", tw.refs[0]); err != nil || tw.count(`SELECT count(*) FROM decision_letters l JOIN decisions d ON d.id = l.decision_id WHERE d.outcome = 'accepted'`) != 1 {
			t.Errorf("the letter of the latest: %v", err)
		}
	})
}

func TestUnsentLetters(t *testing.T) {
	each(t, 3, func(t *testing.T, tw *town, clock *dbtest.Clock) {
		unsent := func(name string) (n int) {
			tw.must(name, func(tx *db.Tx) error {
				list, err := sitting.UnsentLetters(tx)
				for _, u := range list {
					if u.CommitteeRef != tw.com || u.HeldOn != "2026-11-23" {
						t.Errorf("%+v", u)
					}
					n += u.Letters
				}
				return err
			})
			return n
		}
		tw.answered(tw.refs[0], selection.Declined)
		tw.answered(tw.refs[1], selection.Waitlisted)
		tw.answered(tw.refs[1], selection.Accepted)
		if unsent("manager") != 2 || unsent("chief") != 2 || unsent("far") != 0 || unsent("jury") != 0 {
			t.Errorf("manager %d, chief %d, far %d, jury %d", unsent("manager"), unsent("chief"), unsent("far"), unsent("jury"))
		}
		if err := tw.issue("manager", tw.refs[0]); err != nil || unsent("manager") != 1 {
			t.Errorf("after one: %d, %v", unsent("manager"), err)
		}
		clock.Set("2027-01-22")
		if unsent("manager") != 1 {
			t.Error("gone after sixty days")
		}
		clock.Set("2027-01-23")
		if unsent("manager") != 0 {
			t.Error("still there after sixty-one days")
		}
	})
}

func TestTheWaitingListMovesByDecisions(t *testing.T) {
	each(t, 5, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		list := func(name string) (sitting.WaitingList, error) {
			var l sitting.WaitingList
			err := tw.try(name, func(tx *db.Tx) (err error) { l, err = sitting.WaitingOf(tx, tw.cohort.Ref); return err })
			return l, err
		}
		freed := func(name string) (text string) {
			tw.must(name, func(tx *db.Tx) error {
				all, err := sitting.FreedPlaces(tx)
				for _, f := range all {
					text += fmt.Sprintf("%s %d/%d ", f.CohortRef, f.Free, f.Waiting)
				}
				return err
			})
			return strings.TrimSpace(text)
		}
		tw.answered(tw.refs[0], selection.Accepted)
		tw.answered(tw.refs[1], selection.Accepted)
		for i, rank := range []int{3, 1, 0} { // the last takes the end
			v := sitting.Verdict{DecisionDraft: selection.DecisionDraft{Outcome: selection.Waitlisted, Rank: rank}}
			if err := tw.decide(tw.refs[2+i], v); err != nil {
				t.Fatal(err)
			}
		}
		l, err := list("manager")
		if err != nil || shown(l) != "4:1/1 3:3/2 5:4/3" || l.Room.Taken != 2 || l.Room.Capacity != 2 {
			t.Errorf("%s %+v %v", shown(l), l.Room, err)
		}
		if freed("manager") != "" {
			t.Errorf("places free in a full cohort: %s", freed("manager"))
		}
		for name, want := range map[string]string{"coach": "access.denied", "admin": "access.denied", "far": "cohort.not_found", "jury": "cohort.not_found", "holder2": "cohort.not_found"} {
			if _, err := list(name); code(err) != want {
				t.Errorf("%s: %v", name, err)
			}
		}
		tw.must("manager", func(tx *db.Tx) error { // one leaves before coaching
			p, err := programme.Load(tx, tw.refs[0], "project.read")
			if err != nil {
				return err
			}
			return programme.Move(tx, p, programme.Exited, tx.Today(), "", nil)
		})
		if want := tw.cohort.Ref + " 1/3"; freed("manager") != want || freed("chief") != want || freed("far") != "" || freed("jury") != "" {
			t.Errorf("manager %q, chief %q, far %q", freed("manager"), freed("chief"), freed("far"))
		}
		if l, _ := list("manager"); shown(l) != "4:1/1 3:3/2 5:4/3" {
			t.Errorf("it moved by itself: %s", shown(l))
		}
		tw.answered(tw.refs[3], selection.Accepted)
		if l, _ := list("manager"); shown(l) != "3:3/1 5:4/2" || freed("manager") != "" {
			t.Errorf("after the decision: %s, freed %q", shown(l), freed("manager"))
		}
	})
}

func shown(l sitting.WaitingList) string {
	var parts []string
	for _, f := range l.Files {
		parts = append(parts, fmt.Sprintf("%s:%d/%d", f.Ref[len(f.Ref)-1:], f.Rank, f.Position))
	}
	return strings.Join(parts, " ")
}

func TestPlaceholdersAreDistinct(t *testing.T) {
	list := sitting.Placeholders()
	slices.Sort(list)
	if n := len(list); len(slices.Compact(list)) != n || n == 0 {
		t.Errorf("%v", list)
	}
}
