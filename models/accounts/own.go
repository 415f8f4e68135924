package accounts

import (
	"context"
	"fmt"
	"strings"

	"eclosion/models"
	"eclosion/models/db"
)

// NameMax is the longest name of an account, in characters.
const NameMax = 120

// Rename writes the actor's own name, guarded by the version that was read.
func Rename(tx *db.Tx, name string, version int) error {
	if name = strings.Join(strings.Fields(name), " "); name == "" {
		return models.Fields(models.FieldProblem{Field: "name", Code: "required"})
	}
	n, err := tx.Exec(`UPDATE accounts SET name = ?, version = version + 1 WHERE id = ? AND version = ?`, name, tx.Actor().AccountID, version)
	if err != nil {
		return err
	}
	if n == 0 {
		return models.Stale("account", nil)
	}
	return tx.Audit("account.rename", "account", tx.Actor().AccountID, 0, nil)
}

// ChangePassword replaces the password of an account that knows its present one,
// and ends its sessions: stamp is what a new one starts from. A wrong present
// password is an invalid field. Hashing stands outside the transaction, for it is slow.
func ChangePassword(ctx context.Context, d *db.DB, a Account, current, next string) (stamp int, err error) {
	var hash string
	err = d.Read(ctx, a.Actor(), func(tx *db.Tx) (err error) { hash, err = passwordHash(tx, a.ID); return err })
	if err != nil {
		return 0, fmt.Errorf("change password: %w", err)
	}
	ok, err := VerifyPassword(ctx, hash, current)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, models.Fields(models.FieldProblem{Field: "current_password", Code: "password_wrong"})
	}
	return replacePassword(ctx, d, a, hash, next)
}

// ChoosePassword gives an account a new password without asking for the present one: it has none,
// or its owner has just come by a link that was mailed to them.
func ChoosePassword(ctx context.Context, d *db.DB, a Account, next string) (stamp int, err error) {
	var hash string
	err = d.Read(ctx, a.Actor(), func(tx *db.Tx) (err error) { hash, err = passwordHash(tx, a.ID); return err })
	if err != nil {
		return 0, fmt.Errorf("choose password: %w", err)
	}
	return replacePassword(ctx, d, a, hash, next)
}

// HasPassword tells whether an account can sign in without a link.
func HasPassword(tx *db.Tx, accountID int64) (bool, error) {
	hash, err := passwordHash(tx, accountID)
	return hash != "", err
}

func passwordHash(tx *db.Tx, accountID int64) (hash string, err error) {
	_, err = tx.Get([]any{&hash}, `SELECT password_hash FROM accounts WHERE id = ?`, accountID)
	return hash, err
}

func replacePassword(ctx context.Context, d *db.DB, a Account, hash, next string) (stamp int, err error) {
	if problem := CheckPassword("new_password", next); problem != nil {
		return 0, problem
	}
	fresh, err := HashPassword(ctx, next)
	if err != nil {
		return 0, err
	}
	err = d.Write(ctx, a.Actor(), func(tx *db.Tx) error {
		// The old hash is the guard: of two changes at once the second knew another password.
		n, err := tx.Exec(`UPDATE accounts SET password_hash = ? WHERE id = ? AND password_hash = ?`, fresh, a.ID, hash)
		if err != nil {
			return err
		}
		if n == 0 {
			return models.Stale("account", nil)
		}
		if err := tx.Audit("account.password", "account", a.ID, 0, nil); err != nil {
			return err
		}
		if stamp, err = endSessions(tx, a.ID); err != nil {
			return err
		}
		changed, err := ByID(tx, a.ID)
		if err != nil {
			return err
		}
		return tellPasswordChanged(tx, changed)
	})
	return stamp, err
}

// EndOwnSessions signs the actor out everywhere; stamp is what the session that goes
// on starts from.
func EndOwnSessions(tx *db.Tx) (stamp int, err error) {
	if err := tx.Audit("account.sessions_end", "account", tx.Actor().AccountID, 0, nil); err != nil {
		return 0, err
	}
	return endSessions(tx, tx.Actor().AccountID)
}

// SignOutEverywhere ends the sessions of an account.
func SignOutEverywhere(tx *db.Tx, publicID string) error {
	a, err := ByPublicID(tx, publicID)
	if err != nil {
		return err
	}
	if err := tx.Audit("account.sessions_end", "account", a.ID, 0, nil); err != nil {
		return err
	}
	_, err = endSessions(tx, a.ID)
	return err
}

func endSessions(tx *db.Tx, accountID int64) (stamp int, err error) {
	_, err = tx.Get([]any{&stamp}, `UPDATE accounts SET stamp = stamp + 1 WHERE id = ? RETURNING stamp`, accountID)
	return stamp, err
}
