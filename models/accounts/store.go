package accounts

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

const accountColumns = `a.id, a.public_id, a.email, a.name, a.state, a.stamp, COALESCE(a.person_id, 0), a.created_at, a.signed_in_at, a.version`

func (a *Account) targets() []any {
	return []any{&a.ID, &a.PublicID, &a.Email, &a.Name, &a.State, &a.Stamp, &a.PersonID, &a.CreatedAt, &a.SignedInAt, &a.Version}
}

func one(tx *db.Tx, condition string, arg any) (Account, error) {
	var a Account
	found, err := tx.Get(a.targets(), `SELECT `+accountColumns+` FROM accounts a WHERE `+condition, arg)
	if err != nil {
		return a, fmt.Errorf("load account: %w", err)
	}
	if !found {
		return a, models.Missing("account")
	}
	return a, tx.Each(func(rows *sql.Rows) error {
		var g access.Grant
		err := rows.Scan(&g.Role, &g.SiteID)
		a.Grants = append(a.Grants, g)
		return err
	}, `SELECT role, site_id FROM account_roles WHERE account_id = ? ORDER BY role, site_id`, a.ID)
}

// ByID gives an account; Missing when there is none.
func ByID(tx *db.Tx, id int64) (Account, error) { return one(tx, "a.id = ?", id) }

// ByPublicID gives an account by the id that addresses carry.
func ByPublicID(tx *db.Tx, id string) (Account, error) { return one(tx, "a.public_id = ?", id) }

// ByEmail gives an account by its folded address.
func ByEmail(tx *db.Tx, email string) (Account, error) { return one(tx, "a.email = ?", email) }

// Current gives the actor behind a session, if the account is still active and no one
// ended its sessions since. It is asked on every request: one look-up.
func Current(tx *db.Tx, accountID int64, stamp int) (a Account, ok bool, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var g access.Grant
		var role sql.NullString
		var site sql.NullInt64
		if err := rows.Scan(append(a.targets(), &role, &site)...); err != nil {
			return err
		}
		if role.Valid {
			g.Role, g.SiteID = access.Role(role.String), site.Int64
			a.Grants = append(a.Grants, g)
		}
		return nil
	}, `SELECT `+accountColumns+`, r.role, r.site_id FROM accounts a LEFT JOIN account_roles r ON r.account_id = a.id
		WHERE a.id = ? AND a.stamp = ? AND a.state = 'active'`, accountID, stamp)
	return a, err == nil && a.ID != 0, err
}

// Draft is what an account is made or changed from.
type Draft struct {
	Email, Name string
	Grants      []access.Grant

	person programme.Person // of a candidate who gave both names; else they are read from Name
}

func (d *Draft) check() *models.Problem {
	var list []models.FieldProblem
	if d.Name = strings.Join(strings.Fields(d.Name), " "); d.Name == "" {
		list = append(list, models.FieldProblem{Field: "name", Code: "required"})
	}
	email, problem := NormalEmail(d.Email)
	if problem != nil {
		list = append(list, problem.Fields...)
	}
	d.Email = email
	if len(d.Grants) == 0 {
		list = append(list, models.FieldProblem{Field: "role", Code: "required"})
	}
	return models.Fields(list...)
}

// Invite makes an account that waits for its password, and the one-time token of its link: to be
// shown where no mail is sent, for the one in the mail is made when it leaves.
// A candidate gets a person of its own. An address in use is an invalid field.
func Invite(tx *db.Tx, d Draft) (Account, string, error) {
	if problem := d.check(); problem != nil {
		return Account{}, "", problem
	}
	a, err := insert(tx, d, "", Invited)
	if err != nil {
		return a, "", err
	}
	if err := tellLink(tx, outbox.Invitation, a); err != nil {
		return a, "", err
	}
	token, err := newLink(tx, Invitation, linkTo{account: a.ID})
	return a, token, err
}

