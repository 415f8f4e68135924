package demo

import (
	"strconv"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/outbox"
)

// mails puts into the outbox what the administrator's page shows: some that left, one that the server
// refused, one whose answer was lost. They bring nothing to a real address: the domain is for tests.
func (v *inventor) mails(tx *db.Tx) error {
	now, hour := tx.Now(), models.Instant(3_600_000)
	for _, m := range []struct {
		key   string
		kind  outbox.Kind
		to    string
		state outbox.State
		tries int
		ago   models.Instant // hours
		why   string
	}{
		{"demo/1", outbox.PasswordChanged, "coach@demo.test", outbox.Sent, 1, 70, ""},
		{"demo/2", outbox.AccessLink, "nouvelle.personne@demo.test", outbox.Sent, 1, 46, ""},
		{"demo/3", outbox.AccessLink, "candidate@demo.test", outbox.Sent, 3, 20, ""},
		{"demo/4", outbox.PasswordChanged, "ancienne.adresse@demo.test", outbox.Dead, 1, 18, "sending SMTP RCPT TO command: 550 5.1.1 mailbox unavailable"},
		{"demo/5", outbox.PasswordChanged, "jury@demo.test", outbox.Unsure, 1, 3, "closing SMTP DATA writer: EOF"},
	} {
		at, facts, sent := now-m.ago*hour, `{"at":`+strconv.FormatInt(int64(now-m.ago*hour), 10)+`}`, any(nil)
		if m.state == outbox.Sent {
			facts, sent = "", at
		}
		if _, err := tx.Exec(`INSERT INTO outbox (mail_key, kind, recipient, facts, state, tries, next_at, claimed_at, last_error, created_at, sent_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, m.key, m.kind, m.to, facts, m.state, m.tries, at, at, m.why, at, sent); err != nil {
			return err
		}
	}
	return nil
}
