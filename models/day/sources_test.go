package day_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/day"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
)

// Every kind of line comes from where it should, at the edges of its days, for the dossiers that one works on.
func TestWhatADayHolds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		var karim, lea accounts.Account
		write := func(fn func(tx *db.Tx) error) {
			t.Helper()
			if err := d.Write(context.Background(), access.Operator("test"), fn); err != nil {
				t.Fatal(err)
			}
		}
		ref := ""
		write(func(tx *db.Tx) (err error) {
			if _, err := programme.Found(tx); err != nil {
				return err
			}
			for name, a := range map[string]*accounts.Account{"karim": &karim, "lea": &lea} {
				if *a, err = accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{{Role: access.Coach}}}, "x"); err != nil {
					return err
				}
			}
			ref, err = lay(tx, karim)
			return err
		})
		read := func(a accounts.Account) string {
			t.Helper()
			var list []string
			err := d.Read(context.Background(), a.Actor(), func(tx *db.Tx) error {
				found, err := day.Of(tx)
				for _, g := range found.Groups {
					for _, l := range g.Lines {
						if g.Kind == day.Draft { // names whom it names
							l.Ref, l.Holder = ref, "Zoë D'Hondt"
						}
						if l.Ref != ref || l.Holder != "Zoë D'Hondt" || l.Key == "" {
							t.Errorf("%+v", l)
						}
						word := fmt.Sprintf("%s:%d", g.Kind, l.Urgency)
						if l.Held || l.Returned {
							word += "!"
						}
						list = append(list, word)
					}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return strings.Join(list, " ")
		}
		const want = "piece:2 piece:1 theirs:2 message:1 document:1 ending:0 status:0 rights:0"
		if got := read(karim); got != want {
			t.Errorf("karim: %s\nwant   %s", got, want)
		}
		if got := read(lea); got != "" {
			t.Errorf("lea: %s", got)
		}
		// Who stands in has the same day, and the absent one's own actions on it.
		write(func(tx *db.Tx) error {
			if _, err := tx.Exec(`INSERT INTO coach_covers (id, public_id, absent_id, by_id, from_on, to_on, created_at) VALUES (1, 'c', ?, ?, '2026-11-23', '2026-11-24', 1)`, karim.ID, lea.ID); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO coach_cover_projects (cover_id, project_id) SELECT 1, id FROM projects`)
			return err
		})
		write(func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO actions (project_id, title, owner, coach_id, due_on, created_at) SELECT id, 'Relire', 'coach', ?, '2026-11-23', 1 FROM projects`, karim.ID)
			return err
		})
		if got, want := read(lea), strings.Replace(want, " message", " mine:1 message", 1); got != want {
			t.Errorf("lea, who stands in: %s\nwant %s", got, want)
		}
		clock.Set("2026-11-25")
		if got := read(lea); got != "" {
			t.Errorf("lea, afterwards: %s", got)
		}
		write(func(tx *db.Tx) error {
			if _, err := tx.Exec(`INSERT INTO progress_cadences (programme_id, coaching_months, test_months) SELECT programme_id, 6, 6 FROM projects WHERE true ON CONFLICT (programme_id) DO UPDATE SET test_months = 6`); err != nil {
				return err
			}
			_, err := tx.Exec(`UPDATE projects SET last_meeting_on = ?, phase_started_on = ?`, tx.Today().AddDays(-200), tx.Today().AddDays(-400))
			return err
		})
		if got := read(karim); !strings.Contains(got, "reportdue:2") || !strings.Contains(got, "silent:1") {
			t.Errorf("after a long silence: %s", got)
		}
		write(func(tx *db.Tx) error { return layWork(tx, karim) })
		const more = "meeting:1 mine:2 piece:2 piece:1 piece:1 theirs:2 theirs:2 draft:1 unwritten:1 unwritten:1! message:1 section:1 claim:1 document:1 report:1! silent:1 ending:0 status:0 rights:0"
		if got := read(karim); got != more {
			t.Errorf("karim at work: %s\nwant           %s", got, more)
		}
	})
}

