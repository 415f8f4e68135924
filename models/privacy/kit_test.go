package privacy_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
)

// canary begins every word that zoe ever left; after an erasure none may be found. The day of her
// birth, her telephone number and her postcode stand beside it.
const canary = "zzcanari"

var traces = []string{canary, "1987-06-05", "470999111", canary + "-4999"}

var (
	ctx      = context.Background()
	operator = access.Operator("eclosion retention")
)

// town is a couveuse with zoe, who left canaries everywhere, and sam, whose words must stay.
type town struct {
	t      *testing.T
	db     *db.DB
	clock  *dbtest.Clock
	cohort programme.Cohort
	actors map[string]access.Actor
}

func each(t *testing.T, fn func(t *testing.T, tw *town)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		tw := &town{t: t, db: d, clock: clock, actors: map[string]access.Actor{}}
		tw.as(operator, tw.layOut)
		fn(t, tw)
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
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return err
	}
	c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID,
		IntakeOpensOn: "2026-01-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
	if err != nil {
		return err
	}
	if tw.cohort, err = programme.CohortByID(tx, c.ID); err != nil {
		return err
	}
	for _, who := range []struct {
		name, email string
		grant       access.Grant
	}{
		{canary + " Prénom", canary + "@exemple.be", access.Grant{Role: access.Candidate}}, {"sam", "sam@x.be", access.Grant{Role: access.Candidate}},
		{"coach", "coach@x.be", access.Grant{Role: access.Coach, SiteID: sites[0].ID}}, {"jury", "jury@x.be", access.Grant{Role: access.Jury}},
		{"manager", "manager@x.be", access.Grant{Role: access.Manager, SiteID: sites[0].ID}}, {"far", "far@x.be", access.Grant{Role: access.Manager, SiteID: sites[1].ID}},
		{"admin", "admin@x.be", access.Grant{Role: access.Administrator}},
	} {
		a, err := accounts.CreateActive(tx, accounts.Draft{Email: who.email, Name: who.name, Grants: []access.Grant{who.grant}}, "x")
		if err != nil {
			return err
		}
		tw.actors[strings.Split(strings.Replace(who.name, canary+" Prénom", "zoe", 1), " ")[0]] = a.Actor()
	}
	zoe, err := programme.LoadPerson(tx, tw.actors["zoe"].PersonID)
	if err != nil {
		return err
	}
	zoe.LastName, zoe.FirstName, zoe.BirthOn, zoe.Gender = canary+"-nom", canary+"-prénom", "1987-06-05", "F"
	zoe.Email, zoe.Phone, zoe.Street, zoe.Postcode, zoe.Municipality = canary+"@ailleurs.be", "+32470999111", canary+" 12", canary+"-4999", canary+"-ville"
	return programme.UpdatePerson(tx, zoe)
}

func (tw *town) try(name string, fn func(*db.Tx) error) error {
	return tw.db.Write(ctx, tw.actors[name], fn)
}

func (tw *town) as(a access.Actor, fn func(*db.Tx) error) {
	tw.t.Helper()
	if err := tw.db.Write(ctx, a, fn); err != nil {
		tw.t.Fatal(err)
	}
}

func (tw *town) exec(query string, args ...any) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err })
}

func (tw *town) count(query string, args ...any) (n int) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) (err error) { n, err = tx.Count(query, args...); return err })
	return n
}

var wayTo = map[programme.Phase][]programme.Phase{
	programme.Withdrawn: {programme.Withdrawn},
	programme.Declined:  {programme.Submitted, programme.Review, programme.Declined},
	programme.Submitted: {programme.Submitted},
	programme.Accepted:  {programme.Submitted, programme.Review, programme.Accepted},
}

