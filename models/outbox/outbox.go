package outbox

import (
	"encoding/json"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
)

// Message is one mail to one address. Facts are strings, whole numbers, dates
// (YYYY-MM-DD) and moments (milliseconds): they are kept as JSON until it is sent.
type Message struct {
	// Key makes the message one: a second with the same key is not written. It names the cause
	// ("decision/42", "session/7/registered/15").
	Key       string
	Kind      Kind
	To        string // the address
	Name      string // whom the mail greets; may be empty
	AccountID int64  // whose preferences hold; 0 for an address without account
	ProjectID int64  // the dossier it is about; 0 for none
	Facts     models.Facts
	NotBefore models.Instant // 0: at once
}

// Put writes a message into the transaction of its cause. A message without an address is none:
// who gave no e-mail is told on paper. A key that was used already changes nothing.
func Put(tx *db.Tx, m Message) error {
	if m.To == "" {
		return nil
	}
	if m.Facts == nil {
		m.Facts = models.Facts{}
	}
	facts, err := json.Marshal(m.Facts)
	if err != nil {
		return fmt.Errorf("outbox %s: %w", m.Kind, err)
	}
	_, err = tx.Exec(`INSERT INTO outbox (mail_key, kind, recipient, name, account_id, project_id, facts, state, next_at, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?) ON CONFLICT DO NOTHING`,
		m.Key, m.Kind, m.To, m.Name, db.Nullable(m.AccountID), db.Nullable(m.ProjectID), string(facts), max(m.NotBefore, tx.Now()), tx.Now())
	if err != nil {
		return fmt.Errorf("outbox %s: %w", m.Kind, err)
	}
	return nil
}
