package accounts

import (
	"context"
	"errors"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// SessionStore keeps sessions in the database, under the hash of their token. It
// serves the session manager of the web (scs.CtxStore).
type SessionStore struct {
	DB    *db.DB
	Clock models.Clock
}

var errNoContext = errors.New("sessions: a context is needed")

// Find gives the data of a session that has not expired: one look-up by key.
func (s SessionStore) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.DB.Read(ctx, access.Actor{}, func(tx *db.Tx) (err error) {
		found, err = tx.Get([]any{&data}, `SELECT data FROM sessions WHERE token = ? AND expires_at > ?`,
			token, models.InstantOf(s.Clock.Now()))
		return err
	})
	return data, found, err
}

// CommitCtx writes a session.
func (s SessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return s.DB.Write(ctx, access.Actor{}, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO sessions (token, data, expires_at) VALUES (?, ?, ?)
			ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`,
			token, data, models.InstantOf(expiry))
		return err
	})
}

// DeleteCtx ends a session.
func (s SessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.DB.Write(ctx, access.Actor{}, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM sessions WHERE token = ?`, token)
		return err
	})
}

// Sweep forgets the sessions that have expired.
func (s SessionStore) Sweep(ctx context.Context) error {
	return s.DB.Write(ctx, access.Actor{}, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM sessions WHERE expires_at <= ?`, models.InstantOf(s.Clock.Now()))
		return err
	})
}

// Find, Commit and Delete complete the manager's interface; it calls the forms with a context.
func (s SessionStore) Find(string) ([]byte, bool, error) { return nil, false, errNoContext }

// Commit is never called: see CommitCtx.
func (s SessionStore) Commit(string, []byte, time.Time) error { return errNoContext }

// Delete is never called: see DeleteCtx.
func (s SessionStore) Delete(string) error { return errNoContext }