// lay makes a dossier of the coach with one of everything inside its days, and one just outside.
func lay(tx *db.Tx, coach accounts.Account) (string, error) {
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return "", err
	}
	sites, err := programme.Sites(tx)
	if err != nil {
		return "", err
	}
	c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID, IntakeOpensOn: "2026-01-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
	if err != nil {
		return "", err
	}
	if c, err = programme.CohortByID(tx, c.ID); err != nil {
		return "", err
	}
	holder, err := accounts.CreateActive(tx, accounts.Draft{Email: "zoe@x.be", Name: "Zoë D'Hondt", Grants: []access.Grant{{Role: access.Candidate}}}, "x")
	if err != nil {
		return "", err
	}
	if _, err := tx.Exec(`UPDATE persons SET first_name = 'Zoë', last_name = 'D''Hondt' WHERE id = ?`, holder.PersonID); err != nil {
		return "", err
	}
	ref, id, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: holder.PersonID, Holder: "Zoë", Title: "Épicerie"})
	if err != nil {
		return "", err
	}
	today := tx.Today()
	terms, err := programme.TermsOn(tx, c.ProgrammeID, today)
	if err != nil {
		return "", err
	}
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{`UPDATE projects SET phase = 'test', submitted_at = 1, terms_id = ?, phase_ends_on = ?, last_meeting_on = ? WHERE id = ?`, []any{terms.ID, today.AddDays(60), today, id}},
		{`INSERT INTO applications (project_id, benefits_end_on, updated_at) VALUES (?, ?, 1)`, []any{id, today.AddDays(60)}},
		{`INSERT INTO agreements (project_id, kind, number, signed_on, starts_on, ends_on, created_at) VALUES (?, 'status', 'S1', ?, ?, ?, 1)`, []any{id, today, today, today.AddDays(52)}},
		{`INSERT INTO actions (project_id, title, owner, due_on, created_at) VALUES (?, 'Appeler', 'holder', ?, 1), (?, 'Demain', 'holder', ?, 1)`, []any{id, today.AddDays(-1), id, today}},
		{`INSERT INTO document_requests (project_id, category, due_on, after_id, asked_at) VALUES (?, 'cv', ?, 0, 1), (?, 'id', ?, 0, 1), (?, 'x', ?, 0, 1)`, []any{id, today.AddDays(-1), id, today.AddDays(7), id, today.AddDays(8)}},
		{`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, added_by, added_at, scan) VALUES ('d1', ?, 'bank', 'a.pdf', 'application/pdf', 1, ?, ?, 1, 'clean')`,
			[]any{id, strings.Repeat("a", 64), holder.ID}},
		{`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, added_by, added_at, scan) VALUES ('d2', ?, 'bank', 'b.pdf', 'application/pdf', 1, ?, ?, 1, 'clean')`,
			[]any{id, strings.Repeat("b", 64), coach.ID}},
		{`INSERT INTO messages (id, public_id, project_id, side, author_id, body, at) VALUES (1, 'm1', ?, 'holder', ?, 'Bonjour', 1)`, []any{id, holder.ID}},
		{`INSERT INTO message_threads (project_id, last_at, house_unread) VALUES (?, 1, 1)`, []any{id}},
	} {
		if _, err := tx.Exec(s.sql, s.args...); err != nil {
			return "", err
		}
	}
	p, err := programme.Load(tx, ref, access.ProjectRead)
	if err != nil {
		return "", err
	}
	return ref, programme.AssignCoach(tx, p, coach.ID, models.Date("2026-01-05"))
}

