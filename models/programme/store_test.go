package programme_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
)

var (
	ctx      = context.Background()
	operator = access.Operator("test")
)

func write(t *testing.T, d *db.DB, fn func(*db.Tx) error) {
	t.Helper()
	if err := d.Write(ctx, operator, fn); err != nil {
		t.Fatal(err)
	}
}

// town is a small couveuse: a cohort on each of two sites, dossiers in many phases.
type town struct {
	cohorts  []programme.Cohort
	refs     []string
	accounts map[string]accounts.Account
}

func build(t *testing.T, d *db.DB) town {
	t.Helper()
	tw := town{accounts: map[string]accounts.Account{}}
	write(t, d, func(tx *db.Tx) error {
		tw = town{accounts: map[string]accounts.Account{}}
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		sites, err := programme.Sites(tx)
		if err != nil {
			return err
		}
		programmes, err := programme.Programmes(tx)
		if err != nil {
			return err
		}
		for i := range 2 {
			c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[i].ID,
				IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
			if err != nil {
				return err
			}
			c, err = programme.CohortByID(tx, c.ID)
			if err != nil {
				return err
			}
			tw.cohorts = append(tw.cohorts, c)
		}
		for name, grant := range map[string]access.Grant{"candidate": {Role: access.Candidate}, "coach": {Role: access.Coach, SiteID: sites[0].ID},
			"jury": {Role: access.Jury}, "manager": {Role: access.Manager, SiteID: sites[1].ID}, "chief": {Role: access.Manager},
			"admin": {Role: access.Administrator}} {
			a, err := accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{grant}}, "x")
			if err != nil {
				return err
			}
			tw.accounts[name] = a
		}
		phases := []programme.Phase{programme.Draft, programme.Submitted, programme.Coaching, programme.Test}
		for i := range 40 {
			person := tw.accounts["candidate"].PersonID
			if i%5 != 0 {
				p, err := programme.InsertPerson(tx, programme.Person{FirstName: "Zoë", LastName: fmt.Sprintf("D'Hondt %d", i)})
				if err != nil {
					return err
				}
				person = p.ID
			}
			ref, id, err := programme.Open(tx, programme.NewProject{Cohort: tw.cohorts[i%2], PersonID: person, Holder: "Zoë D'Hondt", Title: "Épicerie"})
			if err != nil {
				return err
			}
			if _, err := tx.Exec(`UPDATE projects SET phase = ? WHERE id = ?`, phases[i%4], id); err != nil {
				return err
			}
			tw.refs = append(tw.refs, ref)
			if i%7 == 0 {
				p, err := programme.Load(tx, ref, access.ProjectRead)
				if err != nil {
					return err
				}
				if err := programme.AssignCoach(tx, p, tw.accounts["coach"].ID, tx.Today()); err != nil {
					return err
				}
			}
		}
		var committee int64
		if _, err := tx.Get([]any{&committee}, `INSERT INTO committees (ref, cohort_id, held_on, state, created_at) VALUES ('K1', ?, ?, 'open', 1) RETURNING id`,
			tw.cohorts[0].ID, tx.Today()); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO committee_members (committee_id, account_id) VALUES (?, ?)`, committee, tw.accounts["jury"].ID); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO committee_files (committee_id, project_id) SELECT ?, id FROM projects WHERE ref = ?`, committee, tw.refs[1])
		return err
	})
	return tw
}

// judge seats two members more, who also coach and manage, before a second committee, which judges blind; all three have
// declared a conflict of interest on its first file.
func (tw *town) judge(t *testing.T, d *db.DB) {
	t.Helper()
	site := tw.cohorts[0].SiteID
	write(t, d, func(tx *db.Tx) error {
		for name, grant := range map[string]access.Grant{"jury coach": {Role: access.Coach, SiteID: site}, "jury manager": {Role: access.Manager, SiteID: site}} {
			a, err := accounts.CreateActive(tx, accounts.Draft{Email: name[5:] + "@jury.be", Name: name, Grants: []access.Grant{{Role: access.Jury}, grant}}, "x")
			if err != nil {
				return err
			}
			tw.accounts[name] = a
		}
		var blind int64
		if _, err := tx.Get([]any{&blind}, `INSERT INTO committees (ref, cohort_id, held_on, state, blind, created_at) VALUES ('K2', ?, ?, 'open', ?, 1) RETURNING id`,
			tw.cohorts[0].ID, tx.Today(), true); err != nil {
			return err
		}
		for _, name := range []string{"jury", "jury coach", "jury manager"} {
			id := tw.accounts[name].ID
			if _, err := tx.Exec(`INSERT INTO committee_members (committee_id, account_id) VALUES (?, ?)`, blind, id); err != nil {
				return err
			}
			// The second file is not an application any more: a conflict on it closes nothing.
			if _, err := tx.Exec(`INSERT INTO conflicts (project_id, account_id, declared_at) SELECT id, ?, 1 FROM projects WHERE ref IN (?, ?)`, id, tw.refs[5], tw.refs[6]); err != nil {
				return err
			}
		}
		_, err := tx.Exec(`INSERT INTO committee_files (committee_id, project_id) SELECT ?, id FROM projects WHERE ref IN (?, ?, ?, ?)`,
			blind, tw.refs[5], tw.refs[6], tw.refs[9], tw.refs[13])
		return err
	})
}

