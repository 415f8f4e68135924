package privacy_test

import (
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/privacy"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/models/reporting/reportingtest"
	"eclosion/models/upkeep"
)

// tables that say whose they are, and how an erasure treats them. A new table about a dossier, a person or
// an account fails this test until somebody has thought of it: give it its statement in store_anonymise.go and
// its canary in the kit, or say here why it needs none.
var thoughtOf = map[string]string{
	"account_links": "deleted with the account", "account_roles": "deleted with the account", "accounts": "emptied", "form_keys": "deleted with the account",
	"applications": "emptied", "application_answers": "deleted", "audit_entries": "words emptied", "committee_files": "no words",
	"committee_members": "no words", "decisions": "words emptied", "erasure_requests": "words emptied", "erasures": "the trace itself",
	"issued_papers": "bytes emptied", "message_threads": "no words", "messages": "words emptied", "opinions": "words emptied", "outbox": "emptied",
	"phase_changes": "words emptied", "projects": "emptied", "sitting_notes": "words emptied", "agenda_places": "no words", "sitting_attendance": "of members",
	"opinion_scores": "words emptied", "opinion_drafts": "deleted", "conflicts": "words emptied", "interviews": "no words", "documents": "deleted", "document_contents": "deleted",
	"document_requests": "deleted", "document_totals": "deleted", "mail_refusals": "deleted with the account",
	"meeting_drafts": "deleted",
	// Only an accompanied dossier has rows here, and it is never anonymised.
	"actions": "accompanied", "agreements": "accompanied", "derogations": "accompanied", "enterprises": "accompanied", "extensions": "accompanied",
	"grant_awards": "accompanied", "grant_holders": "accompanied", "grant_reductions": "accompanied", "grant_requests": "accompanied",
	"meeting_coaches": "accompanied", "meeting_projects": "accompanied", "plan_events": "accompanied", "plan_states": "accompanied",
	"project_coaches": "accompanied", "suspensions": "accompanied",
	"coach_cover_projects": "accompanied", "coach_handover_projects": "accompanied",
	"day_snoozes": "of coaches",
	"saved_views": "of the staff",
	"plan_texts":  "accompanied", "plan_text_versions": "accompanied", "plan_comments": "accompanied", "plan_section_events": "accompanied",
	"plan_attachments": "accompanied", "plan_prints": "accompanied", "finance_plans": "accompanied", "finance_versions": "accompanied",
	"follow_questions": "accompanied",
	"bookings":         "accompanied", "calendar_feeds": "deleted with the account", "slot_settings": "of coaches", "slot_patterns": "of coaches", "slot_extras": "of coaches", "absences": "of coaches",
	"paper_signoffs": "words emptied", "paper_scans": "bytes emptied",
	"notices":             "accompanied",
	"workshop_enrolments": "accompanied", "workshop_attendance": "accompanied", "workshop_leaders": "of coaches",
	"participants": "deleted", "participant_results": "accompanied", "participant_corrections": "accompanied",
	"person_merge_projects": "no words",
	"corrections":           "accompanied",
	"progress_reports":      "accompanied", "progress_events": "accompanied", "minutes_readings": "accompanied",
}

func TestEveryTableAboutSomebodyIsThoughtOf(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.as(operator, func(tx *db.Tx) error {
			for _, table := range tablesOf(t, tx) {
				rows, err := tx.Rows(`SELECT * FROM "` + table + `"`)
				if err != nil {
					return err
				}
				columns, err := rows.Columns()
				_ = rows.Close()
				if err != nil {
					return err
				}
				about := slices.ContainsFunc(columns, func(c string) bool { return c == "project_id" || c == "person_id" || c == "account_id" }) || table == "accounts" || table == "projects"
				if about && thoughtOf[table] == "" {
					t.Errorf("%s: what does an erasure do with it?", table)
				}
			}
			return nil
		})
	})
}

func (tw *town) anonymise(ref string) {
	tw.t.Helper()
	tw.as(operator, func(tx *db.Tx) error { return privacy.AnonymiseDue(tx, ref) })
}

// sound runs what "eclosion check" does on what this test wrote, but for the papers and committees that it invented.
func (tw *town) sound() {
	tw.t.Helper()
	r, err := upkeep.Check(ctx, tw.db)
	if err != nil {
		tw.t.Fatal(err)
	}
	for _, f := range r.Findings {
		if f.Check != "number" && !strings.Contains(f.Text, "places") {
			tw.t.Errorf("check: %s", f)
		}
	}
}

