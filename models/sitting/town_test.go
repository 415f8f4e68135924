package sitting_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/sitting"
)

// town is a couveuse with an open committee of two members and a few files.
type town struct {
	t      *testing.T
	db     *db.DB
	cohort programme.Cohort
	actors map[string]access.Actor
	ids    map[string]string // public ids
	com    string            // the committee's reference
	refs   []string          // its files
}

func build(t *testing.T, d *db.DB, files int) *town {
	t.Helper()
	tw := &town{t: t, db: d}
	tw.as(access.Operator("test"), func(tx *db.Tx) error { return tw.lay(tx, files) })
	tw.must("manager", func(tx *db.Tx) (err error) {
		tw.com, err = selection.CreateCommittee(tx, "", selection.CommitteeDraft{CohortRef: tw.cohort.Ref, HeldOn: "2026-11-23",
			Place: "Salle 1", Members: []string{tw.ids["jury"], tw.ids["jury2"]}})
		if err != nil {
			return err
		}
		_, err = selection.OpenCommittee(tx, tw.com, 1)
		return err
	})
	return tw
}

func (tw *town) lay(tx *db.Tx, files int) error {
	tw.actors, tw.ids, tw.refs = map[string]access.Actor{}, map[string]string{}, nil
	if _, err := programme.Found(tx); err != nil {
		return err
	}
	if err := selection.Found(tx); err != nil {
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
	c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID, Capacity: 2,
		IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
	if err != nil {
		return err
	}
	if tw.cohort, err = programme.CohortByID(tx, c.ID); err != nil {
		return err
	}
	for name, grant := range map[string]access.Grant{"jury": {Role: access.Jury}, "jury2": {Role: access.Jury}, "coach": {Role: access.Coach, SiteID: sites[0].ID},
		"manager": {Role: access.Manager, SiteID: sites[0].ID}, "chief": {Role: access.Manager}, "far": {Role: access.Manager, SiteID: sites[1].ID},
		"admin": {Role: access.Administrator}} {
		a, err := accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{grant}}, "x")
		if err != nil {
			return err
		}
		tw.actors[name], tw.ids[name] = a.Actor(), a.PublicID
	}
	for i := range files {
		name := fmt.Sprintf("holder%d", i)
		a, err := accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{{Role: access.Candidate}}}, "x")
		if err != nil {
			return err
		}
		tw.actors[name] = a.Actor()
		ref, err := tw.file(tx, a.PersonID, name)
		if err != nil {
			return err
		}
		tw.refs = append(tw.refs, ref)
	}
	return nil
}

// file is a dossier under review.
func (tw *town) file(tx *db.Tx, personID int64, holder string) (string, error) {
	ref, id, err := programme.Open(tx, programme.NewProject{Cohort: tw.cohort, PersonID: personID, Holder: holder, Title: "Projet de " + holder})
	if err != nil {
		return "", err
	}
	if _, err := tx.Exec(`INSERT INTO applications (project_id, updated_at, motivation) VALUES (?, ?, 'Depuis longtemps.')`, id, tx.Now()); err != nil {
		return "", err
	}
	if _, err := tx.Exec(`UPDATE projects SET phase = 'review', submitted_at = ? WHERE id = ?`, tx.Now(), id); err != nil {
		return "", err
	}
	return ref, programme.RecordChange(tx, programme.Change{ProjectID: id, FromPhase: programme.Draft, ToPhase: programme.Review, EffectiveOn: tx.Today()}, nil)
}

func (tw *town) try(name string, fn func(*db.Tx) error) error {
	return tw.db.Write(context.Background(), tw.actors[name], fn)
}

func (tw *town) as(actor access.Actor, fn func(*db.Tx) error) {
	tw.t.Helper()
	if err := tw.db.Write(context.Background(), actor, fn); err != nil {
		tw.t.Fatal(err)
	}
}

func (tw *town) must(name string, fn func(*db.Tx) error) {
	tw.t.Helper()
	tw.as(tw.actors[name], fn)
}

func (tw *town) count(query string, args ...any) (n int) {
	tw.t.Helper()
	tw.as(access.Operator("test"), func(tx *db.Tx) (err error) {
		n, err = tx.Count(query, args...)
		return err
	})
	return n
}

func (tw *town) version(ref string) int {
	tw.t.Helper()
	return tw.count(`SELECT version FROM projects WHERE ref = ?`, ref)
}

// agenda is the agenda as somebody sees it.
func (tw *town) agenda(name string) (items []sitting.Item) {
	tw.t.Helper()
	tw.must(name, func(tx *db.Tx) error {
		s, err := sitting.Load(tx, tw.com)
		if err != nil {
			return err
		}
		items, err = sitting.Agenda(tx, s)
		return err
	})
	return items
}

func (tw *town) decide(ref string, v sitting.Verdict) error {
	version := tw.version(ref)
	v.DecidedOn = "2026-11-23"
	if v.Reasons == "" {
		v.Reasons = "Des raisons."
	}
	return tw.try("manager", func(tx *db.Tx) error { return sitting.Decide(tx, tw.com, ref, "", version, v) })
}

// answered decides a file so.
func (tw *town) answered(ref string, o selection.Outcome) {
	tw.t.Helper()
	if err := tw.decide(ref, sitting.Verdict{DecisionDraft: selection.DecisionDraft{Outcome: o, NextStep: "Revenir."}}); err != nil {
		tw.t.Fatal(err)
	}
}

func each(t *testing.T, files int, fn func(*testing.T, *town, *dbtest.Clock)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) { fn(t, build(t, d, files), clock) })
}

// code sums up an error: the codes of its refusals, and its fields with theirs.
func code(err error) string {
	if err == nil {
		return ""
	}
	p, ok := models.ProblemOf(err)
	if !ok {
		return err.Error()
	}
	parts := p.Codes()
	for _, f := range p.Fields {
		parts = append(parts, f.Field+":"+f.Code)
	}
	return strings.Join(parts, " ")
}
