package accounts

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// newLink makes a one-time token; earlier links of the same kind and account end.
func newLink(tx *db.Tx, kind LinkKind, accountID int64) (string, error) {
	if accountID != 0 {
		if _, err := tx.Exec(`UPDATE account_links SET used_at = ? WHERE account_id = ? AND used_at IS NULL`, tx.Now(), accountID); err != nil {
			return "", err
		}
	}
	token := newToken()
	_, err := tx.Exec(`INSERT INTO account_links (token_hash, kind, account_id, created_at, expires_at) VALUES (?, ?, ?, ?, ?)`,
		hashToken(token), kind, db.Nullable(accountID), tx.Now(), tx.Now()+models.Instant(kind.life().Milliseconds()))
	if err != nil {
		return "", fmt.Errorf("new link: %w", err)
	}
	return token, nil
}

// FirstAdminLink makes the token of the link that creates the first administrator.
// It ends the one made before; it is refused once there is an account.
func FirstAdminLink(tx *db.Tx) (string, error) {
	n, err := tx.Count(`SELECT count(*) FROM accounts`)
	if err != nil {
		return "", err
	}
	if n > 0 {
		return "", models.Refuse("account.not_first", nil)
	}
	if _, err := tx.Exec(`UPDATE account_links SET used_at = ? WHERE kind = 'first_admin' AND used_at IS NULL`, tx.Now()); err != nil {
		return "", err
	}
	return newLink(tx, FirstAdmin, 0)
}

// NewInvitation makes a new invitation link for an account that still waits.
func NewInvitation(tx *db.Tx, publicID string) (string, error) {
	a, err := ByPublicID(tx, publicID)
	if err != nil {
		return "", err
	}
	if a.State != Invited {
		return "", models.Refuse("account.not_invited", models.Facts{"name": a.Name})
	}
	return newLink(tx, Invitation, a.ID)
}

// NewReset makes a link by which an active account chooses a new password.
func NewReset(tx *db.Tx, publicID string) (string, error) {
	a, err := ByPublicID(tx, publicID)
	if err != nil {
		return "", err
	}
	if a.State != Active {
		return "", models.Refuse("account.not_active", models.Facts{"name": a.Name})
	}
	if err := tx.Audit("account.reset_link", "account", a.ID, 0, nil); err != nil {
		return "", err
	}
	return newLink(tx, Reset, a.ID)
}

// Link is what a one-time token opens.
type Link struct {
	Kind  LinkKind
	Email string // "" for the first administrator
	Name  string
}

// Peek says what a token opens without using it: a mail scanner that follows
// the link changes nothing. An unknown, used or expired token is missing.
func Peek(tx *db.Tx, token string) (Link, error) {
	l, _, err := peek(tx, token)
	return l, err
}

func peek(tx *db.Tx, token string) (l Link, accountID int64, err error) {
	found, err := tx.Get([]any{&l.Kind, &accountID, &l.Email, &l.Name}, `SELECT k.kind, COALESCE(k.account_id, 0), COALESCE(a.email, ''), COALESCE(a.name, '')
		FROM account_links k LEFT JOIN accounts a ON a.id = k.account_id
		WHERE k.token_hash = ? AND k.used_at IS NULL AND k.expires_at > ? AND (a.state IS NULL OR a.state <> 'disabled')`,
		hashToken(token), tx.Now())
	if err == nil && !found {
		err = models.Missing("link")
	}
	return l, accountID, err
}

// Accept uses a token: it sets the password (given as a hash, for hashing is slow
// and a transaction is not the place for it) and gives the account to sign in.
// email and name serve the first administrator only.
func Accept(tx *db.Tx, token, passwordHash, email, name string) (Account, error) {
	l, accountID, err := peek(tx, token)
	if err != nil {
		return Account{}, err
	}
	if l.Kind == FirstAdmin {
		n, err := tx.Count(`SELECT count(*) FROM accounts`)
		if err != nil {
			return Account{}, err
		}
		if n > 0 {
			return Account{}, models.Missing("link")
		}
	}
	n, err := tx.Exec(`UPDATE account_links SET used_at = ? WHERE token_hash = ? AND used_at IS NULL`, tx.Now(), hashToken(token))
	if err != nil {
		return Account{}, err
	}
	if n == 0 {
		return Account{}, models.Missing("link")
	}
	if l.Kind == FirstAdmin {
		return CreateActive(tx, Draft{Email: email, Name: name, Grants: []access.Grant{{Role: access.Administrator}}}, passwordHash)
	}
	_, err = tx.Exec(`UPDATE accounts SET password_hash = ?, state = 'active', stamp = stamp + 1, version = version + 1 WHERE id = ?`, passwordHash, accountID)
	if err != nil {
		return Account{}, err
	}
	if err := tx.Audit("account."+string(l.Kind)+"_used", "account", accountID, 0, nil); err != nil {
		return Account{}, err
	}
	return ByID(tx, accountID)
}

// CreateAdministrator invites an administrator from the command line.
func CreateAdministrator(tx *db.Tx, email string) (token string, err error) {
	email, problem := NormalEmail(email)
	if problem != nil {
		return "", problem
	}
	_, token, err = Invite(tx, Draft{Email: email, Name: email, Grants: []access.Grant{{Role: access.Administrator}}})
	return token, err
}