// CreateActive makes an account that can sign in with this password hash: for the
// first administrator and for invented data.
func CreateActive(tx *db.Tx, d Draft, passwordHash string) (Account, error) {
	if problem := d.check(); problem != nil {
		return Account{}, problem
	}
	return insert(tx, d, passwordHash, Active)
}

func insert(tx *db.Tx, d Draft, hash string, state State) (Account, error) {
	var taken bool
	if _, err := tx.Get([]any{&taken}, `SELECT EXISTS (SELECT 1 FROM accounts WHERE email = ?)`, d.Email); err != nil {
		return Account{}, err
	}
	if taken {
		return Account{}, models.Fields(models.FieldProblem{Field: "email", Code: "unique"})
	}
	var personID int64
	if d.isCandidate() {
		var err error
		if personID, err = newPerson(tx, d); err != nil {
			return Account{}, err
		}
	}
	a := Account{PublicID: uuid.NewString(), Email: d.Email, Name: d.Name, State: state, Stamp: 1, PersonID: personID,
		CreatedAt: tx.Now(), Version: 1, Grants: d.Grants}
	_, err := tx.Get([]any{&a.ID}, `INSERT INTO accounts (public_id, email, name, password_hash, state, person_id, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`, a.PublicID, a.Email, a.Name, hash, state, db.Nullable(personID), a.CreatedAt)
	if db.IsUnique(err) {
		return a, models.Fields(models.FieldProblem{Field: "email", Code: "unique"})
	}
	if err != nil {
		return a, fmt.Errorf("insert account: %w", err)
	}
	if err := setGrants(tx, a.ID, d.Grants); err != nil {
		return a, err
	}
	return a, tx.Audit("account.create", "account", a.ID, 0, models.Facts{"roles": d.Grants})
}

func (d Draft) isCandidate() bool {
	return slices.ContainsFunc(d.Grants, func(g access.Grant) bool { return g.Role == access.Candidate })
}

// newPerson makes the person behind a candidate's account.
func newPerson(tx *db.Tx, d Draft) (int64, error) {
	p := d.person
	if p.LastName == "" {
		p.FirstName, p.LastName, _ = strings.Cut(d.Name, " ")
	}
	p.Email = d.Email
	p, err := programme.InsertPerson(tx, p)
	return p.ID, err
}

