package upkeep_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/demo"
	"eclosion/models/documents"
	"eclosion/models/form"
	"eclosion/models/intake"
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/upkeep"
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

// fill makes a couveuse of invented people, and takes a year of imported ones.
func fill(t *testing.T, d *db.DB) {
	t.Helper()
	write(t, d, func(tx *db.Tx) error {
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		if err := plan.Found(tx); err != nil {
			return err
		}
		if err := selection.Found(tx); err != nil {
			return err
		}
		if err := documents.Found(tx); err != nil {
			return err
		}
		return form.Found(tx)
	})
	if filled, err := demo.Fill(ctx, d, demo.Options{Size: demo.Sizes["small"], Seed: 1}); err != nil || !filled {
		t.Fatal(filled, err)
	}
	content, err := os.ReadFile("../intake/testdata/jobin-2008.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := intake.Import(ctx, d, operator, intake.Bytes("jobin-2008.csv", content), intake.Options{}); err != nil {
		t.Fatal(err)
	}
}

func check(t *testing.T, d *db.DB) upkeep.Result {
	t.Helper()
	r, err := upkeep.Check(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCheckFindsNothingInWhatTheProductWrites(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		fill(t, d)
		r := check(t, d)
		for _, f := range r.Findings {
			t.Error(f)
		}
		if r.Projects < 500 || r.Persons < 500 || r.Meetings < 50 || r.Changes < 1000 || r.Grants < 75 {
			t.Errorf("it saw %+v", r)
		}
		clock.Set("2027-03-01") // days pass, and nothing is wrong by that
		if r := check(t, d); len(r.Findings) > 0 {
			t.Errorf("later: %v", r.Findings)
		}
	})
}

