package handover_test

import (
	"context"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/handover"
	"eclosion/models/programme"
)

var (
	ctx      = context.Background()
	operator = access.Operator("test")
)

// town has Karim, who coaches three dossiers in Namur and one in Liège; Léa and Yann coach in Namur, Nora in Liège.
type town struct {
	t                                         *testing.T
	d                                         *db.DB
	clock                                     *dbtest.Clock
	karim, lea, yann, nora, manager, far, zoe accounts.Account
	refs                                      []string
}

func each(t *testing.T, fn func(tw *town)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		tw := &town{t: t, d: d, clock: clock}
		tw.as(operator, tw.lay)
		fn(tw)
	})
}

func (tw *town) lay(tx *db.Tx) error {
	tw.refs = nil
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
	for to, who := range map[*accounts.Account]struct {
		name  string
		role  access.Role
		sites []int64
	}{&tw.karim: {"Karim", access.Coach, []int64{sites[0].ID, sites[1].ID}}, &tw.lea: {"Lea", access.Coach, []int64{sites[0].ID}}, &tw.yann: {"Yann", access.Coach, []int64{sites[0].ID}},
		&tw.nora: {"Nora", access.Coach, []int64{sites[1].ID}}, &tw.manager: {"Manon", access.Manager, []int64{sites[0].ID}}, &tw.far: {"Farid", access.Manager, []int64{sites[1].ID}},
		&tw.zoe: {"Zoe", access.Candidate, []int64{0}}} {
		var grants []access.Grant
		for _, s := range who.sites {
			grants = append(grants, access.Grant{Role: who.role, SiteID: s})
		}
		if *to, err = accounts.CreateActive(tx, accounts.Draft{Email: who.name + "@x.be", Name: who.name, Grants: grants}, "x"); err != nil {
			return err
		}
	}
	for i, site := range []int64{sites[0].ID, sites[0].ID, sites[0].ID, sites[1].ID} {
		c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: site, IntakeOpensOn: "2026-01-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
		if err != nil {
			return err
		}
		if c, err = programme.CohortByID(tx, c.ID); err != nil {
			return err
		}
		person := tw.zoe.PersonID
		if i > 0 {
			p, err := programme.InsertPerson(tx, programme.Person{FirstName: "Sam", LastName: "Nom", Email: "sam@x.be"})
			if err != nil {
				return err
			}
			person = p.ID
		}
		ref, id, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person, Holder: "Zoé", Title: "Épicerie"})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE projects SET phase = 'coaching', submitted_at = 1, entered_on = '2026-03-02' WHERE id = ?`, id); err != nil {
			return err
		}
		p, err := programme.Load(tx, ref, access.ProjectRead)
		if err != nil {
			return err
		}
		if err := programme.AssignCoach(tx, p, tw.karim.ID, "2026-03-02"); err != nil {
			return err
		}
		tw.refs = append(tw.refs, ref)
	}
	return nil
}

// as runs a write that must succeed.
func (tw *town) as(a access.Actor, fn func(*db.Tx) error) {
	tw.t.Helper()
	if err := tw.d.Write(ctx, a, fn); err != nil {
		tw.t.Fatal(err)
	}
}

// count asks one number of the database.
func (tw *town) count(query string, args ...any) (n int) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) (err error) { n, err = tx.Count(query, args...); return err })
	return n
}

func (tw *town) wants(what string, got, want int) {
	tw.t.Helper()
	if got != want {
		tw.t.Errorf("%s: %d, want %d", what, got, want)
	}
}

// may tells whether the account may log a meeting on the dossier today: what an assignment is for.
func (tw *town) may(a accounts.Account, ref string) bool {
	tw.t.Helper()
	err := tw.d.Read(ctx, a.Actor(), func(tx *db.Tx) error { _, err := programme.Load(tx, ref, access.MeetingLog); return err })
	if err != nil && !models.IsKind(err, models.Forbidden) && !models.IsKind(err, models.NotFound) {
		tw.t.Fatal(err)
	}
	return err == nil
}

func (tw *town) hand(a access.Actor, t handover.Transfer) (done handover.Done, err error) {
	return done, tw.d.Write(ctx, a, func(tx *db.Tx) (err error) { done, err = handover.Hand(tx, t); return err })
}

func (tw *town) arrange(a access.Actor, d handover.CoverDraft) error {
	return tw.d.Write(ctx, a, func(tx *db.Tx) error { _, err := handover.Arrange(tx, d); return err })
}

// meet plans a meeting of Karim on dossiers, as many days from today.
func (tw *town) meet(days int, refs ...string) (id int) {
	tw.t.Helper()
	tw.as(tw.karim.Actor(), func(tx *db.Tx) error {
		state := coaching.Planned
		if days < 0 {
			state = coaching.Held
		}
		l, err := coaching.LogMeeting(tx, refs[0], coaching.Draft{State: state, HeldOn: tx.Today().AddDays(days), Time: coaching.TimeOfDay{Hour: 14}, Minutes: 60,
			Kind: coaching.Coaching, Medium: coaching.InPerson, Holders: refs[1:], Note: "rien à dire"})
		if err != nil {
			return err
		}
		id, err = tx.Count(`SELECT id FROM meetings WHERE public_id = ?`, l.PublicID)
		return err
	})
	return id
}
