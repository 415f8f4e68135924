package selection

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/form"
	"eclosion/models/programme"
)

// Load gives an application to an actor who may do the action on its dossier; for
// a member of a committee without the contacts. A dossier that
// came from a file has an empty application.
func Load(tx *db.Tx, ref string, action access.Action) (*Application, error) {
	p, err := programme.Load(tx, ref, action)
	if err != nil {
		return nil, err
	}
	a := &Application{Project: p}
	var formID int64
	_, err = tx.Get([]any{&a.Situation, &a.JobseekerSince, &a.BenefitsEndOn, &a.Schooling, &a.OwnVAT, &a.Description, &a.Clients,
		&a.Motivation, &a.Experience, &a.ConsentAt, &a.KeepMonths, &formID, &a.Reviewer, &a.CompletionNote, &a.UpdatedAt, &a.Version},
		`SELECT a.situation, a.jobseeker_since, a.benefits_end_on, a.schooling, a.own_vat, a.description, a.clients,
			a.motivation, a.experience, a.consent_at, a.keep_months, COALESCE(a.form_id, 0), COALESCE(r.name, ''), a.completion_note, a.updated_at, a.version
		FROM applications a LEFT JOIN accounts r ON r.id = a.reviewer_id WHERE a.project_id = ?`, p.ID)
	if err != nil {
		return nil, fmt.Errorf("load application %s: %w", ref, err)
	}
	if err := loadAnswers(tx, a, formID); err != nil {
		return nil, fmt.Errorf("load application %s: %w", ref, err)
	}
	if a.Person, err = programme.LoadPerson(tx, p.PersonID); err != nil {
		return nil, err
	}
	if a.Cohort, err = programme.CohortByID(tx, p.CohortID); err != nil {
		return nil, err
	}
	if p.Standing.Own {
		if a.Pieces, err = documents.Pieces(tx, p); err != nil {
			return nil, err
		}
	}
	if a.Contacts = seesContacts(tx.Actor(), p); !a.Contacts {
		a.hideContacts()
	}
	if p.Masked {
		a.mask()
	}
	return a, nil
}

// loadAnswers gives the application the questions that it is written on, and the answers to them.
func loadAnswers(tx *db.Tx, a *Application, formID int64) (err error) {
	if a.Form, err = form.ByID(tx, formID); err != nil {
		return err
	}
	a.offerSector()
	a.Answers = map[string]string{}
	return tx.Each(func(rows *sql.Rows) error {
		var code, answer string
		if err := rows.Scan(&code, &answer); err != nil {
			return err
		}
		if q, asked := a.Form.Question(code); asked && q.Readable(answer) {
			a.Answers[code] = answer
		}
		return nil
	}, `SELECT w.code, w.value FROM application_answers w WHERE w.project_id = ?`, a.Project.ID)
}

// offerSector lets a file keep a sector of earlier years.
func (a *Application) offerSector() {
	for i, q := range a.Form.Questions {
		if has := a.Project.Sector; q.Code == "sector" && has != "" && !slices.Contains(q.Values(), has) {
			a.Form.Questions[i].Options = append(slices.Clone(q.Options), form.Option{Value: has})
		}
	}
}