func TestNoTraceOfThePersonIsLeft(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		old := tw.dossier("zoe", programme.Declined, "2026-05-04", 0)
		draft := tw.dossier("zoe", programme.Draft, "2025-11-22", 0)
		other := tw.dossier("sam", programme.Declined, "2026-05-04", 24)
		tw.atHome()
		if n := len(tw.found(traces...)); n < 60 {
			t.Fatalf("only %d canaries were laid: the test would see nothing", n)
		}
		sams := len(tw.found("sam"))
		tw.anonymise(old)
		if n := tw.count(`SELECT count(*) FROM persons WHERE last_name = ?`, canary+"-nom"); n != 1 {
			t.Error("the person went while another dossier was there")
		}
		if left := tw.aboutDossier(old); len(left) > 0 {
			t.Errorf("of the first dossier there is left:\n%s", strings.Join(left, "\n"))
		}
		tw.anonymise(draft)
		if left := tw.found(traces...); len(left) > 0 {
			t.Errorf("left behind:\n%s", strings.Join(left, "\n"))
		}
		if n := len(tw.found("sam")); n != sams {
			t.Errorf("of sam's words %d are left of %d", n, sams)
		}
		tw.kept(old, other)
		tw.sound()
	})
}

// aboutDossier finds the canaries in the rows of one dossier, but for the name by which its holder is found.
func (tw *town) aboutDossier(ref string) (left []string) {
	tw.t.Helper()
	id := tw.count(`SELECT id FROM projects WHERE ref = ?`, ref)
	tw.as(operator, func(tx *db.Tx) error {
		for _, table := range tablesOf(tw.t, tx) {
			rows, err := tx.Rows(`SELECT * FROM "` + table + `"`)
			if err != nil {
				return err
			}
			columns, _ := rows.Columns()
			_ = rows.Close()
			if !slices.Contains(columns, "project_id") {
				continue
			}
			var found []string
			rows, err = tx.Rows(`SELECT * FROM "`+table+`" WHERE project_id = ?`, id)
			if err != nil {
				return err
			}
			if found, err = look(rows, table, traces); err != nil {
				return err
			}
			left = append(left, found...)
		}
		return nil
	})
	return left
}

// kept checks what an erasure leaves: what reports count, and the trace of itself.
func (tw *town) kept(ref, other string) {
	tw.t.Helper()
	for query, want := range map[string]int{
		`SELECT count(*) FROM projects p JOIN persons h ON h.id = p.person_id WHERE p.ref = ? AND p.phase = 'declined' AND p.phase_started_on = '2026-05-04'
			AND p.submitted_at IS NOT NULL AND p.sector = 'Commerce' AND p.title = '' AND h.gender = 'F' AND h.birth_on = '1987-01-01' AND h.version > 1`: 1,
		`SELECT count(*) FROM applications a JOIN projects p ON p.id = a.project_id WHERE p.ref = ? AND a.situation = 'cpas' AND a.schooling = 'tertiary'
			AND a.jobseeker_since = '2025-06-01' AND a.benefits_end_on IS NULL`: 1,
		`SELECT count(*) FROM decisions d JOIN projects p ON p.id = d.project_id WHERE p.ref = ? AND d.outcome = 'declined' AND d.decided_on = '2026-05-04'`: 1,
		`SELECT count(*) FROM opinions o JOIN projects p ON p.id = o.project_id WHERE p.ref = ? AND o.recommendation = 'no'`:                                 1,
		`SELECT count(*) FROM phase_changes c JOIN projects p ON p.id = c.project_id WHERE p.ref = ?`:                                                        4,
		`SELECT count(*) FROM messages m JOIN projects p ON p.id = m.project_id WHERE p.ref = ? AND m.gone = 'erased'`:                                       2,
		`SELECT count(*) FROM outbox o JOIN projects p ON p.id = o.project_id WHERE p.ref = ? AND o.state = 'dropped' AND o.recipient = '-'`:                 1,
		`SELECT count(*) FROM erasures e JOIN projects p ON p.id = e.project_id WHERE p.ref = ? AND e.done_at IS NOT NULL AND e.reason = 'retention'
			AND e.actor_name = 'eclosion retention'`: 1,
		`SELECT count(*) FROM audit_entries a JOIN projects p ON p.id = a.project_id WHERE p.ref = ? AND a.action = 'privacy.anonymise'`: 1,
	} {
		if n := tw.count(query, ref); n != want {
			tw.t.Errorf("%d, want %d: %s", n, want, query)
		}
	}
	account := tw.actors["zoe"].AccountID
	for query, want := range map[string]int{
		`SELECT count(*) FROM accounts WHERE id = ? AND state = 'disabled' AND person_id IS NULL AND password_hash = '' AND stamp > 1`: 1,
		`SELECT count(*) FROM account_roles WHERE account_id = ?`:                                                                      0,
		`SELECT count(*) FROM form_keys WHERE account_id = ?`:                                                                          0,
		`SELECT count(*) FROM account_links WHERE account_id = ?`:                                                                      0,
	} {
		if n := tw.count(query, account); n != want {
			tw.t.Errorf("%d, want %d: %s", n, want, query)
		}
	}
	if n := tw.count(`SELECT count(*) FROM info_registrations WHERE erased_at IS NOT NULL AND heard = 'forem' AND state = 'confirmed'`); n != 2 {
		tw.t.Errorf("%d registrations are counted still, without a name", n)
	}
	if n := tw.count(`SELECT count(*) FROM projects WHERE ref = ? AND title = 'sam'`, other); n != 1 {
		tw.t.Error("sam's dossier lost its title")
	}
	if n := tw.count(`SELECT count(*) FROM phase_changes WHERE actor_name = 'manager'`) + tw.count(`SELECT count(*) FROM audit_entries WHERE actor_name = 'manager'`); n == 0 {
		tw.t.Error("who of the couveuse acted is no longer known")
	}
}

