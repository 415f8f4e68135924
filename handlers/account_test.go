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

func TestAnInvitationShowsItsLinkOnce(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b := k.admin()
		liege := strconv.FormatInt(k.siteID("LIEGE"), 10)
		key := b.get("/comptes/nouveau").wants(http.StatusOK).value("cle")
		b.post("/comptes/nouveau", form("cle", key, "name", "", "email", "n@")).wants(http.StatusUnprocessableEntity).has("Nom : Ce champ est obligatoire")
		if got := b.post("/comptes/nouveau", form("cle", key, "name", "Noé", "email", "n@")).wants(http.StatusUnprocessableEntity).has("Adresse e-mail :", "Rôles : Choisissez au moins un rôle").value("email"); got != "n@" {
			t.Errorf("the form came back with %q", got)
		}
		for _, site := range []string{"999999", "x", "-1"} {
			b.post("/comptes/nouveau", form("cle", key, "name", "Noé", "email", "noe@test.be", "role_coach", site)).wants(http.StatusUnprocessableEntity)
		}
		b.post("/comptes/nouveau", form("cle", key, "name", "Noé", "email", "noe@test.be", "role_administrator", liege)).wants(http.StatusUnprocessableEntity)
		b.post("/comptes/nouveau", form("cle", key, "name", "Noé", "email", "ADMIN@test.be", "role_coach", liege)).wants(http.StatusUnprocessableEntity).has("C'est déjà utilisé")
		invitation := form("cle", key, "name", "Noé Vandam", "email", "noe@test.be", "role_coach", liege, "role_jury", "0")
		page := b.post("/comptes/nouveau", invitation).wants(http.StatusSeeOther).location()
		again := b.post("/comptes/nouveau", invitation).wants(http.StatusSeeOther).location()
		if again != page || k.count(`SELECT count(*) FROM accounts WHERE email = 'noe@test.be'`) != 1 {
			t.Errorf("sent twice: %s and %s", page, again)
		}
		shown := b.get(page).wants(http.StatusOK).has("Lien à usage unique", "Noé Vandam", "Invité")
		_, rest, _ := strings.Cut(shown.body, "http://test/lien/")
		token, _, _ := strings.Cut(rest, `"`)
		b.get(page).lacks("/lien/")
		k.visitor().get("/lien/" + token).wants(http.StatusOK).has("noe@test.be")

		// A new link replaces the old one; once used, the account is active.
		b.post(page+"/invitation", form()).wants(http.StatusSeeOther)
		k.visitor().get("/lien/" + token).wants(http.StatusNotFound)
		_, rest, _ = strings.Cut(b.get(page).body, "http://test/lien/")
		token, _, _ = strings.Cut(rest, `"`)
		noe := k.visitor()
		noe.post("/lien/"+token, form("password", "une phrase de passe")).wants(http.StatusSeeOther)
		noe.get("/compte").wants(http.StatusOK).has("Accompagnement (Liège) · Comité")
		b.post(page+"/invitation", form()).wants(http.StatusUnprocessableEntity)
		b.post(page+"/reinitialisation", form()).wants(http.StatusSeeOther)
		b.get(page).has("Lien à usage unique")
		b.get("/comptes").has("Noé Vandam", "noe@test.be", "Accompagnement (Liège) · Comité", "2 comptes")
	})
}

