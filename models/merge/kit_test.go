package merge_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/merge"
	"eclosion/models/programme"
	"eclosion/models/trial"
	"eclosion/models/upkeep"
)

var operator = access.Operator("test")

// town has two records of one person, each with an account and a dossier in test, and a manager of their site.
type town struct {
	t       *testing.T
	db      *db.DB
	cohorts map[string]programme.Cohort // by the code of their site
	a, b    side
	manager accounts.Account
}

type side struct {
	account accounts.Account
	ref     string
	project int64
}

func each(t *testing.T, fn func(tw *town)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := &town{t: t, db: d, cohorts: map[string]programme.Cohort{}}
		tw.write(tw.house)
		tw.a, tw.b = tw.side("Zoë", "zoe@x.be"), tw.side("Zoé", "zoe@y.be")
		tw.manager = tw.account("marc@x.be", access.Grant{Role: access.Manager, SiteID: tw.cohorts["LIEGE"].SiteID})
		fn(tw)
	})
}

func (tw *town) house(tx *db.Tx) error {
	if _, err := programme.Found(tx); err != nil {
		return err
	}
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return err
	}
	sites, err := programme.Sites(tx)
	if err != nil {
		return err
	}
	for _, s := range sites {
		if s.Code != "LIEGE" && s.Code != "NAMUR" {
			continue
		}
		c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: s.ID, IntakeOpensOn: "2026-01-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-01"})
		if err != nil {
			return err
		}
		if tw.cohorts[s.Code], err = programme.CohortByID(tx, c.ID); err != nil {
			return err
		}
	}
	return nil
}

func (tw *town) write(fn func(*db.Tx) error) {
	tw.t.Helper()
	if err := tw.db.Write(context.Background(), operator, fn); err != nil {
		tw.t.Fatal(err)
	}
}

func (tw *town) as(a accounts.Account, fn func(*db.Tx) error) error {
	return tw.db.Write(context.Background(), a.Actor(), fn)
}

func (tw *town) account(email string, grants ...access.Grant) (a accounts.Account) {
	tw.t.Helper()
	tw.write(func(tx *db.Tx) (err error) {
		a, err = accounts.CreateActive(tx, accounts.Draft{Email: email, Name: email, Grants: grants}, "hash")
		return err
	})
	return a
}

func (tw *town) side(first, email string) (s side) {
	tw.t.Helper()
	s.account = tw.account(email, access.Grant{Role: access.Candidate})
	tw.write(func(tx *db.Tx) error {
		p, err := programme.LoadPerson(tx, s.account.PersonID)
		if err != nil {
			return err
		}
		p.FirstName, p.LastName, p.BirthOn, p.Email, p.Phone, p.Street, p.Postcode = first, "D'Hondt", "1988-03-02", email, "0470 12 34 56", "Rue "+first, "4000"
		return programme.UpdatePerson(tx, p)
	})
	s.ref, s.project = tw.dossier("LIEGE", s.account.PersonID, first)
	return s
}