func TestNoNameIsLeftOfStepsBeforeThereWasAnAccount(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		ref := tw.dossier("zoe", programme.Declined, "2026-05-04", 0)
		for _, name := range []string{"h.first_name || ' ' || h.last_name", "'eclosion import'"} {
			tw.exec(`INSERT INTO phase_changes (project_id, seq, from_phase, to_phase, effective_on, reason, detail, actor_id, actor_name, at)
				SELECT p.id, (SELECT max(c.seq) + 1 FROM phase_changes c WHERE c.project_id = p.id), 'draft', 'submitted', '2025-11-24', '', '{}', NULL, `+name+`, 1
				FROM projects p JOIN persons h ON h.id = p.person_id WHERE p.ref = ?`, ref)
			tw.exec(`INSERT INTO audit_entries (at, actor_id, actor_name, action, entity, entity_id, project_id, detail)
				SELECT 1, NULL, `+name+`, 'application.submit', 'project', p.id, p.id, '{}' FROM projects p JOIN persons h ON h.id = p.person_id WHERE p.ref = ?`, ref)
		}
		tw.anonymise(ref)
		if left := tw.found(traces...); len(left) > 0 {
			t.Errorf("left behind:\n%s", strings.Join(left, "\n"))
		}
		for _, table := range []string{"phase_changes", "audit_entries"} {
			if n := tw.count(`SELECT count(*) FROM ` + table + ` WHERE actor_name = 'eclosion import'`); n != 1 {
				t.Errorf("%s: who acted for the couveuse is no longer known", table)
			}
		}
	})
}

func TestStaffWhoOnceAppliedKeepTheirAccount(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		ref := tw.dossier("zoe", programme.Withdrawn, "2026-05-04", 0)
		tw.exec(`INSERT INTO account_roles (account_id, role, site_id) VALUES (?, 'coach', 0)`, tw.actors["zoe"].AccountID)
		tw.anonymise(ref)
		if n := tw.count(`SELECT count(*) FROM accounts a JOIN account_roles r ON r.account_id = a.id AND r.role = 'coach'
			WHERE a.email = ? AND a.state = 'active' AND a.person_id IS NULL AND a.stamp = 1`, canary+"@exemple.be"); n != 1 {
			t.Error("somebody who works here lost their account")
		}
		if n := tw.count(`SELECT count(*) FROM account_roles WHERE account_id = ? AND role = 'candidate'`, tw.actors["zoe"].AccountID); n != 0 {
			t.Error("is a candidate still")
		}
		if n := tw.count(`SELECT count(*) FROM persons WHERE last_name LIKE '%canari%'`); n != 0 {
			t.Error("the person kept their name")
		}
		tw.sound()
	})
}

