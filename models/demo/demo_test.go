package demo_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"slices"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/demo"
	"eclosion/models/privacy"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

var (
	ctx      = context.Background()
	operator = access.Operator("test")
)

func fill(t *testing.T, d *db.DB, o demo.Options) {
	t.Helper()
	if err := d.Write(ctx, operator, func(tx *db.Tx) error {
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		return selection.Found(tx)
	}); err != nil {
		t.Fatal(err)
	}
	if filled, err := demo.Fill(ctx, d, o); err != nil || !filled {
		t.Fatal(filled, err)
	}
}

func read(t *testing.T, d *db.DB, fn func(*db.Tx) error) {
	t.Helper()
	if err := d.Read(ctx, operator, fn); err != nil {
		t.Fatal(err)
	}
}

// Whatever the day and the seed, a small demonstration shows every phase, three
// cohorts, two sites and two programmes, and its five accounts sign in.
func TestSmallShowsEverything(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		fill(t, d, demo.Options{Size: demo.Sizes["small"], Seed: 1})
		read(t, d, func(tx *db.Tx) error {
			for query, want := range map[string]int{
				`SELECT count(DISTINCT phase) FROM projects`:                                                          len(programme.AllPhases()),
				`SELECT count(*) FROM projects`:                                                                       demo.Sizes["small"].Projects,
				`SELECT count(*) FROM cohorts`:                                                                        3,
				`SELECT count(DISTINCT site_id) FROM projects`:                                                        2,
				`SELECT count(DISTINCT programme_id) FROM projects`:                                                   2,
				`SELECT count(*) FROM committee_criteria`:                                                             9,
				`SELECT count(*) FROM conflicts`:                                                                      1,
				`SELECT count(*) FROM interviews i JOIN interview_slots s ON s.id = i.slot_id`:                        2,
				`SELECT count(DISTINCT account_id) FROM opinion_scores`:                                               3,
				`SELECT count(*) FROM projects p JOIN accounts a ON a.person_id = p.person_id WHERE p.phase = 'test'`: 1,
				`SELECT count(*) FROM message_threads WHERE holder_unread = 1`:                                        1,
				`SELECT count(*) FROM message_threads WHERE house_unread = 1`:                                         1,
				`SELECT count(*) FROM erasure_requests WHERE state = 'asked'`:                                         1,
				`SELECT count(*) FROM outbox WHERE state = 'waiting' AND next_at <= created_at`:                       0,
			} {
				if n, err := tx.Count(query); err != nil || n != want {
					t.Errorf("%s: %d, want %d (%v)", query, n, want, err)
				}
			}
			return nil
		})
		for _, a := range demo.Addresses {
			account, err := accounts.SignIn(ctx, d, a.Email, demo.Password)
			if err != nil || !account.Actor().Has(a.Role) && account.ID == 0 {
				t.Errorf("%s: %v", a.Email, err)
			}
		}
	})
}

func TestOtherDaysAndSeeds(t *testing.T) {
	for _, day := range []models.Date{"2024-02-29", "2026-01-31", "2027-12-31"} {
		d := dbtest.Open(t, db.SQLite, clockOn(day))
		fill(t, d, demo.Options{Size: demo.Sizes["small"], Seed: uint64(len(day)) + 41})
	}
}

func clockOn(day models.Date) *dbtest.Clock {
	c := &dbtest.Clock{}
	c.Set(day)
	return c
}

// The same seed and day invent the same couveuse, on either engine.
func TestSameSeedSameData(t *testing.T) {
	sums := map[string]bool{}
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		for range 1 {
			fill(t, d, demo.Options{Size: demo.Sizes["small"], Seed: 5})
			sums[digest(t, d)] = true
		}
	})
	again := dbtest.Open(t, db.SQLite, &dbtest.Clock{})
	fill(t, again, demo.Options{Size: demo.Sizes["small"], Seed: 5})
	sums[digest(t, again)] = true
	if len(sums) != 1 {
		t.Errorf("%d different couveuses from one seed", len(sums))
	}
	other := dbtest.Open(t, db.SQLite, &dbtest.Clock{})
	fill(t, other, demo.Options{Size: demo.Sizes["small"], Seed: 6})
	if sums[digest(t, other)] {
		t.Error("another seed invents the same people")
	}
}