// dossier is one of somebody's files that was closed on a day, with words of theirs in every table that
// can hold some: those of zoe's are canaries.
func (tw *town) dossier(name string, phase programme.Phase, on models.Date, keep int) (ref string) {
	tw.t.Helper()
	person, account := tw.actors[name].PersonID, tw.actors[name].AccountID
	word := name
	if name == "zoe" {
		word = canary
	}
	sent := any(models.InstantOf(on.AddMonths(-2).At(9, 0)))
	if phase == programme.Draft {
		sent = nil
	}
	var id int64
	tw.clock.Set(on)
	defer tw.clock.Set("2026-11-23")
	tw.as(tw.actors[name], func(tx *db.Tx) (err error) {
		ref, id, err = programme.Open(tx, programme.NewProject{Cohort: tw.cohort, PersonID: person, Holder: word, Title: word})
		return err
	})
	at := models.InstantOf(on.At(9, 0))
	tw.exec(`UPDATE projects SET title = ?, phase = ?, phase_started_on = ?, submitted_at = ?, updated_at = ?, sector = 'Commerce' WHERE id = ?`, word, phase, on, sent, at, id)
	tw.as(operator, func(tx *db.Tx) error {
		h, err := programme.LoadPerson(tx, person)
		if err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE projects SET search = ? WHERE id = ?`, programme.SearchText(ref, h.FullName(), word), id)
		return err
	})
	tw.exec(`INSERT INTO applications (project_id, situation, jobseeker_since, benefits_end_on, schooling, description, clients, motivation, experience,
		completion_note, keep_months, updated_at) VALUES (?, 'cpas', '2025-06-17', '2027-06-05', 'tertiary', ?, ?, ?, ?, ?, ?, ?)`, id, word, word, word, word, word, keep, at)
	from := programme.Draft
	for _, to := range wayTo[phase] {
		tw.as(tw.actors[name], func(tx *db.Tx) error {
			return programme.RecordChange(tx, programme.Change{ProjectID: id, FromPhase: from, ToPhase: to, EffectiveOn: on, Reason: word}, models.Facts{"word": word})
		})
		from = to
	}
	for _, s := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO application_answers (project_id, code, value) VALUES (?, 'portfolio', ?)`, []any{id, word}},
		{`INSERT INTO participants (project_id, birth_on, minority, updated_at) SELECT p.id, h.birth_on, 'yes', 1 FROM projects p JOIN persons h ON h.id = p.person_id WHERE p.id = ?`, []any{id}},
		{`INSERT INTO document_contents (project_id, bytes) VALUES (?, ?)`, []any{id, []byte(word)}},
		{`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, content_id, added_at, scan, review, reason)
			SELECT ?, ?, 'cv', ?, 'application/pdf', ?, ?, c.id, 1, 'clean', 'refused', ? FROM document_contents c WHERE c.project_id = ?`,
			[]any{"d" + ref, id, word + ".pdf", len(word), fmt.Sprintf("%x", sha256.Sum256([]byte(word))), word, id}},
		{`INSERT INTO document_requests (project_id, category, note, due_on, after_id, asked_at) VALUES (?, 'cv', ?, '2026-12-01', 0, 1)`, []any{id, word}},
		{`INSERT INTO document_totals (project_id, bytes, files) VALUES (?, ?, 1)`, []any{id, len(word)}},
		{`INSERT INTO committees (ref, cohort_id, held_on, state, created_at) VALUES (?, ?, ?, 'open', 1)`, []any{"CM-" + ref, tw.cohort.ID, on}},
		{`INSERT INTO committee_files (committee_id, project_id) SELECT id, ? FROM committees WHERE ref = ?`, []any{id, "CM-" + ref}},
		{`INSERT INTO opinions (committee_id, project_id, account_id, recommendation, comment, updated_at) SELECT id, ?, ?, 'no', ?, 1 FROM committees WHERE ref = ?`,
			[]any{id, tw.actors["jury"].AccountID, word, "CM-" + ref}},
		{`INSERT INTO committee_criteria (committee_id, position, label, weight) SELECT id, 1, 'Marché', 1 FROM committees WHERE ref = ?`, []any{"CM-" + ref}},
		{`INSERT INTO opinion_scores (committee_id, project_id, account_id, position, score, comment) SELECT id, ?, ?, 1, 3, ? FROM committees WHERE ref = ?`,
			[]any{id, tw.actors["jury"].AccountID, word, "CM-" + ref}},
		{`INSERT INTO opinion_drafts (committee_id, project_id, account_id, comment, marks, updated_at, version) SELECT id, ?, ?, ?, ?, 1, 1 FROM committees WHERE ref = ?`,
			[]any{id, tw.actors["manager"].AccountID, word, word, "CM-" + ref}},
		{`INSERT INTO conflicts (project_id, account_id, reason, declared_at) VALUES (?, ?, ?, 1)`, []any{id, tw.actors["jury"].AccountID, word}},
		{`INSERT INTO sitting_notes (committee_id, project_id, body, updated_at) SELECT id, ?, ?, 1 FROM committees WHERE ref = ?`, []any{id, word, "CM-" + ref}},
		{`INSERT INTO decisions (project_id, outcome, reasons, next_step, conditions, decided_on, created_at) VALUES (?, 'declined', ?, ?, ?, ?, 1)`, []any{id, word, word, word, on}},
		{`INSERT INTO issued_papers (number, kind, subject_ref, project_id, title, sha256, pdf, issued_at) VALUES (?, 'letter', ?, ?, ?, ?, ?, 1)`,
			[]any{"L-" + ref, ref, id, word, fmt.Sprintf("%x", sha256.Sum256([]byte(word))), []byte(word)}},
		{`INSERT INTO decision_letters (decision_id, paper_id, body) SELECT d.id, p.id, ? FROM decisions d, issued_papers p WHERE d.project_id = ? AND p.project_id = ?`, []any{word, id, id}},
		{`INSERT INTO paper_signoffs (paper_id, project_id, number, side, name, role, signed_on, recorded_at) SELECT p.id, p.project_id, 1, 'house', CAST(? AS TEXT), CAST(? AS TEXT), '2026-01-01', 2
			FROM issued_papers p WHERE p.project_id = ?`, []any{word, word, id}},
		{`INSERT INTO paper_scans (paper_id, project_id, number, name, media_type, size, sha256, bytes, scan, added_at) SELECT p.id, p.project_id, 1, CAST(? AS TEXT), 'application/pdf', length(p.pdf), p.sha256, p.pdf, 'clean', 2
			FROM issued_papers p WHERE p.project_id = ?`, []any{word, id}},
		{`INSERT INTO messages (public_id, project_id, side, author_id, body, at) VALUES (?, ?, 'holder', ?, ?, 1)`, []any{"m" + ref, id, account, word}},
		{`INSERT INTO messages (public_id, project_id, side, author_id, body, at) VALUES (?, ?, 'house', ?, ?, 2)`, []any{"n" + ref, id, tw.actors["manager"].AccountID, word}},
		{`INSERT INTO message_threads (project_id, last_at, holder_unread, house_unread) VALUES (?, 2, 1, 1)`, []any{id}},
		{`INSERT INTO outbox (mail_key, kind, recipient, name, account_id, project_id, facts, state, last_error, next_at, created_at) VALUES (?, 'x', ?, ?, ?, ?, ?, 'waiting', ?, 1, 1)`,
			[]any{"a/" + ref, word, word, account, id, `{"word":"` + word + `"}`, word}},
		{`INSERT INTO outbox (mail_key, kind, recipient, name, facts, state, last_error, next_at, created_at) SELECT ?, 'x', email, ?, ?, 'sent', ?, 1, 1 FROM persons WHERE id = ?`,
			[]any{"b/" + ref, word, `{"word":"` + word + `"}`, word, person}},
		{`INSERT INTO meeting_drafts (account_id, form_key, project_id, fields, updated_at) VALUES (?, ?, ?, ?, 1)`, []any{tw.actors["manager"].AccountID, ref, id, `{"word":["` + word + `"]}`}},
		{`INSERT INTO meeting_drafts (account_id, form_key, fields, updated_at) VALUES (?, ?, ?, 1)`, []any{account, ref, `{"word":["` + word + `"]}`}},
		{`INSERT INTO form_keys (account_id, form_key, location, at) VALUES (?, ?, ?, 1)`, []any{account, ref, "/" + word}},
		{`INSERT INTO account_links (token_hash, kind, account_id, created_at, expires_at) VALUES (?, 'reset', ?, 1, 1)`, []any{word + ref, account}},
	} {
		tw.exec(s.sql, s.args...)
	}
	tw.as(tw.actors[name], func(tx *db.Tx) error {
		if err := tx.Audit("application.save", "project", id, id, models.Facts{"word": word}); err != nil {
			return err
		}
		return tx.Audit("account.rename", "account", account, 0, models.Facts{"word": word})
	})
	tw.as(tw.actors["manager"], func(tx *db.Tx) error {
		return tx.Audit("application.decide", "project", id, id, models.Facts{"word": word})
	})
	return ref
}

