package programme

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

const projectColumns = `p.id, p.programme_id, p.site_id, p.cohort_id, p.person_id, COALESCE(p.terms_id, 0), COALESCE(p.template_id, 0),
	p.ref, p.title, p.sector, p.phase, p.phase_started_on, p.phase_ends_on, p.suspended_on, p.submitted_at,
	p.exit_reason, p.study_completed, p.entered_on, p.left_on, p.last_meeting_on, p.next_meeting_at,
	p.carried_meetings, p.carried_minutes, COALESCE(p.external_ref, ''), p.source_file, p.source_row, p.created_at, p.updated_at, p.version,
	h.first_name, h.last_name, c.ref, c.name, s.name, g.code, g.name`

const projectTables = ` FROM projects p JOIN persons h ON h.id = p.person_id JOIN cohorts c ON c.id = p.cohort_id
	JOIN sites s ON s.id = p.site_id JOIN programmes g ON g.id = p.programme_id`

func (p *Project) targets() []any {
	return []any{&p.ID, &p.ProgrammeID, &p.SiteID, &p.CohortID, &p.PersonID, &p.TermsID, &p.TemplateID,
		&p.Ref, &p.Title, &p.Sector, &p.Phase, &p.PhaseStartedOn, &p.PhaseEndsOn, &p.SuspendedOn, &p.SubmittedAt,
		&p.ExitReason, &p.StudyCompleted, &p.EnteredOn, &p.LeftOn, &p.LastMeetingOn, &p.NextMeetingAt,
		&p.CarriedMeetings, &p.CarriedMinutes, &p.ExternalRef, &p.SourceFile, &p.SourceRow, &p.CreatedAt, &p.UpdatedAt, &p.Version,
		&p.HolderFirstName, &p.HolderLastName, &p.CohortRef, &p.CohortName, &p.SiteName, &p.ProgrammeCode, &p.ProgrammeName}
}

// Load gives a dossier to an actor who may do the action on it. A dossier that
// the actor may not see is missing; one that it sees but may not treat so is denied.
// Within a write the dossier's row is locked, so that verbs on it follow each other.
func Load(tx *db.Tx, ref string, action access.Action) (*Project, error) {
	return load(tx, `p.ref = ?`, ref, action)
}

// LoadByID is Load for references between records.
func LoadByID(tx *db.Tx, id int64, action access.Action) (*Project, error) {
	return load(tx, `p.id = ?`, id, action)
}

func load(tx *db.Tx, condition string, key any, action access.Action) (*Project, error) {
	a := tx.Actor()
	var p Project
	dest := append(p.targets(), &p.Standing.Assigned, &p.Standing.Seated, &p.Standing.Blind, &p.Standing.Conflict)
	found, err := tx.Get(dest, `SELECT `+projectColumns+`,
		EXISTS (SELECT 1 FROM `+work+` w WHERE w.project_id = p.id AND w.account_id = ?),
		EXISTS (SELECT 1 FROM `+seats+` WHERE f.project_id = p.id AND m.account_id = ?),
		EXISTS (SELECT 1 FROM `+seats+` WHERE f.project_id = p.id AND m.account_id = ? AND o.blind),
		EXISTS (SELECT 1 FROM conflicts x WHERE x.project_id = p.id AND x.account_id = ? AND x.lifted_at IS NULL)`+
		projectTables+` WHERE `+condition+tx.ForUpdate("p"), tx.Today(), tx.Today(), a.AccountID, a.AccountID, a.AccountID, a.AccountID, key)
	if err != nil {
		return nil, fmt.Errorf("load project %v: %w", key, err)
	}
	if !found {
		return nil, models.Missing("project")
	}
	p.stand(a)
	if !p.May(a, access.ApplicationRead) && !p.May(a, access.ProjectRead) {
		return nil, models.Missing("project")
	}
	if !p.May(a, action) {
		return nil, models.Denied(string(action))
	}
	return &p, nil
}

// NewProject is what a new dossier starts from.
type NewProject struct {
	Cohort   Cohort
	PersonID int64
	Holder   string // for the search column
	Title    string
}