func digest(t *testing.T, d *db.DB) string {
	t.Helper()
	h := sha256.New()
	read(t, d, func(tx *db.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var ref, phase, last, first, title, summary string
			var start models.Date
			if err := rows.Scan(&ref, &phase, &start, &last, &first, &title, &summary); err != nil {
				return err
			}
			_, err := fmt.Fprintln(h, ref, phase, start, last, first, title, summary)
			return err
		}, `SELECT p.ref, p.phase, p.phase_started_on, h.last_name, h.first_name, p.title, COALESCE(m.public_id, '') FROM projects p
			JOIN persons h ON h.id = p.person_id LEFT JOIN meeting_projects x ON x.project_id = p.id LEFT JOIN meetings m ON m.id = x.meeting_id
			ORDER BY p.id, m.id`)
	})
	return fmt.Sprintf("%x", h.Sum(nil))
}

func TestFilledDatabaseIsKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		fill(t, d, demo.Options{Size: demo.Sizes["small"], Seed: 1})
		before := digest(t, d)
		if filled, err := demo.Fill(ctx, d, demo.Options{Size: demo.Sizes["small"], Seed: 2}); err != nil || filled {
			t.Fatal(filled, err)
		}
		if digest(t, d) != before {
			t.Error("a second filling changed what was there")
		}
	})
}

// Invented journeys obey the rules that real ones must.
func TestInventedJourneysObeyTheRules(t *testing.T) {
	d := dbtest.Open(t, db.SQLite, &dbtest.Clock{})
	fill(t, d, demo.Options{Size: demo.Size{Projects: 600, Cohorts: 8, Coaches: 3, Meetings: 6}, Seed: 3})
	read(t, d, func(tx *db.Tx) error {
		rows, _, err := programme.List(tx, access.ProjectList, programme.Filter{Limit: 1000})
		if err != nil {
			return err
		}
		for _, r := range rows {
			history, err := programme.History(tx, r.ID)
			if err != nil {
				return err
			}
			at := programme.Phase("")
			on := models.Date("")
			for i, c := range history {
				legal := c.FromPhase == c.ToPhase || i == 0 && c.ToPhase == programme.Draft || slices.Contains(c.FromPhase.Next(), c.ToPhase)
				if c.Seq != i+1 || c.FromPhase != at || !legal || c.EffectiveOn < on && c.FromPhase != c.ToPhase || c.EffectiveOn > tx.Today() {
					t.Errorf("%s: step %d from %s to %s on %s after %s on %s", r.Ref, c.Seq, c.FromPhase, c.ToPhase, c.EffectiveOn, at, on)
				}
				at, on = c.ToPhase, max(on, c.EffectiveOn)
			}
			if at != r.Phase {
				t.Errorf("%s: history ends in %s, the dossier is in %s", r.Ref, at, r.Phase)
			}
		}
		for query, what := range map[string]string{
			`SELECT count(*) FROM grant_holders WHERE awarded > cap`:                                                                                   "over the cap",
			`SELECT count(*) FROM suspensions s JOIN projects p ON p.id = s.project_id WHERE s.to_on IS NULL AND p.suspended_on IS NULL`:               "open suspensions unknown to the dossier",
			`SELECT count(*) FROM projects WHERE phase IN ('coaching', 'test') AND phase_ends_on IS NULL`:                                              "clocked without an end",
			`SELECT count(*) FROM suspensions s JOIN projects p ON p.id = s.project_id WHERE p.left_on < s.to_on`:                                      "pauses after the end",
			`SELECT count(*) FROM grant_payments x JOIN grant_tranches t ON t.id = x.tranche_id WHERE x.amount > t.amount OR x.paid_on > '2026-11-23'`: "payments over or to come",
			`SELECT count(*) FROM meetings WHERE state = 'held' AND held_on > '2026-11-23'`:                                                            "meetings held in the future",
		} {
			if n, err := tx.Count(query); err != nil || n != 0 {
				t.Errorf("%d %s (%v)", n, what, err)
			}
		}
		return nil
	})
}

// The administrator of a demonstration has something to anonymise, whatever the day.
func TestSomethingIsDue(t *testing.T) {
	for _, day := range []models.Date{"2024-02-29", "2026-11-23", "2027-12-31"} {
		d := dbtest.Open(t, db.SQLite, clockOn(day))
		fill(t, d, demo.Options{Size: demo.Sizes["small"], Seed: 1})
		read(t, d, func(tx *db.Tx) error {
			due, err := privacy.Due(tx)
			if len(due) == 0 {
				t.Errorf("on %s nothing is due", day)
			}
			return err
		})
	}
}
