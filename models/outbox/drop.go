package outbox

import (
	"fmt"
	"strings"

	"eclosion/models/db"
)

// Drop takes messages that still wait out of the outbox: their cause is gone. One that was sent, or is being sent,
// stays as it is; so does a key that no message has.
func Drop(tx *db.Tx, keys ...string) error {
	const most = 500 // arguments of one statement
	for len(keys) > 0 {
		n := min(most, len(keys))
		args := make([]any, n)
		for i, k := range keys[:n] {
			args[i] = k
		}
		marks := strings.TrimSuffix(strings.Repeat("?, ", n), ", ")
		if _, err := tx.Exec(`UPDATE outbox SET state = 'dropped', facts = '' WHERE state = 'waiting' AND mail_key IN (`+marks+`)`, args...); err != nil {
			return fmt.Errorf("outbox: drop: %w", err)
		}
		keys = keys[n:]
	}
	return nil
}