func TestDemotionTakesEffectAtTheNextRequest(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b := k.admin()
		dana := k.account("Dana", access.Grant{Role: access.Manager})
		d, page := k.as(dana), "/comptes/"+dana.PublicID
		d.get("/cohortes/nouvelle").wants(http.StatusOK)
		version := b.get(page).value("version")
		b.post(page, form("version", version, "name", "Dana", "role_candidate", "0")).wants(http.StatusSeeOther)
		d.get("/cohortes/nouvelle").wants(http.StatusForbidden)
		d.get("/compte").wants(http.StatusOK).has("Porteur ou porteuse de projet")
		if n := k.count(`SELECT count(*) FROM accounts WHERE id = ? AND person_id IS NOT NULL`, dana.ID); n != 1 {
			t.Error("who becomes a candidate has no person")
		}
		if got := b.post(page, form("version", version, "name", "Dana B.", "role_manager", "0")).wants(http.StatusConflict).value("name"); got != "Dana B." {
			t.Errorf("the form came back with %q", got)
		}
		b.post(page, form("version", b.get(page).value("version"), "name", "Dana")).wants(http.StatusUnprocessableEntity).has("Rôles : Choisissez au moins un rôle")

		b.post(page+"/sessions", form()).wants(http.StatusSeeOther)
		d.get("/compte").wants(http.StatusSeeOther)
		d = k.as(dana)
		b.post(page+"/desactiver", form()).wants(http.StatusSeeOther)
		d.get("/compte").wants(http.StatusSeeOther)
		d.post("/connexion", form("email", dana.Email, "password", kitPassword)).wants(http.StatusUnprocessableEntity)
		b.post(page+"/activer", form()).wants(http.StatusSeeOther)
		k.as(dana).get("/compte").wants(http.StatusOK)

		// The couveuse keeps an administrator.
		_, rest, _ := strings.Cut(b.get("/comptes").body, `href="/comptes/`+adminID(k))
		if rest == "" {
			t.Fatal("the list lacks the administrator")
		}
		b.post("/comptes/"+adminID(k)+"/desactiver", form()).wants(http.StatusUnprocessableEntity).has("Admin")
		for _, path := range []string{"", "/sessions", "/desactiver", "/activer", "/invitation", "/reinitialisation"} {
			b.post("/comptes/inconnu"+path, form("name", "X", "role_coach", "0", "version", "1")).wants(http.StatusNotFound)
			k.as(dana).post(page+path, form("name", "X", "role_administrator", "0", "version", "1")).wants(http.StatusForbidden)
		}
	})
}

// adminID is the public id of the account that admin made.
func adminID(k *kit) (id string) {
	k.write(func(tx *db.Tx) error {
		a, err := accounts.ByEmail(tx, "admin@test.be")
		id = a.PublicID
		return err
	})
	return id
}

func TestOnesOwnAccount(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		eve := k.account("Ève", access.Grant{Role: access.Coach})
		here, there := k.as(eve), k.as(eve)
		version := here.get("/compte").value("version")
		here.post("/compte", form("version", version, "name", "")).wants(http.StatusUnprocessableEntity)
		here.post("/compte", form("version", version, "name", "Ève Renard")).wants(http.StatusSeeOther)
		here.post("/compte", form("version", version, "name", "Ève R.")).wants(http.StatusConflict)
		here.get("/compte").has("Ève Renard")

		here.post("/compte/sessions", form()).wants(http.StatusSeeOther)
		here.get("/compte").wants(http.StatusOK).has("Vos autres sessions sont fermées.")
		there.get("/compte").wants(http.StatusSeeOther)

		there = k.as(eve)
		const next = " ma nouvelle phrase "
		here.post("/compte/mot-de-passe", form("current_password", "faux", "new_password", next)).wants(http.StatusUnprocessableEntity).has("Ce n'est pas votre mot de passe actuel.").lacks(next)
		here.post("/compte/mot-de-passe", form("current_password", kitPassword, "new_password", "court")).wants(http.StatusUnprocessableEntity).has("au moins 12 caractères")
		here.post("/compte/mot-de-passe", form("current_password", kitPassword, "new_password", next)).wants(http.StatusSeeOther)
		here.get("/compte").wants(http.StatusOK)
		there.get("/compte").wants(http.StatusSeeOther)
		k.visitor().post("/connexion", form("email", eve.Email, "password", kitPassword)).wants(http.StatusUnprocessableEntity)
		k.visitor().post("/connexion", form("email", eve.Email, "password", next)).wants(http.StatusSeeOther)
		k.visitor().get("/compte").wants(http.StatusSeeOther)
	})
}

