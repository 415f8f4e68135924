package trial_test

import (
	"context"
	"fmt"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/trial"
)

var (
	ctx      = context.Background()
	operator = access.Operator("test")
)

// town is a couveuse with cohorts of two programmes, one holder with a dossier in each, and
// somebody of each role.
type town struct {
	d                                       *db.DB
	cohorts                                 []programme.Cohort
	holder, other                           accounts.Account
	coach, coach2, manager, manager2, admin accounts.Account
	projects                                []*programme.Project // of holder, one a cohort, in coaching and test in turn
	foreign                                 *programme.Project   // of other
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, d *db.DB, fn func(*db.Tx) error) {
	t.Helper()
	must(t, d.Write(ctx, operator, fn))
}

func build(t *testing.T, d *db.DB) *town {
	t.Helper()
	tw := &town{d: d}
	write(t, d, func(tx *db.Tx) error {
		*tw = town{d: d}
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		var offers []struct{ ProgrammeID, SiteID int64 }
		err := tx.Find(&offers, `SELECT a.programme_id, a.site_id FROM programme_sites a WHERE (SELECT COUNT(*) FROM programme_sites b
			WHERE b.programme_id = a.programme_id AND b.site_id < a.site_id) < 2 ORDER BY a.programme_id, a.site_id`)
		if err != nil {
			return err
		}
		for _, o := range offers {
			c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: o.ProgrammeID, SiteID: o.SiteID,
				IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
			if err != nil {
				return err
			}
			if c, err = programme.CohortByID(tx, c.ID); err != nil {
				return err
			}
			tw.cohorts = append(tw.cohorts, c)
		}
		if len(tw.cohorts) != 4 || tw.cohorts[0].ProgrammeID == tw.cohorts[3].ProgrammeID {
			return fmt.Errorf("%d cohorts, want two of each programme", len(tw.cohorts))
		}
		for _, a := range []struct {
			to    *accounts.Account
			name  string
			grant access.Grant
		}{
			{&tw.holder, "holder", access.Grant{Role: access.Candidate}}, {&tw.other, "other", access.Grant{Role: access.Candidate}},
			{&tw.coach, "coach", access.Grant{Role: access.Coach, SiteID: tw.cohorts[0].SiteID}}, {&tw.coach2, "coach2", access.Grant{Role: access.Coach, SiteID: tw.cohorts[0].SiteID}},
			{&tw.manager, "manager", access.Grant{Role: access.Manager}}, {&tw.manager2, "manager2", access.Grant{Role: access.Manager}},
			{&tw.admin, "admin", access.Grant{Role: access.Administrator}},
		} {
			if *a.to, err = accounts.CreateActive(tx, accounts.Draft{Email: a.name + "@x.be", Name: a.name, Grants: []access.Grant{a.grant}}, "x"); err != nil {
				return err
			}
		}
		for i, c := range tw.cohorts {
			p, err := openProject(tx, c, tw.holder.PersonID, []programme.Phase{programme.Coaching, programme.Test}[i%2])
			if err != nil {
				return err
			}
			tw.projects = append(tw.projects, p)
			if err := programme.AssignCoach(tx, p, tw.coach.ID, tx.Today()); err != nil {
				return err
			}
		}
		tw.foreign, err = openProject(tx, tw.cohorts[0], tw.other.PersonID, programme.Test)
		return err
	})
	return tw
}

func openProject(tx *db.Tx, c programme.Cohort, person int64, phase programme.Phase) (*programme.Project, error) {
	ref, id, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person, Holder: "Zoë D'Hondt", Title: "Épicerie"})
	if err != nil {
		return nil, err
	}
	terms, err := programme.TermsOn(tx, c.ProgrammeID, tx.Today())
	if err != nil {
		return nil, err
	}
	if _, err := tx.Exec(`UPDATE projects SET phase = ?, submitted_at = ?, terms_id = ? WHERE id = ?`, phase, tx.Now(), terms.ID, id); err != nil {
		return nil, err
	}
	return programme.Load(tx, ref, access.ProjectRead)
}

// as runs one write in the name of an account.
func (tw *town) as(a accounts.Account, fn func(*db.Tx) error) error {
	return tw.d.Write(ctx, a.Actor(), fn)
}

// ask asks for amounts on a project, as the holder, and gives the request's number.
func (tw *town) ask(t *testing.T, p *programme.Project, amounts ...models.Cents) int {
	t.Helper()
	lines := make([]trial.Line, len(amounts))
	for i, a := range amounts {
		lines[i] = trial.Line{Label: fmt.Sprintf("Poste %d", i+1), Amount: a}
	}
	var ref string
	must(t, tw.as(tw.holder, func(tx *db.Tx) (err error) {
		ref, err = trial.AskGrant(tx, p.Ref, trial.RequestDraft{Purpose: "Matériel", Lines: lines})
		return err
	}))
	var number int
	if _, err := fmt.Sscanf(ref, p.Ref+"-B%d", &number); err != nil {
		t.Fatalf("reference %q: %v", ref, err)
	}
	return number
}

// award awards at the version that the manager sees.
func (tw *town) award(p *programme.Project, number int, amount models.Cents, tranches ...trial.TrancheDraft) error {
	version := tw.request(p, number).Version
	return tw.as(tw.manager, func(tx *db.Tx) error {
		_, err := trial.AwardGrant(tx, p.Ref, number, trial.AwardDraft{Version: version, Amount: amount, Tranches: tranches})
		return err
	})
}

func (tw *town) grant(p *programme.Project) (g trial.Grant) {
	err := tw.d.Read(ctx, operator, func(tx *db.Tx) (err error) {
		g, err = trial.GrantOf(tx, p)
		return err
	})
	if err != nil {
		panic(err)
	}
	return g
}

func (tw *town) request(p *programme.Project, number int) trial.Request {
	r, _ := tw.grant(p).Request(number)
	return r
}

func (tw *town) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	must(t, tw.d.Read(ctx, operator, func(tx *db.Tx) (err error) {
		n, err = tx.Count(query, args...)
		return err
	}))
	return n
}

// healthy fails when anything kept differs from what the records say.
func (tw *town) healthy(t *testing.T) {
	t.Helper()
	must(t, tw.d.Read(ctx, operator, func(tx *db.Tx) error {
		faults, err := trial.Faults(tx)
		for _, f := range faults {
			t.Error(f)
		}
		return err
	}))
}