func setGrants(tx *db.Tx, accountID int64, grants []access.Grant) error {
	if _, err := tx.Exec(`DELETE FROM account_roles WHERE account_id = ?`, accountID); err != nil {
		return err
	}
	for _, g := range grants {
		if _, err := tx.Exec(`INSERT INTO account_roles (account_id, role, site_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
			accountID, g.Role, g.SiteID); err != nil {
			return err
		}
	}
	return nil
}

// Change writes name and roles, guarded by the version; sessions see it at once.
func Change(tx *db.Tx, publicID string, d Draft, version int) error {
	a, err := ByPublicID(tx, publicID)
	if err != nil {
		return err
	}
	d.Email = a.Email
	if problem := d.check(); problem != nil {
		return problem
	}
	if err := keepsAnAdministrator(tx, a, d.Grants); err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE accounts SET name = ?, version = version + 1 WHERE id = ? AND version = ?`, d.Name, a.ID, version)
	if err != nil {
		return err
	}
	if n == 0 {
		return models.Stale("account", models.Facts{"name": a.Name})
	}
	if a.PersonID == 0 && d.isCandidate() {
		personID, err := newPerson(tx, d)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE accounts SET person_id = ? WHERE id = ?`, personID, a.ID); err != nil {
			return err
		}
	}
	if err := setGrants(tx, a.ID, d.Grants); err != nil {
		return err
	}
	return tx.Audit("account.change", "account", a.ID, 0, models.Facts{"roles": d.Grants})
}

// SetState enables or disables an account. Disabling ends its sessions at once.
func SetState(tx *db.Tx, publicID string, state State) error {
	a, err := ByPublicID(tx, publicID)
	if err != nil {
		return err
	}
	if state == Disabled {
		if err := keepsAnAdministrator(tx, a, nil); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE accounts SET state = CASE WHEN ? = 'active' AND password_hash = '' THEN 'invited' ELSE ? END,
		stamp = stamp + 1, version = version + 1 WHERE id = ?`, string(state), string(state), a.ID)
	if err != nil {
		return err
	}
	return tx.Audit("account."+string(state), "account", a.ID, 0, nil)
}

// keepsAnAdministrator refuses to leave the couveuse without one.
func keepsAnAdministrator(tx *db.Tx, a Account, after []access.Grant) error {
	for _, g := range after {
		if g.Role == access.Administrator {
			return nil
		}
	}
	others, err := tx.Count(`SELECT count(*) FROM accounts a JOIN account_roles r ON r.account_id = a.id
		WHERE r.role = 'administrator' AND a.state = 'active' AND a.id <> ?`, a.ID)
	if err != nil {
		return err
	}
	if others == 0 && a.Actor().Has(access.Administrator) {
		return models.Refuse("account.last_administrator", nil)
	}
	return nil
}

// List gives every account, by name.
func List(tx *db.Tx) ([]Account, error) {
	var list []Account
	index := map[int64]int{}
	err := tx.Each(func(rows *sql.Rows) error {
		var a Account
		err := rows.Scan(a.targets()...)
		index[a.ID] = len(list)
		list = append(list, a)
		return err
	}, `SELECT `+accountColumns+` FROM accounts a ORDER BY a.name, a.id`)
	if err != nil {
		return nil, err
	}
	return list, tx.Each(func(rows *sql.Rows) error {
		var id int64
		var g access.Grant
		err := rows.Scan(&id, &g.Role, &g.SiteID)
		if i, ok := index[id]; ok {
			list[i].Grants = append(list[i].Grants, g)
		}
		return err
	}, `SELECT account_id, role, site_id FROM account_roles ORDER BY role, site_id`)
}

// WithRole lists the active accounts that hold a role on a site (0: on any), by name.
func WithRole(tx *db.Tx, role access.Role, siteID int64) ([]Account, error) {
	var list []Account
	return list, tx.Each(func(rows *sql.Rows) error {
		var a Account
		err := rows.Scan(a.targets()...)
		list = append(list, a)
		return err
	}, `SELECT `+accountColumns+` FROM accounts a WHERE a.state = 'active' AND EXISTS (SELECT 1 FROM account_roles r
		WHERE r.account_id = a.id AND r.role = ? AND (? = 0 OR r.site_id = 0 OR r.site_id = ?)) ORDER BY a.name, a.id`,
		role, siteID, siteID)
}

// SignIn checks an address and password. A wrong one is Invalid with the code
// "signin.wrong", the same for an unknown address, a disabled account and a bad password.
func SignIn(ctx context.Context, d *db.DB, email, password string) (Account, error) {
	wrong := &models.Problem{Kind: models.Invalid, Code: "signin.wrong"}
	var a Account
	var hash string
	err := d.Read(ctx, access.Actor{}, func(tx *db.Tx) error {
		_, err := tx.Get(append(a.targets(), &hash), `SELECT `+accountColumns+`, a.password_hash FROM accounts a WHERE a.email = ?`,
			strings.ToLower(strings.TrimSpace(email)))
		return err
	})
	if err != nil {
		return a, fmt.Errorf("sign in: %w", err)
	}
	ok, err := VerifyPassword(ctx, hash, password)
	if err != nil {
		return a, err
	}
	if !ok || a.State != Active {
		return Account{}, wrong
	}
	return a, d.Write(ctx, a.Actor(), func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE accounts SET signed_in_at = ? WHERE id = ?`, tx.Now(), a.ID)
		return err
	})
}
