package privacy

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// wordsOfDossier take the words out of a dossier's rows; each has one parameter, its id. A new
// table with words about a candidate gets its line here: the canary test finds the one that was forgotten.
var wordsOfDossier = []string{
	`UPDATE projects SET title = '', version = version + 1 WHERE id = ?`,
	`UPDATE applications SET description = '', clients = '', motivation = '', experience = '', completion_note = '', benefits_end_on = NULL,
		version = version + 1 WHERE project_id = ?`,
	`DELETE FROM application_answers WHERE project_id = ?`,
	`UPDATE opinions SET comment = '', version = version + 1 WHERE project_id = ?`,
	`UPDATE opinion_scores SET comment = '' WHERE project_id = ?`,
	`DELETE FROM participants WHERE project_id = ?`,
	`DELETE FROM opinion_drafts WHERE project_id = ?`,
	`DELETE FROM meeting_drafts WHERE project_id = ?`,
	`UPDATE conflicts SET reason = '' WHERE project_id = ?`,
	`UPDATE decisions SET reasons = '', next_step = '', conditions = '' WHERE project_id = ?`,
	`UPDATE paper_signoffs SET name = '', role = '' WHERE project_id = ?`,
	`UPDATE decision_letters SET body = '' WHERE decision_id IN (SELECT d.id FROM decisions d WHERE d.project_id = ?)`,
	`UPDATE sitting_notes SET body = '', version = version + 1 WHERE project_id = ?`,
	`UPDATE messages SET body = '', gone = 'erased' WHERE project_id = ? AND gone = ''`,
	`UPDATE message_threads SET holder_unread = 0, house_unread = 0 WHERE project_id = ?`,
	`UPDATE outbox SET state = 'dropped' WHERE project_id = ? AND state = 'waiting'`,
	`UPDATE outbox SET recipient = '-', name = '', facts = '{}', last_error = '' WHERE project_id = ?`,
	// That a dossier was imported is no word of anybody's, and its history starts from it.
	`UPDATE phase_changes SET reason = '', detail = CASE WHEN detail LIKE '%"imported":true%' THEN '{"imported":true}' ELSE '{}' END WHERE project_id = ?`,
	`UPDATE audit_entries SET detail = '{}' WHERE project_id = ?`,
}

// emptyDossier takes the words out of a dossier. name is the holder's name where the person stays.
func emptyDossier(tx *db.Tx, d dossier, h holder, name string) error {
	for _, statement := range wordsOfDossier {
		if _, err := tx.Exec(statement, d.id); err != nil {
			return err
		}
	}
	for _, s := range []struct {
		statement string
		args      []any
	}{
		{`UPDATE projects SET search = ? WHERE id = ?`, []any{programme.SearchText(d.ref, name, ""), d.id}},
		// A step that was recorded before the holder had an account carries their name alone.
		{`UPDATE phase_changes SET actor_name = '' WHERE project_id = ? AND (actor_id = ? OR actor_id IS NULL AND actor_name = ?)`, []any{d.id, h.accountID, h.name}},
		{`UPDATE audit_entries SET actor_name = '' WHERE project_id = ? AND (actor_id = ? OR actor_id IS NULL AND actor_name = ?)`, []any{d.id, h.accountID, h.name}},
		{`UPDATE issued_papers SET title = '', pdf = ? WHERE project_id = ?`, []any{[]byte{}, d.id}},
		{`UPDATE paper_scans SET name = '', bytes = ? WHERE project_id = ?`, []any{[]byte{}, d.id}},
	} {
		if _, err := tx.Exec(s.statement, s.args...); err != nil {
			return err
		}
	}
	return roundSince(tx, d.id)
}

// roundSince keeps the month since which somebody looked for work: the profile counts months.
func roundSince(tx *db.Tx, projectID int64) error {
	var since models.Date
	if _, err := tx.Get([]any{&since}, `SELECT jobseeker_since FROM applications WHERE project_id = ?`, projectID); err != nil || since == "" {
		return err
	}
	_, err := tx.Exec(`UPDATE applications SET jobseeker_since = ? WHERE project_id = ?`, models.NewDate(since.Year(), since.Month(), 1), projectID)
	return err
}