// Open makes a dossier in draft, with the next reference of its programme and year.
func Open(tx *db.Tx, n NewProject) (ref string, id int64, err error) {
	ref, err = NextRef(tx, n.Cohort.ProgrammeCode, tx.Today().Year())
	if err != nil {
		return "", 0, err
	}
	_, err = tx.Get([]any{&id}, `INSERT INTO projects (ref, programme_id, site_id, cohort_id, person_id, title, phase, phase_started_on,
		search, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		ref, n.Cohort.ProgrammeID, n.Cohort.SiteID, n.Cohort.ID, n.PersonID, n.Title, Draft, tx.Today(),
		SearchText(ref, n.Holder, n.Title), tx.Now(), tx.Now())
	if err != nil {
		return "", 0, fmt.Errorf("open project: %w", err)
	}
	return ref, id, RecordChange(tx, Change{ProjectID: id, ToPhase: Draft, EffectiveOn: tx.Today()}, nil)
}

// NextRef takes the next dossier reference of a programme and year: JI-2026-0042.
func NextRef(tx *db.Tx, programmeCode string, year int) (string, error) {
	series := fmt.Sprintf("%s-%d", programmeCode, year)
	n, err := tx.Next(series)
	if err != nil {
		return "", fmt.Errorf("next reference of %s: %w", series, err)
	}
	return fmt.Sprintf("%s-%04d", series, n), nil
}

// Refs takes many references in one transaction: a series is locked when it is first asked for, and written once, by Keep.
type Refs struct {
	tx   *db.Tx
	last map[string]int
}

// NewRefs begins to take references.
func NewRefs(tx *db.Tx) *Refs { return &Refs{tx: tx, last: map[string]int{}} }

// Next takes the next reference of a programme and year, as NextRef does.
func (r *Refs) Next(programmeCode string, year int) (string, error) {
	series := fmt.Sprintf("%s-%d", programmeCode, year)
	if _, begun := r.last[series]; !begun {
		n, err := r.tx.Next(series)
		if err != nil {
			return "", fmt.Errorf("next reference of %s: %w", series, err)
		}
		r.last[series] = n - 1
	}
	r.last[series]++
	return fmt.Sprintf("%s-%04d", series, r.last[series]), nil
}

// Keep writes how far each series was taken.
func (r *Refs) Keep() error {
	for series, last := range r.last {
		if _, err := r.tx.Exec(`UPDATE sequences SET last = ? WHERE name = ?`, last, series); err != nil {
			return fmt.Errorf("keep the references of %s: %w", series, err)
		}
	}
	return nil
}

// SearchText is what the lists search: folded reference, holder and title.
func SearchText(ref, holder, title string) string {
	return models.Fold(ref + " " + holder + " " + title)
}

// RecordChange adds a row to the dossier's history, in the actor's name.
func RecordChange(tx *db.Tx, c Change, detail models.Facts) error {
	if detail == nil {
		detail = models.Facts{}
	}
	text, err := json.Marshal(detail)
	if err != nil {
		return fmt.Errorf("history detail: %w", err)
	}
	_, err = tx.Exec(`INSERT INTO phase_changes (project_id, seq, from_phase, to_phase, effective_on, reason, detail, actor_id, actor_name, at)
		SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ? FROM phase_changes WHERE project_id = ?`,
		c.ProjectID, c.FromPhase, c.ToPhase, c.EffectiveOn, c.Reason, string(text),
		db.Nullable(tx.Actor().AccountID), tx.Actor().Name, tx.Now(), c.ProjectID)
	if err != nil {
		return fmt.Errorf("record change: %w", err)
	}
	return nil
}

// Move changes the phase of a loaded dossier, guarded: it fails with a conflict when
// somebody moved it meanwhile. It writes the history. Rules are asked before, by
// the caller; the transition table is asked here too.
func Move(tx *db.Tx, p *Project, to Phase, on models.Date, reason string, detail models.Facts) error {
	if refusal := CheckTransition(p.Phase, to); refusal != nil {
		return refusal
	}
	n, err := tx.Exec(`UPDATE projects SET phase = ?, phase_started_on = ?, phase_ends_on = NULL, updated_at = ?, version = version + 1
		WHERE id = ? AND phase = ? AND version = ?`, to, on, tx.Now(), p.ID, p.Phase, p.Version)
	if err != nil {
		return fmt.Errorf("move %s to %s: %w", p.Ref, to, err)
	}
	if n == 0 {
		return models.Stale("project", models.Facts{"ref": p.Ref})
	}
	err = RecordChange(tx, Change{ProjectID: p.ID, FromPhase: p.Phase, ToPhase: to, EffectiveOn: on, Reason: reason}, detail)
	if err != nil {
		return err
	}
	p.Phase, p.PhaseStartedOn, p.PhaseEndsOn = to, on, ""
	p.Version++
	return nil
}

// Touch raises the version of a loaded dossier, guarded by the version it was read at.
func Touch(tx *db.Tx, p *Project) error {
	n, err := tx.Exec(`UPDATE projects SET updated_at = ?, version = version + 1 WHERE id = ? AND version = ?`, tx.Now(), p.ID, p.Version)
	if err != nil {
		return fmt.Errorf("touch %s: %w", p.Ref, err)
	}
	if n == 0 {
		return models.Stale("project", models.Facts{"ref": p.Ref})
	}
	p.Version++
	return nil
}

// StepDay is, in a query, the day that counts of a row c of phase_changes: that of its last correction, or the one that was recorded.
// Whatever reads the days of steps from the history reads them so.
const StepDay = `COALESCE((SELECT k.effective_on FROM corrections k WHERE k.step_id = c.id ORDER BY k.id DESC LIMIT 1), c.effective_on)`

// History gives the changes of a dossier, oldest first.
func History(tx *db.Tx, projectID int64) ([]Change, error) {
	var list []Change
	err := tx.Each(func(rows *sql.Rows) error {
		var c Change
		var actor sql.NullInt64
		err := rows.Scan(&c.ID, &c.ProjectID, &c.Seq, &c.FromPhase, &c.ToPhase, &c.EffectiveOn, &c.FirstOn, &c.Reason, &c.Detail, &actor, &c.ActorName, &c.At)
		c.ActorID = actor.Int64
		list = append(list, c)
		return err
	}, `SELECT c.id, c.project_id, c.seq, c.from_phase, c.to_phase, `+StepDay+`, c.effective_on, c.reason, c.detail, c.actor_id, c.actor_name, c.at
		FROM phase_changes c WHERE c.project_id = ? ORDER BY c.seq`, projectID)
	return list, err
}

// Coaches gives who coaches each of the dossiers today, by project id.
func Coaches(tx *db.Tx, projectIDs []int64) (map[int64][]Coach, error) {
	in, args := db.In(projectIDs)
	byProject := map[int64][]Coach{}
	err := tx.Each(func(rows *sql.Rows) error {
		var c Coach
		if err := rows.Scan(&c.ProjectID, &c.AccountID, &c.PublicID, &c.Name, &c.FromOn); err != nil {
			return err
		}
		byProject[c.ProjectID] = append(byProject[c.ProjectID], c)
		return nil
	}, `SELECT k.project_id, k.account_id, a.public_id, a.name, k.from_on FROM project_coaches k JOIN accounts a ON a.id = k.account_id
		WHERE k.to_on IS NULL AND k.project_id IN `+in+` ORDER BY k.project_id, k.id`, args...)
	return byProject, err
}

// AssignCoach makes an account a coach of the dossier from a date; it changes
// nothing when it is one already.
func AssignCoach(tx *db.Tx, p *Project, accountID int64, from models.Date) error {
	_, err := tx.Exec(`INSERT INTO project_coaches (project_id, account_id, from_on)
		SELECT ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM project_coaches WHERE project_id = ? AND account_id = ? AND to_on IS NULL)`,
		p.ID, accountID, from, p.ID, accountID)
	if err != nil {
		return fmt.Errorf("assign coach: %w", err)
	}
	return tx.Audit("coach.assign", "account", accountID, p.ID, nil)
}

// UnassignCoach ends a coach's assignment; what the coach wrote stays.
func UnassignCoach(tx *db.Tx, p *Project, accountID int64, on models.Date) error {
	_, err := tx.Exec(`UPDATE project_coaches SET to_on = ? WHERE project_id = ? AND account_id = ? AND to_on IS NULL`, on, p.ID, accountID)
	if err != nil {
		return fmt.Errorf("unassign coach: %w", err)
	}
	return tx.Audit("coach.unassign", "account", accountID, p.ID, nil)
}

// Reassign ends a coach's assignment to a loaded dossier today and makes another its coach, guarded: it fails with a
// conflict when the one does not coach it any more. What was written stays with who wrote it.
func Reassign(tx *db.Tx, p *Project, from, to int64) error {
	n, err := tx.Exec(`UPDATE project_coaches SET to_on = ? WHERE project_id = ? AND account_id = ? AND to_on IS NULL`, tx.Today(), p.ID, from)
	if err != nil {
		return fmt.Errorf("reassign %s: %w", p.Ref, err)
	}
	if n == 0 {
		return models.Stale("coach", models.Facts{"ref": p.Ref})
	}
	if err := AssignCoach(tx, p, to, tx.Today()); err != nil {
		return err
	}
	return Touch(tx, p)
}
