package privacy

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/programme"
)

// Reason says why something was erased.
type Reason string

// The reasons.
const (
	Retention Reason = "retention" // its delay has passed
	Request   Reason = "request"   // its person asked
)

// dossier is what the eraser needs to know of a dossier; it goes around the policy, because who
// erases need not be able to read.
type dossier struct {
	id, personID int64
	ref          string
	phase        programme.Phase
	erased       bool
}

func lockDossier(tx *db.Tx, ref string) (d dossier, err error) {
	found, err := tx.Get([]any{&d.id, &d.personID, &d.ref, &d.phase, &d.erased}, `SELECT p.id, p.person_id, p.ref, p.phase,
		EXISTS (SELECT 1 FROM erasures e WHERE e.project_id = p.id) FROM projects p WHERE p.ref = ?`+tx.ForUpdate("p"), ref)
	if err == nil && !found {
		err = models.Missing("project")
	}
	return d, err
}

// holder is the person of a dossier with their account.
type holder struct {
	id, accountID int64 // accountID is 0 without one
	name, email   string
	addresses     [2]string // those of the account and of the person
	staff         bool      // the account has another role than the candidate's
}

func holderOf(tx *db.Tx, personID int64) (h holder, err error) {
	var first, last, own string
	h.id = personID
	_, err = tx.Get([]any{&first, &last, &own, &h.accountID, &h.email, &h.staff}, `SELECT h.first_name, h.last_name, h.email, COALESCE(a.id, 0), COALESCE(a.email, h.email),
		EXISTS (SELECT 1 FROM account_roles r WHERE r.account_id = a.id AND r.role <> 'candidate')
		FROM persons h LEFT JOIN accounts a ON a.person_id = h.id WHERE h.id = ?`+tx.ForUpdate("h"), personID)
	h.name, h.addresses = programme.FullName(first, last), [2]string{h.email, own}
	return h, err
}

// anonymise takes everything personal out of a closed dossier, and out of its person when it was
// their last. What the reports count stays: phases and their days, the outcome, gender, year of birth,
// situation, schooling, sector.
func anonymise(tx *db.Tx, d dossier, why Reason) error {
	if !Anonymisable(d.phase) {
		return models.Refuse("erasure.kept", models.Facts{"ref": d.ref})
	}
	h, err := holderOf(tx, d.personID)
	if err != nil {
		return err
	}
	others, err := tx.Count(`SELECT count(*) FROM projects p WHERE p.person_id = ? AND p.id <> ?
		AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.project_id = p.id)`, h.id, d.id)
	if err != nil {
		return err
	}
	last := others == 0
	id, err := open(tx, d.id, h, last, why)
	if err != nil {
		return err
	}
	name := h.name
	if last {
		name = ""
	}
	if err := documents.EraseAll(tx, d.id); err != nil {
		return err
	}
	if err := emptyDossier(tx, d, h, name); err != nil {
		return fmt.Errorf("anonymise %s: %w", d.ref, err)
	}
	if last {
		if err := emptyPerson(tx, h); err != nil {
			return fmt.Errorf("anonymise the person of %s: %w", d.ref, err)
		}
	}
	if err := shut(tx, id); err != nil {
		return err
	}
	return tx.Audit("privacy.anonymise", "project", d.id, d.id, models.Facts{"reason": why, "person": last})
}

// anonymisePerson does the same for somebody who has no dossier left to erase.
func anonymisePerson(tx *db.Tx, h holder, why Reason) error {
	id, err := open(tx, 0, h, true, why)
	if err != nil {
		return err
	}
	if err := emptyPerson(tx, h); err != nil {
		return fmt.Errorf("anonymise a person: %w", err)
	}
	if err := shut(tx, id); err != nil {
		return err
	}
	return tx.Audit("privacy.anonymise", "person", h.id, 0, models.Facts{"reason": why})
}

// open writes the row that lets the histories of this dossier, and of this person when they go
// too, lose their words within this transaction.
func open(tx *db.Tx, projectID int64, h holder, person bool, why Reason) (id int64, err error) {
	var personID, accountID int64
	if person {
		personID, accountID = h.id, h.accountID
	}
	actor := tx.Actor()
	_, err = tx.Get([]any{&id}, `INSERT INTO erasures (project_id, person_id, account_id, reason, at, actor_id, actor_name) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		db.Nullable(projectID), db.Nullable(personID), db.Nullable(accountID), why, tx.Now(), db.Nullable(actor.AccountID), actor.Name)
	return id, err
}

func shut(tx *db.Tx, id int64) error {
	_, err := tx.Exec(`UPDATE erasures SET done_at = ? WHERE id = ?`, tx.Now(), id)
	return err
}
