package correction

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

// read gathers the facts that the dossier has, the days around them, and the corrections that were made.
func (d *Dossier) read(tx *db.Tx) error {
	for _, part := range []func(*db.Tx) error{d.readSteps, d.readFacts, d.readEnterprise, d.readDone} {
		if err := part(tx); err != nil {
			return fmt.Errorf("facts of %s: %w", d.Project.Ref, err)
		}
	}
	return nil
}

func (d *Dossier) know(f Fact, value string) { d.Facts = append(d.Facts, Known{f, value}) }

// readSteps takes the days of the steps from the history, as they count today, and puts the suspensions between them.
func (d *Dossier) readSteps(tx *db.Tx) error {
	history, err := programme.History(tx, d.Project.ID)
	if err != nil {
		return err
	}
	pauses, err := programme.Pauses(tx, d.Project.ID)
	if err != nil {
		return err
	}
	facts := map[programme.Phase]Fact{programme.Accepted: AcceptedOn, programme.Coaching: EnteredOn, programme.Test: TestOn, programme.Launched: LeftOn, programme.Exited: LeftOn}
	days := map[Fact]models.Date{}
	var followed models.Date
	d.steps = map[Fact]int64{}
	for _, c := range history {
		if c.FromPhase == c.ToPhase {
			continue
		}
		if c.ToPhase == programme.FollowedUp {
			followed = c.EffectiveOn
		}
		if f := facts[c.ToPhase]; f != "" {
			days[f], d.steps[f] = c.EffectiveOn, c.ID
		}
	}
	d.marks = []Mark{{"submitted", d.Project.SubmittedAt.Date()}}
	for _, f := range []Fact{AcceptedOn, EnteredOn, TestOn, LeftOn} {
		if days[f] != "" {
			d.know(f, string(days[f]))
		}
		d.marks = append(d.marks, Mark{string(f), days[f]})
		for _, s := range pauses[map[Fact]programme.Phase{EnteredOn: programme.Coaching, TestOn: programme.Test}[f]] {
			d.marks = append(d.marks, Mark{"suspended", s.From}, Mark{"resumed", s.To})
		}
	}
	d.marks = append(d.marks, Mark{"followed_up", followed})
	return nil
}

func (d *Dossier) readFacts(tx *db.Tx) error {
	p := d.Project
	if p.Phase == programme.Exited {
		d.know(ExitReason, string(p.ExitReason))
	}
	if p.Phase.IsOver() && p.EnteredOn != "" {
		study := ""
		if p.StudyCompleted != nil {
			study = map[bool]string{true: "yes", false: "no"}[*p.StudyCompleted]
		}
		d.know(StudyCompleted, study)
	}
	var birth models.Date
	var gender, situation, schooling string
	var frozen models.Instant
	_, err := tx.Get([]any{&birth, &gender, &situation, &schooling, &frozen}, `SELECT h.birth_on, h.gender, COALESCE(a.situation, ''), COALESCE(a.schooling, ''), e.frozen_at
		FROM projects p JOIN persons h ON h.id = p.person_id LEFT JOIN applications a ON a.project_id = p.id LEFT JOIN participants e ON e.project_id = p.id WHERE p.id = ?`, p.ID)
	d.know(BirthOn, string(birth))
	d.know(Gender, gender)
	d.know(Situation, situation)
	d.know(Schooling, schooling)
	d.Frozen = !frozen.IsZero()
	d.marks = append([]Mark{{string(BirthOn), birth}}, d.marks...)
	return err
}

func (d *Dossier) readEnterprise(tx *db.Tx) error {
	e, err := journey.EnterpriseOf(tx, d.Project.ID)
	if err != nil || e == nil {
		return err
	}
	d.know(CreatedOn, string(e.CreatedOn))
	d.know(LegalForm, e.LegalForm)
	d.know(Number, string(e.Number))
	return nil
}

func (d *Dossier) readDone(tx *db.Tx) (err error) {
	d.Done, err = Of(tx, d.Project.ID)
	return err
}