// Each line breaks one thing and says which finding tells it.
func TestCheckFinds(t *testing.T) {
	const one = `(SELECT MIN(id) FROM projects WHERE `
	tests := []struct{ name, sql, want string }{
		{"a phase without its history", `UPDATE projects SET phase = 'exited', exit_reason = 'gave_up' WHERE id = ` + one + `phase = 'review')`, `history: `},
		{"a start that is not the history's", `UPDATE projects SET phase_started_on = '2001-01-01' WHERE id = ` + one + `phase = 'draft')`, `phase_started_on is "2001-01-01"`},
		{"an entry that is not the history's", `UPDATE projects SET entered_on = '2001-01-01' WHERE id = ` + one + `phase = 'test')`, `entered_on is "2001-01-01"`},
		{"a leaving that is not the history's", `UPDATE projects SET left_on = NULL WHERE id = ` + one + `phase = 'exited')`, `left_on is ""`},
		{"a gap in the history", `INSERT INTO phase_changes (project_id, seq, from_phase, to_phase, effective_on, actor_name, at)
			SELECT project_id, seq + 2, to_phase, to_phase, effective_on, 'x', 1 FROM phase_changes WHERE to_phase = 'declined'`, "follows number"},
		{"a way that does not exist", `INSERT INTO phase_changes (project_id, seq, from_phase, to_phase, effective_on, actor_name, at)
			SELECT project_id, seq + 1, to_phase, 'draft', effective_on, 'x', 1 FROM phase_changes WHERE to_phase = 'declined'`, `from "declined" to "draft" does not exist`},
		{"a change from elsewhere", `INSERT INTO phase_changes (project_id, seq, from_phase, to_phase, effective_on, actor_name, at)
			SELECT project_id, seq + 1, 'test', 'launched', effective_on, 'x', 1 FROM phase_changes WHERE to_phase = 'declined'`, `but the dossier was in "declined"`},
		{"an exit without reason", `UPDATE projects SET exit_reason = '' WHERE phase = 'exited'`, "without a reason"},
		{"a launch without enterprise", `DELETE FROM enterprises WHERE id NOT IN (SELECT enterprise_id FROM enterprise_checks)`, "without an enterprise"},
		{"no terms", `UPDATE projects SET terms_id = NULL WHERE phase = 'exited'`, "has no terms"},
		{"another site", `UPDATE projects SET site_id = site_id + 1 WHERE id = ` + one + `phase = 'test')`, "cohort of another"},
		{"a wrong count", `UPDATE project_counts SET n = n + 1 WHERE phase = 'exited'`, "count: "},
		{"a last meeting", `UPDATE projects SET last_meeting_on = '2001-01-01' WHERE id = ` + one + `phase = 'test')`, "last_meeting_on is 2001-01-01"},
		{"a next meeting", `UPDATE projects SET next_meeting_at = 4102444800000 WHERE id = ` + one + `phase = 'test')`, "names no planned meeting"},
		{"no next meeting", `UPDATE projects SET next_meeting_at = NULL WHERE next_meeting_at IS NOT NULL`, "next_meeting_at is empty"},
		{"nobody's meeting", `INSERT INTO meetings (public_id, state, held_on, starts_at, minutes, kind, medium, created_at, updated_at)
			VALUES ('m-alone', 'held', '2026-01-01', 1, 1, 'coaching', 'office', 1, 1)`, "m-alone: is nobody's"},
		{"no coaching agreement", `DELETE FROM agreements WHERE kind = 'coaching'`, "without a coaching agreement"},
		{"no status agreement", `DELETE FROM agreements WHERE kind = 'status'`, "without a provisional-status"},
		{"a mark that is missing", `DELETE FROM opinion_scores WHERE position = 9`, "with 8 marks on 9 criteria"},
		{"a draft in spite of a conflict", `INSERT INTO opinion_drafts (committee_id, project_id, account_id, updated_at, version)
			SELECT f.committee_id, x.project_id, x.account_id, 1, 1 FROM conflicts x JOIN committee_files f ON f.project_id = x.project_id`, "declared a conflict"},
		{"an agreement that runs on", `UPDATE agreements SET ended_on = NULL`, "still runs"},
		{"a suspension of before", `UPDATE suspensions SET to_on = NULL WHERE id = (SELECT MIN(s.id) FROM suspensions s JOIN projects p ON p.id = s.project_id
			WHERE p.phase <> s.phase)`, "is open in phase"},
		{"an end that is not the clock's", `UPDATE projects SET phase_ends_on = '2001-01-01' WHERE id = ` + one + `phase = 'coaching')`, `phase_ends_on is "2001-01-01"`},
		{"an end of no clock", `UPDATE projects SET phase_ends_on = '2001-01-01' WHERE id = ` + one + `phase = 'exited')`, `its clock says ""`},
		{"a suspension that is none", `UPDATE projects SET suspended_on = '2001-01-01' WHERE id = ` + one + `phase = 'coaching' AND suspended_on IS NULL)`, `suspended_on is "2001-01-01"`},
		{"a guard that forgets", `UPDATE grant_holders SET imported = imported + 1`, "the guard keeps"},
		{"a request awarded by nobody", `UPDATE grant_requests SET state = 'awarded' WHERE state <> 'awarded'`, "awarded without an award"},
		{"another's grant", `UPDATE grant_requests SET person_id = (SELECT MAX(id) FROM persons)`, "for another person"},
		{"more paid than due", `INSERT INTO grant_payments (tranche_id, amount, paid_on, created_at) SELECT id, amount + 1, '2026-01-01', 1 FROM grant_tranches`, "cents on a tranche of"},
		{"more recovered than paid", `INSERT INTO grant_recoveries (request_id, amount, reason, recovered_on, created_at)
			SELECT request_id, 900000, 'x', '2026-01-01', 1 FROM grant_awards`, "recovered 900000 cents"},
		{"a tranche that is not settled", `UPDATE grant_tranches SET settled = NOT settled`, "is settled: true, but"},
		{"a tranche more", `INSERT INTO grant_tranches (request_id, position, amount) SELECT request_id, 9, 1 FROM grant_tranches WHERE position = 1`, "its tranches make"},
		{"a search that finds nothing", `UPDATE projects SET search = 'x' WHERE id = ` + one + `phase = 'test')`, `is found by "x"`},
		{"words of nothing", `INSERT INTO search_texts (id, body) VALUES (3 * 281474976710656 + 987654, ' x ')`, "meetings 987654: is found by words that it does not hold"},
		{"words that are not kept", `DELETE FROM search_texts WHERE id = (SELECT MIN(id) FROM search_texts)`, "projects 1: is not found by its words"},
		{"words that changed", `UPDATE search_texts SET body = ' x '`, "is found by words that it does not hold"},
		{"a sort that is wrong", `UPDATE persons SET sort_key = 'x'`, `is sorted by "x"`},
		{"a series that repeats", `UPDATE sequences SET last = 0 WHERE name = 'JI-2007'`, "the series JI-2007 stands at 0"},
		{"a paper that changed", `INSERT INTO issued_papers (number, kind, subject_ref, title, sha256, pdf, issued_at)
			SELECT 'RC-2026-0001', 'cohort', 'x', 'x', 'beef', CAST('abc' AS ` + blob + `), 1`, "RC-2026-0001: its bytes"},
		{"a letter of no decision", `INSERT INTO issued_papers (number, kind, subject_ref, title, sha256, pdf, issued_at)
			SELECT 'LD-2026-0002', 'letter', 'x', 'x', 'beef', CAST('abc' AS ` + blob + `), 1`, "LD-2026-0002: is a letter of no decision"},
		{"a number that no paper bears", `UPDATE sequences SET last = last + 1 WHERE name = 'paper-LD-2026'`, "paper-LD-2026: 2 numbers were given, 1 papers bear one"},
		{"a notice of no cause", `INSERT INTO issued_papers (number, kind, subject_ref, title, sha256, pdf, issued_at)
			SELECT 'CA-2026-0001', 'agreement', 'x', 'x', 'beef', CAST('abc' AS ` + blob + `), 1`, "CA-2026-0001: is a notice of no cause"},
		{"a notice of another dossier", `INSERT INTO notices (paper_id, project_id, kind, cause, issue, content) SELECT p.id, p.project_id, 'award', 'award-1', 1, '{}' FROM issued_papers p`,
			"LD-2026-0001: is no paper of the dossier whose notice it is"},
		{"a signature too early", `INSERT INTO paper_signoffs (paper_id, number, side, name, role, signed_on, recorded_at) SELECT p.id, 1, 'house', 'x', 'x', '2026-01-01', 0 FROM issued_papers p`,
			"was signed before it was issued"},
		{"a copy that changed", `INSERT INTO paper_scans (paper_id, number, name, media_type, size, sha256, bytes, scan, added_at) SELECT p.id, 1, 'x', 'x', 3, '` + strings.Repeat("0", 64) + `', CAST('abc' AS ` + blob + `), 'clean', 1
			FROM issued_papers p`, "a signed copy has other bytes"},
		{"a letter of another dossier", `UPDATE decision_letters SET decision_id = (SELECT MAX(d.id) FROM decisions d)`, "LD-2026-0001: is no letter of the dossier"},
		{"a plan of another template", `UPDATE projects SET template_id = NULL WHERE template_id IS NOT NULL`, "of another plan template"},
		{"a text without its version", `UPDATE plan_texts SET body = 'x'`, "not that of the newest version"},
		{"a commentary without its version", `UPDATE activity_comments SET body = 'x'`, "the commentary of the activity report"},
		{"figures without their version", `UPDATE finance_plans SET inputs = 'x'`, "not those of the newest version"},
		{"places that nobody takes", `UPDATE info_sessions SET confirmed = confirmed - 1 WHERE confirmed > 0`, "places taken, its registrations make"},
		{"somebody who waits in vain", `UPDATE info_sessions SET places = places + 1`, "people who wait for them"},
		{"a document that changed", `UPDATE document_contents SET bytes = CAST('abc' AS ` + blob + `) WHERE id = (SELECT MIN(id) FROM document_contents)`, "its content is 3 ba7816bf"},
		{"a hash that is another's", `UPDATE documents SET sha256 = '` + strings.Repeat("0", 64) + `' WHERE id = (SELECT MIN(id) FROM documents)`, "(bytes, hash), its content is"},
		{"a document of another dossier", `UPDATE document_contents SET project_id = ` + one + `phase = 'exited') WHERE id = (SELECT MIN(id) FROM document_contents)`, "the content of another dossier"},
		{"a document without bytes", `UPDATE documents SET content_id = NULL WHERE id = (SELECT MIN(id) FROM documents)`, "has no bytes, and no virus took them"},
		{"bytes of nobody", `INSERT INTO document_contents (project_id, bytes) SELECT project_id, bytes FROM document_contents`, "no document names it"},
		{"a dossier's bytes", `UPDATE document_totals SET bytes = bytes + 1`, "bytes in "},
		{"a dossier's files", `UPDATE document_totals SET files = files + 1`, "files, there are"},
		{"a dossier without its guard", `DELETE FROM document_totals`, "the guard keeps 0 bytes in 0 files"},
		{"a candidate who is nobody", `UPDATE accounts SET person_id = NULL`, "without a person"},
		{"a role nowhere", `UPDATE account_roles SET site_id = 999 WHERE role = 'coach'`, "site that is not there"},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		fill(t, d)
		issueLetter(t, d)
		for _, c := range tests {
			var found upkeep.Result
			// Broken inside a transaction that is rolled back: one filled database serves all.
			err := d.Write(ctx, operator, func(tx *db.Tx) error {
				n, err := tx.Exec(strings.ReplaceAll(c.sql, blob, map[db.Engine]string{db.SQLite: "BLOB", db.Postgres: "BYTEA"}[d.Engine()]))
				if err != nil || n == 0 {
					t.Errorf("%s: %d rows, %v", c.name, n, err)
					return errUndo
				}
				found, err = upkeep.CheckWithin(tx)
				if err != nil {
					t.Errorf("%s: %v", c.name, err)
				}
				return errUndo
			})
			if err != errUndo {
				t.Fatal(err)
			}
			var lines []string
			for _, f := range found.Findings {
				lines = append(lines, f.String())
			}
			if !strings.Contains(strings.Join(lines, "\n"), c.want) {
				t.Errorf("%s: found %q, want %q", c.name, lines[:min(len(lines), 5)], c.want)
			}
		}
	})
}

// issueLetter gives the first decision its letter.
func issueLetter(t *testing.T, d *db.DB) {
	t.Helper()
	content := []byte("a letter")
	write(t, d, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO issued_papers (number, kind, subject_ref, project_id, title, sha256, pdf, issued_at)
			SELECT 'LD-2026-0001', 'letter', p.ref, p.id, 'x', ?, ?, 1 FROM decisions d JOIN projects p ON p.id = d.project_id
			WHERE d.id = (SELECT MIN(id) FROM decisions)`, fmt.Sprintf("%x", sha256.Sum256(content)), content)
		if err != nil {
			return err
		}
		if _, err = tx.Next("paper-LD-2026"); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO decision_letters (decision_id, paper_id, body) SELECT (SELECT MIN(id) FROM decisions), id, '' FROM issued_papers`)
		return err
	})
	if found := check(t, d).Findings; len(found) > 0 {
		t.Fatalf("a letter as it should be: %v", found)
	}
}

const blob = "THE_BLOB"

var errUndo = context.Canceled
