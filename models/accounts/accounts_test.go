package accounts_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
)

var (
	ctx      = context.Background()
	operator = access.Operator("test")
)

const password = "correct cheval pile"

func write(t *testing.T, d *db.DB, fn func(*db.Tx) error) {
	t.Helper()
	if err := d.Write(ctx, operator, fn); err != nil {
		t.Fatal(err)
	}
}

func accept(t *testing.T, d *db.DB, token, email, name string) (accounts.Account, error) {
	t.Helper()
	hash, err := accounts.HashPassword(ctx, password)
	if err != nil {
		t.Fatal(err)
	}
	var a accounts.Account
	err = d.Write(ctx, operator, func(tx *db.Tx) (err error) {
		a, err = accounts.Accept(tx, token, hash, email, name)
		return err
	})
	return a, err
}

func TestFirstAdministratorOnceOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		var old, token string
		write(t, d, func(tx *db.Tx) (err error) {
			if old, err = accounts.FirstAdminLink(tx); err != nil {
				return err
			}
			token, err = accounts.FirstAdminLink(tx)
			return err
		})
		if _, err := accept(t, d, old, "a@x.be", "Ada"); !models.IsKind(err, models.NotFound) {
			t.Errorf("the older link still opens: %v", err)
		}
		a, err := accept(t, d, token, "Ada@X.be", "Ada Lovelace")
		if err != nil || !a.Actor().Has(access.Administrator) || a.Email != "ada@x.be" {
			t.Fatal(a, err)
		}
		if _, err := accept(t, d, token, "b@x.be", "Bea"); !models.IsKind(err, models.NotFound) {
			t.Errorf("the link opened twice: %v", err)
		}
		if err := d.Write(ctx, operator, func(tx *db.Tx) error { _, err := accounts.FirstAdminLink(tx); return err }); !models.IsKind(err, models.Refused) {
			t.Errorf("a first link after the first account: %v", err)
		}
		if _, err := accounts.SignIn(ctx, d, " ADA@x.be ", password); err != nil {
			t.Error(err)
		}
	})
}

func TestInvitationSignInAndDisable(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		var a accounts.Account
		var token string
		write(t, d, func(tx *db.Tx) (err error) {
			a, token, err = accounts.Invite(tx, accounts.Draft{Email: "zoe@x.be", Name: "Zoë  D'Hondt",
				Grants: []access.Grant{{Role: access.Candidate}}})
			return err
		})
		if a.PersonID == 0 || a.Name != "Zoë D'Hondt" {
			t.Errorf("account %+v", a)
		}
		if _, err := accounts.SignIn(ctx, d, "zoe@x.be", ""); !models.IsCode(err, "signin.wrong") {
			t.Errorf("an invited account signed in: %v", err)
		}
		a, err := accept(t, d, token, "", "")
		if err != nil {
			t.Fatal(err)
		}
		in, err := accounts.SignIn(ctx, d, "zoe@x.be", password)
		if err != nil || in.Stamp != a.Stamp {
			t.Fatal(in, err)
		}
		current := func(stamp int) bool {
			var ok bool
			write(t, d, func(tx *db.Tx) (err error) { _, ok, err = accounts.Current(tx, a.ID, stamp); return err })
			return ok
		}
		if !current(in.Stamp) {
			t.Error("a signed-in account is not current")
		}
		write(t, d, func(tx *db.Tx) error { return accounts.SetState(tx, a.PublicID, accounts.Disabled) })
		if current(in.Stamp) {
			t.Error("a disabled account is still current")
		}
		if _, err := accounts.SignIn(ctx, d, "zoe@x.be", password); !models.IsCode(err, "signin.wrong") {
			t.Errorf("a disabled account signed in: %v", err)
		}
		write(t, d, func(tx *db.Tx) error { return accounts.SetState(tx, a.PublicID, accounts.Active) })
		if current(in.Stamp) {
			t.Error("an old session came back to life")
		}
		write(t, d, func(tx *db.Tx) (err error) { token, err = accounts.NewReset(tx, a.PublicID); return err })
		clock.Add(3 * time.Hour)
		if _, err := accept(t, d, token, "", ""); !models.IsKind(err, models.NotFound) {
			t.Errorf("an expired reset link opened: %v", err)
		}
	})
}

func TestAddressesAreUnique(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		invite := func(email string) error {
			return d.Write(ctx, operator, func(tx *db.Tx) error {
				_, _, err := accounts.Invite(tx, accounts.Draft{Email: email, Name: "X", Grants: []access.Grant{{Role: access.Coach, SiteID: 0}}})
				return err
			})
		}
		if err := invite("a@b.be"); err != nil {
			t.Fatal(err)
		}
		for _, email := range []string{"A@B.be", "", "a", "a@b", "A <a@b.be>", strings.Repeat("a", 250) + "@b.be"} {
			if err := invite(email); !models.IsKind(err, models.Invalid) {
				t.Errorf("%q: %v", email, err)
			}
		}
	})
}

func TestThereIsAlwaysAnAdministrator(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		var a accounts.Account
		write(t, d, func(tx *db.Tx) (err error) {
			a, err = accounts.CreateActive(tx, accounts.Draft{Email: "a@b.be", Name: "A", Grants: []access.Grant{{Role: access.Administrator}}}, "x")
			return err
		})
		err := d.Write(ctx, operator, func(tx *db.Tx) error { return accounts.SetState(tx, a.PublicID, accounts.Disabled) })
		if !models.IsCode(err, "account.last_administrator") {
			t.Errorf("the last administrator was disabled: %v", err)
		}
		err = d.Write(ctx, operator, func(tx *db.Tx) error {
			return accounts.Change(tx, a.PublicID, accounts.Draft{Name: "A", Email: "a@b.be", Grants: []access.Grant{{Role: access.Coach}}}, 1)
		})
		if err == nil {
			t.Error("the last administrator lost the role")
		}
	})
}

func TestPasswords(t *testing.T) {
	for password, ok := range map[string]bool{"": false, "elevenchars": false, "twelve chars": true, "ééééééééééé": false, "éééééééééééé": true,
		strings.Repeat("x", 201): false} {
		if got := accounts.CheckPassword("p", password) == nil; got != ok {
			t.Errorf("%q: %v", password, got)
		}
	}
	hash, err := accounts.HashPassword(ctx, password)
	if err != nil {
		t.Fatal(err)
	}
	for candidate, want := range map[string]bool{password: true, password + " ": false, "": false} {
		if got, err := accounts.VerifyPassword(ctx, hash, candidate); err != nil || got != want {
			t.Errorf("%q: %v %v", candidate, got, err)
		}
	}
	for _, broken := range []string{"", "x", "$argon2id$v=19$m=1,t=1,p=1$!!$!!", "$bcrypt$v=19$m=1$a$b$c"} {
		if got, err := accounts.VerifyPassword(ctx, broken, ""); err != nil || got {
			t.Errorf("hash %q matched: %v", broken, err)
		}
	}
}