// Of gives the corrections of a dossier that was loaded through permission, newest first.
func Of(tx *db.Tx, projectID int64) (list []Done, err error) {
	return list, tx.Each(func(rows *sql.Rows) error {
		var x Done
		err := rows.Scan(&x.Fact, &x.Was, &x.Becomes, &x.Reason, &x.By, &x.At)
		list = append(list, x)
		return err
	}, `SELECT k.fact, k.was, k.becomes, c.reason, c.actor_name, c.at FROM corrections k JOIN phase_changes c ON c.id = k.entry_id
		WHERE k.project_id = ? ORDER BY k.id DESC`, projectID)
}

// insert adds the correction that the last row of the history tells.
func (d *Dossier) insert(tx *db.Tx, publicID, was string, draft Draft) error {
	var on models.Date
	if draft.Fact.IsStep() {
		on = models.Date(draft.Value)
	}
	_, err := tx.Exec(`INSERT INTO corrections (public_id, project_id, entry_id, fact, was, becomes, step_id, effective_on)
		SELECT ?, c.project_id, c.id, ?, ?, ?, ?, ? FROM phase_changes c WHERE c.project_id = ? ORDER BY c.seq DESC LIMIT 1`,
		publicID, draft.Fact, was, draft.Value, db.Nullable(d.steps[draft.Fact]), on, d.Project.ID)
	return err
}

// write keeps a fact that is a column of its own.
func (d *Dossier) write(tx *db.Tx, draft Draft) error {
	var err error
	id := d.Project.ID
	switch draft.Fact {
	case ExitReason:
		_, err = tx.Exec(`UPDATE projects SET exit_reason = ? WHERE id = ?`, draft.Value, id)
	case StudyCompleted:
		_, err = tx.Exec(`UPDATE projects SET study_completed = ? WHERE id = ?`, draft.Value == "yes", id)
	case Situation:
		_, err = tx.Exec(`INSERT INTO applications (project_id, situation, updated_at) VALUES (?, ?, ?) ON CONFLICT (project_id)
			DO UPDATE SET situation = excluded.situation, updated_at = excluded.updated_at, version = applications.version + 1`, id, draft.Value, tx.Now())
	case Schooling:
		_, err = tx.Exec(`INSERT INTO applications (project_id, schooling, updated_at) VALUES (?, ?, ?) ON CONFLICT (project_id)
			DO UPDATE SET schooling = excluded.schooling, updated_at = excluded.updated_at, version = applications.version + 1`, id, draft.Value, tx.Now())
	case CreatedOn:
		_, err = tx.Exec(`UPDATE enterprises SET created_on = ?, version = version + 1 WHERE project_id = ?`, models.Date(draft.Value), id)
	case LegalForm:
		_, err = tx.Exec(`UPDATE enterprises SET legal_form = ?, version = version + 1 WHERE project_id = ?`, draft.Value, id)
	case Number:
		_, err = tx.Exec(`UPDATE enterprises SET number = ?, version = version + 1 WHERE project_id = ?`, draft.Value, id)
	}
	return err
}

// endAgreements lets the agreements that the leaving ended end on its new day.
func (d *Dossier) endAgreements(tx *db.Tx, on models.Date) error {
	_, err := tx.Exec(`UPDATE agreements SET ended_on = ?, version = version + 1 WHERE project_id = ? AND ended_on = ? AND end_reason IN (?, ?)`,
		on, d.Project.ID, d.Project.LeftOn, journey.EndedByLaunch, journey.EndedByExit)
	return err
}

func (d *Dossier) keepDays(tx *db.Tx) error {
	p := d.Project
	_, err := tx.Exec(`UPDATE projects SET entered_on = ?, left_on = ?, phase_started_on = ?, phase_ends_on = ? WHERE id = ?`,
		p.EnteredOn, p.LeftOn, p.PhaseStartedOn, p.PhaseEndsOn, p.ID)
	return err
}
