package demo

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// follow shows what people say to each other and ask about their data: a thread with something to read on each
// side, and somebody who was declined, can sign in (candidate2@demo.test) and asks to be erased.
func (v *inventor) follow(tx *db.Tx) error {
	star, err := v.dossierOf(tx, `p.person_id = ? AND p.phase = 'test'`, v.candidate)
	if err != nil {
		return err
	}
	err = v.thread(tx, star, v.star.id, []line{
		{20, false, "Bonjour, mon premier client me demande une facture avec la TVA. Est-ce que je la fais moi-même ?"},
		{19, true, "Bonjour, pendant la période de test c’est la couveuse qui facture. Envoyez-nous le bon de commande, nous vous montrons comment faire mardi."},
		{18, false, "Parfait, merci !"},
		{1, true, "Votre client a payé. Pouvez-vous apporter le justificatif à notre prochaine rencontre ?"},
	})
	if err != nil {
		return err
	}
	waiting, err := v.dossierOf(tx, `a.email = ?`, Applicant)
	if err != nil {
		return err
	}
	err = v.thread(tx, waiting, v.chief.id, []line{
		{6, true, "Bonjour, votre dossier est complet. Le comité le lit bientôt ; dites-nous si vous préférez un entretien le matin."},
		{5, false, "Bonjour, plutôt le matin : je garde mon fils l’après-midi."},
		{5, true, "C’est noté."},
		{1, false, "Une question encore : est-ce que je dois apporter mon prototype ?"},
	})
	if err != nil {
		return err
	}
	// One who did not agree that their file be kept: the longest refused.
	if _, err := tx.Exec(`UPDATE applications SET keep_months = 0 WHERE project_id = (SELECT p.id FROM projects p WHERE p.phase = 'declined'
		ORDER BY p.phase_started_on, p.id LIMIT 1)`); err != nil {
		return err
	}
	declined, err := v.dossierOf(tx, `p.phase = 'declined' AND p.id <> ?`, waiting.id)
	if err != nil || declined.id == 0 {
		return err
	}
	if err := v.signsIn(tx, &declined, "candidate2@demo.test"); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO erasure_requests (public_id, person_id, reason, state, asked_at) VALUES (?, ?, ?, 'asked', ?)`,
		v.publicID(), declined.person, "J'ai trouvé un emploi, je ne compte plus me lancer.", v.at(v.today.AddDays(-4)))
	return err
}

// told is a dossier with its holder.
type told struct {
	id, person, account int64
	ref, report         string
	began               models.Date
}

func (v *inventor) dossierOf(tx *db.Tx, condition string, arg any) (d told, err error) {
	_, err = tx.Get([]any{&d.id, &d.person, &d.account}, `SELECT p.id, p.person_id, COALESCE(a.id, 0) FROM projects p
		LEFT JOIN accounts a ON a.person_id = p.person_id WHERE `+condition+` ORDER BY p.id LIMIT 1`, arg)
	return d, err
}

// signsIn gives the holder of a dossier an account.
func (v *inventor) signsIn(tx *db.Tx, d *told, email string) error {
	if d.id == 0 || d.account != 0 {
		return nil
	}
	h, err := programme.LoadPerson(tx, d.person)
	if err != nil {
		return err
	}
	if _, err := tx.Get([]any{&d.account}, `INSERT INTO accounts (public_id, email, name, password_hash, state, person_id, created_at)
		VALUES (?, ?, ?, ?, 'active', ?, ?) RETURNING id`, v.publicID(), email, h.FullName(), v.hash, d.person, h.CreatedAt); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO account_roles (account_id, role) VALUES (?, 'candidate')`, d.account)
	return err
}

// line is one message, so many days ago.
type line struct {
	days  int
	house bool
	text  string
}

// thread writes the messages of a dossier; the last of them is not read yet.
func (v *inventor) thread(tx *db.Tx, d told, house int64, lines []line) error {
	if d.id == 0 {
		return nil
	}
	var before, last int64
	var at models.Instant
	for i, l := range lines {
		side, author := "holder", d.account
		if l.house {
			side, author = "house", house
		}
		before, at = last, max(at+60_000, v.at(v.today.AddDays(-l.days)))
		_, err := tx.Get([]any{&last}, `INSERT INTO messages (public_id, project_id, side, author_id, body, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
			fmt.Sprintf("demo-%d-%d", d.id, i+1), d.id, side, db.Nullable(author), l.text, at)
		if err != nil {
			return err
		}
	}
	unread := map[bool]int{lines[len(lines)-1].house: 1}
	_, err := tx.Exec(`INSERT INTO message_threads (project_id, last_at, holder_read, house_read, holder_unread, house_unread) VALUES (?, ?, ?, ?, ?, ?)`,
		d.id, at, before, before, unread[true], unread[false])
	return err
}
