package correspondence_test

import (
	"context"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/correspondence"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// town is a couveuse with one dossier of zoe's on the first site, and an account of each role.
type town struct {
	t      *testing.T
	db     *db.DB
	clock  *dbtest.Clock
	site   int64
	actors map[string]access.Actor
	ref    string
	id     int64
}

var operator = access.Operator("test")

func each(t *testing.T, fn func(*town)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		tw := &town{t: t, db: d, clock: clock, actors: map[string]access.Actor{}}
		tw.as(operator, tw.layOut)
		fn(tw)
	})
}

func (tw *town) layOut(tx *db.Tx) error {
	if _, err := programme.Found(tx); err != nil {
		return err
	}
	sites, err := programme.Sites(tx)
	if err != nil {
		return err
	}
	tw.site = sites[0].ID
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return err
	}
	c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID,
		IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
	if err != nil {
		return err
	}
	if c, err = programme.CohortByID(tx, c.ID); err != nil {
		return err
	}
	for _, who := range []struct {
		name  string
		grant access.Grant
	}{
		{"zoe", access.Grant{Role: access.Candidate}}, {"sam", access.Grant{Role: access.Candidate}}, {"coach", access.Grant{Role: access.Coach, SiteID: sites[0].ID}},
		{"other", access.Grant{Role: access.Coach, SiteID: sites[0].ID}}, {"manager", access.Grant{Role: access.Manager, SiteID: sites[0].ID}},
		{"chief", access.Grant{Role: access.Manager}}, {"far", access.Grant{Role: access.Manager, SiteID: sites[1].ID}},
		{"jury", access.Grant{Role: access.Jury}}, {"admin", access.Grant{Role: access.Administrator}},
	} {
		a, err := accounts.CreateActive(tx, accounts.Draft{Email: who.name + "@x.be", Name: who.name, Grants: []access.Grant{who.grant}}, "x")
		if err != nil {
			return err
		}
		tw.actors[who.name] = a.Actor()
	}
	tw.ref, tw.id, err = programme.Open(tx, programme.NewProject{Cohort: c, PersonID: tw.actors["zoe"].PersonID, Holder: "zoe"})
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO applications (project_id, updated_at) VALUES (?, 1)`, tw.id); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE projects SET phase = 'review', submitted_at = ? WHERE id = ?`, tx.Now(), tw.id)
	return err
}

func (tw *town) as(a access.Actor, fn func(*db.Tx) error) {
	tw.t.Helper()
	if err := tw.db.Write(context.Background(), a, fn); err != nil {
		tw.t.Fatal(err)
	}
}

func (tw *town) exec(query string, args ...any) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err })
}

func (tw *town) write(name, key, text string) error {
	return tw.db.Write(context.Background(), tw.actors[name], func(tx *db.Tx) error { return correspondence.Write(tx, tw.ref, key, text) })
}

func (tw *town) mustWrite(name, text string) {
	tw.t.Helper()
	if err := tw.write(name, "", text); err != nil {
		tw.t.Fatal(err)
	}
}

func (tw *town) thread(name string) *correspondence.Thread {
	tw.t.Helper()
	var got *correspondence.Thread
	tw.as(tw.actors[name], func(tx *db.Tx) (err error) { got, err = correspondence.Load(tx, tw.ref); return err })
	return got
}

func (tw *town) read(name string) {
	tw.t.Helper()
	last := tw.thread(name).Last
	tw.as(tw.actors[name], func(tx *db.Tx) error { return correspondence.MarkRead(tx, tw.ref, last) })
}

// mails lists to whom letters of a kind were written, in order.
func (tw *town) mails(kind outbox.Kind) string {
	tw.t.Helper()
	var list []struct{ Recipient, Facts string }
	tw.as(operator, func(tx *db.Tx) error {
		return tx.Find(&list, `SELECT recipient, facts FROM outbox WHERE kind = ? ORDER BY id`, kind)
	})
	var names []string
	for _, m := range list {
		names = append(names, strings.TrimSuffix(m.Recipient, "@x.be"))
		if strings.Contains(m.Facts, "secret") {
			tw.t.Errorf("a letter carries the text: %s", m.Facts)
		}
	}
	return strings.Join(names, " ")
}

func (tw *town) count(query string, args ...any) (n int) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) (err error) { n, err = tx.Count(query, args...); return err })
	return n
}