func TestImportedHistoriesStaySound(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.as(operator, func(tx *db.Tx) error {
			h, err := programme.InsertPerson(tx, programme.Person{FirstName: canary, LastName: canary, Gender: "M"})
			if err != nil {
				return err
			}
			_, err = tx.Exec(`INSERT INTO projects (ref, programme_id, site_id, cohort_id, person_id, phase, phase_started_on, source_file, search, created_at, updated_at)
				VALUES ('JI-2008-0001', ?, ?, ?, ?, 'declined', '2008-03-03', 'vieux.csv', ?, 1, 1)`, tw.cohort.ProgrammeID, tw.cohort.SiteID, tw.cohort.ID, h.ID,
				programme.SearchText("JI-2008-0001", h.FullName(), ""))
			if err != nil {
				return err
			}
			return programme.RecordChange(tx, programme.Change{ProjectID: int64(mustCount(tx, `SELECT id FROM projects`)), ToPhase: programme.Declined, EffectiveOn: "2008-03-03"},
				models.Facts{"imported": true, "word": canary})
		})
		tw.anonymise("JI-2008-0001")
		if left := tw.found(canary + "x"); len(left) > 0 {
			t.Error(left)
		}
		tw.sound()
	})
}

func mustCount(tx *db.Tx, query string) int {
	n, err := tx.Count(query)
	if err != nil {
		panic(err)
	}
	return n
}

