package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
)

func TestSignInAndOut(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		a := k.account("Ada", access.Grant{Role: access.Administrator})
		b := k.visitor()
		b.get("/").wants(http.StatusSeeOther)
		if to := b.get("/?x=1").location(); to != "/connexion?suite=%2F%3Fx%3D1" {
			t.Errorf("asked to sign in at %q", to)
		}
		r := b.post("/connexion", form("email", a.Email, "password", "faux mot de passe")).wants(http.StatusUnprocessableEntity)
		r.has("L'adresse e-mail ou le mot de passe est inexact").lacks("faux mot de passe")
		if r.value("email") != a.Email {
			t.Error("the address that was typed is gone")
		}
		b.post("/connexion", form("email", "inconnue@test.be", "password", kitPassword)).wants(http.StatusUnprocessableEntity)
		b.post("/connexion", form("email", strings.ToUpper(a.Email), "password", kitPassword, "suite", "//ailleurs.be")).wants(http.StatusSeeOther)
		b.get("/").wants(http.StatusOK).has("Ada")
		b.post("/deconnexion", nil).wants(http.StatusSeeOther)
		b.get("/").wants(http.StatusSeeOther)
	})
}

func TestReturnAfterSignInStaysOnOurPages(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		a := k.account("Ada", access.Grant{Role: access.Administrator})
		for back, want := range map[string]string{"/comptes?q=1": "/comptes?q=1", "//evil.be": "/", "https://evil.be/": "/", "/\\evil.be": "/", "": "/"} {
			got := k.visitor().post("/connexion", form("email", a.Email, "password", kitPassword, "suite", back)).wants(http.StatusSeeOther).location()
			if got != want {
				t.Errorf("suite %q leads to %q, want %q", back, got, want)
			}
		}
	})
}

func TestAccessIsLostAtOnce(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		k.account("Chef", access.Grant{Role: access.Administrator})
		a := k.account("Ada", access.Grant{Role: access.Administrator})
		b := k.as(a)
		b.get("/").wants(http.StatusOK)
		k.write(func(tx *db.Tx) error { return accounts.SetState(tx, a.PublicID, accounts.Disabled) })
		b.get("/").wants(http.StatusSeeOther)
	})
}

func TestGuessingIsSlowed(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		a := k.account("Ada", access.Grant{Role: access.Administrator})
		b := k.visitor()
		for range 10 {
			b.post("/connexion", form("email", a.Email, "password", "x")).wants(http.StatusUnprocessableEntity)
		}
		b.post("/connexion", form("email", a.Email, "password", kitPassword)).wants(http.StatusTooManyRequests).has("Trop d'essais")
	})
}

// Behind the proxy everybody's connection comes from loopback: one person's wrong tries must not lock out the rest.
func TestGuessingIsSlowedByPlace(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		a := k.account("Ada", access.Grant{Role: access.Administrator})
		try := func(from, password string) reply {
			r, err := http.NewRequest(http.MethodPost, k.url+"/connexion", strings.NewReader(form("email", a.Email, "password", password).Encode()))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("X-Forwarded-For", from)
			return k.visitor().do(r)
		}
		for i := range 10 {
			try("10.9.9."+strconv.Itoa(i)+", 203.0.113.7", "x").wants(http.StatusUnprocessableEntity)
		}
		try("198.51.100.1, 203.0.113.7", kitPassword).wants(http.StatusTooManyRequests)
		try("203.0.113.8", kitPassword).wants(http.StatusSeeOther)
	})
}

func TestOtherOriginsAreRefused(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		for _, origin := range []map[string]string{{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.be"}} {
			r, err := http.NewRequest(http.MethodPost, k.url+"/connexion", strings.NewReader("email=a&password=b"))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for name, value := range origin {
				r.Header.Set(name, value)
			}
			k.visitor().do(r).wants(http.StatusForbidden).has("autre site")
		}
	})
}

func TestMalformedBodies(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		for name, c := range map[string]struct {
			contentType, body string
			status            int
		}{
			"broken UTF-8":   {"application/x-www-form-urlencoded", "email=%ff%fe&password=x", http.StatusBadRequest},
			"a NUL":          {"application/x-www-form-urlencoded", "email=a%00&password=x", http.StatusBadRequest},
			"broken escapes": {"application/x-www-form-urlencoded", "email=%zz", http.StatusBadRequest},
			"JSON":           {"application/json", `{"email":"a"}`, http.StatusUnsupportedMediaType},
			"nothing":        {"", "", http.StatusUnprocessableEntity},
			"too large":      {"application/x-www-form-urlencoded", "email=" + strings.Repeat("a", 1<<20), http.StatusRequestEntityTooLarge},
		} {
			r, err := http.NewRequest(http.MethodPost, k.url+"/connexion", strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", c.contentType)
			if got := k.visitor().do(r); got.status != c.status {
				t.Errorf("%s: %d, want %d", name, got.status, c.status)
			}
		}
	})
}

func TestUnknownAddressesAndMethods(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		a := k.account("Ada", access.Grant{Role: access.Administrator})
		b := k.as(a)
		b.get("/nulle-part").wants(http.StatusNotFound).has("Page introuvable")
		b.get("/projets/%00").wants(http.StatusNotFound)
		b.post("/healthz", nil).wants(http.StatusMethodNotAllowed)
		b.get("/healthz").wants(http.StatusOK)
		b.get("/readyz").wants(http.StatusOK)
		b.get("/metrics").wants(http.StatusOK)
		for path, status := range map[string]int{"/healthz": 200, "/readyz": 200, "/": 200, "/comptes": 200, "/nulle-part": 404, "/deconnexion": 405} {
			b.head(path).wants(status)
		}
		k.visitor().head("/comptes").wants(http.StatusSeeOther)
	})
}

func TestLinkIsUsedByPostOnly(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		var token string
		k.write(func(tx *db.Tx) (err error) { token, err = accounts.FirstAdminLink(tx); return err })
		b := k.visitor()
		for range 3 {
			b.get("/lien/" + token).wants(http.StatusOK).has("Créer le premier compte")
		}
		b.post("/lien/"+token, form("name", "Ada", "email", "pas une adresse", "password", "douze caractères")).wants(http.StatusUnprocessableEntity).
			has("Indiquez une adresse e-mail complète").lacks("douze caract")
		b.post("/lien/"+token, form("name", "Ada", "email", "ada@test.be", "password", "court")).wants(http.StatusUnprocessableEntity)
		b.post("/lien/"+token, form("name", "Ada", "email", "ada@test.be", "password", "douze caractères")).wants(http.StatusSeeOther)
		b.get("/").wants(http.StatusOK).has("Ada")
		k.visitor().get("/lien/" + token).wants(http.StatusNotFound).has("Ce lien a déjà servi")
		k.visitor().get("/lien/autre").wants(http.StatusNotFound)
	})
}
