package journey

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

func extensionMonths(tx *db.Tx, p *programme.Project) (int, error) {
	return tx.Count(`SELECT SUM(months) FROM extensions WHERE project_id = ? AND phase = ?`, p.ID, p.Phase)
}

func derogations(tx *db.Tx, projectID int64) (list []Derogation, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var d Derogation
		err := rows.Scan(&d.Rule, &d.Reason, &d.DecidedOn, &d.By)
		list = append(list, d)
		return err
	}, `SELECT d.rule, d.reason, d.decided_on, COALESCE(a.name, '') FROM derogations d LEFT JOIN accounts a ON a.id = d.decided_by
		WHERE d.project_id = ? ORDER BY d.id`, projectID)
	return list, err
}

// agreements gives the newest agreement of each kind; a running one comes last.
func agreements(tx *db.Tx, projectID int64) (coaching, status *Agreement, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var a Agreement
		err := rows.Scan(&a.ID, &a.Kind, &a.Number, &a.SignedOn, &a.StartsOn, &a.EndsOn, &a.EndedOn, &a.EndReason, &a.Version)
		if a.Kind == CoachingAgreement {
			coaching = &a
		} else {
			status = &a
		}
		return err
	}, `SELECT id, kind, number, signed_on, starts_on, ends_on, ended_on, end_reason, version FROM agreements
		WHERE project_id = ? ORDER BY CASE WHEN ended_on IS NULL THEN 1 ELSE 0 END, id`, projectID)
	return coaching, status, err
}

func wrap(what string, p *programme.Project, err error) error {
	if err != nil {
		return fmt.Errorf("%s of %s: %w", what, p.Ref, err)
	}
	return nil
}

func keepClock(tx *db.Tx, p *programme.Project) error {
	_, err := tx.Exec(`UPDATE projects SET phase_ends_on = ?, suspended_on = ? WHERE id = ?`, p.PhaseEndsOn, p.SuspendedOn, p.ID)
	return wrap("keep the clock", p, err)
}

func keepEntry(tx *db.Tx, p *programme.Project) error {
	_, err := tx.Exec(`UPDATE projects SET entered_on = ?, terms_id = ?, phase_ends_on = ? WHERE id = ?`, p.EnteredOn, p.TermsID, p.PhaseEndsOn, p.ID)
	return wrap("keep the entry", p, err)
}

func keepLeaving(tx *db.Tx, p *programme.Project) error {
	_, err := tx.Exec(`UPDATE projects SET left_on = ?, exit_reason = ?, study_completed = ? WHERE id = ?`, p.LeftOn, p.ExitReason, p.StudyCompleted, p.ID)
	return wrap("keep the leaving", p, err)
}

