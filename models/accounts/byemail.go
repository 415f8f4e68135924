package accounts

import (
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// AskLink asks for a link to an address, from a page that everybody may open. It writes one
// message and looks nothing up, so that neither its answer nor its time tells whether the address
// is known; what the mail offers is decided when it leaves (see Fill). back is where the
// person was going.
func AskLink(tx *db.Tx, email, back string) error {
	address, problem := NormalEmail(email)
	if problem != nil {
		return problem
	}
	return outbox.Put(tx, outbox.Message{Key: "access/" + uuid.NewString(), Kind: outbox.AccessLink, To: address, Facts: models.Facts{"back": back}})
}

// staleAfter is when nobody waits any more for a link that was asked for.
const staleAfter = 24 * time.Hour

// Fill makes the link that a message about access carries, at the moment when it leaves: it stands in
// no row, and the newest ends those before it. drop is not empty when the message is of
// no use any more. Messages of other kinds stay as they are.
func Fill(tx *db.Tx, c *outbox.Claimed) (drop string, err error) {
	switch c.Kind {
	case outbox.AccessLink:
		return fillAccess(tx, c)
	case outbox.Invitation:
		return fillFor(tx, c, Invited, Invitation, invitationLife)
	case outbox.PasswordReset:
		return fillFor(tx, c, Active, Reset, staleAfter)
	}
	return "", nil
}

func fillAccess(tx *db.Tx, c *outbox.Claimed) (drop string, err error) {
	if isStale(tx, c, staleAfter) {
		return "stale", nil
	}
	back, _ := c.Facts["back"].(string)
	a, err := ByEmail(tx, c.To)
	switch {
	case models.IsKind(err, models.NotFound):
		c.Facts["for"] = string(Registration)
		c.Facts["link"], err = newLink(tx, Registration, linkTo{email: c.To, back: back})
	case err != nil:
	case a.State == Disabled:
		c.Facts["for"] = string(Disabled)
	default:
		c.Name, c.Facts["for"] = a.Name, string(SignInLink)
		c.Facts["link"], err = newLink(tx, SignInLink, linkTo{account: a.ID, back: back})
	}
	return "", err
}

// fillFor makes a link for an account that is still in the state for which it was meant.
func fillFor(tx *db.Tx, c *outbox.Claimed, in State, kind LinkKind, useful time.Duration) (drop string, err error) {
	if isStale(tx, c, useful) {
		return "stale", nil
	}
	a, err := ByID(tx, c.AccountID)
	if err != nil {
		return "", err
	}
	if a.State != in {
		return "stale", nil
	}
	c.Facts["link"], err = newLink(tx, kind, linkTo{account: a.ID})
	return "", err
}

func isStale(tx *db.Tx, c *outbox.Claimed, useful time.Duration) bool {
	return tx.Now()-c.CreatedAt > models.Instant(useful.Milliseconds())
}

// tellLink puts the mail that brings an account its link.
func tellLink(tx *db.Tx, kind outbox.Kind, a Account) error {
	return outbox.Put(tx, outbox.Message{Key: string(kind) + "/" + uuid.NewString(), Kind: kind, To: a.Email, Name: a.Name, AccountID: a.ID})
}

// tellPasswordChanged lets the owner of an account know, in case it was not they.
func tellPasswordChanged(tx *db.Tx, a Account) error {
	key := "password/" + strconv.FormatInt(a.ID, 10) + "/" + strconv.Itoa(a.Stamp)
	return outbox.Put(tx, outbox.Message{Key: key, Kind: outbox.PasswordChanged, To: a.Email, Name: a.Name, AccountID: a.ID, Facts: models.Facts{"at": tx.Now()}})
}

// SignInByLink uses the token of a sign-in link. An invited account becomes active: the mail has
// reached its owner, who may choose a password later.
func SignInByLink(tx *db.Tx, token string) (Account, error) {
	l, err := use(tx, token)
	if err != nil {
		return Account{}, err
	}
	if l.Kind != SignInLink {
		return Account{}, models.Missing("link")
	}
	return enter(tx, l.accountID)
}

func enter(tx *db.Tx, accountID int64) (Account, error) {
	_, err := tx.Exec(`UPDATE accounts SET state = 'active', signed_in_at = ? WHERE id = ? AND state <> 'disabled'`, tx.Now(), accountID)
	if err != nil {
		return Account{}, err
	}
	if err := tx.Audit("account.signin_link_used", "account", accountID, 0, nil); err != nil {
		return Account{}, err
	}
	return ByID(tx, accountID)
}

// Newcomer is what a person says of themselves when they register.
type Newcomer struct {
	FirstName, LastName string
	PasswordHash        string // "": they sign in with links alone
}

// Register uses the token of a registration link: it makes a candidate's account with its person, and
// gives it to sign in. Somebody may have invited the same address meanwhile: the link, which
// reached its owner, then opens that account.
func Register(tx *db.Tx, token string, n Newcomer) (a Account, err error) {
	l, err := use(tx, token)
	if err != nil {
		return a, err
	}
	if l.Kind != Registration {
		return a, models.Missing("link")
	}
	p := programme.Person{FirstName: oneSpaced(n.FirstName), LastName: oneSpaced(n.LastName)}
	if problem := nameProblems(p); problem != nil {
		return a, problem
	}
	a, err = ByEmail(tx, l.Email)
	switch {
	case err == nil && a.State == Disabled:
		return a, models.Missing("link")
	case err == nil:
		return enter(tx, a.ID)
	case !models.IsKind(err, models.NotFound):
		return a, err
	}
	d := Draft{Email: l.Email, Name: p.FirstName + " " + p.LastName, Grants: []access.Grant{{Role: access.Candidate}}, person: p}
	return insert(tx, d, n.PasswordHash, Active)
}

func nameProblems(p programme.Person) *models.Problem {
	var list []models.FieldProblem
	if p.FirstName == "" {
		list = append(list, models.FieldProblem{Field: "first_name", Code: "required"})
	}
	if p.LastName == "" {
		list = append(list, models.FieldProblem{Field: "last_name", Code: "required"})
	}
	return models.Fields(list...)
}

func oneSpaced(s string) string { return strings.Join(strings.Fields(s), " ") }
