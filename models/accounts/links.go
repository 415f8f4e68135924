package accounts

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
)

// linkTo says what a new link opens: an account, or the registration of an address.
type linkTo struct {
	account int64
	email   string // of a registration
	back    string // where its person was going
}

// newLink makes a one-time token; earlier links of the same account or address end.
func newLink(tx *db.Tx, kind LinkKind, to linkTo) (string, error) {
	var err error
	switch {
	case to.account != 0:
		_, err = tx.Exec(`UPDATE account_links SET used_at = ? WHERE account_id = ? AND used_at IS NULL`, tx.Now(), to.account)
	case to.email != "":
		_, err = tx.Exec(`UPDATE account_links SET used_at = ? WHERE email = ? AND used_at IS NULL`, tx.Now(), to.email)
	}
	if err != nil {
		return "", err
	}
	token := newToken()
	_, err = tx.Exec(`INSERT INTO account_links (token_hash, kind, account_id, email, back, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		hashToken(token), kind, db.Nullable(to.account), to.email, to.back, tx.Now(), tx.Now()+models.Instant(kind.life().Milliseconds()))
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
	return newLink(tx, FirstAdmin, linkTo{})
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
	if err := tellLink(tx, outbox.Invitation, a); err != nil {
		return "", err
	}
	return newLink(tx, Invitation, linkTo{account: a.ID})
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
	if err := tellLink(tx, outbox.PasswordReset, a); err != nil {
		return "", err
	}
	return newLink(tx, Reset, linkTo{account: a.ID})
}

// Link is what a one-time token opens.
type Link struct {
	Kind  LinkKind
	Email string // "" for the first administrator
	Name  string
	Back  string // the page that its person was going to; may be empty

	accountID int64
}

// WantsPassword reports whether the link is there to choose a password.
func (l Link) WantsPassword() bool { return l.Kind != SignInLink && l.Kind != Registration }

// Peek says what a token opens without using it: a mail scanner that follows
// the link changes nothing. An unknown, used or expired token is missing.
func Peek(tx *db.Tx, token string) (l Link, err error) {
	found, err := tx.Get([]any{&l.Kind, &l.accountID, &l.Email, &l.Name, &l.Back},
		`SELECT k.kind, COALESCE(k.account_id, 0), COALESCE(a.email, k.email), COALESCE(a.name, ''), k.back
		FROM account_links k LEFT JOIN accounts a ON a.id = k.account_id
		WHERE k.token_hash = ? AND k.used_at IS NULL AND k.expires_at > ? AND (a.state IS NULL OR a.state <> 'disabled')`,
		hashToken(token), tx.Now())
	if err == nil && !found {
		err = models.Missing("link")
	}
	return l, err
}

// use takes a token: of two who come at once the second finds it used.
func use(tx *db.Tx, token string) (Link, error) {
	l, err := Peek(tx, token)
	if err != nil {
		return l, err
	}
	n, err := tx.Exec(`UPDATE account_links SET used_at = ? WHERE token_hash = ? AND used_at IS NULL`, tx.Now(), hashToken(token))
	if err == nil && n == 0 {
		err = models.Missing("link")
	}
	return l, err
}

// Accept uses a token: it sets the password (given as a hash, for hashing is slow
// and a transaction is not the place for it) and gives the account to sign in.
// email and name serve the first administrator only.
func Accept(tx *db.Tx, token, passwordHash, email, name string) (Account, error) {
	l, err := use(tx, token)
	if err != nil {
		return Account{}, err
	}
	if !l.WantsPassword() {
		return Account{}, models.Missing("link")
	}
	if l.Kind == FirstAdmin {
		n, err := tx.Count(`SELECT count(*) FROM accounts`)
		if err != nil {
			return Account{}, err
		}
		if n > 0 {
			return Account{}, models.Missing("link")
		}
		return CreateActive(tx, Draft{Email: email, Name: name, Grants: []access.Grant{{Role: access.Administrator}}}, passwordHash)
	}
	_, err = tx.Exec(`UPDATE accounts SET password_hash = ?, state = 'active', stamp = stamp + 1, version = version + 1 WHERE id = ?`, passwordHash, l.accountID)
	if err != nil {
		return Account{}, err
	}
	if err := tx.Audit("account."+string(l.Kind)+"_used", "account", l.accountID, 0, nil); err != nil {
		return Account{}, err
	}
	a, err := ByID(tx, l.accountID)
	if err == nil && l.Kind == Reset {
		err = tellPasswordChanged(tx, a)
	}
	return a, err
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