// insertApplication adds the empty answers of a new dossier, on the questions that its programme asks today.
func insertApplication(tx *db.Tx, projectID, programmeID int64) error {
	d, err := form.PublishedOf(tx, programmeID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO applications (project_id, form_id, updated_at) VALUES (?, ?, ?)`, projectID, db.Nullable(d.ID), tx.Now())
	return err
}

// step raises the version of the answers, guarded by the one that the page was read at.
func step(tx *db.Tx, a *Application, version int) error {
	n, err := tx.Exec(`UPDATE applications SET updated_at = ?, version = version + 1 WHERE project_id = ? AND version = ?`,
		tx.Now(), a.Project.ID, version)
	if err != nil {
		return fmt.Errorf("step %s: %w", a.Project.Ref, err)
	}
	if n == 0 {
		return stale(a)
	}
	a.Version = version + 1
	return nil
}

// store writes the answers that differ from those stored, and gives them to the application.
func store(tx *db.Tx, a *Application, answers map[string]string) (changed bool, err error) {
	touched := map[form.Topic]bool{}
	for _, q := range a.Form.Questions {
		answer, given := answers[q.Code]
		if !given || a.Answer(q.Code) == answer {
			continue
		}
		changed = true
		a.setAnswer(q.Code, answer, tx.Now())
		if q.Locked() {
			touched[q.Topic] = true
		} else if err := storeAnswer(tx, a.Project.ID, q.Code, answer); err != nil {
			return false, err
		}
	}
	if !changed {
		return false, nil
	}
	if err := step(tx, a, a.Version); err != nil {
		return false, err
	}
	if touched[form.Identity] {
		if err := programme.UpdatePerson(tx, a.Person); err != nil {
			return false, err
		}
	}
	if touched[form.Project] {
		if err := storeTitle(tx, a); err != nil {
			return false, err
		}
	}
	return true, storeLocked(tx, a)
}

func storeAnswer(tx *db.Tx, projectID int64, code, answer string) error {
	if answer == "" {
		_, err := tx.Exec(`DELETE FROM application_answers WHERE project_id = ? AND code = ?`, projectID, code)
		return err
	}
	_, err := tx.Exec(`INSERT INTO application_answers (project_id, code, value) VALUES (?, ?, ?)
		ON CONFLICT (project_id, code) DO UPDATE SET value = excluded.value`, projectID, code, answer)
	return err
}

func storeTitle(tx *db.Tx, a *Application) error {
	p := a.Project
	_, err := tx.Exec(`UPDATE projects SET title = ?, sector = ?, search = ?, updated_at = ? WHERE id = ?`,
		p.Title, p.Sector, programme.SearchText(p.Ref, a.Person.FullName(), p.Title), tx.Now(), p.ID)
	return err
}

func storeLocked(tx *db.Tx, a *Application) error {
	_, err := tx.Exec(`UPDATE applications SET situation = ?, jobseeker_since = ?, benefits_end_on = ?, schooling = ?, own_vat = ?, description = ?,
		clients = ?, motivation = ?, experience = ?, consent_at = ?, keep_months = ? WHERE project_id = ?`,
		a.Situation, a.JobseekerSince, a.BenefitsEndOn, a.Schooling, a.OwnVAT, a.Description,
		a.Clients, a.Motivation, a.Experience, a.ConsentAt, a.KeepMonths, a.Project.ID)
	return err
}

func storeCohort(tx *db.Tx, a *Application, c programme.Cohort) error {
	_, err := tx.Exec(`UPDATE projects SET cohort_id = ?, programme_id = ?, site_id = ?, updated_at = ? WHERE id = ?`,
		c.ID, c.ProgrammeID, c.SiteID, tx.Now(), a.Project.ID)
	if err != nil {
		return err
	}
	if c.ProgrammeID != a.Project.ProgrammeID {
		d, err := form.PublishedOf(tx, c.ProgrammeID)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE applications SET form_id = ? WHERE project_id = ?`, db.Nullable(d.ID), a.Project.ID); err != nil {
			return err
		}
	}
	return step(tx, a, a.Version)
}

// lockPerson makes what one person starts happen one after the other.
func lockPerson(tx *db.Tx, personID int64) error {
	var id int64
	_, err := tx.Get([]any{&id}, `SELECT h.id FROM persons h WHERE h.id = ?`+tx.ForUpdate("h"), personID)
	return err
}

// openIn gives the reference of the person's dossier that is open in the cohort; "" without one.
func openIn(tx *db.Tx, personID, cohortID, exceptID int64) (ref string, err error) {
	_, err = tx.Get([]any{&ref}, `SELECT p.ref FROM projects p WHERE p.person_id = ? AND p.cohort_id = ? AND p.id <> ?
		AND p.phase NOT IN ('declined', 'withdrawn', 'launched', 'followed_up', 'exited') ORDER BY p.id LIMIT 1`, personID, cohortID, exceptID)
	return ref, err
}

func markSubmitted(tx *db.Tx, a *Application) error {
	p := a.Project
	_, err := tx.Exec(`UPDATE projects SET submitted_at = COALESCE(submitted_at, ?) WHERE id = ?`, tx.Now(), p.ID)
	if err != nil {
		return err
	}
	if p.SubmittedAt.IsZero() {
		p.SubmittedAt = tx.Now()
	}
	_, err = tx.Exec(`UPDATE applications SET completion_note = '' WHERE project_id = ?`, p.ID)
	return err
}

func storeNote(tx *db.Tx, a *Application, note string) error {
	_, err := tx.Exec(`UPDATE applications SET completion_note = ?, updated_at = ?, version = version + 1 WHERE project_id = ?`, note, tx.Now(), a.Project.ID)
	return err
}

func storeReviewer(tx *db.Tx, a *Application) error {
	_, err := tx.Exec(`UPDATE applications SET reviewer_id = ? WHERE project_id = ?`, db.Nullable(tx.Actor().AccountID), a.Project.ID)
	return err
}