// What a report counts does not change by an erasure.
func TestReportsGiveTheSameFigures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		town := reportingtest.Build(t, d, reportingtest.Options{})
		write := func(fn func(*db.Tx) error) {
			t.Helper()
			if err := d.Write(ctx, operator, fn); err != nil {
				t.Fatal(err)
			}
		}
		write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET phase_started_on = '2024-01-15', updated_at = 1 WHERE phase IN ('draft', 'declined', 'withdrawn')`)
			if err == nil {
				_, err = tx.Exec(`UPDATE applications SET updated_at = 1`)
			}
			return err
		})
		before := figures(t, d, town.Cohort.Ref)
		anonymised := 0
		write(func(tx *db.Tx) error {
			due, err := privacy.Due(tx)
			if err != nil {
				return err
			}
			for _, f := range due {
				if err := privacy.AnonymiseDue(tx, f.Ref); err != nil {
					return err
				}
			}
			anonymised = len(due)
			return nil
		})
		if anonymised < 3 {
			t.Fatalf("only %d files were anonymised", anonymised)
		}
		if after := figures(t, d, town.Cohort.Ref); after != before {
			t.Errorf("before\n%s\nafter\n%s", before, after)
		}
	})
}

// figures is all that the reports say, without the names that a list shows.
func figures(t *testing.T, d *db.DB, cohort string) string {
	t.Helper()
	var all []any
	err := d.Read(ctx, access.Operator("test"), func(tx *db.Tx) error {
		c, err := reporting.LoadCohort(tx, reporting.CohortAsk{Ref: cohort})
		if err != nil {
			return err
		}
		for i := range c.Projects {
			m := &c.Projects[i]
			m.Title, m.FirstName, m.LastName = "", "", ""
			if !m.Entered() {
				m.BirthOn, m.JobseekerSince = models.Date(m.BirthOn[:min(4, len(m.BirthOn))]), models.Date(m.JobseekerSince[:min(7, len(m.JobseekerSince))])
			}
		}
		slices.SortFunc(c.Projects, func(a, b reporting.Member) int { return strings.Compare(a.Ref, b.Ref) })
		all = append(all, c)
		years, err := reporting.Years(tx)
		all = append(all, years)
		for _, y := range years {
			year, err := reporting.LoadActivity(tx, reporting.OfYear(y.Year))
			if err != nil {
				return err
			}
			all = append(all, year)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// While no erasure of that very dossier is open nothing in a history changes, and then its words alone.
func TestHistoryIsNeverEditedOtherwise(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		ref := tw.dossier("zoe", programme.Declined, "2026-05-04", 0)
		other := tw.dossier("sam", programme.Declined, "2026-05-04", 0)
		id, otherID := tw.count(`SELECT id FROM projects WHERE ref = ?`, ref), tw.count(`SELECT id FROM projects WHERE ref = ?`, other)
		words := []string{
			`UPDATE phase_changes SET reason = '' WHERE project_id = ?`, `UPDATE phase_changes SET detail = '{}', actor_name = '' WHERE project_id = ?`,
			`UPDATE decisions SET reasons = '', next_step = '', conditions = '' WHERE project_id = ?`,
			`UPDATE audit_entries SET detail = '{}', actor_name = '' WHERE project_id = ?`, `UPDATE issued_papers SET title = '' WHERE project_id = ?`,
		}
		facts := []string{
			`UPDATE phase_changes SET to_phase = 'accepted' WHERE project_id = ?`, `UPDATE phase_changes SET effective_on = '2020-01-01' WHERE project_id = ?`,
			`UPDATE phase_changes SET at = 1 WHERE project_id = ?`, `UPDATE phase_changes SET seq = seq + 10 WHERE project_id = ?`, `UPDATE phase_changes SET actor_id = NULL WHERE project_id = ?`,
			`UPDATE decisions SET outcome = 'accepted' WHERE project_id = ?`, `UPDATE decisions SET decided_on = '2020-01-01' WHERE project_id = ?`, `UPDATE decisions SET list_rank = 1 WHERE project_id = ?`,
			`UPDATE audit_entries SET action = 'x' WHERE project_id = ?`, `UPDATE audit_entries SET at = 1 WHERE project_id = ?`, `UPDATE audit_entries SET actor_id = NULL WHERE project_id = ?`,
			`UPDATE issued_papers SET sha256 = 'y' WHERE project_id = ?`, `UPDATE issued_papers SET number = 'y' WHERE project_id = ?`,
			`DELETE FROM phase_changes WHERE project_id = ?`, `DELETE FROM decisions WHERE project_id = ?`, `DELETE FROM audit_entries WHERE project_id = ?`, `DELETE FROM issued_papers WHERE project_id = ?`,
		}
		try := func(before, statement string, id int) error {
			return tw.db.Write(ctx, operator, func(tx *db.Tx) error {
				if before != "" {
					if _, err := tx.Exec(before, id); err != nil {
						return err
					}
				}
				if _, err := tx.Exec(statement, id); err != nil {
					return err
				}
				return errUndone
			})
		}
		refused := func(before, statement string, id int) {
			t.Helper()
			if err := try(before, statement, id); err == errUndone || err == nil {
				t.Errorf("passed: %s; %s", before, statement)
			} else if err != nil && !strings.Contains(err.Error(), "never") {
				t.Errorf("refused for another reason: %v", err)
			}
		}
		const opened = `INSERT INTO erasures (project_id, reason, at, actor_name) VALUES (?, 'request', 1, 'x')`
		for _, statement := range words {
			refused("", statement, id)
			if err := try(opened, statement, id); err != errUndone {
				t.Errorf("in an erasure: %s: %v", statement, err)
			}
		}
		for _, statement := range facts {
			refused("", statement, id)
			refused(opened, statement, id)
		}
		tw.exec(opened, id) // of another dossier: opens nothing here
		for _, statement := range append(words, facts...) {
			refused("", statement, otherID)
		}
		refused("", `UPDATE erasures SET reason = 'retention' WHERE project_id = ?`, id)
		refused("", `UPDATE erasures SET reason = 'retention', done_at = 5 WHERE project_id = ?`, id)
		refused("", `DELETE FROM erasures WHERE project_id = ?`, id)
		tw.exec(`UPDATE erasures SET done_at = 5 WHERE project_id = ?`, id)
		refused("", `UPDATE erasures SET done_at = NULL WHERE project_id = ?`, id)
		refused("", `UPDATE erasures SET done_at = 6 WHERE project_id = ?`, id)
		for _, statement := range append(words, facts...) { // it is done: shut again
			refused("", statement, id)
		}
		for _, table := range []string{"plan_events", "grant_awards", "grant_payments", "grant_lines", "extensions", "derogations"} {
			if n := tw.triggers(table); n == 0 {
				t.Errorf("%s is no longer guarded", table)
			}
		}
	})
}

var errUndone = sql.ErrTxDone

func (tw *town) triggers(table string) int {
	tw.t.Helper()
	query := `SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?`
	if tw.db.Engine() == db.Postgres {
		query = `SELECT count(*) FROM pg_trigger WHERE tgrelid = CAST(? AS regclass) AND NOT tgisinternal`
	}
	return tw.count(query, table)
}
