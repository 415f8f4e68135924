package timeline_test

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
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/models/timeline"
)

var (
	ctx      = context.Background()
	operator = access.Operator("test")
)

// town is one dossier with something of every kind, and another one beside it with the same.
type town struct {
	t                         *testing.T
	db                        *db.DB
	ref, other                string
	holder, coach, chief, far access.Actor
}

func each(t *testing.T, fn func(t *testing.T, tw *town)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := &town{t: t, db: d}
		tw.found()
		fn(t, tw)
	})
}

func (tw *town) write(fn func(tx *db.Tx) error) {
	tw.t.Helper()
	if err := tw.db.Write(ctx, operator, fn); err != nil {
		tw.t.Fatal(err)
	}
}

func (tw *town) found() {
	tw.write(func(tx *db.Tx) error {
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		if err := plan.Found(tx); err != nil {
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
		account := func(name string, g access.Grant) (access.Actor, error) {
			a, err := accounts.CreateActive(tx, accounts.Draft{Email: models.Fold(name) + "@test.be", Name: name, Grants: []access.Grant{g}}, "x")
			return a.Actor(), err
		}
		if tw.holder, err = account("Zoe", access.Grant{Role: access.Candidate}); err != nil {
			return err
		}
		if tw.coach, err = account("Carl", access.Grant{Role: access.Coach, SiteID: sites[0].ID}); err != nil {
			return err
		}
		if tw.chief, err = account("Marc", access.Grant{Role: access.Manager}); err != nil {
			return err
		}
		if tw.far, err = account("Xavier", access.Grant{Role: access.Coach, SiteID: sites[1].ID}); err != nil {
			return err
		}
		c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID, IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2027-01-31", StartsOn: "2027-02-01"})
		if err != nil {
			return err
		}
		if c, err = programme.CohortByID(tx, c.ID); err != nil {
			return err
		}
		sam, err := programme.InsertPerson(tx, programme.Person{FirstName: "Sam"})
		if err != nil {
			return err
		}
		for i, person := range []int64{tw.holder.PersonID, sam.ID} {
			ref, id, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person, Holder: "Zoe", Title: "Épicerie"})
			if err != nil {
				return err
			}
			if err := tw.fill(tx, int64(i+1)*100, id, person); err != nil {
				return err
			}
			tw.ref, tw.other = tw.other, ref
		}
		return nil
	})
}