// emptyPerson leaves of a person what the reports count, and of their account nothing but its number.
// An account by which somebody works for the couveuse stays theirs; it only is no candidate's any more.
func emptyPerson(tx *db.Tx, h holder) error {
	if err := emptyIdentity(tx, h.id); err != nil {
		return err
	}
	if err := emptyAddresses(tx, h); err != nil {
		return err
	}
	if h.accountID == 0 {
		return nil
	}
	statements := wordsOfAccount
	if h.staff {
		statements = roleOfAccount
	}
	for _, statement := range statements {
		if _, err := tx.Exec(statement, h.accountID); err != nil {
			return err
		}
	}
	if h.staff {
		return nil
	}
	_, err := tx.Exec(`UPDATE accounts SET email = ? WHERE id = ?`, fmt.Sprintf("%d@invalid", h.accountID), h.accountID)
	return err
}

// emptyAddresses takes away what was kept under the person's address alone: registrations for
// information sessions, and letters that no dossier caused. An account that stays keeps its letters.
func emptyAddresses(tx *db.Tx, h holder) error {
	for _, address := range h.addresses {
		if address == "" {
			continue
		}
		if _, err := tx.Exec(`UPDATE info_registrations SET first_name = '', last_name = '', email = '', phone = '', token = '', erased_at = ?, version = version + 1
			WHERE email = ?`, tx.Now(), address); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM account_links WHERE email = ?`, address); err != nil {
			return err
		}
		if h.staff {
			continue
		}
		if _, err := tx.Exec(`UPDATE outbox SET recipient = '-', name = '', facts = '{}', last_error = '',
			state = CASE state WHEN 'waiting' THEN 'dropped' ELSE state END WHERE recipient = ?`, address); err != nil {
			return err
		}
	}
	return nil
}

func emptyIdentity(tx *db.Tx, personID int64) error {
	p, err := programme.LoadPerson(tx, personID)
	if err != nil {
		return err
	}
	empty := programme.Person{ID: p.ID, Gender: p.Gender, Version: p.Version}
	if p.BirthOn != "" { // the year, from which reports make ages
		empty.BirthOn = models.NewDate(p.BirthOn.Year(), 1, 1)
	}
	if err := programme.UpdatePerson(tx, empty); err != nil { // and what lists search in their dossiers
		return err
	}
	if _, err = tx.Exec(`UPDATE erasure_requests SET reason = '', answer = '' WHERE person_id = ?`, personID); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE person_merges SET was = '{}', reason = '' WHERE kept_id = ? OR other_id = ?`, personID, personID)
	return err
}

var (
	roleOfAccount = []string{
		`DELETE FROM account_roles WHERE account_id = ? AND role = 'candidate'`,
		`UPDATE accounts SET person_id = NULL, version = version + 1 WHERE id = ?`,
	}
	wordsOfAccount = append([]string{
		`UPDATE accounts SET name = '—', password_hash = '', state = 'disabled', stamp = stamp + 1, signed_in_at = NULL WHERE id = ?`,
		`DELETE FROM account_links WHERE account_id = ?`,
		`DELETE FROM form_keys WHERE account_id = ?`,
		`DELETE FROM meeting_drafts WHERE account_id = ?`,
		`DELETE FROM mail_refusals WHERE account_id = ?`,
		`DELETE FROM calendar_feeds WHERE account_id = ?`,
		`UPDATE outbox SET state = 'dropped' WHERE account_id = ? AND state = 'waiting'`,
		`UPDATE outbox SET recipient = '-', name = '', facts = '{}', last_error = '' WHERE account_id = ?`,
		`UPDATE audit_entries SET actor_name = '' WHERE actor_id = ?`,
		`UPDATE audit_entries SET detail = '{}' WHERE entity = 'account' AND entity_id = ?`,
	}, roleOfAccount...)
)