// layWork adds to the dossier what its coach has on the table: meetings, a draft, what its holder handed in, a report.
func layWork(tx *db.Tx, coach accounts.Account) error {
	today := tx.Today()
	at := func(days int) models.Instant { return models.InstantOf(today.AddDays(days).At(14, 0)) }
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO meetings (id, public_id, state, held_on, starts_at, minutes, kind, medium, created_at, updated_at) VALUES (1, 'm1', 'planned', ?, ?, 60, 'coaching', 'phone', 1, 1),
			(2, 'm2', 'planned', ?, ?, 60, 'coaching', 'phone', 1, 1), (3, 'm3', 'held', ?, ?, 60, 'coaching', 'phone', 1, 1)`,
			[]any{today, at(0), today.AddDays(-1), at(-1), today.AddDays(-2), at(-2)}},
		{`INSERT INTO meeting_projects (meeting_id, project_id) SELECT m.id, p.id FROM meetings m CROSS JOIN projects p`, nil},
		{`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) SELECT m.id, ?, m.starts_at FROM meetings m`, []any{coach.ID}},
		{`INSERT INTO meeting_drafts (account_id, form_key, project_id, fields, updated_at) SELECT ?, 'f', id, '{}', ? FROM projects`, []any{coach.ID, tx.Now()}},
		{`INSERT INTO plan_templates (id, programme_id, number, state, published_at) SELECT 900, MIN(id), 900, 'published', 1 FROM programmes`, nil},
		{`INSERT INTO plan_sections (id, template_id, position, title) VALUES (900, 900, 1, 'Marché')`, nil},
		{`INSERT INTO plan_items (id, section_id, template_id, position, title, mandatory) VALUES (900, 900, 900, 1, 'Clients', ?)`, []any{true}},
		{`INSERT INTO plan_states (project_id, item_id, claimed_on, updated_at) SELECT id, 900, ?, 1 FROM projects`, []any{today}},
		{`INSERT INTO plan_texts (project_id, section_id, turn, turned_at, updated_at) SELECT id, 900, 'submitted', 1, 1 FROM projects`, nil},
		{`INSERT INTO progress_reports (public_id, project_id, state, from_on, to_on, snapshot, submitted_at, created_at, updated_at) SELECT 'r1', id, 'returned', ?, ?, '{}', 1, 1, 1 FROM projects`,
			[]any{today.AddDays(-90), today}},
	} {
		if _, err := tx.Exec(s.sql, s.args...); err != nil {
			return err
		}
	}
	return nil
}

// What one coach puts off stays on another's day, and only they take it back. A meeting of the day is not put off.
func TestWhatIsPutOffIsOnesOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		var coaches [2]accounts.Account
		do := func(a access.Actor, fn func(tx *db.Tx) error) error { return d.Write(context.Background(), a, fn) }
		err := do(access.Operator("test"), func(tx *db.Tx) error {
			if _, err := programme.Found(tx); err != nil {
				return err
			}
			for i, name := range []string{"karim", "lea"} {
				var err error
				if coaches[i], err = accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{{Role: access.Coach}}}, "x"); err != nil {
					return err
				}
			}
			ref, err := lay(tx, coaches[0])
			if err != nil {
				return err
			}
			p, err := programme.Load(tx, ref, access.ProjectRead)
			if err != nil {
				return err
			}
			if err := programme.AssignCoach(tx, p, coaches[1].ID, "2026-01-05"); err != nil {
				return err
			}
			return layWork(tx, coaches[0])
		})
		if err != nil {
			t.Fatal(err)
		}
		off := func(a accounts.Account) (n int) {
			err := do(a.Actor(), func(tx *db.Tx) error { found, err := day.Of(tx); n = len(found.PutOff); return err })
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		key := ""
		err = do(coaches[0].Actor(), func(tx *db.Tx) error {
			found, err := day.Of(tx)
			for _, g := range found.Groups {
				if g.Kind == day.Theirs {
					key = g.Lines[0].Key
				}
			}
			if err == nil {
				err = day.Snooze(tx, key, "2026-11-30")
			}
			return err
		})
		if err != nil || off(coaches[0]) != 1 || off(coaches[1]) != 0 {
			t.Fatalf("%v; put off: %d of one, %d of the other", err, off(coaches[0]), off(coaches[1]))
		}
		if err := do(coaches[1].Actor(), func(tx *db.Tx) error { return day.Wake(tx, key) }); err != nil || off(coaches[0]) != 1 {
			t.Errorf("taken back by another: %v", err)
		}
		if err := do(coaches[0].Actor(), func(tx *db.Tx) error { return day.Snooze(tx, "meeting/m1", "2026-11-30") }); !models.IsCode(err, "day.meeting") {
			t.Errorf("a meeting of today: %v", err)
		}
	})
}
