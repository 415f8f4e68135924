package selection

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
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
	_, err = tx.Get([]any{&a.Situation, &a.JobseekerSince, &a.BenefitsEndOn, &a.Schooling, &a.OwnVAT, &a.Description, &a.Clients,
		&a.Motivation, &a.Experience, &a.ConsentAt, &a.Reviewer, &a.CompletionNote, &a.UpdatedAt, &a.Version},
		`SELECT a.situation, a.jobseeker_since, a.benefits_end_on, a.schooling, a.own_vat, a.description, a.clients,
			a.motivation, a.experience, a.consent_at, COALESCE(r.name, ''), a.completion_note, a.updated_at, a.version
		FROM applications a LEFT JOIN accounts r ON r.id = a.reviewer_id WHERE a.project_id = ?`, p.ID)
	if err != nil {
		return nil, fmt.Errorf("load application %s: %w", ref, err)
	}
	if a.Person, err = programme.LoadPerson(tx, p.PersonID); err != nil {
		return nil, err
	}
	if a.Cohort, err = programme.CohortByID(tx, p.CohortID); err != nil {
		return nil, err
	}
	if a.Contacts = seesContacts(tx.Actor(), p); !a.Contacts {
		a.hideContacts()
	}
	return a, nil
}

// insertApplication adds the empty answers of a new dossier.
func insertApplication(tx *db.Tx, projectID int64) error {
	_, err := tx.Exec(`INSERT INTO applications (project_id, updated_at) VALUES (?, ?)`, projectID, tx.Now())
	return err
}

// step raises the version of the answers, guarded by the one that the form was read at.
func step(tx *db.Tx, a *Application, version int) error {
	n, err := tx.Exec(`UPDATE applications SET updated_at = ?, version = version + 1 WHERE project_id = ? AND version = ?`,
		tx.Now(), a.Project.ID, version)
	if err != nil {
		return fmt.Errorf("step %s: %w", a.Project.Ref, err)
	}
	if n == 0 {
		return models.Stale("application", models.Facts{"ref": a.Project.Ref})
	}
	a.Version = version + 1
	return nil
}

func storeSituation(tx *db.Tx, a *Application, d SituationDraft) error {
	_, err := tx.Exec(`UPDATE applications SET situation = ?, jobseeker_since = ?, benefits_end_on = ?, schooling = ?, own_vat = ? WHERE project_id = ?`,
		d.Situation, d.JobseekerSince, d.BenefitsEndOn, d.Schooling, d.OwnVAT, a.Project.ID)
	return err
}

func storeProject(tx *db.Tx, a *Application, d ProjectDraft) error {
	p := a.Project
	if _, err := tx.Exec(`UPDATE applications SET description = ?, clients = ? WHERE project_id = ?`, d.Description, d.Clients, p.ID); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE projects SET title = ?, sector = ?, search = ?, updated_at = ? WHERE id = ?`,
		d.Title, d.Sector, programme.SearchText(p.Ref, p.Holder(), d.Title), tx.Now(), p.ID)
	return err
}

func storeMotivation(tx *db.Tx, a *Application, d MotivationDraft) error {
	_, err := tx.Exec(`UPDATE applications SET motivation = ?, experience = ? WHERE project_id = ?`, d.Motivation, d.Experience, a.Project.ID)
	return err
}

// storeConsent keeps the moment of the first yes.
func storeConsent(tx *db.Tx, a *Application, d ConsentDraft) error {
	at := a.ConsentAt
	switch {
	case !d.Given:
		at = 0
	case at.IsZero():
		at = tx.Now()
	}
	_, err := tx.Exec(`UPDATE applications SET consent_at = ? WHERE project_id = ?`, at, a.Project.ID)
	return err
}

func storeCohort(tx *db.Tx, a *Application, c programme.Cohort) error {
	_, err := tx.Exec(`UPDATE projects SET cohort_id = ?, programme_id = ?, site_id = ?, updated_at = ? WHERE id = ?`,
		c.ID, c.ProgrammeID, c.SiteID, tx.Now(), a.Project.ID)
	return err
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