// dossier opens one that is in test, with the terms of its programme.
func (tw *town) dossier(site string, person int64, holder string) (ref string, id int64) {
	tw.t.Helper()
	tw.write(func(tx *db.Tx) (err error) {
		c := tw.cohorts[site]
		if ref, id, err = programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person, Holder: holder + " D'Hondt", Title: "Épicerie de " + holder}); err != nil {
			return err
		}
		terms, err := programme.TermsOn(tx, c.ProgrammeID, tx.Today())
		if err != nil {
			return err
		}
		if err := programme.RecordChange(tx, programme.Change{ProjectID: id, FromPhase: programme.Draft, ToPhase: programme.Test, EffectiveOn: tx.Today()}, nil); err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE projects SET phase = 'test', submitted_at = ?, terms_id = ?, entered_on = ?, source_file = 'x' WHERE id = ?`, tx.Now(), terms.ID, tx.Today(), id)
		return err
	})
	return ref, id
}

// award asks for an amount on a dossier and grants it.
func (tw *town) award(s side, amount models.Cents) error {
	number := 0
	err := tw.as(s.account, func(tx *db.Tx) (err error) {
		if _, err = trial.AskGrant(tx, s.ref, trial.RequestDraft{Purpose: "Outils", Lines: []trial.Line{{Label: "Outils", Amount: amount}}}); err != nil {
			return err
		}
		number, err = tx.Count(`SELECT MAX(number) FROM grant_requests WHERE project_id = ?`, s.project)
		return err
	})
	if err != nil {
		return err
	}
	return tw.grant(s, number, amount)
}

func (tw *town) grant(s side, number int, amount models.Cents) error {
	return tw.as(tw.manager, func(tx *db.Tx) error {
		_, err := trial.AwardGrant(tx, s.ref, number, trial.AwardDraft{Version: 1, Amount: amount})
		return err
	})
}

func (tw *town) versions() (kept, other int) {
	return tw.count(`SELECT version FROM persons WHERE id = ?`, tw.a.account.PersonID), tw.count(`SELECT version FROM persons WHERE id = ?`, tw.b.account.PersonID)
}

// merge makes b's record a part of a's, as the manager.
func (tw *town) merge(c merge.Choice) (id string, err error) {
	c.KeptVersion, c.OtherVersion = tw.versions()
	if c.Account == "" {
		c.Account = tw.a.account.PublicID
	}
	err = tw.as(tw.manager, func(tx *db.Tx) (err error) {
		id, err = merge.Merge(tx, "", tw.a.ref, tw.b.ref, c)
		return err
	})
	return id, err
}

func (tw *town) undo(id string) error {
	return tw.as(tw.manager, func(tx *db.Tx) error { return merge.Undo(tx, id) })
}

func (tw *town) must(err error) {
	tw.t.Helper()
	if err != nil {
		tw.t.Fatal(err)
	}
}

func (tw *town) count(query string, args ...any) (n int) {
	tw.t.Helper()
	err := tw.db.Read(context.Background(), operator, func(tx *db.Tx) (err error) {
		n, err = tx.Count(query, args...)
		return err
	})
	tw.must(err)
	return n
}

// state tells everything that a merge may touch, versions and stamps aside.
func (tw *town) state() string {
	tw.t.Helper()
	var lines []string
	err := tw.db.Read(context.Background(), operator, func(tx *db.Tx) error {
		for _, query := range []string{
			`SELECT 'person', id, first_name || '|' || last_name || '|' || COALESCE(CAST(birth_on AS TEXT), '') || '|' || email || '|' || phone || '|' || phone_key || '|' || street || '|' || sort_key FROM persons`,
			`SELECT 'project', person_id, ref || ' ' || search FROM projects`,
			`SELECT 'account', COALESCE(person_id, 0), email || ' ' || state FROM accounts`,
			`SELECT 'role', account_id, role FROM account_roles`,
			`SELECT 'request', person_id, ref FROM grant_requests`,
			`SELECT 'award', person_id, CAST(amount AS TEXT) FROM grant_awards`,
			`SELECT 'reduction', person_id, CAST(amount AS TEXT) FROM grant_reductions`,
			`SELECT 'guard', person_id, CAST(cap AS TEXT) || ' ' || CAST(imported AS TEXT) || ' ' || CAST(awarded AS TEXT) FROM grant_holders WHERE imported + awarded > 0`,
			`SELECT 'erasure', person_id, public_id FROM erasure_requests`,
			`SELECT 'search', id, body FROM search_texts WHERE id >= 281474976710656`,
		} {
			err := tx.Each(func(rows *sql.Rows) error {
				var kind, text string
				var id int64
				err := rows.Scan(&kind, &id, &text)
				lines = append(lines, fmt.Sprint(kind, " ", id, " ", text))
				return err
			}, query)
			if err != nil {
				return fmt.Errorf("%s: %w", query, err)
			}
		}
		return nil
	})
	tw.must(err)
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// sound runs what "eclosion check" does on what a merge may break.
func (tw *town) sound() {
	tw.t.Helper()
	r, err := upkeep.Check(context.Background(), tw.db)
	tw.must(err)
	for _, f := range r.Findings {
		if f.Check != "number" && f.Check != "clock" && f.Check != "history" {
			tw.t.Errorf("check: %s", f)
		}
	}
}
