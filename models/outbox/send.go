package outbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/db"
)

// State says where a message stands.
type State string

// The states. A message whose fate is not known is never sent again by itself.
const (
	Waiting State = "waiting" // not sent, or known not to have arrived
	Sending State = "sending" // a worker has it
	Sent    State = "sent"    // the server took it
	Dead    State = "dead"    // the server refuses it for good, or all tries are used up
	Unsure  State = "unsure"  // it was handed over, and no answer came
	Dropped State = "dropped" // not wanted, or no longer of use
)

// Claimed is a message that a worker has taken to send it.
type Claimed struct {
	ID        int64
	Key       string
	Kind      Kind
	To, Name  string
	AccountID int64
	ProjectID int64
	Facts     map[string]any
	Tries     int // this one included
	CreatedAt models.Instant

	claimedAt models.Instant
}

// Claim takes the message that has been due for longest; found is false when none is. However
// many workers ask at once, each message goes to one. Messages that their reader does not want
// are dropped on the way.
func Claim(tx *db.Tx) (c Claimed, found bool, err error) {
	for {
		c, found, err = claim(tx)
		if err != nil || !found {
			return c, false, err
		}
		wanted, err := isWanted(tx, c)
		if err != nil || wanted {
			return c, wanted, err
		}
		if err := Skip(tx, c, "preference"); err != nil {
			return c, false, err
		}
	}
}

func claim(tx *db.Tx) (c Claimed, found bool, err error) {
	due := `SELECT o.id FROM outbox o WHERE o.state = 'waiting' AND o.next_at <= ? ORDER BY o.next_at, o.id LIMIT 1`
	if lock := tx.ForUpdate("o"); lock != "" {
		due += lock + " SKIP LOCKED"
	}
	var id int64
	if found, err = tx.Get([]any{&id}, due, tx.Now()); err != nil || !found {
		return c, false, err
	}
	var facts string
	found, err = tx.Get([]any{&c.ID, &c.Key, &c.Kind, &c.To, &c.Name, &c.AccountID, &c.ProjectID, &facts, &c.Tries, &c.CreatedAt},
		`UPDATE outbox SET state = 'sending', tries = tries + 1, claimed_at = ? WHERE id = ? AND state = 'waiting'
		RETURNING id, mail_key, kind, recipient, name, COALESCE(account_id, 0), COALESCE(project_id, 0), facts, tries, created_at`, tx.Now(), id)
	if err != nil || !found {
		return c, false, err
	}
	c.claimedAt = tx.Now()
	if err := json.Unmarshal([]byte(facts), &c.Facts); err != nil {
		return c, false, fmt.Errorf("facts of message %d: %w", c.ID, err)
	}
	return c, true, nil
}

func isWanted(tx *db.Tx, c Claimed) (bool, error) {
	if c.AccountID == 0 || c.Kind.Group() == Essential {
		return true, nil
	}
	refused, err := Refused(tx, c.AccountID)
	return !slices.Contains(refused, c.Kind.Group()), err
}

// Deliver marks a claimed message as taken by the server. Its facts go: nobody needs them any more.
func Deliver(tx *db.Tx, c Claimed) error {
	return settle(tx, c, `UPDATE outbox SET state = 'sent', sent_at = ?, facts = '', last_error = ? WHERE id = ? AND claimed_at = ? AND tries = ? AND state IN ('sending', 'unsure')`,
		tx.Now(), "")
}

// Fail marks a claimed message as known not to have arrived: it waits for its next try, or is
// dead when there is none.
func Fail(tx *db.Tx, c Claimed, why string) error {
	pause, more := Backoff(c.Tries)
	if !more {
		return Kill(tx, c, why)
	}
	return settle(tx, c, `UPDATE outbox SET state = 'waiting', next_at = ?, last_error = ? WHERE id = ? AND claimed_at = ? AND tries = ? AND state IN ('sending', 'unsure')`,
		tx.Now()+models.Instant(pause.Milliseconds()), why)
}

// Kill marks a claimed message as refused for good. An administrator may send it again, unless
// it held a secret: that is wiped.
func Kill(tx *db.Tx, c Claimed, why string) error {
	return settle(tx, c, `UPDATE outbox SET state = 'dead', facts = CASE WHEN ? = 1 THEN '' ELSE facts END, last_error = ? WHERE id = ? AND claimed_at = ? AND tries = ? AND state IN ('sending', 'unsure')`,
		holdsSecret(c.Facts), why)
}

// Doubt marks a claimed message as handed over without an answer: it may have arrived.
func Doubt(tx *db.Tx, c Claimed, why string) error {
	return settle(tx, c, `UPDATE outbox SET state = 'unsure', next_at = ?, last_error = ? WHERE id = ? AND claimed_at = ? AND tries = ? AND state IN ('sending', 'unsure')`,
		tx.Now(), why)
}

// Skip marks a claimed message as not to be sent.
func Skip(tx *db.Tx, c Claimed, why string) error {
	return settle(tx, c, `UPDATE outbox SET state = 'dropped', next_at = ?, facts = '', last_error = ? WHERE id = ? AND claimed_at = ? AND tries = ? AND state IN ('sending', 'unsure')`,
		tx.Now(), why)
}

// settle ends a claim. It is guarded by the claim itself: who was thought gone and comes back late
// may still say what became of the message, unless somebody has decided since.
func settle(tx *db.Tx, c Claimed, statement string, first any, why string) error {
	if _, err := tx.Exec(statement, first, clean(why), c.ID, c.claimedAt, c.Tries); err != nil {
		return fmt.Errorf("message %d: %w", c.ID, err)
	}
	return nil
}

// Interrupted is what is kept of a try whose program died.
const Interrupted = "interrupted"

// Abandoned marks what a worker took and never answered for: the program died while sending.
func Abandoned(tx *db.Tx) (int64, error) {
	return tx.Exec(`UPDATE outbox SET state = 'unsure', last_error = ? WHERE state = 'sending' AND claimed_at <= ?`,
		Interrupted, tx.Now()-models.Instant(Lease.Milliseconds()))
}

// Due tells whether a message can be sent now. It is asked often and reads one index.
func Due(tx *db.Tx) (bool, error) {
	n, err := tx.Count(`SELECT 1 FROM outbox WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at, id LIMIT 1`, tx.Now())
	return n > 0, err
}

// secrets are the names of facts that open something.
var secrets = []string{"link", "token"}

func holdsSecret(facts map[string]any) int {
	for _, name := range secrets {
		if text, _ := facts[name].(string); text != "" {
			return 1
		}
	}
	return 0
}

// whyMax is how much of a server's answer is kept, in characters.
const whyMax = 300

// clean makes a server's answer one short line of text.
func clean(why string) string {
	why = strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(why, "�"), "\x00", "")), " ")
	if r := []rune(why); len(r) > whyMax {
		why = string(r[:whyMax-1]) + "…"
	}
	return why
}
