// Package accounts holds who may sign in: accounts and their roles, passwords,
// one-time links (first administrator, invitation, reset) and sessions that can
// be ended at once. What a role may do is access's; what a person is, programme's.
package accounts

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"eclosion/models"
	"eclosion/models/access"
)

// State of an account.
type State string

// The states. An invited account has no password yet; a disabled one signs in no more.
const (
	Invited  State = "invited"
	Active   State = "active"
	Disabled State = "disabled"
)

// Account is who signs in.
type Account struct {
	ID         int64
	PublicID   string // in addresses
	Email      string // folded to lower case
	Name       string
	State      State
	Stamp      int // a session made at another stamp is over
	PersonID   int64
	CreatedAt  models.Instant
	SignedInAt models.Instant
	Version    int
	Grants     []access.Grant
}

// Actor is the account as it acts.
func (a Account) Actor() access.Actor {
	return access.Actor{AccountID: a.ID, PersonID: a.PersonID, Name: a.Name, Grants: a.Grants}
}

// LinkKind says what a one-time link opens.
type LinkKind string

// The kinds of link.
const (
	FirstAdmin LinkKind = "first_admin"
	Invitation LinkKind = "invitation"
	Reset      LinkKind = "reset"
	// Asked for on the public pages, and only ever sent by mail.
	Registration LinkKind = "registration"
	SignInLink   LinkKind = "signin"
)

// Lifetimes of links: an invitation waits for a person, a reset does not.
const (
	invitationLife = 14 * 24 * time.Hour
	resetLife      = 2 * time.Hour
	firstAdminLife = 7 * 24 * time.Hour
	signInLife     = 2 * time.Hour
	// A registration is begun on a telephone and finished at home.
	registrationLife = 2 * 24 * time.Hour
)

func (k LinkKind) life() time.Duration {
	switch k {
	case Reset:
		return resetLife
	case FirstAdmin:
		return firstAdminLife
	case SignInLink:
		return signInLife
	case Registration:
		return registrationLife
	}
	return invitationLife
}

// PasswordMin is the least number of characters of a password. There is no rule of
// composition, and pasting is welcome (NIST SP 800-63B).
const PasswordMin = 12

// PasswordMax bounds the work of hashing.
const PasswordMax = 200

// CheckPassword says what is wrong with a new password; nil when nothing is.
func CheckPassword(field, password string) *models.Problem {
	n := len([]rune(password))
	switch {
	case n < PasswordMin:
		return models.Fields(models.FieldProblem{Field: field, Code: "password_short", Facts: models.Facts{"param": PasswordMin}})
	case n > PasswordMax:
		return models.Fields(models.FieldProblem{Field: field, Code: "password_long", Facts: models.Facts{"param": PasswordMax}})
	}
	return nil
}

// NormalEmail folds an address as accounts keep it; an error says it is none.
func NormalEmail(s string) (string, *models.Problem) {
	address, err := models.ParseEmail(s)
	if err != nil {
		return "", models.Fields(models.FieldProblem{Field: "email", Code: "email"})
	}
	return address, nil
}

// newToken makes an unguessable token of 130 bits.
func newToken() string { return strings.ToLower(rand.Text()) }

// hashToken is what is stored of a token: reading the table opens nothing.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