// atHome lays what stands under zoe's address and not under a dossier.
func (tw *town) atHome() {
	tw.t.Helper()
	tw.exec(`INSERT INTO info_sessions (public_id, site_id, held_on, starts_at, minutes, place, places, closes_on, confirmed, created_at, updated_at)
		VALUES ('s1', 1, '2026-09-01', 1, 60, 'Salle', 10, '2026-08-31', 2, 1, 1)`)
	for i, email := range []string{canary + "@exemple.be", canary + "@ailleurs.be"} {
		tw.exec(`INSERT INTO info_registrations (session_id, state, came_order, token, first_name, last_name, email, phone, heard, created_at, updated_at)
			SELECT id, 'confirmed', ?, ?, ?, ?, ?, '0470999111', 'forem', 1, 1 FROM info_sessions`, i+1, fmt.Sprint("t", i), canary, canary, email)
	}
	tw.exec(`INSERT INTO account_links (token_hash, kind, email, back, created_at, expires_at) VALUES ('h', 'registration', ?, '/', 1, 1)`, canary+"@exemple.be")
	tw.exec(`INSERT INTO mail_refusals (account_id, mail_group) VALUES (?, ?)`, tw.actors["zoe"].AccountID, canary)
	tw.exec(`INSERT INTO erasure_requests (public_id, person_id, reason, state, asked_at, decided_at, answer) VALUES ('old', ?, ?, 'refused', 1, 2, ?)`,
		tw.actors["zoe"].PersonID, canary, canary)
}