func TestPlanningACohort(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		liege, namur := k.siteID("LIEGE"), k.siteID("NAMUR")
		manager := k.as(k.account("Chef", access.Grant{Role: access.Manager, SiteID: liege}))
		programmeID := strconv.Itoa(k.count(`SELECT id FROM programmes WHERE code = 'JI'`))
		fields := func(more ...string) map[string][]string {
			v := form("programme", programmeID, "site", strconv.FormatInt(liege, 10), "intake_opens_on", "2026-12-01", "intake_closes_on", "2027-01-15", "cohort_starts_on", "2027-02-01", "capacity", "12")
			for i := 0; i < len(more); i += 2 {
				v.Set(more[i], more[i+1])
			}
			return v
		}
		key := manager.get("/cohortes/nouvelle").wants(http.StatusOK).has("Liège").lacks(">Namur<").value("cle")
		for name, test := range map[string]struct{ field, value, says string }{
			"another manager's site": {"site", strconv.FormatInt(namur, 10), "Site :"},
			"no site":                {"site", "", "Site : Ce champ est obligatoire"},
			"no programme":           {"programme", "", "Programme : Ce champ est obligatoire"},
			"a programme of none":    {"programme", "99999", "Site : Ce programme n'est pas proposé"},
			"no date":                {"cohort_starts_on", "", "Début de la cohorte : Ce champ est obligatoire"},
			"a day that is none":     {"intake_opens_on", "2026-02-30", "Premier jour des candidatures : Indiquez une date"},
			"closing before opening": {"intake_closes_on", "2026-11-30", "Dernier jour des candidatures : Indiquez le 1er décembre 2026"},
			"half a place":           {"capacity", "douze", "Places : Indiquez un nombre"},
			"fewer than none":        {"capacity", "-1", "Places : Indiquez au moins 0"},
			"too many":               {"capacity", "99999", "Places : Indiquez au plus"},
		} {
			r := manager.post("/cohortes/nouvelle", fields("cle", key, test.field, test.value)).wants(http.StatusUnprocessableEntity).has(test.says)
			if r.value("cohort_starts_on") != fields(test.field, test.value)["cohort_starts_on"][0] {
				t.Errorf("%s: the form lost its date", name)
			}
		}
		for range 2 {
			if to := manager.post("/cohortes/nouvelle", fields("cle", key, "cohort_name", "Printemps")).wants(http.StatusSeeOther).location(); to != "/cohortes/JI-LIEGE-2027-1" {
				t.Fatalf("made at %s", to)
			}
		}
		page := "/cohortes/JI-LIEGE-2027-1/modifier"
		version := manager.get(page).wants(http.StatusOK).has("JI-LIEGE-2027-1").value("version")
		manager.post(page, fields("version", version, "cohort_name", "Été", "capacity", "0")).wants(http.StatusSeeOther)
		if got := manager.post(page, fields("version", version, "cohort_name", "Automne")).wants(http.StatusConflict).value("cohort_name"); got != "Automne" {
			t.Errorf("the form came back with %q", got)
		}
		manager.post(page, fields("version", "2", "intake_closes_on", "")).wants(http.StatusUnprocessableEntity)
		if n := k.count(`SELECT count(*) FROM cohorts WHERE name = 'Été' AND capacity = 0`); n != 1 {
			t.Error("the change is not there")
		}
		k.as(k.account("Loin", access.Grant{Role: access.Manager, SiteID: namur})).get(page).wants(http.StatusNotFound)
		k.as(k.account("Coach", access.Grant{Role: access.Coach, SiteID: liege})).post(page, fields("version", "2")).wants(http.StatusForbidden)
		k.as(k.account("Cand", access.Grant{Role: access.Candidate})).get("/cohortes/nouvelle").wants(http.StatusForbidden)
		k.admin().get("/cohortes/nouvelle").wants(http.StatusOK).has("Namur")
		manager.get("/cohortes/NULLE/modifier").wants(http.StatusNotFound)
	})
}