func insertAgreement(tx *db.Tx, projectID int64, d AgreementDraft) error {
	_, err := tx.Exec(`INSERT INTO agreements (project_id, kind, number, signed_on, starts_on, ends_on, created_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, projectID, d.Kind, d.Number, d.SignedOn, d.StartsOn, d.endsOn(), db.Nullable(tx.Actor().AccountID), tx.Now())
	if db.IsUnique(err) { // one running agreement of a kind is sure by then: it is the number
		return models.Fields(models.FieldProblem{Field: "number", Code: "unique"})
	}
	return err
}

func correctAgreement(tx *db.Tx, id int64, d AgreementDraft) error {
	_, err := tx.Exec(`UPDATE agreements SET number = ?, signed_on = ?, starts_on = ?, ends_on = ?, version = version + 1 WHERE id = ?`,
		d.Number, d.SignedOn, d.StartsOn, d.endsOn(), id)
	if db.IsUnique(err) {
		return models.Fields(models.FieldProblem{Field: "number", Code: "unique"})
	}
	return err
}

// endsOn keeps an end for the provisional status only: coaching has none on paper.
func (d AgreementDraft) endsOn() models.Date {
	if d.Kind == CoachingAgreement {
		return ""
	}
	return d.EndsOn
}

func endAgreement(tx *db.Tx, id int64, on models.Date, reason string) error {
	_, err := tx.Exec(`UPDATE agreements SET ended_on = ?, end_reason = ?, version = version + 1 WHERE id = ?`, on, reason, id)
	return err
}

func insertSuspension(tx *db.Tx, p *programme.Project, from models.Date, reason string) error {
	_, err := tx.Exec(`INSERT INTO suspensions (project_id, phase, from_on, reason, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
		p.ID, p.Phase, from, reason, db.Nullable(tx.Actor().AccountID), tx.Now())
	return wrap("suspension", p, err)
}

func closeSuspension(tx *db.Tx, id int64, on models.Date) error {
	_, err := tx.Exec(`UPDATE suspensions SET to_on = ? WHERE id = ?`, on, id)
	return err
}

func insertExtension(tx *db.Tx, p *programme.Project, months int, reason string) error {
	_, err := tx.Exec(`INSERT INTO extensions (project_id, phase, months, reason, decided_on, decided_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.Phase, months, reason, tx.Today(), db.Nullable(tx.Actor().AccountID), tx.Now())
	return wrap("extension", p, err)
}

func insertDerogation(tx *db.Tx, p *programme.Project, rule, reason string) error {
	_, err := tx.Exec(`INSERT INTO derogations (project_id, rule, reason, decided_on, decided_by, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
		p.ID, rule, reason, tx.Today(), db.Nullable(tx.Actor().AccountID), tx.Now())
	return wrap("derogation", p, err)
}

func insertEnterprise(tx *db.Tx, projectID int64, l programme.Launch, number models.EnterpriseNumber) error {
	_, err := tx.Exec(`INSERT INTO enterprises (project_id, name, number, legal_form, created_on, jobs, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		projectID, l.Name, string(number), l.LegalForm, l.Date, l.Jobs, tx.Now())
	return err
}

func insertCheck(tx *db.Tx, enterpriseID int64, c Check) error {
	var id int64
	_, err := tx.Get([]any{&id}, `INSERT INTO enterprise_checks (enterprise_id, months_after, observed_on, state, jobs, note, observed_by, source, closed_on,
			close_reason, turnover, situation, corrects_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		enterpriseID, c.MonthsAfter, c.ObservedOn, c.State, c.Jobs, c.Note, db.Nullable(tx.Actor().AccountID), c.Source, c.ClosedOn,
		c.CloseReason, c.Turnover, c.Situation, db.Nullable(c.CorrectsID), tx.Now())
	if err != nil {
		return err
	}
	return settleQuestions(tx, enterpriseID, id, c)
}

// settleQuestions lets a look answer the question of its month, wherever it came from. What is closed is asked nothing more; what turned
// out not to be is.
func settleQuestions(tx *db.Tx, enterpriseID, checkID int64, c Check) error {
	state, from, to := "answered", "moot", "open"
	switch c.State {
	case Unknown:
		state = "unknown"
	case Closed:
		from, to = "open", "moot"
	}
	_, err := tx.Exec(`UPDATE follow_questions SET state = ?, source = ?, check_id = ?, settled_at = ?, version = version + 1 WHERE enterprise_id = ? AND months = ?`,
		state, c.Source, checkID, tx.Now(), enterpriseID, c.MonthsAfter)
	if err == nil {
		_, err = tx.Exec(`UPDATE follow_questions SET state = ?, version = version + 1 WHERE enterprise_id = ? AND state = ? AND months <> ?`, to, enterpriseID, from, c.MonthsAfter)
	}
	return err
}

// EnterpriseOf gives what a loaded dossier became; nil before a launch.
func EnterpriseOf(tx *db.Tx, projectID int64) (*Enterprise, error) {
	var e Enterprise
	found, err := tx.Get([]any{&e.ID, &e.Name, &e.Number, &e.LegalForm, &e.CreatedOn, &e.Jobs},
		`SELECT id, name, number, legal_form, created_on, jobs FROM enterprises WHERE project_id = ?`, projectID)
	if err != nil || !found {
		return nil, err
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var c Check
		err := rows.Scan(&c.MonthsAfter, &c.ObservedOn, &c.State, &c.Jobs, &c.Note, &c.By, &c.Source, &c.ClosedOn, &c.CloseReason)
		e.Checks = append(e.Checks, c)
		return err
	}, `SELECT k.months_after, k.observed_on, k.state, k.jobs, k.note, COALESCE(a.name, ''), k.source, k.closed_on, k.close_reason FROM enterprise_checks k
		LEFT JOIN accounts a ON a.id = k.observed_by WHERE k.enterprise_id = ? ORDER BY k.observed_on DESC, k.id DESC`, e.ID)
	return &e, err
}