// found reads every column of every table and tells where one of the words stands. It knows no table
// by name: a table that is added is read too.
func (tw *town) found(words ...string) (where []string) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) error {
		for _, table := range tablesOf(tw.t, tx) {
			if table == "goose_db_version" {
				continue
			}
			rows, err := tx.Rows(`SELECT * FROM "` + table + `"`)
			if err != nil {
				return err
			}
			list, err := look(rows, table, words)
			if err != nil {
				return err
			}
			where = append(where, list...)
		}
		return nil
	})
	return where
}

func look(rows *sql.Rows, table string, words []string) (where []string, err error) {
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		values := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		for i, v := range values {
			text := fmt.Sprint(v)
			if b, ok := v.([]byte); ok {
				text = string(b)
			}
			for _, word := range words {
				if strings.Contains(models.Fold(text), models.Fold(word)) {
					where = append(where, table+"."+columns[i]+": "+text)
				}
			}
		}
	}
	return where, rows.Err()
}

func tablesOf(t *testing.T, tx *db.Tx) []string {
	t.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_fts%' ORDER BY name`
	if tx.Engine() == db.Postgres {
		query = `SELECT tablename FROM pg_tables WHERE schemaname = ANY (current_schemas(false)) ORDER BY tablename`
	}
	var list []string
	err := tx.Each(func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		list = append(list, name)
		return err
	}, query)
	if err != nil || len(list) < 40 {
		t.Fatalf("%d tables, %v", len(list), err)
	}
	return list
}

func kindOf(err error) models.Kind {
	if p, ok := models.ProblemOf(err); ok {
		return p.Kind
	}
	if err != nil {
		return models.Unavailable
	}
	return 0
}
