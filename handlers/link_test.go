package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/outbox"
)

// posted takes every message that waits for an address, as the worker would, and gives the facts of
// the last of them.
func (k *kit) posted(to string) map[string]any {
	k.t.Helper()
	var facts map[string]any
	for {
		var c outbox.Claimed
		var found bool
		k.write(func(tx *db.Tx) (err error) {
			if c, found, err = outbox.Claim(tx); err != nil || !found {
				return err
			}
			drop, err := accounts.Fill(tx, &c)
			if err == nil && drop != "" {
				c.Facts = map[string]any{"dropped": drop}
			}
			if err == nil {
				err = outbox.Deliver(tx, c)
			}
			return err
		})
		if !found {
			return facts
		}
		if c.To == to {
			facts = c.Facts
		}
	}
}

// linkTo asks for a link through the page, and gives the address that the mail would bring.
func (k *kit) linkTo(b *browser, page, email, back string) string {
	k.t.Helper()
	b.post(page, form("email", email, "suite", back)).wants(http.StatusSeeOther)
	link, _ := k.posted(strings.ToLower(strings.TrimSpace(email)))["link"].(string)
	if link == "" {
		k.t.Fatalf("no link for %s", email)
	}
	return "/lien/" + link
}

func TestRegistering(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b := k.visitor()
		page := b.get("/inscription?suite=" + url.QueryEscape("/candidatures/nouvelle")).wants(http.StatusOK).has("Créer un compte")
		if page.value("suite") != "/candidatures/nouvelle" {
			t.Error("the page forgets where one was going")
		}
		for _, wrong := range []string{"", "zoe", "zoe@", "a@b.be, c@d.be", "z@x.be\r\nBcc: y@x.be"} {
			b.post("/inscription", form("email", wrong)).wants(http.StatusUnprocessableEntity).has("Adresse e-mail")
		}
		link := k.linkTo(b, "/inscription", " Zoé@Test.be ", "/candidatures/nouvelle")
		b.get("/inscription/envoi").wants(http.StatusOK).has("Regardez vos e-mails")
		for range 3 { // a mail scanner
			k.visitor().get(link).wants(http.StatusOK).has("Créer votre compte", "zoé@test.be")
		}
		b.post(link, form("first_name", "Zoé", "last_name", " ")).wants(http.StatusUnprocessableEntity).has("Nom de famille : Ce champ est obligatoire")
		b.post(link, form("first_name", "Zoé", "last_name", "D'Hondt", "password", "court")).wants(http.StatusUnprocessableEntity).has("au moins 12").lacks("court\"")
		b.post(link, form("first_name", strings.Repeat("é", 60), "last_name", "X")).wants(http.StatusUnprocessableEntity)
		if k.count(`SELECT count(*) FROM accounts`) != 0 {
			t.Fatal("an account was made too early")
		}
		r := b.post(link, form("first_name", " Zoé  Marie ", "last_name", "D'Hondt")).wants(http.StatusSeeOther)
		if r.location() != "/candidatures/nouvelle" {
			t.Errorf("it leads to %s", r.location())
		}
		b.get("/candidatures/nouvelle").wants(http.StatusOK).has("Votre compte est créé")
		if n := k.count(`SELECT count(*) FROM accounts a JOIN persons p ON p.id = a.person_id JOIN account_roles r ON r.account_id = a.id
			WHERE a.email = 'zoé@test.be' AND a.name = 'Zoé Marie D''Hondt' AND a.state = 'active' AND a.password_hash = ''
			AND p.first_name = 'Zoé Marie' AND p.last_name = 'D''Hondt' AND p.email = a.email AND r.role = 'candidate'`); n != 1 {
			t.Error("the account or its person is not as told")
		}
		for _, again := range []reply{k.visitor().get(link), k.visitor().post(link, form("first_name", "A", "last_name", "B"))} {
			again.wants(http.StatusNotFound).has("Ce lien a déjà servi", "Recevoir un nouveau lien")
		}
		k.visitor().post("/connexion", form("email", "zoé@test.be", "password", " ")).wants(http.StatusUnprocessableEntity)

		// Without a password one may choose one, and is told of it by mail.
		b.get("/compte").wants(http.StatusOK).has("n'a pas de mot de passe").lacks(`name="current_password"`)
		b.post("/compte/mot-de-passe", form("new_password", "court")).wants(http.StatusUnprocessableEntity)
		b.post("/compte/mot-de-passe", form("new_password", "une phrase de passe")).wants(http.StatusSeeOther)
		b.get("/compte").wants(http.StatusOK).has("Mot de passe actuel")
		b.post("/compte/mot-de-passe", form("current_password", "non", "new_password", "une autre phrase")).wants(http.StatusUnprocessableEntity)
		k.visitor().post("/connexion", form("email", "zoé@test.be", "password", "une phrase de passe")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM outbox WHERE kind = 'password_changed' AND recipient = 'zoé@test.be'`); n != 1 {
			t.Errorf("%d mails tell of the new password", n)
		}
	})
}

func TestRegisteringWithAPassword(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b := k.visitor()
		link := k.linkTo(b, "/inscription", "ana@test.be", "//ailleurs.be")
		r := b.post(link, form("first_name", "Ana", "last_name", "Lopes", "password", "  douze signes  "))
		if to := r.wants(http.StatusSeeOther).location(); to != "/" {
			t.Errorf("it leads to %s", to)
		}
		k.visitor().post("/connexion", form("email", "ana@test.be", "password", "  douze signes  ")).wants(http.StatusSeeOther)
	})
}

func TestSigningInByLink(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		a := k.account("Ada", access.Grant{Role: access.Administrator})
		b := k.visitor()
		b.get("/connexion?suite=/comptes").wants(http.StatusOK).has("Recevoir un lien de connexion", "Créer un compte")
		link := k.linkTo(b, "/connexion/lien", a.Email, "/comptes?q=1")
		k.visitor().get(link).wants(http.StatusOK).has("Entrer avec votre lien", a.Email)
		if to := b.post(link, nil).wants(http.StatusSeeOther).location(); to != "/comptes?q=1" {
			t.Errorf("it leads to %s", to)
		}
		b.get("/comptes").wants(http.StatusOK).has("Ada")
		k.visitor().post(link, nil).wants(http.StatusNotFound)

		// Who came by a link and forgot the password chooses another; then the present one counts again.
		b.get("/compte").lacks(`name="current_password"`)
		b.post("/compte/mot-de-passe", form("new_password", "une phrase retrouvée")).wants(http.StatusSeeOther)
		b.post("/compte/mot-de-passe", form("new_password", "encore une autre phrase")).wants(http.StatusUnprocessableEntity)
		k.visitor().post("/connexion", form("email", a.Email, "password", "une phrase retrouvée")).wants(http.StatusSeeOther)
		k.as(k.account("Bob", access.Grant{Role: access.Coach})).post("/compte/mot-de-passe", form("new_password", "une phrase volée")).wants(http.StatusUnprocessableEntity)
	})
}

// TestNobodyLearnsWhichAddressesAreKnown compares what four kinds of address are answered, and the
// work that was done for them.
func TestNobodyLearnsWhichAddressesAreKnown(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		k.account("Connue", access.Grant{Role: access.Coach})
		off := k.account("Fermée", access.Grant{Role: access.Coach})
		k.write(func(tx *db.Tx) error {
			if err := accounts.SetState(tx, off.PublicID, accounts.Disabled); err != nil {
				return err
			}
			_, _, err := accounts.Invite(tx, accounts.Draft{Email: "invitee@test.be", Name: "I", Grants: []access.Grant{{Role: access.Jury}}})
			return err
		})
		k.posted("")
		tables := []string{"accounts", "account_links", "audit_entries", "persons", "sessions", "form_keys", "outbox"}
		count := func() (counts [7]int) {
			for i, table := range tables {
				counts[i] = k.count(`SELECT count(*) FROM ` + table)
			}
			return counts
		}
		want := map[string]string{"connue@test.be": "signin", off.Email: "disabled", "invitee@test.be": "signin", "inconnue@test.be": "registration"}
		for _, page := range []string{"/inscription", "/connexion/lien"} {
			var first string
			for email := range want {
				b, before := k.visitor(), count()
				r := b.post(page, form("email", email, "suite", "/x")).wants(http.StatusSeeOther)
				after := count()
				for i := range after {
					after[i] -= before[i]
				}
				if after != [7]int{0, 0, 0, 0, 0, 0, 1} {
					t.Errorf("%s for %s wrote %v of %v", page, email, after, tables)
				}
				r.header.Del("Date")
				var header strings.Builder
				_ = r.header.Write(&header)
				answer := strings.Join([]string{strconv.Itoa(r.status), header.String(), r.body, b.get(r.location()).wants(http.StatusOK).body}, "|")
				if first == "" {
					first = answer
				} else if answer != first {
					t.Errorf("%s answers %s otherwise:\n%s\n%s", page, email, answer, first)
				}
				if n := k.count(`SELECT count(*) FROM outbox WHERE recipient = ? AND state = 'waiting' AND account_id IS NULL AND name = '' AND kind = 'access_link' AND facts = '{"back":"/x"}'`, email); n != 1 {
					t.Errorf("%s for %s: the row tells more than the address", page, email)
				}
				if got := k.posted(email)["for"]; got != want[email] {
					t.Errorf("%s gets a link for %v, want %s", email, got, want[email])
				}
			}
		}
	})
}

func TestLinksEnd(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		a := k.account("Ada", access.Grant{Role: access.Coach})
		b := k.visitor()
		newcomer := form("first_name", "A", "last_name", "B")
		for _, email := range []string{a.Email, "neuf@test.be"} {
			old := k.linkTo(b, "/inscription", email, "")
			other := k.linkTo(b, "/inscription", "voisin@test.be", "")
			fresh := k.linkTo(b, "/connexion/lien", email, "")
			b.get(old).wants(http.StatusNotFound)
			b.post(old, newcomer).wants(http.StatusNotFound)
			b.get(other).wants(http.StatusOK) // another address's link stays
			b.get(fresh).wants(http.StatusOK)
		}
		registration := k.linkTo(b, "/inscription", "lent@test.be", "")
		signIn := k.linkTo(b, "/inscription", a.Email, "")
		k.clock.Add(2*time.Hour - time.Second)
		b.get(signIn).wants(http.StatusOK)
		k.clock.Add(time.Second)
		b.post(signIn, nil).wants(http.StatusNotFound)
		b.get(registration).wants(http.StatusOK)
		k.clock.Add(46 * time.Hour)
		b.post(registration, newcomer).wants(http.StatusNotFound)

		// A link does not outlive the access it opens.
		signIn = k.linkTo(k.visitor(), "/connexion/lien", a.Email, "")
		k.write(func(tx *db.Tx) error { return accounts.SetState(tx, a.PublicID, accounts.Disabled) })
		b.post(signIn, nil).wants(http.StatusNotFound)
		b.get("/").wants(http.StatusSeeOther)
	})
}

// TestOneLinkOneEntry: of many who use a link at once, one enters.
func TestOneLinkOneEntry(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		a := k.account("Ada", access.Grant{Role: access.Coach})
		for _, email := range []string{a.Email, "neuf@test.be"} {
			link := k.linkTo(k.visitor(), "/inscription", email, "")
			statuses := make([]int, 6)
			var group sync.WaitGroup
			for i := range statuses {
				b := k.visitor()
				group.Go(func() { statuses[i] = b.post(link, form("first_name", "A", "last_name", "B")).status })
			}
			group.Wait()
			entered := 0
			for _, status := range statuses {
				switch status {
				case http.StatusSeeOther:
					entered++
				case http.StatusNotFound:
				default:
					t.Errorf("answered %d", status)
				}
			}
			if entered != 1 {
				t.Errorf("%d entered with one link", entered)
			}
		}
		if n := k.count(`SELECT count(*) FROM accounts WHERE email = 'neuf@test.be'`); n != 1 {
			t.Errorf("%d accounts", n)
		}
	})
}

// TestALinkOfOneKindOpensNothingElse: the form that is sent does not decide what a link is for.
func TestALinkOfOneKindOpensNothingElse(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		a := k.account("Ada", access.Grant{Role: access.Coach})
		token := strings.TrimPrefix(k.linkTo(k.visitor(), "/connexion/lien", a.Email, ""), "/lien/")
		fails := func(verb func(*db.Tx) error) {
			t.Helper()
			if err := k.db.Write(context.Background(), operator, verb); err == nil {
				t.Error("it opened")
			}
		}
		fails(func(tx *db.Tx) error { _, err := accounts.Accept(tx, token, "x", "", ""); return err })
		fails(func(tx *db.Tx) error {
			_, err := accounts.Register(tx, token, accounts.Newcomer{FirstName: "A", LastName: "B"})
			return err
		})
		var invitation string
		k.write(func(tx *db.Tx) (err error) {
			_, invitation, err = accounts.Invite(tx, accounts.Draft{Email: "i@test.be", Name: "I", Grants: []access.Grant{{Role: access.Jury}}})
			return err
		})
		fails(func(tx *db.Tx) error { _, err := accounts.SignInByLink(tx, invitation); return err })
	})
}

// TestRegisteringWhatWasInvitedMeanwhile: the link reached its owner, so it opens the account that is there.
func TestRegisteringWhatWasInvitedMeanwhile(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b := k.visitor()
		link := k.linkTo(b, "/inscription", "ida@test.be", "")
		k.write(func(tx *db.Tx) error {
			_, _, err := accounts.Invite(tx, accounts.Draft{Email: "ida@test.be", Name: "Ida Noël", Grants: []access.Grant{{Role: access.Jury}}})
			return err
		})
		b.post(link, form("first_name", "Une", "last_name", "Autre")).wants(http.StatusSeeOther)
		b.get("/compte").wants(http.StatusOK).has("Ida Noël")
		if n := k.count(`SELECT count(*) FROM accounts WHERE email = 'ida@test.be' AND state = 'active'`); n != 1 {
			t.Error("the invited account is not the one that was opened")
		}
		link = k.linkTo(k.visitor(), "/inscription", "off@test.be", "")
		k.write(func(tx *db.Tx) error {
			a, err := accounts.CreateActive(tx, accounts.Draft{Email: "off@test.be", Name: "Off", Grants: []access.Grant{{Role: access.Jury}}}, "x")
			if err != nil {
				return err
			}
			return accounts.SetState(tx, a.PublicID, accounts.Disabled)
		})
		k.visitor().post(link, form("first_name", "Une", "last_name", "Autre")).wants(http.StatusNotFound)
	})
}

func TestAskingIsLimitedAlikeForAll(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		a := k.account("Ada", access.Grant{Role: access.Coach})
		var bodies []string
		for _, email := range []string{a.Email, "inconnue@test.be"} {
			b := k.visitor()
			for i := range 5 {
				b.post([]string{"/inscription", "/connexion/lien"}[i%2], form("email", email)).wants(http.StatusSeeOther)
			}
			r := b.post("/inscription", form("email", strings.ToUpper(email))).wants(http.StatusTooManyRequests).has("Trop de liens")
			bodies = append(bodies, strings.ReplaceAll(r.body, strings.ToUpper(email), "X"))
			b.post("/connexion", form("email", a.Email, "password", kitPassword)).wants(http.StatusSeeOther) // signing in is another matter
		}
		if bodies[0] != bodies[1] {
			t.Error("a known address is refused in other words")
		}
		b := k.visitor()
		for i := 12; i < 60; i++ {
			b.post("/inscription", form("email", strconv.Itoa(i)+"@test.be")).wants(http.StatusSeeOther)
		}
		b.post("/inscription", form("email", "dernier@test.be")).wants(http.StatusTooManyRequests)
		if n := k.count(`SELECT count(*) FROM outbox WHERE recipient = 'dernier@test.be'`); n != 0 {
			t.Error("a refused one was written")
		}
	})
}

// TestLateMailsAboutAccess: what was asked long ago, or is done, is not sent.
func TestLateMailsAboutAccess(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		a := k.account("Ada", access.Grant{Role: access.Coach})
		var invited accounts.Account
		var token string
		k.write(func(tx *db.Tx) (err error) {
			if _, err = accounts.NewReset(tx, a.PublicID); err != nil {
				return err
			}
			invited, token, err = accounts.Invite(tx, accounts.Draft{Email: "i@test.be", Name: "I", Grants: []access.Grant{{Role: access.Jury}}})
			return err
		})
		k.visitor().post("/inscription", form("email", "n@test.be")).wants(http.StatusSeeOther)
		k.clock.Add(25 * time.Hour)
		k.visitor().post("/lien/"+token, form("password", "une phrase de passe")).wants(http.StatusSeeOther)
		for _, to := range []string{a.Email, invited.Email, "n@test.be"} {
			var c outbox.Claimed
			k.write(func(tx *db.Tx) (err error) { c, _, err = outbox.Claim(tx); return err })
			k.write(func(tx *db.Tx) error {
				drop, err := accounts.Fill(tx, &c)
				if c.To != to || drop != "stale" || c.Facts["link"] != nil {
					t.Errorf("%s of %s: %q", c.Kind, c.To, drop)
				}
				return err
			})
		}
		// In time they carry a link that opens.
		k.write(func(tx *db.Tx) (err error) { _, err = accounts.NewReset(tx, a.PublicID); return err })
		k.visitor().get("/lien/" + k.posted(a.Email)["link"].(string)).wants(http.StatusOK).has("Choisir un nouveau mot de passe")
	})
}