// The list and the door must agree for every account, every action, every dossier.
func TestListsShowExactlyWhatTheDoorOpens(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		tw.judge(t, d)
		tw.cover(t, d)
		for name, a := range tw.accounts {
			for _, action := range []access.Action{access.ApplicationRead, access.DocumentRead, access.OpinionGive, access.ProjectRead, access.MeetingLog, access.PlanClaim, access.GrantDecide} {
				err := d.Read(ctx, a.Actor(), func(tx *db.Tx) error {
					rows, _, err := programme.List(tx, action, programme.Filter{Limit: 100})
					if err != nil {
						return err
					}
					for _, ref := range tw.refs {
						p, err := programme.Load(tx, ref, action)
						if err != nil && !models.IsKind(err, models.NotFound) && !models.IsKind(err, models.Forbidden) {
							return err
						}
						i := slices.IndexFunc(rows, func(r programme.Row) bool { return r.Ref == ref })
						if opens, listed := err == nil, i >= 0; opens != listed {
							t.Errorf("%s %s %s: opens %v, listed %v", name, action, ref, opens, listed)
						} else if opens && (p.Masked != rows[i].Masked || p.Holder() != rows[i].Holder || p.Masked != (p.Holder() == "")) {
							t.Errorf("%s %s %s: the door names %q, the list %q", name, action, ref, p.Holder(), rows[i].Holder)
						}
					}
					return nil
				})
				if err != nil {
					t.Fatalf("%s %s: %v", name, action, err)
				}
			}
		}
	})
}