// fill lays something of every kind on a dossier; base keeps the keys of two dossiers apart.
func (tw *town) fill(tx *db.Tx, base, id, person int64) error {
	at := func(day models.Date, hour int) models.Instant { return models.InstantOf(day.At(hour, 0)) }
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{`UPDATE projects SET phase = 'coaching', submitted_at = 1 WHERE id = ?`, []any{id}},
		{`INSERT INTO project_coaches (project_id, account_id, from_on, to_on) VALUES (?, ?, '2026-03-02', '2026-09-01')`, []any{id, tw.chief.AccountID}},
		{`INSERT INTO meetings (id, public_id, state, held_on, starts_at, minutes, kind, medium, summary, created_at, updated_at)
			VALUES (?, ?, 'held', '2026-04-10', ?, 60, 'coaching', 'onsite', 'Bilan partagé', 1, 1)`, []any{base, fmt.Sprint("m", base), at("2026-04-10", 9)}},
		{`INSERT INTO meeting_projects (project_id, meeting_id) VALUES (?, ?)`, []any{id, base}},
		{`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) VALUES (?, ?, 1)`, []any{base, tw.coach.AccountID}},
		{`INSERT INTO meeting_notes (meeting_id, body, author_id, updated_at) VALUES (?, 'canari note', ?, 1)`, []any{base, tw.coach.AccountID}},
		{`INSERT INTO actions (project_id, title, owner, done_on, created_at) VALUES (?, 'Ouvrir un compte', 'holder', '2026-04-20', 1)`, []any{id}},
		{`INSERT INTO actions (project_id, title, owner, coach_id, done_on, created_at) VALUES (?, 'canari action', 'coach', ?, '2026-04-21', 1)`, []any{id, tw.coach.AccountID}},
		{`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, added_at, scan) VALUES (?, ?, 'cv', 'cv.pdf', 'application/pdf', 1, ?, ?, 'clean')`,
			[]any{fmt.Sprint("d", base), id, strings.Repeat("a", 64), at("2026-05-01", 10)}},
		{`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, added_at, scan, removed_at) VALUES (?, ?, 'cv', 'canari retiré.pdf', 'application/pdf', 1, ?, 1, 'clean', 2)`,
			[]any{fmt.Sprint("r", base), id, strings.Repeat("b", 64)}},
		{`INSERT INTO messages (public_id, project_id, side, body, at) VALUES (?, ?, 'house', 'Bonjour Zoé', ?)`, []any{fmt.Sprint("g", base), id, at("2026-05-01", 11)}},
		{`INSERT INTO messages (public_id, project_id, side, body, gone, at) VALUES (?, ?, 'house', '', 'withdrawn', ?)`, []any{fmt.Sprint("w", base), id, at("2026-05-01", 12)}},
		{`INSERT INTO plan_events (project_id, item_id, event, comment, on_date, actor_name, at) SELECT ?, MIN(id), 'validated', 'Bien vu', '2026-05-02', 'Carl', ? FROM plan_items`, []any{id, at("2026-05-02", 9)}},
		{`INSERT INTO plan_section_events (project_id, section_id, event, on_date, actor_name, at) SELECT ?, MIN(id), 'submitted', '2026-05-03', 'Zoe', ? FROM plan_sections`, []any{id, at("2026-05-03", 9)}},
		{`INSERT INTO grant_requests (id, ref, project_id, person_id, number, purpose, asked_on, state, decided_on, created_at) VALUES (?, ?, ?, ?, 1, 'Outillage', '2026-06-01', 'awarded', '2026-06-10', 1)`,
			[]any{base, fmt.Sprint("B", base), id, person}},
		{`INSERT INTO grant_lines (request_id, position, label, amount) VALUES (?, 1, 'Outils', 120000)`, []any{base}},
		{`INSERT INTO grant_holders (person_id, cap) VALUES (?, 500000)`, []any{person}},
		{`INSERT INTO grant_awards (request_id, person_id, amount, awarded_on, created_at) VALUES (?, ?, 100000, '2026-06-10', 2)`, []any{base, person}},
		{`INSERT INTO grant_tranches (id, request_id, position, amount) VALUES (?, ?, 1, 100000)`, []any{base, base}},
		{`INSERT INTO grant_payments (tranche_id, amount, paid_on, created_at) VALUES (?, 100000, '2026-06-15', 3)`, []any{base}},
		{`INSERT INTO grant_proofs (request_id, label, amount, received_on, created_at) VALUES (?, 'Facture', 100000, '2026-06-20', 4)`, []any{base}},
		{`INSERT INTO outbox (mail_key, kind, recipient, account_id, project_id, state, next_at, created_at, sent_at) VALUES (?, 'message_to_holder', 'zoe@test.be', ?, ?, 'sent', 1, 1, ?)`,
			[]any{fmt.Sprint("a", base), tw.holder.AccountID, id, at("2026-05-01", 13)}},
		{`INSERT INTO outbox (mail_key, kind, recipient, account_id, project_id, state, next_at, created_at, sent_at) VALUES (?, 'message_to_house', 'carl@test.be', ?, ?, 'sent', 1, 1, ?)`,
			[]any{fmt.Sprint("b", base), tw.coach.AccountID, id, at("2026-05-01", 14)}},
		{`INSERT INTO issued_papers (number, kind, subject_ref, project_id, title, sha256, pdf, issued_at) VALUES (?, 'progress', 'x', ?, 'Rapport de printemps', 'beef', ?, ?)`,
			[]any{fmt.Sprint("RP-", base), id, []byte("x"), at("2026-07-01", 9)}},
		{`INSERT INTO audit_entries (at, actor_name, action, entity, entity_id, project_id) VALUES (?, 'Carl', 'document.ask', 'document', 1, ?)`, []any{at("2026-07-02", 9), id}},
		{`INSERT INTO audit_entries (at, actor_name, action, entity, entity_id, project_id) VALUES (?, 'Carl', 'canari.quiet', 'x', 1, ?)`, []any{at("2026-07-02", 9), id}},
	} {
		if _, err := tx.Exec(s.sql, s.args...); err != nil {
			return fmt.Errorf("%s: %w", s.sql, err)
		}
	}
	return nil
}

// page gives a page of the dossier's timeline as the actor reads it.
func (tw *town) page(a access.Actor, f timeline.Filter) (list []timeline.Entry, next string, err error) {
	tw.t.Helper()
	err = tw.db.Read(ctx, a, func(tx *db.Tx) error {
		p, err := programme.Load(tx, tw.ref, access.ProjectRead)
		if err != nil {
			return err
		}
		list, next, err = timeline.Of(tx, p, f)
		return err
	})
	return list, next, err
}

// all reads the whole timeline.
func (tw *town) all(a access.Actor, f timeline.Filter) []timeline.Entry {
	tw.t.Helper()
	list, next, err := tw.page(a, f)
	if err != nil || next != "" {
		tw.t.Fatalf("next %q, %v", next, err)
	}
	return list
}

func told(list []timeline.Entry) (lines []string) {
	for _, e := range list {
		line := string(e.On) + " " + string(e.Kind) + " " + e.Code
		if e.Internal {
			line += " interne"
		}
		lines = append(lines, line)
	}
	return lines
}