func TestCountsAgreeWithLists(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		tw.judge(t, d)
		tw.cover(t, d)
		for _, name := range []string{"candidate", "coach", "manager", "chief", "jury manager", "jury coach", "from today", "until yesterday"} {
			err := d.Read(ctx, tw.accounts[name].Actor(), func(tx *db.Tx) error {
				counts, err := programme.CountByPhase(tx, access.ProjectList, programme.Filter{})
				if err != nil {
					return err
				}
				for _, phase := range []programme.Phase{programme.Draft, programme.Submitted, programme.Coaching, programme.Test} {
					rows, _, err := programme.List(tx, access.ProjectList, programme.Filter{Phases: []programme.Phase{phase}, Limit: 100})
					if err != nil {
						return err
					}
					if counts[phase] != len(rows) {
						t.Errorf("%s %s: counted %d, listed %d", name, phase, counts[phase], len(rows))
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Who has whole sites sees besides them their own dossiers and those that they work on elsewhere: each counts once, by every filter.
func TestCountsOfWhatIsBeyondASite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		tw.cover(t, d)
		for _, name := range []string{"coach", "manager", "chief", "from today"} {
			a := tw.accounts[name].Actor()
			a.PersonID = tw.accounts["candidate"].PersonID
			a.Grants = append(slices.Clone(a.Grants), access.Grant{Role: access.Candidate})
			for _, f := range []programme.Filter{{}, {SiteID: tw.cohorts[0].SiteID}, {CohortID: tw.cohorts[1].ID}, {Accepted: true}, {Text: "zoe"}} {
				err := d.Read(ctx, a, func(tx *db.Tx) error {
					counts, err := programme.CountByPhase(tx, access.ProjectList, f)
					if err != nil {
						return err
					}
					f.Limit = 100
					rows, _, err := programme.List(tx, access.ProjectList, f)
					for _, r := range rows {
						counts[r.Phase]--
					}
					for phase, n := range counts {
						if n != 0 {
							t.Errorf("%s, %+v: %d %s counted and not listed", name, f, n, phase)
						}
					}
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// Words need not be looked for again where the counts of their phases say that there are none; a later page has no such counts.
func TestNoneByTheCounts(t *testing.T) {
	counts := map[programme.Phase]int{programme.Test: 2, programme.Draft: 0}
	for _, c := range []struct {
		f    programme.Filter
		n    map[programme.Phase]int
		none bool
	}{
		{programme.Filter{Text: "x"}, nil, true}, {programme.Filter{Text: "x"}, counts, false}, {programme.Filter{}, nil, false}, {programme.Filter{Text: "x", After: "~3"}, nil, false},
		{programme.Filter{Text: "x", Phases: []programme.Phase{programme.Draft, programme.Review}}, counts, true},
		{programme.Filter{Text: "x", Phases: []programme.Phase{programme.Draft, programme.Test}}, counts, false},
	} {
		if got := c.f.None(c.n); got != c.none {
			t.Errorf("%+v, %v: none %v", c.f, c.n, got)
		}
	}
}

func TestPagesJoinWithoutGapOrDouble(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		write(t, d, func(tx *db.Tx) error {
			if _, err := tx.Exec(`UPDATE projects SET phase_ends_on = ?`, models.Date("2026-12-24")); err != nil {
				return err
			}
			_, err := tx.Exec(`UPDATE projects SET phase_ends_on = ? WHERE id % 3 = 0`, models.Date("2027-01-31"))
			return err
		})
		for _, sort := range []programme.Sort{programme.ByNewest, programme.ByEnd} {
			seen := map[string]bool{}
			after := ""
			for {
				var rows []programme.Row
				err := d.Read(ctx, operator, func(tx *db.Tx) (err error) {
					rows, after, err = programme.List(tx, access.ProjectList, programme.Filter{Sort: sort, After: after, Limit: 7})
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range rows {
					if seen[r.Ref] {
						t.Errorf("%s: %s twice", sort, r.Ref)
					}
					seen[r.Ref] = true
				}
				if after == "" {
					break
				}
			}
			if len(seen) != len(tw.refs) {
				t.Errorf("%s: %d of %d", sort, len(seen), len(tw.refs))
			}
		}
		err := d.Read(ctx, operator, func(tx *db.Tx) error {
			_, _, err := programme.List(tx, access.ProjectList, programme.Filter{After: "garbage"})
			return err
		})
		if !models.IsKind(err, models.Invalid) {
			t.Errorf("a garbled page mark: %v", err)
		}
	})
}

func TestSearchKnowsNoAccents(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		for text, want := range map[string]int{"zoe hondt": 40, "EPICERIE zoë": 40, "%": 0, tw.refs[3]: 1, "absent": 0} {
			err := d.Read(ctx, operator, func(tx *db.Tx) error {
				rows, _, err := programme.List(tx, access.ProjectList, programme.Filter{Text: text})
				if len(rows) != want {
					t.Errorf("%q: %d rows, want %d", text, len(rows), want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestMoveIsGuarded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		ref := tw.refs[1] // submitted
		var first, second *programme.Project
		write(t, d, func(tx *db.Tx) (err error) {
			if first, err = programme.Load(tx, ref, access.JourneyMove); err != nil {
				return err
			}
			second, err = programme.Load(tx, ref, access.JourneyMove)
			return err
		})
		write(t, d, func(tx *db.Tx) error { return programme.Move(tx, first, programme.Review, tx.Today(), "", nil) })
		err := d.Write(ctx, operator, func(tx *db.Tx) error {
			return programme.Move(tx, second, programme.Withdrawn, tx.Today(), "", nil)
		})
		if !models.IsKind(err, models.Conflict) {
			t.Errorf("a second move on what was read before: %v", err)
		}
		err = d.Write(ctx, operator, func(tx *db.Tx) error {
			return programme.Move(tx, first, programme.Test, tx.Today(), "", nil)
		})
		if !models.IsCode(err, "journey.transition") {
			t.Errorf("from review to test: %v", err)
		}
		write(t, d, func(tx *db.Tx) error {
			history, err := programme.History(tx, first.ID)
			if len(history) != 2 || history[1].Seq != 2 || history[1].ToPhase != programme.Review || history[1].ActorName != "test" {
				t.Errorf("history %+v", history)
			}
			return err
		})
	})
}

func TestTermsAreDated(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		build(t, d)
		write(t, d, func(tx *db.Tx) error {
			programmes, err := programme.Programmes(tx)
			if err != nil {
				return err
			}
			later := programme.DefaultTerms("2027-01-01")
			later.ProgrammeID, later.CoachingMaxMonths = programmes[0].ID, 8
			if _, err := programme.InsertTerms(tx, later); err != nil {
				return err
			}
			for on, want := range map[models.Date]int{"1999-01-01": 6, "2026-12-31": 6, "2027-01-01": 8, "2030-01-01": 8} {
				terms, err := programme.TermsOn(tx, programmes[0].ID, on)
				if err != nil || terms.CoachingMaxMonths != want {
					t.Errorf("%s: %d months, %v", on, terms.CoachingMaxMonths, err)
				}
			}
			return nil
		})
	})
}

func TestBlindMembersMeetNoNames(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		tw.judge(t, d)
		masked := func(name string) (refs []string) {
			err := d.Read(ctx, tw.accounts[name].Actor(), func(tx *db.Tx) error {
				rows, _, err := programme.List(tx, access.ApplicationRead, programme.Filter{Limit: 100})
				for _, r := range rows {
					if r.Masked {
						refs = append(refs, r.Ref)
					}
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return refs
		}
		// The other site's files are known from the seat alone; those of one's own site by the other role too.
		for name, want := range map[string][]string{"jury": {tw.refs[13], tw.refs[9], tw.refs[6]}, "jury manager": {tw.refs[13], tw.refs[9]}, "manager": nil} {
			if got := masked(name); !slices.Equal(got, want) {
				t.Errorf("%s: masked %v, want %v", name, got, want)
			}
		}
	})
}
